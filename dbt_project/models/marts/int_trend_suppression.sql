{#- Which cells of the trends must not be shown (docs/privacy.md has the argument).

    A line is one cut of the visits of a definition, period and setting; its sum is published too.
    Small counts are suppressed, and then others of the line until the sum leaves every suppressed
    count room. Which others comes from what is public anyway, the number of all visits, so that the
    choice itself tells nothing. Where it is never enough the whole line is withheld, zeros too;
    where the sum is small, every line of it. -#}
{{ config(schema='restricted', access='private') }}

{%- set line = 'definition, version, period_start, setting, cut' %}
{%- set small_first_zeros_last %}
    case when is_small = 1 then 0 when matched_visits > 0 then 1 else 2 end, visits, stratum
{%- endset %}

with all_cells as (
    select * from {{ ref('int_trend_cells') }}
),

cells as (
    select
        *,
        floor((smallest_count - 1) / 2.0) as room,
        case when matched_visits between 1 and smallest_count - 1 then 1 else 0 end as is_small
    from all_cells
),

sums as (
    select
        definition as of_definition,
        version as of_version,
        period_start as of_period,
        setting as of_setting,
        is_small as is_sum_small
    from cells
    where cut = 'all'
),

ranked as (
    select
        cells.*,
        sums.is_sum_small,
        row_number() over (partition by {{ line }}
            order by {{ small_first_zeros_last }}) as place_in_line,
        sum(is_small) over (partition by {{ line }}) as small_cells,
        sum(matched_visits) over (partition by {{ line }}
            order by {{ small_first_zeros_last }}
            rows between unbounded preceding and current row) as sum_so_far
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
    matched_visits,
    visits,
    hold_back_days,
    case
        when cut = 'all' then is_small = 1
        when is_sum_small = 1 then true
        when small_cells = 0 then false
        when suppressed_cells is null then true
        else place_in_line <= suppressed_cells
    end as is_suppressed
from decided
