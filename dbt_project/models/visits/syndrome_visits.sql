{#- The contract that all else reads: one row per visit, as the last message about it left it, its
    text folded once. A run takes up what has arrived since the last one; `updated_at` is the run
    that took the visit up, by which later models know what is new to them.

    The rows of an emergency visit that became an inpatient stay are linked: the visit stays an
    emergency visit, whatever the class of its last row. -#}
{{ config(
    materialized='incremental',
    unique_key='visit_id',
    on_schema_change='fail',
    post_hook=[
        "{{ forget_deleted_visits() }}",
        "{{ forget_key_check() }}",
        "{{ keep_key_check() }}",
    ],
) }}

{{- refuse_another_secret() }}
{{- refuse_later_arrivals() }}
{%- set arrived_since = last_arrival() %}

with visits as (
    select * from {{ ref('stg_visits') }}
),

arrivals as (
    select
        *,
        row_number() over (
            partition by facility_id, visit_number
            order by arrived_at desc, source_visit_id desc
        ) as recency,
        max({{ care_class('setting') }}) over (partition by facility_id, visit_number)
            as highest_class
    from visits
    {%- if arrived_since is not none %}
    where arrived_at >= {{ arrived_since }}
    {%- endif %}
),

latest as (
    select
        {{ syndrome_macros.hashed_key('visit', ['facility_id', 'visit_number']) }} as visit_id,
        {{ syndrome_macros.hashed_key('patient', ['facility_id', 'patient_number']) }} as patient_id,
        *
    from arrivals
    where recency = 1
),
{%- if arrived_since is not none %}

known as (
    select
        visit_id as known_visit_id,
        arrived_at as known_arrived_at,
        {{ care_class('setting') }} as known_class
    from {{ this }}
),

taken_up as (
    select latest.*, greatest(highest_class, coalesce(known_class, 0)) as visit_class
    from latest
    left join known on visit_id = known_visit_id
    where coalesce(known_arrived_at <> arrived_at, true)
)
{%- else %}

taken_up as (
    select latest.*, highest_class as visit_class from latest
)
{%- endif %}

select
    visit_id,
    patient_id,
    facility_id,
    state,
    county,
    visit_date,
    arrived_at,
    cast('{{ run_started_at.strftime("%Y-%m-%d %H:%M:%S.%f") }}' as timestamp) as updated_at,
    age_years,
    sex,
    case when visit_class = 3 then true else is_emergency end as is_emergency,
    {{ setting_of_class('visit_class') }} as setting,
    {%- for name, _ in text_fields() %}
    {{ syndrome_macros.fold_text(name) }} as {{ name }}{{ ',' if not loop.last }}
    {%- endfor %}
from taken_up
