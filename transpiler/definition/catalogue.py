"""Every diagnostic code: what it means and how to mend it.

``docs/diagnostics.md`` is generated from this list, and a test holds that every code that the
program can give is on it. A code keeps its meaning for good; a new meaning gets a new code.
Warnings about a query are lint rules: ESS055 to ESS062 keep the codes they had, and SYN016 to
SYN018 say what ESS051 to ESS054 and ESS058 said.

ESS0xx the query language, ESS1xx definition files, ESS2xx SQL and dialects, ESS3xx projects and
policies, ESS4xx visits, ESS5xx engines, comparing, importing, ESS6xx what a run of the dbt project
refuses.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class DiagnosticCode:
    """One diagnostic code.

    Attributes:
        code: the code, such as ``ESS004``.
        title: what is the matter, in a few words.
        meaning: why it matters, or what the program takes it for.
        mend: how to mend it.
        example: for a code of the query language, a query that gives it.
    """

    code: str
    title: str
    meaning: str
    mend: str
    example: str | None = None


CATALOGUE: Final[tuple[DiagnosticCode, ...]] = (
    # The query language: structure.
    DiagnosticCode(
        "ESS001",
        "Empty query",
        "The query holds no element.",
        "Write at least one term.",
        "",
    ),
    DiagnosticCode(
        "ESS002",
        "An operator without something to join",
        "`or`, `and` and `andnot` stand between two items: terms or groups in parentheses.",
        "Add what is missing, or remove the operator.",
        "^fever^,or,and,^rash^",
    ),
    DiagnosticCode(
        "ESS003",
        "A parenthesis that is never closed",
        "Where the group ends decides what the query means, so it is never guessed.",
        "Add `,)` where the group ends.",
        "(,^fever^,or,^chills^",
    ),
    DiagnosticCode(
        "ESS004",
        "A parenthesis that closes nothing",
        "There are more closing parentheses than opening ones up to here.",
        "Remove it, or add the opening one.",
        "^fever^,),or,^rash^",
    ),
    DiagnosticCode(
        "ESS005",
        "An empty group",
        "There is nothing between two parentheses.",
        "Write a term between them, or remove them.",
        "^fever^,or,(,)",
    ),
    DiagnosticCode(
        "ESS006",
        "Nested too deeply",
        "A tree may be 100 levels deep; engines stop soon after. Parentheses that change nothing "
        "do not count.",
        "Split the definition into parts, or join levels.",
        "(,^a^,or,(,^b^,and," * 50 + "^c^" + ",),)" * 50,
    ),
    # The query language: faults that repair mode mends.
    DiagnosticCode(
        "ESS007",
        "An operator glued to a term or parenthesis",
        "Without its comma the operator is part of the term, which then matches nothing.",
        "Put the comma in. Repair mode does.",
        "^rash^,or^fever^",
    ),
    DiagnosticCode(
        "ESS008",
        "An operator between terms without commas",
        "The whole is read as one term that looks for the operator's letters.",
        "Put the commas in. Repair mode does. If the letters are meant, write one in brackets: "
        "`^a^[o]r^b^`.",
        "^outside^ or ^prostration^",
    ),
    DiagnosticCode(
        "ESS009",
        "An operator in two words",
        "The operator is `andnot`, one word.",
        "Write `andnot`. Repair mode does.",
        "^fever^,AND NOT,^afebrile^",
    ),
    DiagnosticCode(
        "ESS010",
        "A parenthesis glued to a term",
        "Parentheses are elements and stand between commas.",
        "Put the comma in. Repair mode does.",
        "(^fever^,or,^chills^)",
    ),
    DiagnosticCode(
        "ESS011",
        "White space beside an element",
        "Blanks outside the outermost `^` or `!` of a term, or around operators and parentheses, "
        "mean nothing; neither do line breaks that do not follow a comma.",
        "Remove it. Repair mode does.",
        "^fever^ , or, ^rash^",
    ),
    DiagnosticCode(
        "ESS012",
        "An empty element",
        "Two commas stand in a row, or a comma stands at either end.",
        "Remove the comma. Repair mode does.",
        "^fever^,,or,^rash^",
    ),
    DiagnosticCode(
        "ESS013",
        "A line break inside a term",
        "No complaint or code has a line break there, so the term matches nothing.",
        "Join the two halves. Repair mode does; between two terms it puts a comma.",
        "^;408\n682005;^",
    ),
    DiagnosticCode(
        "ESS014",
        "A control character",
        "The text was damaged on its way.",
        "Type what stood there. Repair mode puts a hyphen in a range, such as `[a-z]`, and "
        "refuses all others.",
        "^[a\x02z]pertuss^",
    ),
    DiagnosticCode(
        "ESS015",
        "An invisible character, or a special blank",
        "Non-breaking and other special blanks, tabs, and invisible characters are not in the "
        "text of visits, so the term matches nothing.",
        "Type a plain blank, or nothing. Repair mode does.",
        "^chest\u00a0pain^",
    ),
    DiagnosticCode(
        "ESS016",
        "HTML in the query",
        "Entities and tags are left from a web page.",
        "Write the character itself, and remove the tags. Repair mode does.",
        "&lt;p&gt;^fever^,or,^rash^",
    ),
    DiagnosticCode(
        "ESS017",
        "Letters damaged by a wrong encoding",
        "Text in UTF-8 was read as if each byte were a letter.",
        "Write the letter. Repair mode does.",
        "^Espa\u00c3\u00b1a^",
    ),
    DiagnosticCode(
        "ESS018",
        "The wrapper of a web editor",
        "The query is inside the stored form of a text editor.",
        "Take the text out. Repair mode does.",
        '{"ops":[{"insert":"^fever^,or,^rash^\\n"}]}',
    ),
    DiagnosticCode(
        "ESS019",
        "The address of an API call",
        "The address repeats the query with its settings; it is no part of it.",
        "Keep it in the description. Repair mode cuts it off behind the query, and refuses it "
        "elsewhere.",
        "^fever^\n\nAPI URL: https://essence.example/api?x=%5Efever%5E",
    ),
    DiagnosticCode(
        "ESS020",
        "A label in front of the query",
        "Published definitions say in words in front of the query which field it is for.",
        "Say it with `fields:` in the definition file. Repair mode cuts the label.",
        "CCDD TERMS: ^fever^,or,^rash^",
    ),
    DiagnosticCode(
        "ESS021",
        "Words about the query inside it",
        "A label or an instruction stands among the elements; often a second query for another "
        "field begins here.",
        "Give the second query a part of its own. Repair mode leaves it, because a negation that "
        "moves to another field changes the result.",
        "^mump^,andnot,Chief Complaint Parsed: ^testing^",
    ),
    # The query language: inside a term.
    DiagnosticCode(
        "ESS022",
        "A bracket that is never closed",
        "Read as `LIKE` does, the term matches nothing.",
        "Close the class with `]`.",
        "^[;/ T40^",
    ),
    DiagnosticCode(
        "ESS023", "An empty class", "It matches no character.", "Fill or remove it.", "^T40[]^"
    ),
    DiagnosticCode(
        "ESS024",
        "A negated class, or a caret in a class",
        "`[^...]` may mean all other characters, or hold a wildcard; `[!...]` likewise. What "
        "ESSENCE does is not documented.",
        "List the characters that are wanted, or exclude with `andnot`.",
        "^T40[^0-5]^",
    ),
    DiagnosticCode(
        "ESS025",
        "A range that runs backwards or mixes kinds",
        "Engines order characters of different kinds differently. Ranges are within the digits "
        "or within the letters; case does not matter.",
        "List the characters, or put a literal hyphen last.",
        "^T40[9-0]^",
    ),
    DiagnosticCode(
        "ESS026",
        "An exclamation mark that is not one of a pair",
        "`!TERM!` is a whole word, both marks at the ends of the term and no `^` with them.",
        "Add the other mark, or use `^`.",
        "!meth^",
    ),
    DiagnosticCode(
        "ESS027",
        "A caret or backslash beside `!TERM!`",
        "The marks already say that anything may stand around the word.",
        "Remove it. Repair mode does.",
        "![sc]elexa!^",
    ),
    DiagnosticCode("ESS028", "No word between `!` and `!`", "There is no word.", "Write it.", "!!"),
    DiagnosticCode(
        "ESS029",
        "Quotation marks around the query",
        "They come from a spreadsheet or a program. Around an operator they would make it a term.",
        "Remove them. Repair mode does.",
        '"^fever^,or,^rash^"',
    ),
    DiagnosticCode(
        "ESS030",
        "Another query language of ESSENCE",
        "Keyword lists with negations, and advanced queries over several fields, are other "
        "languages.",
        "Rewrite it as terms and operators, with a part for each field.",
        "*EXPOS*: Negations (*BODY FLUID*, STD)",
    ),
    DiagnosticCode(
        "ESS031",
        "A word that is not an operator",
        "The only operators are `or`, `and` and `andnot`. As a term, `not` would ask whether the "
        "whole field is that word, and what follows would be included instead of excluded.",
        "Write `andnot`.",
        "^fever^,not,^afebrile^",
    ),
    DiagnosticCode(
        "ESS098",
        "Damaged beyond repair",
        "After eight rounds of repair there is still something to mend.",
        "Type the query anew.",
        "^a &#38;" + "#38;" * 9 + "lt; b^",
    ),
    DiagnosticCode(
        "ESS099",
        "More findings",
        "At most 50 findings of one query are shown.",
        "Mend those shown, and run again.",
        "or," * 60,
    ),
    # Definition files.
    DiagnosticCode(
        "ESS101",
        "A file that cannot be read",
        "It does not exist, is not a regular file, is a link out of its folder, is too large, or "
        "is not UTF-8.",
        "Check the path; save the file as UTF-8.",
    ),
    DiagnosticCode(
        "ESS102",
        "Not valid YAML",
        "The file cannot be read as YAML.",
        "Look at the indentation and the quotes at the spot shown.",
    ),
    DiagnosticCode(
        "ESS103",
        "Not as the schema says",
        "A key is missing, unknown, or has a value of the wrong kind.",
        "See docs/definition-files.md; an editor with the JSON Schema completes the keys.",
    ),
    DiagnosticCode(
        "ESS104",
        "YAML that a definition never needs",
        "The loader refuses anchors, aliases, tags and deep nesting, because it does not trust a "
        "definition file.",
        "Write values out; put quotes around texts that begin with `&`, `*` or `!`.",
    ),
    DiagnosticCode("ESS105", "A key given twice", "It is not clear which counts.", "Remove one."),
    DiagnosticCode(
        "ESS106",
        "An unknown field",
        "Fields have fixed names, and a project can declare more.",
        "Use a name from the list in docs/definition-files.md, or declare it in `syndrome_fields`.",
    ),
    DiagnosticCode(
        "ESS107",
        "A range that holds nothing, or says two things",
        "The least age is above the greatest, or a band of ages stands beside either.",
        "Swap them, or write the band alone.",
    ),
    DiagnosticCode(
        "ESS108",
        "A definition that is not there",
        "The definition refers, by name and version, to one that the library does not have.",
        "Add it to the library, or name its folder with `--library`.",
    ),
    DiagnosticCode(
        "ESS109",
        "Definitions that ask one another in a circle",
        "What such a definition takes would depend on itself; the message names the circle.",
        "Leave one of the references out, or write out what it asks.",
    ),
    DiagnosticCode(
        "ESS110",
        "A definition that another asks and that cannot be used",
        "It has a fault of its own, or the library has more than one with that name.",
        "Run `syndrome check` on the library.",
    ),
    DiagnosticCode(
        "ESS111",
        "Fields that a project declares wrongly",
        "`syndrome_fields` in `dbt_project.yml` is no mapping of names to fields, or a name, a key "
        "or a layout in it cannot be used.",
        "Write `name: {column: …, layout: raw, description: …}` (docs/definition-files.md).",
    ),
    # SQL and dialects.
    DiagnosticCode(
        "ESS201",
        "An unknown dialect",
        "There is no dialect of this name.",
        "Use one of those listed.",
    ),
    DiagnosticCode(
        "ESS202",
        "A column that is missing or not a plain name",
        "Each field needs one column, given by a plain name, with its table if need be.",
        "Name a column for each field, such as `txt` or `v.txt`.",
    ),
    DiagnosticCode(
        "ESS203",
        "Not possible in this dialect",
        "The engine cannot say what the definition asks, or not with the same meaning.",
        "Follow the hint, or use another engine.",
    ),
    # Projects and policies.
    DiagnosticCode(
        "ESS301",
        "A setting that breaks the policy",
        "The project would publish more about single people than the definition's policy allows.",
        "Use one of the values listed.",
    ),
    DiagnosticCode(
        "ESS302",
        "A seed of settings that cannot be used",
        "The table of policies is missing, or it or the table of groups of codes has a column that "
        "is unknown or there twice, or a value that it cannot have.",
        "Restore the header or the row from a new project's seed; `syndrome init --here` adds a "
        "seed that is missing.",
    ),
    DiagnosticCode(
        "ESS303",
        "No definitions",
        "The project has no folder of definitions, or a file in it cannot be read.",
        "Run `syndrome init` to start a project.",
    ),
    DiagnosticCode(
        "ESS304",
        "The same definition twice",
        "Two files have the same name and version.",
        "Raise the version, or rename one.",
    ),
    DiagnosticCode(
        "ESS305",
        "An example that is not as the file says",
        "A text under `matches` does not match, or one under `does_not_match` does.",
        "`syndrome explain PATH --text TEXT` says why; mend the query or the example.",
    ),
    DiagnosticCode(
        "ESS306",
        "Something is in the way",
        "`syndrome init` writes a new project into a new folder only, and overwrites nothing. An "
        "existing project may have a model or seed with a name that ours need, or a file to which "
        "nothing can be added.",
        "Name a folder that does not exist. `syndrome init --here` adds to a folder what it lacks, "
        "unless it holds a dbt project of its own.",
    ),
    DiagnosticCode(
        "ESS307",
        "No dbt project",
        "The folder has no `dbt_project.yml`, or one that cannot be read.",
        "`syndrome init FOLDER` makes a project; `syndrome init --here` adds what a folder lacks.",
    ),
    DiagnosticCode(
        "ESS308",
        "A project that cannot hold the models",
        "Generated models stand in a restricted schema, in the group `syndrome_surveillance`, over "
        "hashed keys. The project lacks a part that this rests on, and so nothing is generated "
        "(docs/decisions/0008-what-compile-may-touch.md).",
        "Add what the message names, or begin with a project of `syndrome init`.",
    ),
    DiagnosticCode(
        "ESS309",
        "A file in the way of generated ones",
        "`syndrome compile` replaces only files that it wrote. It lists them in "
        "`syndrome_manifest.lock`, beside them; commit that file with them.",
        "Move the file elsewhere, or name a folder for the generated files with `--output`.",
    ),
    DiagnosticCode(
        "ESS310",
        "A generated file that was edited",
        "Somebody changed it after `syndrome compile` wrote it, and a compile would overwrite the "
        "change.",
        "Change the definition instead. Delete the file, or run `syndrome compile --overwrite`.",
    ),
    DiagnosticCode(
        "ESS311",
        "A link where files are written",
        "Through a link, the command would replace or remove files of somebody else.",
        "Put a folder or a file of the project in its place.",
    ),
    DiagnosticCode(
        "ESS312",
        "Groups of codes that overlap",
        "If one group holds another, both counts are published, and their difference is the count "
        "of a third group that nothing withholds. Groups of one cut must have no code in common.",
        "Divide the codes so that no group holds another.",
    ),
    DiagnosticCode(
        "ESS313",
        "A model that must not stand there",
        "dbt says this: the matches of a `no_case_finding` definition would stand in the ordinary "
        "schema, or hold keys that are not hashed.",
        "Give models of the schema `restricted` one of their own; hash `visit_id` as the shipped "
        "`syndrome_visits` does.",
    ),
    DiagnosticCode(
        "ESS314",
        "A published table or column that nobody has judged",
        "A property file says `sensitivity: N` of a model or column that the list of published "
        "tables does not have (docs/privacy.md). Nobody has judged what it tells together with "
        "them.",
        "Say `sensitivity: R`, and give the model a schema that readers do not have.",
    ),
    # Reports.
    DiagnosticCode(
        "ESS320",
        "A database that cannot be read",
        "`report` and `attack` read the DuckDB file of a project after `dbt build`. The file does "
        "not exist, is not a DuckDB file, is open in another program, or holds values of another "
        "kind.",
        "Run `dbt build --target duckdb`, or name the file with `--database`.",
    ),
    DiagnosticCode(
        "ESS321",
        "No published tables",
        "The schema has no stored table of trends or definitions, or one of another layout. The "
        "command skips views, because they read the restricted tables behind them.",
        "Run `syndrome compile` and `dbt build` on DuckDB, or name the schema with `--schema`: one "
        "that ends in `mart`, or as the var `syndrome_schemas` has it.",
    ),
    DiagnosticCode(
        "ESS322",
        "A published count that must be withheld",
        "A published table shows a small count, or a number in a row that it calls suppressed. "
        "The project's models have been changed, or the table is from elsewhere.",
        "Build the project with its own models; the command reports nothing until the table is "
        "right.",
    ),
    # Visits.
    DiagnosticCode(
        "ESS401",
        "A file of visits that cannot be read",
        "It is not CSV, TSV or Parquet, or it is damaged. The message quotes nothing from it.",
        "Save it as UTF-8 CSV with quotes around texts, or as Parquet.",
    ),
    DiagnosticCode(
        "ESS402",
        "A field without a column",
        "A definition reads a field for which the file has no column, or names no field.",
        "Name the column with `--column FIELD=COLUMN`, or add `fields:`.",
    ),
    DiagnosticCode(
        "ESS403",
        "More than one column for a field",
        "It is not clear which holds it, or a column such as `diagnosis_codes_2` holds more of it.",
        "Name the column with `--column FIELD=COLUMN` or the var `syndrome_columns`; an expression "
        "there takes all of them.",
    ),
    DiagnosticCode(
        "ESS404",
        "Values that cannot be read",
        "Ages, sexes, flags and codes in an unknown form count as missing, up to the limit. Days "
        "and times of arrival must all be there and readable, as in a build (ESS609).",
        "Write them as the message says; `--unreadable` sets the limit.",
    ),
    DiagnosticCode(
        "ESS405",
        "Flags that the policy does not allow",
        "`no_case_finding` definitions do not flag single visits.",
        "Ask for counts, or give the purpose with `--purpose`.",
    ),
    DiagnosticCode(
        "ESS406",
        "An unknown name in `--column`",
        "The field or the column does not exist.",
        "Use one of those listed.",
    ),
    DiagnosticCode(
        "ESS407",
        "Two definitions of one name",
        "Their flags would be in the same column.",
        "Give them different names or versions.",
    ),
    DiagnosticCode(
        "ESS408",
        "An unknown kind of output file",
        "The ending of the name says which kind of file to write.",
        "Use one of the endings listed.",
    ),
    DiagnosticCode(
        "ESS409",
        "What is assumed of a file of visits",
        "Without a key each row is a visit, the last of several rows of a visit stands for it, and"
        " a file of complaints and codes is taken to hold emergency visits.",
        "Add the column, or leave it so.",
    ),
    DiagnosticCode(
        "ESS410",
        "Rows that do not say which visit they are of, or contradict one another",
        "Rows of one visit that arrived together may differ in their codes, which are united, and"
        " in nothing else. Lines of totals, and rows without a day, a complaint and codes, are no"
        " visits; a column with more than 100 rows for each of its values is no key of visits.",
        "Fill in the key; give rows a time of arrival, or leave one row of each visit; remove lines"
        " of totals.",
    ),
    DiagnosticCode(
        "ESS411",
        "Keys that a spreadsheet would run",
        "A cell of a CSV that begins with `=`, `+`, `-` or `@` is a formula to a spreadsheet.",
        "Write a `.parquet` file, or give the visits other keys.",
    ),
    DiagnosticCode(
        "ESS412",
        "Something in a file of visits that is allowed and looks like damage",
        "The file has control characters, a double quote within a text that is not in quotes, "
        "words beside codes, or a last line without a line break. The message says how many, never "
        "what stands there.",
        "Compare the number of rows and the days with what was sent; write the file again.",
    ),
    DiagnosticCode(
        "ESS413",
        "Columns that may hold more of a complaint or of codes",
        "Columns such as `secondary_diagnosis_codes`, `dx2` or `ReasonForVisit`, or one of any "
        "name whose values in the first thousand rows look like codes, say something that no "
        "definition is asked of. A build says it of a plain source; on BigQuery by names alone.",
        "Put them together in the mapping of columns, or name there or with `--column` what is"
        " read.",
    ),
    # Engines.
    DiagnosticCode(
        "ESS501",
        "An engine that cannot be asked",
        "It is not installed, does not start, or cannot be reached.",
        "Install what is missing with `pip install 'syndrome-sql[verify]'`, name another engine"
        " with `--engine`, or verify with `--duckdb-only`.",
    ),
    # Importing.
    DiagnosticCode(
        "ESS510",
        "No query in what was published",
        "Neither a query of its own nor one in the prose was found.",
        "Give the query in a column or key called `query`, or below a line that names the field.",
    ),
    DiagnosticCode(
        "ESS511",
        "A published field that is unknown",
        "The prose or the record names a field that no known extract has.",
        "Name a field of the table in `docs/definition-files.md`, and import again.",
    ),
    DiagnosticCode(
        "ESS512",
        "A published file or record that cannot be read",
        "It is not UTF-8 text, not valid CSV or JSON, or in an unknown format.",
        "Save it as `.txt`, `.csv`, `.tsv`, `.json` or `.jsonl`, in UTF-8.",
    ),
    DiagnosticCode(
        "ESS514",
        "Another definition file stands there",
        "An import does not write over a file with other contents.",
        "Import into another folder, or pass `--overwrite`.",
    ),
    # Comparing.
    DiagnosticCode(
        "ESS515",
        "A per cent sign that could be read in two ways",
        "It may begin an encoded character (`%20` is a blank), stand for any characters as in SQL, "
        "or for itself.",
        "Decode the text; write `[%]` for a per cent sign and `^` for any characters.",
    ),
    DiagnosticCode(
        "ESS516",
        "An address of ESSENCE that is not understood",
        "An unknown parameter might limit the visits, so import does not skip it; some addresses "
        "ask about other things than visits.",
        "Remove what is not part of the definition.",
    ),
    DiagnosticCode(
        "ESS517",
        "A program whose text is not known",
        "Import reads the strings of R and Python, joins them and follows names. It runs nothing, "
        "so it cannot know what a function makes of a text.",
        "Write the query out, or print it and import what was printed.",
    ),
    DiagnosticCode(
        "ESS518",
        "What stood around the query became part of it",
        "An address, a program, a document or prose came along, or the end was cut off; the term"
        " would match nothing.",
        "Keep the text of the query only.",
    ),
    DiagnosticCode(
        "ESS519",
        "A definition that may not be what was published",
        "Import left something out, or something in it is hardly what its author meant.",
        "Read the finding and the file, and mend it there.",
    ),
    DiagnosticCode(
        "ESS520",
        "Not comparable",
        "A query without fields cannot be compared with several parts.",
        "Compare two definition files.",
    ),
    DiagnosticCode(
        "ESS530",
        "No address of ESSENCE asks this",
        "An address has one query for each of its parameters, and all of them must hold; some "
        "definitions ask something that this cannot express.",
        "Ask its parts one by one, or combine them in ESSENCE by hand.",
    ),
    DiagnosticCode(
        "ESS541",
        "A lock that cannot be read",
        "`syndrome_sync.lock` says which export a library last agreed with; it is damaged or from "
        "another version.",
        "Restore it from version control, or delete it: the next sync matches by titles.",
    ),
    DiagnosticCode(
        "ESS542",
        "An export older than the library",
        "The library is in step with a later export; what that one added would be retired.",
        "Give the day of the export by `--exported`, or restore the lock of that time.",
    ),
    # Runs of the dbt project.
    DiagnosticCode(
        "ESS601",
        "A var that cannot be used",
        "Vars that reach SQL must be plain names, numbers, or values from a list; so must the "
        "schema of the target. Nothing has run.",
        "Write the var as the message says.",
    ),
    DiagnosticCode(
        "ESS602",
        "No secret for the keys, or one that can be guessed",
        "It hashes the keys of visits and patients. Whoever guesses it knows which visit a key "
        "belongs to.",
        "Set SYNDROME_VISIT_KEY_SECRET to what `openssl rand -hex 32` prints, and keep it.",
    ),
    DiagnosticCode(
        "ESS603",
        "A secret that differs from that of the keys",
        "With it the build would recognise no visit, and would take all of them for deleted.",
        "Give the secret the value it had, or build with `--full-refresh`.",
    ),
    DiagnosticCode(
        "ESS604",
        "Back in time over later arrivals",
        "`syndrome_as_of` names a moment before what the tables already hold.",
        "Build into separate schemas with SYNDROME_SCHEMA, or with `--full-refresh`.",
    ),
    DiagnosticCode(
        "ESS605",
        "A model without those it is built with",
        "Each of these models reads what the one before it left in this run.",
        "Select the model with a plus before it, as the message says.",
    ),
    DiagnosticCode(
        "ESS606",
        "A source without columns that are needed",
        "Without a complaint or codes no visit would match, and the trends would show that. The "
        "message names all missing columns, those that are there, and the nearest ones.",
        "Rename the columns, or map them with the var `syndrome_columns`.",
    ),
    DiagnosticCode(
        "ESS607",
        "A mapping of columns that cannot be used",
        "`syndrome_columns` names something that no model asks for or that is not there, a type "
        "that cannot become what it is mapped to, an expression that fails, or diagnoses whose "
        "keys belong to no visit. The message names all faults and counts the rows, and shows "
        "nothing of them.",
        "Write it as docs/existing-project.md says.",
    ),
    DiagnosticCode(
        "ESS608",
        "A source that is not there",
        "The table or model of visits does not exist, or may not be read.",
        "Name it with the vars that the message lists.",
    ),
    DiagnosticCode(
        "ESS609",
        "Values of the source that cannot be read",
        "More values of a column than the limit allows are in no known form, or a visit has no "
        "day, number or time of arrival. The message shows the form of values, never a value.",
        "Mend the source, or raise the var `syndrome_unreadable_limit`.",
    ),
    DiagnosticCode(
        "ESS610",
        "Rows of one visit that contradict each other",
        "They arrived together, or do not say when, and differ in more than their codes. Or there "
        "are more than 100 rows for each key, which is hardly that of a visit.",
        "Give them a time of arrival, or leave one row of each visit.",
    ),
    DiagnosticCode(
        "ESS611",
        "A source that has lost its visits",
        "It is empty, or lacks many of the known visits, which the build would delete.",
        "Look at the extract; if it is right, build once with `syndrome_accept_lost_visits: true`.",
    ),
    DiagnosticCode(
        "ESS612",
        "Instants without a time zone",
        "A column holds instants, and the zone of the session would decide on which day they fall.",
        "Set the var `syndrome_time_zone`, to the zone of the facilities.",
    ),
    DiagnosticCode(
        "ESS613",
        "A published table that nobody has judged",
        "A model in the schema of published tables is not in the list of published tables. Nobody "
        "has judged what it tells together with the others.",
        "Give it another schema, and show it to nobody who reads the published tables.",
    ),
    DiagnosticCode(
        "ESS614",
        "A model with the name of one of the package's",
        "dbt looks in the project first for what a test names, so a test of the package would run "
        "on the project's model and say nothing about the package's own.",
        "Rename it; or set `require_ref_searches_node_package_before_root: true` under `flags` in "
        "`dbt_project.yml`, which dbt 1.11 and later know.",
    ),
)
"""Every code, in order."""
