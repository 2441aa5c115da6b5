{#- Which cells of the trends must not be shown (docs/privacy.md has the argument).

    A line is one cut of the visits of a definition, period and setting; its sum is published too.
    Small cells are suppressed, then the next larger ones of the line, as many as it takes until
    the sum leaves each suppressed cell room: at least `room` whole numbers besides its own. Where
    that never comes true the whole line is withheld, zeros included; where the sum itself is small
    every line of it is. -#}
{{ config(schema='restricted', access='private') }}

with cells as (
    select
        *,
        floor((smallest_count - 1) / 2.0) as room,
        case when matched_visits between 1 and smallest_count - 1 then 1 else 0 end as is_small
    from {{ ref('int_trend_cells') }}
),

totals as (
    select definition, version, period_start, setting, is_small as is_total_small
    from cells
    where cut = 'all'
),

ranked as (
    select
        cells.*,
        totals.is_total_small,
        row_number() over (
            partition by cells.definition, cells.version, cells.period_start, cells.setting,
                cells.cut
            order by case when matched_visits > 0 then 0 else 1 end, matched_visits, stratum
        ) as place_in_line,
        sum(cells.is_small) over (
            partition by cells.definition, cells.version, cells.period_start, cells.setting,
                cells.cut
        ) as small_cells,
        sum(cells.matched_visits) over (
            partition by cells.definition, cells.version, cells.period_start, cells.setting,
                cells.cut
            order by case when matched_visits > 0 then 0 else 1 end, matched_visits, stratum
            rows between unbounded preceding and current row
        ) as sum_so_far
    from cells
    inner join totals
        on cells.definition = totals.definition
        and cells.version = totals.version
        and cells.period_start = totals.period_start
        and cells.setting = totals.setting
),

judged as (
    select
        *,
        case
            when matched_visits = 0 or place_in_line < small_cells then 0
            when place_in_line = small_cells
                and small_cells >= 2
                and sum_so_far - small_cells >= room
                and (smallest_count - 1) * small_cells - sum_so_far >= room then 1
            when place_in_line > small_cells
                and sum_so_far - small_cells - smallest_count * (place_in_line - small_cells)
                    >= room then 1
            else 0
        end as is_enough
    from ranked
),

lines as (
    select
        *,
        min(case when is_enough = 1 then place_in_line end) over (
            partition by definition, version, period_start, setting, cut
        ) as suppressed_cells
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
        when is_total_small = 1 then true
        when small_cells = 0 then false
        when suppressed_cells is null then true
        else place_in_line <= suppressed_cells
    end as is_suppressed
from lines
