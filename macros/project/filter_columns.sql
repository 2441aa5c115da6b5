{#- The columns of a visit that filters alone ask of, by name (`find_filter_columns`). -#}
{%- macro filter_columns() -%}
    {%- set found = {} -%}
    {%- do syndrome_sql.find_filter_columns(found) -%}
    {{ return(found) }}
{%- endmacro -%}

{#- The names of those that the source in use has a column of. -#}
{%- macro filters_sent() -%}
    {%- set sent = [] -%}
    {%- if var('syndrome_source') == 'omop' -%}
        {{ return(['is_inpatient']) }}
    {%- endif -%}
    {%- set columns = source_columns() -%}
    {%- for name, filter in syndrome_sql.filter_columns().items() -%}
        {%- if columns.get(name if var('syndrome_source') == 'plain' else filter.essence[0]) is not none -%}
            {%- do sent.append(name) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(sent) }}
{%- endmacro -%}

{#- Those of them that are true or false. -#}
{%- macro flags_of_filters() -%}
    {%- set flags = [] -%}
    {%- for name, filter in syndrome_sql.filter_columns().items() if filter.type == 'boolean' -%}
        {%- do flags.append(name) -%}
    {%- endfor -%}
    {{ return(flags) }}
{%- endmacro -%}

{#- Those that the texts of the source in use tell, of which it has no column. -#}
{%- macro filters_told() -%}
    {%- set told = [] -%}
    {%- set sent = filters_sent() -%}
    {%- set is_built = var('syndrome_source') in ['plain', 'omop'] -%}
    {%- set columns = {} if is_built else source_columns() -%}
    {%- for name, filter in syndrome_sql.filter_columns().items() if filter.is_told and name not in sent -%}
        {%- if is_built or syndrome_sql.has_texts_that_tell(filter.filter, columns, names_in_essence()) -%}
            {%- do told.append(name) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(told) }}
{%- endmacro -%}

{#- Where those that were sent stand. -#}
{%- macro filters_as_sent() -%}
    {%- set names = [] -%}
    {%- for name in filters_sent() -%}
        {%- do names.append(name ~ '_as_sent') -%}
    {%- endfor -%}
    {{ return(names) }}
{%- endmacro -%}

{#- Whether a visit is as the text `further` of a grid wants a column to be (`syndrome_standings`). -#}
{%- macro passes_filter(name, filter) -%}
    {%- set value = syndrome_sql.fold_text('all_visits.' ~ name) if filter.type == 'text'
        else "case when all_visits." ~ name ~ " then 'true' when not all_visits." ~ name ~ " then 'false' end" -%}
    (strpos(grids.further, '|{{ name }}=') = 0
                        or strpos(grids.further, '|{{ name }}=' || {{ value }} || '|') > 0)
{%- endmacro -%}
