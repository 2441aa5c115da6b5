{#- What matches say of coming again, in two ways to divide them (docs/dbt.md): how long ago the same
    patient was last there with a match, and which phase of care the codes that the definition asks
    for speak of. One row per match and way, so that the parts of each add up to the matches. -#}
{{- syndrome_sql.stands_in('restricted') }}
{{ config(materialized='syndrome_view') }}

with matches as (
    select * from {{ ref('syndrome_sql', 'fct_syndrome_matches') }}
),

visits as (
    select
        visit_id,
        patient_id,
        visit_date,
        coalesce(dd_parsed, ccdd_parsed) as codes
    from {{ ref('syndrome_sql', 'syndrome_visits') }}
),

code_terms as (
    select distinct definition, version, literal, is_literal, pattern
    from {{ project_ref('syndrome_terms') }}
    where is_code and not is_negation
),

in_order as (
    select
        matches.visit_id,
        matches.definition,
        matches.version,
        visits.patient_id,
        {{ dbt.datediff(
            'lag(visits.visit_date) over (
            partition by matches.definition, matches.version, visits.patient_id
            order by visits.visit_date, visits.visit_id
        )', 'visits.visit_date', 'day'
        ) }} as days
    from matches
    inner join visits on matches.visit_id = visits.visit_id
),

earlier_visits as (
    select
        visit_id,
        definition,
        version,
        'earlier visit' as cut,
        case
            when patient_id is null then 'patient unknown'
            when days <= 3 then '0-3 days before'
            when days <= 30 then '4-30 days before'
            when days <= 90 then '31-90 days before'
            when days <= 365 then '91-365 days before'
            else 'none in a year'
        end as stratum
    from in_order
),

-- the seventh character of an ICD-10-CM code for an injury tells the phase of care
phased_codes as (
    select distinct
        matches.visit_id,
        matches.definition,
        matches.version,
        code,
        substr(code, 7, 1) as phase
    from matches
    inner join visits on matches.visit_id = visits.visit_id
    cross join {{ syndrome_sql.each_code('visits.codes') }}
    where length(code) = 7 and substr(code, 7, 1) in ('a', 'd', 's')
),

codes as (
    select distinct
        definition,
        version,
        code,
        ';' || code || ';' || substr(code, 1, 3) || '.' || substr(code, 4) || ';' as spellings
    from phased_codes
),

codes_asked_for as (
    select distinct codes.definition, codes.version, codes.code
    from codes
    inner join code_terms
        on codes.definition = code_terms.definition and codes.version = code_terms.version
    where {{ syndrome_sql.finds_term('codes.spellings', 'code_terms') }}
),

first_phases as (
    select
        phased_codes.visit_id,
        phased_codes.definition,
        phased_codes.version,
        min(phased_codes.phase) as phase
    from phased_codes
    inner join codes_asked_for
        on phased_codes.definition = codes_asked_for.definition
        and phased_codes.version = codes_asked_for.version
        and phased_codes.code = codes_asked_for.code
    group by phased_codes.visit_id, phased_codes.definition, phased_codes.version
),

phases as (
    select
        matches.visit_id,
        matches.definition,
        matches.version,
        'phase of care' as cut,
        case first_phases.phase
            when 'a' then 'initial'
            when 'd' then 'subsequent'
            when 's' then 'sequela'
            else 'no such code'
        end as stratum
    from matches
    left join first_phases
        on matches.visit_id = first_phases.visit_id
        and matches.definition = first_phases.definition
        and matches.version = first_phases.version
)

select visit_id, definition, version, cut, stratum from earlier_visits
union all
select visit_id, definition, version, cut, stratum from phases
