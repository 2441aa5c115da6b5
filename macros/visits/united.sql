{#- A field of the rows of a visit that arrived together, as an aggregate. One row for each diagnosis is
    ordinary: fields of codes hold those of all rows, in the order of their texts; of a complaint, a
    bar and codes what stands behind the bar is put together. Every other field must be alike in all
    rows that have it, as `says_more_than_one` asks. -#}
{%- macro united(name, column=none) -%}
    {%- set column = column or name -%}
    {%- if (' ' ~ name ~ ' ') in syndrome_sql.fields_of_codes() -%}
        {{- syndrome_sql.all_texts(column, ';') -}}
    {%- elif (' ' ~ name ~ ' ') in syndrome_sql.fields_with_bar() -%}
        max({{ syndrome_sql.before_codes(column) }})
        || {{ syndrome_sql.all_texts(
            "substr(" ~ column ~ ", length(" ~ syndrome_sql.before_codes(column) ~ ") + 1)", ''
        ) }}
    {%- elif syndrome_sql.is_flag(name) | trim == 'true' -%}
        max({{ syndrome_sql.flag_number(column) }}) = 1
    {%- else -%}
        max({{ column }})
    {%- endif -%}
{%- endmacro -%}

{#- Whether rows of a visit differ in a field in more than their codes, as an aggregate. -#}
{%- macro says_more_than_one(name, column=none) -%}
    {%- set column = column or name -%}
    {%- set said = syndrome_sql.before_codes(column) if (' ' ~ name ~ ' ') in syndrome_sql.fields_with_bar() else column -%}
    {%- set said = syndrome_sql.flag_number(column) if syndrome_sql.is_flag(name) | trim == 'true' else said -%}
    {%- if (' ' ~ name ~ ' ') in syndrome_sql.fields_of_codes() -%}
        false
    {%- else -%}
        coalesce(min({{ said }}) <> max({{ said }}), false)
    {%- endif -%}
{%- endmacro -%}

{#- The fields of diagnoses alone, each between blanks. -#}
{%- macro fields_of_codes() -%}
    {{- ' diagnosis_codes dd_parsed discharge_diagnosis discharge_diagnosis_history diagnosis_combo ' -}}
{%- endmacro -%}

{#- The fields of a complaint, a bar and diagnoses, likewise. -#}
{%- macro fields_with_bar() -%}
    {{- ' ccdd_parsed ccdd ' -}}
{%- endmacro -%}

{#- Such a field up to the bar, or all of it. -#}
{%- macro before_codes(column) -%}
    case
        when strpos({{ column }}, '|') > 0 then substr({{ column }}, 1, strpos({{ column }}, '|'))
        else {{ column }}
    end
{%- endmacro -%}

{#- The different texts of several rows in one, in their order. -#}
{%- macro all_texts(text, between) -%}
    {%- set ordered = '(' ~ text ~ ')' ~ (' collate "C"' if target.type == 'postgres' else '') -%}
    string_agg(distinct {{ ordered }}, '{{ between }}' order by {{ ordered }})
{%- endmacro -%}

{#- Whether a column is a flag that filters ask of: `true` or nothing. -#}
{%- macro is_flag(name) -%}
    {%- set filters = {} -%}
    {%- do syndrome_sql.find_filter_columns(filters) -%}
    {{ 'true' if name in filters and filters[name].type == 'boolean' }}
{%- endmacro -%}

{#- A flag as 1 or 0, which all engines can compare. -#}
{%- macro flag_number(flag) -%}
    case when {{ flag }} then 1 when not {{ flag }} then 0 end
{%- endmacro -%}
