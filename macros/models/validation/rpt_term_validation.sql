{#- How often a match is right by the terms that are found in it: which terms bring false ones. -#}
{{- syndrome_sql.stands_in('review') }}
with reviewed as (
    select * from {{ ref('syndrome_sql', 'int_reviewed_visits') }}
),

evidence as (
    select distinct visit_id, definition, version, term, is_code
    from {{ ref('syndrome_sql', 'fct_syndrome_evidence') }}
    where is_match and not is_negation
),

counted as (
    select
        evidence.definition,
        evidence.version,
        evidence.term,
        evidence.is_code,
        count(*) as reviewed_visits,
        count(case when reviewed.verdict = 'true' then 1 end) as true_positives,
        count(case when reviewed.verdict = 'false' then 1 end) as false_positives,
        count(case when reviewed.verdict = 'unknown' then 1 end) as unknown
    from evidence
    inner join reviewed
        on evidence.visit_id = reviewed.visit_id
        and evidence.definition = reviewed.definition
        and evidence.version = reviewed.version
    group by evidence.definition, evidence.version, evidence.term, evidence.is_code
)

select
    *,
    {{ share('true_positives', '(true_positives + false_positives)') }} as ppv
from counted
