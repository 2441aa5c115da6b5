{#- The contract that all else reads: one row per visit, as the last message about it left it, its
    text folded once. A run takes up what has arrived since the last one; `updated_at` is the run
    that took the visit up, by which later models know what is new to them. -#}
{{ config(
    materialized='incremental',
    unique_key='visit_id',
    on_schema_change='fail',
    post_hook="{{ forget_deleted_visits() }}",
) }}

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
        ) as recency
    from visits
    {%- if arrived_since is not none %}
    where arrived_at >= {{ arrived_since }}
    {%- endif %}
),

latest as (
    select
        {{ syndrome_macros.hashed_key(['facility_id', 'visit_number']) }} as visit_id,
        {{ syndrome_macros.hashed_key(['facility_id', 'patient_number']) }} as patient_id,
        facility_id,
        state,
        county,
        visit_date,
        arrived_at,
        cast('{{ run_started_at.strftime("%Y-%m-%d %H:%M:%S.%f") }}' as timestamp) as updated_at,
        age_years,
        sex,
        is_emergency,
        setting,
        {%- for name, _ in text_fields() %}
        {{ syndrome_macros.fold_text(name) }} as {{ name }}{{ ',' if not loop.last }}
        {%- endfor %}
    from arrivals
    where recency = 1
)

select * from latest
{%- if arrived_since is not none %}
where not exists (
    select 1
    from {{ this }} as known
    where known.visit_id = latest.visit_id and known.arrived_at = latest.arrived_at
)
{%- endif %}
