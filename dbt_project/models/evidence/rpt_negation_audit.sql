{#- What each negation costs: the visits that a definition would take without its negations and in
    which this one is found. -#}
with evidence as (
    select * from {{ ref('fct_syndrome_evidence') }}
),

terms as (
    select * from {{ ref('syndrome_terms') }}
),

negations as (
    select distinct definition, version, part, clause, term
    from terms
    where is_negation
),

removed as (
    select
        visit_id,
        definition,
        version,
        count(distinct case when is_negation then cast(part as {{ dbt.type_string() }}) || ' ' || clause end)
            as negations_found,
        max(case when is_code and not is_negation then 1 else 0 end) as has_code
    from evidence
    where not is_match
    group by visit_id, definition, version
),

found as (
    select distinct visit_id, definition, version, part, clause
    from evidence
    where is_negation and not is_match
)

select
    negations.definition,
    negations.version,
    negations.part,
    negations.clause,
    negations.term,
    count(removed.visit_id) as removed_visits,
    count(case when removed.negations_found = 1 then 1 end) as removed_by_it_alone,
    count(case when removed.has_code = 1 then 1 end) as removed_with_code
from negations
left join found
    on negations.definition = found.definition
    and negations.version = found.version
    and negations.part = found.part
    and negations.clause = found.clause
left join removed
    on found.visit_id = removed.visit_id
    and found.definition = removed.definition
    and found.version = removed.version
group by
    negations.definition, negations.version, negations.part, negations.clause, negations.term
