{#- What to review next: of each definition and kind of evidence as many matches as
    `syndrome_review_sample` says, those without a label, in an order that looks like chance and is
    the same each time. -#}
{{- syndrome_sql.stands_in('review') }}
with matches as (
    select * from {{ ref('syndrome_sql', 'fct_syndrome_matches') }}
),

labels as (
    select distinct visit_id, definition, version from {{ project_ref('reviewer_labels') }}
),

evidence as (
    select
        visit_id,
        definition,
        version,
        case
            when min(case when is_code then 1 else 0 end) = 1 then 'codes'
            when max(case when is_code then 1 else 0 end) = 0 then 'words'
            else 'codes and words'
        end as found_by
    from {{ ref('syndrome_sql', 'fct_syndrome_evidence') }}
    where is_match and not is_negation
    group by visit_id, definition, version
),

open_matches as (
    select
        matches.visit_id,
        matches.definition,
        matches.version,
        evidence.found_by,
        row_number() over (
            partition by matches.definition, matches.version, evidence.found_by
            order by {{ syndrome_sql.sha256_hex(
                "matches.visit_id || '" ~ var('syndrome_review_seed') ~ "'"
            ) }}
        ) as place
    from matches
    inner join evidence
        on matches.visit_id = evidence.visit_id
        and matches.definition = evidence.definition
        and matches.version = evidence.version
    left join labels
        on matches.visit_id = labels.visit_id
        and matches.definition = labels.definition
        and matches.version = labels.version
    where labels.visit_id is null
)

select visit_id, definition, version, found_by, place
from open_matches
where place <= {{ var('syndrome_review_sample') | int }}
