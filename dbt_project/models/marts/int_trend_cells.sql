{#- Every count by place, age and sex that a trend could show, before it is decided which may be,
    beside the visits it is a share of. A cell without a match is there with 0. -#}
{{ config(schema='restricted', access='private') }}

{%- set grid = ['period', 'geography', 'age_bands'] %}
{%- set stratum = ['period_start', 'setting', 'cut', 'stratum'] %}

with policies as (
    select * from {{ ref('int_published_policies') }}
),

cuts as (
    {%- for cut in ['all', 'place', 'age and sex', 'place, age and sex'] %}
    select '{{ cut }}' as cut
    {{- ' union all' if not loop.last }}
    {%- endfor %}
),

visits_of_facilities as (
    select
        period, geography, age_bands, period_start, setting, place, age_group, sex, facility_id,
        count(*) as visits
    from {{ ref('int_trend_visits') }}
    group by
        period, geography, age_bands, period_start, setting, place, age_group, sex, facility_id
),

matches_of_strata as (
    select
        definition, version, period_start, setting, place, age_group, sex,
        count(*) as matched_visits
    from {{ ref('int_trend_matches') }}
    group by definition, version, period_start, setting, place, age_group, sex
),

visits_cut as (
    select
        visits_of_facilities.period,
        visits_of_facilities.geography,
        visits_of_facilities.age_bands,
        visits_of_facilities.period_start,
        visits_of_facilities.setting,
        visits_of_facilities.facility_id,
        visits_of_facilities.visits,
        cuts.cut,
        {{ stratum_columns('visits_of_facilities') }}
    from visits_of_facilities
    cross join cuts
),

matches_cut as (
    select
        matches_of_strata.definition,
        matches_of_strata.version,
        matches_of_strata.period_start,
        matches_of_strata.setting,
        matches_of_strata.matched_visits,
        cuts.cut,
        {{ stratum_columns('matches_of_strata') }}
    from matches_of_strata
    cross join cuts
),

denominators as (
    select
        {{ grid | join(', ') }},
        {{ stratum | join(', ') }},
        place,
        age_group,
        sex,
        sum(visits) as visits,
        count(distinct facility_id) as facilities
    from visits_cut
    group by {{ grid | join(', ') }}, {{ stratum | join(', ') }}, place, age_group, sex
),

-- the number of visits in the largest part of a cell: where hardly any are beside it, a count of the
-- cell is a count of the part as well
with_parts as (
    select
        *,
        case cut
            when 'all' then max(case when cut in ('place', 'age and sex') then visits end)
                over (partition by {{ grid | join(', ') }}, period_start, setting)
            when 'place' then max(case when cut = 'place, age and sex' then visits end)
                over (partition by {{ grid | join(', ') }}, period_start, setting, place)
            when 'age and sex' then max(case when cut = 'place, age and sex' then visits end)
                over (partition by {{ grid | join(', ') }}, period_start, setting, age_group, sex)
            else 0
        end as visits_of_largest
    from denominators
),

numerators as (
    select definition, version, {{ stratum | join(', ') }}, sum(matched_visits) as matched_visits
    from matches_cut
    group by definition, version, {{ stratum | join(', ') }}
)

select
    policies.definition,
    policies.version,
    policies.period,
    with_parts.period_start,
    with_parts.setting,
    with_parts.cut,
    with_parts.stratum,
    with_parts.place,
    with_parts.age_group,
    with_parts.sex,
    policies.smallest_count,
    cast(
        policies.smallest_count + case
            when with_parts.visits - with_parts.visits_of_largest < policies.smallest_count
                then with_parts.visits - with_parts.visits_of_largest
            else 0
        end as {{ dbt.type_bigint() }}
    ) as smallest_told,
    cast(coalesce(numerators.matched_visits, 0) as {{ dbt.type_bigint() }}) as matched_visits,
    cast(with_parts.visits as {{ dbt.type_bigint() }}) as visits,
    cast(with_parts.facilities as {{ dbt.type_int() }}) as facilities
from policies
inner join with_parts on {{ same_columns('policies', 'with_parts', grid) }}
left join numerators
    on policies.definition = numerators.definition
    and policies.version = numerators.version
    and {{ same_columns('with_parts', 'numerators', stratum) }}
