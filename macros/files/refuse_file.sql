{#- Why a file is not read, put into `found`; see `read_visits_file`. -#}
{%- macro refuse_file(found, path, reason, hint, line=none, column=none) -%}
    {%- set place = ', line ' ~ line if line else '' -%}
    {%- set field = ', column ' ~ column if column else '' -%}
    {%- do found.update({'fault': {
        'message': path ~ place ~ field ~ ': ' ~ reason,
        'reason': reason,
        'hint': hint,
        'line': line,
        'column': column,
    }}) -%}
{%- endmacro -%}
