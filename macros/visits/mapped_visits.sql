{#- The rows of a source with what its mapping makes of them, to select from: each value that is no
    column as it stands is one more, `syndrome_mapped_` and our name. `mapping` is resolved
    (`resolve_mapping`), `diagnoses` are the rows of the relation of codes, `visit` says where
    `visit_id` and `facility_id` stand, as SQL. -#}
{%- macro mapped_visits(rows, mapping, diagnoses, visit) -%}
    {%- set made = [] -%}
    {%- set of_rows = {} -%}
    {%- for name, entry in mapping.items() -%}
        {%- if entry.rows -%}
            {%- do of_rows.update(entry.rows) -%}
        {%- elif not entry.is_plain -%}
            {%- do made.append(
                syndrome_sql.mapped_value(entry, entry.type) ~ ' as ' ~ syndrome_sql.mapped_name(name)
            ) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- if not made and not of_rows -%}
        {{ rows }}
    {%- else -%}
    (
        select
            visits_sent.*
            {%- for column in made %},
            {{ column }}
            {%- endfor %}
            {%- if of_rows %},
            diagnoses_sent.syndrome_codes as {{ syndrome_sql.mapped_name('diagnosis_codes') }}
            {%- endif %}
        from {{ rows }} as visits_sent
        {%- if of_rows %}
        left join (
            {{ syndrome_sql.codes_of_rows(diagnoses, of_rows) }}
        ) as diagnoses_sent on {{ syndrome_sql.same_visit(visit, of_rows) }}
        {%- endif %}
    ) as visits_mapped
    {%- endif -%}
{%- endmacro -%}

{%- macro mapped_name(name) -%}
    syndrome_mapped_{{ name | lower }}
{%- endmacro -%}

{#- One row per visit of a relation of one row per diagnosis: its codes in one text, by the order named and
    then by themselves. Numbers are ordered as numbers, also where they are texts. -#}
{%- macro codes_of_rows(diagnoses, rows) -%}
    {%- set code = syndrome_sql.value_text(rows.code.sql) -%}
    {%- set bytes = ' collate "C"' if target.type == 'postgres' else '' -%}
    {%- set orders = [] -%}
    {%- if rows.order -%}
        {%- set place = syndrome_sql.value_text(rows.order.sql) -%}
        {%- do orders.append('case when ' ~ place ~ ' is null then 1 else 0 end') -%}
        {%- do orders.append(
            '(case when ' ~ syndrome_sql.has_form(place, '^[0-9]{1,30}(?:\\.[0-9]+)?$') ~ " then lpad("
            ~ place ~ ", 60, '0') else " ~ place ~ ' end)' ~ bytes
        ) -%}
    {%- endif -%}
    {%- do orders.append('(' ~ code ~ ')' ~ bytes) -%}
    select
        {{ syndrome_sql.key_text(rows.key.sql) }} as syndrome_key,
        {%- if rows.facility %}
        {{ syndrome_sql.key_text(rows.facility.sql) }} as syndrome_facility,
        {%- endif %}
        string_agg({{ code }}, ';' order by {{ orders | join(', ') }}) as syndrome_codes
    from {{ diagnoses }} as diagnoses_as_sent
    where {{ rows.code.sql }} is not null
    {%- if rows.where %}
        and {{ rows.where }}
    {%- endif %}
    group by 1{{ ', 2' if rows.facility }}
{%- endmacro -%}

{#- How many keys of a relation of diagnoses are those of no visit of the source, to select from: as
    `check_diagnoses` counts them before anything is made. NULL where there is no such relation. -#}
{%- macro diagnoses_of_no_visit() -%}
    {%- set is_asked = var('syndrome_source') == 'plain' and said_of_codes().get('as') == 'rows' -%}
    {%- set mapped = source_as_mapped() if is_asked else {'mapping': {}} -%}
    {%- set rows = mapped.mapping.get('diagnosis_codes', {}).get('rows') -%}
    {%- if not rows -%}
    select cast(null as {{ dbt.type_bigint() }}) as keys_of_no_visit
    {%- else -%}
    select count(*) as keys_of_no_visit
    from (
        select distinct
            {%- if rows.facility %}
            {{ syndrome_sql.key_text(rows.facility.sql) }} as syndrome_facility,
            {%- endif %}
            {{ syndrome_sql.key_text(rows.key.sql) }} as syndrome_key
        from {{ mapped.diagnoses }} as diagnoses_as_sent
        where {{ rows.code.sql }} is not null
        {%- if rows.where %}
            and {{ rows.where }}
        {%- endif %}
    ) as diagnoses_sent
    left join (
        select distinct
            {%- if rows.facility %}
            {{ syndrome_sql.key_text(mapped.visit.facility_id) }} as syndrome_facility,
            {%- endif %}
            {{ syndrome_sql.key_text(mapped.visit.visit_id) }} as syndrome_number
        from {{ mapped.relation }} as visits_sent
    ) as visits_of_source
        on diagnoses_sent.syndrome_key = visits_of_source.syndrome_number
        {%- if rows.facility %}
        and diagnoses_sent.syndrome_facility = visits_of_source.syndrome_facility
        {%- endif %}
    where visits_of_source.syndrome_number is null
    {%- endif -%}
{%- endmacro -%}

{%- macro same_visit(visit, rows) -%}
    {{ syndrome_sql.key_text(visit.visit_id) }} = diagnoses_sent.syndrome_key
    {%- if rows.facility %}
            and {{ syndrome_sql.key_text(visit.facility_id) }} = diagnoses_sent.syndrome_facility
    {%- endif -%}
{%- endmacro -%}

{#- A key as visits and their diagnoses are joined by it. -#}
{%- macro key_text(value) -%}
    {{ syndrome_sql.without_blanks_around('cast(' ~ value ~ ' as ' ~ dbt.type_string() ~ ')') }}
{%- endmacro -%}
