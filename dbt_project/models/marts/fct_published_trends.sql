{#- What has been published, once and for all: a row is added where something is published for the
    first time or anew, and none is ever changed or removed (docs/privacy.md has the argument).

    The sum of a period and setting is published when its policy no longer holds it back, and anew
    when it differs from everything published of it before by no small count. The cuts are published
    once, when the period is complete, and add up to the sum published with them. Of two definitions
    that are nearly one within the other, sums differ by no small count either, and only one has
    cuts. -#}
{{ config(
    materialized='incremental',
    schema='restricted',
    access='private',
    full_refresh=false,
    on_schema_change='append_new_columns',
) }}

{%- set columns = [
    'definition', 'version', 'period', 'period_start', 'period_end', 'setting', 'cut', 'stratum',
    'place', 'age_group', 'sex', 'matched_visits', 'visits', 'is_suppressed', 'counted_on',
] %}
{%- set is_generated = 'true' if var('syndrome_source') == 'generated' else 'false' %}
{%- set unit = ['definition', 'version', 'period', 'period_start', 'setting'] %}

with watermark as (
    select cast(max(arrived_at) as date) as arrived_until from {{ ref('syndrome_visits') }}
),

overlapping as (
    select * from {{ ref('int_definition_overlaps') }}
),

cells as (
    select
        cells.*,
        {{ syndrome_macros.period_end('cells.period_start', 'cells.period') }} as period_end,
        watermark.arrived_until as counted_on
    from {{ ref('int_trend_suppression') }} as cells
    cross join watermark
),

{#- The table as it stands; at the first run there is none. What was told of generated visits tells
    nothing of others. -#}
known_rows as (
    select {{ columns | join(', ') }}, revision
    {%- if is_incremental() %}
    from {{ this }}
    where is_of_generated_visits = {{ is_generated }}
    {%- else %}
    from (select cells.*, 0 as revision from cells where 1 = 0) as none_yet
    {%- endif %}
),

known_until as (
    select max(counted_on) as last_counted_on from known_rows
),

-- a build as of an earlier moment adds nothing
candidates as (
    select
        cells.*,
        case when {{ syndrome_macros.days_after('period_end', 14) }} <= counted_on then 1 else 0 end
            as is_complete
    from cells
    cross join known_until
    where {{ syndrome_macros.days_after('period_end', 'hold_back_days') }} <= counted_on
        and counted_on >= coalesce(last_counted_on, counted_on)
),

known_sums as (
    select
        *,
        row_number() over (partition by {{ unit | join(', ') }} order by revision desc) as recency
    from known_rows
    where cut = 'all'
),

sums as (
    select * from candidates where cut = 'all' and not is_suppressed
),

-- what is told beside a sum: itself as published before, and the definitions it overlaps
told_sums as (
    select
        definition, version, period, period_start, period_end, setting, matched_visits
    from known_sums
    union all
    select
        overlapping.definition, overlapping.version, known_sums.period, known_sums.period_start,
        known_sums.period_end, known_sums.setting, known_sums.matched_visits
    from overlapping
    inner join known_sums
        on overlapping.other_definition = known_sums.definition
        and overlapping.other_version = known_sums.version
    union all
    select
        overlapping.definition, overlapping.version, sums.period, sums.period_start,
        sums.period_end, sums.setting, sums.matched_visits
    from overlapping
    inner join sums
        on overlapping.other_definition = sums.definition and overlapping.other_version = sums.version
    where overlapping.is_other_leading
),

too_near as (
    select distinct {{ columns_of('sums', unit) }}
    from sums
    inner join told_sums on {{ same_columns('sums', 'told_sums', unit) }}
    where abs(sums.matched_visits - told_sums.matched_visits) between 1 and sums.smallest_count - 1
),

-- periods of another length over the same days, of the definition or of one it overlaps
other_lengths as (
    select distinct {{ columns_of('sums', unit) }}
    from sums
    inner join told_sums
        on {{ same_columns('sums', 'told_sums', ['definition', 'version']) }}
        and sums.setting = told_sums.setting
        and sums.period_start <= told_sums.period_end
        and sums.period_end >= told_sums.period_start
    where sums.period <> told_sums.period
),

judged_sums as (
    select
        sums.*,
        known_sums.matched_visits as matched_before,
        coalesce(known_sums.revision, 0) as revision_before,
        case
            when too_near.definition is null and other_lengths.definition is null then 1
            else 0
        end as is_safe
    from sums
    left join known_sums on {{ same_columns('sums', 'known_sums', unit) }} and known_sums.recency = 1
    left join too_near on {{ same_columns('sums', 'too_near', unit) }}
    left join other_lengths on {{ same_columns('sums', 'other_lengths', unit) }}
),

new_sums as (
    select * from judged_sums
    where is_safe = 1 and (matched_before is null or matched_before <> matched_visits)
),

-- units whose published sum is the one that their cuts add up to now
settled as (
    select {{ unit | join(', ') }} from new_sums
    union all
    select {{ unit | join(', ') }} from judged_sums where matched_before = matched_visits
),

known_cuts as (
    select distinct {{ unit | join(', ') }}, period_end
    from known_rows
    where cut <> 'all'
),

-- the definition itself, or one it overlaps, has cuts of these days or is about to
cut_days as (
    select definition, version, setting, period_start, period_end from known_cuts
    union all
    select
        overlapping.definition, overlapping.version, known_cuts.setting, known_cuts.period_start,
        known_cuts.period_end
    from overlapping
    inner join known_cuts
        on overlapping.other_definition = known_cuts.definition
        and overlapping.other_version = known_cuts.version
    union all
    select
        overlapping.definition, overlapping.version, sums.setting, sums.period_start, sums.period_end
    from overlapping
    inner join sums
        on overlapping.other_definition = sums.definition and overlapping.other_version = sums.version
    where overlapping.is_other_leading
),

already_cut as (
    select distinct {{ columns_of('sums', unit) }}
    from sums
    inner join cut_days
        on {{ same_columns('sums', 'cut_days', ['definition', 'version']) }}
        and sums.setting = cut_days.setting
        and sums.period_start <= cut_days.period_end
        and sums.period_end >= cut_days.period_start
),

new_cuts as (
    select candidates.*
    from candidates
    inner join settled on {{ same_columns('candidates', 'settled', unit) }}
    left join already_cut on {{ same_columns('candidates', 'already_cut', unit) }}
    where candidates.cut <> 'all'
        and candidates.is_complete = 1
        and already_cut.definition is null
),

published as (
    select {{ columns | join(', ') }}, revision_before + 1 as revision from new_sums
    union all
    select {{ columns | join(', ') }}, 1 as revision from new_cuts
)

select
    cast(definition as {{ dbt.type_string() }}) as definition,
    cast(version as {{ dbt.type_int() }}) as version,
    cast(period as {{ dbt.type_string() }}) as period,
    period_start,
    period_end,
    cast(setting as {{ dbt.type_string() }}) as setting,
    cast(cut as {{ dbt.type_string() }}) as cut,
    cast(stratum as {{ dbt.type_string() }}) as stratum,
    cast(place as {{ dbt.type_string() }}) as place,
    cast(age_group as {{ dbt.type_string() }}) as age_group,
    cast(sex as {{ dbt.type_string() }}) as sex,
    cast(case when not is_suppressed then matched_visits end as {{ dbt.type_bigint() }})
        as matched_visits,
    cast(visits as {{ dbt.type_bigint() }}) as visits,
    is_suppressed,
    counted_on,
    cast(revision as {{ dbt.type_int() }}) as revision,
    {{ is_generated }} as is_of_generated_visits,
    cast('{{ invocation_id }}' as {{ dbt.type_string() }}) as run_id
from published
