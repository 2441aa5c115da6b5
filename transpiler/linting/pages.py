"""The pages of ``docs/lint/``: one a rule, and an index."""

from __future__ import annotations

from collections.abc import Iterable

from transpiler.definition import Precedence, Prose
from transpiler.linting.linter import MAX_CHARACTERS, MAX_TERMS, TOO_LONG, UNUSED_IGNORE
from transpiler.linting.registry import RULES
from transpiler.linting.rule import Rule, RuleExample

_INDEX = f"""# Lint rules

`syndrome check` runs these rules over every definition. A finding's severity follows from its
consequence: an error is a definition that cannot do what it says, a warning one that hardly does, a
note something its author should know. Notes alone leave the exit code at 0.

A rule that does not apply to a definition is ignored in its file, with a reason, for one term or
for all of it:

```yaml
lint:
  ignore:
    - rule: SYN001
      term: ^Car^
      reason: The published formula is kept to the letter.
```

An ignore that ignores nothing is reported as {UNUSED_IGNORE}, and a definition with more than
{MAX_TERMS:,} terms or {MAX_CHARACTERS:,} characters, which is not linted, as {TOO_LONG}. For one
run, `--ignore RULE` leaves a rule out and `--select RULE` runs it alone.

| rule | finds | severity |
|---|---|---|
{{rows}}

How to add one: [adding a lint rule](../adding-a-lint-rule.md).
"""


def lint_pages() -> dict[str, str]:
    """Return file name → page, for every rule and ``README.md``."""
    pages = {_file_name(rule): rule_page(rule) for rule in RULES}
    rows = "\n".join(
        f"| [{rule.code}]({_file_name(rule)}) | {rule.title} | {rule.severity.value} |"
        for rule in RULES
    )
    return {"README.md": _INDEX.format(rows=rows), **pages}


def rule_page(rule: Rule) -> str:
    """Return the page of one rule."""
    needs = "\n\nIt needs the ICD-10-CM titles (`pip install 'syndrome-sql[codes]'`)."
    return "\n\n".join(
        [
            f"# {rule.code}: {rule.title}",
            f"Severity: {rule.severity.value}",
            f"## What it finds\n\n{rule.what}{needs if rule.needs_codes else ''}",
            f"## Why it matters\n\n{rule.why}",
            f"## Flagged\n\n{_examples(rule.bad)}",
            f"## Not flagged\n\n{_examples(rule.good)}",
            f"## How to fix it\n\n{rule.fix}",
            "To keep a term as it is, ignore the rule for it in the definition file:",
            f"```yaml\nlint:\n  ignore:\n    - rule: {rule.code}\n      reason: …\n```\n",
        ]
    )


def _file_name(rule: Rule) -> str:
    return f"{rule.code}-{rule.slug}.md"


def _examples(examples: Iterable[RuleExample]) -> str:
    return "\n\n".join(_example(example) for example in examples)


def _example(example: RuleExample) -> str:
    circumstances = [f"asked of {', '.join(example.fields)}"]
    if example.precedence is Precedence.SEQUENTIAL:
        circumstances.append("read left to right")
    circumstances += _prose(example.prose)
    return f"```\n{example.query}\n```\n\n*{'; '.join(circumstances)}*"


def _prose(prose: Prose) -> Iterable[str]:
    for name, items in (
        ("codes", prose.codes),
        ("terms", prose.terms),
        ("exclusions", prose.exclusions),
    ):
        if items:
            yield f"prose lists the {name} {', '.join(items)}"
    if prose.exclusions_apply_to:
        yield f"prose takes the exclusions from: {prose.exclusions_apply_to}"
