{#- Which parts of a count may be told, where the count itself is told (docs/privacy.md has the proof).

    The parts stand in an order that is public: those of few visits or facilities first, then by the
    number of visits. The first of them are taken together until what they add up to, and each of the
    others, may be told; nothing is told of the parts taken together. Where all of them have to be,
    nothing is told. A part of few visits or facilities is never told by itself.

    The order, and which parts have few visits, are the same for all definitions of one grid, smallest
    count and first cut, so they are found once. Only lines in which something matches are added up
    definition by definition: of the others every part is 0. -#}
{{ config(schema='restricted', access='private') }}

{%- set unit = ['definition', 'version', 'period_start', 'setting'] %}
{%- set grid = ['period', 'geography', 'age_bands', 'filters'] %}
{%- set shape = grid + ['smallest_count', 'first_cut'] %}
{%- set line = ['period_start', 'setting', 'cut', 'parent'] %}
{%- set line_of_shape %}over (partition by {{ (shape + line) | join(', ') }}){% endset %}
{%- set line_of_definition %}over (partition by {{ (unit + ['cut', 'parent']) | join(', ') }}){% endset %}
{%- set in_order %}order by place_in_line rows between unbounded preceding and current row{% endset %}

with policies as (
    select * from {{ ref('syndrome_sql', 'int_published_policies') }} where may_have_cuts
),

sums as (
    select * from {{ ref('syndrome_sql', 'int_trend_sums') }}
),

strata as (
    select * from {{ ref('syndrome_sql', 'int_trend_strata') }} where cut <> 'all'
),

-- cuts stand beside the sums of definitions that are published later, not of earlier ones
with_cuts as (
    select
        {{ columns_of('sums', unit) }},
        {{ columns_of('policies', shape) }}
    from sums
    inner join policies
        on sums.definition = policies.definition and sums.version = policies.version
    where sums.is_told and not sums.is_near_one_before
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
        shapes.smallest_count + case
            when strata.eligible_visits - strata.of_largest_cell < shapes.smallest_count
                then strata.eligible_visits - strata.of_largest_cell
            else 0
        end as smallest_told,
        case
            when strata.eligible_visits < shapes.smallest_count
                or strata.facilities < {{ var('syndrome_fewest_facilities') | int }} then 1
            else 0
        end as is_thin
    from shapes
    inner join strata on {{ same_columns('shapes', 'strata', grid) }}
),

thinned as (
    select *, min(is_thin) {{ line_of_shape }} as are_all_thin from parts
),

-- of a line without any part that is told by itself nothing comes out, and most lines are such
lines as (
    select * from thinned where are_all_thin = 0
),

in_order as (
    select
        *,
        row_number()
            over (partition by {{ (shape + line) | join(', ') }} order by is_thin desc, visits, stratum)
            as place_in_line,
        count(*) {{ line_of_shape }} as parts,
        sum(is_thin) {{ line_of_shape }} as thin_parts,
        sum(is_thin * eligible_visits) {{ line_of_shape }} as thin_visits,
        sum(eligible_visits) {{ line_of_shape }} as eligible_of_all
    from lines
),

ordered as (
    select
        *,
        sum(visits) {{ line_of_shape[:-1] }} {{ in_order }}) as visits_so_far,
        sum(eligible_visits) {{ line_of_shape[:-1] }} {{ in_order }}) as eligible_so_far,
        max(case when place_in_line = parts then eligible_visits end) {{ line_of_shape }}
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
        sum(matched_visits) {{ line_of_definition }} as of_all,
        sum(matched_visits) {{ line_of_definition[:-1] }} {{ in_order }}) as matched_so_far,
        sum(case when {{ is_tellable(
            'matched_visits', 'eligible_visits', 'smallest_told', 'smallest_count'
        ) }} then 0 else 1 end)
            {{ line_of_definition[:-1] }} order by place_in_line
                rows between 1 following and unbounded following) as small_after
    from counted
),

judged as (
    select
        *,
        -- one part with nearly all visits is no division, and what is left of it would be bounded by
        -- the visits of the others
        case
            when parts - thin_parts >= 2
                and last_eligible >= of_all
                and eligible_of_all - last_eligible >= of_all then 1
            else 0
        end as is_divided,
        case
            when coalesce(small_after, 0) > 0 or place_in_line <= thin_parts then 0
            -- nothing is taken together but parts of few visits
            when place_in_line = thin_parts + 1 then
                case
                    when matched_so_far = 0 then 1
                    when matched_so_far >= smallest_told + thin_visits
                        and eligible_so_far - matched_so_far >= smallest_count then 1
                    else 0
                end
            when matched_so_far >= smallest_count
                and eligible_so_far - matched_so_far >= smallest_count
                and eligible_visits >= matched_so_far
                and eligible_so_far - eligible_visits >= matched_so_far then 1
            else 0
        end as is_enough
    from summed
),

decided as (
    select
        *,
        coalesce(
            min(case when is_enough = 1 then place_in_line end) {{ line_of_definition }}, parts
        ) as taken_together
    from judged
),

{%- set of_part = [
    'definition', 'version', 'period', 'period_start', 'setting', 'cut', 'parent', 'stratum', 'place',
    'age_group', 'sex', 'smallest_count',
] %}

with_matches as (
    select
        {{ of_part | join(', ') }},
        -- with it, the parts of few visits that nothing is told of by themselves
        case when place_in_line = thin_parts + 1 and taken_together = place_in_line
            then matched_so_far else matched_visits end as matched_visits,
        case when place_in_line = thin_parts + 1 and taken_together = place_in_line
            then visits_so_far else visits end as visits,
        thin_parts > 0 and place_in_line = thin_parts + 1 and taken_together = place_in_line
            as is_with_others,
        is_divided = 1 as is_divided,
        is_beside,
        is_divided = 1
            and place_in_line >= taken_together
            and (place_in_line > taken_together or taken_together = thin_parts + 1) as is_told
    from decided
    where is_thin = 0
),

-- the parts of few visits are taken together with the next, and all are 0
without_matches as (
    select
        {{ columns_of('with_cuts', ['definition', 'version']) }},
        {{ columns_of('ordered', of_part[2:]) }},
        0 as matched_visits,
        case when ordered.place_in_line = ordered.thin_parts + 1
            then ordered.visits_so_far else ordered.visits end as visits,
        ordered.thin_parts > 0 and ordered.place_in_line = ordered.thin_parts + 1 as is_with_others,
        ordered.parts - ordered.thin_parts >= 2 as is_divided,
        ordered.is_beside,
        ordered.parts - ordered.thin_parts >= 2 as is_told
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
    is_told
from (
    select * from with_matches
    union all
    select * from without_matches
) as parts_told
