"""The state of what pages of figures read, as the database tells it (`insights.watching`)."""

import re
from collections.abc import Collection, Mapping

#: Per watched table how often it changed and the newest change: one row each.
STATE = "select source, sum(times)::text || ' ' || max(id::text) from insights_sourcechange group by source"
#: The same as one value, to come along with another row.
STATE_IN_ONE = f"select json_object_agg(source, told)::text from ({STATE}) changes (source, told)"
_TABLE = re.compile(r"\b(?:accounts|schools|cases|financing|insights)_[a-z]+\b")


def tables_in(*statements: str) -> frozenset[str]:
    """The tables of ours that these statements name. What a page depends on is read from its SQL, so nobody can forget it."""
    return frozenset(table for sql in statements for table in _TABLE.findall(sql))


class State:
    """How every watched table stands at one moment."""

    def __init__(self, told: Mapping[str, str]) -> None:
        self._told = dict(told)

    def of(self, tables: Collection[str]) -> str:
        """One text for these tables: another one as soon as a transaction that changed any of them is committed. '' when one
        of them is not watched: nobody knows then whether something that was kept is still right."""
        if not self._told.keys() >= set(tables):
            return ""
        return " ".join(f"{table} {self._told[table]}" for table in sorted(tables))
