"""What a field looks like at its two ends, for terms that ask for a blank beside a word."""

from __future__ import annotations

from dataclasses import dataclass

from transpiler.definition import Field, Layout


@dataclass(frozen=True, slots=True)
class Edge:
    """One end of a field.

    Attributes:
        field: the field's name; empty for a bare query.
        is_start: whether it is the start.
        layouts: fields that have a word at this end, ``{}`` standing for the word.
    """

    field: str
    is_start: bool
    layouts: tuple[str, ...]

    def texts(self, word: str) -> tuple[str, ...]:
        """Return fields that have ``word`` at this end."""
        return tuple(layout.replace("{}", word) for layout in self.layouts)


def edges(field: Field | None) -> tuple[Edge, ...]:
    """Return the ends of ``field`` at which a word may stand without a blank beside it.

    Args:
        field: None for a bare query, which may be asked of any text.
    """
    name = field.name if field is not None else ""
    if name in ("ccdd_parsed", "ccdd"):
        # The blank before the bar stands behind the last word of the complaint.
        return (Edge(name, True, ("{} | ;R69;", "{} PAIN | ;R69;")),)
    if name == "dd_parsed" or (field is not None and field.layout is Layout.LIST):
        return ()
    if field is not None and field.layout is Layout.HISTORY:
        return (
            Edge(name, True, ("{1};{};|", "{1};{} PAIN;|")),
            Edge(name, False, ("{1};{};|", "{1};PAIN {};|")),
        )
    return (Edge(name, True, ("{}", "{} PAIN")), Edge(name, False, ("{}", "PAIN {}")))
