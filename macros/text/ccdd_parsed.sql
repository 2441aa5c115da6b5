{#- Complaint and diagnosis codes as ESSENCE writes `CCDDParsed`: `TEXT | ;CODE;CODE;`.
    Without codes `TEXT |`, without a complaint `| ;CODE;`, without either NULL. The blank before
    the bar is part of the layout: authors write `^rape ^` for a complaint that ends in the word. -#}
{%- macro ccdd_parsed(complaint, codes) -%}
    nullif(
        trim(
            coalesce({{ syndrome_sql.chief_complaint_parsed(complaint) }}, '')
            || ' | '
            || coalesce({{ syndrome_sql.dd_parsed(codes) }}, ''),
            ' '
        ),
        '|'
    )
{%- endmacro -%}
