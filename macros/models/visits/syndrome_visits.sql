{#- The contract that all else reads: one row per visit, as the last message about it left it, its
    text folded once (docs/visits.md). A run takes up the visits that are new or whose rows have
    changed; `updated_at` is the run that took the visit up, by which later models know what is new to
    them.

    The rows of an emergency visit that became an inpatient stay are linked: the visit stays an
    emergency visit, whatever the class of its last row. -#}
{{- syndrome_sql.stands_in('restricted') }}
{{ config(
    materialized='incremental',
    contract={'enforced': not var('syndrome_fields', none)},
    unique_key='visit_id',
    on_schema_change='append_new_columns',
    post_hook=[
        "{{ forget_deleted_visits() }}",
        "{{ forget_key_check() }}",
        "{{ keep_key_check() }}",
        "{{ forget_rows() }}",
    ],
) }}

-- depends_on: {{ ref('syndrome_sql', 'int_syndrome_contents') }}, {{ ref('syndrome_sql', 'stg_syndrome__visits') }}
{{- built_with(['int_syndrome_contents', 'int_syndrome_rows']) }}
{{- refuse_another_secret() }}
{{- refuse_later_arrivals() }}
{{- refuse_unreadable_values() }}
{{- refuse_lost_visits() }}
{%- set told = filters_told() %}
{%- set before = columns_so_far() %}
{%- set several = visits_of_several_rows() %}
{%- set built_here = source_texts() | length == syndrome_sql.text_fields() | length %}

with last_rows as (
    select * from {{ ref('syndrome_sql', 'int_syndrome_rows') }} where recency = 1
),

states as (
    select
        visit_id,
        {%- for name in state_columns() %}
        {{ name }},
        {%- endfor %}
        arrived_at,
        is_emergency,
        unreadable,
        content_hash,
        source_rows,
        highest_class
    from last_rows
    {%- if several %}
    where together = 1
    union all
    select
        visit_id,
        {%- for name in state_columns() %}
        {{ syndrome_sql.united(name) }},
        {%- endfor %}
        max(arrived_at),
        max(case when is_emergency then 1 when not is_emergency then 0 end) = 1,
        {{ united_unreadable() }},
        max(content_hash),
        max(source_rows),
        max(highest_class)
    from last_rows
    where together > 1
    group by visit_id
    {%- endif %}
),

{%- if not built_here %}

states_of_fields as (
    select
        visit_id,
        patient_id,
        facility_id,
        state,
        county,
        visit_date,
        age_years,
        sex,
        arrived_at,
        is_emergency,
        {%- for name in syndrome_sql.filter_columns() %}
        {{ name }},
        {%- endfor %}
        unreadable,
        content_hash,
        source_rows,
        highest_class,
        {{ syndrome_sql.fields_of_complaint_and_codes(
            'chief_complaint', 'chief_complaint_history', 'diagnosis_codes', 'triage_notes'
        ) }}
    from states
),
{%- endif %}

taken_up as (
    select
        states.*,
        {%- for name, filter in syndrome_sql.filter_columns().items() if filter.lasts and name in before %}
        coalesce(known.{{ name }}, false) as was_{{ name }},
        {%- endfor %}
        {%- if 'setting' in before %}
        greatest(states.highest_class, coalesce({{ care_class('known.setting') }}, 0)) as visit_class
        {%- else %}
        states.highest_class as visit_class
        {%- endif %}
    from {{ 'states' if built_here else 'states_of_fields' }} as states
    {%- if is_incremental() %}
    left join {{ this }} as known on states.visit_id = known.visit_id
    {%- endif %}
)

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
    {%- for name, filter in syndrome_sql.filter_columns().items() %}
    {%- if filter.lasts and name in before %}
    case when was_{{ name }} then true else {{ name }} end as {{ name }},
    {%- elif name in told %}
    {{ syndrome_sql.told_by_texts(filter.filter) }} as {{ name }},
    {%- else %}
    {{ name }},
    {%- endif %}
    {%- endfor %}
    {%- for name, _ in syndrome_sql.text_fields() %}
    {{ syndrome_sql.fold_text(name) }} as {{ name }},
    {%- endfor %}
    unreadable,
    source_rows,
    content_hash
from taken_up
