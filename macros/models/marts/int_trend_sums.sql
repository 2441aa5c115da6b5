{#- Which sums may be told beside one another, if nothing had been told before (docs/privacy.md).

    A sum may be told by itself where it is no small count. In a family only those have one that look
    at the ages, sexes and settings that its first looks at: all less minors is a count of adults, by
    the number of whom it would have to be judged. Beside it, the differences that tell of
    visits must be no small counts: of a definition less one, two or three that are nearly within it.
    Where one is, the definition of the highest rank among them is withheld. -#}
{{- syndrome_sql.stands_in('restricted') }}
{{ config(access='private') }}

{%- set unit = ['period', 'period_start', 'setting'] %}
{%- set container = ['definition', 'version'] + unit %}

with cells as (
    select * from {{ ref('syndrome_sql', 'int_trend_cells') }} where cut = 'all'
),

policies as (
    select * from {{ ref('syndrome_sql', 'int_published_policies') }}
),

near as (
    select * from {{ ref('syndrome_sql', 'int_trend_near') }}
),

sums as (
    select
        cells.definition,
        cells.version,
        policies.rank,
        {{ columns_of('cells', unit) }},
        {{ syndrome_sql.period_end('cells.period_start', 'cells.period') }} as period_end,
        cells.smallest_count,
        policies.hold_back_days,
        policies.may_have_cuts,
        cells.matched_visits,
        cells.visits,
        {{ is_tellable(
            'cells.matched_visits', 'cells.eligible_visits', 'cells.smallest_told',
            'cells.smallest_count'
        ) }}
            and cells.visits >= cells.smallest_count
            and (cells.eligible_visits = 0 or cells.eligible_visits >= cells.smallest_count) as is_tellable
    from cells
    inner join policies
        on cells.definition = policies.definition and cells.version = policies.version
    where policies.is_of_first
),

-- up to three that are nearly within a definition; any more are withheld
nearly_within as (
    select
        near.definition,
        near.version,
        near.rank,
        {{ columns_of('near', unit) }},
        near.other_definition,
        near.other_version,
        near.other_rank,
        near.smallest_difference,
        others.matched_visits,
        row_number() over (
            partition by near.definition, near.version, {{ columns_of('near', unit) }}
            order by near.other_rank, near.other_definition, near.other_version
        ) as place_within
    from near
    inner join sums as others
        on near.other_definition = others.definition
        and near.other_version = others.version
        and {{ same_columns('near', 'others', unit) }}
    where near.holds_other and near.is_of_same_period and others.is_tellable
),

pairs_within as (
    select
        one.*,
        two.other_rank as second_rank,
        one.matched_visits + two.matched_visits as matched_of_two,
        greatest(one.smallest_difference, two.smallest_difference) as difference_of_two,
        two.place_within as second_place
    from nearly_within as one
    inner join nearly_within as two
        on {{ same_columns('one', 'two', container) }}
        and one.place_within < two.place_within
    where two.place_within <= 3
),

-- every selection of those within a definition, and what they have together
selections as (
    select
        {{ container | join(', ') }}, rank,
        other_rank as first_rank, 0 as second_rank, 0 as third_rank,
        matched_visits as matched_within, smallest_difference
    from nearly_within
    where place_within <= 3
    union all
    select
        {{ container | join(', ') }}, rank,
        other_rank as first_rank, second_rank, 0 as third_rank,
        matched_of_two as matched_within, difference_of_two as smallest_difference
    from pairs_within
    union all
    select
        {{ columns_of('two', container) }}, two.rank,
        two.other_rank as first_rank, two.second_rank, three.other_rank as third_rank,
        two.matched_of_two + three.matched_visits as matched_within,
        greatest(two.difference_of_two, three.smallest_difference) as smallest_difference
    from pairs_within as two
    inner join nearly_within as three
        on {{ same_columns('two', 'three', container) }}
        and two.second_place < three.place_within
    where three.place_within <= 3
),

conflicts as (
    select
        {{ columns_of('selections', unit) }},
        selections.rank,
        selections.first_rank,
        selections.second_rank,
        selections.third_rank,
        greatest(
            selections.rank, selections.first_rank, selections.second_rank, selections.third_rank
        ) as highest_rank
    from selections
    inner join sums on {{ same_columns('selections', 'sums', container) }}
    where sums.is_tellable
        and abs(sums.matched_visits - selections.matched_within)
            between 1 and selections.smallest_difference - 1
),

in_conflict as (
    {%- for member in ['rank', 'first_rank', 'second_rank', 'third_rank'] %}
    select {{ unit | join(', ') }}, {{ member }} as rank, highest_rank from conflicts
    {{- ' union all' if not loop.last }}
    {%- endfor %}
    union all
    -- more than are looked at together
    select {{ unit | join(', ') }}, other_rank as rank, other_rank as highest_rank
    from nearly_within
    where place_within > 3
),

judged_conflicts as (
    select
        {{ unit | join(', ') }},
        rank,
        max(case when rank = highest_rank then 1 else 0 end) as is_last_of_one
    from in_conflict
    group by {{ unit | join(', ') }}, rank
),

-- near one that is published by another period, over the same days
other_periods as (
    select distinct {{ columns_of('sums', container) }}
    from sums
    inner join near
        on {{ same_columns('sums', 'near', ['definition', 'version', 'setting']) }}
        and sums.period_start <= near.period_end
        and sums.period_end >= near.period_start
    where not near.is_of_same_period and near.other_rank <= near.rank
),

near_before as (
    select
        {{ columns_of('near', container) }},
        max(case when near.other_rank < near.rank then 1 else 0 end) as is_near_one_before
    from near
    inner join sums as others
        on near.other_definition = others.definition
        and near.other_version = others.version
        and {{ same_columns('near', 'others', unit) }}
    where near.is_of_same_period and others.is_tellable
    group by {{ columns_of('near', container) }}
),

judged as (
    select
        sums.*,
        sums.is_tellable
            and coalesce(judged_conflicts.is_last_of_one, 0) = 0
            and other_periods.definition is null as is_told,
        sums.is_tellable and judged_conflicts.rank is null and other_periods.definition is null
            as is_free,
        near_before.definition is not null as is_near_any,
        coalesce(near_before.is_near_one_before, 0) = 1 as is_near_one_before
    from sums
    left join judged_conflicts
        on {{ same_columns('sums', 'judged_conflicts', unit) }}
        and sums.rank = judged_conflicts.rank
    left join other_periods on {{ same_columns('sums', 'other_periods', container) }}
    left join near_before on {{ same_columns('sums', 'near_before', container) }}
)

select
    {{ container | join(', ') }},
    period_end,
    rank,
    smallest_count,
    hold_back_days,
    matched_visits,
    visits,
    is_tellable,
    is_told,
    is_free,
    is_near_any,
    -- cuts stand beside the sums of definitions that are published later, not of earlier ones
    is_told and may_have_cuts and not is_near_one_before as has_cuts
from judged
