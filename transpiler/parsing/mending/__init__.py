"""What can be mended, one kind of fault per file. Each pass finds faults and changes nothing.

A pass must find nothing in a text that it has mended, and nothing in a text that the language
allows; the lenient ones are the exception to the second rule.
"""

from collections.abc import Callable, Sequence
from typing import Final

from lark import Token

from transpiler.parsing.faults import Fault
from transpiler.parsing.mending.characters import find_damage, find_quotes
from transpiler.parsing.mending.elements import find_empty_elements, find_glue, find_layout
from transpiler.parsing.mending.instructions import find_label, find_prose
from transpiler.parsing.mending.words import find_percents, find_quoted_terms, find_slips
from transpiler.parsing.mending.wrapping import (
    find_entities,
    find_outer_quotes,
    find_tags,
    find_url,
    find_wrapper,
)

TEXT_PASSES: Final[tuple[Callable[[str], list[Fault]], ...]] = (
    find_wrapper,
    find_entities,
    find_tags,
    find_damage,
    find_outer_quotes,
    find_url,
    find_label,
)
"""Look at the text as a whole, each at what the one before it left."""

ELEMENT_PASSES: Final[tuple[Callable[[Sequence[Token]], list[Fault]], ...]] = (
    find_prose,
    find_glue,
    find_empty_elements,
    find_slips,
    find_quoted_terms,
)
"""Look at the elements, all at the same ones."""

LENIENT_TEXT_PASSES: Final = (find_quotes,)
LENIENT_ELEMENT_PASSES: Final = (find_percents, find_layout)
"""Run in repair mode only: strict mode takes these characters for what they are."""
