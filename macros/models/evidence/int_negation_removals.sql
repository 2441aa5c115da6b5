{#- The negations found in each visit that a definition would take without its negations. -#}
{{- syndrome_sql.stands_in('restricted') }}

with evidence as (
    select * from {{ ref('syndrome_sql', 'fct_syndrome_evidence') }}
    where not is_match
),

removed as (
    select
        visit_id,
        definition,
        version,
        count(distinct case
            when is_negation then cast(part as {{ dbt.type_string() }}) || ' ' || clause
        end) as negations_found,
        max(case when is_code and not is_negation then 1 else 0 end) as codes_found
    from evidence
    group by visit_id, definition, version
),

found as (
    select distinct visit_id, definition, version, part, clause
    from evidence
    where is_negation
)

select
    found.visit_id,
    found.definition,
    found.version,
    found.part,
    found.clause,
    removed.negations_found = 1 as is_alone,
    removed.codes_found = 1 as has_code
from found
inner join removed
    on found.visit_id = removed.visit_id
    and found.definition = removed.definition
    and found.version = removed.version
