"""Flags about cases [domain 4]: the worker computes them from the facts, people say that they saw them.

A rule is a function of cases and the day that yields what should stand; it is named in `running.FINDERS`, and its words
are in `cases.models.flags.RULES`.
"""

from cases.actions.flags.running import drain_stale, end_desk_access, recompute_all, recompute_flags, see_flag

__all__ = ["drain_stale", "end_desk_access", "recompute_all", "recompute_flags", "see_flag"]
