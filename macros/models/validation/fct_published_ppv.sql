{#- What has been published of predictive values, once and for all (docs/privacy.md has the argument).

    A value is told when enough matches have a verdict, and anew each time their number has doubled.
    It is told as a tenth, and the number as from when to when it is told: neither says how many.
    That there are so many matches is told by the sums already: where their number did not come up to
    it, it would be what is known of those that are withheld. -#}
{{- syndrome_sql.stands_in('restricted') }}
{{ config(
    materialized='incremental',
    full_refresh=false,
    on_schema_change='append_new_columns',
) }}

{%- set is_generated = 'true' if visits_are_generated() else 'false' %}

with policies as (
    select * from {{ ref('syndrome_sql', 'int_published_policies') }}
),

reviewed as (
    select
        visit_id,
        definition,
        version,
        case when min(verdict) = max(verdict) then min(verdict) else 'unknown' end as verdict
    from {{ ref('syndrome_sql', 'int_reviewed_visits') }}
    group by visit_id, definition, version
),

visits as (
    select visit_id, visit_date from {{ ref('syndrome_sql', 'syndrome_visits') }}
),

watermark as (
    select {{ syndrome_sql.day_of_time('max(arrived_at)') }} as arrived_until from {{ ref('syndrome_sql', 'syndrome_visits') }}
),

verdicts as (
    select
        policies.definition,
        policies.version,
        policies.smallest_count,
        watermark.arrived_until as counted_on,
        case reviewed.verdict when 'true' then 1 else 0 end as is_true
    from reviewed
    inner join policies
        on reviewed.definition = policies.definition and reviewed.version = policies.version
    inner join visits on reviewed.visit_id = visits.visit_id
    cross join watermark
    where reviewed.verdict <> 'unknown'
        and {{ is_publishable(
            'visits.visit_date', 'policies.period', 'policies.hold_back_days',
            'watermark.arrived_until'
        ) }}
),

counted as (
    select
        definition,
        version,
        smallest_count,
        counted_on,
        count(*) as reviewed_visits,
        sum(is_true) as true_visits
    from verdicts
    group by definition, version, smallest_count, counted_on
),

-- a tenth of so many is a threshold at least
bands as (
    {%- for doublings in range(12) %}
    select {{ 10 * 2 ** doublings }} as thresholds
    {{- ' union all' if not loop.last }}
    {%- endfor %}
),

-- what was told of each sum at last
latest_sums as (
    select
        definition,
        version,
        matched_visits,
        row_number() over (
            partition by definition, version, period, period_start, setting order by revision desc
        ) as recency
    from {{ ref('syndrome_sql', 'fct_published_trends') }}
    where cut = 'all' and is_of_generated_visits = {{ is_generated }}
),

told_sums as (
    select definition, version, sum(matched_visits) as told_visits
    from latest_sums
    where recency = 1
    group by definition, version
),

banded as (
    select
        counted.definition,
        counted.version,
        counted.counted_on,
        bands.thresholds * counted.smallest_count as reviewed_from,
        2 * bands.thresholds * counted.smallest_count - 1 as reviewed_to,
        least(floor(10.0 * counted.true_visits / counted.reviewed_visits), 9) as tenth
    from counted
    inner join bands
        on counted.reviewed_visits >= bands.thresholds * counted.smallest_count
        and counted.reviewed_visits < 2 * bands.thresholds * counted.smallest_count
    inner join told_sums
        on counted.definition = told_sums.definition
        and counted.version = told_sums.version
        and told_sums.told_visits >= bands.thresholds * counted.smallest_count
)
{%- if is_incremental() %},

known as (
    select definition, version, max(reviewed_to) as reviewed_to
    from {{ this }}
    where is_of_generated_visits = {{ is_generated }}
    group by definition, version
)
{%- endif %}

select
    cast(banded.definition as {{ dbt.type_string() }}) as definition,
    cast(banded.version as {{ dbt.type_int() }}) as version,
    cast(banded.reviewed_from as {{ dbt.type_int() }}) as reviewed_from,
    cast(banded.reviewed_to as {{ dbt.type_int() }}) as reviewed_to,
    cast(banded.tenth / 10.0 as {{ dbt.type_float() }}) as ppv_from,
    cast((banded.tenth + 1) / 10.0 as {{ dbt.type_float() }}) as ppv_to,
    banded.counted_on,
    {{ is_generated }} as is_of_generated_visits
from banded
{%- if is_incremental() %}
left join known
    on banded.definition = known.definition and banded.version = known.version
where banded.reviewed_from > coalesce(known.reviewed_to, 0)
{%- endif %}
