{#- The stratum that a stratum of `strata` is a part of: all, or in the crossing of both sides the stratum
    of the cut that comes first. -#}
{%- macro divided_stratum(strata, first_cut) -%}
    case
            when {{ strata }}.cut <> 'place, age and sex' then 'all'
            when {{ first_cut }} = 'place' then {{ strata }}.place
            else {{ strata }}.age_group || ', ' || {{ strata }}.sex
        end
{%- endmacro -%}
