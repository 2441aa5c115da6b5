{#- What a relation is made of, as a hash, and whether it is what stands in the database: `now` and
    `is_current`. Neither is known on BigQuery, where nothing is kept, in runs on no rows, and where
    a relation is read of which nobody can say whether it is as it was. `text` is the SQL, or what
    it follows from; of a table that rows are added to the rows that are there count too
    (`has_own_rows`). -#}
{%- macro fingerprint(text, has_own_rows=false) -%}
    {%- if not syndrome_sql.keeps() -%}
        {{ return({'now': none, 'is_current': false}) }}
    {%- endif -%}
    {%- set read = syndrome_sql.relations_read(model) -%}
    {%- set counted = read.counted + ([this] if has_own_rows else []) -%}
    {%- set states = syndrome_sql.states_of(read.kept + [this], counted) -%}
    {%- set stated = modules.re.search('/[*] made of ([0-9a-f]{32}) [*]/', text) -%}
    {%- set parts = [local_md5(stated.group(1) if stated else text)] + read.checksums -%}
    {%- set contract = model.contract | default({}, true) -%}
    {%- do parts.extend([config.get('grants') | string, contract.checksum | default('') | string]) -%}
    {%- for relation in read.kept + counted -%}
        {%- set place = syndrome_sql.place_of(relation) -%}
        {%- do parts.append(states.made_of.get(place) if relation in read.kept else states.rows.get(place)) -%}
    {%- endfor -%}
    {%- set now = none if read.unknown or none in parts else local_md5(parts | join(' ')) -%}
    {{ return({
        'now': now,
        'is_current': now is not none and not flags.FULL_REFRESH
            and states.made_of.get(syndrome_sql.place_of(this)) == now,
    }) }}
{%- endmacro -%}

{#- Say in a model what stands for its SQL where that differs from run to run though its rows do not:
    where it goes on from its own last rows. -#}
{%- macro made_of(texts) -%}
    {{ return('/* made of ' ~ local_md5(texts | join(' ')) ~ ' */') }}
{%- endmacro -%}

{#- The same of the models that ask definitions of visits. Each goes on from its own last rows; what
    these come to follows from the visits and from the model's file, which lists the definitions by
    their hashes. `is_current` says it of all `names`, `now` is of the last. -#}
{%- macro fingerprint_of_asked(names) -%}
    {%- set made_of = {'now': none, 'is_current': false} -%}
    {%- set visits = graph.nodes.get('model.syndrome_sql.syndrome_visits') -%}
    {%- set asked = [] -%}
    {%- for name in names if syndrome_sql.keeps() and visits is not none -%}
        {%- set node = graph.nodes['model.' ~ model.package_name ~ '.' ~ name] -%}
        {#- not where they are visits of the project's own #}
        {%- if visits.unique_id in node.depends_on.nodes -%}
            {%- do asked.append(node) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- if asked and asked | length == names | length -%}
        {%- set relations = [] -%}
        {%- for node in asked -%}
            {%- do relations.append(syndrome_sql.relation_of(node)) -%}
        {%- endfor -%}
        {%- set visits = syndrome_sql.relation_of(visits) -%}
        {%- set states = syndrome_sql.states_of(relations, [visits]) -%}
        {%- do made_of.update({'is_current': not flags.FULL_REFRESH}) -%}
        {%- for node in asked -%}
            {%- set now = local_md5(
                node.checksum.checksum ~ ' ' ~ states.rows[syndrome_sql.place_of(visits)]
            ) -%}
            {%- do made_of.update({'now': now}) -%}
            {%- if states.made_of.get(syndrome_sql.place_of(syndrome_sql.relation_of(node))) != now -%}
                {%- do made_of.update({'is_current': false}) -%}
            {%- endif -%}
        {%- endfor -%}
    {%- endif -%}
    {{ return(made_of) }}
{%- endmacro -%}

{#- Whether relations are kept in this run. -#}
{%- macro keeps() -%}
    {{ return(
        syndrome_sql.is_building()
        and not syndrome_sql.is_empty_run()
        and target.type in ['duckdb', 'postgres']
        and not config.persist_relation_docs()
    ) }}
{%- endmacro -%}

{#- What a node reads: relations that say what they are made of, through views down to tables, and those
    whose rows are looked at. Of a view that is asked itself the rows do not matter, but the SQL that
    it reads from, by which its columns follow: `checksums`. -#}
{%- macro relations_read(node) -%}
    {%- set read = {'kept': [], 'counted': [], 'checksums': [], 'unknown': []} -%}
    {%- set is_view = node.config.materialized == 'syndrome_view' -%}
    {%- set waiting = node.depends_on.nodes | list -%}
    {%- set seen = [] -%}
    {%- for _ in range(1000) if waiting -%}
        {%- set id = waiting.pop() -%}
        {%- set parent = graph.nodes.get(id) -%}
        {%- if id in seen -%}
        {%- elif parent is none or parent.resource_type not in ['model', 'seed'] -%}
            {%- do read.unknown.append(id) -%}
        {%- elif is_view -%}
            {%- do read.checksums.append(parent.checksum.checksum | string) -%}
        {%- else -%}
            {%- set relation = syndrome_sql.relation_of(parent) -%}
            {%- set kind = parent.config.materialized -%}
            {%- if kind in ['syndrome_table', 'syndrome_asked', 'syndrome_view'] -%}
                {%- do read.kept.append(relation) -%}
            {%- elif kind in ['table', 'incremental', 'seed'] -%}
                {%- do read.counted.append(relation) -%}
            {%- else -%}
                {%- do read.unknown.append(id) -%}
            {%- endif -%}
            {%- if kind == 'syndrome_view' -%}
                {%- do waiting.extend(parent.depends_on.nodes) -%}
            {%- endif -%}
        {%- endif -%}
        {%- do seen.append(id) -%}
    {%- endfor -%}
    {%- if waiting -%}
        {%- do read.unknown.append('and more') -%}
    {%- endif -%}
    {{ return(read) }}
{%- endmacro -%}

{%- macro relation_of(node) -%}
    {{ return(api.Relation.create(
        database=node.database, schema=node.schema, identifier=node.alias
    )) }}
{%- endmacro -%}

{%- macro place_of(relation) -%}
    {{ return((relation.schema ~ '.' ~ relation.identifier) | lower) }}
{%- endmacro -%}
