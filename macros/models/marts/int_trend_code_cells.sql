{#- Matches by groups of codes, by phase of care and by earlier visits: cuts that divide the sum alone,
    each with the decision whether it may be told where the sum is.

    What a code says in one cut it says in the others, so only one cut by codes is told of a sum: the
    first, by name, of which no part is a small count, nor differs by one from another definition that
    is told. Earlier visits have nothing to do with codes. A cut is told whole or not at all. -#}
{{ config(schema='restricted', access='private') }}

{%- set unit = ['definition', 'version', 'period_start', 'setting'] %}

with sums as (
    select * from {{ ref('syndrome_sql', 'int_trend_sums') }}
),

policies as (
    select * from {{ ref('syndrome_sql', 'int_published_policies') }}
),

-- nothing is told of a definition that looks at other people than the first of its family
matched as (
    select found.*, policies.smallest_count
    from {{ ref('syndrome_sql', 'int_trend_matches') }} as found
    inner join policies
        on found.definition = policies.definition and found.version = policies.version
    where policies.is_of_first
),

code_groups as (
    select * from {{ project_ref('syndrome_code_groups') }}
),

recurrence as (
    select * from {{ ref('syndrome_sql', 'int_recurrence') }}
),

-- a match belongs to the one group whose code it carries, to `several`, or to `none`
groups_found as (
    select
        {{ columns_of('matched', unit) }},
        matched.smallest_count,
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
        {{ columns_of('matched', unit) }}, matched.smallest_count, matched.visit_id, code_groups.cut
    union all
    select
        {{ columns_of('matched', unit) }}, matched.smallest_count, matched.visit_id,
        recurrence.cut, recurrence.stratum
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
    inner join {{ ref('syndrome_sql', 'fct_syndrome_matches') }} as others
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
        {{ columns_of('cells', unit) }},
        cells.cut,
        cells.kind,
        cells.smallest_count,
        shared.other_definition,
        shared.other_version,
        max(others.matched_visits) as other_visits,
        max(case when others.is_told then 1 else 0 end) as is_other_told,
        max(case when others.definition is null then 1 else 0 end) as is_of_other_period,
        -- the parts that are mostly the other's
        max(case when 2 * shared.common_visits >= cells.matched_visits then 1 else 0 end)
            as has_part,
        sum(case when 2 * shared.common_visits >= cells.matched_visits then cells.matched_visits end)
            as visits_of_parts
    from shared
    inner join cells
        on {{ same_columns('shared', 'cells', unit) }}
        and shared.cut = cells.cut
        and shared.stratum = cells.stratum
    -- nothing is told of a definition that looks at other people than the first of its family
    inner join policies
        on shared.other_definition = policies.definition
        and shared.other_version = policies.version
        and policies.is_of_first
    left join sums as others
        on shared.other_definition = others.definition
        and shared.other_version = others.version
        and shared.period_start = others.period_start
        and shared.setting = others.setting
    group by
        {{ columns_of('cells', unit) }}, cells.cut, cells.kind, cells.smallest_count,
        shared.other_definition, shared.other_version
    having max(case when 2 * shared.common_visits >= cells.matched_visits then 1 else 0 end) = 1
        or 2 * sum(shared.common_visits) >= max(others.matched_visits)
),

-- others that are told, of which most matches are in one part
within_parts as (
    select
        {{ columns_of('cells', unit) }},
        cells.cut,
        cells.stratum,
        cells.smallest_count,
        cells.matched_visits - sum(others.matched_visits) as difference
    from shared
    inner join cells
        on {{ same_columns('shared', 'cells', unit) }}
        and shared.cut = cells.cut
        and shared.stratum = cells.stratum
    inner join sums as others
        on shared.other_definition = others.definition
        and shared.other_version = others.version
        and shared.period_start = others.period_start
        and shared.setting = others.setting
    where others.is_told
        and cells.kind = 'codes'
        and 2 * shared.common_visits >= others.matched_visits
    group by
        {{ columns_of('cells', unit) }}, cells.cut, cells.stratum, cells.smallest_count,
        cells.matched_visits
),

-- the parts that are mostly another's, less all of the other, or a part less those within it, would
-- be a small count; or the other is told of other days, or is withheld, for whatever reason: else that
-- the cut is there would tell which
too_near as (
    select {{ unit | join(', ') }}, cut
    from beside
    where kind = 'codes'
        and (
            is_of_other_period = 1
            or is_other_told = 0
            or (is_other_told = 1 and has_part = 1
                and abs(visits_of_parts - other_visits) between 1 and smallest_count - 1)
        )
    union distinct
    select {{ unit | join(', ') }}, cut
    from within_parts
    where abs(difference) between 1 and smallest_count - 1
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
        policies.family,
        sums.period_start,
        sums.setting,
        max(case when sums.is_tellable and not sums.is_told then 1 else 0 end) as hides_other
    from sums
    inner join policies
        on sums.definition = policies.definition and sums.version = policies.version
    group by policies.family, sums.period_start, sums.setting
),

-- what two definitions have in common of parts of the same cut. How many each part has is counted
-- here: to look it up among all cells, with a comparison of the two, leads planners to compare every
-- cell of a period with every other
parts_of_visits as (
    select
        *,
        count(*) over (partition by {{ unit | join(', ') }}, cut, stratum) as matched_visits
    from groups_found
),

in_both as (
    select
        {{ columns_of('one', unit) }},
        one.cut,
        one.stratum,
        one.smallest_count,
        one.matched_visits,
        other.definition as other_definition,
        other.version as other_version,
        other.stratum as other_stratum,
        other.matched_visits as other_visits,
        count(*) as common_visits
    from parts_of_visits as one
    inner join parts_of_visits as other
        on one.visit_id = other.visit_id
        and one.period_start = other.period_start
        and one.cut = other.cut
    where one.definition <> other.definition or one.version <> other.version
    group by
        {{ columns_of('one', unit) }}, one.cut, one.stratum, one.smallest_count,
        one.matched_visits, other.definition, other.version, other.stratum, other.matched_visits
),

parts_too_near as (
    select distinct {{ unit | join(', ') }}, cut, other_definition, other_version
    from in_both
    where (2 * common_visits >= matched_visits or 2 * common_visits >= other_visits)
        and abs(matched_visits - other_visits) between 1 and smallest_count - 1
),

-- of two with matches in common the one with the fewest reasons has cuts by codes; the other has the
-- same one beside it, if no part less the other's part is a small count
after_another as (
    select distinct {{ columns_of('beside', unit) }}, beside.cut
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
    left join parts_too_near
        on {{ same_columns('beside', 'parts_too_near', unit + ['cut']) }}
        and beside.other_definition = parts_too_near.other_definition
        and beside.other_version = parts_too_near.other_version
    where chosen.kind = 'codes'
        and chosen.place = 1
        and others.may_have_cuts
        and others.rank > policies.rank
        and (beside.cut <> chosen.cut or parts_too_near.definition is not null)
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
inner join policies
    on cells.definition = policies.definition and cells.version = policies.version
inner join families
    on policies.family = families.family
    and cells.period_start = families.period_start
    and cells.setting = families.setting
left join chosen
    on {{ same_columns('cells', 'chosen', unit) }}
    and cells.cut = chosen.cut
    and chosen.place = 1
left join after_another on {{ same_columns('cells', 'after_another', unit + ['cut']) }}
