{#- Whether the published trends are as the last run left them, and so is all that they follow from: what
    is published, and what is held back, goes by the visits that have arrived, never by the day of the
    run. `settings` are those of the project that its SQL has. -#}
{%- macro is_ledger_current(settings) -%}
    {{ return(
        execute and is_incremental() and syndrome_sql.fingerprint_of_ledger(settings).is_current
    ) }}
{%- endmacro -%}

{%- macro fingerprint_of_ledger(settings) -%}
    {{ return(syndrome_sql.fingerprint(model.raw_code ~ settings, has_own_rows=true)) }}
{%- endmacro -%}

{#- The statement that writes beside the published trends what they follow from now, in the transaction
    that adds to them. -#}
{%- macro remember_ledger(settings) -%}
    {%- set made_of = syndrome_sql.fingerprint_of_ledger(settings).now -%}
    {{ return('' if made_of is none else syndrome_sql.comment_of('table', made_of)) }}
{%- endmacro -%}
