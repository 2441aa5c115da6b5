{#- The names in the first line of a CSV, cut at each separator that may be meant: a query with the
    columns `separator`, `place`, `name`, `is_known`. Names are trimmed, and what stands in double
    quotes is one name; where quotes do not fit, nothing is cut. -#}
{%- macro csv_header(path, known) -%}
    {%- set separators = [',', ';', '\t', '|'] %}
with header as (
    select coalesce(text, '') as text from {{ syndrome_sql.csv_lines(path) }} limit 1
),

cut as (
    {%- for separator in separators %}
    {%- set cut = '[' ~ separator ~ ']' -%}
    {%- set field = '(?:"(?:[^"]|"")*"|(?:[^"' ~ separator ~ '][^' ~ separator ~ ']*)?)' %}
    select
        {{ syndrome_sql.sql_text(separator) }} as separator,
        case
            when regexp_full_match(text, '{{ field }}(?:{{ cut }}{{ field }})*')
                then regexp_extract_all('{{ separator }}' || text, '{{ cut }}({{ field }})', 1)
            else [text]
        end as fields
    from header
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

each_field as (
    select separator, unnest(fields) as field, generate_subscripts(fields, 1) as place from cut
),

named as (
    select
        separator,
        place,
        trim(
            case
                when field like '"%"' then replace(field[2:-2], '""', '"')
                else field
            end
        ) as name
    from each_field
)

select
    separator,
    place,
    name,
    list_contains(
        [{%- for name in known -%}
        {{ syndrome_sql.sql_text(name) }}{{ ', ' if not loop.last }}
        {%- endfor -%}],
        lower(regexp_replace(name, '\s+', ' ', 'g'))
    ) as is_known
from named
order by separator, place
{%- endmacro -%}
