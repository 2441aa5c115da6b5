{#- A complaint as it stands in `CCDDParsed`: in capitals, every run of blanks, line breaks and
    punctuation one blank, none at the ends; NULL where nothing is left. Blanks and punctuation are
    those of ASCII, the no-break and other blanks, dashes, hyphens and quotation marks of Unicode;
    characters that are never seen (zero-width, soft hyphen) go. Abbreviations are not written out,
    which ESSENCE also does. -#}
{%- macro chief_complaint_parsed(complaint) -%}
    {%- set seen = syndrome_sql.capital_letters(complaint, '\u00ad\u200b\u200c\u200d\u2060\ufeff') -%}
    {%- set between = '[\\t\\r\\n -/:-@\\[-`{-~\u0085\u00a0\u1680\u2000-\u206f\u2212\u3000]+' -%}
    nullif(trim({{ syndrome_sql.replace_all(seen, between, ' ') }}, ' '), '')
{%- endmacro -%}
