/* blank_v1: A blank field, and a negation in a negation */
/* CASE, not AND: THEN is asked only where WHEN held; ELSE makes unknown FALSE */
SELECT
  "visit_id",
  CASE
    WHEN
      "chief_complaint_history" = ''
      OR (
        CONTAINS("chief_complaint_history", 'fall')
        AND NOT CASE
          WHEN CONTAINS("chief_complaint_history", 'fallopian')
          THEN NOT CONTAINS("chief_complaint_history", 'fell')
          ELSE FALSE END
      )
    THEN TRUE ELSE FALSE END AS "is_match"
FROM "syndrome_visits"
