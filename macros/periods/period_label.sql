{#- The name of a period by its first day: `2025-W07` (MMWR week), `2025-02`, `2025-Q1`. An MMWR
    week belongs to the year that holds its Wednesday, which is the year of most of its days. -#}
{%- macro period_label(period_start, period) -%}
    {%- set wednesday = syndrome_sql.days_after(period_start, 3) -%}
    case {{ period }}
        when 'week' then {{ syndrome_sql._date_part('year', wednesday) }} || '-W'
            || lpad({{ syndrome_sql.mmwr_week(period_start) }}, 2, '0')
        when 'month' then {{ syndrome_sql._date_part('year', period_start) }} || '-'
            || lpad({{ syndrome_sql._date_part('month', period_start) }}, 2, '0')
        when 'quarter' then {{ syndrome_sql._date_part('year', period_start) }} || '-Q'
            || {{ syndrome_sql._date_part('quarter', period_start) }}
    end
{%- endmacro -%}

{#- The number of the MMWR week that begins on a Sunday, as text: `1` to `53`. -#}
{%- macro mmwr_week(sunday) -%}
    {%- set wednesday = syndrome_sql.days_after(sunday, 3) -%}
    cast(
        cast(floor(({{ syndrome_sql.day_of_year(wednesday) }} + 6) / 7.0) as {{ dbt.type_int() }})
        as {{ dbt.type_string() }}
    )
{%- endmacro -%}

{%- macro _date_part(part, date) -%}
    cast(extract({{ part }} from {{ date }}) as {{ dbt.type_string() }})
{%- endmacro -%}
