"""Terms: patterns for the whole field."""

from tests.spec.tables import Basis, Section, Table

TERMS = Section(
    "Terms",
    """A term is a pattern that must cover the **whole field**, from its first character to its
last. Three signs are wildcards: `^`, `_` and `[...]`. `!TERM!` is a whole word. Everything else
stands for itself.""",
    (
        Table(
            heading="`^` at both ends: anywhere in the field",
            text="`^` stands for any run of characters, or for none.",
            basis=Basis.STATED,
            query="^fall^",
            yes=("fall", "FALL FROM BED", "downfall", "a fall | ;W19;", "falling"),
            no=("fal l", "fell", "f all"),
        ),
        Table(
            heading="No `^`: the field and nothing else",
            text="A term without `^` matches only a field that equals it, apart from case.",
            basis=Basis.STATED,
            query="fall",
            yes=("fall", "FALL"),
            no=("falls", "a fall", "fall ", " fall", "fall\n"),
        ),
        Table(
            heading="`^` at the end: begins with",
            text="The field must begin with the text before the `^`.",
            basis=Basis.STATED,
            query="fall^",
            yes=("fall", "FALLING", "fall\nfrom bed"),
            no=("a fall", " fall", "\nfall"),
        ),
        Table(
            heading="`^` at the start: ends with",
            text="The field must end with the text after the `^`. A line break at the end of the "
            "field is a character like any other.",
            basis=Basis.STATED,
            query="^fall",
            yes=("fall", "downfall", "left arm injury; Fall"),
            no=("falls", "fall ", "fall\n", "fall."),
        ),
        Table(
            heading="`^` inside: one after the other",
            text="The parts must occur in this order, without overlap; anything or nothing may "
            "stand between them.",
            basis=Basis.SEEN,
            query="^feel^drown^",
            yes=("feels like drowning", "feeldrown", "FEEL\nDROWN"),
            no=("drowning feeling", "feel drow n", "feeling down"),
        ),
        Table(
            heading="Parts do not overlap",
            text="A character counts for one part only.",
            basis=Basis.INFERRED,
            query="ab^ba",
            yes=("abba", "ab ba", "ABBABA"),
            no=("aba", "ab", "ba", "abab"),
        ),
        Table(
            heading="A lone `^`",
            text="It matches every field that is not missing, even an empty one. CDC's page says "
            "that it returns all visits and does not mention missing fields; here a missing "
            "field has no text, so no pattern covers it.",
            basis=Basis.STATED,
            query="^",
            yes=("anything", " ", "\n"),
            empty=True,
            wildcards=True,
            quotes=True,
        ),
        Table(
            heading="`_`: exactly one character",
            text="`_` stands for any one character, even a blank or a line break. Characters are "
            "Unicode code points: an accent typed as a separate character counts as one more.",
            basis=Basis.STATED,
            query="^4_wheeler^",
            yes=(
                "4 wheeler crash",
                "4-wheeler",
                "4\nwheeler",
                "4é wheeler 4Éwheeler",
                "4😀wheeler",
            ),
            no=("4wheeler", "4  wheeler", "4e\u0301wheeler"),
        ),
        Table(
            heading="`_` at the edge",
            text="The character must be there: `^Fall_^` does not match a field that ends with "
            "fall.",
            basis=Basis.STATED,
            query="^Fall_^",
            yes=("Falling out with friends", "Fall; wrist injury", "fall "),
            no=("Fall", "arm injury; Fall", "fell"),
        ),
        Table(
            heading="`[...]`: one of these characters",
            text="A class stands for exactly one of the characters between the brackets.",
            basis=Basis.STATED,
            query="^ass[au]lt^",
            yes=("assult", "ASSALT", "sexual assult"),
            no=("asslt", "assault", "ass[au]lt", "assolt"),
        ),
        Table(
            heading="Ranges in classes",
            text="`0-9` and `a-z` are ranges; single characters and ranges mix. A range stays "
            "within the digits or within the letters, where every engine orders characters "
            "alike; one that mixes kinds or runs backwards is refused.",
            basis=Basis.SEEN,
            query="^;W[01][0-9]^,or,^;X[1-357]^,or,^;Y[A-C]^",
            yes=("| ;W01;", "| ;W19;", "| ;X1;", "| ;X2;", "| ;X5;", "| ;yb;"),
            no=("| ;W21;", "| ;W1X;", "| ;X4;", "| ;X6;", "| ;X-;", "| ;YD;"),
        ),
        Table(
            heading="Blank, semicolon, slash",
            text="Most published codes have this class in front. In the layout of `CCDDParsed` "
            "the code follows a semicolon, in older fields a blank or a slash.",
            basis=Basis.SEEN,
            query="^[;/ ]W20^",
            yes=("HIT | ;W208;", "HIT | W20.8", "HIT/W20"),
            no=("W208", "XW20", "HIT\nW20"),
        ),
        Table(
            heading="A hyphen as a member",
            text="A hyphen that is last or first in a class stands for itself.",
            basis=Basis.SEEN,
            query="^self[ -]harm^,or,^x[-.]ray^",
            yes=("self-harm", "self harm", "x-ray", "x.ray"),
            no=("selfharm", "self.harm", "x ray", "self!harm"),
        ),
        Table(
            heading="Between two signs a hyphen is a member too",
            text="In `[ -/]` the hyphen stands for itself, with a warning: databases order "
            "punctuation differently, and no author means that range.",
            basis=Basis.DECIDED,
            query="^heat[ -/]stroke^",
            yes=("heat stroke", "heat-stroke", "heat/stroke"),
            no=("heat.stroke", "heat+stroke", "heatstroke"),
        ),
        Table(
            heading="Dot, bar and backslash as members",
            text="They are ordinary members, as they are ordinary characters outside.",
            basis=Basis.SEEN,
            query=r"^[\/.]si[|$*]^",
            yes=("\\si|", "/si$", ".si*"),
            no=("xsi|", "/six", "/si"),
        ),
        Table(
            heading="A comma in a class",
            text="A comma between brackets is a member. The warning says that ESSENCE itself may "
            "split there.",
            basis=Basis.DECIDED,
            query="^[;., ]pots[ ;.,]^",
            yes=("| ;pots;", "a,pots,b", "has pots."),
            no=("pots", "spots ", "; pot,"),
        ),
        Table(
            heading="A bracket in a class",
            text="The first `]` closes the class, as in SQL Server's `LIKE`, and a `[` inside is "
            "a member. It is nearly always an author's slip, so there is a warning.",
            basis=Basis.DECIDED,
            query="^K[X[14]5^",
            yes=("kx5", "k[5", "K15"),
            no=("k5", "kx", "k25", "kx45"),
        ),
        Table(
            heading="A bracket that closes nothing",
            text="A `]` outside a class stands for itself, with a warning. A `[` that is never "
            "closed is refused.",
            basis=Basis.DECIDED,
            query="^2505];^",
            yes=("| ;2505];",),
            no=("| ;2505;", "2505]"),
        ),
        Table(
            heading="`[COMMA]`: a comma",
            text="The comma separates elements, so a literal one is written `[COMMA]`.",
            basis=Basis.STATED,
            query="^fall[COMMA] initial^",
            yes=("fall, initial encounter", "FALL, INITIAL"),
            no=("fall initial", "fall[comma] initial", "falls initial"),
        ),
        Table(
            heading="`!TERM!`: a whole word",
            text="The term must be bounded on both sides by a blank or by the edge of the field. "
            "It is short for `tick,or,tick ^,or,^ tick,or,^ tick ^`. Only the blank is a "
            "boundary; for others add a term such as `^[;/ ]tick[;/ ]^`.",
            basis=Basis.INFERRED,
            query="!TICK!",
            yes=("tick", "tick bite", "removed a tick", "a TICK bite", "tick | ;W57;"),
            no=("ticket", "sticky", "tick;bite", "tick\nbite", "\u00a0tick", "tick."),
        ),
        Table(
            heading="The four spelled-out forms",
            text="Authors wrote these before there was `!TERM!`; the answers are the same.",
            basis=Basis.SEEN,
            query="tick,or,tick ^,or,^ tick,or,^ tick ^",
            yes=("tick", "tick bite", "removed a tick", "a TICK bite", "tick | ;W57;"),
            no=("ticket", "sticky", "tick;bite", "tick\nbite", "\u00a0tick", "tick."),
        ),
        Table(
            heading="Classes, wildcards and blanks in a whole word",
            text="`_` and classes work inside; a `^` there is refused.",
            basis=Basis.SEEN,
            query="!z[iy][ck]a!,or,!shortness breath!,or,!h_v!",
            yes=("zika", "maybe zyca virus", "shortness breath", "hiv", "h v"),
            no=("zikas", "shortness  breath", "hivs", "shiv", "zka"),
        ),
        Table(
            heading="Blanks in a term count",
            text="Two blanks in a term need two in the field. Nothing pads the field: `^ rape^` "
            "misses a field that begins with the word, and authors pair it with `^rape ^`.",
            basis=Basis.SEEN,
            query="^ rape^,or,^rape ^",
            yes=("RAPE | ;Z0441;", "ALLEGED RAPE |", "GRAPE ALLERGY |", "SCRAPE KNEE |"),
            no=("RAPED |", "rape", "grape", "\u00a0rape"),
        ),
        Table(
            heading="Everything else stands for itself",
            text="So do the signs of regular expressions and SQL: `.` is a full stop, so "
            "`^;T74.51^` never finds a code written without one.",
            basis=Basis.SEEN,
            query="^;T74.51^,or,^a*b^,or,^c+d?^,or,^$e{2}^,or,^(f)^,or,^#g|h^",
            yes=("X | ;T74.51XA;", "a*b", "c+d?", "$e{2}", "(f)", "#g|h"),
            no=("X | ;T7451XA;", "X | ;T74951;", "aab", "ccd", "$ee", "f", "#g"),
        ),
        Table(
            heading="Percent, backslash and quotes",
            text="They stand for themselves. `%` is a wildcard in SQL Server, and probably in "
            "ESSENCE too, so `syndrome check` warns of it, and repair mode makes it `^`.",
            basis=Basis.DECIDED,
            query='^50%^,or,^c:\\\\^,or,^can\'t^,or,^"no"^',
            yes=("50% burn", "c:\\\\", "CAN'T BREATHE", 'said "no"'),
            no=("50 burn", "500", "c:\\", "cant", "said no"),
        ),
        Table(
            heading="Case",
            text="A–Z and the Latin-1 letters À–Þ equal their small forms, by one fixed table, in "
            "terms and texts. No other characters are folded: engines disagree on them. `ß`, "
            "`ÿ` and all letters outside Latin-1 match only themselves; `×` is not a letter.",
            basis=Basis.DECIDED,
            query="^España^,or,^kiss^,or,^ÉTÉ^",
            yes=("ESPAÑA", "españa", "KISS", "été", "Été"),
            no=("espana", "\u212aiss", "ki\u017f\u017f", "kıss", "KİSS", "e\u0301te\u0301", "kiß"),
        ),
        Table(
            heading="Characters outside the fold table",
            text="They match only themselves, whatever an engine's own `LOWER` or `UPPER` would "
            "do.",
            basis=Basis.DECIDED,
            query="^Σ^,or,^ß^,or,^ı^,or,^×^",
            yes=("Σ", "STRAßE", "ı", "2×3"),
            no=("σ", "ς", "STRASSE", "STRA\u1e9eE", "i", "I", "÷", "x"),
        ),
        Table(
            heading="Line breaks in a field",
            text="They are characters like any other: `^` and `_` cross them.",
            basis=Basis.DECIDED,
            query="fever^chills",
            yes=("fever and chills", "fever\nand\r\nchills", "FEVER\u2028CHILLS"),
            no=("fever and chills\n", "\nfever chills"),
        ),
    ),
)
