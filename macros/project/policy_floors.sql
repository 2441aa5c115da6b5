{#- The most that each policy allows to be published; periods, geographies and age bands as
    `coarseness` numbers them. A test holds them to `transpiler/dbt/policy.py`. -#}
{%- macro policy_floors() -%}
    {{ return({
        'standard': {
            'period': 1, 'geography': 1, 'age_bands': 1, 'smallest_count': 5, 'hold_back_days': 0,
        },
        'sensitive': {
            'period': 2, 'geography': 1, 'age_bands': 2, 'smallest_count': 11, 'hold_back_days': 7,
        },
        'no_case_finding': {
            'period': 3, 'geography': 2, 'age_bands': 2, 'smallest_count': 11, 'hold_back_days': 14,
        },
    }) }}
{%- endmacro -%}
