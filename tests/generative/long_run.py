"""The long run: a million and more generated pairs of definition and text on each engine.

Run as ``python -m tests.generative.long_run --seed 1 --pairs 1000000``. The same seed asks the
same. Ends with exit code 1 if any engine disagrees with the evaluator on any pair.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass, field

import click
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from tests.generative.agreement import EVERY_KIND, disagreements, flags, kinds, looked_up
from tests.generative.strategies import (
    STANDING_TEXTS,
    bare_definitions,
    hostile_texts,
    texts_for,
)
from transpiler.cli.output import progress
from transpiler.definition import Definition, Visit
from transpiler.dialects import Engine, engine_entries, open_engine

EXAMPLES = 80
"""How many definitions, each with its texts, are made for a batch; every definition of a batch is
asked of every text."""

SHOWN = 10


@dataclass
class Tally:
    """What one engine has answered so far."""

    compared: int = 0
    found: list[str] = field(default_factory=list)
    seconds: float = 0.0


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--seed", "first_seed", default=1, show_default=True, help="What to generate.")
@click.option("--pairs", default=1_000_000, show_default=True, help="Pairs for each engine.")
@click.option(
    "--engine",
    "names",
    multiple=True,
    type=click.Choice(list(engine_entries())),
    help="Default: all.",
)
def main(first_seed: int, pairs: int, names: tuple[str, ...]) -> None:
    """Compare every engine with the evaluator on generated definitions and texts."""
    with ExitStack() as stack:
        engines = [
            stack.enter_context(closing(open_engine(name)))
            for name in names or tuple(engine_entries())
        ]
        tallies = {engine.name: Tally() for engine in engines}
        seen: set[str] = set()
        with progress() as bar:
            task = bar.add_task("pairs on each engine", total=pairs)
            for number, (definitions, visits) in enumerate(_batches(first_seed)):
                expected = flags(definitions, visits)
                seen |= kinds(definitions, visits)
                seen |= {"match" if flag else "no match" for row in expected for flag in row}
                for engine in engines:
                    _ask(engine, tallies[engine.name], number, definitions, visits, expected)
                done = min(tally.compared for tally in tallies.values())
                bar.update(task, completed=min(done, pairs))
                if done >= pairs:
                    break
    click.echo(f"seed {first_seed}")
    for engine in engines:
        tally = tallies[engine.name]
        click.echo(
            f"{engine.name:<10} {engine.version:<20} {tally.compared:>11,} pairs compared, "
            f"{len(tally.found)} disagreements, {tally.seconds:.0f} s"
        )
        for told in tally.found[:SHOWN]:
            click.echo(told)
    missing = EVERY_KIND - seen
    if missing:
        click.echo(f"never generated: {', '.join(sorted(missing))}")
    sys.exit(1 if missing or any(tally.found for tally in tallies.values()) else 0)


def _ask(
    engine: Engine,
    tally: Tally,
    number: int,
    definitions: list[Definition],
    visits: list[Visit],
    expected: list[list[bool]],
) -> None:
    """Ask every other batch of folded columns, as dbt does, and the rest of raw ones.

    In two of four batches PostgreSQL looks up even short lists by pieces of the text.
    """
    start = time.perf_counter()
    with looked_up(number % 4 in (1, 2)):
        compared, found = disagreements(
            engine, definitions, visits, expected, folded=number % 2 == 0
        )
    tally.compared += compared
    tally.found += found
    tally.seconds += time.perf_counter() - start


def _batches(first_seed: int) -> Iterator[tuple[list[Definition], list[Visit]]]:
    """Yield batches without end, each of its own seed."""
    number = 0
    while True:
        yield _batch(first_seed * 1_000_000 + number)
        number += 1


def _batch(batch_seed: int) -> tuple[list[Definition], list[Visit]]:
    """Return distinct definitions, and distinct texts most of which are made for one of them."""
    definitions: dict[str, Definition] = {}
    texts: dict[str | None, None] = dict.fromkeys(STANDING_TEXTS)

    @seed(batch_seed)
    @settings(
        max_examples=EXAMPLES,
        phases=[Phase.generate],
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(st.data())
    def collect(data: st.DataObject) -> None:
        definition = data.draw(bare_definitions)
        near = data.draw(st.lists(texts_for(definition), min_size=6, max_size=8))
        far = data.draw(st.lists(hostile_texts, max_size=2))
        definitions.setdefault(definition.parts[0].query.text, definition)
        texts.update(dict.fromkeys([*near, *far]))

    collect()
    return list(definitions.values()), [{"": text} for text in texts]


if __name__ == "__main__":
    main()
