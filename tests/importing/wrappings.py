"""What people do to a query on its way here: encoders, programs, documents, and careless hands.

Each wrapping makes of a text another that a person could bring. Two of them in a row make what is
met in the wild: a percent-encoded query in an address in a string of a program in Markdown.
"""

import html
import json
import random
import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote, quote_plus

API = "https://essence.example.org/nssp_essence/api/timeSeries?"

TERMS = [
    *("^fever^", "^chest pain^", "^ rape^", "^rape ^", "!tick!", "^4_wheeler^", "^FEEL^DROWN^"),
    *("^[;/ ]W20^", "^;T7421^", "^[;/ ]T40.5X^", "^;A50[0-9];^", "^ass[au]lt^", "^mv[ac]^"),
    *("^can't^", "^50%^", "^covid +^", "^n&v^", "^denies[ \\/;.]^", '^"bath salts"^', "SI", "OD"),
    *("^C. diff^", "^w/o^", "^co-gesic^", "^#2 pain^", "^(l) leg^", "^or smoke^", "^labor^"),
    *(
        "^<3 days^",
        "^R&B: x^",
        "^a|b^",
        "^España^",
        "^x*y^",
        "^5~6^",
        "^$5^",
        "^ 2 {x} ^",
        "^@home^",
    ),
]


def query(chance: random.Random, depth: int = 0) -> str:
    """Return a query that the language allows, of one to a dozen terms."""
    pieces = []
    for number in range(chance.choice([1, 2, 2, 3, 4])):
        if number:
            pieces.append(chance.choice(["or", "or", "OR", "and", "andnot"]))
        if depth < 2 and chance.random() < 0.2:
            pieces += ["(", query(chance, depth + 1), ")"]
        else:
            pieces.append(chance.choice(TERMS))
    return ",".join(pieces)


@dataclass(frozen=True)
class Wrapping:
    """One way a text is changed.

    Attributes:
        name: what it is.
        wrap: what it makes of a text, given a source of chance.
    """

    name: str
    wrap: Callable[[str, random.Random], str]


_BEFORE = re.compile(r"([\\^_*\[\]()!#~|`<>+-])")


