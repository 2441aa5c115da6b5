{#- What a first publication of each period and setting would tell: its sum, and the cuts that may
    stand beside it and all else. A cut of which nothing can be told has no rows. What `needs_proof`
    is told only where `syndrome publish` has proved that it may stand beside the rest. -#}
{{- syndrome_sql.stands_in('restricted') }}
{{ config(access='private') }}

{%- set unit = ['definition', 'version', 'period_start', 'setting'] %}
{%- set no_text = 'cast(null as ' ~ dbt.type_string() ~ ')' %}

with sums as (
    select * from {{ ref('syndrome_sql', 'int_trend_sums') }}
),

policies as (
    select * from {{ ref('syndrome_sql', 'int_published_policies') }}
),

divisions as (
    select * from {{ ref('syndrome_sql', 'int_trend_divisions') }}
),

code_cells as (
    select * from {{ ref('syndrome_sql', 'int_trend_code_cells') }}
),

first_parts as (
    select * from divisions where parent = 'all'
),

-- what is told together with others has no parts, unless all of it is 0
second_parts as (
    select divisions.*
    from divisions
    inner join first_parts
        on {{ same_columns('divisions', 'first_parts', unit) }}
        and divisions.parent = first_parts.stratum
    where first_parts.is_told
        and not first_parts.is_beside
        and (not first_parts.is_with_others or first_parts.matched_visits = 0)
),

parts as (
    select * from first_parts
    union all
    select * from second_parts
),

listed as (
    select
        *,
        max(case when is_told then 1 else 0 end)
            over (partition by {{ unit | join(', ') }}, cut, parent) as is_line_told
    from parts
),

cells as (
    select
        {{ unit | join(', ') }}, period, 'all' as cut, 'all' as stratum,
        {{ no_text }} as place, {{ no_text }} as age_group, {{ no_text }} as sex,
        smallest_count, matched_visits, visits, is_told, false as needs_proof
    from sums
    union all
    select
        {{ unit | join(', ') }}, period, cut,
        case when is_with_others then stratum || ' and few others' else stratum end as stratum,
        place, age_group, sex, smallest_count, matched_visits, visits, is_told,
        is_beside as needs_proof
    from listed
    where is_line_told = 1
    union all
    select
        {{ columns_of('code_cells', unit) }}, code_cells.period, code_cells.cut,
        code_cells.stratum, {{ no_text }} as place, {{ no_text }} as age_group, {{ no_text }} as sex,
        code_cells.smallest_count, code_cells.matched_visits, code_cells.visits,
        code_cells.is_alone as is_told, false as needs_proof
    from code_cells
    inner join sums on {{ same_columns('code_cells', 'sums', unit) }}
    where code_cells.is_cut_told and sums.has_cuts
)

select
    cells.*,
    policies.family,
    policies.content_hash,
    policies.geography,
    policies.age_bands,
    policies.filters,
    sums.period_end,
    sums.hold_back_days,
    sums.is_free,
    sums.is_near_any
from cells
inner join policies
    on cells.definition = policies.definition and cells.version = policies.version
inner join sums on {{ same_columns('cells', 'sums', unit) }}
