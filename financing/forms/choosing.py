"""Choosing what a page of money shows; everything stands in the address, so that it can be shared."""

import datetime
from typing import Any
from urllib.parse import urlencode

from crispy_forms.bootstrap import FormActions
from crispy_forms.layout import Layout
from django import forms

from financing.books.calendar import Months
from financing.periods import choices, parsed, written
from financing.queries import Grouping
from shell.fields import DutchDateField
from shell.forms import FilterForm


def choices_with(asked: str, today: datetime.date) -> list[tuple[str, list[tuple[str, str]]]]:
    """The periods around today, and the one that the address names if it is another."""
    found, months = choices(today), parsed(asked, today)
    if not any(months.label == code for _, group in found for code, _ in group):
        found.insert(0, ("Gekozen", [(months.label, written(months))]))
    return found


def parse_iso(text: str) -> datetime.date | None:
    """A day as programs write it; None for anything else."""
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return None


class BudgetForm(FilterForm):
    """Which period, laid out by what; as on which day, and as known on which (who may ask for others than the last)."""

    submit_label = "Toon"
    periode = forms.ChoiceField(label="Periode")
    per = forms.ChoiceField(label="Verdeeld naar", choices=[])
    op = DutchDateField(label="Stand op", help_text="Leeg is de laatste stand")
    bekend = DutchDateField(label="Zoals bekend op", help_text="Leeg is met wat nu bekend is")

    def __init__(self, data: Any, *, today: datetime.date, asks_day: bool = False, by_source: bool = True) -> None:
        told = {"periode": str(today.year), "per": Grouping.PAYER.value, **data.dict()} if data else None
        for name in ("op", "bekend"):  # a link has the day as programs write it; the form shows it as people do
            if told and (day := parse_iso(told.get(name, ""))):
                told[name] = f"{day:%d-%m-%Y}"
        super().__init__(told, initial={"periode": str(today.year), "per": Grouping.PAYER})
        self.today = today
        self.fields["periode"].choices = choices_with(self.data.get("periode", ""), today)  # type: ignore[attr-defined]
        groupings = [one for one in Grouping if by_source or one is not Grouping.SOURCE]
        self.fields["per"].choices = [(one.value, one.label) for one in groupings]  # type: ignore[attr-defined]
        if not asks_day:
            del self.fields["op"], self.fields["bekend"]
            self.helper.layout = Layout("periode", "per", FormActions(*self.buttons()))

    @property
    def months(self) -> Months:
        return parsed(self.data.get("periode", ""), self.today)

    @property
    def grouping(self) -> Grouping:
        return Grouping(self.chosen().get("per", Grouping.PAYER))

    @property
    def known(self) -> datetime.date | None:
        """As known at the end of which day, when somebody asks that."""
        return self._day("bekend")

    @property
    def day(self) -> datetime.date | None:
        """As on which day, when somebody asks for one; what was known on a day stands as on that day."""
        return self._day("op") or self.known

    def _day(self, name: str) -> datetime.date | None:
        chosen = self.chosen().get(name)
        return chosen if isinstance(chosen, datetime.date) else None

    def query(self, **more: str) -> str:
        """What was chosen, for an address."""
        return urlencode({"periode": self.months.label, "per": self.grouping.value, **self.days(), **more})

    def days(self) -> dict[str, str]:
        """As on and as known on which day, for an address."""
        days = {name: self._day(name) for name in ("op", "bekend")}
        return {name: day.isoformat() for name, day in days.items() if day}


class YearForm(FilterForm):
    """Which calendar year."""

    submit_label = "Toon"
    jaar = forms.TypedChoiceField(label="Jaar", coerce=int)

    def __init__(self, data: Any, *, today: datetime.date) -> None:
        super().__init__(data or None, initial={"jaar": today.year})
        years = range(today.year + 1, 2014, -1)
        self.fields["jaar"].choices = [(year, str(year)) for year in years]  # type: ignore[attr-defined]
        self.today = today

    @property
    def year(self) -> int:
        return int(self.chosen().get("jaar", self.today.year))


class DayForm(FilterForm):
    """As on which day."""

    submit_label = "Toon"
    dag = DutchDateField(label="Stand op")

    def __init__(self, data: Any, *, today: datetime.date) -> None:
        super().__init__(data or None, initial={"dag": today})
        self.today = today

    @property
    def day(self) -> datetime.date:
        chosen = self.chosen().get("dag")
        return chosen if isinstance(chosen, datetime.date) else self.today


class SchoolYearForm(FilterForm):
    """Which school year, by the calendar year in which it begins."""

    submit_label = "Toon"
    jaar = forms.TypedChoiceField(label="Schooljaar", coerce=int)

    def __init__(self, data: Any, *, today: datetime.date) -> None:
        this = today.year if today.month >= 8 else today.year - 1
        super().__init__(data or None, initial={"jaar": this})
        years = range(this + 1, 2014, -1)
        self.fields["jaar"].choices = [(year, f"{year}-{year + 1}") for year in years]  # type: ignore[attr-defined]
        self.this = this

    @property
    def year(self) -> int:
        return int(self.chosen().get("jaar", self.this))


class ValueForm(SchoolYearForm):
    """Which school year, and as known on which day."""

    bekend = DutchDateField(label="Zoals bekend op", required=False, help_text="Leeg is met wat nu bekend is")

    @property
    def known(self) -> datetime.date | None:
        chosen = self.chosen().get("bekend")
        return chosen if isinstance(chosen, datetime.date) else None
