{#- Our flag beside ESSENCE's own: visits by whether we match them and whether ESSENCE put them into
    the category of the definition's title, and those on which the two differ by what is known of
    the cause. A visit without categories is one that ESSENCE put into none. -#}
with definitions as (
    select definition, version, title from {{ project_ref('dim_syndrome_definitions') }}
),

visits as (
    select
        visit_id,
        coalesce(ccdd_category, '') as ccdd_category,
        ccdd_parsed is null as has_no_ccdd_parsed
    from {{ ref('syndrome_visits') }}
),

matches as (
    select * from {{ ref('fct_syndrome_matches') }}
),

vetoed as (
    select * from {{ project_ref('int_syndrome_vetoed') }}
),

found_in_text as (
    select distinct visit_id, definition, version
    from {{ ref('fct_syndrome_evidence') }}
    where is_match and not is_negation and field = 'ccdd_parsed'
),

compared as (
    select
        definitions.definition,
        definitions.version,
        visits.has_no_ccdd_parsed,
        matches.visit_id is not null as is_ours,
        vetoed.visit_id is not null as is_vetoed,
        found_in_text.visit_id is not null as is_in_ccdd_parsed,
        {{ syndrome_sql.contains_text(
            'visits.ccdd_category',
            "';' || " ~ syndrome_sql.fold_text('definitions.title') ~ " || ';'"
        ) }} as is_essences
    from visits
    cross join definitions
    left join matches
        on visits.visit_id = matches.visit_id
        and definitions.definition = matches.definition
        and definitions.version = matches.version
    left join vetoed
        on visits.visit_id = vetoed.visit_id
        and definitions.definition = vetoed.definition
        and definitions.version = vetoed.version
    left join found_in_text
        on visits.visit_id = found_in_text.visit_id
        and definitions.definition = found_in_text.definition
        and definitions.version = found_in_text.version
),

judged as (
    select
        *,
        is_ours and not is_essences as is_ours_alone,
        is_essences and not is_ours as is_essences_alone
    from compared
)

select
    definition,
    version,
    count(*) as visits,
    count(case when is_ours and is_essences then 1 end) as both_match,
    count(case when is_ours_alone then 1 end) as ours_alone,
    count(case when is_ours_alone and not is_in_ccdd_parsed then 1 end)
        as ours_alone_in_other_fields,
    count(case when is_essences_alone then 1 end) as essence_alone,
    count(case when is_essences_alone and is_vetoed then 1 end) as essence_alone_vetoed,
    count(case when is_essences_alone and not is_vetoed and has_no_ccdd_parsed then 1 end)
        as essence_alone_without_text,
    count(case when not is_ours and not is_essences then 1 end) as neither
from judged
group by definition, version
-- a definition that is no category of ESSENCE's has nothing to be compared with
having count(case when is_essences then 1 end) > 0
