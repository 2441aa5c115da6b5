{#- Pairs of definitions whose difference could tell of single visits: one takes hardly any visit
    that the other does not take too. The one that takes more leads; versions of one definition are
    pairs like others. -#}
{{ config(schema='restricted', access='private') }}

with matches as (
    select * from {{ ref('fct_syndrome_matches') }}
),

library as (
    select * from {{ ref('dim_syndrome_definitions') }}
),

policies as (
    select * from {{ ref('syndrome_policies') }}
),

sizes as (
    select
        matches.definition,
        matches.version,
        max(policies.smallest_count) as smallest_count,
        count(*) as matched_visits
    from matches
    inner join library
        on matches.definition = library.definition and matches.version = library.version
    inner join policies on library.policy = policies.policy
    group by matches.definition, matches.version
),

common as (
    select
        one.definition,
        one.version,
        other.definition as other_definition,
        other.version as other_version,
        count(*) as common_visits
    from matches as one
    inner join matches as other on one.visit_id = other.visit_id
    where one.definition <> other.definition or one.version <> other.version
    group by one.definition, one.version, other.definition, other.version
),

measured as (
    select
        common.*,
        sizes.matched_visits,
        others.matched_visits as other_matched_visits,
        case when sizes.smallest_count > others.smallest_count then sizes.smallest_count
            else others.smallest_count end as smallest_count
    from common
    inner join sizes
        on common.definition = sizes.definition and common.version = sizes.version
    inner join sizes as others
        on common.other_definition = others.definition and common.other_version = others.version
)

select
    definition,
    version,
    other_definition,
    other_version,
    cast(smallest_count as {{ dbt.type_int() }}) as smallest_count,
    cast(common_visits as {{ dbt.type_bigint() }}) as common_visits,
    case
        when other_matched_visits <> matched_visits then other_matched_visits > matched_visits
        when other_definition <> definition then other_definition < definition
        else other_version < version
    end as is_other_leading
from measured
where (2 * common_visits >= matched_visits and matched_visits - common_visits < smallest_count)
    or (
        2 * common_visits >= other_matched_visits
        and other_matched_visits - common_visits < smallest_count
    )
