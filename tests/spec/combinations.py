"""AND, ANDNOT, parentheses, precedence."""

from tests.spec.tables import Basis, Section, Table
from transpiler.definition import Precedence

_MIXED_YES = ("this", "that", "this there", "this that there")

COMBINATIONS = Section(
    "Combining",
    """`or` joins alternatives, `and` demands both, `a,andnot,b` means `a` and not `b`. There is no
other operator, and no NOT by itself.""",
    (
        Table(
            heading="`and`",
            text="Both must hold.",
            basis=Basis.STATED,
            query="^fall^,and,^wrist^",
            yes=("fall on wrist", "wrist broken in fall"),
            no=("fall", "wrist"),
        ),
        Table(
            heading="`andnot`",
            text="What stands before it must hold and what follows must not. The negation is a "
            "pattern like any other and vetoes by its characters: `^car^` vetoes SCARED.",
            basis=Basis.STATED,
            query="^traffick^,andnot,^car^",
            yes=("human trafficking",),
            no=("trafficking in car", "trafficking, scared", "car"),
        ),
        Table(
            heading="Several negations",
            text="Each one vetoes alone.",
            basis=Basis.STATED,
            query="^fever^,andnot,^denies^,andnot,^shot^",
            yes=("fever",),
            no=("denies fever", "fever after shot", "denies shot", "fever, denies shot"),
        ),
        Table(
            heading="Parentheses",
            text="A group counts as one thing. Each parenthesis is an element of its own.",
            basis=Basis.STATED,
            query="(,^this^,or,^that^,),andnot,^there^",
            yes=("this", "that"),
            no=("this there", "that there", "there"),
        ),
        Table(
            heading="Groups in groups",
            text="Groups nest, up to 100 levels deep. The example is CDC's tutorial on falls.",
            basis=Basis.STATED,
            query="(,^Fall^,ANDNOT,(,^Crestfallen^,OR,^Falling out with^,),OR,^Fell^,),OR,"
            "(,^[;/ ]W[01][0-9]^,)",
            yes=(
                "Fall",
                "Fell getting out of car",
                "Left arm injury; Fall",
                "Patient brought in after falling on face",
                "COUGH | ;W109;",
                "Crestfallen | ;W109;",
            ),
            no=(
                "Falling out with friends; Suicidal",
                "Feels crestfallen",
                "Feels congested; Allergies",
                "HIT | ;W208;",
            ),
        ),
        Table(
            heading="Precedence: `tight`, the default",
            text="`and` and `andnot` bind before `or`; equal ones go left to right. So "
            "`a,or,b,andnot,c` is `a` or (`b` and not `c`), and `a,and,b,andnot,c` is (`a` "
            "and `b`) and not `c`. Part 4 of CDC's pages says that the negation acts on what "
            "the term before it returned. `syndrome check` reports every level on which the "
            "two readings differ.",
            basis=Basis.STATED,
            query="^THIS^,OR,^THAT^,ANDNOT,^THERE^",
            yes=_MIXED_YES,
            no=("that there", "there"),
        ),
        Table(
            heading="Precedence: `sequential`",
            text="`precedence: sequential` reads strictly left to right, for definitions that "
            "were written that way. The query above now means (`a` or `b`) and not `c`.",
            basis=Basis.DECIDED,
            query="^THIS^,OR,^THAT^,ANDNOT,^THERE^",
            precedence=Precedence.SEQUENTIAL,
            yes=("this", "that"),
            no=("this there", "that there", "there", "this that there"),
        ),
        Table(
            heading="A negation in the middle",
            text="Under `tight`, a negation does not touch what follows it after an `or`.",
            basis=Basis.STATED,
            query="^Fall^,ANDNOT,(,^Crestfallen^,OR,^Fall Out^,),OR,^Fell^,ANDNOT,^[;/ ]W20^,OR,"
            "(,^[;/ ]W1[0-9]^,)",
            yes=("FELL | ;W109;W208;", "FALL FROM LADDER | ;W1130XA;", "CRESTFALLEN | ;W1839XA;"),
            no=("FELL | ;W208;", "COUGH | ;R05;", "crestfallen"),
        ),
        Table(
            heading="`and` before `or`",
            text="Under `tight` the pair with `and` is one alternative among others.",
            basis=Basis.INFERRED,
            query="^taser^,or,^struck^,and,^gun^,or,^bloodshot^",
            yes=("taser", "struck by gun", "bloodshot eyes"),
            no=("struck", "gun"),
        ),
    ),
)
