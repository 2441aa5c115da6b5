/* cdc_suspected_sex_trafficking_v1: CDC Suspected Sex Trafficking v1 */
/* CASE, not AND: THEN is asked only where WHEN held; ELSE makes unknown FALSE */
SELECT
  "visit_id",
  CASE
    WHEN
      CASE
        /* asked first: one of 1.1-1.3, 1.4.1.1-1.4.1.3, 1.5-1.10 must be there */
        WHEN REGEXP_MATCHES(
          "ccdd_parsed",
          '(?s);t7[46]5|;z0481|;713834002|;734998001|human traf|traffick|sex traf|sexual exploitation'
          || '|sex slave|forced prostitution|forced sex work|sexual servitude'
        )
        THEN CASE
          WHEN
            (
              /* 1.1-1.3, 1.5-1.10: ^;T7[46]5^, ^;Z0481^, ^;713834002^, ^Sex Traf^, ... (9 terms) */
              REGEXP_MATCHES(
                "ccdd_parsed",
                '(?s);t7[46]5|;z0481|;713834002|sex traf|sexual exploitation|sex slave|forced prostitution'
                || '|forced sex work|sexual servitude'
              )
              OR (
                (
                  CONTAINS("ccdd_parsed", ';734998001')
                  OR CONTAINS("ccdd_parsed", 'human traf') OR CONTAINS("ccdd_parsed", 'traffick')
                )
                AND (
                  /* 1.4.2.1, 1.4.2.2, 1.4.2.4-1.4.2.6, 1.4.2.8-1.4.2.13: ^;T742^, ^;T762^, ... (11 terms) */
                  REGEXP_MATCHES(
                    "ccdd_parsed",
                    '(?s);t742|;t762|sexual ass[au]lt|sexual ass[au][au]lt|sexual abuse|sane exam|forensic nurse exam'
                    || '| caart | sane |sane kit|sane rn'
                  )
                  OR (
                    CONTAINS("ccdd_parsed", ';z5681')
                    AND NOT REGEXP_MATCHES("ccdd_parsed", '(?s);z044[12]')
                  )
                  OR (
                    (CONTAINS("ccdd_parsed", ' rape') OR CONTAINS("ccdd_parsed", 'rape '))
                    AND NOT (
                      CONTAINS("ccdd_parsed", 'grape') OR CONTAINS("ccdd_parsed", 'scrape')
                    )
                  )
                  OR (
                    (CONTAINS("ccdd_parsed", 'punch') OR CONTAINS("ccdd_parsed", 'force'))
                    AND CONTAINS("ccdd_parsed", 'sex')
                  )
                )
              )
            )
            /* 2.1-2.22: ^Traffick accident^, ^Car^, ^Vehicle^, ^Drug Traf^, ^Erratic^, ... (22 terms) */
            AND NOT REGEXP_MATCHES(
              "ccdd_parsed",
              '(?s)traffick accident|car|vehicle|drug traf|erratic|psychosis|psychotic|delusion|illusion'
              || '|halluci|denies being a victim of sex traf|denies being a victim of human traf|denies sex traf'
              || '|denies human traf|labor traf|labor exploitation|run into traf|running in and out of traf'
              || '|worried about sex traf|trying to sex traf|hearing voice|manic'
            )
          THEN TRUE ELSE FALSE END
        ELSE FALSE END
      OR CASE
        /* asked first: one of 1.1-1.3, 1.4.1.1-1.4.1.3, 1.5-1.10 must be there */
        WHEN REGEXP_MATCHES(
          "chief_complaint_history",
          '(?s);t7[46]5|;z0481|;713834002|;734998001|human traf|traffick|sex traf|sexual exploitation'
          || '|sex slave|forced prostitution|forced sex work|sexual servitude'
        )
        THEN CASE
          WHEN
            (
              /* 1.1-1.3, 1.5-1.10: ^;T7[46]5^, ^;Z0481^, ^;713834002^, ^Sex Traf^, ... (9 terms) */
              REGEXP_MATCHES(
                "chief_complaint_history",
                '(?s);t7[46]5|;z0481|;713834002|sex traf|sexual exploitation|sex slave|forced prostitution'
                || '|forced sex work|sexual servitude'
              )
              OR (
                (
                  CONTAINS("chief_complaint_history", ';734998001')
                  OR CONTAINS("chief_complaint_history", 'human traf')
                  OR CONTAINS("chief_complaint_history", 'traffick')
                )
                AND (
                  /* 1.4.2.1, 1.4.2.2, 1.4.2.4-1.4.2.6, 1.4.2.8-1.4.2.13: ^;T742^, ^;T762^, ... (11 terms) */
                  REGEXP_MATCHES(
                    "chief_complaint_history",
                    '(?s);t742|;t762|sexual ass[au]lt|sexual ass[au][au]lt|sexual abuse|sane exam|forensic nurse exam'
                    || '| caart | sane |sane kit|sane rn'
                  )
                  OR (
                    CONTAINS("chief_complaint_history", ';z5681')
                    AND NOT REGEXP_MATCHES("chief_complaint_history", '(?s);z044[12]')
                  )
                  OR (
                    (
                      CONTAINS("chief_complaint_history", ' rape')
                      OR CONTAINS("chief_complaint_history", 'rape ')
                    )
                    AND NOT (
                      CONTAINS("chief_complaint_history", 'grape')
                      OR CONTAINS("chief_complaint_history", 'scrape')
                    )
                  )
                  OR (
                    (
                      CONTAINS("chief_complaint_history", 'punch')
                      OR CONTAINS("chief_complaint_history", 'force')
                    )
                    AND CONTAINS("chief_complaint_history", 'sex')
                  )
                )
              )
            )
            /* 2.1-2.22: ^Traffick accident^, ^Car^, ^Vehicle^, ^Drug Traf^, ^Erratic^, ... (22 terms) */
            AND NOT REGEXP_MATCHES(
              "chief_complaint_history",
              '(?s)traffick accident|car|vehicle|drug traf|erratic|psychosis|psychotic|delusion|illusion'
              || '|halluci|denies being a victim of sex traf|denies being a victim of human traf|denies sex traf'
              || '|denies human traf|labor traf|labor exploitation|run into traf|running in and out of traf'
              || '|worried about sex traf|trying to sex traf|hearing voice|manic'
            )
          THEN TRUE ELSE FALSE END
        ELSE FALSE END
    THEN TRUE ELSE FALSE END AS "is_match"
FROM "syndrome_visits"
