{#- Whether a term of the seed `syndrome_terms` is found in a folded text, by the term's columns. Engines
    compile its regular expression anew for each row: it is asked only where its literal was found. -#}
{%- macro finds_term(text, terms) -%}
    case
        when {{ text }} is null then false
        when coalesce({{ terms }}.literal, '') = ''
            then {{ syndrome_sql.matches_pattern(text, terms ~ '.pattern') }}
        when not {{ syndrome_sql.contains_text(text, terms ~ '.literal') }} then false
        when {{ terms }}.is_literal then true
        else {{ syndrome_sql.matches_pattern(text, terms ~ '.pattern') }}
    end
{%- endmacro -%}
