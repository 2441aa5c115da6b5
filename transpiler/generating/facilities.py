"""Invented facilities in real counties, and their habits of sending data."""

from __future__ import annotations

from dataclasses import dataclass

from transpiler.generating.draws import Uniform, Weighted, pick, stream

_COUNTIES: dict[str, tuple[str, ...]] = {
    "AZ": ("Maricopa", "Pima", "Coconino", "Yuma"),
    "CA": ("Los_Angeles", "San_Diego", "Alameda", "Fresno", "Kern"),
    "CO": ("Denver", "El_Paso", "Mesa"),
    "FL": ("Miami_Dade", "Hillsborough", "Duval", "Leon"),
    "GA": ("Fulton", "Chatham", "Bibb"),
    "IL": ("Cook", "Sangamon", "Peoria"),
    "MI": ("Wayne", "Kent", "Marquette"),
    "NM": ("Bernalillo", "Dona_Ana", "San_Juan"),
    "NY": ("Kings", "Erie", "Monroe", "Albany"),
    "TX": ("Harris", "Dallas", "El_Paso", "Travis", "Webb"),
    "VA": ("Fairfax", "Henrico", "Roanoke"),
    "WA": ("King", "Spokane", "Yakima"),
}

_STATES = Weighted.of(
    [
        ("AZ", 7),
        ("CA", 14),
        ("CO", 6),
        ("FL", 12),
        ("GA", 8),
        ("IL", 9),
        ("MI", 8),
        ("NM", 4),
        ("NY", 11),
        ("TX", 14),
        ("VA", 7),
        ("WA", 7),
    ]
)

_TYPES = Weighted.of([("Emergency Care", 66), ("Urgent Care", 22), ("Primary Care", 12)])

_SPELLINGS = Weighted.of([("upper", 45), ("as typed", 30), ("capitalised", 25)])


@dataclass(frozen=True, slots=True)
class Facility:
    """One facility and its habits.

    Attributes:
        number: counts facilities from 0.
        facility_id: its key in the extract.
        kind: ``Emergency Care``, ``Urgent Care`` or ``Primary Care``.
        state: two letters.
        county: as ESSENCE writes it, ``AZ_Maricopa``.
        size: its share of visits, in no unit.
        first_day: day of the year from which it reports, 0 for the whole year.
        silent: days of the year on which it sends nothing, from and to, or None.
        last_day: last day of the year on which it reports, or 365.
        spelling: case of its complaints: ``upper``, ``as typed`` or ``capitalised``.
        dots_codes: whether its diagnoses come with full stops.
        sends_snomed: whether it sends SNOMED CT ids where it has them.
        batch_hour: the hour at which it sends all messages of a day, or None when it sends at once.
        coded: share of its visits for which a diagnosis ever arrives.
        has_notes: whether it sends triage notes, impressions and admit reasons.
    """

    number: int
    facility_id: str
    kind: str
    state: str
    county: str
    size: float
    first_day: int
    silent: tuple[int, int] | None
    last_day: int
    spelling: str
    dots_codes: bool
    sends_snomed: bool
    batch_hour: int | None
    coded: float
    has_notes: bool

    @property
    def is_emergency(self) -> bool:
        """Whether its visits are emergency visits."""
        return self.kind == "Emergency Care"

    def reports_on(self, day: int) -> bool:
        """Return whether it sends visits of the ``day``-th day of the year, from 0."""
        silent = self.silent is not None and self.silent[0] <= day <= self.silent[1]
        return self.first_day <= day <= self.last_day and not silent


FACILITY_COUNT = 72
"""How many facilities there are."""


def facilities(seed: int) -> tuple[Facility, ...]:
    """Return the facilities that belong to ``seed``.

    Most report all year. Of every twelve, one joins during the year, and of every twenty-four one
    stops and one falls silent for some weeks: what counts of visits must not take for a trend.
    """
    uniform = stream(seed, "facilities")
    return tuple(_facility(number, uniform) for number in range(FACILITY_COUNT))


def _facility(number: int, uniform: Uniform) -> Facility:
    # every state has a facility, the first ones an emergency department each
    states = sorted(_COUNTIES)
    state = states[number] if number < len(states) else _STATES.draw(uniform)
    kind = "Emergency Care" if number < len(states) else _TYPES.draw(uniform)
    county = pick(_COUNTIES[state], uniform)
    size = (0.3 + 2.2 * uniform() * uniform()) * (1.0 if kind == "Emergency Care" else 0.6)
    silent_from = 30 + int(uniform() * 250)
    return Facility(
        number=number,
        facility_id=f"{20000 + number * 37}",
        kind=kind,
        state=state,
        county=f"{state}_{county}",
        size=size,
        first_day=60 + int(uniform() * 200) if number % 12 == 5 else 0,
        silent=(silent_from, silent_from + 20) if number % 24 == 15 else None,
        last_day=120 + int(uniform() * 200) if number % 24 == 21 else 365,
        spelling=_SPELLINGS.draw(uniform),
        dots_codes=uniform() < 0.6,
        sends_snomed=uniform() < 0.2,
        batch_hour=int(uniform() * 6) if uniform() < 0.2 else None,
        coded=0.45 + 0.3 * uniform() if number % 9 == 8 else 0.86 + 0.13 * uniform(),
        has_notes=uniform() < 0.25,
    )
