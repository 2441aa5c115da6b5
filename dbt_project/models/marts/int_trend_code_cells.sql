{#- Matches by groups of codes, by phase of care and by earlier visits: cuts that divide the sum alone,
    each with the decision whether it may be told where the sum is.

    What a code says in one cut it says in the others, so only one cut by codes is told of a sum: the
    first, by name, of which no part is a small count, nor what a part has in common with another
    definition that is told, or apart from it. Earlier visits have nothing to do with codes. A cut is
    told whole or not at all. -#}
{{ config(schema='restricted', access='private') }}

{%- set unit = ['definition', 'version', 'period_start', 'setting'] %}

with sums as (
    select * from {{ ref('int_trend_sums') }}
),

policies as (
    select * from {{ ref('int_published_policies') }}
),

matched as (
    select * from {{ ref('int_trend_matches') }}
),

code_groups as (
    select * from {{ ref('syndrome_code_groups') }}
),

recurrence as (
    select * from {{ ref('int_recurrence') }}
),

-- a match belongs to the one group whose code it carries, to `several`, or to `none`
groups_found as (
    select
        {{ columns_of('matched', unit) }},
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
    group by {{ columns_of('matched', unit) }}, matched.visit_id, code_groups.cut
    union all
    select {{ columns_of('matched', unit) }}, matched.visit_id, recurrence.cut, recurrence.stratum
    from matched
    inner join recurrence
        on matched.visit_id = recurrence.visit_id
        and matched.definition = recurrence.definition
        and matched.version = recurrence.version
),

counted as (
    select {{ unit | join(', ') }}, cut, stratum, count(*) as matched_visits
    from groups_found
    group by {{ unit | join(', ') }}, cut, stratum
),

strata as (
    select distinct definition, cut, stratum, 1 as choice, 'codes' as kind from code_groups
    {%- for stratum in ['several', 'none'] %}
    union all
    select distinct definition, cut, '{{ stratum }}' as stratum, 1 as choice, 'codes' as kind
    from code_groups
    {%- endfor %}
    {%- for cut, strata in recurrence_strata().items() %}
    {%- for stratum in strata %}
    union all
    select distinct
        definition, '{{ cut }}' as cut, '{{ stratum }}' as stratum, 2 as choice,
        '{{ 'codes' if cut == 'phase of care' else 'patients' }}' as kind
    from policies
    {%- endfor %}
    {%- endfor %}
),

cells as (
    select
        {{ columns_of('sums', unit) }},
        sums.period,
        strata.kind,
        strata.choice,
        strata.cut,
        strata.stratum,
        sums.smallest_count,
        coalesce(counted.matched_visits, 0) as matched_visits,
        sums.visits
    from sums
    inner join strata on sums.definition = strata.definition
    left join counted
        on {{ same_columns('sums', 'counted', unit) }}
        and strata.cut = counted.cut
        and strata.stratum = counted.stratum
),

-- what each part has in common with another definition that is told, and what it has not
shared as (
    select
        {{ columns_of('groups_found', unit) }},
        groups_found.cut,
        groups_found.stratum,
        others.definition as other_definition,
        others.version as other_version,
        count(*) as common_visits
    from groups_found
    inner join {{ ref('fct_syndrome_matches') }} as others
        on groups_found.visit_id = others.visit_id
    where groups_found.definition <> others.definition or groups_found.version <> others.version
    group by
        {{ columns_of('groups_found', unit) }}, groups_found.cut, groups_found.stratum,
        others.definition, others.version
),

-- another definition is beside a cut if most of a part, or most of the other's own matches, are of
-- both: one that lies within the other, by what they ask for, always is
beside as (
    select
        {{ columns_of('shared', unit) }},
        shared.cut,
        shared.other_definition,
        shared.other_version,
        max(others.matched_visits) as other_visits
    from shared
    inner join cells
        on {{ same_columns('shared', 'cells', unit) }}
        and shared.cut = cells.cut
        and shared.stratum = cells.stratum
    left join sums as others
        on shared.other_definition = others.definition
        and shared.other_version = others.version
        and shared.period_start = others.period_start
        and shared.setting = others.setting
    -- one that is told by another period is told of these days as well
    where others.definition is null or others.is_told
    group by
        {{ columns_of('shared', unit) }}, shared.cut, shared.other_definition, shared.other_version
    having max(case when 2 * shared.common_visits >= cells.matched_visits then 1 else 0 end) = 1
        or 2 * sum(shared.common_visits) >= max(others.matched_visits)
),

differences as (
    select
        {{ columns_of('cells', unit) }},
        cells.cut,
        cells.smallest_count,
        coalesce(shared.common_visits, 0) as common_visits,
        cells.matched_visits - coalesce(shared.common_visits, 0) as visits_apart,
        beside.other_visits - sum(coalesce(shared.common_visits, 0)) over (
            partition by {{ columns_of('cells', unit) }}, cells.cut, beside.other_definition,
            beside.other_version
        ) as others_apart
    from cells
    inner join beside on {{ same_columns('cells', 'beside', unit) }} and cells.cut = beside.cut
    left join shared
        on {{ same_columns('cells', 'shared', unit) }}
        and cells.cut = shared.cut
        and cells.stratum = shared.stratum
        and beside.other_definition = shared.other_definition
        and beside.other_version = shared.other_version
    where cells.kind = 'codes'
),

too_near as (
    select distinct {{ unit | join(', ') }}, cut
    from differences
    where common_visits between 1 and smallest_count - 1
        or visits_apart between 1 and smallest_count - 1
        or others_apart is null
        or others_apart between 1 and smallest_count - 1
),

cuts as (
    select
        {{ columns_of('cells', unit) }}, cells.kind, cells.choice, cells.cut,
        max(case
            when cells.matched_visits between 1 and cells.smallest_count - 1
                or too_near.cut is not null then 1
            else 0
        end) as has_small
    from cells
    left join too_near
        on {{ same_columns('cells', 'too_near', unit) }} and cells.cut = too_near.cut
    group by {{ columns_of('cells', unit) }}, cells.kind, cells.choice, cells.cut
),

chosen as (
    select
        *,
        row_number() over (partition by {{ unit | join(', ') }}, kind order by choice, cut) as place
    from cuts
    where has_small = 0
),

-- codes say which other definitions of the family take a match: all of these are told, or small
families as (
    select
        {{ columns_of('sums', unit) }},
        max(case when others.is_tellable and not others.is_told then 1 else 0 end) as hides_other
    from sums
    inner join policies
        on sums.definition = policies.definition and sums.version = policies.version
    inner join policies as relatives on policies.family = relatives.family
    inner join sums as others
        on relatives.definition = others.definition
        and relatives.version = others.version
        and sums.period_start = others.period_start
        and sums.setting = others.setting
    group by {{ columns_of('sums', unit) }}
),

-- of two with matches in common one has cuts by codes: the one with the fewest reasons to match
after_another as (
    select distinct {{ columns_of('beside', unit) }}
    from beside
    inner join policies
        on beside.definition = policies.definition and beside.version = policies.version
    inner join policies as others
        on beside.other_definition = others.definition and beside.other_version = others.version
    inner join chosen
        on beside.other_definition = chosen.definition
        and beside.other_version = chosen.version
        and beside.period_start = chosen.period_start
        and beside.setting = chosen.setting
    where chosen.kind = 'codes' and others.may_have_cuts and others.rank > policies.rank
)

select
    {{ columns_of('cells', unit) }},
    cells.period,
    cells.cut,
    cells.stratum,
    cells.smallest_count,
    cast(cells.matched_visits as {{ dbt.type_bigint() }}) as matched_visits,
    cells.visits,
    chosen.place is not null
        and (
            cells.kind = 'patients'
            or (families.hides_other = 0 and after_another.definition is null)
        ) as is_told
from cells
inner join families on {{ same_columns('cells', 'families', unit) }}
left join chosen
    on {{ same_columns('cells', 'chosen', unit) }}
    and cells.cut = chosen.cut
    and chosen.place = 1
left join after_another on {{ same_columns('cells', 'after_another', unit) }}
