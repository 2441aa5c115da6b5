{#- Visits by the periods, places and age bands of the policies there are, as trends divide them. One
    row per visit and grid: definitions with the same policy count the same visits. -#}
{{ config(schema='restricted', access='private', materialized='view') }}

with all_visits as (
    select * from {{ ref('syndrome_visits') }}
),

grids as (
    select distinct period, geography, age_bands from {{ ref('int_published_policies') }}
)

select
    all_visits.visit_id,
    all_visits.facility_id,
    all_visits.setting,
    grids.period,
    grids.geography,
    grids.age_bands,
    {{ syndrome_macros.period_start('all_visits.visit_date', 'grids.period') }} as period_start,
    coalesce(
        case grids.geography when 'county' then all_visits.county else all_visits.state end,
        'unknown'
    ) as place,
    {{ age_group('all_visits.age_years', 'grids.age_bands') }} as age_group,
    coalesce(all_visits.sex, 'U') as sex,
    coalesce(all_visits.dd_parsed, all_visits.ccdd_parsed) as codes
from all_visits
cross join grids
