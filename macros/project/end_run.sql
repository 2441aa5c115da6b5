{#- What comes after everything in a run. -#}
{%- macro end_run(results) -%}
    {%- if is_concerned() -%}
        {%- do grant_schema_to_readers() -%}
        {%- do say_intake(results) -%}
    {%- endif -%}
{%- endmacro -%}
