{#- What is written where there is no value, in capitals, as a list of SQL texts: the same list for
    every value but a text in words, of which only an empty one is missing. -#}
{%- macro missing_words() -%}
    '', '.', '-', '--', '?', 'NA', 'N/A', 'N.A.', '#N/A', '<NA>', 'NAN', 'NAT', 'NULL', '(NULL)',
    chr(92) || 'N', 'NONE', 'NIL', 'MISSING', 'UNK', 'UNKNOWN', 'NOT AVAILABLE', 'NOT APPLICABLE',
    'NOT REPORTED', '[]', '{}'
{%- endmacro -%}
