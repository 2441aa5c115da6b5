/* missing_v1: Missing and blank fields */
/* CASE, not AND: THEN is asked only where WHEN held; ELSE makes unknown FALSE */
SELECT
  "visit_id",
  CASE
    WHEN "ccdd_parsed" IS NULL
    OR ("ccdd_parsed" IS NOT NULL AND NOT (CONTAINS("ccdd_parsed", 'rain') OR CONTAINS("ccdd_parsed", 'sun')))
    THEN TRUE ELSE FALSE END AS "is_match"
FROM "syndrome_visits"
