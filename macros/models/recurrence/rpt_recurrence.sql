{#- Matches by quarter and how they came again, as they are. -#}
{{- syndrome_sql.stands_in('restricted') }}
with matches as (
    select * from {{ ref('syndrome_sql', 'int_recurrence') }}
),

visits as (
    select visit_id, {{ syndrome_sql.quarter_start('visit_date') }} as quarter_start
    from {{ ref('syndrome_sql', 'syndrome_visits') }}
),

beginning as (
    select min(visit_date) as first_date from {{ ref('syndrome_sql', 'syndrome_visits') }}
)

select
    matches.definition,
    matches.version,
    visits.quarter_start,
    matches.cut,
    matches.stratum,
    count(*) as matched_visits,
    {{ syndrome_sql.days_after('max(beginning.first_date)', 365) }} <= visits.quarter_start
        as has_year_before
from matches
inner join visits on matches.visit_id = visits.visit_id
cross join beginning
group by
    matches.definition, matches.version, visits.quarter_start, matches.cut, matches.stratum
