{#- What filters such as `complaint_informative` ask, told by the texts of a visit where a source has no
    column of it: whether a complaint or a diagnosis is there in any field that is not empty, and one that is
    more than `null_words`. `columns` says where a field stands, if not under its own name. True or
    false, never NULL. -#}
{%- macro told_by_texts(what, columns={}) -%}
    {%- set form = syndrome_sql.form_of_null_words() if 'informative' in what else syndrome_sql.form_of_nothing() -%}
    {%- set parsed = columns.get('ccdd_parsed', 'ccdd_parsed') -%}
    {%- set before = syndrome_sql.before_codes(parsed) -%}
    {%- set fields = [] -%}
    {%- set texts = [] -%}
    {%- do syndrome_sql.find_texts_that_tell(what, fields) -%}
    {%- for name in fields if name != 'ccdd_parsed' -%}
        {%- do texts.append(columns.get(name, name)) -%}
    {%- endfor -%}
    {%- do texts.append(
        before if what.startswith('complaint') else 'substr(' ~ parsed ~ ', length(' ~ before ~ ') + 1)'
    ) -%}
    case
        {%- for text in texts %}
        when not {{ syndrome_sql.has_form(
            '(' ~ syndrome_sql.capital_letters('(' ~ text ~ ')') ~ " || ' ')", form | trim
        ) }} then true
        {%- endfor %}
        else false
    end
{%- endmacro -%}

{#- Tells `found` the fields that tell it. -#}
{%- macro find_texts_that_tell(what, found) -%}
    {%- do found.extend(
        [
            'chief_complaint_parsed', 'chief_complaint', 'chief_complaint_original',
            'chief_complaint_history', 'chief_complaint_combo', 'ccdd_parsed',
        ] if what.startswith('complaint') else [
            'dd_parsed', 'discharge_diagnosis', 'discharge_diagnosis_history', 'diagnosis_combo',
            'ccdd_parsed',
        ]
    ) -%}
{%- endmacro -%}

{#- Whether one of them is among the columns found, by the names that those have. -#}
{%- macro has_texts_that_tell(what, columns, names) -%}
    {%- set fields = [] -%}
    {%- do syndrome_sql.find_texts_that_tell(what, fields) -%}
    {%- for field in fields if columns.get(names.get(field, field)) is not none -%}
        {{ return(true) }}
    {%- endfor -%}
    {{ return(false) }}
{%- endmacro -%}

{#- The form of a text of nothing but blanks, semicolons and the numbers of a history. -#}
{%- macro form_of_nothing() -%}
    {{- '^(?:[{][0-9]{1,3}[}]|[;| \u00a0\\t\\r\\n])*$' -}}
{%- endmacro -%}

{#- The form of a text of nothing but null words, and punctuation around them. -#}
{%- macro form_of_null_words() -%}
    {%- set between = '[\\t\\r\\n -/:-@\\[-`{-~\u00a0]' -%}
    ^{{ between }}*(?:[0-9]{1,3}[}]{{ between }}*|(?:
    {{- syndrome_sql.null_words() | replace(', ', '|') | replace(' ', between ~ '+') -}}
    ){{ between }}+)*$
{%- endmacro -%}

{#- What is written for a complaint or diagnosis and says nothing of it, in capitals. Punctuation does not
    count: `N/A` is `N A`. ESSENCE has a list of its own, which is not public. -#}
{%- macro null_words() -%}
    AMBULANCE, CHECK IN, CHIEF COMPLAINT, COMPLAINT, DIAGNOSIS, ED, EMERGENCY, EMS, ER, EVAL, EVALUATE,
    {#- #} EVALUATION, MEDICAL, MISSING, N, N A, NA, NAN, NAT, NIL, NO COMPLAINT, NO DATA, NO INFORMATION, NONE, NOS,
    {#- #} NOT APPLICABLE, NOT AVAILABLE, NOT ENTERED, NOT GIVEN, NOT OBTAINED, NOT RECORDED, NOT REPORTED, NULL,
    {#- #} OTHER, PATIENT, PENDING, PT, REFERRAL, REGISTRATION, SEE CHART, SEE NOTE, SEE NOTES, SEE TRIAGE,
    {#- #} SEE TRIAGE NOTE, SEE TRIAGE NOTES, SENT, TBA, TBD, TEST, TRANSFER, TRIAGE, UNABLE TO OBTAIN, UNK, UNKNOWN,
    {#- #} UNSPECIFIED, VISIT, WALK IN, X, XX, XXX
{%- endmacro -%}
