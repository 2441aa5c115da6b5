{#- Complaint and diagnosis as ESSENCE writes `CCDD`: the parsed complaint, a bar, the diagnosis as
    sent; NULL where both are missing. -#}
{%- macro ccdd(complaint, diagnosis) -%}
    nullif(
        trim(
            coalesce({{ syndrome_sql.chief_complaint_parsed(complaint) }}, '')
            || ' | '
            || coalesce({{ diagnosis }}, ''),
            ' '
        ),
        '|'
    )
{%- endmacro -%}
