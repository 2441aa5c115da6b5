{#- Definitions that are near each other in a period and setting: most matches of one are matches of
    the other, and those that are not are fewer than the smallest count, so that the two counts tell
    how many they are. One row per definition, period, and other definition that is nearly within it
    (`holds_other`) or that it is nearly within. Of two with different periods the longer one is
    looked at. -#}
{{- syndrome_sql.stands_in('restricted') }}
{{ config(access='private') }}

with policies as (
    select * from {{ ref('syndrome_sql', 'int_published_policies') }}
),

visits as (
    select visit_id, visit_date, setting from {{ ref('syndrome_sql', 'syndrome_visits') }}
),

matches as (
    select
        policies.definition,
        policies.version,
        policies.rank,
        policies.period,
        policies.smallest_count,
        {{ coarseness('policies.period') }} as coarseness,
        visits.visit_id,
        visits.visit_date,
        visits.setting
    from {{ ref('syndrome_sql', 'fct_syndrome_matches') }} as found
    inner join policies
        on found.definition = policies.definition and found.version = policies.version
    inner join visits on found.visit_id = visits.visit_id
),

periods as (
    {%- for period in ['week', 'month', 'quarter'] %}
    select '{{ period }}' as period, {{ loop.index }} as coarseness
    {{- ' union all' if not loop.last }}
    {%- endfor %}
),

sizes as (
    select
        matches.definition,
        matches.version,
        matches.setting,
        periods.period,
        {{ syndrome_sql.period_start('matches.visit_date', 'periods.period') }} as period_start,
        count(*) as matched_visits
    from matches
    inner join periods on matches.coarseness <= periods.coarseness
    group by
        matches.definition, matches.version, matches.setting, periods.period,
        {{ syndrome_sql.period_start('matches.visit_date', 'periods.period') }}
),

pairs as (
    select
        one.definition,
        one.version,
        one.rank,
        one.period as own_period,
        one.smallest_count,
        one.setting,
        other.definition as other_definition,
        other.version as other_version,
        other.rank as other_rank,
        other.period as other_period,
        other.smallest_count as other_smallest_count,
        one.visit_date,
        case when one.coarseness >= other.coarseness then one.period else other.period end as period
    from matches as one
    inner join matches as other on one.visit_id = other.visit_id
    where one.definition <> other.definition or one.version <> other.version
),

common as (
    select
        definition, version, rank, own_period, smallest_count, setting, other_definition,
        other_version, other_rank, other_period, other_smallest_count, period,
        {{ syndrome_sql.period_start('visit_date', 'period') }} as period_start,
        count(*) as common_visits
    from pairs
    group by
        definition, version, rank, own_period, smallest_count, setting, other_definition,
        other_version, other_rank, other_period, other_smallest_count, period,
        {{ syndrome_sql.period_start('visit_date', 'period') }}
),

measured as (
    select
        common.*,
        greatest(common.smallest_count, common.other_smallest_count) as smallest_difference,
        2 * common.common_visits >= sizes.matched_visits
            and sizes.matched_visits - common.common_visits
                < greatest(common.smallest_count, common.other_smallest_count) as is_within_other,
        2 * common.common_visits >= others.matched_visits
            and others.matched_visits - common.common_visits
                < greatest(common.smallest_count, common.other_smallest_count) as holds_other
    from common
    inner join sizes
        on common.definition = sizes.definition
        and common.version = sizes.version
        and common.setting = sizes.setting
        and common.period = sizes.period
        and common.period_start = sizes.period_start
    inner join sizes as others
        on common.other_definition = others.definition
        and common.other_version = others.version
        and common.setting = others.setting
        and common.period = others.period
        and common.period_start = others.period_start
)

select
    definition,
    version,
    rank,
    setting,
    period,
    period_start,
    {{ syndrome_sql.period_end('period_start', 'period') }} as period_end,
    other_definition,
    other_version,
    other_rank,
    smallest_difference,
    own_period = other_period as is_of_same_period,
    holds_other
from measured
where is_within_other or holds_other
