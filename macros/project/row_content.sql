{#- A text of 32 digits that stands for the values of a row, and for how they are read: rows that are
    alike have the same one, rows that differ another. Each value is measured. -#}
{%- macro row_content(columns) -%}
    {%- set reading = syndrome_sql.text_literal(
        var('syndrome_date_order', 'mdy') ~ ' ' ~ syndrome_sql.time_zone()
    ) -%}
    {%- set measured = [reading] -%}
    {%- for column in columns -%}
        {%- set text = syndrome_sql.value_text(column)
            if column.endswith('_as_sent') or column == 'diagnosis_codes' else column -%}
        {%- do measured.append(
            "coalesce(cast(length(" ~ text ~ ") as " ~ dbt.type_string() ~ ") || ':' || " ~ text ~ ", '-')"
        ) -%}
    {%- endfor -%}
    {{ syndrome_sql.md5_hex('concat(' ~ measured | join(", '|', ") ~ ')') }}
{%- endmacro -%}
