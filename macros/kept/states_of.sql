{#- What stands in the database, by places of relations: what those of `kept` are made of, as `remember`
    wrote it, and what the rows of those of `counted` are. A relation that is not there, or that
    somebody else made, is made of nothing known. -#}
{%- macro states_of(kept, counted) -%}
    {%- set queries = [syndrome_sql.remembered(kept)] -%}
    {%- for relation in counted -%}
        {%- do queries.append(
            "select 'rows', '" ~ syndrome_sql.place_of(relation) ~ "', "
            ~ syndrome_sql.rows_as_text(relation) ~ ' from ' ~ relation ~ ' as counted'
        ) -%}
    {%- endfor -%}
    {%- set states = {'made_of': {}, 'rows': {}} -%}
    {%- for kind, place, state in run_query(queries | join(' union all ')).rows -%}
        {%- do states[kind].update({place: state}) -%}
    {%- endfor -%}
    {{ return(states) }}
{%- endmacro -%}

{#- The rows of a table as a short text. Each run that changes a visit gives it another `updated_at`. -#}
{%- macro rows_as_text(relation) -%}
    {%- set visits = graph.nodes.get('model.syndrome_sql.syndrome_visits') -%}
    {%- if visits is not none
        and syndrome_sql.place_of(relation) == syndrome_sql.place_of(syndrome_sql.relation_of(visits)) -%}
        {{ return("cast(count(*) as text) || ' ' || coalesce(cast(max(updated_at) as text), '')") }}
    {%- endif -%}
    {{ return(
        "cast(count(*) as text) || ' ' || coalesce(cast(sum("
        ~ ('hash(counted)' if target.type == 'duckdb' else 'hashtextextended(cast(counted as text), 0)')
        ~ ") as text), '')"
    ) }}
{%- endmacro -%}

{#- A query for what `remember` wrote beside relations. -#}
{%- macro remembered(relations) -%}
    {%- set places = [] -%}
    {%- for relation in relations -%}
        {%- do places.append("'" ~ syndrome_sql.place_of(relation) ~ "'") -%}
    {%- endfor -%}
    {{ return(
        "select 'made_of' as kind, place, substr(made_of, 10) as state from ("
        ~ adapter.dispatch('syndrome_comments', 'syndrome_sql')()
        ~ ") as remembered where place in (" ~ places | join(', ') ~ ") and made_of like 'made of: %'"
    ) }}
{%- endmacro -%}

{#- Nothing is kept on other engines (`keeps`). -#}
{%- macro default__syndrome_comments() -%}
    {{ return('') }}
{%- endmacro -%}

{%- macro duckdb__syndrome_comments() -%}
    {{ return(
        "select lower(schema_name || '.' || table_name) as place, comment as made_of"
        ~ " from duckdb_tables() where database_name = current_database() union all "
        ~ "select lower(schema_name || '.' || view_name), comment"
        ~ " from duckdb_views() where database_name = current_database() and not internal"
    ) }}
{%- endmacro -%}

{%- macro postgres__syndrome_comments() -%}
    {{ return(
        "select lower(spaces.nspname || '.' || relations.relname) as place,"
        ~ " obj_description(relations.oid, 'pg_class') as made_of from pg_class as relations"
        ~ " inner join pg_namespace as spaces on relations.relnamespace = spaces.oid"
    ) }}
{%- endmacro -%}

{#- Write beside a relation what it is made of, as its comment: it goes where the relation goes, and one
    that is built anew has none until all of it is there. -#}
{%- macro remember(kind, made_of) -%}
    {%- if made_of is not none -%}
        {%- call statement('remember') -%}
            {{ syndrome_sql.comment_of(kind, made_of) }}
        {%- endcall -%}
        {%- do adapter.commit() -%}
    {%- endif -%}
{%- endmacro -%}

{%- macro comment_of(kind, made_of) -%}
    {{ return('comment on ' ~ kind ~ ' ' ~ this ~ " is 'made of: " ~ made_of ~ "'") }}
{%- endmacro -%}
