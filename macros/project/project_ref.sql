{#- What the project that installs this package has: its generated models and its seeds. It is named,
    since dbt warns of a package that refers to whatever has the name; where they stand in another
    package than the root's, the var `syndrome_project` says which. -#}
{%- macro project_ref(name) -%}
    {{ return(ref(var('syndrome_project', project_name), name)) }}
{%- endmacro -%}
