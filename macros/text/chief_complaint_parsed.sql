{#- A complaint as it stands in `CCDDParsed`: in capitals, every run of blanks, line breaks and
    ASCII punctuation one blank, none at the ends; NULL where nothing is left. Abbreviations are
    not written out, which ESSENCE also does. -#}
{%- macro chief_complaint_parsed(complaint) -%}
    {%- set words = syndrome_macros.replace_all(complaint, '[\\t\\r\\n -/:-@\\[-`{-~]+', ' ') -%}
    nullif(trim({{ syndrome_macros.capital_letters(words) }}, ' '), '')
{%- endmacro -%}
