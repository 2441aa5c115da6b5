{#- The visits of the source that `syndrome_source` names, one row per row of the source, their
    values in one form. The facility's own number of a visit tells which rows are one visit; the
    source's identifier does not, because it changes with the visit date (a visit moved past
    midnight) and with the patient number (a correction). -#}
{%- set source_name = 'essence' if var('syndrome_source') == 'generated' else var('syndrome_source') %}
{%- set until = as_of() %}

with visits as (
    select * from {{ ref('stg_' ~ source_name ~ '__visits') }}
)

select
    source_visit_id,
    coalesce(encounter_id, source_visit_id) as visit_number,
    patient_id as patient_number,
    facility_id,
    state,
    county,
    visit_date,
    arrived_at,
    age_years,
    case
        when {{ syndrome_macros.capital_letters('sex') }} in ('F', 'FEMALE') then 'F'
        when {{ syndrome_macros.capital_letters('sex') }} in ('M', 'MALE') then 'M'
        when sex is not null then 'U'
    end as sex,
    is_emergency,
    case
        when is_emergency then 'emergency'
        when is_inpatient then 'inpatient'
        when is_emergency is null then 'unknown'
        else 'ambulatory'
    end as setting,
    {%- for name, _ in text_fields() %}
    {{ name }}{{ ',' if not loop.last }}
    {%- endfor %}
from visits
{%- if until is not none %}
where arrived_at <= {{ until }}
{%- endif %}
