{#- One row per visit, definition and version for each match. -#}
{{- syndrome_sql.stands_in('restricted') }}
{{ config(contract={'enforced': true}) }}
with classification as (
    select * from {{ generated_ref('int_syndrome_classification') }}
)

select
    visit_id,
    definition,
    version
from classification
where visit_id is not null
