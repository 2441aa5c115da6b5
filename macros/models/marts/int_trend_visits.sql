{#- Visits by the periods, places and age bands of the policies there are, as trends divide them, and
    by the filters of definitions. One row per visit and grid: definitions with the same policy and
    filters count the same visits. -#}
{{- syndrome_sql.stands_in('restricted') }}
{{ config(access='private', materialized='syndrome_view') }}

with all_visits as (
    select * from {{ ref('syndrome_sql', 'syndrome_visits') }}
),

grids as (
    select distinct
        period, geography, age_bands, filters, least_age, most_age, sexes, is_emergency,
        further
    from {{ ref('syndrome_sql', 'int_published_policies') }}
)

select
    all_visits.visit_id,
    all_visits.facility_id,
    all_visits.setting,
    grids.period,
    grids.geography,
    grids.age_bands,
    grids.filters,
    {{ syndrome_sql.period_start('all_visits.visit_date', 'grids.period') }} as period_start,
    coalesce(
        case grids.geography when 'county' then all_visits.county else all_visits.state end,
        'unknown'
    ) as place,
    {{ age_group('all_visits.age_years', 'grids.age_bands') }} as age_group,
    coalesce(all_visits.sex, 'U') as sex,
    -- whether the filters let it through; what is missing passes none
    case
        when (grids.least_age is null
            or all_visits.age_years between grids.least_age and grids.most_age)
            and (grids.sexes = '' or grids.sexes like '%' || all_visits.sex || '%')
            and (grids.is_emergency is null or all_visits.is_emergency = grids.is_emergency)
            and (
                grids.further = ''
                or (
                    {%- for name, filter in syndrome_sql.filter_columns().items() %}
                    {{ 'and ' if not loop.first }}{{ passes_filter(name, filter) }}
                    {%- endfor %}
                )
            ) then 1
        else 0
    end as is_eligible,
    coalesce(all_visits.dd_parsed, all_visits.ccdd_parsed) as codes
from all_visits
cross join grids
