"""How many of the published definitions come in whole, from each format they are published in.

Whole is what its collector found to be a query of the language. The share, and the rest with its
reasons, is printed (``-rP`` shows it).
"""

import csv
import html
import json

import openpyxl
import pandas
import pytest
import rdata
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from tests.corpus.published import published_query
from tests.parsing.shapes import meaning
from transpiler.definition import DefinitionError, fold, terms
from transpiler.importing import ImportOutcome, import_definitions
from transpiler.importing.labels import field_labelled
from transpiler.parsing import Mode, Shelf, find_definitions, load_definition, parse_query

LEAST = 0.97


def is_whole(record):
    """Whether a record holds one query of the language, and the collection says all of it."""
    return record["status"] in ("ok", "irregular") and not record.get("parts")


def cell(record):
    """What stands in the cell of a table: the query with the words around it."""
    return record.get("raw") or record["query"]


def as_records(records, path):
    path = path / "a.jsonl"
    path.write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
    return path


def as_categories(records, path):
    """As ESSENCE returns all its categories."""
    rows = [
        {"termId": number, "groupName": "Uncategorized", "category": record["name"]}
        | {"definition": cell(record), "fieldsSearched": "Undefined", "notes": "No Notes"}
        for number, record in enumerate(records)
    ]
    path = path / "a.json"
    path.write_text(json.dumps({"categories": rows}), encoding="utf-8")
    return path


def as_csv(records, path):
    path = path / "a.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = ((f"CCDD Category: {record['name']}", cell(record)) for record in records)
        csv.writer(file).writerows([("syndrome", "query_logic"), *rows])
    return path


def as_workbook(records, path):
    path = path / "a.xlsx"
    book = openpyxl.Workbook()
    book.active.append(["Syndrome", "Structure"])
    for record in records:
        text = ILLEGAL_CHARACTERS_RE.sub("\n", cell(record))  # a break that Excel does not have
        book.active.append([record["name"], text])
    book.save(path)
    return path


def as_r_data(records, path):
    path = path / "a.rds"
    columns = {
        "syndrome": [f"CCDD Category: {record['name']}" for record in records],
        "query_logic": list(map(cell, records)),
    }
    rdata.write_rds(path, pandas.DataFrame(columns, dtype="object"))
    return path


def as_page(records, path):
    path = path / "a.html"
    rows = "".join(
        f"<tr><td>{html.escape(record['name'])}</td><td>{html.escape(cell(record))}</td></tr>"
        for record in records
    )
    path.write_text(
        f"<table><tr><th>Name</th><th>Definition</th></tr>{rows}</table>", encoding="utf-8"
    )
    return path


FORMATS = (as_records, as_categories, as_csv, as_workbook, as_r_data, as_page)


def fault(record, found, given):
    """Return why a published definition did not come in as it is; nothing where it did."""
    if found.definition is None:
        return "; ".join(f"{one.code} {one.message[:80]}" for one in found.diagnostics)
    if len(found.definition.parts) != 1:
        return f"{len(found.definition.parts)} parts"
    (part,) = found.definition.parts
    published = parse_query(published_query(record), mode=Mode.REPAIR)
    if meaning(part.query.root) != meaning(published.root):
        return "another query"
    # A cell that begins with the query says no field, and then its codes tell.
    says_fields = given is as_records or not cell(record).startswith(("%5E", "^", "("))
    if record["field_status"] == "stated" and says_fields:
        labels = (record["field"], *record.get("also_apply_to", ()))
        wanted = {field_labelled(label) for label in labels}
        if set(part.fields) != wanted:
            return f"fields {', '.join(part.fields)} instead of {', '.join(map(str, wanted))}"
    return ""


@pytest.mark.parametrize("given", FORMATS, ids=lambda given: given.__name__)
def test_whole_definitions_come_in(corpus, more_corpus, tmp_path, given):
    records = [*corpus, *more_corpus]
    done = list(import_definitions([given(records, tmp_path)], tmp_path / "out"))
    assert len(done) == len(records)
    whole, faults = 0, []
    for record, found in zip(records, done, strict=True):
        if record["status"] == "not-free-text":
            assert found.outcome is ImportOutcome.REFUSED, record["name"]
        if not is_whole(record):
            continue
        whole += 1
        why = fault(record, found, given)
        if why:
            faults.append(f"{record['name']}: {why}")
    share = 1 - len(faults) / whole
    print(f"{given.__name__}: {share:.1%} of {whole} whole definitions")
    print("\n".join(faults))
    assert share >= LEAST


def labelled(part):
    return {field_labelled(label) for label in (part["field"], *part["also_apply_to"])}


def test_definitions_of_several_parts_come_in(corpus, tmp_path):
    """Each part with its fields and its query, from the page's text alone."""
    records = [one for one in corpus if one.get("parts") and one["status"] in ("ok", "irregular")]
    assert len(records) >= 10
    plain = [{"name": one["name"], "raw": one["raw"]} for one in records]
    done = list(import_definitions([as_records(plain, tmp_path)], tmp_path / "out"))
    for record, found in zip(records, done, strict=True):
        parts = found.definition.parts
        assert [set(part.fields) for part in parts] == list(map(labelled, record["parts"]))
        for part, published in zip(parts, record["parts"], strict=True):
            query = parse_query(published["query"], mode=Mode.REPAIR)
            assert meaning(part.query.root) == meaning(query.root), record["name"]


LIMITED = {"65 and Older": (65, None), "ages 11-34": (11, 34)}
"""What a title says of ages → the filter."""


def test_definitions_come_in_with_their_filters_and_references(corpus, more_corpus, tmp_path):
    """A title that limits ages gives the filter; a name of another one of the library asks it."""
    records = [*corpus, *more_corpus]
    output = tmp_path / "definitions"
    done = list(import_definitions([as_records(records, tmp_path)], output))
    limited = 0
    for record, found in zip(records, done, strict=True):
        ages = next((ages for words, ages in LIMITED.items() if words in record["name"]), None)
        if found.definition is not None and ages is not None:
            age = found.definition.filters.age
            assert (age.min, age.max) == ages, record["name"]
            limited += 1
    assert limited >= 3
    shelf = Shelf([output])
    loaded = [load_definition(path, shelf) for path in find_definitions([output])]
    titles = {fold(one.title) for one in loaded}
    asking = 0
    for one in loaded:
        named = {
            text
            for part in (one.as_written or one).parts
            if "ccdd_category" in part.fields
            for term in terms(part.query.root)
            if (text := fold(term.text).strip("^;")) in titles
        }
        asked = {fold(reference.definition.title) for reference in one.references}
        assert named <= asked, one.title
        asking += bool(one.references)
    assert asking >= 6
    print(f"{limited} with filters, {asking} that ask others")


def test_what_is_no_query_is_never_called_one(corpus, tmp_path):
    """Whatever else stands in the collection, none of it is written as it is."""
    for record in corpus:
        if record["status"] != "malformed":
            continue
        try:
            parse_query(record["query"])
        except DefinitionError:
            (found,) = import_definitions([as_records([record], tmp_path)], tmp_path / "out")
            assert found.outcome is not ImportOutcome.CLEAN, record["name"]
