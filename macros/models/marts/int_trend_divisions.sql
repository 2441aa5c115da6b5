{#- Which parts of a count may be told, where the count itself is told (docs/privacy.md has the proof).

    The parts stand in an order that is public, by the number of visits. In that order they are taken
    together in groups that may be told; nothing is told of the parts of a group but their sum, which
    has a row of its own. Parts of few visits or facilities have no row and go with the first part.

    The order, and which parts have few visits, are the same for all definitions of one grid, smallest
    count and first cut, so they are found once. Only lines in which something matches are added up
    definition by definition: of the others every part is 0. -#}
{{- syndrome_sql.stands_in('restricted') }}
{{ config(access='private') }}
{{- syndrome_sql.join_by_hash() }}

{%- set unit = ['definition', 'version', 'period_start', 'setting'] %}
{%- set grid = ['period', 'geography', 'age_bands', 'filters'] %}
{%- set shape = grid + ['smallest_count', 'first_cut'] %}
{%- set line = ['period_start', 'setting', 'cut', 'parent'] %}
{%- set line_of_shape %}over (partition by {{ (shape + line) | join(', ') }}){% endset %}
{%- set line_of_definition = unit + ['cut', 'parent'] %}
{#- so many parts with the most visits are listed #}
{%- set most_parts = 60 %}

with policies as (
    select * from {{ ref('syndrome_sql', 'int_published_policies') }} where may_have_cuts
),

sums as (
    select * from {{ ref('syndrome_sql', 'int_trend_sums') }}
),

strata as (
    select * from {{ ref('syndrome_sql', 'int_trend_strata') }} where cut <> 'all'
),

with_cuts as (
    select
        {{ columns_of('sums', unit) }},
        {{ columns_of('policies', shape) }}
    from sums
    inner join policies
        on sums.definition = policies.definition and sums.version = policies.version
    where sums.has_cuts
),

shapes as (
    select distinct {{ shape | join(', ') }} from policies
),

-- one tree of cuts: of all, by the first cut, and each part of it by the other; and beside the tree
-- all by the other cut, for which it is to be proved that it may stand there
parts as (
    select
        {{ columns_of('shapes', shape) }},
        strata.period_start,
        strata.setting,
        strata.cut,
        {{ divided_stratum('strata', 'shapes.first_cut') }} as parent,
        strata.stratum,
        strata.place,
        strata.age_group,
        strata.sex,
        strata.visits,
        strata.eligible_visits,
        strata.cut <> shapes.first_cut and strata.cut <> 'place, age and sex' as is_beside,
        -- more where hardly any visit is outside the largest part of it
        shapes.smallest_count + {{ few_beside(
            'strata.eligible_visits', 'strata.of_largest_cell', 'shapes.smallest_count'
        ) }} as smallest_told,
        case
            when strata.eligible_visits < shapes.smallest_count
                or strata.facilities < {{ var('syndrome_fewest_facilities') | int }} then 1
            else 0
        end as has_few
    from shapes
    inner join strata on {{ same_columns('shapes', 'strata', grid) }}
),

ranked as (
    select
        *,
        case
            when has_few = 1
                or row_number() {{ line_of_shape[:-1] }} order by visits desc, stratum desc)
                    > {{ most_parts }} then 1
            else 0
        end as is_thin
    from parts
),

thinned as (
    select *, min(is_thin) {{ line_of_shape }} as are_all_thin from ranked
),

-- of a line without any part that is told by itself nothing comes out, and most lines are such
lines as (
    select * from thinned where are_all_thin = 0
),

in_order as (
    select
        *,
        row_number() {{ line_of_shape[:-1] }} order by is_thin desc, visits, stratum)
            as place_in_order,
        count(*) {{ line_of_shape }} as all_parts,
        sum(is_thin) {{ line_of_shape }} as thin_parts,
        sum(is_thin * visits) {{ line_of_shape }} as thin_visits,
        sum(is_thin * eligible_visits) {{ line_of_shape }} as thin_eligible,
        sum(eligible_visits) {{ line_of_shape }} as eligible_of_all
    from lines
),

-- with the first part that is listed go the others
ordered as (
    select
        *,
        place_in_order - thin_parts as place_in_line,
        all_parts - thin_parts as parts,
        case when thin_parts > 0 and place_in_order = thin_parts + 1 then 1 else 0 end as has_thin,
        max(case when place_in_order = all_parts then eligible_visits end) {{ line_of_shape }}
            as last_eligible
    from in_order
),

counts as (
    select
        with_cuts.*,
        found.cut,
        found.stratum,
        found.matched_visits,
        {{ divided_stratum('found', 'with_cuts.first_cut') }} as parent
    from {{ ref('syndrome_sql', 'int_trend_counts') }} as found
    inner join with_cuts on {{ same_columns('found', 'with_cuts', unit) }}
    where found.cut <> 'all'
),

lines_with_matches as (
    select distinct {{ (unit + shape) | join(', ') }}, cut, parent from counts
),

