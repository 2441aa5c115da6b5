{#- The verdict on each visit that was reviewed: what all its reviewers say, or unknown where they
    differ. Labels of visits that no longer match are left out, since the definition no longer
    takes them. -#}
{{- syndrome_sql.stands_in('review') }}
with labels as (
    select * from {{ project_ref('reviewer_labels') }}
),

matches as (
    select * from {{ ref('syndrome_sql', 'fct_syndrome_matches') }}
)

select
    labels.visit_id,
    labels.definition,
    labels.version,
    labels.jurisdiction,
    case
        when min(labels.label) = max(labels.label) then min(labels.label)
        else 'unknown'
    end as verdict,
    count(*) as reviews
from labels
inner join matches
    on labels.visit_id = matches.visit_id
    and labels.definition = matches.definition
    and labels.version = matches.version
group by labels.visit_id, labels.definition, labels.version, labels.jurisdiction
