{#- An age in completed years, 0 to 130, NULL where the value is none: `70`, `70.0`, `34 Y`,
    `34 years old`, `2 y 3 m`, and `6 M`, `3 weeks`, `2 D`, `5 h` of infants. -#}
{%- macro read_age(value) -%}
    {%- set word = syndrome_sql.value_word(value) -%}
    {%- set number = syndrome_sql.digits_at_start(word) -%}
    {%- set years = '(?:Y|YO|Y/O|Y\\.O\\.|YR|YRS|YEAR|YEARS|A)\\.?' -%}
    {%- set months = '(?:M|MO|MOS|MON|MTH|MTHS|MONTH|MONTHS)\\.?' -%}
    {%- set weeks = '(?:W|WK|WKS|WEEK|WEEKS)\\.?' -%}
    {%- set days = '(?:D|DAY|DAYS)\\.?' -%}
    {%- set hours = '(?:H|HR|HRS|HOUR|HOURS|MIN|MINS|MINUTE|MINUTES)\\.?' -%}
    {%- set old = '(?:[ -]OLD)?' -%}
    {%- set and_months = '(?:[ ,]*[0-9]{1,2} ?' ~ months ~ ')?' -%}
    case
        when {{ syndrome_sql.has_form(
            word,
            '^0{0,4}(?:[0-9]{1,2}|1[0-2][0-9]|130)(?:\\.[0-9]*)?'
            ~ '(?:[ -]?' ~ years ~ and_months ~ old ~ ')?$'
        ) }} then {{ number }}
        when {{ syndrome_sql.has_form(word, '^[0-9]{1,3}(?:\\.[0-9]*)?[ -]?' ~ months ~ old ~ '$') }}
            then cast(floor({{ number }} / 12.0) as {{ dbt.type_int() }})
        when {{ syndrome_sql.has_form(word, '^[0-9]{1,3}(?:\\.[0-9]*)?[ -]?' ~ weeks ~ old ~ '$') }}
            then cast(floor({{ number }} * 7 / 365.0) as {{ dbt.type_int() }})
        when {{ syndrome_sql.has_form(word, '^[0-9]{1,4}(?:\\.[0-9]*)?[ -]?' ~ days ~ old ~ '$') }}
            then cast(floor({{ number }} / 365.0) as {{ dbt.type_int() }})
        when {{ syndrome_sql.has_form(word, '^[0-9]{1,3}(?:\\.[0-9]*)?[ -]?' ~ hours ~ old ~ '$') }}
            then 0
    end
{%- endmacro -%}
