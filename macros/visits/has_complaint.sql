{#- Whether a visit has a complaint in any field. `columns` says where a field stands, if not under
    its own name; a history of an empty complaint is none. -#}
{%- macro has_complaint(columns={}) -%}
    {%- set parsed = columns.get('ccdd_parsed', 'ccdd_parsed') -%}
    coalesce(
        {%- for name in ['chief_complaint_parsed', 'chief_complaint', 'chief_complaint_original',
            'chief_complaint_combo'] %}
        nullif(trim({{ columns.get(name, name) }}), ''),
        {%- endfor %}
        nullif(
            nullif(trim({{ columns.get('chief_complaint_history', 'chief_complaint_history') }}), ''),
            '{1};;'
        ),
        case when {{ parsed }} not like '|%' then nullif(trim({{ parsed }}), '') end
    ) is not null
{%- endmacro -%}

{#- Whether a visit has a diagnosis in any field; `columns` as above. -#}
{%- macro has_codes(columns={}) -%}
    {%- set parsed = columns.get('ccdd_parsed', 'ccdd_parsed') -%}
    coalesce(
        {%- for name in ['dd_parsed', 'discharge_diagnosis', 'discharge_diagnosis_history',
            'diagnosis_combo'] %}
        nullif(trim({{ columns.get(name, name) }}), ''),
        {%- endfor %}
        case when {{ parsed }} like '%|%;%' then {{ parsed }} end
    ) is not null
{%- endmacro -%}
