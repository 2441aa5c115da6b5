{#- Diagnosis codes as ESSENCE writes `DDParsed`: `;T7451XA;Z0481;`. In capitals, without full
    stops, order and repeats kept; NULL where there is no code. What is a code, `read_codes` says:
    words beside codes, names of code systems and descriptions are none. -#}
{%- macro dd_parsed(codes) -%}
    ';' || {{ syndrome_sql.read_codes(codes) }} || ';'
{%- endmacro -%}
