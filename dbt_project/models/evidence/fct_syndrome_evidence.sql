{#- Why visits match, or would but for a negation: every term that is found in them, and where. -#}
with matches as (
    select visit_id, definition, version from {{ ref('fct_syndrome_matches') }}
),

vetoed as (
    select visit_id, definition, version from {{ ref('int_syndrome_vetoed') }}
),

terms as (
    select * from {{ ref('syndrome_terms') }}
),

visits as (
    select * from {{ ref('syndrome_visits') }}
),

asked as (
    select visit_id, definition, version, true as is_match from matches
    union all
    select visit_id, definition, version, false as is_match from vetoed
),

texts as (
    select
        asked.visit_id,
        asked.is_match,
        terms.definition,
        terms.version,
        terms.part,
        terms.field,
        terms.clause,
        terms.term,
        terms.pattern,
        terms.is_negation,
        terms.is_code,
        case terms.field
            {%- for name, _ in text_fields() %}
            when '{{ name }}' then visits.{{ name }}
            {%- endfor %}
        end as text_of_field
    from asked
    inner join terms on asked.definition = terms.definition and asked.version = terms.version
    inner join visits on asked.visit_id = visits.visit_id
)

select
    visit_id,
    definition,
    version,
    is_match,
    part,
    field,
    clause,
    term,
    is_negation,
    is_code
from texts
where {{ syndrome_macros.matches_pattern('text_of_field', 'pattern') }}
