{#- The names of columns by which the first line of a file of visits is known to be a header, in small
    letters, with a comma between them: those of a plain table, those of an ESSENCE extract, and what
    both are often called. A test holds the fields to those of the compiler. -#}
{%- macro known_columns() -%}
    visit_id,visit_date,arrived_at,facility_id,patient_id,state,county,age_years,sex,is_emergency,
    {#- -#} is_inpatient,chief_complaint,chief_complaint_history,diagnosis_codes,triage_notes,
    {#- -#} ccdd_parsed,dd_parsed,chief_complaint_parsed,ccdd,discharge_diagnosis,
    {#- -#} discharge_diagnosis_history,chief_complaint_original,clinical_impression,
    {#- -#} chief_complaint_combo,admit_reason_combo,admit_reason_code,diagnosis_combo,
    {#- -#} procedure_combo,ccdd_category,subsyndrome,syndrome,
    {#- -#} c_biosense_id,c_visit_date,c_visit_date_time,arrived_date_time,c_processed_facility_id,
    {#- -#} hospital,hospitalstate,hospitalregion,c_unique_patient_id,c_patient_age,age,hasbeene,
    {#- -#} hasbeeni,hasbeenadmitted,ccddparsed,ddparsed,chiefcomplaintparsed,
    {#- -#} chiefcomplaintupdates,dischargediagnosis,dischargediagnosisupdates,chiefcomplaint,
    {#- -#} chiefcomplaintorig,triagenotesorig,clinicalimpression,ccddcategory_flat,
    {#- -#} subsyndromefreetext,syndromefreetext,gender,encounter_id,mrn,icd10,dx_codes,visit id,
    {#- -#} visit date,chief complaint,diagnosis codes
{%- endmacro -%}
