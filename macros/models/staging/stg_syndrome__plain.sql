{#- One row per row of a plain table of visits, a complaint in words and codes in one column: its
    columns under our names, their values as sent. A table that does not tell emergency visits apart
    is taken to hold them only; one without times of arrival, to have each visit from its day on. -#}
{{- syndrome_sql.stands_in('restricted') }}
{{ config(enabled=var('syndrome_source') == 'plain') }}

{%- set mapped = source_as_mapped() %}
{%- if waits_for_models() %}
    {%- do check_mapping(mapped) %}
{%- endif %}
{%- if var('syndrome_source_model', none) %}
    {%- do say_unread_texts(mapped) %}
{%- endif %}
{%- set columns = mapped.columns %}

select
    {{ text_of(columns['visit_id']) }} as source_visit_id,
    {{ text_of(columns['visit_id']) }} as encounter_id,
    {{ text_of(columns['patient_id']) }} as patient_id,
    {{ text_of(columns['facility_id'], "'unknown'") }} as facility_id,
    {{ text_of(columns['state']) }} as state,
    {{ text_of(columns['county']) }} as county,
    {{ moment_of(columns['visit_date']) }} as visit_date_as_sent,
    {{ moment_of(columns['arrived_at'] or columns['visit_date']) }} as arrived_at_as_sent,
    {{ value_of(columns['age_years']) }} as age_years_as_sent,
    {{ value_of(columns['sex']) }} as sex_as_sent,
    {{ value_of(columns['is_emergency'], "'true'") }} as is_emergency_as_sent,
    {%- for name in syndrome_sql.filter_columns() %}
    {{ value_of(columns[name]) }} as {{ name }}_as_sent,
    {%- endfor %}
    {{ text_of(columns['chief_complaint']) }} as chief_complaint,
    {{ text_of(columns['chief_complaint_history']) }} as chief_complaint_history,
    {{ syndrome_sql.value_text(value_of(columns['diagnosis_codes'])) }} as diagnosis_codes,
    {{ text_of(columns['triage_notes']) }} as triage_notes
    {%- for name, _ in syndrome_sql.declared_fields() %},
    {{ text_of(columns[name]) }} as {{ name }}
    {%- endfor %}
from {{ mapped.rows }}
