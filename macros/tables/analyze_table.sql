{#- The statement by which PostgreSQL learns how many rows a new table has, without which its planner
    guesses; nothing elsewhere. -#}
{%- macro analyze_table() -%}
    {{ return(adapter.dispatch('syndrome_analyze_table', 'syndrome_sql')()) }}
{%- endmacro -%}

{%- macro default__syndrome_analyze_table() -%}
    {{ return('') }}
{%- endmacro -%}

{%- macro postgres__syndrome_analyze_table() -%}
    {{ return('analyze ' ~ this) }}
{%- endmacro -%}
