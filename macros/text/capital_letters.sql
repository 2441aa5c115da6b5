{#- ASCII letters as capitals, all else as it is: what codes and parsed complaints are written in.
    UPPER would change the length of some other letters. DuckDB takes it for texts of ASCII alone,
    because its TRANSLATE is twenty times slower. -#}
{%- macro capital_letters(text, without='') -%}
    {{ return(adapter.dispatch('syndrome_capital_letters', 'syndrome_sql')(text, without)) }}
{%- endmacro -%}

{#- `without` are characters that go, none of them ASCII. -#}
{%- macro default__syndrome_capital_letters(text, without) -%}
    translate(
        {{ text }}, 'abcdefghijklmnopqrstuvwxyz{{ without }}', 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
    )
{%- endmacro -%}

{%- macro duckdb__syndrome_capital_letters(text, without) -%}
    case
        when strlen({{ text }}) = length({{ text }}) then upper({{ text }})
        else {{ syndrome_sql.default__syndrome_capital_letters(text, without) }}
    end
{%- endmacro -%}
