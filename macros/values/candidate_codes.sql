{#- Framed words (`framed_words`) with a mark before each that may be a code: `#` what is one wherever
    it stands (with a full stop inside, or long and behind a comma), `%` what is one unless words of a
    description stand before it, `?` what is one where no word follows either. -#}
{%- macro candidate_codes(text) -%}
    {%- set known = syndrome_sql.icd10_category() -%}
    {%- set letter = syndrome_sql.letter_code() -%}
    {%- set rewritten = namespace(text=syndrome_sql.framed_words(text)) -%}
    {%- for form, written in [
        (' ((?:[A-Z][0-9][0-9AB]|QA0)\\.[0-9A-Z]{1,5}\\.?|E[0-9]{3}\\.[0-9]\\.?) ', ' #\\1 '),
        (' ,  (' ~ known ~ '[0-9A-Z]{1,4}|[0-9]{6,18}) ', ' ,  #\\1 '),
        (' (' ~ known ~ '\\.?[0-9A-Z]{0,4}|[0-9]{3}\\.[0-9]{1,2}|[0-9]{6,18}) ', ' %\\1 '),
        (' (' ~ letter ~ '|[0-9]{3,5}) ', ' ?\\1 '),
        (' [?]([A-Z0-9.]+)  ([A-Z0-9.])', '  \\1  \\2'),
    ] -%}
        {%- set rewritten.text = syndrome_sql.replace_all(rewritten.text, form, written) -%}
    {%- endfor -%}
    {{- rewritten.text -}}
{%- endmacro -%}
