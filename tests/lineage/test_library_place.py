"""Where definitions stand: family, status, and what takes the place of what."""

from time import process_time

from transpiler.definition import Definition, Part
from transpiler.lineage import LockEntry, Status, library_places, place_notes
from transpiler.parsing import parse_query


def named(name, version, title, **meta):
    part = Part(("ccdd",), parse_query("^a^"))
    return Definition(
        name=name, version=version, title=title, parts=(part,), meta=tuple(meta.items())
    )


def entry(title, file, **more):
    return LockEntry(title, file, "0", "0", "export", "2026-01-01", **more)


LIBRARY = [
    named("opioid", 2, "CDC Opioid v2"),
    named("opioid_parsed", 4, "CDC Opioid v4 Parsed"),
    named("opioid_tn", 4, "CDC Opioid (TN) v4"),
    named("fall", 1, "Falls v1"),
    named("fall", 2, "Falls v1", synced={"supersedes": "fall/v1.yml"}),
    named("own", 1, "Own", status="Validated", validated_by=["A", "B"], supersedes="fall/v2"),
    named("new", 1, "New"),
]


def test_families_reach_over_names_and_a_site_keeps_to_itself():
    stand = library_places(list(map(place_notes, LIBRARY)), {})
    assert stand["opioid_parsed/v4"].supersedes == "opioid/v2"
    assert stand["opioid/v2"].superseded_by == ("opioid_parsed/v4",)
    assert stand["opioid_tn/v4"].supersedes is None
    assert stand["opioid_tn/v4"].identity.site == "TN"


def test_what_a_file_says_counts_before_the_lock_and_that_before_versions():
    lock = {
        "Falls v1": entry("Falls v1", "fall/v2.yml", supersedes="fall/v1.yml"),
        "CDC Opioid v2": entry("CDC Opioid v2", "opioid/v2.yml", retired="2026-02-01"),
        "Own": entry("Own", "own/v1.yml"),
    }
    stand = library_places(list(map(place_notes, LIBRARY)), lock)
    assert stand["fall/v2"].supersedes == "fall/v1"
    assert stand["own/v1"].supersedes == "fall/v2"
    assert stand["own/v1"].validated_by == "A, B"
    assert {key: found.status for key, found in stand.items()} == {
        "opioid/v2": Status.RETIRED,
        "opioid_parsed/v4": Status.DRAFT,
        "opioid_tn/v4": Status.DRAFT,
        "fall/v1": Status.RETIRED,
        "fall/v2": Status.IN_ESSENCE,
        "own/v1": Status.VALIDATED,
        "new/v1": Status.DRAFT,
    }


def test_places_of_a_large_library_take_no_time():
    """Each title is read once, not once for each other definition: that took two minutes."""
    library = [named(f"d{n}_v{v}", 1, f"Thing {n} v{v}") for n in range(1_000) for v in (2, 1)]
    began = process_time()
    stand = library_places(list(map(place_notes, library)), {})
    assert process_time() - began < 5
    assert stand["d7_v2/v1"].supersedes == "d7_v1/v1"
    assert stand["d7_v2/v1"].family == ("d7_v1/v1", "d7_v2/v1")
