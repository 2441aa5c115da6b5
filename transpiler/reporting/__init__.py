"""One HTML page of what a built project publishes: trends, strata, validation.

It reads the tables of the mart schema and nothing else.
"""

from transpiler.reporting.charts import MISSING_LIBRARY, has_library
from transpiler.reporting.marts import open_marts
from transpiler.reporting.published import PolicyLimits, PublishedProject
from transpiler.reporting.read import read_published
from transpiler.reporting.report_page import render_report

__all__ = [
    "MISSING_LIBRARY",
    "PolicyLimits",
    "PublishedProject",
    "has_library",
    "open_marts",
    "read_published",
    "render_report",
]
