"""What one text of SQL reads of a file, or why it does not; dbt calls the same macro in a hook."""

import codecs
import csv
import gzip
import io
import random

import duckdb
import pytest

from transpiler.definition import FIELDS
from transpiler.macros import load_macros

SECRET = "PLANTEDMARKER"


def read(path, known=("visit_id",)):
    """Return the names, the rows and the fault of a file."""
    with duckdb.connect() as connection:
        macros = load_macros("duckdb", query=lambda sql: connection.execute(sql).fetchall())
        found = {}
        macros.read_visits_file(str(path), [*macros.known_columns().split(","), *known], found)
        if found["fault"]:
            return None, None, found["fault"]
        rows = connection.execute(f"select * from {found['rows']}").fetchall()
    assert len(rows) == found["count"]
    return found["names"], rows, None


def write(tmp_path, content, name="visits.csv"):
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


HEADER = "visit_id,sex\n"


@pytest.mark.parametrize(
    ("content", "rows"),
    [
        (HEADER, []),
        ("visit_id,sex", []),
        (HEADER + "1,F\n2,M", [("1", "F"), ("2", "M")]),
        ("\ufeffvisit_id;sex\r\n1;F,M\r\n", [("1", "F,M")]),
        ("visit_id\tsex\n1\tF;,|\n", [("1", "F;,|")]),
        ("visit_id|sex\r1|F\r2|M\r", [("1", "F"), ("2", "M")]),
        ('"visit_id","sex, at birth"\n"1","a ""b"", c"\n', [("1", 'a "b", c')]),
        (
            HEADER + '1,"a\n\nb"\n\n2,"x\r\ny"\r\n3,z\n',
            [("1", "a\n\nb"), ("2", "x\r\ny"), ("3", "z")],
        ),
        (HEADER + '"x\ny","z\nw"\n', [("x\ny", "z\nw")]),
        (HEADER + '1,5\'11" tall\n2,"x"\n', [("1", "5'11\" tall"), ("2", "x")]),
        (HEADER + '1,\n2,""\n,\n', [("1", None), ("2", ""), (None, None)]),
        (
            HEADER + "00123,#1\n1e5,NULL\n# 2,\\N\n",
            [("00123", "#1"), ("1e5", "NULL"), ("# 2", "\\N")],
        ),
        (HEADER + "1,a\0b\n2,é\U0001f600\n", [("1", "a\0b"), ("2", "é\U0001f600")]),
        (HEADER + "1,2025-01-01\n2,01:15 PM\n", [("1", "2025-01-01"), ("2", "01:15 PM")]),
        ('visit_id\n1\n""\n', [("1",), ("",)]),
        (
            "visit_id,sex\r\n10,F\r20,M\r\n30,U\n40,F\r\n",
            [("10", "F"), ("20", "M"), ("30", "U"), ("40", "F")],
        ),
        ("visit_id,sex\r\r\n1,F\r\r\n2,M\r\r\n", [("1", "F"), ("2", "M")]),
        (
            'visit_id,sex\r\n1,F\r2,"M\rF"\r\n3,\n4,U\r',
            [("1", "F"), ("2", "M\rF"), ("3", None), ("4", "U")],
        ),
        (",visit_id\n0,1\n", [("0", "1")]),
    ],
)
def test_what_is_well_formed_is_read_to_the_letter(tmp_path, content, rows):
    assert read(write(tmp_path, content))[1] == rows


