{#- The negation audit that may be published: visits of periods that are published, rounded up to
    fives, small counts withheld with all that is told of the term. The counts of different terms
    add up to nothing that is published, so no other term need be withheld with one. -#}
{{ config(schema='mart', access='public', grants=reader_grants()) }}

with library as (
    select * from {{ ref('dim_syndrome_definitions') }}
),

policies as (
    select * from {{ ref('syndrome_policies') }}
),

terms as (
    select * from {{ ref('syndrome_terms') }}
),

removals as (
    select * from {{ ref('int_negation_removals') }}
),

visits as (
    select visit_id, visit_date from {{ ref('syndrome_visits') }}
),

watermark as (
    select cast(max(arrived_at) as date) as arrived_until from {{ ref('syndrome_visits') }}
),

negations as (
    select distinct
        terms.definition,
        terms.version,
        terms.part,
        terms.clause,
        terms.term,
        policies.period,
        policies.smallest_count,
        policies.hold_back_days
    from terms
    inner join library
        on terms.definition = library.definition and terms.version = library.version
    inner join policies on library.policy = policies.policy
    where terms.is_negation
),

dated_removals as (
    select removals.*, visits.visit_date, watermark.arrived_until
    from removals
    inner join visits on removals.visit_id = visits.visit_id
    cross join watermark
),

counted as (
    select
        negations.definition,
        negations.version,
        negations.part,
        negations.clause,
        negations.term,
        negations.smallest_count,
        count(found.visit_id) as removed,
        count(case when found.is_alone then 1 end) as alone,
        count(case when found.has_code then 1 end) as coded
    from negations
    left join dated_removals as found
        on negations.definition = found.definition
        and negations.version = found.version
        and negations.part = found.part
        and negations.clause = found.clause
        and {{ is_publishable(
            'found.visit_date', 'negations.period', 'negations.hold_back_days', 'found.arrived_until'
        ) }}
    group by
        negations.definition, negations.version, negations.part, negations.clause, negations.term,
        negations.smallest_count
),

decided as (
    select
        *,
        {%- for count in ['removed', 'alone', 'coded', 'removed - alone', 'removed - coded'] %}
        {{ '' if loop.first else 'or ' }}{{ count }} between 1 and smallest_count - 1
        {%- endfor %} as is_suppressed
    from counted
)

select
    cast(definition as {{ dbt.type_string() }}) as definition,
    cast(version as {{ dbt.type_int() }}) as version,
    cast(part as {{ dbt.type_int() }}) as part,
    cast(clause as {{ dbt.type_string() }}) as clause,
    cast(term as {{ dbt.type_string() }}) as term,
    {%- for name, count in [
        ('removed_visits', 'removed'),
        ('removed_by_it_alone', 'alone'),
        ('removed_with_code', 'coded'),
    ] %}
    cast(case when not is_suppressed then ceil({{ count }} / 5.0) * 5 end as {{ dbt.type_int() }})
        as {{ name }},
    {%- endfor %}
    is_suppressed
from decided
