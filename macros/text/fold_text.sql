{#- A text folded by the fixed table: ASCII A-Z and the Latin-1 letters À-Þ without × become small,
    every other character stays. No engine's own idea of case decides a match, because engines
    disagree on it; texts of ASCII alone take LOWER, on which all agree. A test holds each spelling
    to that of transpiler/dialects. -#}
{%- macro fold_text(column) -%}
    {{ return(adapter.dispatch('syndrome_fold_text', 'syndrome_sql')(column)) }}
{%- endmacro -%}

{%- macro duckdb__syndrome_fold_text(column) -%}
    case
        when strlen({{ column }}) = length({{ column }}) then lower({{ column }} collate "C")
        else {{ syndrome_sql._fold_by_table(column ~ ' collate "C"') }}
    end
{%- endmacro -%}

{%- macro postgres__syndrome_fold_text(column) -%}
    case
        when octet_length({{ column }}) = length({{ column }}) then lower({{ column }} collate "C")
        else {{ syndrome_sql._fold_by_table(column ~ ' collate "C"') }}
    end
{%- endmacro -%}

{%- macro bigquery__syndrome_fold_text(column) -%}
    case
        when byte_length({{ column }}) = char_length({{ column }}) then lower({{ column }})
        else {{ syndrome_sql._fold_by_table(column) }}
    end
{%- endmacro -%}

{%- macro _fold_by_table(text) -%}
    translate(
        {{ text }},
        'ABCDEFGHIJKLMNOPQRSTUVWXYZÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖØÙÚÛÜÝÞ',
        'abcdefghijklmnopqrstuvwxyzàáâãäåæçèéêëìíîïðñòóôõöøùúûüýþ'
    )
{%- endmacro -%}
