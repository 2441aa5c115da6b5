{#- A key from which nobody can tell the visit, the patient or the facility without the secret:
    SHA-256 over the secret and the parts, twice with the secret, as HMAC does. `purpose` is one word
    that says what is hashed, so that visit 5 and patient 5 of a facility have nothing in common. The
    parts are SQL text expressions; each is measured, so that ('ab', 'c') and ('a', 'bc') differ.
    NULL where any part is NULL. The secret stands in a table of its own, so that it is in no compiled
    model. -#}
{%- macro hashed_key(purpose, parts) -%}
    {%- set secret = "(select secret from " ~ syndrome_sql.key_secret_relation() ~ ")" -%}
    {%- set measured = ["'" ~ purpose ~ "'"] -%}
    {%- for part in parts -%}
        {%- do measured.append("cast(length(" ~ part ~ ") as " ~ dbt.type_string() ~ ") || ':' || " ~ part) -%}
    {%- endfor -%}
    {%- set inner = syndrome_sql.sha256_hex(secret ~ " || '|' || " ~ measured | join(" || '|' || ")) -%}
    {{ syndrome_sql.sha256_hex(secret ~ " || '|' || " ~ inner) }}
{%- endmacro -%}

{#- The SHA-256 of a text in UTF-8, as 64 hexadecimal digits in small letters. -#}
{%- macro sha256_hex(text) -%}
    {{ return(adapter.dispatch('syndrome_sha256_hex', 'syndrome_sql')(text)) }}
{%- endmacro -%}

{%- macro default__syndrome_sha256_hex(text) -%}
    sha256({{ text }})
{%- endmacro -%}

{%- macro postgres__syndrome_sha256_hex(text) -%}
    encode(sha256(convert_to({{ text }}, 'UTF8')), 'hex')
{%- endmacro -%}

{%- macro bigquery__syndrome_sha256_hex(text) -%}
    to_hex(sha256({{ text }}))
{%- endmacro -%}

{#- The MD5 of a text, as 32 hexadecimal digits: to tell whether something has changed, never as a key. -#}
{%- macro md5_hex(text) -%}
    {{ return(adapter.dispatch('syndrome_md5_hex', 'syndrome_sql')(text)) }}
{%- endmacro -%}

{%- macro default__syndrome_md5_hex(text) -%}
    md5({{ text }})
{%- endmacro -%}

{%- macro bigquery__syndrome_md5_hex(text) -%}
    to_hex(md5({{ text }}))
{%- endmacro -%}
