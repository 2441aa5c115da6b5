/* patterns_v1: Every form of a term */
/* CASE, not AND: THEN is asked only where WHEN held; ELSE makes unknown FALSE */
SELECT
  "visit_id",
  CASE
    WHEN
      /* 1-7, 9-15: ^contains^, begins^, ^ends, equals, ^a_b^, ^traff[iy]ck^, ... (14 terms) */
      REGEXP_MATCHES(
        "ccdd_parsed",
        '(?s)contains|^begins|ends$|^equals$|a.b|traff[iy]ck|[ /;]t40[1-4]x[1-4]|,|50%.|o''brien|a\\b|é'
        || '|(?:^| )(?:whole|[cs]lass)(?: |$)'
      )
      OR REGEXP_MATCHES("ccdd_parsed", '(?s)fell.*stairs')
    THEN TRUE ELSE FALSE END AS "is_match"
FROM "syndrome_visits"
