{#- The class of care of a setting as a number, and back: what counts most is highest, so that the
    greatest number of a visit's rows is the setting of the visit. -#}
{%- macro care_class(setting) -%}
    case {{ setting }} when 'emergency' then 3 when 'inpatient' then 2 when 'ambulatory' then 1 else 0 end
{%- endmacro -%}

{%- macro setting_of_class(class) -%}
    case {{ class }} when 3 then 'emergency' when 2 then 'inpatient' when 1 then 'ambulatory' else 'unknown' end
{%- endmacro -%}
