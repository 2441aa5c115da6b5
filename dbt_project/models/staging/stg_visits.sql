{#- The visits of the source that `syndrome_source` names, one row per visit: of the rows of one
    visit, the one that arrived last. The facility's own number of the visit tells which rows are
    one visit; the identifier of the source does not, because it changes with the visit date (a
    visit moved past midnight) and with the patient number (a correction). -#}
{%- set source_name = 'essence' if var('syndrome_source') == 'generated' else var('syndrome_source') %}

with visits as (
    select
        *,
        coalesce(encounter_id, source_visit_id) as visit_number
    from {{ ref('stg_' ~ source_name ~ '__visits') }}
),

ranked as (
    select
        *,
        row_number() over (
            partition by facility_id, visit_number
            order by arrived_at desc, source_visit_id desc
        ) as recency
    from visits
)

select
    {{ syndrome_macros.hashed_key(['facility_id', 'visit_number']) }} as visit_id,
    {{ syndrome_macros.hashed_key(['facility_id', 'patient_id']) }} as patient_id,
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
        else 'ambulatory'
    end as setting,
    {%- for name, _ in text_fields() %}
    {{ name }}{{ ',' if not loop.last }}
    {%- endfor %}
from ranked
where recency = 1
