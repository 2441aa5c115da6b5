{#- The published trends: counts and shares by period, small ones withheld. -#}
{{ config(grants=reader_grants()) }}

with watermark as (
    select cast(max(arrived_at) as date) as arrived_until from {{ ref('syndrome_visits') }}
),

cells as (
    select
        cells.*,
        {{ syndrome_macros.period_end('cells.period_start', 'cells.period') }} as period_end,
        watermark.arrived_until
    from {{ ref('int_trend_suppression') }} as cells
    cross join watermark
),

published as (
    select
        *,
        {{ syndrome_macros.days_after('period_end', 14) }} <= arrived_until as is_complete
    from cells
    where {{ syndrome_macros.days_after('period_end', 'hold_back_days') }} <= arrived_until
        or hold_back_days = 0
)

select
    cast(definition as {{ dbt.type_string() }}) as definition,
    cast(version as {{ dbt.type_int() }}) as version,
    cast(period as {{ dbt.type_string() }}) as period,
    {{ syndrome_macros.period_label('period_start', 'period') }} as period_label,
    period_start,
    period_end,
    cast(setting as {{ dbt.type_string() }}) as setting,
    cast(cut as {{ dbt.type_string() }}) as cut,
    cast(stratum as {{ dbt.type_string() }}) as stratum,
    cast(case when not is_suppressed then matched_visits end as {{ dbt.type_int() }}) as matched_visits,
    cast(visits as {{ dbt.type_int() }}) as visits,
    cast(
        case when not is_suppressed then 100.0 * matched_visits / visits end
        as {{ dbt.type_float() }}
    ) as percent_of_visits,
    is_suppressed,
    is_complete
from published
