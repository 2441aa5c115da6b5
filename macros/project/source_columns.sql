{#- The columns that a source is asked for, by the names that its kind has for them: those that are
    needed, those that are used where they are there, and the other names under which they are
    known. The other names of an extract are those that ESSENCE's API gives; those of a plain table
    serve the hints alone. -#}
{%- macro wanted_columns() -%}
    {%- set declared = syndrome_sql.declared_fields() -%}
    {%- set spelled = {} -%}
    {%- for name, column in declared -%}
        {%- do spelled.update({name: [column]}) -%}
    {%- endfor -%}
    {%- set filters = syndrome_sql.filter_columns() -%}
    {%- set filter_names = filters.keys() | list -%}
    {%- set in_essence = [] -%}
    {%- set also = {
        'C_Visit_Date': ['Date', 'C_Visit_Date_Time'],
        'C_Processed_Facility_ID': ['Hospital'],
        'Age': ['C_Patient_Age'],
    } -%}
    {%- for filter in filters.values() -%}
        {%- do in_essence.append(filter.essence[0]) -%}
        {%- do also.update({filter.essence[0]: filter.essence[1:]}) -%}
    {%- endfor -%}
    {%- if var('syndrome_source') == 'plain' -%}
        {{ return({
            'needed': ['visit_id', 'visit_date', 'chief_complaint', 'diagnosis_codes'],
            'used': [
                'arrived_at', 'facility_id', 'patient_id', 'state', 'county', 'age_years', 'sex',
                'is_emergency', 'is_inpatient', 'chief_complaint_history', 'triage_notes',
            ] + filter_names | reject('equalto', 'is_inpatient') | list + declared | map('first') | list,
            'one_of': [],
            'also': spelled,
            'like': {
                'visit_id': ['id', 'encounter', 'csn', 'visit_number'],
                'visit_date': ['date', 'visit_dt', 'admit_date', 'admission_date', 'encounter_date'],
                'chief_complaint': ['cc', 'reason', 'reason_for_visit', 'triage_complaint'],
                'diagnosis_codes': ['dx', 'icd', 'icd10', 'icd_codes', 'codes', 'diagnoses'],
                'arrived_at': ['updated_at', 'loaded_at', 'message_time'],
                'facility_id': ['hospital', 'site', 'facility'],
                'patient_id': ['mrn', 'person_id'],
                'county': ['region'],
                'age_years': ['age'],
                'sex': ['gender'],
                'is_emergency': ['ed', 'is_ed'],
                'is_inpatient': ['admitted', 'is_admitted'],
            },
        }) }}
    {%- endif -%}
    {{ return({
        'needed': [
            'C_BioSense_ID', 'C_Visit_Date', 'C_Processed_Facility_ID', 'Arrived_Date_Time',
        ],
        'used': [
            'Visit_ID', 'C_Unique_Patient_ID', 'HospitalState', 'HospitalRegion', 'Age', 'Sex',
            'HasBeenE',
        ] + in_essence,
        'one_of': syndrome_sql.text_fields() | map('last') | list,
        'also': also,
        'like': {},
    }) }}
{%- endmacro -%}

{#- The columns that the source has, by the names of `wanted_columns`: each the SQL of its name and
    its type, or none where it is not there. What the var `syndrome_columns` says comes first; other names
    are compared without regard to case, and then by their letters and digits alone, where one column
    has these: `Visit ID` is `visit_id`. Needed columns that are not there are refused, all at once. -#}
{%- macro source_columns() -%}
    {{ return(source_as_mapped().columns) }}
{%- endmacro -%}

{#- The source, under the names of `columns`, which `source_columns` describes: what to select from
    (`rows`), the mapping by which it is made, and what `check_mapped_rows` needs. -#}
{%- macro source_as_mapped(with_diagnoses=true) -%}
    {%- set wanted = wanted_columns() -%}
    {%- set relation = visits_source() -%}
    {%- set diagnoses = diagnoses_source() if with_diagnoses -%}
    {%- set names = wanted.needed + wanted.used + wanted.one_of -%}
    {%- set found = dict.fromkeys(names) -%}
    {%- set mapped = {
        'columns': found, 'rows': relation, 'mapping': {}, 'relation': relation, 'diagnoses': diagnoses,
        'visit': {}, 'seen': [],
    } -%}
    {%- if not execute -%}
        {{ return(mapped) }}
    {%- endif -%}
    {%- do check_vars() -%}
    {%- set there = adapter.get_columns_in_relation(relation) -%}
    {%- if not there -%}
        {%- do refuse_no_source(relation) -%}
        {{ return(mapped) }}
    {%- endif -%}
    {%- set by_name = {} -%}
    {%- set by_letters = {} -%}
    {%- set types = {} -%}
    {%- for column in there | reverse -%}
        {%- do by_name.update({column.name | lower: column}) -%}
        {%- set letters = letters_of_name(column.name) -%}
        {%- do by_letters.update({letters: [column] + by_letters.get(letters, [])}) -%}
    {%- endfor -%}
    {%- for column in there -%}
        {%- do types.update({column.name: column.data_type if target.type == 'bigquery' else column.dtype}) -%}
    {%- endfor -%}
    {%- for name in names -%}
        {%- for known in [name] + wanted.also.get(name, []) if found[name] is none -%}
            {%- set alike = by_letters.get(letters_of_name(known), []) -%}
            {%- set column = by_name.get(known | lower, alike[0] if alike | length == 1) -%}
            {%- if column -%}
                {%- do found.update({name: {'sql': syndrome_sql.quoted_column(column.name), 'type': types[column.name]}}) -%}
            {%- endif -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- do map_columns(mapped, names, types, wanted.one_of) -%}
    {%- set seen = there | map(attribute='name') | list -%}
    {%- do mapped.update({'seen': seen}) -%}
    {%- do refuse_missing_columns(wanted, found, seen) -%}
    {%- do refuse_further_columns(wanted, mapped, seen) -%}
    {{ return(mapped) }}
{%- endmacro -%}

{#- What the var `syndrome_columns` says, put into a source. -#}
{%- macro map_columns(mapped, names, types, one_of) -%}
    {%- set found = mapped.columns -%}
    {%- set mapping = mapped.mapping -%}
    {%- set faults = [] -%}
    {%- do syndrome_sql.read_mapping(var('syndrome_columns', none), names, mapping) -%}
    {%- set types_of_diagnoses = {} -%}
    {%- if mapped.diagnoses -%}
        {%- for column in adapter.get_columns_in_relation(mapped.diagnoses) -%}
            {%- do types_of_diagnoses.update({column.name: column.dtype}) -%}
        {%- endfor -%}
        {%- if not types_of_diagnoses -%}
            {%- do refuse_no_source(mapped.diagnoses) -%}
        {%- endif -%}
    {%- endif -%}
    {%- do syndrome_sql.resolve_mapping(
        mapping, types, types_of_diagnoses or none, found.get('facility_id') or 'facility_id' in mapping, faults,
        is_shown=any_there(found, names)
    ) -%}
    {%- do syndrome_sql.refuse_mapping(faults) -%}
    {%- do expression_types(mapped.relation, mapping) -%}
    {%- for name in names if name | lower in mapping -%}
        {%- set entry = mapping[name | lower] -%}
        {%- do syndrome_sql.check_mapped_type(name, entry.type, entry.as, faults) -%}
        {%- do found.update({name: {
            'sql': entry.sql if entry.is_plain else syndrome_sql.mapped_name(name) | trim,
            'type': '' if entry.zone or entry.words or entry.as else entry.type,
        }}) -%}
    {%- endfor -%}
    {%- for name in names if found[name] is not none and name | lower not in mapping -%}
        {%- do syndrome_sql.check_mapped_type(
            name, found[name].type or '', 'any' if name in one_of else none, faults
        ) -%}
    {%- endfor -%}
    {%- do syndrome_sql.refuse_mapping(faults) -%}
    {%- for name in ['visit_id', 'facility_id'] -%}
        {%- set entry = mapping.get(name) -%}
        {%- set column = found.get(name) -%}
        {%- do mapped.visit.update({name: entry.sql if entry else column.sql if column else none}) -%}
    {%- endfor -%}
    {%- do mapped.update({'rows': syndrome_sql.mapped_visits(mapped.relation, mapping, mapped.diagnoses, mapped.visit)}) -%}
{%- endmacro -%}

{#- The types of the expressions of a mapping. A query of no rows says them, and says in the database's words
    what is wrong with an expression. -#}
{%- macro expression_types(relation, mapping) -%}
    {%- set asked = [] -%}
    {%- for name, entry in mapping.items() if entry.rows is none and entry.column is none -%}
        {%- do asked.append(entry.sql ~ ' as ' ~ name) -%}
    {%- endfor -%}
    {%- if asked -%}
        {%- for column in get_column_schema_from_query('select ' ~ asked | join(', ') ~ ' from ' ~ relation ~ ' as visits_sent') -%}
            {%- do mapping[column.name | lower].update({'type': column.data_type if target.type == 'bigquery' else column.dtype}) -%}
        {%- endfor -%}
    {%- endif -%}
{%- endmacro -%}

{#- Where a plain source has one row per diagnosis: a model of the project's own, or a source table; none
    where the mapping does not say so. -#}
{%- macro diagnoses_source() -%}
    {%- set said = said_of_codes() -%}
    {%- if var('syndrome_source') != 'plain' or said.get('as') != 'rows' -%}
        {{ return(none) }}
    {%- elif said.get('model') -%}
        {%- set parts = (said.model | string).split('.') -%}
        {{ return(ref(*parts) if parts | length > 1 else project_ref(said.model)) }}
    {%- endif -%}
    {{ return(source('diagnoses', 'diagnoses')) }}
{%- endmacro -%}

{#- What the mapping says of codes, if more than a column. -#}
{%- macro said_of_codes() -%}
    {%- set given = var('syndrome_columns', none) -%}
    {%- if given is mapping -%}
        {%- for name, said in given.items() if name | string | lower == 'diagnosis_codes' and said is mapping -%}
            {{ return(said) }}
        {%- endfor -%}
    {%- endif -%}
    {{ return({}) }}
{%- endmacro -%}

{#- Whether the visits or their diagnoses are a model of the project's own, which is not there yet when a run
    begins. -#}
{%- macro waits_for_models() -%}
    {{ return(var('syndrome_source_model', none) or said_of_codes().get('model')) }}
{%- endmacro -%}

{#- Look through the rows of a source once in a run, before anything is made of them. -#}
{%- macro check_mapping(mapped) -%}
    {%- if is_building() and not is_empty_run() and mapped.mapping -%}
        {%- set found = {} -%}
        {%- do syndrome_sql.check_mapped_rows(mapped.relation, mapped.mapping, mapped.diagnoses, mapped.visit, found) -%}
        {%- if found.lists -%}
            {%- do log(
                'Diagnoses: codes of ' ~ '{:,}'.format(found.lists) ~ ' keys, '
                ~ '{:,}'.format(found.strange) ~ ' of them of no visit of the source', info=true
            ) -%}
        {%- endif -%}
    {%- endif -%}
{%- endmacro -%}

{#- Say which columns of a plain source are named as more of a complaint or of codes, or hold what looks like
    codes, where the mapping does not say what either is. -#}
{%- macro say_unread_texts(mapped) -%}
    {%- if is_building() and var('syndrome_source') == 'plain' -%}
        {%- set kinds = ['chief_complaint', 'diagnosis_codes'] | reject('in', mapped.mapping) | list -%}
        {%- set read = [] -%}
        {%- for column in mapped.seen -%}
            {%- if syndrome_sql.quoted_column(column) in mapped.columns.values() | select | map(attribute='sql') | list -%}
                {%- do read.append(column) -%}
            {%- endif -%}
        {%- endfor -%}
        {%- set unread = [] -%}
        {%- set fields = syndrome_sql.text_fields() -%}
        {%- do syndrome_sql.find_unread_texts(
            kinds, mapped.seen, read, fields | map('first') | list + fields | map('last') | list, unread
        ) -%}
        {%- if 'diagnosis_codes' in kinds and mapped.columns['diagnosis_codes'] and not is_empty_run() -%}
            {%- do syndrome_sql.find_columns_of_codes(
                mapped.relation, mapped.seen | reject('in', read + unread) | list, unread
            ) -%}
        {%- endif -%}
        {%- if unread -%}
            {%- do log(
                'Intake: ESS413: named as a complaint or codes are, or holding what looks like codes, and '
                ~ 'not read: ' ~ unread | join(', ')
                ~ '; if they hold more of it, say so with {sql: …} in syndrome_columns', info=true
            ) -%}
        {%- endif -%}
    {%- endif -%}
{%- endmacro -%}

{%- macro refuse_missing_columns(wanted, found, seen) -%}
    {%- set missing = [] -%}
    {%- for name in wanted.needed if found[name] is none -%}
        {%- do missing.append(name) -%}
    {%- endfor -%}
    {%- if wanted.one_of and found.values() | list and not any_there(found, wanted.one_of) -%}
        {%- do missing.append('any text, such as ' ~ wanted.one_of[0]) -%}
    {%- endif -%}
    {%- if missing -%}
        {#- Without one name that is known, the first line may be a visit: it is not shown. -#}
        {%- set is_header = any_there(found, found.keys() | list) -%}
        {%- set hints = [] -%}
        {%- if is_header -%}
            {%- for name in missing -%}
                {%- set near = nearest_name(name, wanted.like.get(name, []), seen, found) -%}
                {%- if near -%}
                    {%- do hints.append(name ~ ': ' ~ near) -%}
                {%- endif -%}
            {%- endfor -%}
        {%- endif -%}
        {{ syndrome_sql.refuse(
            'ESS606',
            'the source has no column for ' ~ missing | join(', ') ~ (
                '; it has ' ~ seen | join(', ') if is_header
                else '; none of its ' ~ seen | length ~ ' columns has a name that is known: has the '
                ~ 'file a line of names?'
            ),
            'rename it, or set the var syndrome_columns: {' ~ (
                hints | join(', ') if hints else missing[0] ~ ': its name in the source'
            ) ~ '}; nothing was changed'
        ) }}
    {%- endif -%}
{%- endmacro -%}

{#- Refuse a source that has more of a text than its column holds, where the mapping does not say which
    is meant. -#}
{%- macro refuse_further_columns(wanted, mapped, seen) -%}
    {%- for name in wanted.one_of or syndrome_sql.text_fields() | map('first') | list + ['diagnosis_codes']
        if mapped.columns.get(name) is not none and name | lower not in mapped.mapping -%}
        {%- set further = [] -%}
        {%- do syndrome_sql.find_further_columns(name, seen, further) -%}
        {%- if further -%}
            {{ syndrome_sql.refuse(
                'ESS403',
                'more than one column of the source holds ' ~ name ~ ': ' ~ ([name] + further) | join(', '),
                'say with the var syndrome_columns which is meant, {' ~ name ~ ': its column}, or with '
                ~ '{sql: …} all of them (docs/existing-project.md); nothing was changed'
            ) }}
        {%- endif -%}
    {%- endfor -%}
{%- endmacro -%}

{#- A name's letters and digits, in small letters. -#}
{%- macro letters_of_name(name) -%}
    {{ return(modules.re.sub('[^a-z0-9]', '', name | lower)) }}
{%- endmacro -%}

{%- macro any_there(found, names) -%}
    {%- for name in names if found.get(name) is not none -%}
        {{ return(true) }}
    {%- endfor -%}
    {{ return(false) }}
{%- endmacro -%}

{#- Of the names seen that nothing else is found under, the one most like a name: one of the list
    `like`, or else by the pairs of letters that both have; none where hardly any. -#}
{%- macro nearest_name(name, like, seen, found) -%}
    {%- set taken = [] -%}
    {%- for column in found.values() if column is not none -%}
        {%- do taken.append(column.sql) -%}
    {%- endfor -%}
    {%- set best = namespace(name=none, share=0.4) -%}
    {%- set plain = letters_of_name(name) -%}
    {%- for other in seen if syndrome_sql.quoted_column(other) not in taken -%}
        {%- set letters = letters_of_name(other) -%}
        {%- set common = namespace(pairs=0) -%}
        {%- for at in range([letters | length - 1, 0] | max) if letters[at:at + 2] in plain -%}
            {%- set common.pairs = common.pairs + 1 -%}
        {%- endfor -%}
        {%- set is_like = letters in like | map('replace', '_', '') | list -%}
        {%- set share = 2 if is_like
            else 2 * common.pairs / [letters | length + plain | length - 2, 1] | max -%}
        {%- if share > best.share -%}
            {%- set best.name = other -%}
            {%- set best.share = share -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(best.name) }}
{%- endmacro -%}

{#- Where models are built the source must be there; a project without one can be compiled. -#}
{%- macro refuse_no_source(what) -%}
    {%- if flags.WHICH in ['build', 'run', 'test', 'retry'] -%}
        {{ syndrome_sql.refuse(
            'ESS608',
            'the source ' ~ what.render() ~ ' is not there, or may not be read',
            'set syndrome_source_schema and syndrome_source_table, or syndrome_source_model for a '
            ~ 'model of your own; for diagnoses `schema`, `table` or `model` in syndrome_columns; nothing '
            ~ 'was changed'
        ) }}
    {%- endif -%}
{%- endmacro -%}

{#- Look at the columns of the source before anything is built. A model of the project's own is not
    there yet; its columns are looked at when it is. -#}
{%- macro check_source() -%}
    {%- if execute and flags.WHICH in ['build', 'run', 'test', 'retry'] -%}
        {%- if var('syndrome_source') == 'omop' -%}
            {%- do check_omop() -%}
            {%- do refuse_unread({'age_years': {}, 'sex': {}, 'is_emergency': {}, 'is_inpatient': {}}) -%}
        {%- elif var('syndrome_source') != 'generated' and not var('syndrome_source_model', none) -%}
            {%- set mapped = source_as_mapped(with_diagnoses=not waits_for_models()) -%}
            {%- do refuse_unread(mapped.columns) -%}
            {%- for name in ['visit_date', 'arrived_at', 'C_Visit_Date', 'Arrived_Date_Time'] -%}
                {%- do moment_of(mapped.columns.get(name)) -%}
            {%- endfor -%}
            {%- do say_unread_texts(mapped) -%}
            {%- if not waits_for_models() -%}
                {%- do check_mapping(mapped) -%}
            {%- endif -%}
        {%- endif -%}
    {%- endif -%}
{%- endmacro -%}

{#- Refuse a source without a column that a definition of the run asks: all its visits would be without
    a value there, and none could match. -#}
{%- macro refuse_unread(found) -%}
    {%- set built = var('syndrome_source') in ['plain', 'omop'] -%}
    {%- set asked = syndrome_sql.unread_columns(
        found, {} if built else syndrome_sql.names_in_essence(), built, selected_resources
    ) -%}
    {%- if asked -%}
        {{ syndrome_sql.refuse(
            'ESS606',
            'the source has no column for ' ~ asked.values() | join('; '),
            'rename it, set the var syndrome_columns: {' ~ asked.keys() | first ~ ': its name in the '
            ~ 'source}, or leave these definitions out with --exclude; nothing was changed'
        ) }}
    {%- endif -%}
{%- endmacro -%}

{#- The columns of a visit by the names that an extract of ESSENCE has for them. -#}
{%- macro names_in_essence() -%}
    {%- set names = {'age_years': 'Age', 'sex': 'Sex', 'is_emergency': 'HasBeenE'} -%}
    {%- for name, filter in syndrome_sql.filter_columns().items() -%}
        {%- do names.update({name: filter.essence[0]}) -%}
    {%- endfor -%}
    {%- do names.update(dict(syndrome_sql.text_fields())) -%}
    {{ return(names) }}
{%- endmacro -%}

{#- The columns that definitions ask and that are not among those found: the name of each, and that
    name with the models that ask it. Of complaints and codes some fields are built, and what does not
    tell emergency visits apart is taken to hold them only. -#}
{%- macro unread_columns(found, names, is_built, resources) -%}
    {%- set built = syndrome_sql.fields_built() + ['is_emergency'] if is_built else [] -%}
    {%- for name, filter in syndrome_sql.filter_columns().items() if filter.is_told and (
        is_built or syndrome_sql.has_texts_that_tell(filter.filter, found, names)
    ) -%}
        {%- do built.append(name) -%}
    {%- endfor -%}
    {%- set missing = {} -%}
    {%- for node in graph.nodes.values() if node.resource_type == 'model' and node.unique_id in resources -%}
        {%- for name in node.config.meta.get('reads', []) if name not in built -%}
            {%- set column = names.get(name, name) -%}
            {%- if found.get(column) is none -%}
                {%- do missing.setdefault(column, []).append(node.name) -%}
            {%- endif -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- set asked = {} -%}
    {%- for column, models in missing.items() -%}
        {%- do asked.update({
            column: column ~ ', which ' ~ models | join(', ') ~ (' asks' if models | length == 1 else ' ask'),
        }) -%}
    {%- endfor -%}
    {{ return(asked) }}
{%- endmacro -%}

{#- The columns of an OMOP model that are read. -#}
{%- macro check_omop() -%}
    {%- if not execute -%}
        {{ return('') }}
    {%- endif -%}
    {%- if not var('syndrome_omop_complaint_class') -%}
        {{ refuse_var(
            'syndrome_omop_complaint_class',
            'the note_class_concept_id of the notes that hold chief complaints'
        ) }}
    {%- endif -%}
    {%- set missing = [] -%}
    {%- for table, names in {
        'visit_occurrence': [
            'visit_occurrence_id', 'person_id', 'visit_concept_id', 'care_site_id',
            'visit_start_date', 'visit_end_date',
        ],
        'person': [
            'person_id', 'year_of_birth', 'month_of_birth', 'day_of_birth', 'gender_concept_id',
        ],
        'condition_occurrence': [
            'condition_occurrence_id', 'visit_occurrence_id', 'condition_source_value',
            'condition_start_date',
        ],
        'note': [
            'note_id', 'visit_occurrence_id', 'note_text', 'note_date', 'note_class_concept_id',
        ],
        'care_site': ['care_site_id', 'location_id'],
        'location': ['location_id', 'state', 'county'],
    }.items() -%}
        {%- set relation = source('omop', table) -%}
        {%- set there = syndrome_sql.columns_of_relation(relation) -%}
        {%- if not there -%}
            {%- do refuse_no_source(relation) -%}
        {%- else -%}
            {%- for name in names if name not in there -%}
                {%- do missing.append(table ~ '.' ~ name) -%}
            {%- endfor -%}
        {%- endif -%}
    {%- endfor -%}
    {%- if missing -%}
        {{ syndrome_sql.refuse(
            'ESS606', 'the source has no column for ' ~ missing | join(', '),
            'an OMOP CDM 5.4 has them; nothing was changed'
        ) }}
    {%- endif -%}
{%- endmacro -%}

{#- A column as text, or `otherwise` where it is not there. -#}
{%- macro text_of(column, otherwise='null') -%}
    cast({{ column.sql if column else otherwise }} as {{ dbt.type_string() }})
{%- endmacro -%}

{#- A column as it is, whatever its type, or `otherwise` as text where it is not there. -#}
{%- macro value_of(column, otherwise='null') -%}
    {{ column.sql if column else text_of(none, otherwise) }}
{%- endmacro -%}

{#- A column of days or times. Instants are refused where no time zone says which day they are, save
    those of the generated visits, whose clocks all show UTC. -#}
{%- macro moment_of(column) -%}
    {%- if column and var('syndrome_source') == 'generated' -%}
        {{ 'datetime(' ~ column.sql ~ ", 'UTC')" if column.type | lower == 'timestamp'
            and target.type == 'bigquery' else column.sql }}
    {%- else -%}
        {%- if column -%}
            {%- do syndrome_sql.check_time_type(column.sql, column.type) -%}
        {%- endif -%}
        {{ value_of(column) }}
    {%- endif -%}
{%- endmacro -%}
