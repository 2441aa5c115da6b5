{#- What stands for a visit in arrays: numbers that go on behind `last_number`, or the visit's own key
    where an engine would number rows on one machine. -#}
{%- macro visit_number(last_number) -%}
    {{ return(adapter.dispatch('syndrome_visit_number', 'syndrome_sql')(last_number)) }}
{%- endmacro -%}

{%- macro default__syndrome_visit_number(last_number) -%}
    cast({{ last_number }} + row_number() over () as {{ dbt.type_int() }})
{%- endmacro -%}

{%- macro bigquery__syndrome_visit_number(last_number) -%}
    visit_id
{%- endmacro -%}
