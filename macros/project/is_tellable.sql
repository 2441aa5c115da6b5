{#- Whether a count may be shown by itself: it is 0, or large enough, and the visits that do not match
    are no small number either. All four are SQL expressions. -#}
{%- macro is_tellable(matched, visits, smallest_told, smallest_count) -%}
    ({{ matched }} = 0 or ({{ matched }} >= {{ smallest_told }}
        and {{ visits }} - {{ matched }} >= {{ smallest_count }}))
{%- endmacro -%}
