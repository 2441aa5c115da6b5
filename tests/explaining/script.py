"""The page's script, asked outside a browser: QuickJS runs it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import quickjs

from transpiler.definition import FOLD_FROM, FOLD_TO, Definition, Visit
from transpiler.explaining import trace
from transpiler.explaining.tree import combination, parts

SCRIPT = Path(__file__).parents[2] / "transpiler" / "explaining" / "page.js"

_ASK = """
function askAll(given) {
  const { definition, combined, fold, visits } = JSON.parse(given);
  const folded = Syndrome.folder(fold[0], fold[1]);
  return JSON.stringify(visits.map((visit) => {
    const found = Syndrome.trace(definition, combined, folded, visit);
    return {
      is_match: found.isMatch,
      fields: found.fields.map((one) => ({
        part: one.part,
        field: one.field,
        clauses: Array.from(one.clauses, ([number, entry]) =>
          [number, entry.mark, entry.span, entry.isNegation]),
      })),
    };
  }));
}
"""
"""Turns what the script finds into plain values."""

_LAY_OUT = """
function layOutAll(given) {
  const { layout, typed } = JSON.parse(given);
  const fields = typed.map(([complaint, codes]) => Syndrome.laidOut(layout, complaint, codes));
  return JSON.stringify(fields);
}
"""


class Script:
    """The script, loaded once."""

    def __init__(self) -> None:
        self._context = quickjs.Context()
        self._context.eval(SCRIPT.read_text(encoding="utf-8"))
        self._context.eval(_ASK)
        self._context.eval(_LAY_OUT)

    def ask(self, definition: Definition, visits: list[Visit]) -> list[dict[str, Any]]:
        """Return what the script finds in each visit."""
        given = {
            "definition": parts(definition),
            "combined": combination(definition),
            "fold": [FOLD_FROM, FOLD_TO],
            "visits": [dict(visit) for visit in visits],
        }
        answer = self._context.get("askAll")(json.dumps(given))
        return json.loads(answer)

    def lay_out(
        self, layout: Mapping[str, Any], typed: list[tuple[str | None, str | None]]
    ) -> list[dict[str, str | None]]:
        """Return the fields that the script builds of each complaint and codes."""
        answer = self._context.get("layOutAll")(json.dumps({"layout": layout, "typed": typed}))
        return json.loads(answer)


def expected(definition: Definition, visit: Visit) -> dict[str, Any]:
    """Return what the script must find in a visit: what Python finds."""
    found = trace(definition, visit)
    fields = []
    for one in found.fields:
        spans = {match.clause: match.span for match in one.matches}
        negations = {match.clause: match.is_negation for match in one.matches}
        fields.append(
            {
                "part": one.part,
                "field": one.field,
                "clauses": [
                    [
                        number,
                        mark.value,
                        [spans[number].start, spans[number].end] if number in spans else None,
                        negations.get(number),
                    ]
                    for number, mark in one.marks.items()
                ],
            }
        )
    return {"is_match": found.is_match, "fields": fields}


def same(found: dict[str, Any], wanted: dict[str, Any]) -> bool:
    """Return whether two answers agree; whether a clause is a negation counts where it matched."""
    for one, other in zip(found["fields"], wanted["fields"], strict=True):
        for seen, known in zip(one["clauses"], other["clauses"], strict=True):
            if known[3] is None:
                seen[3] = None
    return found == wanted
