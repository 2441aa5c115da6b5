"""Every published table is in the model of what readers know, with all of its columns."""

from __future__ import annotations

import re

import yaml

from transpiler.disclosure import MARTS, undescribed
from transpiler.disclosure.cuts import CUTS, find_cut
from transpiler.resources import data_path


def published_models():
    folders = (data_path("macros"), data_path("dbt_project"))
    found = [
        model
        for path in (path for folder in folders for path in (folder / "models").rglob("*.yml"))
        for model in (yaml.safe_load(path.read_text(encoding="utf-8")) or {}).get("models", ())
    ]
    return [one for one in found if one.get("config", {}).get("meta", {}).get("sensitivity") == "N"]


def test_nothing_is_published_that_the_model_does_not_describe():
    assert undescribed(published_models()) == []


def test_nothing_is_described_that_is_not_published():
    columns = {
        model["name"]: {column["name"] for column in model["columns"]}
        for model in published_models()
    }
    described = {name: {one.name for one in mart.columns} for name, mart in MARTS.items()}
    assert described == columns


def test_a_table_or_column_that_is_new_is_found():
    new = {"config": {"meta": {"sensitivity": "N"}}}
    assert undescribed([{"name": "rpt_more", **new}]) == ["rpt_more"]
    columns = [{"name": "definition"}, {"name": "one_more"}]
    assert undescribed([{"name": "rpt_syndrome_ppv", "columns": columns, **new}]) == [
        "rpt_syndrome_ppv.one_more"
    ]


def test_the_macro_that_looks_before_each_run_knows_the_same_tables():
    text = (data_path("macros") / "project/check_marts.sql").read_text(encoding="utf-8")
    _, _, listed = text.partition("macro published_marts()")
    assert set(re.findall(r"'([a-z_]+)'", listed)) == set(MARTS)


def test_cuts_of_one_kind_are_tied_and_others_are_not():
    codes, people = find_cut("certainty"), find_cut("age and sex")
    assert codes.is_tied_to(find_cut("phase of care"))
    assert people.is_tied_to(find_cut("place"))
    assert not codes.is_tied_to(people)
    assert not any(find_cut("earlier visit").is_tied_to(cut) for cut in (codes, people, CUTS[0]))
