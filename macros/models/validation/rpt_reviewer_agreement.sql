{#- How far two reviewers agree on the visits both labelled: Cohen's kappa over three labels. -#}
{{- syndrome_sql.stands_in('review') }}
with labels as (
    select * from {{ project_ref('reviewer_labels') }}
),

pairs as (
    select
        one.definition,
        one.version,
        one.reviewer as reviewer_1,
        two.reviewer as reviewer_2,
        one.label as label_1,
        two.label as label_2
    from labels as one
    inner join labels as two
        on one.visit_id = two.visit_id
        and one.definition = two.definition
        and one.version = two.version
        and one.reviewer < two.reviewer
),

counted as (
    select
        definition,
        version,
        reviewer_1,
        reviewer_2,
        count(*) as visits,
        count(case when label_1 = label_2 then 1 end) as agreed,
        {%- for label in ['true', 'false', 'unknown'] %}
        count(case when label_1 = '{{ label }}' then 1 end)
            * count(case when label_2 = '{{ label }}' then 1 end) as by_chance_{{ loop.index }}{{ ',' if not loop.last }}
        {%- endfor %}
    from pairs
    group by definition, version, reviewer_1, reviewer_2
),

shares as (
    select
        *,
        agreed * 1.0 / visits as observed,
        (by_chance_1 + by_chance_2 + by_chance_3) * 1.0 / (visits * visits) as expected
    from counted
)

select
    definition,
    version,
    reviewer_1,
    reviewer_2,
    visits,
    agreed,
    {{ share('agreed', 'visits') }} as agreement,
    {{ to_four_decimals('(observed - expected) / nullif(1 - expected, 0)') }} as kappa
from shares
