{#- Whether a count may be shown by itself: it is 0, or large enough, and the visits that do not match
    are no small number either. All four are SQL expressions. -#}
{%- macro is_tellable(matched, visits, smallest_told, smallest_count) -%}
    ({{ matched }} = 0 or ({{ matched }} >= {{ smallest_told }}
        and {{ visits }} - {{ matched }} >= {{ smallest_count }}))
{%- endmacro -%}

{#- How much larger than the smallest count a count must be that hardly any visits are outside a part of:
    else it is a small count of those beside the part. All three are SQL expressions. -#}
{%- macro few_beside(visits, visits_of_part, smallest_count) -%}
    case when {{ visits }} - {{ visits_of_part }} < {{ smallest_count }}
        then {{ visits }} - {{ visits_of_part }} else 0 end
{%- endmacro -%}