@pytest.mark.parametrize(
    ("content", "line", "reason"),
    [
        (b"", None, "empty"),
        (b"\n\n", 1, "no name"),
        (f"1,{SECRET}\n2,x\n", 1, "no name"),
        (f"sep=;\nvisit_id;sex\n1;{SECRET}\n", 1, "no name"),
        (f'visit_id,"sex\nx"\n1,{SECRET}\n', 1, "no name"),
        (f"Visit_ID,sex,visit_id\n1,{SECRET},2\n", 1, "the name visit_id"),
        (HEADER + f"1,{SECRET}\n2\n3,x\n", 3, "fewer fields than the header, 1 for 2"),
        (HEADER + f"1,{SECRET}\n\n2,x,{SECRET}\n", 4, "more fields than the header, 3 for 2"),
        (HEADER + f"1,{SECRET},\n", 2, "more fields"),
        (HEADER + f'1,"{SECRET}\n2,x\n', 2, "quote"),
        (HEADER + f'1,x\n2,"{SECRET}', 3, "quote"),
        (HEADER + f'1,"{SECRET}"x\n', 2, "quote"),
        (HEADER + f'1, "{SECRET}"\n', 2, "quote"),
        (HEADER + f'1,"{SECRET} \\" x"\n', 2, "quote"),
        (HEADER + f"1,{SECRET}\rx\n", 3, "fewer"),
        (f'visit_id,sex,age\n1,"{SECRET},3\n2,y,4\n3,z",5\n', 2, "looks like a row"),
        (HEADER.encode() + f"1,{SECRET}\n2,caf".encode() + b"\xe9\n3,\xe9\n", 3, "not UTF-8"),
        (b"visit_id,s\xe9x\n1,x\n", 1, "not UTF-8"),
        ((HEADER + f"1,{SECRET}\n").encode("utf-16"), 1, "UTF-16"),
        (codecs.BOM_UTF16_BE + (HEADER + f"1,{SECRET}\n").encode("utf-16-be"), 1, "UTF-16"),
        ((HEADER + f"1,{SECRET}\n").encode("utf-16-le"), 1, "no name"),
        (f"visit_id\n{SECRET}\n\n", 3, "blank line"),
        (f"visit_id,sex\r\n1,{SECRET}\rx\r\n2,y\r\n", None, "fewer"),
        (f"visit_id,sex\r\n1,x\n2,{SECRET}\rx\n3,y\r\n", None, "fewer"),
        (f"visit_id,sex\r\n1,{SECRET}\r\x0b\n2,y\r\n", None, "fewer"),
        (f"visit_id\r\n{SECRET}\r2\r\n3\r\n", None, "carriage return alone"),
        (f"visit_id\r\n{SECRET}\rx\r\n3\r\n", None, "carriage return alone"),
    ],
)
def test_damage_is_refused_with_its_line_and_without_a_word_of_it(tmp_path, content, line, reason):
    fault = read(write(tmp_path, content))[2]
    assert fault is not None
    assert fault["line"] == line
    assert reason in fault["message"]
    assert "visits.csv" in fault["message"]
    assert SECRET not in str(fault)


def _by_python(content):
    """Return the rows of a CSV as Python reads them, without those of nothing."""
    rows = csv.reader(io.StringIO(content, newline=""))
    return [tuple(row) for row in rows if row][1:]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("first", ["\n", "\r\n", "\r"])
def test_lines_are_counted_as_people_count_them_or_not_at_all(tmp_path, first, end):
    for damage in (b"caf\xe9", b"M,M"):
        lines = [b"%d,F" % number for number in range(2, 60)]
        lines[28] = b"30," + damage
        rows = end.encode().join([*lines, b""])
        _, _, fault = read(write(tmp_path, b"visit_id,sex" + first.encode() + rows))
        is_told = {first, end} != {"\r", "\r\n"}
        assert fault["line"] == (30 if is_told else None)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("within", ["\r", "\rx", "x\r", "\r\r", "\x0b", "\x85", "\u2028"])
def test_nothing_vanishes_at_a_line_end_of_any_kind(tmp_path, end, within):
    for text in (f"a{within}", f'"a{within}"', f'"a"{within}'):
        content = end.join(["visit_id,sex,county", "1,F,x", f"2,M,{text}", f"3,{text},y", ""])
        for one in (content, content.replace(end, "\n", 2), content.replace(end, "\r\n", 3)):
            _, rows, fault = read(write(tmp_path, one))
            wanted = _by_python(one)
            if fault:
                assert set(text) & set("\r\n") or text.endswith(f'"{within}')
            else:
                assert [tuple(cell or "" for cell in row) for row in rows] == wanted


