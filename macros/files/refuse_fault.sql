{#- End a run with why a file is not read (`read_visits_file`); not every reason has a hint. -#}
{%- macro refuse_fault(fault) -%}
    {{ syndrome_sql.refuse(
        'ESS401', fault.message, (fault.hint ~ '; ' if fault.hint else '') ~ 'nothing was changed'
    ) }}
{%- endmacro -%}
