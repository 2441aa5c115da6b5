{#- One row per row of a plain table of visits: a complaint in words, and codes in one delimited
    column. The ESSENCE fields that a complaint and codes determine are built; the others are
    missing. Columns that the table does not have are missing values too, save that a table which
    does not tell emergency visits apart is taken to hold them only. -#}
{{ config(enabled=var('syndrome_source') == 'plain') }}

{%- set table = source('visits', 'visits') %}

with visits as (
    select * from {{ table }}
),

typed as (
    select
        cast(visit_id as {{ dbt.type_string() }}) as source_visit_id,
        cast(visit_date as date) as visit_date,
        {{ column_or_null(table, 'arrived_at', 'timestamp', 'visit_date') }} as arrived_at,
        {{ column_or_null(table, 'facility_id', 'string', "'unknown'") }} as facility_id,
        {{ column_or_null(table, 'patient_id', 'string') }} as patient_id,
        {{ column_or_null(table, 'state', 'string') }} as state,
        {{ column_or_null(table, 'county', 'string') }} as county,
        {{ column_or_null(table, 'age_years', 'integer') }} as age_years,
        {{ column_or_null(table, 'sex', 'string') }} as sex,
        {{ column_or_null(table, 'is_emergency', 'boolean', 'true') }} as is_emergency,
        {{ column_or_null(table, 'is_inpatient', 'boolean') }} as is_inpatient,
        {{ column_or_null(table, 'chief_complaint', 'string') }} as complaint,
        {{ column_or_null(table, 'chief_complaint_history', 'string') }} as complaint_history,
        {{ column_or_null(table, 'diagnosis_codes', 'string') }} as codes,
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
    {{ fields_of_complaint_and_codes('complaint', 'complaint_history', 'codes', 'triage_notes') }}
from typed
