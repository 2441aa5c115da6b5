/* cdc_suspected_sex_trafficking_v1: CDC Suspected Sex Trafficking v1 */
SELECT
  "visit_id",
  CASE
    WHEN
      CASE
        /* asked first: one of 12 terms (characters 3-549) must be there */
        WHEN REGEXP_MATCHES(
          "ccdd_parsed",
          '(?s);t7[46]5|;z0481|;713834002|;734998001|human traf|traffick|sex traf|sexual exploitation'
          || '|sex slave|forced prostitution|forced sex work|sexual servitude'
        )
        THEN CASE
          WHEN
            (
              /* 9 terms, characters 3-549 */
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
                  /* 11 terms, characters 102-379 */
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
            /* 22 terms, characters 562-998 */
            AND NOT REGEXP_MATCHES(
              "ccdd_parsed",
              '(?s)traffick accident|car|vehicle|drug traf|erratic|psychosis|psychotic|delusion|illusion'
              || '|halluci|denies being a victim of sex traf|denies being a victim of human traf|denies sex traf'
              || '|denies human traf|labor traf|labor exploitation|run into traf|running in and out of traf'
              || '|worried about sex traf|trying to sex traf|hearing voice|manic'
            )
          THEN TRUE
          ELSE FALSE
        END
        ELSE FALSE
      END
      OR CASE
        /* asked first: one of 12 terms (characters 3-549) must be there */
        WHEN REGEXP_MATCHES(
          "chief_complaint_history",
          '(?s);t7[46]5|;z0481|;713834002|;734998001|human traf|traffick|sex traf|sexual exploitation'
          || '|sex slave|forced prostitution|forced sex work|sexual servitude'
        )
        THEN CASE
          WHEN
            (
              /* 9 terms, characters 3-549 */
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
                  /* 11 terms, characters 102-379 */
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
            /* 22 terms, characters 562-998 */
            AND NOT REGEXP_MATCHES(
              "chief_complaint_history",
              '(?s)traffick accident|car|vehicle|drug traf|erratic|psychosis|psychotic|delusion|illusion'
              || '|halluci|denies being a victim of sex traf|denies being a victim of human traf|denies sex traf'
              || '|denies human traf|labor traf|labor exploitation|run into traf|running in and out of traf'
              || '|worried about sex traf|trying to sex traf|hearing voice|manic'
            )
          THEN TRUE
          ELSE FALSE
        END
        ELSE FALSE
      END
    THEN TRUE
    ELSE FALSE
  END AS "is_match"
FROM "syndrome_visits"
