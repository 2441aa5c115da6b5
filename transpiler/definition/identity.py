"""What makes two titles names of one definition: ``v2``, ``v2 Parsed``, a site's own variant.

ESSENCE gives every version a title of its own and no key that survives renaming. A family is what
stays the same of a title: not the version, the word *Parsed*, the site, nor on which side of a
hyphen the publisher stands.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_VERSION: Final = re.compile(r"(?<![A-Za-z0-9])v(?:ersion)?[ .]?(\d{1,4})(?![A-Za-z0-9.])", re.I)
_KIND: Final = re.compile(
    r"\s*(?:(?:cc ?(?:and|&)? ?dd )?category|(?:sub-?)?syndrome|ccdd|quer(?:y|ies)|definition)"
    r"(?: name)?\s*:\s*(?=\S)",
    re.I,
)
"""What the thing is, in front of its name: ``CCDD Category: CDC Opioid Overdose v3``."""

_LIMIT: Final = re.compile(r"[-–(,\s]*\b(?:manually )?limit(?:ed)? to\b[^)]*\)?", re.I)
"""What a title says about who is meant; it is a filter, not part of the name."""

_CODES: Final = (
    "AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ "
    "NM NY NC ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY PR GU"
)
_NAMES: Final = (
    "Alabama|Alaska|Arizona|Arkansas|California|Colorado|Connecticut|Delaware|Florida|Georgia|"
    "Hawaii|Idaho|Illinois|Indiana|Iowa|Kansas|Kentucky|Louisiana|Maine|Maryland|Massachusetts|"
    "Michigan|Minnesota|Mississippi|Missouri|Montana|Nebraska|Nevada|New Hampshire|New Jersey|"
    "New Mexico|New York|North Carolina|North Dakota|Ohio|Oklahoma|Oregon|Pennsylvania|"
    "Rhode Island|South Carolina|South Dakota|Tennessee|Texas|Utah|Vermont|Virginia|Washington|"
    "West Virginia|Wisconsin|Wyoming"
)
_SITE: Final = re.compile(
    rf"\((?P<codes>(?:{_CODES.replace(' ', '|')})(?:[ ,/][A-Z]{{2}})*)\)"
    rf"|\s[-–]\s(?P<name>{_NAMES})\s*\Z"
)
_NO_NAME: Final = frozenset(("parsed", "ccdd", "category", "definition"))


@dataclass(frozen=True, slots=True)
class Identity:
    """What a title says of which definition it names.

    Attributes:
        family: what stays the same from version to version, as words with blanks between.
        version: the version; None where the title has none.
        site: the site whose own variant it is; empty where it is nobody's.
    """

    family: str
    version: int | None
    site: str


def title_of(title: str) -> str:
    """Return a title without the word in front that says what kind of thing it names."""
    return _KIND.sub("", title, count=1).strip()


def version_of(title: str) -> int | None:
    """Return the version that a title or a version's own label names, or None."""
    found = _VERSION.search(title) or re.fullmatch(r"\s*(\d{1,4})(?:\.0)?\s*", title)
    return int(found[1]) if found and int(found[1]) > 0 else None


def limit_of(title: str) -> str | None:
    """Return what a title limits the definition to, in its own words, or None."""
    found = _LIMIT.search(title)
    return found.group().strip(" -–(),") if found else None


def without_version(title: str) -> str:
    """Return a title without its version and its limits."""
    return _LIMIT.sub(" ", _VERSION.sub(" ", title_of(title)))


def identity_of(title: str) -> Identity:
    """Return which definition a title names."""
    site = _SITE.search(title)
    plain = without_version(_SITE.sub(" ", title))
    words = set(re.findall(r"[a-z0-9]+", plain.lower())) - _NO_NAME
    found = (site["codes"] or site["name"]) if site else ""
    return Identity(" ".join(sorted(words)), version_of(title_of(title)), found)
