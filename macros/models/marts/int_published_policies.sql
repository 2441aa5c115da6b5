{#- What may be published of each definition: the floors of its policy, what the project's seed asks
    for besides, and of its family the strictest of both. The floors stand here as well as in
    `syndrome compile`, because a seed can be edited after it was compiled. -#}
{{- syndrome_sql.stands_in('restricted') }}
{{ config(access='private') }}

with library as (
    select * from {{ generated_ref('dim_syndrome_definitions') }}
),

policies as (
    select * from {{ project_ref('syndrome_policies') }}
),

standings as (
    select * from {{ project_ref('syndrome_standings') }}
),

-- docs/privacy.md has these; `transpiler/dbt/policy.py` is where they come from
floors as (
    {%- for policy, floor in policy_floors().items() %}
    select
        '{{ policy }}' as policy,
        {{ floor.period }} as period,
        {{ floor.geography }} as geography,
        {{ floor.age_bands }} as age_bands,
        {{ floor.smallest_count }} as smallest_count,
        {{ floor.hold_back_days }} as hold_back_days
    {{- ' union all' if not loop.last }}
    {%- endfor %}
),

own as (
    select
        library.definition,
        library.version,
        library.policy,
        library.content_hash,
        -- a definition compiled before there were standings is related to all like it
        coalesce(standings.family, 'unknown') as family,
        coalesce(standings.rank, 0) as rank,
        coalesce(standings.may_have_cuts, false) as may_have_cuts,
        coalesce(standings.is_of_first, false) as is_of_first,
        standings.least_age,
        standings.most_age,
        coalesce(standings.sexes, '') as sexes,
        standings.is_emergency,
        coalesce(standings.further, '') as further,
        -- what it looks at besides the text, to compare
        coalesce(cast(standings.least_age as {{ dbt.type_string() }}), '') || '-'
            || coalesce(cast(standings.most_age as {{ dbt.type_string() }}), '') || ' '
            || coalesce(standings.sexes, '') || ' '
            || case when standings.is_emergency then 'emergency'
                when not standings.is_emergency then 'other' else '' end
            || coalesce(standings.further, '') as filters,
        greatest({{ coarseness('policies.period') }}, floors.period) as period,
        greatest({{ coarseness('policies.geography') }}, floors.geography) as geography,
        greatest({{ coarseness('policies.age_bands') }}, floors.age_bands) as age_bands,
        greatest(policies.smallest_count, floors.smallest_count) as smallest_count,
        greatest(policies.hold_back_days, floors.hold_back_days) as hold_back_days
    from library
    inner join policies on library.policy = policies.policy
    inner join floors on library.policy = floors.policy
    left join standings
        on library.definition = standings.definition and library.version = standings.version
),

strictest as (
    select
        family,
        max(period) as period,
        max(geography) as geography,
        max(age_bands) as age_bands,
        max(smallest_count) as smallest_count,
        max(hold_back_days) as hold_back_days
    from own
    group by family
)

select
    own.definition,
    own.version,
    own.policy,
    own.content_hash,
    own.family,
    own.rank,
    own.may_have_cuts,
    own.is_of_first,
    own.least_age,
    own.most_age,
    own.sexes,
    own.is_emergency,
    own.further,
    own.filters,
    case strictest.period when 3 then 'quarter' when 2 then 'month' else 'week' end as period,
    case strictest.geography when 2 then 'state' else 'county' end as geography,
    case strictest.age_bands when 2 then 'broad' else 'fine' end as age_bands,
    case
        {%- for policy, cut in var('syndrome_first_cut').items() %}
        when own.policy = '{{ policy }}' then '{{ cut }}'
        {%- endfor %}
        else 'place'
    end as first_cut,
    strictest.smallest_count,
    strictest.hold_back_days
from own
inner join strictest on own.family = strictest.family
