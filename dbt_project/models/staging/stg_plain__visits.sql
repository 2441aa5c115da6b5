{#- One row per row of a plain table of visits: a complaint in words and codes in one delimited
    column. The ESSENCE fields that a complaint and codes determine are built; the others are
    missing. -#}
{{ config(enabled=var('syndrome_source') == 'plain') }}

{%- set table = source('visits', 'visits') %}

with visits as (
    select * from {{ table }}
),

typed as (
    select
        cast(visit_id as {{ dbt.type_string() }}) as source_visit_id,
        cast(facility_id as {{ dbt.type_string() }}) as facility_id,
        cast(visit_date as date) as visit_date,
        cast(arrived_at as timestamp) as arrived_at,
        cast(chief_complaint as {{ dbt.type_string() }}) as complaint,
        cast(diagnosis_codes as {{ dbt.type_string() }}) as codes,
        {{ column_or_null(table, 'patient_id', 'string') }} as patient_id,
        {{ column_or_null(table, 'state', 'string') }} as state,
        {{ column_or_null(table, 'county', 'string') }} as county,
        {{ column_or_null(table, 'age_years', 'integer') }} as age_years,
        {{ column_or_null(table, 'sex', 'string') }} as sex,
        {{ column_or_null(table, 'is_emergency', 'boolean') }} as is_emergency,
        {{ column_or_null(table, 'is_inpatient', 'boolean') }} as is_inpatient,
        {{ column_or_null(table, 'chief_complaint_history', 'string') }} as chief_complaint_history,
        {{ column_or_null(table, 'triage_notes', 'string') }} as triage_notes
    from visits
)

select
    source_visit_id,
    source_visit_id as encounter_id,
    patient_id,
    facility_id,
    state,
    county,
    visit_date,
    arrived_at,
    age_years,
    sex,
    is_emergency,
    is_inpatient,
    {{ syndrome_macros.ccdd_parsed('complaint', 'codes') }} as ccdd_parsed,
    {{ syndrome_macros.dd_parsed('codes') }} as dd_parsed,
    {{ syndrome_macros.chief_complaint_parsed('complaint') }} as chief_complaint_parsed,
    {{ syndrome_macros.ccdd('complaint', 'codes') }} as ccdd,
    chief_complaint_history,
    codes as discharge_diagnosis,
    cast(null as {{ dbt.type_string() }}) as discharge_diagnosis_history,
    complaint as chief_complaint,
    complaint as chief_complaint_original,
    triage_notes,
    {%- for name, _ in text_fields()[10:] %}
    cast(null as {{ dbt.type_string() }}) as {{ name }}{{ ',' if not loop.last }}
    {%- endfor %}
from typed
