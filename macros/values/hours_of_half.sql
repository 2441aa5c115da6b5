{#- What AM or PM of a time in words adds to its hour: 12 from 1 PM, -12 at 12 AM, otherwise 0. -#}
{%- macro hours_of_half(word) -%}
    case
        when {{ syndrome_sql.has_form(word, '[^0-9]12:[0-9:., ]+A\\.?M') }} then -12
        when {{ syndrome_sql.has_form(word, '[^0-9]12:[0-9:., ]+P\\.?M') }} then 0
        when {{ syndrome_sql.has_form(word, '[0-9] ?P\\.?M') }} then 12
        else 0
    end
{%- endmacro -%}
