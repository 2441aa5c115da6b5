{#- Which cells must not be shown of the cuts that are not crossed (docs/privacy.md has the
    argument).

    A line is one cut of the visits of a definition, period and setting; its sum is published too.
    Small counts are suppressed, counts of nearly all visits too, and then others of the line until what is suppressed is together
    no small count and leaves every suppressed count room. Which others comes from what is public
    anyway, the number of all visits, so that the choice itself tells nothing. Where it is never
    enough the whole line is withheld, zeros too; where the sum is small, every line of it. -#}
{{ config(schema='restricted', access='private') }}

{%- set line = 'definition, version, period_start, setting, cut' %}
{%- set in_order %}
    case when is_small = 1 then 0 when is_nearly_all = 1 then 1 when matched_visits > 0 then 2
                else 3 end, visits, stratum
{%- endset %}
{%- set so_far %}
over (partition by {{ line }}
            order by {{ in_order }}
            rows between unbounded preceding and current row)
{%- endset %}

with all_cells as (
    select * from {{ ref('int_trend_cells') }}
),

cells as (
    select
        *,
        floor((smallest_count - 1) / 2.0) as room,
        case when matched_visits between 1 and smallest_count - 1 then 1 else 0 end as is_small,
        -- where hardly any visit does not match, the number of visits tells the count
        case when matched_visits >= smallest_count and visits - matched_visits < smallest_count
            then 1 else 0 end as is_nearly_all
    from all_cells
    where cut <> 'place, age and sex'
),

sums as (
    select
        definition as of_definition,
        version as of_version,
        period_start as of_period,
        setting as of_setting,
        is_small + is_nearly_all as is_sum_small
    from cells
    where cut = 'all'
),

ranked as (
    select
        cells.*,
        sums.is_sum_small,
        row_number() over (partition by {{ line }}
            order by {{ in_order }}) as place_in_line,
        sum(is_small) over (partition by {{ line }}) as small_cells,
        sum(is_small + is_nearly_all) over (partition by {{ line }}) as primary_cells,
        sum(matched_visits) {{ so_far }} as sum_so_far,
        sum(visits) {{ so_far }} as visits_so_far,
        max(visits) {{ so_far }} as most_visits_so_far
    from cells
    inner join sums
        on definition = of_definition
        and version = of_version
        and period_start = of_period
        and setting = of_setting
),

judged as (
    select
        *,
        case
            when matched_visits = 0 or place_in_line < 2 then 0
            when place_in_line < primary_cells then 0
            when sum_so_far < smallest_count then 0
            -- a count is at most the number of visits, which is public: others must have some too
            when visits_so_far - sum_so_far < smallest_count then 0
            when visits_so_far - most_visits_so_far < room then 0
            -- small counts alone: from 1 to smallest_count - 1 each
            when place_in_line = small_cells
                and sum_so_far - small_cells >= room
                and (smallest_count - 1) * small_cells - sum_so_far >= room then 1
            -- with others, of smallest_count and more each
            when place_in_line > small_cells
                and sum_so_far - small_cells - smallest_count * (place_in_line - small_cells)
                    >= room then 1
            else 0
        end as is_enough
    from ranked
),

decided as (
    select
        *,
        min(case when is_enough = 1 then place_in_line end) over (partition by {{ line }})
            as suppressed_cells
    from judged
)

select
    definition,
    version,
    period,
    period_start,
    setting,
    cut,
    stratum,
    place,
    age_group,
    sex,
    smallest_count,
    hold_back_days,
    matched_visits,
    visits,
    case
        when is_sum_small > 0 then true
        when primary_cells = 0 then false
        when suppressed_cells is null then true
        else place_in_line <= suppressed_cells
    end as is_suppressed
from decided
