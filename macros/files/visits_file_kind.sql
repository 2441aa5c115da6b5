{#- `csv`, `parquet` or nothing, by the ending of a file's name in any case. -#}
{%- macro visits_file_kind(path) -%}
    {%- set parts = (path | lower).split('.') -%}
    {%- if parts[-1] in ['gz', 'zst'] -%}
        {%- set ending = parts[-2] if parts | length > 2 else '' -%}
        {{ 'csv' if ending in ['csv', 'tsv', 'txt'] }}
    {%- elif parts | length > 1 -%}
        {{ 'csv' if parts[-1] in ['csv', 'tsv', 'txt']
            else 'parquet' if parts[-1] in ['parquet', 'pq'] }}
    {%- endif -%}
{%- endmacro -%}
