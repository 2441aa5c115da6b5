{#- What each negation costs: the visits that a definition would take without its negations and in
    which this one is found. -#}
{{- syndrome_sql.stands_in('review') }}
with removals as (
    select * from {{ ref('syndrome_sql', 'int_negation_removals') }}
),

terms as (
    select * from {{ project_ref('syndrome_terms') }}
),

negations as (
    select distinct definition, version, part, clause, term
    from terms
    where is_negation
)

select
    negations.definition,
    negations.version,
    negations.part,
    negations.clause,
    negations.term,
    count(removals.visit_id) as removed_visits,
    count(case when removals.is_alone then 1 end) as removed_by_it_alone,
    count(case when removals.has_code then 1 end) as removed_with_code
from negations
left join removals
    on negations.definition = removals.definition
    and negations.version = removals.version
    and negations.part = removals.part
    and negations.clause = removals.clause
group by
    negations.definition, negations.version, negations.part, negations.clause, negations.term
