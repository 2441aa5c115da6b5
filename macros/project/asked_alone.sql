{#- The definitions, of those listed, that are not asked of all visits new to them by the library: it
    looked at the visits of `int_library_texts` alone. `known` is what `classified_since` returns. -#}
{%- macro asked_alone(known, definitions) -%}
    {%- set alone = [] -%}
    {%- set library = syndrome_sql.generated_ref('int_library_texts') -%}
    {%- set texts = load_relation(library) if execute else none -%}
    {%- if texts is not none -%}
        {%- set others_until = run_query(
            'select cast(max(visits.updated_at) as ' ~ dbt.type_string() ~ ') as others_until from '
            ~ ref('syndrome_visits') ~ ' as visits left join ' ~ texts
            ~ ' as texts on visits.visit_id = texts.visit_id where texts.visit_id is null'
        ).rows[0]['others_until'] -%}
        {%- for definition in definitions if others_until is not none
            and (definition not in known or known[definition] < others_until) -%}
            {%- do alone.append(definition) -%}
        {%- endfor -%}
    {%- endif -%}
    {{ return(alone) }}
{%- endmacro -%}