counted as (
    select
        {{ columns_of('matched', ['definition', 'version']) }},
        ordered.*,
        coalesce(counts.matched_visits, 0) as matched_visits
    from lines_with_matches as matched
    inner join ordered on {{ same_columns('matched', 'ordered', shape + line) }}
    left join counts
        on {{ same_columns('matched', 'counts', unit) }}
        and ordered.cut = counts.cut
        and ordered.stratum = counts.stratum
),

summed as (
    select
        *,
        sum(matched_visits) over (partition by {{ line_of_definition | join(', ') }}) as of_all,
        sum(is_thin * matched_visits) over (partition by {{ line_of_definition | join(', ') }})
            as thin_matched
    from counted
),

listed as (
    select
        *,
        matched_visits + has_thin * thin_matched as matched_here,
        visits + has_thin * thin_visits as visits_here,
        eligible_visits + has_thin * thin_eligible as eligible_here,
        smallest_told + has_thin * thin_eligible as smallest_here
    from summed
    where is_thin = 0
),

judged as (
    select
        *,
        -- one part with nearly all visits is no division, and what is left of it would be bounded by
        -- the visits of the others
        parts >= 2
            and last_eligible >= of_all
            and eligible_of_all - last_eligible >= of_all as is_divided,
        case
            when matched_here > 0
                and {{ is_tellable(
                    'matched_here', 'eligible_here', 'smallest_here', 'smallest_count'
                ) }} then 1
            else 0
        end as is_large
    from listed
),

{{ parts_in_groups('judged', line_of_definition | join(', '), most_parts) }},

decided as (
    select
        judged.*,
        in_groups.part_of,
        in_groups.of_group,
        in_groups.is_zero = 1 or in_groups.members = 1 as is_alone,
        judged.is_divided and in_groups.is_odd = 0 as is_line_told,
        judged.is_divided and in_groups.is_odd = 0 and in_groups.groups_told > 1 as are_groups_told
    from judged
    inner join in_groups
        on {{ same_columns('judged', 'in_groups', line_of_definition + ['place_in_line']) }}
),

{%- set of_line = ['definition', 'version', 'period', 'period_start', 'setting', 'cut', 'parent'] %}
{%- set sides = ['place', 'age_group', 'sex'] %}
{%- set of_part = of_line + ['part_of', 'stratum'] + sides + ['smallest_count'] %}

told_alone as (
    select *, has_thin = 1 and is_alone and is_line_told as is_with_others from decided
),

with_matches as (
    select
        {{ of_part | join(', ') }},
        -- with it, the parts of few visits that nothing is told of by themselves
        case when is_with_others then matched_here else matched_visits end as matched_visits,
        case when is_with_others then visits_here else visits end as visits,
        is_with_others,
        is_divided,
        is_beside,
        false as is_of_several,
        is_line_told and is_alone as is_told
    from told_alone
),

sums_of_groups as (
    select
        {{ of_line | join(', ') }},
        part_of,
        {{ dbt.listagg(
            "case when has_thin = 1 then stratum || ' and few others' else stratum end", "' + '",
            'order by place_in_line'
        ) }} as stratum,
        -- those that all parts have in common
        {%- for side in sides %}
        case when min({{ side }}) = max({{ side }}) then min({{ side }}) end as {{ side }},
        {%- endfor %}
        smallest_count,
        max(of_group) as matched_visits,
        sum(visits_here) as visits,
        false as is_with_others,
        true as is_divided,
        is_beside,
        true as is_of_several,
        true as is_told
    from decided
    where are_groups_told and not is_alone
    group by {{ of_line | join(', ') }}, part_of, smallest_count, is_beside
),

-- every part is 0
without_matches as (
    select
        {{ columns_of('with_cuts', ['definition', 'version']) }},
        {{ columns_of('ordered', of_line[2:]) }},
        0 as part_of,
        {{ columns_of('ordered', of_part[8:]) }},
        0 as matched_visits,
        ordered.visits + ordered.has_thin * ordered.thin_visits as visits,
        ordered.has_thin = 1 as is_with_others,
        ordered.parts >= 2 as is_divided,
        ordered.is_beside,
        false as is_of_several,
        ordered.parts >= 2 as is_told
    from with_cuts
    inner join ordered
        on {{ same_columns('with_cuts', 'ordered', shape + ['period_start', 'setting']) }}
    left join lines_with_matches as matched
        on {{ same_columns('with_cuts', 'matched', unit) }}
        and ordered.cut = matched.cut
        and ordered.parent = matched.parent
    where ordered.is_thin = 0 and matched.definition is null
)

select
    {{ of_part | join(', ') }},
    cast(matched_visits as {{ dbt.type_bigint() }}) as matched_visits,
    cast(visits as {{ dbt.type_bigint() }}) as visits,
    is_with_others,
    is_divided,
    is_beside,
    is_of_several,
    is_told
from (
    select * from with_matches
    union all
    select * from sums_of_groups
    union all
    select * from without_matches
) as parts_told
