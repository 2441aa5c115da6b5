{#- Matches by place, age and sex, in every way in which a trend divides them. What nothing matches in
    has no row. A view, so that no statistics of a database count its rows. -#}
{{- syndrome_sql.stands_in('restricted') }}
{{ config(access='private', materialized='syndrome_view') }}

{%- set stratum = ['period_start', 'setting', 'cut', 'stratum'] %}

with {{ cuts() }},

matches_of_strata as (
    select
        definition, version, period_start, setting, place, age_group, sex,
        count(*) as matched_visits
    from {{ ref('syndrome_sql', 'int_trend_matches') }}
    group by definition, version, period_start, setting, place, age_group, sex
),

matches_cut as (
    select
        matches_of_strata.definition,
        matches_of_strata.version,
        matches_of_strata.period_start,
        matches_of_strata.setting,
        matches_of_strata.matched_visits,
        cuts.cut,
        {{ stratum_columns('matches_of_strata') }}
    from matches_of_strata
    cross join cuts
)

select
    definition,
    version,
    {{ stratum | join(', ') }},
    place,
    age_group,
    sex,
    cast(sum(matched_visits) as {{ dbt.type_bigint() }}) as matched_visits
from matches_cut
group by definition, version, {{ stratum | join(', ') }}, place, age_group, sex
