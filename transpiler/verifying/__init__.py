"""The same visits through the evaluator and every engine, and where they disagree.

May import: definition, parsing, meaning, dialects, emitting, engines.
"""
