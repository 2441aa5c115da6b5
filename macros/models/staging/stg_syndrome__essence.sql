{#- One row per row of an ESSENCE DataDetails extract: its columns under our names, their values as
    sent. -#}
{{- syndrome_sql.stands_in('restricted') }}
{{ config(enabled=var('syndrome_source') in ['generated', 'essence']) }}

{%- set mapped = source_as_mapped() %}
{%- if waits_for_models() %}
    {%- do check_mapping(mapped) %}
{%- endif %}
{%- set columns = mapped.columns %}

select
    {{ text_of(columns['C_BioSense_ID']) }} as source_visit_id,
    {{ text_of(columns['Visit_ID']) }} as encounter_id,
    {{ text_of(columns['C_Unique_Patient_ID']) }} as patient_id,
    {{ text_of(columns['C_Processed_Facility_ID']) }} as facility_id,
    {{ text_of(columns['HospitalState']) }} as state,
    {{ text_of(columns['HospitalRegion']) }} as county,
    {{ moment_of(columns['C_Visit_Date']) }} as visit_date_as_sent,
    {{ moment_of(columns['Arrived_Date_Time']) }} as arrived_at_as_sent,
    {{ value_of(columns['Age']) }} as age_years_as_sent,
    {{ value_of(columns['Sex']) }} as sex_as_sent,
    {{ value_of(columns['HasBeenE']) }} as is_emergency_as_sent,
    {%- for name, filter in syndrome_sql.filter_columns().items() %}
    {{ value_of(columns[filter.essence[0]]) }} as {{ name }}_as_sent,
    {%- endfor %}
    {%- for name, essence_name in syndrome_sql.text_fields() %}
    {{ text_of(columns[essence_name]) }} as {{ name }}{{ ',' if not loop.last }}
    {%- endfor %}
from {{ mapped.rows }}
