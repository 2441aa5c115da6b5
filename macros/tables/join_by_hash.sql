{#- Have a model joined by hashes, whatever the planner expects. PostgreSQL knows nothing of how many rows
    come out of common table expressions, expects one, and compares all with all. -#}
{%- macro join_by_hash() -%}
    {{ return(adapter.dispatch('syndrome_join_by_hash', 'syndrome_sql')()) }}
{%- endmacro -%}

{%- macro default__syndrome_join_by_hash() -%}{%- endmacro -%}

{%- macro postgres__syndrome_join_by_hash() -%}
    {%- do config(pre_hook='set local enable_nestloop = off') -%}
{%- endmacro -%}
