{#- A sex as F, M or U, which stands for other and unknown; NULL where the value is none of the words
    known, and where there is no value. Numbers are none: their meaning differs between systems. -#}
{%- macro read_sex(value) -%}
    case
        when {{ syndrome_sql.value_word(value) }} in ('F', 'FEMALE', 'WOMAN', 'GIRL') then 'F'
        when {{ syndrome_sql.value_word(value) }} in ('M', 'MALE', 'MAN', 'BOY') then 'M'
        when {{ syndrome_sql.value_word(value) }} in (
            'U', 'UNK', 'UNKNOWN', 'UNDIFFERENTIATED', 'UNDETERMINED', 'INDETERMINATE', 'AMBIGUOUS',
            'O', 'OTHER', 'X', 'A', 'I', 'INTERSEX', 'NONBINARY', 'NON-BINARY', 'NON BINARY',
            'NOT SPECIFIED', 'UNSPECIFIED', 'DECLINED'
        ) then 'U'
    end
{%- endmacro -%}
