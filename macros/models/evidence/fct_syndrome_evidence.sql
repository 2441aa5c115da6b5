{#- Why visits match, or would but for a negation: every term that is found in them, and where. What
    was found is kept while the visit and the definition are as they were; only visits without
    evidence yet are searched. The table is replaced whole, so that an interrupted run leaves the
    last one. -#}
{{- syndrome_sql.stands_in('review') }}
{{- syndrome_sql.made_of(
    [model.raw_code, syndrome_sql.finds_term('text_of_field', 'texts'), syndrome_sql.text_fields() | string]
) }}
{%- set is_known = execute and not flags.FULL_REFRESH and load_relation(this) is not none %}

with classified as (
    select * from {{ generated_ref('int_syndrome_classification') }}
),

vetoed as (
    select * from {{ generated_ref('int_syndrome_vetoed') }}
),

terms as (
    select * from {{ project_ref('syndrome_terms') }}
),

visits as (
    select * from {{ ref('syndrome_sql', 'syndrome_visits') }}
),

asked as (
    select visit_id, definition, version, content_hash, updated_at, true as is_match
    from classified
    where visit_id is not null
    union all
    select visit_id, definition, version, content_hash, updated_at, false as is_match
    from vetoed
    where visit_id is not null
),
{%- if is_known %}

kept as (
    select seen.*
    from {{ this }} as seen
    inner join asked
        on seen.visit_id = asked.visit_id
        and seen.definition = asked.definition
        and seen.version = asked.version
        and seen.content_hash = asked.content_hash
        and seen.updated_at = asked.updated_at
        and seen.is_match = asked.is_match
),

searched as (
    select *
    from asked
    where not exists (
        select 1
        from kept
        where kept.visit_id = asked.visit_id
            and kept.definition = asked.definition
            and kept.version = asked.version
    )
),
{%- else %}

searched as (
    select * from asked
),
{%- endif %}

texts as (
    select
        searched.visit_id,
        searched.content_hash,
        searched.updated_at,
        searched.is_match,
        terms.definition,
        terms.version,
        terms.part,
        terms.field,
        terms.clause,
        terms.term,
        terms.literal,
        terms.is_literal,
        terms.pattern,
        terms.is_negation,
        terms.is_code,
        case terms.field
            {%- for name, _ in syndrome_sql.text_fields() %}
            when '{{ name }}' then visits.{{ name }}
            {%- endfor %}
        end as text_of_field
    from searched
    inner join terms
        on searched.definition = terms.definition and searched.version = terms.version
    inner join visits on searched.visit_id = visits.visit_id
),

found as (
    select * from texts
    where {{ syndrome_sql.finds_term('text_of_field', 'texts') }}
)

{%- set columns = [
    'visit_id', 'definition', 'version', 'is_match', 'part', 'field', 'clause', 'term',
    'is_negation', 'is_code', 'content_hash', 'updated_at',
] | join(', ') %}

select {{ columns }} from found
{%- if is_known %}
union all
select {{ columns }} from kept
{%- endif %}
