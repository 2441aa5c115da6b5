{#- Every count that a trend could show, before suppression, beside the visits it is a share of.
    A cut is one way to divide the visits of a period and setting: all of them, by place, by age
    and sex, by both crossed, by how steadily their facilities report, by the codes they carry, as
    `syndrome_code_groups` groups them, and by what they say of coming again. A cell without a match
    is there with 0. -#}
{{ config(schema='restricted', access='private') }}

{%- set no_text = 'cast(null as ' ~ dbt.type_string() ~ ')' %}

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

code_groups as (
    select * from {{ ref('syndrome_code_groups') }}
),

recurrence as (
    select * from {{ ref('int_recurrence') }}
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
        case when facilities.is_steady then 'steady' else 'other' end as reporting,
        coalesce(all_visits.dd_parsed, all_visits.ccdd_parsed) as codes
    from all_visits
    left join facilities on all_visits.facility_id = facilities.facility_id
    cross join grids
),

all_strata as (
    select
        period, geography, age_bands, period_start, setting, place, age_group, sex, reporting,
        count(*) as visits
    from visits
    group by
        period, geography, age_bands, period_start, setting, place, age_group, sex, reporting
),

matched as (
    select
        matches.definition,
        matches.version,
        visits.*
    from matches
    inner join definitions
        on matches.definition = definitions.definition and matches.version = definitions.version
    inner join visits
        on matches.visit_id = visits.visit_id
        and definitions.period = visits.period
        and definitions.geography = visits.geography
        and definitions.age_bands = visits.age_bands
),

matched_strata as (
    select
        definition, version, period_start, setting, place, age_group, sex, reporting,
        count(*) as matched_visits
    from matched
    group by definition, version, period_start, setting, place, age_group, sex, reporting
),

cuts as (
    {%- for cut in ['all', 'place', 'age and sex', 'place, age and sex', 'reporting'] %}
    select '{{ cut }}' as cut
    {{- ' union all' if not loop.last }}
    {%- endfor %}
),

denominators as (
    select
        all_strata.period,
        all_strata.geography,
        all_strata.age_bands,
        all_strata.period_start,
        all_strata.setting,
        cuts.cut,
        {{ stratum_columns('all_strata') }},
        sum(all_strata.visits) as visits
    from all_strata
    cross join cuts
    group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
),

numerators as (
    select
        matched_strata.definition,
        matched_strata.version,
        matched_strata.period_start,
        matched_strata.setting,
        cuts.cut,
        {{ stratum_columns('matched_strata') }},
        sum(matched_strata.matched_visits) as matched_visits
    from matched_strata
    cross join cuts
    group by 1, 2, 3, 4, 5, 6, 7, 8, 9
),

cells as (
    select
        definitions.definition,
        definitions.version,
        denominators.period_start,
        denominators.setting,
        denominators.cut,
        denominators.stratum,
        denominators.place,
        denominators.age_group,
        denominators.sex,
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
),

-- a match belongs to the one group whose code it carries, to `several`, or to `none`
groups_found as (
    select
        matched.definition,
        matched.version,
        matched.period_start,
        matched.setting,
        matched.visit_id,
        code_groups.cut,
        case
            when count(distinct case when {{ carries_code('matched.codes', 'code_groups.code') }}
                then code_groups.stratum end) > 1 then 'several'
            else coalesce(
                max(case when {{ carries_code('matched.codes', 'code_groups.code') }}
                    then code_groups.stratum end),
                'none'
            )
        end as stratum
    from matched
    inner join code_groups on matched.definition = code_groups.definition
    group by
        matched.definition, matched.version, matched.period_start, matched.setting,
        matched.visit_id, code_groups.cut
    union all
    select
        matched.definition,
        matched.version,
        matched.period_start,
        matched.setting,
        matched.visit_id,
        recurrence.cut,
        recurrence.stratum
    from matched
    inner join recurrence
        on matched.visit_id = recurrence.visit_id
        and matched.definition = recurrence.definition
        and matched.version = recurrence.version
),

matches_of_groups as (
    select definition, version, period_start, setting, cut, stratum, count(*) as matched_visits
    from groups_found
    group by definition, version, period_start, setting, cut, stratum
),

groups_listed as (
    select distinct definition, cut, stratum from code_groups
    union all
    select distinct definition, cut, 'several' as stratum from code_groups
    union all
    select distinct definition, cut, 'none' as stratum from code_groups
    {%- for cut, strata in recurrence_strata().items() %}
    {%- for stratum in strata %}
    union all
    select distinct definition, '{{ cut }}' as cut, '{{ stratum }}' as stratum from definitions
    {%- endfor %}
    {%- endfor %}
),

cells_of_groups as (
    select
        cells.definition,
        cells.version,
        cells.period_start,
        cells.setting,
        groups_listed.cut,
        groups_listed.stratum,
        {{ no_text }} as place,
        {{ no_text }} as age_group,
        {{ no_text }} as sex,
        coalesce(matches_of_groups.matched_visits, 0) as matched_visits,
        cells.visits
    from cells
    inner join groups_listed on cells.definition = groups_listed.definition
    left join matches_of_groups
        on cells.definition = matches_of_groups.definition
        and cells.version = matches_of_groups.version
        and cells.period_start = matches_of_groups.period_start
        and cells.setting = matches_of_groups.setting
        and groups_listed.cut = matches_of_groups.cut
        and groups_listed.stratum = matches_of_groups.stratum
    where cells.cut = 'all'
),

every_cell as (
    select * from cells
    union all
    select * from cells_of_groups
)

select
    every_cell.definition,
    every_cell.version,
    definitions.period,
    every_cell.period_start,
    every_cell.setting,
    every_cell.cut,
    every_cell.stratum,
    every_cell.place,
    every_cell.age_group,
    every_cell.sex,
    definitions.smallest_count,
    definitions.hold_back_days,
    cast(every_cell.matched_visits as {{ dbt.type_bigint() }}) as matched_visits,
    cast(every_cell.visits as {{ dbt.type_bigint() }}) as visits
from every_cell
inner join definitions
    on every_cell.definition = definitions.definition
    and every_cell.version = definitions.version
