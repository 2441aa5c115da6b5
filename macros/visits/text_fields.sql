{#- The text fields of a visit, our name and that of an ESSENCE DataDetails extract. A test holds
    the list to transpiler/definition/fields.py. -#}
{%- macro text_fields() -%}
    {{ return([
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
    ]) }}
{%- endmacro -%}
