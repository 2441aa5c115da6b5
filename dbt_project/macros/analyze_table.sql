{#- The statement by which PostgreSQL learns how many rows a new table has, without which its planner
    guesses; nothing elsewhere. -#}
{%- macro analyze_table() -%}
    {{ return('analyze ' ~ this if target.type == 'postgres' else '') }}
{%- endmacro -%}
