{#- The positive predictive value that may be published: what `fct_published_ppv` has at last, and the
    other definitions as withheld. -#}
{{- syndrome_sql.stands_in('mart') }}
{{ config(access='public', grants=reader_grants()) }}

with library as (
    select * from {{ generated_ref('dim_syndrome_definitions') }}
),

watermark as (
    select {{ syndrome_sql.day_of_time('max(arrived_at)') }} as arrived_until from {{ ref('syndrome_sql', 'syndrome_visits') }}
),

published as (
    select
        ledger.*,
        row_number() over (partition by ledger.definition, ledger.version
            order by ledger.reviewed_from desc) as recency
    from {{ ref('syndrome_sql', 'fct_published_ppv') }} as ledger
    cross join watermark
    where ledger.counted_on <= watermark.arrived_until
        and ledger.is_of_generated_visits
            = {{ 'true' if visits_are_generated() else 'false' }}
)

select
    cast(library.definition as {{ dbt.type_string() }}) as definition,
    cast(library.version as {{ dbt.type_int() }}) as version,
    published.reviewed_from,
    published.reviewed_to,
    published.ppv_from,
    published.ppv_to,
    published.counted_on,
    published.definition is null as is_suppressed
from library
left join published
    on library.definition = published.definition
    and library.version = published.version
    and published.recency = 1
