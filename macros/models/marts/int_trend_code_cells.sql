{#- Matches by groups of codes, by phase of care and by earlier visits: cuts that divide the sum alone,
    each with the decision whether it may be told where the sum is.

    Small parts are told in groups, as they are by place, age and sex; their order is one for all. What
    a code says in one cut it says in the others, so only one cut by codes is told of a sum: the first,
    by name, that is told without groups, else the first that is told. No part nor group differs by a
    small count from another definition that is told. Earlier visits have nothing to do with codes. -#}
{{- syndrome_sql.stands_in('restricted') }}
{{ config(access='private') }}
{{- syndrome_sql.join_by_hash() }}

{%- set unit = ['definition', 'version', 'period_start', 'setting'] %}
{%- set of_cut = unit + ['cut'] %}
{#- a cut of more strata is not told #}
{%- set most_strata = 30 %}

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
    select distinct definition, cut, stratum, 2 as place, 1 as choice, 'codes' as kind
    from code_groups
    {%- for stratum in ['several', 'none'] %}
    union all
    select distinct
        definition, cut, '{{ stratum }}' as stratum, {{ [1, 3][loop.index0] }} as place, 1 as choice,
        'codes' as kind
    from code_groups
    {%- endfor %}
    {%- for cut, strata in recurrence_strata().items() %}
    {%- for stratum in strata %}
    union all
    select distinct
        definition, '{{ cut }}' as cut, '{{ stratum }}' as stratum, {{ loop.index }} as place,
        2 as choice, '{{ 'codes' if cut == 'phase of care' else 'patients' }}' as kind
    from policies
    {%- endfor %}
    {%- endfor %}
),

strata_in_order as (
    select
        *,
        row_number() over (partition by definition, cut order by place, stratum) as place_in_line,
        count(*) over (partition by definition, cut) as strata_of_cut
    from strata
),

cells as (
    select
        {{ columns_of('sums', unit) }},
        sums.period,
        strata.kind,
        strata.choice,
        strata.cut,
        strata.stratum,
        strata.place_in_line,
        sums.smallest_count,
        coalesce(counted.matched_visits, 0) as matched_here,
        -- nobody counts the visits that do not match by codes: each could be of any part
        sums.matched_visits as eligible_here,
        case when counted.matched_visits >= sums.smallest_count then 1 else 0 end as is_large,
        sums.visits
    from sums
    inner join strata_in_order as strata on sums.definition = strata.definition
    left join counted
        on {{ same_columns('sums', 'counted', unit) }}
        and strata.cut = counted.cut
        and strata.stratum = counted.stratum
    where strata.strata_of_cut <= {{ most_strata }}
),

-- most sums are 0, and so is each of their parts, by itself
cells_of_matches as (
    select * from cells where eligible_here > 0
),

{{ parts_in_groups('cells_of_matches', of_cut | join(', '), most_strata) }},

-- each stratum with what is told of it: by itself, or as the sum of a group
grouped as (
    select
        cells.*,
        in_groups.is_zero = 1 or in_groups.members = 1 as is_alone,
        in_groups.is_odd,
        in_groups.groups_told,
        in_groups.part_of,
        in_groups.of_group
    from cells
    inner join in_groups on {{ same_columns('cells', 'in_groups', of_cut + ['place_in_line']) }}
    union all
    select
        cells.*,
        true as is_alone,
        0 as is_odd,
        0 as groups_told,
        0 as part_of,
        0 as of_group
    from cells
    where eligible_here = 0
),

names as (
    select
        {{ of_cut | join(', ') }}, part_of,
        {{ dbt.listagg('stratum', "' + '", 'order by place_in_line') }} as part
    from grouped
    where not is_alone
    group by {{ of_cut | join(', ') }}, part_of
),

parted as (
    select
        grouped.*,
        coalesce(names.part, grouped.stratum) as part,
        case when grouped.is_alone then grouped.matched_here else grouped.of_group end as of_part
    from grouped
    left join names
        on {{ same_columns('grouped', 'names', of_cut + ['part_of']) }}
        and not grouped.is_alone
),

-- the numbers that would be told
parts as (
    select
        {{ unit | join(', ') }}, period, kind, choice, cut, part, is_alone, smallest_count,
        of_part as matched_visits, visits
    from parted
    group by
        {{ unit | join(', ') }}, period, kind, choice, cut, part, is_alone, smallest_count, of_part,
        visits
),

-- each match with the part by codes it is of, and with what is known of the part: to look that up
-- among all parts, with a comparison of the two, leads planners to compare every part of a period with
-- every other definition
parts_found as (
    select
        {{ columns_of('groups_found', of_cut) }}, groups_found.visit_id, parted.part,
        parted.smallest_count, parted.of_part
    from groups_found
    inner join parted
        on {{ same_columns('groups_found', 'parted', of_cut) }}
        and groups_found.stratum = parted.stratum
    where parted.kind = 'codes'
),

-- what each part has in common with another definition that is told, and what it has not
shared as (
    select
        {{ columns_of('parts_found', of_cut) }},
        parts_found.part,
        parts_found.smallest_count,
        parts_found.of_part,
        others.definition as other_definition,
        others.version as other_version,
        count(*) as common_visits
    from parts_found
    inner join {{ ref('syndrome_sql', 'fct_syndrome_matches') }} as others
        on parts_found.visit_id = others.visit_id
    where parts_found.definition <> others.definition or parts_found.version <> others.version
    group by
        {{ columns_of('parts_found', of_cut) }}, parts_found.part, parts_found.smallest_count,
        parts_found.of_part, others.definition, others.version
),

-- another definition is beside a cut if most of a part, or most of the other's own matches, are of
-- both: one that lies within the other, by what they ask for, always is
beside as (
    select
        {{ columns_of('shared', of_cut) }},
        shared.smallest_count,
        shared.other_definition,
        shared.other_version,
        max(others.matched_visits) as other_visits,
        max(case when others.is_told then 1 else 0 end) as is_other_told,
        max(case when others.definition is null then 1 else 0 end) as is_of_other_period,
        -- the parts that are mostly the other's
        max(case when 2 * shared.common_visits >= shared.of_part then 1 else 0 end) as has_part,
        sum(case when 2 * shared.common_visits >= shared.of_part then shared.of_part end)
            as visits_of_parts
    from shared
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
        {{ columns_of('shared', of_cut) }}, shared.smallest_count, shared.other_definition,
        shared.other_version
    having max(case when 2 * shared.common_visits >= shared.of_part then 1 else 0 end) = 1
        or 2 * sum(shared.common_visits) >= max(others.matched_visits)
),

-- others that are told, of which most matches are in one part
within_parts as (
    select
        {{ columns_of('shared', of_cut) }},
        shared.part,
        shared.smallest_count,
        shared.of_part - sum(others.matched_visits) as difference
    from shared
    inner join sums as others
        on shared.other_definition = others.definition
        and shared.other_version = others.version
        and shared.period_start = others.period_start
        and shared.setting = others.setting
    where others.is_told
        and 2 * shared.common_visits >= others.matched_visits
    group by
        {{ columns_of('shared', of_cut) }}, shared.part, shared.smallest_count, shared.of_part
),

-- a stratum in a group is nearly another definition that is told, whose number would be the stratum's
hidden_and_told as (
    select {{ columns_of('parted', of_cut) }}
    from parted
    inner join groups_found
        on {{ same_columns('parted', 'groups_found', of_cut) }}
        and parted.stratum = groups_found.stratum
    inner join {{ ref('syndrome_sql', 'fct_syndrome_matches') }} as matches
        on groups_found.visit_id = matches.visit_id
    inner join sums as others
        on matches.definition = others.definition
        and matches.version = others.version
        and parted.period_start = others.period_start
        and parted.setting = others.setting
    where not parted.is_alone
        and parted.kind = 'codes'
        and others.is_told
        and (parted.definition <> others.definition or parted.version <> others.version)
    group by
        {{ columns_of('parted', of_cut) }}, parted.stratum, parted.matched_here,
        parted.smallest_count, others.definition, others.version, others.matched_visits
    having 2 * count(*) >= parted.matched_here
        and 2 * count(*) >= others.matched_visits
        and abs(parted.matched_here - others.matched_visits) < parted.smallest_count
),

-- the parts that are mostly another's, less all of the other, or a part less those within it, would
-- be a small count; or the other is told of other days, or is withheld, for whatever reason: else that
-- the cut is there would tell which
too_near as (
    select {{ unit | join(', ') }}, cut
    from beside
    where is_of_other_period = 1
        or is_other_told = 0
        or (is_other_told = 1 and has_part = 1
            and abs(visits_of_parts - other_visits) between 1 and smallest_count - 1)
    union distinct
    select {{ unit | join(', ') }}, cut
    from within_parts
    where abs(difference) between 1 and smallest_count - 1
    union distinct
    select {{ unit | join(', ') }}, cut
    from hidden_and_told
),

cuts as (
    select
        {{ columns_of('parted', of_cut) }}, parted.kind, parted.choice,
        max(case when parted.is_alone then 0 else 1 end) as has_group,
        max(case
            -- one group of all is the sum
            when parted.is_odd = 1 or (not parted.is_alone and parted.groups_told <= 1)
                or too_near.cut is not null then 1
            else 0
        end) as is_withheld
    from parted
    left join too_near on {{ same_columns('parted', 'too_near', of_cut) }}
    group by {{ columns_of('parted', of_cut) }}, parted.kind, parted.choice
),

chosen as (
    select
        *,
        row_number() over (partition by {{ unit | join(', ') }}, kind
            order by has_group, choice, cut) as place
    from cuts
    where is_withheld = 0
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
-- here
parts_of_visits as (
    select
        *,
        count(*) over (partition by {{ of_cut | join(', ') }}, part) as matched_visits
    from parts_found
),

in_both as (
    select
        {{ columns_of('one', of_cut) }},
        one.part,
        one.smallest_count,
        one.matched_visits,
        other.definition as other_definition,
        other.version as other_version,
        other.part as other_part,
        other.matched_visits as other_visits,
        count(*) as common_visits
    from parts_of_visits as one
    inner join parts_of_visits as other
        on one.visit_id = other.visit_id
        and one.period_start = other.period_start
        and one.cut = other.cut
    where one.definition <> other.definition or one.version <> other.version
    group by
        {{ columns_of('one', of_cut) }}, one.part, one.smallest_count, one.matched_visits,
        other.definition, other.version, other.part, other.matched_visits
),

pairs as (
    select distinct {{ of_cut | join(', ') }}, other_definition, other_version from in_both
),

parts_too_near as (
    select {{ of_cut | join(', ') }}, other_definition, other_version
    from in_both
    where (2 * common_visits >= matched_visits or 2 * common_visits >= other_visits)
        and abs(matched_visits - other_visits) between 1 and smallest_count - 1
    union distinct
    -- groups of the one and of the other that are not the same: parts of several make up one
    select {{ columns_of('pairs', of_cut) }}, pairs.other_definition, pairs.other_version
    from pairs
    inner join parted as one on {{ same_columns('pairs', 'one', of_cut) }}
    inner join parted as other
        on pairs.other_definition = other.definition
        and pairs.other_version = other.version
        and pairs.period_start = other.period_start
        and pairs.setting = other.setting
        and pairs.cut = other.cut
        and one.stratum = other.stratum
    where one.part <> other.part
),

-- of two with matches in common the one with the fewest reasons has cuts by codes; the other has the
-- same one beside it, if no part less the other's part is a small count
after_another as (
    select distinct {{ columns_of('beside', of_cut) }}
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
        on {{ same_columns('beside', 'parts_too_near', of_cut) }}
        and beside.other_definition = parts_too_near.other_definition
        and beside.other_version = parts_too_near.other_version
    where chosen.kind = 'codes'
        and chosen.place = 1
        and others.may_have_cuts
        and others.rank > policies.rank
        and (beside.cut <> chosen.cut or parts_too_near.definition is not null)
),

listed as (
    select
        {{ unit | join(', ') }}, period, kind, cut, stratum, smallest_count,
        matched_here as matched_visits, visits, is_alone, false as is_of_several
    from parted
    union all
    select
        {{ unit | join(', ') }}, period, kind, cut, part as stratum, smallest_count, matched_visits,
        visits, true as is_alone, true as is_of_several
    from parts
    where not is_alone
)

select
    {{ columns_of('listed', unit) }},
    listed.period,
    listed.cut,
    listed.stratum,
    listed.smallest_count,
    cast(listed.matched_visits as {{ dbt.type_bigint() }}) as matched_visits,
    listed.visits,
    listed.is_of_several,
    chosen.place is not null
        and (
            listed.kind = 'patients'
            or (families.hides_other = 0 and after_another.definition is null)
        ) as is_cut_told,
    listed.is_alone
from listed
inner join policies
    on listed.definition = policies.definition and listed.version = policies.version
inner join families
    on policies.family = families.family
    and listed.period_start = families.period_start
    and listed.setting = families.setting
left join chosen
    on {{ same_columns('listed', 'chosen', of_cut) }}
    and chosen.place = 1
left join after_another on {{ same_columns('listed', 'after_another', of_cut) }}
