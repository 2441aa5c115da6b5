{#- A text in capitals with words beside codes: its codes, and `!` for each run of words. From a word
    on, everything up to the next piece or the next unmistakable code is a description. -#}
{%- macro marked_codes(text) -%}
    {{ syndrome_sql.replace_all(syndrome_sql.candidate_codes(text), ' [A-Z0-9.][^;#]*', ' ! ') }}
{%- endmacro -%}
