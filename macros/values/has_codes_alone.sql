{#- Whether nothing stands beside the codes of a value, of which `text` is the text in capitals: there is
    no value, or a word for none, or codes and what parts them. -#}
{%- macro has_codes_alone(value, text) -%}
    {{ text }} is null or {{ syndrome_sql.is_list_of_codes(text) }}
            or not {{ syndrome_sql.has_form(text, '[A-Z0-9]') }}
            or {{ syndrome_sql.value_word(value) }} in ({{ syndrome_sql.missing_words() }})
{%- endmacro -%}
