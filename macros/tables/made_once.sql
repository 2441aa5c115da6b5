{#- What a common table expression says for its rows to be made once, before what reads them: `name as
    {{ made_once() }} (…)`. DuckDB before 2 takes twice as long with each step to plan a chain of windows
    through which it pushes conditions. -#}
{%- macro made_once() -%}
    {{ return(adapter.dispatch('syndrome_made_once', 'syndrome_sql')()) }}
{%- endmacro -%}

{%- macro default__syndrome_made_once() -%}{%- endmacro -%}

{%- macro duckdb__syndrome_made_once() -%}materialized{%- endmacro -%}
