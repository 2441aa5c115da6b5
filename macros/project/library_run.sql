{#- What a run of the library shape has to ask. `known` are the definitions that have been asked
    before, as `classified_since` returns them. The visits after `since` are asked of the library,
    all of them where it is none. A few new definitions beside known ones are asked `alone`, each by
    its own view, so that they do not take every definition through the whole history. -#}
{%- macro library_run(definitions) -%}
    {%- set table = load_relation(api.Relation.create(
        database=this.database, schema=this.schema,
        identifier=var('syndrome_prefix', '') ~ 'int_syndrome_classification'
    )) -%}
    {%- set classified = syndrome_sql.classified_since(table) -%}
    {%- set known = {} -%}
    {%- set new = [] -%}
    {%- for definition in definitions -%}
        {%- if definition in classified -%}
            {%- do known.update({definition: classified[definition]}) -%}
        {%- else -%}
            {%- do new.append(definition) -%}
        {%- endif -%}
    {%- endfor -%}
    {#- From as many on the library costs less than each by itself, on PostgreSQL, the dearest
        (docs/decisions/0006-the-library-shape.md). -#}
    {%- set most_alone = 8 -%}
    {%- set goes_on = known and new | length <= most_alone -%}
    {{ return({
        'known': known,
        'alone': new if goes_on else [],
        'since': known.values() | min if goes_on else none,
    }) }}
{%- endmacro -%}
