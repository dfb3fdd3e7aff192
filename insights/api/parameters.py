"""Query parameters, read strictly: an unknown name or a wrong value is a 400 that says which and why."""

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.http import QueryDict

from insights.api.problems import InvalidParameters
from insights.enums import PeriodKind
from insights.periods import NotAPeriod, Period, back, containing, parse

PAGE_SIZE, LARGEST_PAGE, MOST_PERIODS = 100, 500, 120
#: How many periods are answered when none is named.
RECENT = {PeriodKind.MONTH: 12, PeriodKind.QUARTER: 8, PeriodKind.YEAR: 4, PeriodKind.SCHOOL_YEAR: 4}
#: The key of an item: up to five parts, all of them orderable as text. Any such key is a place to go on from.
CURSOR = re.compile(r"[0-9A-Za-z_.:-]{0,60}(~[0-9A-Za-z_.:-]{0,60}){0,5}")
PAGING = ("after", "pageSize", "format")


@dataclass(frozen=True)
class Page:
    """Where a page starts (the key of the last item before it, "" at the start) and how long it is."""

    after: str = ""
    size: int = PAGE_SIZE


class Parameters:
    """Reads what it is asked for, gathers what is wrong, and refuses once: at `check`."""

    def __init__(self, query: QueryDict, known: Iterable[str], today: datetime.date) -> None:
        self._query, self.today = query, today
        self.errors: dict[str, str] = {}
        allowed = {*known, *PAGING}
        for name in query:
            if name not in allowed:
                self.errors[name] = f"Deze parameter bestaat niet. Bekend zijn: {', '.join(sorted(allowed))}."
            elif len(query.getlist(name)) > 1:
                self.errors[name] = "Geef deze parameter één keer."
            elif "\x00" in query[name]:
                self.errors[name] = "Dit teken mag niet."

    def check(self) -> None:
        """InvalidParameters when anything was wrong."""
        if self.errors:
            raise InvalidParameters(self.errors)

    def choice(self, name: str, options: Iterable[str], default: str = "") -> str:
        """One of these values."""
        if name not in self._query:
            return default
        value, allowed = self._query[name], list(options)
        if value not in allowed:
            self.errors.setdefault(name, f"Kies uit: {', '.join(allowed)}.")
            return default
        return value

    def text(self, name: str, longest: int = 20) -> str:
        value = str(self._query.get(name, ""))
        if len(value) > longest or (name in self._query and not value):
            self.errors.setdefault(name, f"Vul 1 tot en met {longest} tekens in.")
        return value

    def periods(self) -> list[Period]:
        """`periods` of them ending with `period`; without one, with the running period of `periodKind`."""
        kind = PeriodKind(self.choice("periodKind", PeriodKind.values, PeriodKind.QUARTER))
        last = containing(self.today, kind)
        if "period" in self._query:
            try:
                last = parse(str(self._query["period"]))
            except NotAPeriod as error:
                self.errors.setdefault("period", str(error))
        return back(last, self.number("periods", RECENT[last.kind], MOST_PERIODS))

    def school_years(self) -> list[Period]:
        """`periods` school years ending with `period`; without one, with the school year that runs."""
        last = containing(self.today, PeriodKind.SCHOOL_YEAR)
        if "period" in self._query:
            try:
                last = parse(str(self._query["period"]))
            except NotAPeriod as error:
                self.errors.setdefault("period", str(error))
            if last.kind != PeriodKind.SCHOOL_YEAR:
                self.errors.setdefault("period", "Vraag een schooljaar, bijvoorbeeld 2025-SY.")
        return back(last, self.number("periods", RECENT[last.kind], MOST_PERIODS))

    def number(self, name: str, default: int, most: int) -> int:
        """A whole number from 1 up to and including `most`."""
        if name not in self._query:
            return default
        text = str(self._query[name])
        if text.isascii() and text.isdigit() and len(text) < 10 and 1 <= int(text) <= most:
            return int(text)
        self.errors.setdefault(name, f"Een geheel getal van 1 tot en met {most}.")
        return default

    def page(self) -> Page:
        after = str(self._query.get("after", ""))
        if "after" in self._query and not CURSOR.fullmatch(after):
            self.errors.setdefault("after", "Neem deze waarde over uit de Link-kop van een vorig antwoord.")
        return Page(after, self.number("pageSize", PAGE_SIZE, LARGEST_PAGE))
