/* blank_v1: A blank field, and a negation in a negation */
/* CASE, not AND: THEN is asked only where WHEN held; ELSE makes unknown FALSE */
WITH folded AS (
  SELECT
    "visit_id",
    CASE
      WHEN STRLEN("chief_complaint_history") = LENGTH("chief_complaint_history")
      THEN LOWER("chief_complaint_history" COLLATE "C")
      ELSE TRANSLATE(
        "chief_complaint_history" COLLATE "C",
        'ABCDEFGHIJKLMNOPQRSTUVWXYZÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖØÙÚÛÜÝÞ',
        'abcdefghijklmnopqrstuvwxyzàáâãäåæçèéêëìíîïðñòóôõöøùúûüýþ'
      )
    END AS "chief_complaint_history"
  FROM "syndrome_visits"
)
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
FROM folded
