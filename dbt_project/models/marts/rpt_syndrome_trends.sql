{#- The published trends: what `fct_published_trends` has of each cell at last, and every other cell
    of a published period as withheld. -#}
{{ config(grants=reader_grants()) }}

{%- set cell = ['definition', 'version', 'period', 'period_start', 'setting', 'cut', 'stratum'] %}

with library as (
    select * from {{ ref('dim_syndrome_definitions') }}
),

policies as (
    select * from {{ ref('syndrome_policies') }}
),

watermark as (
    select cast(max(arrived_at) as date) as arrived_until from {{ ref('syndrome_visits') }}
),

limits as (
    select library.definition, library.version, policies.smallest_count
    from library
    inner join policies on library.policy = policies.policy
),

-- a build as of an earlier moment shows what was published by then
revisions as (
    select
        ledger.*,
        row_number() over (partition by {{ cell | join(', ') }} order by revision desc) as recency
    from {{ ref('fct_published_trends') }} as ledger
    cross join watermark
    where ledger.counted_on <= watermark.arrived_until
        and ledger.is_of_generated_visits
            = {{ 'true' if var('syndrome_source') == 'generated' else 'false' }}
),

published as (
    select * from revisions where recency = 1
),

cells as (
    select
        cells.*,
        {{ syndrome_macros.period_end('cells.period_start', 'cells.period') }} as period_end,
        watermark.arrived_until as counted_on
    from {{ ref('int_trend_suppression') }} as cells
    cross join watermark
),

withheld as (
    select cells.*
    from cells
    left join published
        on {{ same_columns('cells', 'published', cell) }}
    where {{ syndrome_macros.days_after('cells.period_end', 'cells.hold_back_days') }}
            <= cells.counted_on
        and published.definition is null
),

every_cell as (
    select
        published.definition, published.version, published.period, published.period_start,
        published.period_end, published.setting, published.cut, published.stratum, published.place,
        published.age_group, published.sex, published.visits, published.counted_on,
        -- a policy may have become stricter since
        case when published.matched_visits = 0
                or published.matched_visits >= limits.smallest_count
            then published.matched_visits end as matched_visits
    from published
    inner join limits
        on published.definition = limits.definition and published.version = limits.version
    union all
    select
        definition, version, period, period_start, period_end, setting, cut, stratum, place,
        age_group, sex, visits, counted_on,
        cast(null as {{ dbt.type_bigint() }}) as matched_visits
    from withheld
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
    cast(place as {{ dbt.type_string() }}) as place,
    cast(age_group as {{ dbt.type_string() }}) as age_group,
    cast(sex as {{ dbt.type_string() }}) as sex,
    cast(matched_visits as {{ dbt.type_int() }}) as matched_visits,
    cast(visits as {{ dbt.type_int() }}) as visits,
    cast(100.0 * matched_visits / visits as {{ dbt.type_float() }}) as percent_of_visits,
    matched_visits is null as is_suppressed,
    {{ syndrome_macros.days_after('period_end', 14) }} <= counted_on as is_complete,
    counted_on
from every_cell
