{#- What has been published, once and for all: rows are added where something is published for the
    first time or anew, withheld counts among them, and none is ever changed or removed
    (docs/privacy.md has the argument).

    The sum of a period and setting is published when its policy no longer holds it back. It is
    published anew when it differs from everything published of it before by no small count, as long
    as nothing else is near it. The cuts are published once, when the period is complete, and add up
    to the sum that stands. -#}
{{- syndrome_sql.stands_in('restricted') }}
{{ config(
    materialized='incremental',
    access='private',
    full_refresh=false,
    on_schema_change='append_new_columns',
    post_hook="{{ syndrome_sql.remember_ledger([
        visits_are_generated(), var('syndrome_complete_after_days'),
    ]) }}",
) }}

{%- set columns = [
    'definition', 'version', 'content_hash', 'family', 'period', 'period_start', 'period_end',
    'setting', 'cut', 'stratum', 'place', 'age_group', 'sex', 'geography', 'age_bands',
    'smallest_count', 'matched_visits', 'visits', 'is_suppressed', 'is_near_any', 'counted_on',
    'filters',
] %}
{%- set is_generated = 'true' if visits_are_generated() else 'false' %}
{%- set unit = ['definition', 'version', 'period', 'period_start', 'setting'] %}
{%- set complete_after = var('syndrome_complete_after_days') | int %}
{%- set settings = [visits_are_generated(), var('syndrome_complete_after_days')] %}
{#- what has just been proved is always looked at #}
{%- if proved_units() is none and syndrome_sql.is_ledger_current(settings) %}

-- all that this follows from is as it was when it was written
select
    {{ columns | join(', ') }}, revision, is_of_generated_visits, run_id
from {{ this }}
where 1 = 0
{%- else %}

with watermark as (
    select {{ syndrome_sql.day_of_time('max(arrived_at)') }} as arrived_until from {{ ref('syndrome_sql', 'syndrome_visits') }}
),

near as (
    select * from {{ ref('syndrome_sql', 'int_trend_near') }}
),

policies as (
    select * from {{ ref('syndrome_sql', 'int_published_policies') }}
),

sums_now as (
    select * from {{ ref('syndrome_sql', 'int_trend_sums') }}
),

cells as (
    select
        told.*,
        not told.is_told as is_suppressed,
        watermark.arrived_until as counted_on
    from {{ ref('syndrome_sql', 'int_trend_told') }} as told
    cross join watermark
),

{#- The table as it stands; at the first run there is none. What was told of generated visits tells
    nothing of others. -#}
known_rows as (
    {%- if is_incremental() %}
    {#- a ledger that was begun before filters were kept has no column of them #}
    select
        {{ columns | reject('equalto', 'filters') | join(', ') }},
        {{ 'filters' if 'filters' in columns_so_far() else 'cast(null as ' ~ dbt.type_string() ~ ')' }}
            as filters,
        revision
    from {{ this }}
    where is_of_generated_visits = {{ is_generated }}
    {%- else %}
    select {{ columns | join(', ') }}, revision
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
        case
            when {{ syndrome_sql.days_after('period_end', complete_after) }} <= counted_on then 1
            else 0
        end as is_complete
    from cells
    cross join known_until
    {%- set proved = proved_units() %}
    {%- if proved is not none %}
    left join {{ proved }} as proved
        on cells.definition = proved.definition
        and cells.version = proved.version
        and cells.period_start = proved.period_start
        and cells.setting = proved.setting
    {%- endif %}
    where {{ syndrome_sql.days_after('period_end', 'hold_back_days') }} <= counted_on
        and counted_on >= coalesce(last_counted_on, counted_on)
    {%- if proved is none %}
        and not needs_proof
    {%- else %}
        -- both sides are told, and no crossing, whether more could be told or not: which of the two
        -- it is would say something of the sums
        and cut <> 'place, age and sex'
        and (proved.definition is not null or not needs_proof)
    {%- endif %}
),

sums as (
    select * from candidates where cut = 'all'
),

known_sums as (
    select
        *,
        row_number() over (partition by {{ unit | join(', ') }} order by revision desc) as recency
    from known_rows
    where cut = 'all'
),

-- what stands of each sum, and all that was ever said of it
standing as (
    select
        {{ columns_of('sums', unit) }},
        max(known_sums.revision) as revision,
        max(case when known_sums.recency = 1 then known_sums.matched_visits end) as matched_visits,
        max(case when known_sums.is_near_any then 1 else 0 end) as was_near,
        max(case when known_sums.content_hash = sums.content_hash then 0 else 1 end) as was_edited,
        min(abs(sums.matched_visits - known_sums.matched_visits)) as least_difference
    from sums
    inner join known_sums on {{ same_columns('sums', 'known_sums', unit) }}
    group by {{ columns_of('sums', unit) }}
),

-- told by another period over the same days, of the definition or of its family. A join with an `or`
-- would compare every sum with every row of its setting, here and below
told_by_another_period as (
    {%- for of_same in [['family'], ['definition', 'version']] %}
    select {{ columns_of('sums', unit) }}
    from sums
    inner join known_rows
        on {{ same_columns('sums', 'known_rows', ['setting'] + of_same) }}
        and {{ same_days('sums', 'known_rows') }}
    where sums.period <> known_rows.period and known_rows.matched_visits > 0
    {{ 'union distinct' if not loop.last }}
    {%- endfor %}
),

-- told of a definition that is no longer there, so that nobody can say how near it is
days_of_the_gone as (
    select distinct known_rows.setting, known_rows.period_start, known_rows.period_end
    from known_rows
    left join policies
        on known_rows.definition = policies.definition and known_rows.version = policies.version
    where policies.definition is null and known_rows.matched_visits > 0
),

told_of_the_gone as (
    select distinct {{ columns_of('sums', unit) }}
    from sums
    inner join days_of_the_gone as gone
        on sums.setting = gone.setting and {{ same_days('sums', 'gone') }}
),

-- told of one of its family that looks, or looked, at other ages, sexes or settings
told_by_other_filters as (
    select distinct {{ columns_of('sums', unit) }}
    from sums
    inner join policies on sums.family = policies.family
    inner join known_rows
        on policies.definition = known_rows.definition
        and policies.version = known_rows.version
        and sums.setting = known_rows.setting
        and {{ same_days('sums', 'known_rows') }}
    where known_rows.matched_visits is not null
        and sums.filters <> coalesce(known_rows.filters, policies.filters)
),

-- of another of the family parts were told by codes, of which its matches may be most
told_in_parts as (
    select distinct {{ columns_of('sums', unit) }}
    from sums
    inner join known_rows
        on sums.setting = known_rows.setting
        and sums.family = known_rows.family
        and {{ same_days('sums', 'known_rows') }}
    where known_rows.cut not in (
            'all', 'place', 'age and sex', 'place, age and sex', 'earlier visit'
        )
        and (
            sums.definition <> known_rows.definition or sums.version <> known_rows.version
        )
),

-- told before of a definition that is near: is it still so many, and has it cuts?
told_nearby as (
    select
        {{ columns_of('sums', unit) }},
        max(case
            when known_sums.recency = 1 and known_sums.matched_visits = sums_now.matched_visits
                then 0
            when known_sums.recency = 1 then 1
            else 0
        end) as is_unsettled
    from sums
    inner join near
        on {{ same_columns('sums', 'near', ['definition', 'version', 'setting']) }}
        and {{ same_days('sums', 'near') }}
    inner join known_sums
        on near.other_definition = known_sums.definition
        and near.other_version = known_sums.version
        and near.setting = known_sums.setting
        and {{ same_days('known_sums', 'near') }}
    left join sums_now on {{ same_columns('known_sums', 'sums_now', unit) }}
    where known_sums.matched_visits is not null
    group by {{ columns_of('sums', unit) }}
),

known_cuts as (
    select distinct {{ unit | join(', ') }}, period_end, family from known_rows where cut <> 'all'
),

judged_sums as (
    select
        sums.*,
        standing.matched_visits as matched_before,
        coalesce(standing.revision, 0) as revision_before,
        case
            when told_by_another_period.definition is not null
                or told_of_the_gone.definition is not null
                or told_by_other_filters.definition is not null
                or sums.is_suppressed then 0
            when standing.matched_visits is null and told_in_parts.definition is not null then 0
            -- for the first time, beside what is near and was told before
            when standing.revision is null and told_nearby.definition is not null then
                case when sums.is_free and told_nearby.is_unsettled = 0 then 1 else 0 end
            when standing.revision is null then 1
            -- anew: alone, and by no small step from all that was said; what was withheld may have
            -- been anything below the smallest count
            when standing.was_near = 1 or standing.was_edited = 1 or sums.is_near_any then 0
            when standing.least_difference < sums.smallest_count then 0
            when standing.matched_visits is null
                and sums.matched_visits < 2 * sums.smallest_count - 1 then 0
            else 1
        end as is_safe,
        case
            when coalesce(standing.was_edited, 0) = 1
                or told_by_another_period.definition is not null
                or told_of_the_gone.definition is not null
                or told_by_other_filters.definition is not null then 1
            else 0
        end as is_barred
    from sums
    left join standing on {{ same_columns('sums', 'standing', unit) }}
    left join told_nearby on {{ same_columns('sums', 'told_nearby', unit) }}
    left join told_in_parts on {{ same_columns('sums', 'told_in_parts', unit) }}
    left join told_by_another_period
        on {{ same_columns('sums', 'told_by_another_period', unit) }}
    left join told_of_the_gone on {{ same_columns('sums', 'told_of_the_gone', unit) }}
    left join told_by_other_filters
        on {{ same_columns('sums', 'told_by_other_filters', unit) }}
),

new_sums as (
    select * from judged_sums
    where revision_before = 0
        or (is_safe = 1 and coalesce(matched_before <> matched_visits, true))
),

-- units whose published sum is the one that their cuts add up to now
settled as (
    select {{ unit | join(', ') }}
    from judged_sums
    where is_barred = 0 and (is_safe = 1 or matched_before = matched_visits)
),

-- the unit, one near it or one of its family has cuts of these days
already_cut as (
    {%- for of_same in [['family'], ['definition', 'version']] %}
    select {{ columns_of('sums', unit) }}
    from sums
    inner join known_cuts
        on {{ same_columns('sums', 'known_cuts', ['setting'] + of_same) }}
        and {{ same_days('sums', 'known_cuts') }}
    union distinct
    {%- endfor %}
    select {{ columns_of('sums', unit) }}
    from sums
    inner join near
        on {{ same_columns('sums', 'near', ['definition', 'version', 'setting']) }}
        and {{ same_days('sums', 'near') }}
    inner join known_cuts
        on near.other_definition = known_cuts.definition
        and near.other_version = known_cuts.version
        and sums.setting = known_cuts.setting
        and {{ same_days('sums', 'known_cuts') }}
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
    select
        {{ columns | reject('in', ['matched_visits', 'is_suppressed']) | join(', ') }},
        case when is_safe = 1 then matched_visits end as matched_visits,
        is_safe = 0 as is_suppressed,
        revision_before + 1 as revision
    from new_sums
    union all
    select
        {{ columns | reject('in', ['matched_visits', 'is_suppressed']) | join(', ') }},
        case when not is_suppressed then matched_visits end as matched_visits,
        is_suppressed,
        1 as revision
    from new_cuts
)

select
    cast(definition as {{ dbt.type_string() }}) as definition,
    cast(version as {{ dbt.type_int() }}) as version,
    cast(content_hash as {{ dbt.type_string() }}) as content_hash,
    cast(family as {{ dbt.type_string() }}) as family,
    cast(period as {{ dbt.type_string() }}) as period,
    period_start,
    period_end,
    cast(setting as {{ dbt.type_string() }}) as setting,
    cast(cut as {{ dbt.type_string() }}) as cut,
    cast(stratum as {{ dbt.type_string() }}) as stratum,
    cast(place as {{ dbt.type_string() }}) as place,
    cast(age_group as {{ dbt.type_string() }}) as age_group,
    cast(sex as {{ dbt.type_string() }}) as sex,
    cast(geography as {{ dbt.type_string() }}) as geography,
    cast(age_bands as {{ dbt.type_string() }}) as age_bands,
    cast(filters as {{ dbt.type_string() }}) as filters,
    cast(smallest_count as {{ dbt.type_int() }}) as smallest_count,
    cast(matched_visits as {{ dbt.type_bigint() }}) as matched_visits,
    cast(visits as {{ dbt.type_bigint() }}) as visits,
    is_suppressed,
    is_near_any,
    counted_on,
    cast(revision as {{ dbt.type_int() }}) as revision,
    {{ is_generated }} as is_of_generated_visits,
    cast('{{ invocation_id }}' as {{ dbt.type_string() }}) as run_id
from published
{%- endif %}
