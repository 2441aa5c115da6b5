{#- The shape of a code that begins with a letter: `T74.51XA`, `T7451XA`, `V58`, `O9A.411`, `G0402`. -#}
{%- macro letter_code() -%}
    (?:[A-Z][0-9][0-9AB]|QA0)\.?[0-9A-Z]{0,5}
{%- endmacro -%}
