"""A page saved as HTML → its text and its tables."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Final

_BLOCKS: Final = frozenset(
    ("p", "div", "br", "li", "ul", "ol", "tr", "table", "section", "article", "pre", "blockquote")
) | {f"h{level}" for level in range(1, 7)}
"""Elements that begin on a line of their own."""

_UNSEEN: Final = frozenset(("script", "style", "head", "template", "noscript"))
_CELLS: Final = ("td", "th")


@dataclass
class Page:
    """What a reader sees of a page.

    Attributes:
        text: its text, a line for each block.
        tables: its tables, each a list of rows, each a list of cells.
    """

    text: str = ""
    tables: list[list[list[str]]] = field(default_factory=list)


def read_page(source: str) -> Page:
    """Return what a reader sees of a page.

    Args:
        source: HTML, also damaged.
    """
    reader = _PageReader()
    reader.feed(source)
    reader.close()
    lines = (" ".join(line.split(" ")).strip() for line in "".join(reader.pieces).split("\n"))
    return Page("\n".join(line for line in lines if line), reader.tables)


class _PageReader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.tables: list[list[list[str]]] = []
        self.unseen = 0
        self.in_cell = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        if tag == "body":
            self.unseen = 0  # a head need not be closed
        if tag in _UNSEEN:
            self.unseen += 1
        if tag in _BLOCKS:
            self.pieces.append("\n")
        if tag == "table":
            self.tables.append([])
        elif tag == "tr" and self.tables:
            self.tables[-1].append([])
            self.in_cell = False
        elif tag in _CELLS:
            self.pieces.append(" ")
            if self.tables and self.tables[-1]:
                self.tables[-1][-1].append("")
                self.in_cell = True

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN:
            self.unseen = max(0, self.unseen - 1)
        if tag in _BLOCKS:
            self.pieces.append("\n")
        if tag in _CELLS:
            self.in_cell = False

    def handle_data(self, data: str) -> None:
        if self.unseen:
            return
        self.pieces.append(data)
        if self.in_cell:
            self.tables[-1][-1][-1] += data
