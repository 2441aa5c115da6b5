{#- How much of a value `read_codes` could not read: pieces between delimiters without a code, and
    what looks like one within a description and was not taken. 0 where there is no value. -#}
{%- macro count_non_codes(value) -%}
    {%- set text = syndrome_sql.capital_letters(syndrome_sql.value_text(value)) -%}
    {%- set part = '[^^~|;"\\r\\n]*' -%}
    {%- set marked = namespace(text=syndrome_sql.candidate_codes(text)) -%}
    {%- for form, written in [
        (' [A-Z0-9.]+  (?:,  )*%', ' @  '),
        (' [A-Z0-9.][^;#@]*', ' ! '),
        (';[ ,]*![ ,]*;', '@'),
        ('^[^#%?@]*$', '@'),
        ('[^@]+', ''),
    ] -%}
        {%- set marked.text = syndrome_sql.replace_all(marked.text, form, written) -%}
    {%- endfor -%}
    case
        when {{ syndrome_sql.has_codes_alone(value, text) }} then 0
        when {{ syndrome_sql.has_form(
            text,
            '(?:^|[~|;"\\r\\n])' ~ part ~ '\\^(?:' ~ part ~ '\\^)?[A-Z][0-9][0-9AB]\\.[0-9A-Z]'
        ) }} then length({{ marked.text }}) + 1
        else length({{ marked.text }})
    end
{%- endmacro -%}
