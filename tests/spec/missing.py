"""Missing and empty fields."""

from tests.spec.tables import Basis, Section, Table

MISSING = Section(
    "Missing and empty fields",
    """A missing field (NULL) and an empty one are different things. Truth has three values, as in
SQL: true, false and unknown. A pattern on a missing field is unknown; `andnot` of unknown is
unknown; `or` is true if one side is. Once, around the whole definition, unknown becomes false.""",
    (
        Table(
            heading="`ISNULL`: the field is missing",
            text="It is true or false, never unknown.",
            basis=Basis.STATED,
            query="ISNULL",
            no=(" ", "null"),
            missing=True,
        ),
        Table(
            heading="`ISBLANK`: the field is empty",
            text="An empty field has a text of length zero. Blanks alone are a text.",
            basis=Basis.INFERRED,
            query="isblank",
            no=(" ", "\n", "blank"),
            empty=True,
        ),
        Table(
            heading="A pattern on a missing field",
            text="The answer is unknown, so the visit does not match.",
            basis=Basis.INFERRED,
            query="^fever^,or,^chills^",
            yes=("fever",),
            no=("rash",),
        ),
        Table(
            heading="Everything except",
            text="The negation is unknown where the field is missing, so such visits are left out.",
            basis=Basis.INFERRED,
            query="^,andnot,^denies^",
            yes=("fever",),
            no=("denies fever",),
            empty=True,
            wildcards=True,
            quotes=True,
        ),
        Table(
            heading="Everything except, missing fields kept",
            text="This is why authors write the longer form.",
            basis=Basis.SEEN,
            query="ISNULL,or,^,ANDNOT,(,^denies^,)",
            yes=("fever",),
            no=("denies fever",),
            missing=True,
            empty=True,
            wildcards=True,
            quotes=True,
        ),
        Table(
            heading="A negation of `ISNULL`",
            text="`ISNULL` is never unknown, so it can be negated; the pattern beside it still is.",
            basis=Basis.INFERRED,
            query="ISNULL,or,ISBLANK,or,(,^a^,andnot,ISNULL,)",
            yes=("a", "banana"),
            no=("b", " "),
            missing=True,
            empty=True,
            wildcards=True,
        ),
        Table(
            heading="A negation of `ISBLANK`",
            text="`ISBLANK` is unknown where the field is missing, as an equation is in SQL, so "
            "its negation leaves such visits out.",
            basis=Basis.INFERRED,
            query="ISNULL,andnot,ISBLANK,or,(,^,andnot,ISBLANK,)",
            yes=("a", " "),
            wildcards=True,
            quotes=True,
        ),
        Table(
            heading="Unknown in a group",
            text="Unknown stays unknown on its way up, until a true side of an `or` decides. It "
            "does not become false term by term: if it did, the visit with the missing field "
            "would match here.",
            basis=Basis.INFERRED,
            query="(,ISNULL,or,^a^,),andnot,(,^b^,or,^c^,)",
            yes=("a",),
            no=("ab", "ac", "b", "x"),
            wildcards=True,
        ),
    ),
)
