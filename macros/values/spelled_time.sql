{#- A time in any of the forms that `read_time` knows, in capitals, as `2025-3-1 13:15:00.5-07:00`:
    without AM and PM, which `hours_of_half` tells. Other texts stay what they are, more or less. -#}
{%- macro spelled_time(word) -%}
    {%- set order = var('syndrome_date_order', 'mdy') -%}
    {%- if order not in ('mdy', 'dmy') -%}
        {{ syndrome_sql.refuse(
            'ESS601', 'the var syndrome_date_order is none that is known',
            'write mdy or dmy; nothing was changed'
        ) }}
    {%- endif -%}
    {%- set year = '((?:19|20)[0-9]{2})' -%}
    {%- set second = '(:[0-9]{2}(?:\\.[0-9]+)?) ?' -%}
    {%- set rewritten = namespace(text=word) -%}
    {%- for form, written in [
        ('^([0-9]{1,2})[/-]([0-9]{1,2})[/-]' ~ year, '\\3-\\1-\\2' if order == 'mdy' else '\\3-\\2-\\1'),
        ('^' ~ year ~ '/([0-9]{1,2})/([0-9]{1,2})', '\\1-\\2-\\3'),
        ('^([0-9]{1,2})[ -]?([A-Z]{3})[A-Z]*[ ,-]*' ~ year, '\\3-\\2-\\1'),
        ('^([A-Z]{3})[A-Z]* ([0-9]{1,2}),? ' ~ year, '\\3-\\1-\\2'),
        ('^' ~ year ~ '([0-9]{2})([0-9]{2})[T ]?([0-9]{2}):?([0-9]{2}):?([0-9]{2})', '\\1-\\2-\\3 \\4:\\5:\\6'),
        ('^' ~ year ~ '([0-9]{2})([0-9]{2})[T ]?([0-9]{2}):?([0-9]{2})', '\\1-\\2-\\3 \\4:\\5'),
        ('^' ~ year ~ '([0-9]{2})([0-9]{2})(?:\\.0+)?', '\\1-\\2-\\3'),
        ('^([0-9]{4}-[0-9A-Z]{1,3}-[0-9]{1,2})(?:T|:|[ ,]+)([0-9])', '\\1 \\2'),
        ('([0-9]) ?[AP]\\.?M\\.?', '\\1'),
        ('(:[0-9]{2})[.,]([0-9]{1,6})[0-9]*', '\\1.\\2'),
        ('(:[0-9]{2}(?:\\.[0-9]+)?) ?(?:Z|UTC|GMT)$', '\\1+00:00'),
        (second ~ '([+-][0-9]{2}):?([0-9]{2})$', '\\1\\2:\\3'),
        (second ~ '([+-][0-9]{2})$', '\\1\\2:00'),
        ('^([^ ]+ [0-9]{1,2}:[0-9]{2})($|[+-])', '\\1:00\\2'),
    ] -%}
        {%- set rewritten.text = adapter.dispatch('syndrome_rewritten', 'syndrome_sql')(
            rewritten.text, form, written
        ) -%}
    {%- endfor -%}
    {%- for name in ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'] -%}
        {%- set rewritten.text = 'replace(' ~ rewritten.text ~ ", '-" ~ name ~ "-', '-" ~ loop.index ~ "-')" -%}
    {%- endfor -%}
    {{- rewritten.text -}}
{%- endmacro -%}

{#- The first match of a form, written anew from its groups. -#}
{%- macro default__syndrome_rewritten(text, form, written) -%}
    regexp_replace({{ text }}, '{{ form }}', '{{ written }}')
{%- endmacro -%}

{%- macro bigquery__syndrome_rewritten(text, form, written) -%}
    regexp_replace({{ text }}, r'{{ form }}', r'{{ written }}')
{%- endmacro -%}
