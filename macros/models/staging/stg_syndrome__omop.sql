{#- One row per visit occurrence of an OMOP CDM 5.4. Codes are the source values of its conditions,
    the complaint is the first note of the class that `syndrome_omop_complaint_class` names. The
    model has no time of arrival: the latest time of anything about the visit stands for it. -#}
{{- syndrome_sql.stands_in('restricted') }}
{{ config(enabled=var('syndrome_source') == 'omop') }}

{%- do check_omop() %}

with visit_occurrence as (
    select * from {{ source('omop', 'visit_occurrence') }}
),

person as (
    select * from {{ source('omop', 'person') }}
),

condition_occurrence as (
    select * from {{ source('omop', 'condition_occurrence') }}
),

note as (
    select * from {{ source('omop', 'note') }}
),

care_site as (
    select * from {{ source('omop', 'care_site') }}
),

location as (
    select * from {{ source('omop', 'location') }}
),

conditions as (
    select
        visit_occurrence_id,
        {{ dbt.listagg('condition_source_value', "';'", 'order by condition_occurrence_id') }}
            as codes,
        max(condition_start_date) as last_condition_date
    from condition_occurrence
    where condition_source_value is not null
    group by visit_occurrence_id
),

complaints as (
    select
        visit_occurrence_id,
        note_text,
        note_date,
        row_number() over (partition by visit_occurrence_id order by note_id) as place
    from note
    where note_class_concept_id = {{ var('syndrome_omop_complaint_class') }}
)

select
    cast(visit_occurrence.visit_occurrence_id as {{ dbt.type_string() }}) as source_visit_id,
    cast(visit_occurrence.visit_occurrence_id as {{ dbt.type_string() }}) as encounter_id,
    cast(visit_occurrence.person_id as {{ dbt.type_string() }}) as patient_id,
    coalesce(cast(visit_occurrence.care_site_id as {{ dbt.type_string() }}), 'unknown')
        as facility_id,
    location.state,
    location.county,
    visit_occurrence.visit_start_date as visit_date_as_sent,
    greatest(
        visit_occurrence.visit_start_date,
        coalesce(visit_occurrence.visit_end_date, visit_occurrence.visit_start_date),
        coalesce(conditions.last_condition_date, visit_occurrence.visit_start_date),
        coalesce(complaints.note_date, visit_occurrence.visit_start_date)
    ) as arrived_at_as_sent,
    cast(
        extract(year from visit_occurrence.visit_start_date) - person.year_of_birth
        - case
            when person.month_of_birth is null then 0
            when extract(month from visit_occurrence.visit_start_date) < person.month_of_birth then 1
            when extract(month from visit_occurrence.visit_start_date) = person.month_of_birth
                and extract(day from visit_occurrence.visit_start_date)
                    < coalesce(person.day_of_birth, 1) then 1
            else 0
        end as {{ dbt.type_int() }}
    ) as age_years_as_sent,
    case person.gender_concept_id when 8532 then 'F' when 8507 then 'M' else 'U' end as sex_as_sent,
    visit_occurrence.visit_concept_id in (9203, 262) as is_emergency_as_sent,
    {%- for name in syndrome_sql.filter_columns() %}
    {{ 'visit_occurrence.visit_concept_id in (9201, 262)' if name == 'is_inpatient' else value_of(none) }}
        as {{ name }}_as_sent,
    {%- endfor %}
    complaints.note_text as chief_complaint,
    cast(null as {{ dbt.type_string() }}) as chief_complaint_history,
    conditions.codes as diagnosis_codes,
    cast(null as {{ dbt.type_string() }}) as triage_notes
    {%- for name, _ in syndrome_sql.declared_fields() %},
    cast(null as {{ dbt.type_string() }}) as {{ name }}
    {%- endfor %}
from visit_occurrence
left join person on visit_occurrence.person_id = person.person_id
left join care_site on visit_occurrence.care_site_id = care_site.care_site_id
left join location on care_site.location_id = location.location_id
left join conditions on visit_occurrence.visit_occurrence_id = conditions.visit_occurrence_id
left join complaints
    on visit_occurrence.visit_occurrence_id = complaints.visit_occurrence_id
    and complaints.place = 1
