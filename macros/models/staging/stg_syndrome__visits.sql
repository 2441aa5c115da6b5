{#- The rows of the source that `syndrome_source` names, one row per row, their values read. The
    facility's own number of a visit tells which rows are one visit; the source's identifier does
    not, because it changes with the visit date (a visit moved past midnight) and with the patient
    number (a correction).

    `content` stands for all that a row says, by which a later run knows whether it has changed; it
    reads no value, so that rows that stay the same cost little. -#}
{{- syndrome_sql.stands_in('restricted') }}
{%- set source_name = 'essence' if var('syndrome_source') == 'generated' else var('syndrome_source') %}
{%- set until = as_of() %}

with rows_as_sent as (
    select
        *,
        {{ row_content([
            'patient_id', 'state', 'county', 'visit_date_as_sent', 'arrived_at_as_sent',
            'age_years_as_sent', 'sex_as_sent', 'is_emergency_as_sent',
        ] + filters_as_sent() + source_texts()) }} as content
    from {{ ref('syndrome_sql', 'stg_syndrome__' ~ source_name) }}
),

rows_as_read as (
    select
        *,
        {{ syndrome_sql.read_date('visit_date_as_sent') }} as visit_date,
        {{ syndrome_sql.read_time('arrived_at_as_sent') }} as arrived_at,
        {{ syndrome_sql.read_age('age_years_as_sent') }} as age_years,
        {{ syndrome_sql.read_sex('sex_as_sent') }} as sex,
        {{ syndrome_sql.read_flag('is_emergency_as_sent') }} as is_emergency,
        {%- for name, filter in syndrome_sql.filter_columns().items() %}
        {{ syndrome_sql.read_filter(filter, name ~ '_as_sent') }} as {{ name }}{{ ',' if not loop.last }}
        {%- endfor %}
    from rows_as_sent
)

select
    coalesce(
        nullif({{ syndrome_sql.without_blanks_around('encounter_id') }}, ''),
        nullif({{ syndrome_sql.without_blanks_around('source_visit_id') }}, '')
    ) as visit_number,
    nullif({{ syndrome_sql.without_blanks_around('patient_id') }}, '') as patient_number,
    nullif({{ syndrome_sql.without_blanks_around('facility_id') }}, '') as facility_id,
    state,
    county,
    visit_date,
    arrived_at,
    age_years,
    sex,
    is_emergency,
    {%- for name in syndrome_sql.filter_columns() %}
    {{ name }},
    {%- endfor %}
    case
        when is_emergency then 'emergency'
        when is_inpatient then 'inpatient'
        when is_emergency is null then 'unknown'
        else 'ambulatory'
    end as setting,
    {%- for name in source_texts() %}
    {{ name }},
    {%- endfor %}
    {{ names_of_unreadable() }} as unreadable,
    visit_date_as_sent,
    arrived_at_as_sent,
    age_years_as_sent,
    sex_as_sent,
    is_emergency_as_sent,
    {%- for name in syndrome_sql.filter_columns() %}
    {{ name }}_as_sent,
    {%- endfor %}
    content
from rows_as_read
{%- if until is not none %}
where arrived_at <= {{ until }}
{%- endif %}
