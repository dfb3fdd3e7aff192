"""Destruction over whole histories, through the actions and the database: nothing removed too early, nothing kept too long.

Hypothesis makes years of a child's file: questions that open, close and come back, talks of both sides, support, a TLV,
specialist help, absence, leaving school, a statement, and now and then a family that asks for destruction. The test keeps
its own account of what was said when, works out from the table of terms when each part must go, and lives through the days
around those moments as worker, team and privacy officer do. Figures are the same before and after.
"""

import datetime
import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from cases import actions, policies
from cases.actions import removal, rights
from cases.actions import school_administration as administration
from cases.enums import ContactKind, Outcome, Route, StopReason
from cases.models import Absence, Case, FamilyRequest, LogEntry, Pupil, Removal
from cases.models.absence import AbsenceKind
from cases.models.support import SupportKind
from cases.retention import years_after
from insights import actions as figures
from insights.models import HoursCount, QuestionCount
from tests.cases.conftest import by, question
from tests.cases.parts import support
from tests.cast import Town

Day, ONE_DAY = datetime.date, datetime.timedelta(days=1)
BEGINS, BORN = Day(2024, 9, 2), Day(2014, 5, 6)
R = Removal.State
EVENTS = (
    *("raise", "raise", "close", "close", "reopen", "school", "school", "youth", "youth", "correct", "statement"),
    *("absence", "help", "tlv", "specialist", "stop", "leave", "ask"),
)
HISTORIES = st.lists(st.tuples(st.integers(0, 400), st.sampled_from(EVENTS)), min_size=3, max_size=14)


@dataclass
class Told:
    """The test's own account of a file."""

    last: Day = BEGINS
    left: Day | None = None
    open: bool = False
    provision: bool = False
    special: bool = False
    running: bool = False
    kept: dict[str, int] = field(default_factory=lambda: {"school": 0, "jeugd": 0, "verzuim": 0})

    def due(self) -> dict[str, Day]:
        """The first day on which each part, and the whole, may go, and must [architecture 5]."""
        left = self.left or years_after(BORN, 23)
        parts = {
            "school": years_after(left, 3 if self.special else 2),
            "jeugd": years_after(self.last, 20 if self.provision else 5),
            "verzuim": years_after(left, 5),
        }
        return {piece: day for piece, day in parts.items() if self.kept[piece]} | {"alles": max(parts.values())}


@dataclass
class Life:
    """One child at De Vlieger, lived forward."""

    town: Town
    today: Day = BEGINS
    told: Told = field(default_factory=Told)
    case: Case | None = None
    help: Any = None

    def live(self, gap: int, event: str) -> None:
        self.today += datetime.timedelta(days=gap)
        if (self.case is not None or event == "raise") and self.exists():
            getattr(self, f"do_{event}")()
            self.case = Case.objects.filter(pk=self.case.pk).first() if self.case else None

    def exists(self) -> bool:
        return self.case is None or Pupil.objects.exists()

    def ib(self) -> Any:
        return by(self.town.ib, "IB", today=self.today)

    def jgw(self) -> Any:
        return by(self.town.mate, "JGW", today=self.today)

    def changed(self) -> None:
        self.told.last = max(self.told.last, self.today)

    def do_raise(self) -> None:
        if not self.told.open:
            told = question(self.town, on=self.today)
            child = actions.NewPupil(given_name="Noor", family_name="de Wit", birth_date=BORN)
            self.case = actions.raise_question(by=self.ib(), question=type(told)(**{**vars(told), "pupil": child}))
            self.told.open = True
            self.changed()

    def do_close(self) -> None:
        if self.told.open:
            actions.close(by=self.ib(), case=self.the_case(), outcome=Outcome.DECLINED)
            self.told.open = False
            self.changed()

    def do_reopen(self) -> None:
        if not self.told.open:
            actions.reopen(by=self.ib(), case=self.the_case())
            self.told.open = True
            self.changed()

    def the_case(self) -> Case:
        assert self.case
        return self.case

    def _log(self, who: Any, piece: str) -> None:
        if self.told.open:
            talk = actions.Contact(self.the_case(), self.today, ContactKind.CHILD, 30, f"{piece} {self.today}")
            actions.log_contact(by=who, contact=talk)
            self.told.kept[piece] += 1
            self.changed()

    def do_school(self) -> None:
        self._log(self.ib(), "school")

    def do_youth(self) -> None:
        self._log(self.jgw(), "jeugd")

    def do_correct(self) -> None:
        """Somebody corrects the last line of their own."""
        entry = LogEntry.objects.filter(author=self.town.mate).order_by("-recorded_at", "-id").first()
        if self.told.open and entry:
            talk = actions.Contact(entry.case, self.today, ContactKind.CHILD, 45, "Het duurde langer.")
            actions.correct_entry(by=self.jgw(), entry=entry, contact=talk)
            self.told.kept["jeugd"] += 1
            self.changed()

    def do_statement(self) -> None:
        rights.add_statement(by=self.ib(), case=self.the_case(), told_by="Els", text="Zo zagen wij het.")
        self.changed()

    def do_absence(self) -> None:
        """Six weeks at home, which ended today: a thuiszitter on a reference day, and hours that count."""
        first = self.today - datetime.timedelta(weeks=6)
        spell = administration.Missed(
            self.the_case().pupil_id, AbsenceKind.UNAUTHORISED, first, self.today, Decimal(100)
        )
        administration.import_absence(by=self.ib(), team=self.town.team, spells=[spell])
        self.told.kept["verzuim"] = Absence.objects.count()

    def do_help(self) -> None:
        if self.told.open:
            new = support(self.case, self.town, asked_on=self.today, started_on=self.today)
            given_ = actions.bring_in(by=self.ib(), support=new)
            actions.end_support(by=self.ib(), support=given_, on=self.today, reason=StopReason.PLANNED)
            self.told.provision = True
            self.changed()

    def do_tlv(self) -> None:
        if self.told.open:
            new = support(self.case, self.town, asked_on=self.today, kind=SupportKind.TLV, what="TLV")
            asked = actions.bring_in(by=self.ib(), support=new)
            actions.decide_tlv(by=self.ib(), support=asked, decision=actions.TlvDecision(self.today, True, self.today))
            self.told.provision = self.told.special = True
            self.changed()

    def do_specialist(self) -> None:
        if self.told.open and not self.told.running:
            self.help = actions.report_outside_route(
                by=self.ib(), case=self.the_case(), home=self.town.municipality, route=Route.GP,
                known_on=self.today, started_on=self.today,
            )  # fmt: skip
            self.told.provision = self.told.running = True
            self.changed()

    def do_stop(self) -> None:
        if self.told.running:
            actions.stop_specialist(by=self.ib(), escalation=self.help, on=self.today, reason=StopReason.PLANNED)
            self.told.running = False
            self.changed()

    def do_leave(self) -> None:
        Pupil.objects.update(left_on=self.today)
        self.told.left = self.today

    def do_ask(self) -> None:
        """The family asks for destruction: at once when nothing holds it, and not at all when something does."""
        held = self.told.open or self.told.running
        try:
            rights.ask_right(by=self.ib(), pupil=self.the_case().pupil, kind=FamilyRequest.Kind.REMOVAL, asked_by="Els")
        except policies.NotNow:
            assert FamilyRequest.objects.filter(answered_on=None).exists()
        before = counted(self.today)
        if held:
            with pytest.raises(removal.Blocked):
                removal.ask_removal(by=self.ib(), pupil=self.the_case().pupil)
            assert Pupil.objects.exists() and counted(self.today) == before
            return
        asked = removal.ask_removal(by=self.ib(), pupil=self.the_case().pupil)
        removal.approve_removal(by=by(self.town.privacy, "PRIVACY", today=self.today), removal=asked)
        removal.execute_removal(key=asked.pk, today=self.today)
        assert not Pupil.objects.exists() and not LogEntry.objects.exists()
        assert counted(self.today) == before
        self.told = Told()  # when the child comes back, it is a new file

    def night(self, day: Day) -> None:
        """The worker proposes; the next morning both people say yes to all; the worker destroys."""
        removal.propose_due(today=day)
        for one in Removal.objects.filter(state=R.PROPOSED):
            try:
                removal.agree_to_proposal(by=by(self.town.ib, "IB", today=day), removal=one)
            except removal.Blocked:
                continue
            removal.approve_removal(by=by(self.town.privacy, "PRIVACY", today=day), removal=one)
            removal.execute_removal(key=one.pk, today=day)


