{#- Whether a visit has a complaint in any field. `columns` says where a field stands, if not under
    its own name; a word for nothing, such as NA, and a history of nothing are none. -#}
{%- macro has_complaint(columns={}) -%}
    {%- set history = columns.get('chief_complaint_history', 'chief_complaint_history') -%}
    {%- set parsed = columns.get('ccdd_parsed', 'ccdd_parsed') -%}
    coalesce(
        {%- for name in ['chief_complaint_parsed', 'chief_complaint', 'chief_complaint_original',
            'chief_complaint_combo'] %}
        {{ syndrome_sql.said(columns.get(name, name)) }},
        {%- endfor %}
        {{ syndrome_sql.said("replace(replace(" ~ history ~ ", '{1};', ''), ';', '')") }},
        {{ syndrome_sql.said(
            "case when strpos(" ~ parsed ~ ", '|') > 0 then substr(" ~ parsed ~ ", 1, strpos(" ~ parsed
            ~ ", '|') - 1) else " ~ parsed ~ " end"
        ) }}
    ) is not null
{%- endmacro -%}

{#- Whether a visit has a diagnosis in any field; `columns` as above. -#}
{%- macro has_codes(columns={}) -%}
    {%- set parsed = columns.get('ccdd_parsed', 'ccdd_parsed') -%}
    coalesce(
        {%- for name in ['dd_parsed', 'discharge_diagnosis', 'discharge_diagnosis_history',
            'diagnosis_combo'] %}
        {{ syndrome_sql.said(columns.get(name, name)) }},
        {%- endfor %}
        case when {{ parsed }} like '%|%;%' then {{ parsed }} end
    ) is not null
{%- endmacro -%}

{#- A text, or NULL where it says that there is nothing. -#}
{%- macro said(text) -%}
    case
        when {{ syndrome_sql.text_word(text) }} not in ({{ syndrome_sql.missing_words() }})
            then {{ text }}
    end
{%- endmacro -%}
