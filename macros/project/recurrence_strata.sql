{#- The ways in which `int_recurrence` divides matches, and the strata of each. -#}
{%- macro recurrence_strata() -%}
    {{ return({
        'earlier visit': [
            '0-3 days before', '4-30 days before', '31-90 days before', '91-365 days before',
            'none in a year', 'patient unknown',
        ],
        'phase of care': ['sequela', 'subsequent', 'initial', 'no such code'],
    }) }}
{%- endmacro -%}