def _r_string(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _pieces(text: str, chance: random.Random) -> list[str]:
    cuts = sorted(chance.sample(range(1, len(text)), min(len(text) - 1, chance.choice([1, 2, 3]))))
    return [text[a:b] for a, b in zip([0, *cuts], [*cuts, len(text)], strict=True)]


def _at_commas(text: str, between: str, chance: random.Random) -> str:
    return re.sub(",(?![^[]*\\])", lambda _: "," + (between if chance.random() < 0.4 else ""), text)


def _pasted(text: str, chance: random.Random) -> str:
    return f"q <- paste0({', '.join(map(_r_string, _pieces(text, chance)))})"


WRAPPINGS = [
    Wrapping("all encoded", lambda text, _: quote(text, safe="")),
    Wrapping("encoded as R does", lambda text, _: quote(text, safe=",;/?:@&=+$!*'()#-_.~")),
    Wrapping("encoded as a browser does", lambda text, _: quote(text, safe=",;/()!*'|")),
    Wrapping("encoded as a form does", lambda text, _: quote_plus(text)),
    Wrapping("carets encoded", lambda text, _: text.replace("^", "%5E")),
    Wrapping("some carets encoded", lambda text, _: text.replace("^", "%5e", 1)),
    Wrapping("blanks encoded", lambda text, _: text.replace(" ", "%20")),
    Wrapping("brackets encoded", lambda text, _: text.replace("[", "%5B").replace("]", "%5D")),
    Wrapping("encoded twice", lambda text, _: quote(quote(text, safe=""), safe="")),
    Wrapping("a parameter", lambda text, _: f"ccddFreeText={text}&startDate=1Jan2025"),
    Wrapping("a parameter encoded", lambda text, _: f"&ccddFreeText={quote(text, safe='')}"),
    Wrapping("an address", lambda text, _: f"{API}endDate=1Jan25&ccddFreeText={text}&userId=1"),
    Wrapping("an address encoded", lambda text, _: f"{API}ccddFreeText={quote(text)}&site=1"),
    Wrapping("an address in HTML", lambda text, _: f"{API}site=1&amp;ccddFreeText={quote(text)}"),
    Wrapping("a string of R", lambda text, _: f"query <- {_r_string(text)}"),
    Wrapping("a string of Python", lambda text, _: f"query = {text!r}  # as agreed, in May"),
    Wrapping("a careless string", lambda text, _: f'query = "{text}"'),
    Wrapping("a string of JSON", lambda text, _: json.dumps(text)),
    Wrapping("an argument", lambda text, _: f"get(url = {_r_string(text)}, n = 3)"),
    Wrapping("paste0", _pasted),
    Wrapping(
        "pasted with a name",
        lambda text, chance: f"start <- 1\n{_pasted(text, chance)}\nmore <- paste0(q, '')",
    ),
    Wrapping(
        "paste0 with a gap", lambda text, _: f"q <- paste0({_r_string(text)}, terms_from_elsewhere)"
    ),
    Wrapping(
        "strings side by side",
        lambda text, chance: f"q = ({' '.join(map(repr, _pieces(text, chance)))})",
    ),
    Wrapping(
        "strings added", lambda text, chance: f"q = {' + '.join(map(repr, _pieces(text, chance)))}"
    ),
    Wrapping("bare pieces", lambda text, chance: ",\n".join(map(_r_string, _pieces(text, chance)))),
    Wrapping(
        "elements collapsed",
        lambda text, _: (
            f'q <- paste(c({", ".join(map(_r_string, text.split(",")))}), collapse = ",")'
        ),
    ),
    Wrapping("replaced", lambda text, _: f'q <- gsub("FOO", "^bar^", {_r_string(text)})'),
    Wrapping("formatted", lambda text, _: f"q = {text!r}.replace('fever', 'cough')"),
    Wrapping("f-string", lambda text, _: f'term = "x"\nq = f"{text}"'),
    Wrapping("raw string", lambda text, _: f'q <- r"({text})"'),
    Wrapping("a block of code", lambda text, _: f"```\n{text}\n```\n"),
    Wrapping("code in a line", lambda text, _: f"`{text}`"),
    Wrapping("bold", lambda text, _: f"**{text}**"),
    Wrapping("an item", lambda text, _: f"- {text}"),
    Wrapping("a numbered item", lambda text, _: f"1. {text}"),
    Wrapping("a quotation", lambda text, _: "\n".join(f"> {line}" for line in text.split("\n"))),
    Wrapping("a comment", lambda text, _: "\n".join(f"# {line}" for line in text.split("\n"))),
    Wrapping("a row of a table", lambda text, _: f"| {text} |"),
    Wrapping("two cells", lambda text, _: f"| Fever | {text} |"),
    Wrapping("carets escaped", lambda text, _: text.replace("^", "\\^")),
    Wrapping("the first caret escaped", lambda text, _: text.replace("^", "\\^", 1)),
    Wrapping(
        "Markdown escaped", lambda text, _: re.sub(r"([\\^_*\[\]()!#~|`<>+-])", r"\\\1", text)
    ),
    Wrapping("a full stop", lambda text, _: f"{text}."),
    Wrapping("a semicolon", lambda text, _: f"{text};"),
    Wrapping("line breaks", lambda text, chance: _at_commas(text, "\n", chance)),
    Wrapping("typed line breaks", lambda text, chance: _at_commas(text, "\\n", chance) + "\\n"),
    Wrapping("blanks at commas", lambda text, chance: _at_commas(text, " ", chance)),
    Wrapping("a label", lambda text, _: f"Definition: {text}"),
    Wrapping("a label of a field", lambda text, _: f"CCDD TERMS: {text}"),
    Wrapping("a title", lambda text, _: f"Fever v1\n{text}"),
    Wrapping("a sentence before", lambda text, _: f"We use this, and only this, weekly:\n\n{text}"),
    Wrapping("notes behind", lambda text, _: f"{text}\n\nNotes\nUse with care, and only weekly."),
    Wrapping("a sentence behind", lambda text, _: f"{text}. Use with care, and only weekly."),
    Wrapping("words behind", lambda text, _: f"{text} (weekly)"),
    Wrapping("words behind a comma", lambda text, _: f"{text}, to be used weekly only"),
    Wrapping("a line of words", lambda text, _: f"{text}\nreviewed"),
    Wrapping("quotation marks", lambda text, _: f'"{text}"'),
    Wrapping("typographic marks", lambda text, _: f"\u201c{text}\u201d"),
    Wrapping("doubled marks", lambda text, _: '"' + text.replace('"', '""') + '"'),
    Wrapping("a paragraph of HTML", lambda text, _: f"<p>{html.escape(text)}</p>"),
    Wrapping("a cell of HTML", lambda text, _: f"<td>{html.escape(text, quote=False)}</td>"),
    Wrapping("entities", lambda text, _: html.escape(text)),
    Wrapping("a pipe", lambda text, _: f"q <- {_r_string(text)} |> paste0(',or,^more^')"),
    Wrapping("a pipe of magrittr", lambda text, _: f"q <- {_r_string(text)} %>%\n  tolower()"),
    Wrapping("a condition", lambda text, _: f"q = {text!r} if x else '^other^,or,^more^'"),
    Wrapping("an index", lambda text, _: f"q = {text!r}[3:]"),
    Wrapping("a comparison", lambda text, _: f"if (q == {_r_string(text)}) stop()"),
    Wrapping("SQL's wildcards", lambda text, _: text.replace("^", "%")),
]
