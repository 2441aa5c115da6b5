"""Elements: what stands between the commas."""

from tests.spec.tables import Basis, Section, Table

ELEMENTS = Section(
    "Elements",
    """A query is a list of **elements** with a comma between each and the next. An element is a
term, an operator (`or`, `and`, `andnot`), `ISNULL`, `ISBLANK`, or a single parenthesis. An element
is an operator or a parenthesis only if it is nothing else: `^or smoke^` and `labor` are terms.""",
    (
        Table(
            heading="A list of terms",
            text="Any one of the terms suffices.",
            basis=Basis.STATED,
            query="^THIS^,OR,^THAT^,OR,^THERE^",
            yes=("this", "take that", "out there", "this that there"),
            no=("these", "tha t"),
        ),
        Table(
            heading="A bare comma",
            text="Two elements with only a comma between them are joined by OR. Writing `or` out "
            "is better practice, and `syndrome fmt` does.",
            basis=Basis.STATED,
            query="^THIS^,^THAT^",
            yes=("this", "that", "this and that"),
            no=("there",),
        ),
        Table(
            heading="Operators in any case",
            text="Capitals and small letters mean the same in operators and keywords.",
            basis=Basis.STATED,
            query="^fall^,aNd,^wrist^,Or,^fell^,AndNot,^asleep^",
            yes=("fall on wrist", "fell from bed"),
            no=("fall", "fell asleep", "wrist"),
        ),
        Table(
            heading="Terms that hold an operator's letters",
            text="Only an element that equals an operator is one.",
            basis=Basis.SEEN,
            query="^or smoke^,or,labor",
            yes=("fire or smoke", "LABOR"),
            no=("smoke", "or", "laboring", "in labor"),
        ),
        Table(
            heading="Line breaks between elements",
            text="A line break directly after a comma, with the indentation that follows it, is "
            "layout and means nothing; so is one at either end of the query. Everywhere else "
            "white space belongs to the term it touches.",
            basis=Basis.DECIDED,
            query="^fever^,or,\n    ^chills^,or,\n    ^cough^\n",
            yes=("fever", "chills", "cough"),
            no=("\n    ", "rash"),
        ),
    ),
)
