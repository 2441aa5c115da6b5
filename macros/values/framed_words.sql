{#- A text in capitals that is no plain list of codes, as words between blanks: `  ;  R07.9  CHEST
    PAIN  ;  ;  Z91.81  ;  `, each with two, so that no two share one. A semicolon stands where a new
    piece begins, also before a code between a comma and a dash. Of an object only what its key calls a code is left, of an HL7 element `code^text^
    system^code^text^system` only the two codes, nothing of what is put before a code (`ICD10:`, `DX2:`,
    `1.`), and nothing of a piece that says that it is missing. -#}
{%- macro framed_words(text) -%}
    {%- set known = syndrome_sql.icd10_category() -%}
    {%- set code_key = '(?:[A-Z0-9_ -]*CODES?|ICD[-_ ]?(?:9|10)?(?:[-_ ]?CM)?|SNOMED(?:[-_ ]?CT)?|DX|DIAG|DIAGNOSIS|VALUE)' -%}
    {%- set system = '(?:ICD[-_ ]?(?:9|10)?(?:[-_ ]?CM)?|SNOMED(?:[-_ ]?CT)?)' -%}
    {%- set label = '(?:DX|DIAG|DIAGNOSIS|CODE|PRIMARY|SECONDARY|PRINCIPAL|ADMITTING)[-_ ]?[0-9]{0,2}' -%}
    {%- set dash = '[:\u2013\u2014-]' -%}
    {%- set part = '[^^~|;"\\r\\n]*' -%}
    {%- set rewritten = namespace(text="';' || " ~ text ~ " || ';'") -%}
    {%- for form, written in [
        ('"' ~ code_key ~ '" *: *', ';'),
        ('"[^"]*" *: *(?:"(?:[^"\\\\]|\\\\.)*"|-?[0-9.]+|TRUE|FALSE|NULL)', ';'),
        ('"[^"]*" *:', ';'),
        ('([^A-Z0-9])(?:' ~ system ~ ' *[:=|]|' ~ label ~ ' *[:=]) *', '\\1;'),
        ('([^A-Z0-9])' ~ system ~ ' +([A-Z]?[0-9])', '\\1;\\2'),
        ('([;~|\\r\\n]) *[0-9]{1,2}[.):] *([A-Z])', '\\1\\2'),
        ('\\^' ~ part ~ '(?:\\^' ~ part ~ '(?:\\^(' ~ part ~ ')(?:\\^' ~ part ~ ')*)?)?', ';\\1;'),
        ('[;~|\\r\\n\\t"{}\\[\\]]+', '  ;  ;  '),
        (', *(' ~ known ~ '\\.?[0-9A-Z]{0,4})(?: +' ~ dash ~ '| *' ~ dash ~ ' ) *([A-Z])', '  ;  ;  \\1  \\2'),
        (',', '  ,  '),
        ('[^A-Z0-9.;,]+', '  '),
        (';  (?:NA|N  A|NULL|NONE|NAN|NIL|UNK|UNKNOWN)  ;', ';  ;'),
    ] -%}
        {%- set rewritten.text = syndrome_sql.replace_all(rewritten.text, form, written) -%}
    {%- endfor -%}
    {{- rewritten.text -}}
{%- endmacro -%}
