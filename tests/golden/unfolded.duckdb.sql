/* blank_v1: A blank field, and a negation in a negation */
/* CASE, not AND: THEN is asked only where WHEN held; ELSE makes unknown FALSE */
SELECT
  "visit_id",
  CASE
    WHEN LIST_EXTRACT(
      LIST_TRANSFORM(
        LIST_VALUE(
          CASE
            WHEN STRLEN("chief_complaint_history") = LENGTH("chief_complaint_history")
            THEN LOWER("chief_complaint_history" COLLATE "C")
            ELSE TRANSLATE("chief_complaint_history" COLLATE "C", 'ABCDEFGHIJKLMNOPQRSTUVWXYZÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖØÙÚÛÜÝÞ', 'abcdefghijklmnopqrstuvwxyzàáâãäåæçèéêëìíîïðñòóôõöøùúûüýþ') END
        ),
        LAMBDA "folded" : "folded" = ''
        OR (
          CONTAINS("folded", 'fall')
          AND NOT CASE
            WHEN CONTAINS("folded", 'fallopian')
            THEN NOT CONTAINS("folded", 'fell')
            ELSE FALSE END
        )
      ),
      1
    )
    THEN TRUE ELSE FALSE END AS "is_match"
FROM "syndrome_visits"
