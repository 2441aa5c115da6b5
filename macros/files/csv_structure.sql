{#- What a CSV is made of, found line by line without DuckDB's parser: a query with the columns
    `kind`, `line` (the first of its kind), `fields` (how many that row has) and `how_many`:

    - `rows`: rows behind the header; `breaks`: line breaks within texts, in `line` the first such row;
    - `shorter`, `longer`: rows with fewer or more fields than the header;
    - `quotes`: rows in which a quote is opened and not closed, or something stands beside it;
    - `swallowed`: rows with a text over line breaks of which a line looks like a row itself;
    - `blank`: blank lines, which are no rows;
    - `sum`: what all lines say, as one number (`number_of_line`), and in `line` how many they are;
    - `within`: rows with a quote within a text that is not in quotes, where it is a letter.

    A quote opens a text only at the beginning of a field, and is doubled within; any other is a
    letter. Whether a line begins within a text hangs on the lines before it: each line either leaves
    that as it was, turns it round, or settles it, so that running sums over the lines tell. -#}
{%- macro csv_structure(path, separator, width, at_each_end=false) -%}
    {%- set cut = '[' ~ separator ~ ']' -%}
    {%- set closed = '"(?:[^"]|"")*"' -%}
    {%- set open = '"(?:[^"]|"")*' -%}
    {%- set bare = ' *(?:[^ "' ~ separator ~ '][^' ~ separator ~ ']*)?' -%}
    {%- set field = '(?:' ~ closed ~ '|' ~ bare ~ ')' -%}
    {%- set leads = '(?:' ~ field ~ cut ~ ')*' -%}
    {%- set follow = '(?:' ~ cut ~ field ~ ')*' -%}
    {%- set quoted = '(^|' ~ cut ~ ')"(?:[^"]|"")*(?:"|$)' -%}
    {%- set texts = '"(?:[^"]|"")*(?:"|$)|[^"' ~ separator ~ '][^' ~ separator ~ ']*' -%}
    {%- set text_goes_on = '(?:[^"]|"")*' -%}
    {%- set from_here = "regexp_replace(text, '^" ~ text_goes_on ~ "(?:\"|$)', '')" -%}
    {%- set all_cuts = "length(text) - length(replace(text, '" ~ separator ~ "', ''))" -%}
    {#- Of a line that begins outside or within a text: what it is where it has no quote, the pattern
        of one that ends within a text, the pattern of one with sound quotes, and what is left to
        look through. -#}
    {%- set begun = {
        'outside': {
            'ends_within': 'false', 'cuts': all_cuts, 'open': leads ~ open,
            'sound': leads ~ '(?:' ~ field ~ '|' ~ open ~ ')', 'rest': 'text',
        },
        'within': {
            'ends_within': 'true', 'cuts': '0',
            'open': text_goes_on ~ '(?:"' ~ follow ~ cut ~ open ~ ')?',
            'sound': text_goes_on ~ '(?:"' ~ follow ~ '(?:' ~ cut ~ open ~ ')?)?', 'rest': from_here,
        },
    } %}
with lines as (
    select row_number() over () as line, coalesce(text, '') as text
    from {{ syndrome_sql.csv_lines(path, at_each_end=at_each_end) }}
),

{#- `after_…`: whether a line that begins outside or within a text ends within one; `cuts_…`: how
    many separators it then has; `is_sound_…`: whether its quotes stand where they may -#}
marked as (
    select
        line,
        text = '' as is_blank,
        {{ syndrome_sql.number_of_line('text') }} as number_of_line,
        {%- for state, line in begun.items() %}
        case
            when not contains(text, '"') then {{ line.ends_within }}
            else regexp_full_match(text, '{{ line.open }}')
        end as after_{{ state }},
        case
            when not contains(text, '"') then {{ line.cuts }}
            else length(regexp_replace({{ line.rest }}, '{{ texts }}', '', 'g'))
        end as cuts_{{ state }},
        case
            when not contains(text, '"') then true
            else regexp_full_match(text, '{{ line.sound }}')
        end as is_sound_{{ state }},
        case
            when not contains(text, '"') then false
            else contains(regexp_replace({{ line.rest }}, '{{ quoted }}', '\1', 'g'), '"')
        end as has_quote_{{ state }},
        {%- endfor %}
        {%- if width > 2 %}
        {{ all_cuts }} = {{ width - 1 }}
        and regexp_matches(text, '^"?[0-9A-Za-z_.-]*[0-9][0-9A-Za-z_.-]*"?{{ cut }}') as looks_like_row
        {%- else %}
        false as looks_like_row
        {%- endif %}
    from lines
),

counted as (
    select
        *,
        after_outside = after_within as is_settled,
        count_if(after_outside and not after_within) over (order by line) as turns
    from marked
),

settled as (
    select
        *,
        last_value(case when is_settled then after_outside end ignore nulls)
            over before as settled_as,
        last_value(case when is_settled then turns end ignore nulls) over before as turns_then,
        lag(turns, 1, 0) over (order by line) as turns_before
    from counted
    window before as (order by line rows between unbounded preceding and 1 preceding)
),

placed as (
    select
        *,
        coalesce(settled_as, false) <> ((turns_before - coalesce(turns_then, 0)) % 2 = 1)
            as is_within
    from settled
),

grouped as (
    select
        *,
        count_if(not is_within and not is_blank) over (order by line) as place
    from placed
    where is_within or not is_blank
),

records as (
    select
        min(line) as line,
        count(*) - 1 as breaks,
        bool_or(case when is_within then has_quote_within else has_quote_outside end)
            as has_quote_within,
        1 + sum(case when is_within then cuts_within else cuts_outside end) as fields,
        bool_and(case when is_within then is_sound_within else is_sound_outside end)
        and not bool_or(
            line = (select max(line) from marked)
            and case when is_within then after_within else after_outside end
        ) as is_sound,
        bool_or(is_within and looks_like_row) as has_row_within
    from grouped
    group by place
),

judged as (
    select
        line,
        fields,
        case
            when not is_sound then 'quotes'
            when fields < {{ width }} then 'shorter'
            when fields > {{ width }} then 'longer'
            when has_row_within then 'swallowed'
        end as kind
    from records
)

select kind, min(line) as line, arg_min(fields, line) as fields, count(*) as how_many
from judged
where kind is not null
group by kind
union all
select 'rows', null, null, count(*) - 1 from records
union all
select 'breaks', min(line), null, coalesce(sum(breaks), 0) from records where breaks > 0
union all
select 'within', min(line), null, count(*) from records where has_quote_within
union all
select 'blank', min(line), null, count(*) from placed where is_blank and not is_within
union all
select 'sum', count(*), null, coalesce(sum(number_of_line), 0) from placed
{%- endmacro -%}
