{#- The rows of the visits that are new or have changed, under hashed keys, each with its place among
    the rows of its visit. `syndrome_visits` takes them up and empties the table. -#}
{{- syndrome_sql.stands_in('restricted') }}
{{ config(materialized='table') }}

{{- built_with(['int_syndrome_contents']) }}
{%- set known = visits_so_far() %}

with changed as (
    select contents.*
    from {{ ref('syndrome_sql', 'int_syndrome_contents') }} as contents
    {%- if known is not none %}
    left join {{ known }} as known on contents.visit_id = known.visit_id
    where coalesce(known.content_hash <> contents.content_hash, true)
    {%- endif %}
),

keyed as (
    select
        {{ syndrome_sql.hashed_key('visit', ['facility_id', 'visit_number']) }} as visit_id,
        {{ syndrome_sql.hashed_key('patient', ['facility_id', 'patient_number']) }} as patient_id,
        *
    from {{ ref('syndrome_sql', 'stg_syndrome__visits') }}
)

select
    keyed.visit_id,
    keyed.patient_id,
    keyed.facility_id,
    keyed.state,
    keyed.county,
    keyed.visit_date,
    keyed.arrived_at,
    keyed.age_years,
    keyed.sex,
    keyed.is_emergency,
    {%- for name, filter in syndrome_sql.filter_columns().items() %}
    {%- if filter.lasts %}
    case
        when max(case when keyed.{{ name }} then 1 else 0 end) over (partition by keyed.visit_id) = 1
            then true
        else keyed.{{ name }}
    end as {{ name }},
    {%- else %}
    keyed.{{ name }},
    {%- endif %}
    {%- endfor %}
    {%- for name in source_texts() %}
    keyed.{{ name }},
    {%- endfor %}
    keyed.unreadable,
    changed.content_hash,
    changed.source_rows,
    rank() over (partition by keyed.visit_id order by keyed.arrived_at desc) as recency,
    count(*) over (partition by keyed.visit_id, keyed.arrived_at) as together,
    max({{ care_class('keyed.setting') }}) over (partition by keyed.visit_id) as highest_class
from keyed
inner join changed on keyed.visit_id = changed.visit_id
