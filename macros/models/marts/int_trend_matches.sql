{#- Matches as trends count them: each with the stratum of its visit in the grid of its definition. -#}
{{- syndrome_sql.stands_in('restricted') }}
{{ config(access='private', materialized='syndrome_view') }}

{%- set grid = ['period', 'geography', 'age_bands', 'filters'] %}

with matches as (
    select * from {{ ref('syndrome_sql', 'fct_syndrome_matches') }}
),

policies as (
    select * from {{ ref('syndrome_sql', 'int_published_policies') }}
),

visits as (
    select * from {{ ref('syndrome_sql', 'int_trend_visits') }}
)

select
    policies.definition,
    policies.version,
    visits.*
from matches
inner join policies
    on matches.definition = policies.definition and matches.version = policies.version
inner join visits
    on matches.visit_id = visits.visit_id
    and {{ same_columns('policies', 'visits', grid) }}
