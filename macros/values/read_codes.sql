{#- The codes of a value, in capitals and without full stops, in their order, joined by semicolons;
    NULL where it holds none. Only what has the shape of a code of ICD-10-CM, ICD-9-CM, SNOMED CT or
    HCPCS is one; `is_list_of_codes` and `marked_codes` say how words beside codes are told apart. -#}
{%- macro read_codes(value) -%}
    {%- set text = syndrome_sql.capital_letters(syndrome_sql.value_text(value)) -%}
    nullif(
        trim(
            {{ syndrome_sql.replace_all(
                "replace(case when " ~ syndrome_sql.is_list_of_codes(text) ~ " then " ~ text
                ~ " else " ~ syndrome_sql.marked_codes(text) ~ " end, '.', '')",
                '[^A-Z0-9]+',
                ';'
            ) }},
            ';'
        ),
        ''
    )
{%- endmacro -%}
