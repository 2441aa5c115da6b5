{#- No value of the column is one of these. -#}
{% test none_of(model, column_name, values) %}
select {{ column_name }}
from {{ model }}
where {{ column_name }} in (
    {%- for value in values %}{{ syndrome_sql.text_literal(value) }}{{ ', ' if not loop.last }}{% endfor -%}
)
{% endtest %}
