{#- One row per row of an ESSENCE DataDetails extract, under our names. Columns that the extract
    does not have are missing values, except the keys and dates, without which nothing works. -#}
{{ config(enabled=var('syndrome_source') in ['generated', 'essence']) }}

{%- set extract = ref('generated_visits') if var('syndrome_source') == 'generated'
    else source('visits', 'visits') %}

with rows_as_sent as (
    select * from {{ extract }}
)

select
    cast(C_BioSense_ID as {{ dbt.type_string() }}) as source_visit_id,
    {{ column_or_null(extract, 'Visit_ID', 'string') }} as encounter_id,
    {{ column_or_null(extract, 'C_Unique_Patient_ID', 'string') }} as patient_id,
    cast(C_Processed_Facility_ID as {{ dbt.type_string() }}) as facility_id,
    {{ column_or_null(extract, 'HospitalState', 'string') }} as state,
    {{ column_or_null(extract, 'HospitalRegion', 'string') }} as county,
    cast(C_Visit_Date as date) as visit_date,
    cast(Arrived_Date_Time as timestamp) as arrived_at,
    {{ column_or_null(extract, 'Age', 'integer') }} as age_years,
    {{ column_or_null(extract, 'Sex', 'string') }} as sex,
    {{ column_or_null(extract, 'HasBeenE', 'integer') }} = 1 as is_emergency,
    {{ column_or_null(extract, 'HasBeenI', 'integer') }} = 1 as is_inpatient,
    {%- for name, essence_name in text_fields() %}
    {{ column_or_null(extract, essence_name, 'string') }} as {{ name }}{{ ',' if not loop.last }}
    {%- endfor %}
from rows_as_sent
