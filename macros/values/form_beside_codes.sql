{#- The form of what stands beside the codes of a value, and nothing of its content: `X99.9 words` for
    a code and its description, `words` for a piece without a code. That of the first piece with words,
    or, where only signs stand beside codes, of the whole; NULL where codes stand alone. -#}
{%- macro form_beside_codes(value) -%}
    {%- set text = syndrome_sql.capital_letters(syndrome_sql.value_text(value)) -%}
    {%- set form = namespace(text=text) -%}
    {%- for found, written in [
        ('[~|"\\t\\r\\n{}\\[\\]]+', ';'),
        ('[^A-Z0-9 .,;:^/()-]+', '?'),
        ('(?:[A-Z.]+[0-9][A-Z0-9.]*|[0-9.]+[A-Z][A-Z0-9.]*)', '#'),
        ('[0-9][0-9.]*', '%'),
        ('[A-Z][A-Z.]*(?:[ ,/-]+[A-Z][A-Z.]*)*', '@'),
        ('^(?:[^@;]*;)*[ ,]*([^@;]*@[^;]*).*$', '\\1'),
        ('@', 'words'),
        ('%', '999'),
        ('#', 'X99.9'),
    ] -%}
        {%- set form.text = syndrome_sql.replace_all(form.text, found, written) -%}
    {%- endfor -%}
    case
        when {{ syndrome_sql.has_codes_alone(value, text) }} then null
        when {{ syndrome_sql.has_form(text, '"[^"]*" *:') }} then '{key: value}'
        else trim(substr({{ form.text }}, 1, 40))
    end
{%- endmacro -%}
