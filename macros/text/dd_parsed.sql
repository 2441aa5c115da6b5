{#- Diagnosis codes as ESSENCE writes `DDParsed`: `;T7451XA;Z0481;`. In capitals, without full
    stops, order and repeats kept; NULL where there is no code. Whatever is neither a letter, a
    digit nor a full stop separates codes, so `T74.51XA, z04.81` and `T7451XA|Z0481` give the same.
    Words between the codes would be taken for codes: give it the column that holds codes alone. -#}
{%- macro dd_parsed(codes) -%}
    {%- set undotted = "replace(" ~ codes ~ ", '.', '')" -%}
    {%- set framed = "';' || " ~ syndrome_macros.capital_letters(undotted) ~ " || ';'" -%}
    nullif({{ syndrome_macros.replace_all(framed, '[^A-Z0-9]+', ';') }}, ';')
{%- endmacro -%}
