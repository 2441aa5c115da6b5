{#- The text fields of a visit, our name and that of an ESSENCE DataDetails extract, and those that the
    project declares. A test holds the list to transpiler/definition/fields.py. -#}
{%- macro text_fields() -%}
    {%- set fields = [
        ('ccdd_parsed', 'CCDDParsed'),
        ('dd_parsed', 'DDParsed'),
        ('chief_complaint_parsed', 'ChiefComplaintParsed'),
        ('ccdd', 'CCDD'),
        ('chief_complaint_history', 'ChiefComplaintUpdates'),
        ('discharge_diagnosis', 'DischargeDiagnosis'),
        ('discharge_diagnosis_history', 'DischargeDiagnosisUpdates'),
        ('chief_complaint', 'ChiefComplaint'),
        ('chief_complaint_original', 'ChiefComplaintOrig'),
        ('triage_notes', 'TriageNotesOrig'),
        ('clinical_impression', 'ClinicalImpression'),
        ('chief_complaint_combo', 'Chief_Complaint_Combo'),
        ('admit_reason_combo', 'Admit_Reason_Combo'),
        ('admit_reason_code', 'Admit_Reason_Code'),
        ('diagnosis_combo', 'Diagnosis_Combo'),
        ('procedure_combo', 'Procedure_Combo'),
        ('ccdd_category', 'CCDDCategory_flat'),
        ('subsyndrome', 'SubSyndromeFreeText'),
        ('syndrome', 'SyndromeFreeText'),
    ] -%}
    {%- do syndrome_sql.find_declared_fields(fields) -%}
    {{ return(fields) }}
{%- endmacro -%}

{#- Adds to `found` the fields that the project declares in the var `syndrome_fields`, each with its column
    of the source (docs/definition-files.md). -#}
{%- macro find_declared_fields(found) -%}
    {%- set given = var('syndrome_fields', none) or {} -%}
    {%- set faults = [] -%}
    {%- for name in given if not modules.re.fullmatch('[a-z][a-z0-9_]{0,62}', name | string)
        or (given[name] and given[name] is not mapping) -%}
        {%- do faults.append(name) -%}
    {%- endfor -%}
    {%- if given is not mapping or faults -%}
        {{ syndrome_sql.refuse(
            'ESS111', 'the var syndrome_fields cannot be used as it stands',
            'write {name: {column: …, layout: …, description: …}}; nothing was changed'
        ) }}
    {%- endif -%}
    {%- for name, said in given.items() -%}
        {%- do found.append((name, (said or {}).get('column') or name)) -%}
    {%- endfor -%}
{%- endmacro -%}
