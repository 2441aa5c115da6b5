{#- What the var `syndrome_columns` says (docs/existing-project.md), read into `found`: our name in small
    letters → `column` or `sql`, `as`, `words`, `zone` and `rows`. `given` is the var, `names` are those
    that may be mapped. Python calls it too: one mapping gives one answer. -#}
{%- macro read_mapping(given, names, found) -%}
    {%- set faults = [] -%}
    {%- set lower_names = names | map('lower') | list -%}
    {%- set given = given or {} -%}
    {%- if given is not mapping -%}
        {%- do faults.append('it is no mapping of names to columns') -%}
        {%- set given = {} -%}
    {%- endif -%}
    {%- for name, said in given.items() -%}
        {%- set name = name | string | lower -%}
        {%- if name not in lower_names -%}
            {%- do faults.append(name ~ ' is no column that is asked for; ours are ' ~ names | join(', ')) -%}
        {%- else -%}
            {%- do syndrome_sql.read_mapping_entry(name, said, found, faults) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do syndrome_sql.refuse_mapping(faults) -%}
{%- endmacro -%}

{%- macro read_mapping_entry(name, said, found, faults) -%}
    {%- set is_moment = name in ['visit_date', 'arrived_at', 'c_visit_date', 'arrived_date_time'] -%}
    {%- set entry = {'column': none, 'sql': none, 'as': none, 'words': {}, 'zone': none, 'rows': none} -%}
    {%- set keys = ['column', 'sql'] -%}
    {%- if name == 'diagnosis_codes' -%}
        {%- do keys.append('as') -%}
    {%- else -%}
        {%- do keys.append('zone' if is_moment else 'words') -%}
    {%- endif -%}
    {%- set is_rows = name == 'diagnosis_codes' and said is mapping and said.get('as') == 'rows' -%}
    {%- set kept = {'key': none, 'code': none, 'facility': none, 'order': none, 'where': none} -%}
    {%- if is_rows -%}
        {%- do syndrome_sql.read_mapping_of_rows(said, kept, faults) -%}
        {%- do entry.update({'as': 'rows', 'rows': kept}) -%}
    {%- elif said is mapping -%}
        {%- do syndrome_sql.refuse_other_keys(name, said, keys, faults) -%}
        {%- do syndrome_sql.read_place(name, said, entry, faults) -%}
        {%- set shape = said.get('as') -%}
        {%- if shape is not none and shape not in ['delimited', 'list', 'json'] -%}
            {%- do faults.append(name ~ ': `as` is delimited, list, json or rows') -%}
        {%- endif -%}
        {%- set zone = said.get('zone') -%}
        {%- if zone is not none and not syndrome_sql.is_zone(zone) -%}
            {%- do faults.append(name ~ ': `zone` is no name of the IANA database, such as UTC') -%}
        {%- elif zone is not none and not syndrome_sql.time_zone() -%}
            {%- do faults.append(
                name ~ ': with `zone` the var syndrome_time_zone must say whose days they become'
            ) -%}
        {%- endif -%}
        {%- do entry.update({'as': shape, 'zone': zone}) -%}
        {%- do syndrome_sql.read_words(name, said.get('words'), entry.words, faults) -%}
    {%- else -%}
        {%- do syndrome_sql.read_place(name, {'column': said}, entry, faults) -%}
    {%- endif -%}
    {%- do found.update({name: entry}) -%}
{%- endmacro -%}

{#- Where a value stands, in a column or as an expression of a row, into `place`. -#}
{%- macro read_place(name, said, place, faults) -%}
    {%- set said = said if said is mapping else {'column': said} -%}
    {%- set column = said.get('column') -%}
    {%- set sql = said.get('sql') -%}
    {%- if column is mapping or sql is mapping or (column is none) == (sql is none)
        or not (sql if column is none else column) | string | trim -%}
        {%- do faults.append(name ~ ': write the name of its column, {column: …}, or {sql: …}') -%}
    {%- endif -%}
    {%- do place.update({
        'column': column if column is none else column | string,
        'sql': sql if sql is none else '(' ~ sql ~ '\n)',
    }) -%}
{%- endmacro -%}

{#- Diagnoses in a relation of their own. -#}
{%- macro read_mapping_of_rows(said, rows, faults) -%}
    {%- do syndrome_sql.refuse_other_keys(
        'diagnosis_codes', said,
        ['as', 'model', 'table', 'schema', 'file', 'relation', 'key', 'facility', 'code', 'order', 'where'],
        faults
    ) -%}
    {%- for part in ['key', 'code', 'facility', 'order'] -%}
        {%- set place = {} -%}
        {%- if part in ['key', 'code'] or said.get(part) is not none -%}
            {%- do syndrome_sql.read_place('diagnosis_codes.' ~ part, said.get(part), place, faults) -%}
            {%- do rows.update({part: place}) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- if said.get('where') -%}
        {%- do rows.update({'where': '(' ~ said.where ~ '\n)'}) -%}
    {%- endif -%}
{%- endmacro -%}

{#- What other words of a column mean. Of sex and flags they mean what is known. -#}
{%- macro read_words(name, said, words, faults) -%}
    {%- set known = {
        'sex': ['F', 'M', 'U'], 'is_emergency': ['true', 'false'], 'hasbeene': ['true', 'false'],
    } -%}
    {%- set filters = {} -%}
    {%- do syndrome_sql.find_filter_columns(filters) -%}
    {%- for ours, filter in filters.items() if filter.type == 'boolean' -%}
        {%- for flag in [ours] + filter.essence -%}
            {%- do known.update({flag | lower: ['true', 'false']}) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- set known = known.get(name) -%}
    {%- set meant = {} -%}
    {%- if said is not none and said is not mapping -%}
        {%- do faults.append(name ~ ': `words` is a mapping, such as {Female: F}') -%}
    {%- elif said is not none -%}
        {%- for word, meaning in said.items() -%}
            {%- set meaning = meaning | string -%}
            {%- set meaning = meaning | lower if known and 'true' in known else meaning -%}
            {%- set folded = word | string | trim | upper -%}
            {%- if known and meaning not in known -%}
                {%- do faults.append(name ~ ': each of its `words` means one of ' ~ known | join(', ')) -%}
            {%- elif meant.get(folded, meaning) != meaning -%}
                {%- do faults.append(name ~ ': one of its `words` means two things') -%}
            {%- endif -%}
            {%- do meant.update({folded: meaning}) -%}
            {%- do words.update({word | string: meaning}) -%}
        {%- endfor -%}
    {%- endif -%}
{%- endmacro -%}

{%- macro refuse_other_keys(name, said, keys, faults) -%}
    {%- for key in said if key not in keys -%}
        {%- do faults.append(name ~ ': `' ~ key ~ '` says nothing here; known are ' ~ keys | join(', ')) -%}
    {%- endfor -%}
{%- endmacro -%}

{#- Ends the run with all that is the matter with the mapping. -#}
{%- macro refuse_mapping(faults) -%}
    {%- if faults -%}
        {{ syndrome_sql.refuse(
            'ESS607',
            'the var syndrome_columns cannot be used\n    ' ~ faults | join('\n    '),
            'write `our name: its column`, or {column: …, …} or {sql: …} (docs/existing-project.md); '
            ~ 'nothing was changed'
        ) }}
    {%- endif -%}
{%- endmacro -%}

{#- Puts the columns that are there into a mapping that has been read: the SQL of each entry, its type
    where it is a column, and whether it is a column as it stands. `types` are columns and their types,
    none where they are not known; `is_shown` says that names of columns are surely names. -#}
{%- macro resolve_mapping(mapping, types, types_of_diagnoses, has_facility, faults, is_shown=true) -%}
    {%- for name, entry in mapping.items() -%}
        {%- if entry.rows is none -%}
            {%- do syndrome_sql.resolve_place(name, entry, types, 'the source', faults, is_shown) -%}
            {%- do entry.update({'is_plain': entry.column is not none and not (
                entry.words or entry.zone or entry.as in ['list', 'json']
            )}) -%}
        {%- else -%}
            {%- do entry.update({'is_plain': false, 'type': ''}) -%}
            {%- if entry.rows.facility and not has_facility -%}
                {%- do faults.append('diagnosis_codes.facility: the visits have no facility_id') -%}
            {%- endif -%}
            {%- for part in ['key', 'facility', 'code', 'order'] if entry.rows[part] -%}
                {%- do syndrome_sql.resolve_place(
                    name ~ '.' ~ part, entry.rows[part], types_of_diagnoses, 'the relation of diagnoses',
                    faults, is_shown
                ) -%}
            {%- endfor -%}
        {%- endif -%}
    {%- endfor -%}
{%- endmacro -%}

{%- macro resolve_place(name, place, types, where, faults, is_shown) -%}
    {%- do place.update({'type': ''}) -%}
    {%- if place.column is not none and types is not none -%}
        {%- set alike = [] -%}
        {%- for column in types if column | lower == place.column | lower -%}
            {%- do alike.append(column) -%}
        {%- endfor -%}
        {%- set found = place.column if place.column in alike else alike | first -%}
        {%- if alike -%}
            {%- do place.update({
                'column': found, 'sql': syndrome_sql.quoted_column(found), 'type': types[found] or '',
            }) -%}
        {%- else -%}
            {%- do faults.append(
                name ~ ': ' ~ where ~ ' has no column ' ~ place.column
                ~ ('; it has ' ~ types | join(', ') if is_shown else '')
            ) -%}
        {%- endif -%}
    {%- elif place.column is not none -%}
        {%- do place.update({'sql': syndrome_sql.quoted_column(place.column)}) -%}
    {%- endif -%}
{%- endmacro -%}

{#- Notes a column whose type cannot become what it is mapped to. `shape` is the `as` of codes, and `any` for
    texts that may be lists. -#}
{%- macro check_mapped_type(name, type, shape, faults) -%}
    {%- set kind = type | lower -%}
    {%- set is_list = kind.endswith(']') or 'array' in kind -%}
    {%- set is_json = 'json' in kind or 'variant' in kind -%}
    {%- set is_object = 'struct' in kind or kind.startswith('map') or 'record' in kind -%}
    {%- set is_text = 'char' in kind or 'text' in kind or 'string' in kind -%}
    {%- if not kind or 'unknown' in kind -%}
    {%- elif kind in ['blob', 'bytea', 'bytes', 'binary', 'bit'] -%}
        {%- do faults.append(name ~ ': bytes (' ~ type ~ ') are no text that can be read') -%}
    {%- elif name == 'diagnosis_codes' -%}
        {%- if shape == 'list' and not is_list -%}
            {%- do faults.append(name ~ ': `as: list` is said of a column of type ' ~ type) -%}
        {%- elif shape == 'json' and not (is_json or is_text) -%}
            {%- do faults.append(name ~ ': `as: json` is said of a column of type ' ~ type) -%}
        {%- elif shape == 'delimited' and (is_list or is_json or is_object) -%}
            {%- do faults.append(name ~ ': `as: delimited` is said of a column of type ' ~ type) -%}
        {%- endif -%}
    {%- elif (is_list or is_json or is_object) and shape != 'any' -%}
        {%- do faults.append(name ~ ': a column of type ' ~ type ~ ' holds more than one value') -%}
    {%- elif name in ['visit_date', 'arrived_at'] and kind in ['boolean', 'bool'] -%}
        {%- do faults.append(name ~ ': a column of type ' ~ type ~ ' holds no days') -%}
    {%- endif -%}
{%- endmacro -%}

{#- Tells `further` the columns of `seen` that are named as a text is, with a number behind: what stands in
    `diagnosis_codes_2` is not in `diagnosis_codes`. Python calls it too. -#}
{%- macro find_further_columns(name, seen, further) -%}
    {%- set letters = modules.re.sub('[^a-z0-9]', '', name | lower) -%}
    {%- set form = modules.re.sub('s?$', 's?[0-9]+', letters, 1) -%}
    {%- for column in seen if modules.re.fullmatch(form, modules.re.sub('[^a-z0-9]', '', column | lower)) -%}
        {%- do further.append(column) -%}
    {%- endfor -%}
{%- endmacro -%}

{#- Tells `unread` the columns of `seen` whose names say that they hold more of a complaint or of codes, and
    that are not among those `read`: `secondary_diagnosis_codes`, `dx2`, `ReasonForVisit`. `kinds` are
    `chief_complaint` and `diagnosis_codes`, or one of them. Dates, counts and the like of a diagnosis are none,
    nor, but for diagnoses, are the `fields` that a definition can ask by name. Python calls it too. -#}
{%- macro find_unread_texts(kinds, seen, read, fields, unread) -%}
    {%- set words = {
        'chief_complaint': 'complaints?|cc|reasons?|symptoms?',
        'diagnosis_codes': 'diagnos\\w*|diags?\\d*|dxs?\\d*|(?!idx)\\w*dx\\d*|icd\\w*|snomed\\w*|ecodes?|codes'
        ~ '|causes?|problems?|impressions?',
    } -%}
    {%- set beside = 'dates?|dt|time|datetime|ts|count|cnt|num|number|n|version|types?|flag|ind|id|status|system'
        ~ '|by|poa|present|rank|priority|seq|sequence|zip|procedures?|cpt|disposition|transfer' -%}
    {%- set others = [] -%}
    {%- for name in fields if 'diagnosis' not in name | lower -%}
        {%- do others.append(modules.re.sub('[^a-z0-9]', '', name | lower)) -%}
    {%- endfor -%}
    {%- for column in seen if column not in read -%}
        {%- set parted = modules.re.sub('([a-z0-9])([A-Z])', '\\1 \\2', column) | lower -%}
        {%- set parts = modules.re.sub('[^a-z0-9]+', ' ', parted).split() -%}
        {%- set is_field = parts | join('') in others -%}
        {%- set is_beside = [] -%}
        {%- set is_named = [] -%}
        {%- for part in parts -%}
            {%- if modules.re.fullmatch(beside, part) -%}
                {%- do is_beside.append(part) -%}
            {%- endif -%}
            {%- for kind in kinds if modules.re.fullmatch(words[kind], part) -%}
                {%- do is_named.append(part) -%}
            {%- endfor -%}
        {%- endfor -%}
        {%- if is_named and not is_beside and not is_field -%}
            {%- do unread.append(column) -%}
        {%- endif -%}
    {%- endfor -%}
{%- endmacro -%}
