{#- The positive predictive value that may be published, by the places of the policy and of all.

    A row is shown whole or not at all, since its value tells its counts. Places are shown only where
    every one of them may be: a withheld one would follow from the sum and the others. All places are
    listed, so that the list does not tell where there are matches. -#}
{{ config(schema='mart', access='public', grants=reader_grants()) }}

with library as (
    select * from {{ ref('dim_syndrome_definitions') }}
),

policies as (
    select * from {{ ref('syndrome_policies') }}
),

reviewed as (
    select
        visit_id,
        definition,
        version,
        case when min(verdict) = max(verdict) then min(verdict) else 'unknown' end as verdict
    from {{ ref('int_reviewed_visits') }}
    group by visit_id, definition, version
),

visits as (
    select visit_id, visit_date, state, county from {{ ref('syndrome_visits') }}
),

watermark as (
    select cast(max(arrived_at) as date) as arrived_until from {{ ref('syndrome_visits') }}
),

definitions as (
    select
        library.definition,
        library.version,
        policies.period,
        policies.geography,
        policies.smallest_count,
        policies.hold_back_days
    from library
    inner join policies on library.policy = policies.policy
),

places as (
    select distinct 'state' as geography, coalesce(state, 'unknown') as place from visits
    union all
    select distinct 'county' as geography, coalesce(county, 'unknown') as place from visits
),

verdicts as (
    select
        reviewed.definition,
        reviewed.version,
        coalesce(
            case definitions.geography when 'county' then visits.county else visits.state end,
            'unknown'
        ) as place,
        reviewed.verdict
    from reviewed
    inner join definitions
        on reviewed.definition = definitions.definition and reviewed.version = definitions.version
    inner join visits on reviewed.visit_id = visits.visit_id
    cross join watermark
    where {{ is_publishable(
        'visits.visit_date', 'definitions.period', 'definitions.hold_back_days',
        'watermark.arrived_until'
    ) }}
),

reviewed_definitions as (
    select distinct definition, version from verdicts
),

counted as (
    select
        definitions.definition,
        definitions.version,
        definitions.smallest_count,
        places.place,
        count(case when verdicts.verdict = 'true' then 1 end) as true_positives,
        count(case when verdicts.verdict = 'false' then 1 end) as false_positives,
        count(case when verdicts.verdict = 'unknown' then 1 end) as unknown
    from definitions
    inner join reviewed_definitions
        on definitions.definition = reviewed_definitions.definition
        and definitions.version = reviewed_definitions.version
    inner join places on definitions.geography = places.geography
    left join verdicts
        on definitions.definition = verdicts.definition
        and definitions.version = verdicts.version
        and places.place = verdicts.place
    group by
        definitions.definition, definitions.version, definitions.smallest_count, places.place
),

with_sum as (
    select definition, version, smallest_count, place, true_positives, false_positives, unknown
    from counted
    union all
    select
        definition,
        version,
        smallest_count,
        'all' as place,
        sum(true_positives) as true_positives,
        sum(false_positives) as false_positives,
        sum(unknown) as unknown
    from counted
    group by definition, version, smallest_count
),

judged as (
    select
        *,
        case
            when true_positives between 1 and smallest_count - 1
                or false_positives between 1 and smallest_count - 1
                or unknown between 1 and smallest_count - 1 then 1
            else 0
        end as has_small
    from with_sum
),

decided as (
    select
        *,
        case
            when place = 'all' then has_small = 1
            else max(has_small) over (partition by definition, version) = 1
        end as is_suppressed
    from judged
)

select
    cast(definition as {{ dbt.type_string() }}) as definition,
    cast(version as {{ dbt.type_int() }}) as version,
    cast(place as {{ dbt.type_string() }}) as jurisdiction,
    {%- for count in ['true_positives', 'false_positives', 'unknown'] %}
    cast(case when not is_suppressed then {{ count }} end as {{ dbt.type_int() }}) as {{ count }},
    {%- endfor %}
    case
        when not is_suppressed then {{ share('true_positives', '(true_positives + false_positives)') }}
    end as ppv,
    case
        when not is_suppressed and true_positives + false_positives > 0
            then {{ wilson_bound('true_positives', '(true_positives + false_positives)', -1) }}
    end as ppv_low,
    case
        when not is_suppressed and true_positives + false_positives > 0
            then {{ wilson_bound('true_positives', '(true_positives + false_positives)', 1) }}
    end as ppv_high,
    is_suppressed
from decided
