"""BigQuery: its expressions, its tables, and the engine that executes it here."""

from transpiler.dialects.bigquery.text import BigQuery

__all__ = ["BigQuery"]
