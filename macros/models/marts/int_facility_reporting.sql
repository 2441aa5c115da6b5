{#- How steadily facilities report, so that a facility that joins is not read as a rise. The
    two limits are those by which CDC's reports from NSSP restrict the facilities they count: each
    week a diagnosis in at least 75 % of visits on average, and numbers of visits a week that vary by
    at most 40 % of their mean (for one, Radhakrishnan and others, MMWR 71(8):319-324, 2022). Here
    over the whole weeks there are. -#}
{{- syndrome_sql.stands_in('restricted') }}
{{ config(access='private') }}

with visits as (
    select
        facility_id,
        {{ syndrome_sql.week_start('visit_date') }} as week_start,
        case when dd_parsed is not null or discharge_diagnosis is not null then 1 else 0 end
            as has_diagnosis
    from {{ ref('syndrome_sql', 'syndrome_visits') }}
),

facilities as (
    select distinct facility_id from visits
),

span as (
    select min(week_start) as first_week, max(week_start) as last_week from visits
),

weeks as (
    select distinct visits.week_start
    from visits
    cross join span
    where visits.week_start > span.first_week and visits.week_start < span.last_week
),

counted as (
    select facility_id, week_start, count(*) as visits, sum(has_diagnosis) as diagnosed_visits
    from visits
    group by facility_id, week_start
),

every_week as (
    select
        facilities.facility_id,
        coalesce(counted.visits, 0) as visits,
        counted.diagnosed_visits * 100.0 / counted.visits as percent_diagnosed
    from facilities
    cross join weeks
    left join counted
        on facilities.facility_id = counted.facility_id
        and weeks.week_start = counted.week_start
),

measured as (
    select
        facility_id,
        count(*) as weeks,
        avg(visits) as visits_a_week,
        stddev_pop(visits) * 100.0 / nullif(avg(visits), 0) as variation,
        avg(percent_diagnosed) as completeness
    from every_week
    group by facility_id
)

select
    facilities.facility_id,
    coalesce(measured.weeks, 0) as weeks,
    cast(measured.visits_a_week as {{ dbt.type_float() }}) as visits_a_week,
    cast(measured.variation as {{ dbt.type_float() }}) as variation,
    cast(measured.completeness as {{ dbt.type_float() }}) as completeness,
    coalesce(
        measured.variation <= {{ var('syndrome_steady_variation') }}
        and measured.completeness >= {{ var('syndrome_steady_completeness') }},
        false
    ) as is_steady
from facilities
left join measured on facilities.facility_id = measured.facility_id
