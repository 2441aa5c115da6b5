{#- Common table expressions that put the parts of each count into groups that may be told, the last
    of them `in_groups` (docs/privacy.md has the rule and why it holds).

    In a public order, parts are taken together until what they add up to may be told; then the next
    group begins. A part that may be told by itself, or is 0, is a group of its own where none is open.
    What is left in the end goes with the last group.

    Arguments: `parts`, a relation with a row for each part: `line` names the columns of the count
    that it is a part of, `place_in_line` its place in the order, `matched_here` and `eligible_here`
    its visits, `is_large` is 1 where it may be told by itself and is not 0, and `smallest_count`.
    No count may have more parts than `most_parts`.

    `in_groups` has for each part `part_of`, the number of its group; `is_zero`, 1 where it is told by
    itself as 0; `members`, how many others there are in the group, and `of_group`, what they add up
    to; `groups_told`, how many such groups there are, 0 where all others are one that adds up to the
    count; and `is_odd`, 1 where nothing of the count may be told. -#}
{%- macro parts_in_groups(parts, line, most_parts) -%}
{%- set of_line = 'partition by ' ~ line -%}
{%- set of_segment = of_line ~ ', segment' -%}
{%- set in_order = 'order by place_in_line rows between unbounded preceding and' -%}
{%- set part = line ~ ', place_in_line' -%}
{%- set known = part ~ ', segment, smallest_count, matched_here, eligible_here, is_large' -%}
{#- what the parts of a segment add up to where the last group before a part ends -#}
{%- set ended = 'case when closed <= so_far then closed else closed_before end' -%}
-- after a part that may be told by itself no group is open, whatever was before
segments as (
    select
        *,
        coalesce(sum(is_large) over ({{ of_line }} {{ in_order }} 1 preceding), 0) as segment
    from {{ parts }}
),

added_up as {{ syndrome_sql.made_once() }} (
    select
        *,
        sum(matched_here) over ({{ of_segment }} {{ in_order }} current row) as so_far
    from segments
),

-- most parts are 0, and no group ends with one of them
round_0 as {{ syndrome_sql.made_once() }} (
    select {{ known }}, so_far, 0 as closed_before, 0 as closed
    from added_up
    where matched_here > 0
),

{% for number in range(1, most_parts // 2 + 1) -%}
-- what all parts of the segment add up to where its group number {{ number }} ends
round_{{ number }} as {{ syndrome_sql.made_once() }} (
    select
        {{ known }},
        so_far,
        {{ ended }} as closed_before,
        min(case
            when so_far - closed >= smallest_count
                and so_far - matched_here > closed
                and eligible_here >= so_far - closed then so_far
        end) over ({{ of_segment }}) as closed
    from round_{{ number - 1 }}
),

{% endfor -%}
ends_so_far as (
    select {{ line }}, segment, so_far, {{ ended }} as ended from round_{{ most_parts // 2 }}
),

-- a part that is 0 stands where the one before it does, by what has been added up so far
opened as (
    select
        {{ columns_of('added_up', (line ~ ', place_in_line').split(', ')) }},
        added_up.matched_here,
        added_up.is_large,
        added_up.so_far - coalesce(ends_so_far.ended, 0) as left_open,
        case
            when added_up.is_large = 1 then 1
            when added_up.matched_here > 0 and added_up.so_far = ends_so_far.ended then 1
            else 0
        end as is_end
    from added_up
    left join ends_so_far
        on {{ same_columns('added_up', 'ends_so_far', (line ~ ', segment, so_far').split(', ')) }}
),

numbered as (
    select
        *,
        coalesce(sum(is_end) over ({{ of_line }} {{ in_order }} 1 preceding), 0) as number_of_group,
        sum(is_end) over ({{ of_line }}) as ends,
        max(case when is_end = 1 then place_in_line end) over ({{ of_line }}) as last_end
    from opened
),

tails as (
    select
        *,
        case
            when place_in_line > last_end
                and sum(case when place_in_line > last_end then matched_here else 0 end)
                    over ({{ of_line }}) > 0 then 1
            else 0
        end as is_left
    from numbered
),

put_together as (
    select
        *,
        case
            when number_of_group >= ends - 1 and max(is_left) over ({{ of_line }}) = 1 then ends - 1
            else number_of_group
        end as part_of,
        case when matched_here = 0 and left_open = 0 and is_left = 0 then 1 else 0 end as is_zero
    from tails
),

sized as (
    select
        *,
        sum(1 - is_zero) over ({{ of_line }}, part_of) as members,
        sum(matched_here) over ({{ of_line }}, part_of) as of_group
    from put_together
),

in_groups as {{ syndrome_sql.made_once() }} (
    select
        {{ part }},
        part_of,
        is_zero,
        members,
        of_group,
        ends as groups_told,
        -- a part that is told by what is told beside it; or one with too few visits to be anything
        -- that the group leaves to it
        max(case
            when is_zero = 0 and members = 1 and is_large = 0 then 1
            when is_large = 1 and left_open > matched_here then 1
            else 0
        end) over ({{ of_line }}) as is_odd
    from sized
)
{%- endmacro -%}
