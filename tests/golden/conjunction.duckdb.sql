/* conjunction_v1: A list that leads, and a nested one that is guarded */
/* CASE, not AND: THEN is asked only where WHEN held; ELSE makes unknown FALSE */
SELECT
  "visit_id",
  CASE
    WHEN
      CASE
        WHEN CONTAINS("ccdd_parsed", 'zolpidem') OR CONTAINS("ccdd_parsed", 'xanax')
        THEN (CONTAINS("ccdd_parsed", 'took') OR CONTAINS("ccdd_parsed", 'ingest'))
        AND NOT CONTAINS("ccdd_parsed", 'prescri')
        ELSE FALSE END
      AND CASE
        /* asked first: one of part 2, 1.1.1, 1.2.2, 1.3 must be there */
        WHEN CONTAINS("triage_notes", 'zolpidem') OR CONTAINS("triage_notes", 'unresponsive')
        OR CONTAINS("triage_notes", 'klonopin')
        THEN CASE
          WHEN
            (
              CONTAINS("triage_notes", 'klonopin')
              OR (CONTAINS("triage_notes", 'zolpidem') AND CONTAINS("triage_notes", 'overdose'))
              OR (CONTAINS("triage_notes", 'xanax') AND CONTAINS("triage_notes", 'unresponsive'))
            )
            AND NOT (
              CONTAINS("triage_notes", 'refill') OR CONTAINS("triage_notes", 'denies')
              OR CONTAINS("triage_notes", 'allerg')
            )
          THEN TRUE ELSE FALSE END
        ELSE FALSE END
    THEN TRUE ELSE FALSE END AS "is_match"
FROM "syndrome_visits"
