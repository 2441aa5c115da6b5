"""Record what passed with which versions: ``python -m tests.reliability.versions WHAT JUNIT``.

`make matrix` and `make dbt-tests` call it after each run of the tests; WHAT says which tests these
were, and JUNIT is pytest's report of them.
"""

from __future__ import annotations

import platform
import sys
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from xml.etree import ElementTree

from tests.reliability.record import read_record, replace_in_record

SECTION = "versions"


def main() -> None:
    """Put the outcome of a run in place of the one of another time with the same versions."""
    what, report = sys.argv[1:]
    suites = ElementTree.parse(Path(report)).getroot().iter("testsuite")
    counts = dict.fromkeys(("tests", "skipped", "failures", "errors"), 0)
    for suite in suites:
        for name in counts:
            counts[name] += int(suite.get(name, 0))
    broken = counts["failures"] + counts["errors"]
    kept = read_record().get(SECTION, {})
    kept[f"{what}, Python {platform.python_version()}, dbt-core {version('dbt-core')}"] = {
        "what": what,
        "python": platform.python_version(),
        "dbt": version("dbt-core"),
        "date": datetime.now(UTC).date().isoformat(),
        "passed": counts["tests"] - counts["skipped"] - broken,
        "skipped": counts["skipped"],
        "failed": broken,
    }
    replace_in_record(SECTION, kept)


if __name__ == "__main__":
    main()
