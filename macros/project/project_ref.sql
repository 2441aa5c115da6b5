{#- What the project that installs this package has: its seeds, and its generated models, whose names
    begin with the var `syndrome_prefix`. It is named, since dbt warns of a package that refers to
    whatever has the name; where they stand in another package than the root's, the var
    `syndrome_project` says which. -#}
{%- macro project_ref(name) -%}
    {{ return(ref(var('syndrome_project', project_name), name)) }}
{%- endmacro -%}

{%- macro generated_ref(name) -%}
    {{ return(syndrome_sql.project_ref(var('syndrome_prefix', '') ~ name)) }}
{%- endmacro -%}
