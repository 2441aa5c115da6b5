{#- One row per visit, definition and version for each match. -#}
{{ config(contract={'enforced': true}) }}
with classification as (
    select * from {{ project_ref('int_syndrome_classification') }}
)

select
    visit_id,
    definition,
    version
from classification
where visit_id is not null
