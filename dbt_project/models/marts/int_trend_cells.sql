{#- Every count that a trend could show, before suppression, beside the visits it is a share of.
    A cut is one way to divide the visits of a period and setting: all of them, by place, by age
    and sex, by how steadily their facilities report. A cell without a match is there with 0. -#}
{{ config(schema='restricted', access='private') }}

with library as (
    select * from {{ ref('dim_syndrome_definitions') }}
),

policies as (
    select * from {{ ref('syndrome_policies') }}
),

all_visits as (
    select * from {{ ref('syndrome_visits') }}
),

matches as (
    select * from {{ ref('fct_syndrome_matches') }}
),

facilities as (
    select * from {{ ref('int_facility_reporting') }}
),

definitions as (
    select
        library.definition,
        library.version,
        policies.period,
        policies.geography,
        policies.age_bands,
        policies.smallest_count,
        policies.hold_back_days
    from library
    inner join policies on library.policy = policies.policy
),

grids as (
    select distinct period, geography, age_bands
    from definitions
),

visits as (
    select
        all_visits.visit_id,
        all_visits.setting,
        grids.period,
        grids.geography,
        grids.age_bands,
        {{ syndrome_macros.period_start('all_visits.visit_date', 'grids.period') }} as period_start,
        coalesce(
            case grids.geography when 'county' then all_visits.county else all_visits.state end,
            'unknown'
        ) as place,
        {{ age_group('all_visits.age_years', 'grids.age_bands') }} as age_group,
        coalesce(all_visits.sex, 'U') as sex,
        case when facilities.is_steady then 'steady' else 'other' end as reporting
    from all_visits
    left join facilities on all_visits.facility_id = facilities.facility_id
    cross join grids
),

visits_by_cut as (
    select visits.*, 'all' as cut, 'all' as stratum from visits
    union all
    select visits.*, 'place' as cut, place as stratum from visits
    union all
    select visits.*, 'age and sex' as cut, age_group || ', ' || sex as stratum from visits
    union all
    select visits.*, 'reporting' as cut, reporting as stratum from visits
),

denominators as (
    select
        period, geography, age_bands, period_start, setting, cut, stratum,
        count(*) as visits
    from visits_by_cut
    group by period, geography, age_bands, period_start, setting, cut, stratum
),

numerators as (
    select
        matches.definition,
        matches.version,
        visits_by_cut.period_start,
        visits_by_cut.setting,
        visits_by_cut.cut,
        visits_by_cut.stratum,
        count(*) as matched_visits
    from matches
    inner join definitions
        on matches.definition = definitions.definition and matches.version = definitions.version
    inner join visits_by_cut
        on matches.visit_id = visits_by_cut.visit_id
        and definitions.period = visits_by_cut.period
        and definitions.geography = visits_by_cut.geography
        and definitions.age_bands = visits_by_cut.age_bands
    group by
        matches.definition, matches.version, visits_by_cut.period_start, visits_by_cut.setting,
        visits_by_cut.cut, visits_by_cut.stratum
)

select
    definitions.definition,
    definitions.version,
    definitions.period,
    denominators.period_start,
    denominators.setting,
    denominators.cut,
    denominators.stratum,
    definitions.smallest_count,
    definitions.hold_back_days,
    coalesce(numerators.matched_visits, 0) as matched_visits,
    denominators.visits
from definitions
inner join denominators
    on definitions.period = denominators.period
    and definitions.geography = denominators.geography
    and definitions.age_bands = denominators.age_bands
left join numerators
    on definitions.definition = numerators.definition
    and definitions.version = numerators.version
    and denominators.period_start = numerators.period_start
    and denominators.setting = numerators.setting
    and denominators.cut = numerators.cut
    and denominators.stratum = numerators.stratum
