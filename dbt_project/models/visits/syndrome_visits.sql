{#- The contract that all else reads: one row per visit, its text folded once. -#}
select
    visit_id,
    patient_id,
    facility_id,
    state,
    county,
    visit_date,
    arrived_at,
    age_years,
    sex,
    is_emergency,
    setting,
    {%- for name, _ in text_fields() %}
    {{ syndrome_macros.fold_text(name) }} as {{ name }}{{ ',' if not loop.last }}
    {%- endfor %}
from {{ ref('stg_visits') }}
