{#- Which cells of place crossed with age and sex must not be shown, when the sums by place and by
    age and sex are shown as `int_trend_lines` has decided (docs/privacy.md has the argument).

    Places and people whose sum is withheld, or too low to expect counts that may be shown, are
    taken together. In the table of what is left, every row and column with a small count is put
    into a block, with as many others as it takes that the sums of the block along each row and
    column, which can be worked out, are no small counts. Within the block nothing is shown. -#}
{{ config(schema='restricted', access='private') }}

{%- set unit = ['definition', 'version', 'period_start', 'setting'] %}
{%- set unit_columns = unit | join(', ') %}

with all_cells as (
    select * from {{ ref('int_trend_cells') }}
),

lines as (
    select * from {{ ref('int_trend_lines') }}
),

cells as (
    select * from all_cells where cut = 'place, age and sex'
),

sums as (
    select {{ unit_columns }}, smallest_count, matched_visits, is_suppressed
    from lines
    where cut = 'all'
),

-- tables without a match, or without one that may be told, need no thought
tables as (
    select {{ unit_columns }}, smallest_count, matched_visits
    from sums
    where not is_suppressed and matched_visits > 0
),

places as (
    select {{ columns_of('lines', unit) }}, lines.place, lines.matched_visits, lines.visits, lines.is_suppressed
    from lines
    inner join tables on {{ same_columns('lines', 'tables', unit) }}
    where lines.cut = 'place'
),

people as (
    select
        {{ columns_of('lines', unit) }}, lines.age_group, lines.sex, lines.matched_visits, lines.visits,
        lines.is_suppressed
    from lines
    inner join tables on {{ same_columns('lines', 'tables', unit) }}
    where lines.cut = 'age and sex'
),

-- visits of each place and people where a sum shown as 0 does not tell already that none matches
open_cells as (
    select
        {{ columns_of('cells', unit) }},
        cells.place,
        cells.age_group,
        cells.sex,
        sum(cells.visits) over (partition by {{ columns_of('cells', unit) }}, cells.place) as place_visits,
        sum(cells.visits) over (partition by {{ columns_of('cells', unit) }}, cells.age_group, cells.sex)
            as people_visits,
        places.is_suppressed as is_place_suppressed,
        people.is_suppressed as is_people_suppressed
    from cells
    inner join places on {{ same_columns('cells', 'places', unit) }} and cells.place = places.place
    inner join people
        on {{ same_columns('cells', 'people', unit) }}
        and cells.age_group = people.age_group
        and cells.sex = people.sex
    where (places.is_suppressed or places.matched_visits > 0)
        and (people.is_suppressed or people.matched_visits > 0)
),

-- what the sums alone let expect of each cell
expected as (
    select
        {{ columns_of('places', unit) }},
        places.place,
        people.age_group,
        people.sex,
        tables.matched_visits as of_all,
        places.matched_visits as of_place,
        people.matched_visits as of_people,
        case
            when places.is_suppressed or people.is_suppressed then 0
            when 1.0 * places.matched_visits * people.matched_visits
                >= 2.0 * tables.smallest_count * tables.matched_visits then 1
            else 0
        end as is_ample
    from places
    inner join people on {{ same_columns('places', 'people', unit) }}
    inner join tables on {{ same_columns('places', 'tables', unit) }}
),

ample_places as (
    select {{ unit_columns }}, place
    from expected
    group by {{ unit_columns }}, place
    having 2 * sum(is_ample * of_people) >= max(of_all)
),

ample_people as (
    select {{ unit_columns }}, age_group, sex
    from expected
    group by {{ unit_columns }}, age_group, sex
    having 2 * sum(is_ample * of_place) >= max(of_all)
),

-- number 0 is for all that are taken together; sums shown as 0 have no part in the table
place_lines as (
    select
        {{ columns_of('places', unit) }},
        places.place,
        places.is_suppressed,
        case when ample_places.place is null then 0
            else rank() over (partition by {{ columns_of('places', unit) }} order by places.place) end
            as place_line
    from places
    left join ample_places
        on {{ same_columns('places', 'ample_places', unit) }} and places.place = ample_places.place
    where places.is_suppressed or places.matched_visits > 0
),

people_lines as (
    select
        {{ columns_of('people', unit) }},
        people.age_group,
        people.sex,
        people.is_suppressed,
        case when ample_people.sex is null then 0
            else rank() over (partition by {{ columns_of('people', unit) }} order by people.age_group, people.sex)
            end as people_line
    from people
    left join ample_people
        on {{ same_columns('people', 'ample_people', unit) }}
        and people.age_group = ample_people.age_group
        and people.sex = ample_people.sex
    where people.is_suppressed or people.matched_visits > 0
),

table_cells as (
    select
        {{ columns_of('place_lines', unit) }},
        place_lines.place_line,
        people_lines.people_line,
        tables.smallest_count,
        count(distinct place_lines.place) as places,
        count(distinct people_lines.age_group || ', ' || people_lines.sex) as people,
        sum(coalesce(cells.matched_visits, 0)) as matched_visits,
        sum(coalesce(cells.visits, 0)) as visits,
        max(coalesce(cells.visits, 0)) as most_visits
    from place_lines
    inner join people_lines on {{ same_columns('place_lines', 'people_lines', unit) }}
    inner join tables on {{ same_columns('place_lines', 'tables', unit) }}
    left join cells
        on {{ same_columns('place_lines', 'cells', unit) }}
        and place_lines.place = cells.place
        and people_lines.age_group = cells.age_group
        and people_lines.sex = cells.sex
    group by
        {{ columns_of('place_lines', unit) }}, place_lines.place_line, people_lines.people_line,
        tables.smallest_count
),

totalled as (
    select
        *,
        sum(matched_visits) over (partition by {{ unit_columns }}, place_line) as of_place_line,
        sum(matched_visits) over (partition by {{ unit_columns }}, people_line) as of_people_line
    from table_cells
),

-- a count is at most the number of visits, which is public: what is taken together is as good as
-- small where all but one of its parts have hardly any visits
flagged as (
    select
        *,
        case
            when matched_visits between 1 and smallest_count - 1 then 1
            when matched_visits = 0 or places * people = 1 then 0
            when matched_visits = of_place_line or matched_visits = of_people_line then 0
            when visits - most_visits < smallest_count then 1
            when visits - matched_visits < smallest_count then 1
            else 0
        end as is_small
    from totalled
),

measured as (
    select
        *,
        sum(visits) over (partition by {{ unit_columns }}, place_line) as place_visits,
        sum(visits) over (partition by {{ unit_columns }}, people_line) as people_visits,
        max(is_small) over (partition by {{ unit_columns }}, place_line) as is_place_small,
        max(is_small) over (partition by {{ unit_columns }}, people_line) as is_people_small
    from flagged
),

numbered as (
    select
        *,
        dense_rank() over (partition by {{ unit_columns }}
            order by is_place_small desc, place_visits, place_line) as place_rank,
        dense_rank() over (partition by {{ unit_columns }}
            order by is_people_small desc, people_visits, people_line) as people_rank
    from measured
),

-- each cell stands for the block from the first row and column to its own
summed as (
    select
        *,
        sum(matched_visits) over (partition by {{ unit_columns }}, place_rank
            order by people_rank) as sum_along_place,
        sum(matched_visits) over (partition by {{ unit_columns }}, people_rank
            order by place_rank) as sum_along_people,
        min(visits - matched_visits) over (partition by {{ unit_columns }}, place_rank
            order by people_rank) as fewest_others_along_place
    from numbered
),

blocks as (
    select
        *,
        min(sum_along_place) over (partition by {{ unit_columns }}, people_rank
            order by place_rank) as least_along_places,
        min(sum_along_people) over (partition by {{ unit_columns }}, place_rank
            order by people_rank) as least_along_people,
        min(fewest_others_along_place) over (partition by {{ unit_columns }}, people_rank
            order by place_rank) as fewest_others,
        max(is_place_small * place_rank) over (partition by {{ unit_columns }}) as small_places,
        max(is_people_small * people_rank) over (partition by {{ unit_columns }}) as small_people
    from summed
),

good_blocks as (
    select
        {{ unit_columns }},
        place_rank as block_places,
        people_rank as block_people,
        row_number() over (partition by {{ unit_columns }}
            order by place_rank * people_rank, place_rank) as choice
    from blocks
    where place_rank >= 2
        and people_rank >= 2
        and place_rank >= small_places
        and people_rank >= small_people
        and least_along_places >= smallest_count
        and least_along_people >= smallest_count
        -- room above: in every cell of the block enough visits that do not match
        and fewest_others >= smallest_count
),

judged as (
    select
        blocks.*,
        case
            when blocks.small_places = 0 then 0
            when good_blocks.choice is null then 1
            when blocks.place_rank <= good_blocks.block_places
                and blocks.people_rank <= good_blocks.block_people then 1
            else 0
        end as is_in_block
    from blocks
    left join good_blocks
        on {{ same_columns('blocks', 'good_blocks', unit) }} and good_blocks.choice = 1
)

select
    {{ columns_of('cells', unit) }},
    cells.period,
    cells.cut,
    cells.stratum,
    cells.place,
    cells.age_group,
    cells.sex,
    cells.smallest_count,
    cells.hold_back_days,
    cells.matched_visits,
    cells.visits,
    case
        when sums.is_suppressed then true
        -- the sum of all, of the place or of the people is shown as 0
        when open_cells.place is null then false
        -- no other visit of the place, or of the people, can match
        when cells.visits = open_cells.place_visits then open_cells.is_place_suppressed
        when cells.visits = open_cells.people_visits then open_cells.is_people_suppressed
        when judged.is_in_block = 1 then true
        when judged.matched_visits = 0 then false
        -- all of the places taken together is here, so each of them has its sum here, and alike
        when judged.places > 1 and judged.people = 1
            then judged.matched_visits < judged.of_place_line or place_lines.is_suppressed
        when judged.people > 1 and judged.places = 1
            then judged.matched_visits < judged.of_people_line or people_lines.is_suppressed
        else judged.places > 1 and judged.people > 1
    end as is_suppressed
from cells
inner join sums on {{ same_columns('cells', 'sums', unit) }}
left join open_cells
    on {{ same_columns('cells', 'open_cells', unit) }}
    and cells.place = open_cells.place
    and cells.age_group = open_cells.age_group
    and cells.sex = open_cells.sex
left join place_lines
    on {{ same_columns('cells', 'place_lines', unit) }} and cells.place = place_lines.place
left join people_lines
    on {{ same_columns('cells', 'people_lines', unit) }}
    and cells.age_group = people_lines.age_group
    and cells.sex = people_lines.sex
left join judged
    on {{ same_columns('cells', 'judged', unit) }}
    and place_lines.place_line = judged.place_line
    and people_lines.people_line = judged.people_line