def there() -> dict[str, int]:
    """How much of each part there is."""
    return {
        "school": LogEntry.objects.filter(keeper="school").count(),
        "jeugd": LogEntry.objects.filter(keeper="youth").count(),
        "verzuim": Absence.objects.count(),
        "alles": Pupil.objects.count(),
    }


def counted(day: Day) -> list[set[tuple[Any, ...]]]:
    """All that the figures count, folded; a rebuild from scratch says the same."""
    figures.fold_all(today=day)
    found = [_rows(model) for model in (QuestionCount, HoursCount)]
    figures.rebuild(today=day)
    assert [_rows(model) for model in (QuestionCount, HoursCount)] == found
    return found


def _rows(model: Any) -> set[tuple[Any, ...]]:
    return {row for row in model.objects.values_list(*model.KEY, *model.MEASURES) if any(row[len(model.KEY) :])}


@pytest.fixture
def media(tmp_path: Path, settings: Any) -> Iterator[None]:
    settings.MEDIA_ROOT = tmp_path
    yield


@settings(
    max_examples=20,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],  # shortening a history that fails takes minutes; it is short already
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(history=HISTORIES)
@example(history=[(0, "raise"), (0, "absence")])
@example(history=[(0, "raise"), (1, "school"), (1, "leave"), (1, "close"), (1, "ask"), (1, "raise"), (1, "youth")])
def test_nothing_is_removed_too_early_and_nothing_kept_too_long(town: Town, media: None, history: list) -> None:
    with transaction.atomic():
        figures.refresh_days(today=BEGINS)
        life = Life(town)
        for gap, event in history:
            life.live(gap, event)
        if Pupil.objects.exists():
            live_to_the_end(life)
        transaction.set_rollback(True)


def live_to_the_end(life: Life) -> None:
    """Day before, day of, in order, until the last part is gone. What still runs holds everything until it has ended."""
    told = life.told
    if told.open or told.running:
        before = there()
        life.night(max(life.today, Day(2080, 1, 1)))
        assert there() == before, "an open question, or help that runs, holds everything"
        for event in ("stop", "close"):
            life.live(1, event)
    known = counted(life.today)
    parts = sorted(told.due().items(), key=lambda one: one[1])
    for day, due in itertools.groupby(parts, key=lambda one: one[1]):
        pieces = [piece for piece, _day in due]  # the last part may go on the same day as the whole
        if day > life.today:
            before = there()
            life.night(day - ONE_DAY)
            for piece in pieces:
                assert there()[piece] == before[piece] > 0, f"{piece} went before {day}"
        life.night(max(day, life.today))
        for piece in pieces:
            assert there()[piece] == 0, f"{piece} was kept after {day}"
    assert not Case.objects.exists()
    assert counted(life.today) == known
