{#- The published trends: what `fct_published_trends` has of each cell at last, as far as the policies
    of today let it be seen. -#}
{{- syndrome_sql.stands_in('mart') }}
{{ config(grants=reader_grants()) }}

{%- set unit = ['definition', 'version', 'period', 'period_start', 'setting'] %}
{%- set cell = unit + ['cut', 'stratum'] %}
{%- set complete_after = var('syndrome_complete_after_days') | int %}

with policies as (
    select * from {{ ref('syndrome_sql', 'int_published_policies') }}
),

span as (
    select
        {{ syndrome_sql.day_of_time('max(arrived_at)') }} as arrived_until,
        min(visit_date) as first_date
    from {{ ref('syndrome_sql', 'syndrome_visits') }}
),

-- a build as of an earlier moment shows what was published by then
revisions as (
    select
        ledger.*,
        span.first_date,
        row_number() over (partition by {{ columns_of('ledger', cell) }}
            order by ledger.revision desc) as recency
    from {{ ref('syndrome_sql', 'fct_published_trends') }} as ledger
    cross join span
    where ledger.counted_on <= span.arrived_until
        and ledger.is_of_generated_visits
            = {{ 'true' if visits_are_generated() else 'false' }}
),

-- a policy may have become stricter since: what is finer than it is not shown, and nothing but the
-- sum where a count of it is small now
published as (
    select
        revisions.*,
        policies.smallest_count as smallest_now
    from revisions
    inner join policies
        on revisions.definition = policies.definition and revisions.version = policies.version
    where revisions.recency = 1
        and {{ coarseness('revisions.period') }} >= {{ coarseness('policies.period') }}
        and (
            revisions.place is null
            or {{ coarseness('revisions.geography') }} >= {{ coarseness('policies.geography') }}
        )
        and (
            revisions.age_group is null
            or {{ coarseness('revisions.age_bands') }} >= {{ coarseness('policies.age_bands') }}
        )
),

with_small as (
    select distinct {{ unit | join(', ') }}
    from published
    where matched_visits between 1 and smallest_now - 1
),

shown as (
    select
        published.*,
        case
            when with_small.definition is null then published.matched_visits
            when published.matched_visits between 1 and published.smallest_now - 1 then null
            when published.cut = 'all' then published.matched_visits
        end as matched_now
    from published
    left join with_small on {{ same_columns('published', 'with_small', unit) }}
)

select
    cast(definition as {{ dbt.type_string() }}) as definition,
    cast(version as {{ dbt.type_int() }}) as version,
    cast(period as {{ dbt.type_string() }}) as period,
    {{ syndrome_sql.period_label('period_start', 'period') }} as period_label,
    period_start,
    period_end,
    cast(setting as {{ dbt.type_string() }}) as setting,
    cast(cut as {{ dbt.type_string() }}) as cut,
    cast(stratum as {{ dbt.type_string() }}) as stratum,
    cast(place as {{ dbt.type_string() }}) as place,
    cast(age_group as {{ dbt.type_string() }}) as age_group,
    cast(sex as {{ dbt.type_string() }}) as sex,
    cast(matched_now as {{ dbt.type_int() }}) as matched_visits,
    cast(visits as {{ dbt.type_int() }}) as visits,
    cast(100.0 * matched_now / visits as {{ dbt.type_float() }}) as percent_of_visits,
    matched_now is null as is_suppressed,
    {{ syndrome_sql.days_after('period_end', complete_after) }} <= counted_on as is_complete,
    period_start < first_date as is_partial,
    counted_on
from shown
