{#- The text fields of a visit of which a complaint, codes and perhaps a triage note are known, as
    the columns of a select; those that the project declares stand under their own names and `suffix`. Without a history of the complaint, the complaint is its own. -#}
{%- macro fields_of_complaint_and_codes(complaint, history, codes, note, suffix='') -%}
    {%- set known = {
        'ccdd_parsed': syndrome_sql.ccdd_parsed(complaint, codes),
        'dd_parsed': syndrome_sql.dd_parsed(codes),
        'chief_complaint_parsed': syndrome_sql.chief_complaint_parsed(complaint),
        'ccdd': syndrome_sql.ccdd(complaint, codes),
        'chief_complaint_history': 'coalesce(' ~ history ~ ", '{1};' || " ~ complaint ~ " || ';')",
        'discharge_diagnosis': codes,
        'chief_complaint': complaint,
        'chief_complaint_original': complaint,
        'triage_notes': note,
    } -%}
    {%- set declared = [] -%}
    {%- do syndrome_sql.find_declared_fields(declared) -%}
    {%- for name, _ in declared -%}
        {%- do known.update({name: name ~ suffix}) -%}
    {%- endfor -%}
    {%- for name, _ in syndrome_sql.text_fields() %}
    {{ known.get(name, 'cast(null as ' ~ dbt.type_string() ~ ')') }} as {{ name }}{{ ',' if not loop.last }}
    {%- endfor %}
{%- endmacro -%}

{#- The fields that can be known of such a visit. -#}
{%- macro fields_built() -%}
    {{ return([
        'ccdd_parsed', 'dd_parsed', 'chief_complaint_parsed', 'ccdd', 'chief_complaint_history',
        'discharge_diagnosis', 'chief_complaint', 'chief_complaint_original',
    ]) }}
{%- endmacro -%}
