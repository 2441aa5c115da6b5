{#- Our flag beside ESSENCE's own: visits by whether we match them and whether ESSENCE put them into
    the category of the definition's title. Only visits for which ESSENCE gave categories. -#}
with definitions as (
    select definition, version, title from {{ ref('dim_syndrome_definitions') }}
),

visits as (
    select
        visit_id,
        ccdd_category,
        ccdd_parsed is null as has_no_ccdd_parsed
    from {{ ref('syndrome_visits') }}
    where ccdd_category is not null
),

matches as (
    select * from {{ ref('fct_syndrome_matches') }}
),

compared as (
    select
        definitions.definition,
        definitions.version,
        visits.has_no_ccdd_parsed,
        matches.visit_id is not null as is_ours,
        {{ syndrome_macros.contains_text(
            'visits.ccdd_category',
            "';' || " ~ syndrome_macros.fold_text('definitions.title') ~ " || ';'"
        ) }} as is_essences
    from visits
    cross join definitions
    left join matches
        on visits.visit_id = matches.visit_id
        and definitions.definition = matches.definition
        and definitions.version = matches.version
)

select
    definition,
    version,
    count(*) as visits,
    count(case when is_ours and is_essences then 1 end) as both_match,
    count(case when is_ours and not is_essences then 1 end) as ours_alone,
    count(case when is_essences and not is_ours then 1 end) as essence_alone,
    count(case when is_essences and not is_ours and has_no_ccdd_parsed then 1 end)
        as essence_alone_without_text,
    count(case when not is_ours and not is_essences then 1 end) as neither
from compared
group by definition, version
-- a definition that is no category of ESSENCE's has nothing to be compared with
having count(case when is_essences then 1 end) > 0
