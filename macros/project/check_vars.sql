{#- Hold the vars that reach SQL as names, numbers or switches to their form, before anything runs.
    Texts (a file's name, a purpose) are quoted where they are used. -#}
{%- macro check_vars() -%}
    {%- set kinds = ['generated', 'essence', 'plain', 'omop'] -%}
    {%- if var('syndrome_source') not in kinds -%}
        {{ refuse_var('syndrome_source', 'one of ' ~ kinds | join(', ')) }}
    {%- endif -%}
    {%- do check_name('the schema of the target', target.schema) -%}
    {%- do check_places() -%}
    {%- for name in ['source_schema', 'source_table', 'source_database'] -%}
        {%- do check_name('the var syndrome_' ~ name, var('syndrome_' ~ name, none)) -%}
    {%- endfor -%}
    {%- for name in [
        'steady_variation', 'steady_completeness', 'review_sample', 'review_seed',
        'omop_complaint_class', 'unreadable_limit', 'lost_limit',
    ] -%}
        {%- set value = var('syndrome_' ~ name, none) -%}
        {%- if value is not none and not modules.re.fullmatch('[0-9]{1,15}([.][0-9]{1,9})?', value | string) -%}
            {{ refuse_var('syndrome_' ~ name, 'a number, such as 10 or 0.5') }}
        {%- endif -%}
    {%- endfor -%}
    {%- for name in ['fewest_facilities', 'complete_after_days'] -%}
        {%- if not modules.re.fullmatch('[0-9]{1,4}', var('syndrome_' ~ name) | string) -%}
            {{ refuse_var('syndrome_' ~ name, 'a whole number') }}
        {%- endif -%}
    {%- endfor -%}
    {%- set first_cuts = var('syndrome_first_cut') -%}
    {%- if first_cuts is not mapping
        or first_cuts | reject('in', ['standard', 'sensitive', 'no_case_finding']) | list
        or first_cuts.values() | reject('in', ['place', 'age and sex']) | list -%}
        {{ refuse_var('syndrome_first_cut', 'for each policy `place` or `age and sex`') }}
    {%- endif -%}
    {%- for name in ['forget_deleted', 'accept_lost_visits'] -%}
        {%- if var('syndrome_' ~ name, true) is not boolean -%}
            {{ refuse_var('syndrome_' ~ name, 'true or false') }}
        {%- endif -%}
    {%- endfor -%}
    {%- set fields = syndrome_sql.text_fields() | map('first') | list -%}
    {%- for field in var('syndrome_kept_fields') if field not in fields -%}
        {{ refuse_var('syndrome_kept_fields', 'a list of fields: ' ~ fields | join(', ')) }}
    {%- endfor -%}
    {%- for reader in var('syndrome_trend_readers') -%}
        {%- if not modules.re.fullmatch('[A-Za-z0-9_.:@+-]+', reader | string) -%}
            {{ refuse_var('syndrome_trend_readers', 'a list of roles or principals') }}
        {%- endif -%}
    {%- endfor -%}
{%- endmacro -%}

{%- macro refuse_var(name, expected) -%}
    {{ syndrome_sql.refuse(
        'ESS601', 'the var ' ~ name ~ ' cannot be used as it stands',
        'write ' ~ expected ~ ' in dbt_project.yml or --vars; nothing was changed'
    ) }}
{%- endmacro -%}

{#- Names of schemas, tables and databases: letters, digits, underscores, and hyphens between them. -#}
{%- macro check_name(what, name) -%}
    {%- if name is not none and not modules.re.fullmatch('[A-Za-z0-9_]+(-[A-Za-z0-9_]+)*', name | string) -%}
        {{ syndrome_sql.refuse(
            'ESS601', what ~ ' is no plain name',
            'write letters, digits, underscores and hyphens alone; nothing was changed'
        ) }}
    {%- endif -%}
{%- endmacro -%}
