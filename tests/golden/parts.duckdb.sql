/* parts_v1: Two query boxes with several fields, and filters */
/* CASE, not AND: THEN is asked only where WHEN held; ELSE makes unknown FALSE */
SELECT
  "visit_id",
  CASE
    WHEN
      "age_years" >= 11
      AND "age_years" <= 34
      AND "sex" COLLATE "C" IN ('F', 'U')
      AND "is_emergency"
      AND (
        "chief_complaint_history" IS NULL
        OR ("chief_complaint_history" IS NOT NULL AND NOT CONTAINS("chief_complaint_history", 'denies'))
      )
      AND (
        (CONTAINS("ccdd_parsed", 'vap') OR CONTAINS("ccdd_parsed", 'e-cig'))
        OR (CONTAINS("triage_notes", 'vap') OR CONTAINS("triage_notes", 'e-cig'))
      )
    THEN TRUE ELSE FALSE END AS "is_match"
FROM "syndrome_visits"
