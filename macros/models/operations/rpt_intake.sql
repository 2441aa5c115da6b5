{#- One row per facility and week: what came in, and what of it could not be read or was not there.

    It is made of all visits each time, since visits also go and change their week. The form of what
    stands beside codes is looked for only where something does. -#}
{{- syndrome_sql.stands_in('restricted') }}
{{ config(materialized='table', group='syndrome_surveillance', access='private') }}

{%- set unasked = 'cast(null as ' ~ dbt.type_string() ~ ')' %}

with visits as (
    select
        facility_id,
        {{ syndrome_sql.week_start('visit_date') }} as week_start,
        visit_date,
        arrived_at,
        source_rows,
        age_years,
        sex,
        is_emergency,
        unreadable,
        {{ syndrome_sql.has_complaint() }} as has_complaint,
        {{ syndrome_sql.has_codes() }} as has_codes,
        {{ syndrome_sql.form_beside_codes('discharge_diagnosis')
            if 'diagnosis_codes' in read_columns() else unasked }} as form_beside_codes
    from {{ ref('syndrome_sql', 'syndrome_visits') }}
),

forms as (
    select
        facility_id,
        week_start,
        form_beside_codes,
        row_number() over (
            partition by facility_id, week_start order by count(*) desc, form_beside_codes
        ) as place
    from visits
    where form_beside_codes is not null
    group by facility_id, week_start, form_beside_codes
),

intake as (
    select
        facility_id,
        week_start,
        count(*) as visits,
        sum(source_rows) as source_rows,
        sum(source_rows) - count(*) as further_rows,
        count(case when not has_complaint then 1 end) as without_complaint,
        count(case when not has_codes then 1 end) as without_codes,
        count(case when not has_complaint and not has_codes then 1 end) as without_both,
        {%- for name in ['age_years', 'sex', 'is_emergency'] %}
        count(case when {{ name }} is null then 1 end) as missing_{{ name }},
        {%- endfor %}
        {%- for name in doubts() %}
        count(case when {{ names_unreadable(name) }} then 1 end) as {{ name }},
        {%- endfor %}
        {%- for name in values_read() %}
        count(case when {{ names_unreadable(name) }} then 1 end) as unreadable_{{ name }},
        {%- endfor %}
        count(form_beside_codes) as words_beside_codes,
        min(visit_date) as first_day,
        max(visit_date) as last_day,
        min(arrived_at) as first_arrival,
        max(arrived_at) as last_arrival
    from visits
    group by facility_id, week_start
),

diagnoses as (
    {{ syndrome_sql.diagnoses_of_no_visit() }}
)

select
    intake.*,
    forms.form_beside_codes,
    cast({{ syndrome_sql.text_literal(absent_columns() | join(', ')) }} as {{ dbt.type_string() }})
        as columns_not_there,
    diagnoses.keys_of_no_visit
from intake
cross join diagnoses
left join forms
    on intake.facility_id = forms.facility_id
    and intake.week_start = forms.week_start
    and forms.place = 1
