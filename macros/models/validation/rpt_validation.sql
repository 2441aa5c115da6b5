{#- How often a match is right: the positive predictive value by jurisdiction and of all. -#}
{{- syndrome_sql.stands_in('review') }}
with reviewed as (
    select * from {{ ref('syndrome_sql', 'int_reviewed_visits') }}
),

by_jurisdiction as (
    select definition, version, jurisdiction, verdict from reviewed
    union all
    select definition, version, 'all' as jurisdiction, verdict from reviewed
),

counted as (
    select
        definition,
        version,
        jurisdiction,
        count(*) as reviewed_visits,
        count(case when verdict = 'true' then 1 end) as true_positives,
        count(case when verdict = 'false' then 1 end) as false_positives,
        count(case when verdict = 'unknown' then 1 end) as unknown
    from by_jurisdiction
    group by definition, version, jurisdiction
)

select
    definition,
    version,
    jurisdiction,
    reviewed_visits,
    true_positives,
    false_positives,
    unknown,
    {{ share('true_positives', '(true_positives + false_positives)') }} as ppv,
    case
        when true_positives + false_positives > 0
            then {{ wilson_bound('true_positives', '(true_positives + false_positives)', -1) }}
    end as ppv_low,
    case
        when true_positives + false_positives > 0
            then {{ wilson_bound('true_positives', '(true_positives + false_positives)', 1) }}
    end as ppv_high,
    {{ share('true_positives', 'reviewed_visits') }} as ppv_if_unknown_are_false,
    {{ share('(true_positives + unknown)', 'reviewed_visits') }} as ppv_if_unknown_are_true
from counted
