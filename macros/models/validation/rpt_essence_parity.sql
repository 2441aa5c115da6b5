{#- Our flag beside ESSENCE's own: visits by whether we match them and whether ESSENCE put them into
    the category of the definition's title, and those on which the two differ by what is known of
    the cause. A visit without categories is one that ESSENCE put into none. -#}
{{- syndrome_sql.stands_in('review') }}
with definitions as (
    select definition, version, title from {{ generated_ref('dim_syndrome_definitions') }}
),

visits as (
    select
        visit_id,
        coalesce(ccdd_category, '') as ccdd_category,
        ccdd_parsed is null as has_no_ccdd_parsed
    from {{ ref('syndrome_sql', 'syndrome_visits') }}
),

matches as (
    select * from {{ ref('syndrome_sql', 'fct_syndrome_matches') }}
),

vetoed as (
    select * from {{ generated_ref('int_syndrome_vetoed') }}
),

found_in_text as (
    select distinct visit_id, definition, version
    from {{ ref('syndrome_sql', 'fct_syndrome_evidence') }}
    where is_match and not is_negation and field = 'ccdd_parsed'
),

-- categories are few; visits and definitions are many
categories as (
    select listed.ccdd_category, definitions.definition, definitions.version
    from (select distinct ccdd_category from visits) as listed
    cross join definitions
    where
        {{ syndrome_sql.contains_text(
            'listed.ccdd_category',
            "';' || " ~ syndrome_sql.fold_text('definitions.title') ~ " || ';'"
        ) }}
),

-- a definition that is no category of ESSENCE's has nothing to be compared with
compared as (
    select distinct definition, version from categories
),

flagged as (
    select matches.visit_id, compared.definition, compared.version, 1 as ours, 0 as essences
    from matches
    inner join compared
        on matches.definition = compared.definition and matches.version = compared.version
    union all
    select visits.visit_id, categories.definition, categories.version, 0 as ours, 1 as essences
    from visits
    inner join categories on visits.ccdd_category = categories.ccdd_category
),

taken as (
    select
        visit_id,
        definition,
        version,
        max(ours) = 1 as is_ours,
        max(essences) = 1 as is_essences
    from flagged
    group by visit_id, definition, version
),

judged as (
    select
        taken.definition,
        taken.version,
        taken.is_ours and taken.is_essences as is_both,
        taken.is_ours and not taken.is_essences as is_ours_alone,
        taken.is_essences and not taken.is_ours as is_essences_alone,
        vetoed.visit_id is not null as is_vetoed,
        found_in_text.visit_id is not null as is_in_ccdd_parsed,
        visits.has_no_ccdd_parsed
    from taken
    inner join visits on taken.visit_id = visits.visit_id
    left join vetoed
        on taken.visit_id = vetoed.visit_id
        and taken.definition = vetoed.definition
        and taken.version = vetoed.version
    left join found_in_text
        on taken.visit_id = found_in_text.visit_id
        and taken.definition = found_in_text.definition
        and taken.version = found_in_text.version
),

all_visits as (
    select count(*) as visits from visits
)

select
    judged.definition,
    judged.version,
    max(all_visits.visits) as visits,
    count(case when judged.is_both then 1 end) as both_match,
    count(case when judged.is_ours_alone then 1 end) as ours_alone,
    count(case when judged.is_ours_alone and not judged.is_in_ccdd_parsed then 1 end)
        as ours_alone_in_other_fields,
    count(case when judged.is_essences_alone then 1 end) as essence_alone,
    count(case when judged.is_essences_alone and judged.is_vetoed then 1 end)
        as essence_alone_vetoed,
    count(case
        when judged.is_essences_alone and not judged.is_vetoed and judged.has_no_ccdd_parsed
            then 1
    end) as essence_alone_without_text,
    max(all_visits.visits) - count(*) as neither
from judged
cross join all_visits
group by judged.definition, judged.version
