"""Everything that changes the map of schools: a module per subject, each function one transaction with `by=`.

`by=None` is the worker: an import, the demo world. The news follows by trigger.
"""