@pytest.mark.parametrize(
    "name",
    ["v.csv", "v.CSV", "v.tsv", "v.txt", "v.csv.gz", "V.CSV.GZ", "v'[1]*?.csv", "a.b.csv"],
)
def test_names_are_names_in_any_case(tmp_path, name):
    content = (HEADER + "1,F\n").encode()
    path = write(tmp_path, gzip.compress(content) if name.lower().endswith("gz") else content, name)
    assert read(path)[1] == [("1", "F")]


@pytest.mark.parametrize("name", ["v.xlsx", "v", "csv", "v.gz", "v.parquet.gz", "v.json"])
def test_other_names_are_refused(tmp_path, name):
    assert ".parquet" in read(write(tmp_path, HEADER, name))[2]["message"]


@pytest.mark.parametrize("name", ["v.csv.gz", "v.CSV.ZST"])
@pytest.mark.parametrize("content", ["", HEADER + f"1,{SECRET}\n"])
def test_a_file_that_is_not_packed_as_its_name_says(tmp_path, name, content):
    _, _, fault = read(write(tmp_path, content, name))
    assert fault["reason"].startswith("it is not packed")


def test_a_file_that_is_not_there(tmp_path):
    write(tmp_path, HEADER, "visits1.csv")
    assert "no such file" in read(tmp_path / "visits*.csv")[2]["message"]


@pytest.mark.parametrize("name", ["v.parquet", "v.PARQUET", "v.pq"])
def test_parquet_is_read_or_refused(tmp_path, name):
    path = tmp_path / name
    with duckdb.connect() as connection:
        connection.sql(f"select '1' as visit_id, '{SECRET}' as sex").write_parquet(str(path))
    whole = path.read_bytes()
    assert read(path)[1] == [("1", SECRET)]
    for damaged in (b"", HEADER.encode(), whole[:-9], whole.replace(b"PLANTED", b"PLANT\xe9D")):
        path.write_bytes(damaged)
        fault = read(path)[2]
        assert fault is not None
        assert SECRET[-6:] not in str(fault)


@pytest.mark.parametrize("third", ["age_years", "sex_1"])
def test_a_header_within_parquet_is_refused(tmp_path, third):
    path = tmp_path / "v.parquet"
    with duckdb.connect() as connection:
        rows = f"values ('1', '{SECRET}', '3'), ('visit_id', 'sex', 'sex')"
        connection.sql(f"from ({rows}) as t(visit_id, sex, {third})").write_parquet(str(path))
    fault = read(path)[2]
    assert "first line again" in fault["message"]


def test_texts_of_megabytes(tmp_path):
    texts = ["x" * 3_000_000, "a,\n" * 1_000_000, "é" * 1_500_000]
    file = io.StringIO()
    csv.writer(file).writerows([("visit_id", "sex"), *enumerate(texts)])
    assert [row[1] for row in read(write(tmp_path, file.getvalue()))[1]] == texts


def test_what_python_writes_is_read_as_it_was(tmp_path):
    """Any texts, any separator, any quoting that is lawful: every cell comes back."""
    pieces = [
        "a",
        "b c",
        ",",
        ";",
        "\t",
        "|",
        '"',
        '""',
        "\n",
        "\r\n",
        "é",
        " ",
        "'",
        "1",
        "\\",
        "#",
    ]
    for seed in range(60):
        draw = random.Random(seed)
        width = draw.randint(2, 5)
        rows = [
            ["".join(draw.choices(pieces, k=draw.randint(0, 6))) for _ in range(width)]
            for _ in range(draw.randint(1, 40))
        ]
        header = ["visit_id", *(f"column {number}" for number in range(1, width))]
        file = io.StringIO()
        writer = csv.writer(
            file,
            delimiter=draw.choice(",;\t|"),
            quoting=csv.QUOTE_ALL,
            lineterminator=draw.choice(["\n", "\r\n"]),
        )
        writer.writerows([header, *rows])
        names, found, fault = read(write(tmp_path, file.getvalue()))
        if fault is not None:
            assert "looks like a row" in fault["message"], seed
            continue
        assert names == header
        assert found == [tuple(row) for row in rows], seed


def test_every_field_is_a_name_that_makes_a_header():
    known = load_macros("duckdb").known_columns().split(",")
    assert known == [name.strip() for name in known]
    for field in FIELDS:
        assert {field.name, field.essence_name.lower()} <= set(known)
