{#- True or false of a flag: `true`, `T`, `yes`, `Y`, `1`, `1.0` and their opposites; NULL for all
    else, such as the letter of a patient class. -#}
{%- macro read_flag(value) -%}
    case
        when {{ syndrome_sql.value_word(value) }} in ('1', '1.0', 'T', 'TRUE', 'Y', 'YES')
            then true
        when {{ syndrome_sql.value_word(value) }} in ('0', '0.0', 'F', 'FALSE', 'N', 'NO')
            then false
    end
{%- endmacro -%}
