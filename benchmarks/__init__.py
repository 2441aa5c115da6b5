"""The SQL raced against other ways, on generated visits and definitions: ``python -m benchmarks``.

Figures go into docs/performance.md. Nothing is timed whose answers differ.
"""
