"""Syndrome SQL: public-health syndrome definitions, compiled to SQL."""

__version__ = "0.1.0"
