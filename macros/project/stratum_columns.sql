{#- The stratum that rows belong to in the cut `cuts.cut`, as text and by its parts: `stratum`,
    `place`, `age_group` and `sex`; a part that the cut does not divide by is NULL. -#}
{%- macro stratum_columns(strata) -%}
    case cuts.cut
            when 'all' then 'all'
            when 'place' then {{ strata }}.place
            when 'age and sex' then {{ strata }}.age_group || ', ' || {{ strata }}.sex
            else {{ strata }}.place || ', ' || {{ strata }}.age_group || ', ' || {{ strata }}.sex
        end as stratum,
        case when cuts.cut in ('place', 'place, age and sex') then {{ strata }}.place end as place,
        case when cuts.cut in ('age and sex', 'place, age and sex')
            then {{ strata }}.age_group end as age_group,
        case when cuts.cut in ('age and sex', 'place, age and sex')
            then {{ strata }}.sex end as sex
{%- endmacro -%}
