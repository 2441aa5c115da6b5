{#- A number that no more than about a million visits share, so that no array of them grows beyond what
    an engine holds. -#}
{%- macro visit_block(visit_no) -%}
    {{ return(adapter.dispatch('syndrome_visit_block', 'syndrome_sql')(visit_no)) }}
{%- endmacro -%}

{%- macro default__syndrome_visit_block(visit_no) -%}
    cast(floor({{ visit_no }} / 1048576) as {{ dbt.type_int() }})
{%- endmacro -%}

{%- macro bigquery__syndrome_visit_block(visit_no) -%}
    mod(farm_fingerprint({{ visit_no }}), 1024)
{%- endmacro -%}
