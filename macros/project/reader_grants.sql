{#- The grants of a published model: those in `syndrome_trend_readers` may read it. -#}
{%- macro reader_grants() -%}
    {%- set readers = var('syndrome_trend_readers') -%}
    {%- set privilege = syndrome_sql.reader_privilege() -%}
    {{ return({privilege: readers} if readers and privilege else {}) }}
{%- endmacro -%}
