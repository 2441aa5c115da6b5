{#- The visits whose tokens are kept, as they are now: what a question over all of them reads. -#}
{{ config(enabled=var('syndrome_kept_fields') | length > 0) }}

with kept as (
    select * from {{ ref('int_kept_visits') }}
),

visits as (
    select * from {{ ref('syndrome_visits') }}
)

select
    kept.visit_no,
    visits.*
from kept
inner join visits
    on kept.visit_id = visits.visit_id
    and kept.updated_at = visits.updated_at
