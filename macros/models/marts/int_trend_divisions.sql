{#- Which parts of a count may be told, when the count itself is told (docs/privacy.md has the proof).

    The parts stand in an order that is public: those of few visits or facilities first, then by the
    number of visits. The first of them are taken together until what they add up to, and each of the
    others, may be told; nothing is told of the parts taken together. Where all of them have to be,
    nothing is told. A part of few visits or facilities is never told by itself. -#}
{{ config(schema='restricted', access='private') }}

{%- set line = 'definition, version, period_start, setting, cut, parent' %}
{%- set so_far %}
over (partition by {{ line }} order by place_in_line
            rows between unbounded preceding and current row)
{%- endset %}

with cells as (
    select * from {{ ref('syndrome_sql', 'int_trend_cells') }}
),

policies as (
    select * from {{ ref('syndrome_sql', 'int_published_policies') }}
),

-- one tree of cuts: of all, by the first cut, and each part of it by the other; and beside the tree
-- all by the other cut, for which it is to be proved that it may stand there
parts as (
    select
        cells.*,
        cells.cut <> policies.first_cut and cells.cut <> 'place, age and sex' as is_beside,
        case
            when cells.cut <> 'place, age and sex' then 'all'
            when policies.first_cut = 'place' then cells.place
            else cells.age_group || ', ' || cells.sex
        end as parent,
        case
            when cells.eligible_visits < cells.smallest_count
                or cells.facilities < {{ var('syndrome_fewest_facilities') | int }} then 1
            else 0
        end as is_thin
    from cells
    inner join policies
        on cells.definition = policies.definition and cells.version = policies.version
    where policies.may_have_cuts and cells.cut <> 'all'
),

thinned as (
    select *, min(is_thin) over (partition by {{ line }}) as are_all_thin from parts
),

-- of a line without any part that is told by itself nothing comes out, and most lines are such
lines as (
    select * from thinned where are_all_thin = 0
),

in_order as (
    select
        *,
        row_number() over (partition by {{ line }} order by is_thin desc, visits, stratum)
            as place_in_line,
        count(*) over (partition by {{ line }}) as parts,
        sum(is_thin) over (partition by {{ line }}) as thin_parts,
        sum(is_thin * eligible_visits) over (partition by {{ line }}) as thin_visits,
        sum(matched_visits) over (partition by {{ line }}) as of_all,
        sum(eligible_visits) over (partition by {{ line }}) as eligible_of_all,
        case
            when {{ is_tellable(
                'matched_visits', 'eligible_visits', 'smallest_told', 'smallest_count'
            ) }} then 0
            else 1
        end as is_small
    from lines
),

summed as (
    select
        *,
        sum(matched_visits) {{ so_far }} as matched_so_far,
        sum(visits) {{ so_far }} as visits_so_far,
        sum(eligible_visits) {{ so_far }} as eligible_so_far,
        sum(is_small) over (partition by {{ line }}) - sum(is_small) {{ so_far }} as small_after,
        max(case when place_in_line = parts then eligible_visits end)
            over (partition by {{ line }}) as last_eligible
    from in_order
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
            when small_after > 0 or place_in_line <= thin_parts then 0
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
            min(case when is_enough = 1 then place_in_line end) over (partition by {{ line }}),
            parts
        ) as taken_together
    from judged
)

select
    definition,
    version,
    period,
    period_start,
    setting,
    cut,
    parent,
    stratum,
    place,
    age_group,
    sex,
    smallest_count,
    -- with it, the parts of few visits that nothing is told of by themselves
    case when place_in_line = thin_parts + 1 and taken_together = place_in_line then matched_so_far
        else matched_visits end as matched_visits,
    case when place_in_line = thin_parts + 1 and taken_together = place_in_line then visits_so_far
        else visits end as visits,
    thin_parts > 0 and place_in_line = thin_parts + 1 and taken_together = place_in_line
        as is_with_others,
    is_divided = 1 as is_divided,
    is_beside,
    is_divided = 1
        and place_in_line >= taken_together
        and (place_in_line > taken_together or taken_together = thin_parts + 1) as is_told
from decided
where is_thin = 0
