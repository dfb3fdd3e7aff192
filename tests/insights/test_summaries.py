"""Counts follow the rows: after any history they are what a rebuild from scratch gives."""

import datetime
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases.enums import State, Theme
from cases.models import Absence, Case, Escalation, LogEntry, Pupil, Removal, Residence, Support, TeamTime
from cases.models.absence import AbsenceKind
from insights import actions
from insights.models import HoursCount, HoursDelta, QuestionCount, QuestionDelta, QuestionShape, TeamPlace
from schools.models import LocationPeriod
from shell.keys import uuid7
from tests.insights.conftest import TODAY
from tests.insights.world import LONG_AGO, World

D = datetime.date


def counts(model: type[Any]) -> set[tuple[Any, ...]]:
    """Every row that counts something."""
    rows = model.objects.values_list(*model.KEY, *model.MEASURES)
    return {row for row in rows if any(row[len(model.KEY) :])}


def everything() -> tuple[set[tuple[Any, ...]], set[tuple[Any, ...]]]:
    return counts(QuestionCount), counts(HoursCount)


def figure(name: str, **where: Any) -> int:
    rows = QuestionCount.objects.filter(figure=name, **{"theme": "", **where})
    return sum(rows.values_list("n", flat=True))


def test_a_question_counts_once_in_the_whole_and_once_per_theme(city: World) -> None:
    city.case(city.pupil(city.teams[0]), D(2026, 9, 3), themes=[Theme.LEARNING, Theme.HOME])

    actions.fold_all(today=TODAY)

    assert figure("raised") == 1
    assert figure("raised", theme=Theme.LEARNING) == 1
    assert figure("raised", theme=Theme.HOME) == 1
    row = QuestionCount.objects.get(figure="raised", theme="")
    assert (row.month, row.home, row.approach, row.team_id) == (D(2026, 9, 1), "GM0193", "preventief", city.teams[0].pk)


def test_two_questions_of_one_pupil_are_one_pupil_in_the_period_that_holds_both(city: World) -> None:
    pupil = city.pupil(city.teams[0])
    city.close(city.case(pupil, D(2026, 8, 20)), D(2026, 8, 30))
    city.case(pupil, D(2026, 9, 3))

    actions.fold_all(today=TODAY)

    rows = QuestionCount.objects.filter(figure="raised", theme="").order_by("month")
    assert [(row.n, row.in_month, row.in_quarter, row.in_year, row.in_school_year) for row in rows] == [
        (1, 1, 1, 1, 1),
        (1, 1, 0, 0, 0),
    ]


def test_closing_counts_who_handled_it_and_reopening_takes_it_back(city: World) -> None:
    case, other = city.many(city.teams[0], 2, D(2026, 5, 4))
    city.escalate(other, D(2026, 5, 10), started_on=D(2026, 5, 12), stopped_on=D(2026, 6, 12), stop_reason="01")
    for one in (case, other):
        city.close(one, D(2026, 6, 20), pupil_mark=8)
    actions.fold_all(today=TODAY)
    assert figure("closed", kind="team") == 1
    assert figure("closed", kind="escalated") == 1
    assert figure("mark_pupil", kind="8") == 2

    Case.objects.filter(pk=case.pk).update(state=State.WEIGHING, closed_on=None, outcome="", pupil_mark=None)
    actions.fold_all(today=TODAY)

    assert figure("closed") == 1
    assert figure("mark_pupil") == 1


def test_support_that_was_brought_in_is_told_from_the_team_itself(city: World) -> None:
    cases = city.many(city.teams[0], 2, D(2026, 5, 4))
    for case, domain in zip(cases, ("wmo", "onderwijs"), strict=True):
        city.bring_in(case, D(2026, 5, 6), domain)
        city.close(case, D(2026, 6, 20))

    actions.fold_all(today=TODAY)

    assert figure("closed", kind="brought_in") == 1
    assert figure("closed", kind="team") == 1


def test_waits_are_counted_in_days(city: World) -> None:
    case = city.case(city.pupil(city.teams[0]), D(2026, 5, 4), first_support_on=D(2026, 5, 14))
    city.escalate(case, D(2026, 6, 1), started_on=D(2026, 6, 21))

    actions.fold_all(today=TODAY)

    assert figure("wait_support", kind="10") == 1
    assert figure("wait_start", kind="20") == 1


def test_a_correction_counts_instead_of_what_it_corrects(city: World) -> None:
    case = city.case(city.pupil(city.teams[0]), D(2026, 9, 1))
    first = city.log(case, D(2026, 9, 2), 30)
    second = city.log(case, D(2026, 8, 31), 45, corrects=first)
    city.log(case, D(2026, 9, 2), 20, corrects=second)
    TeamTime.objects.create(
        team_id=case.team_id, on=D(2026, 9, 2), kind="overleg", minutes=60, author=city.people[0], role="IB"
    )

    actions.fold_all(today=TODAY)

    assert counts(HoursCount) == {
        (D(2026, 9, 1), case.team_id, "IB", "vraag", 20),
        (D(2026, 9, 1), case.team_id, "IB", "overleg", 60),
    }


def test_statistics_survive_the_person(city: World) -> None:
    case = city.case(city.pupil(city.teams[0]), D(2026, 5, 4), themes=[Theme.HOME, Theme.SAFETY])
    city.escalate(case, D(2026, 5, 10))
    city.log(case, D(2026, 5, 5), 30)
    city.bring_in(case, D(2026, 5, 6), "wmo")
    actions.refresh_days(today=TODAY)
    city.absent(case.pupil, D(2026, 5, 6), None, 40, kind=AbsenceKind.UNAUTHORISED)
    actions.fold_all(today=TODAY)
    before = everything()
    assert {"raised", "support", "absent", "thuiszitter"} <= {row[2] for row in before[0]}

    remove(case.pupil)
    actions.fold_all(today=TODAY)

    assert everything() == before
    actions.rebuild(today=TODAY)
    assert everything() == before
    assert not Case.objects.exists()


def remove(pupil: Pupil) -> None:
    """What the removal procedure does: two people agreed, and everything about the child goes."""
    two = {"asked_by": uuid7(), "approved_by": uuid7()}
    Removal.objects.create(
        team_id=pupil.team_id,
        pupil_id=pupil.pk,
        reason="termijn",
        state="akkoord",
        due_on=TODAY,
        proposed_on=TODAY,
        **two,
    )
    with connection.cursor() as cursor:  # one statement a table: an entry and its corrections go together
        for table in ("cases_logentry", "cases_escalation", "cases_support"):
            cursor.execute(
                f"delete from {table} where case_id in (select id from cases_case where pupil_id = %s)", [pupil.pk]
            )
        cursor.execute("delete from cases_case where pupil_id = %s", [pupil.pk])
        cursor.execute("delete from cases_absence where pupil_id = %s", [pupil.pk])
        cursor.execute("delete from cases_residence where pupil_id = %s", [pupil.pk])
        cursor.execute("delete from cases_pupil where id = %s", [pupil.pk])


def test_a_school_that_moves_to_another_board_moves_from_that_month_on(city: World) -> None:
    team = city.teams[0]
    LocationPeriod.objects.filter(location=team.location).update(period=DateRange(LONG_AGO, D(2026, 8, 1)))
    LocationPeriod.objects.create(
        location=team.location,
        period=DateRange(D(2026, 8, 1), None),
        name="Nieuwe naam",
        type="BO",
        board=city.board("10009"),
        municipality=city.zwolle,
        neighbourhood_team=city.wijkteam("zuid"),
    )

    actions.refresh_places(today=TODAY)

    places = TeamPlace.objects.filter(team_id=team.pk, month__in=[D(2026, 7, 1), D(2026, 8, 1)]).order_by("month")
    assert [(place.board, place.neighbourhood_team) for place in places] == [("10001", "noord"), ("10009", "zuid")]
    assert not actions.refresh_places(today=TODAY), "nothing is stale any more"


def test_a_fold_that_fails_leaves_everything_as_it_was(city: World) -> None:
    case = city.case(city.pupil(city.teams[0]), D(2026, 5, 4))
    city.log(case, D(2026, 5, 5), 30)
    waiting = QuestionDelta.objects.count(), HoursDelta.objects.count()
    with connection.cursor() as cursor:
        cursor.execute("alter table insights_hourscount add constraint never check (false) not valid")

    with pytest.raises(Exception, match="never"), transaction.atomic():
        actions.fold(today=TODAY)

    assert (QuestionDelta.objects.count(), HoursDelta.objects.count()) == waiting
    assert everything() == (set(), set())


# ---- Any history ------------------------------------------------------------------------------------------------------
DAYS = st.dates(D(2025, 6, 1), D(2026, 9, 1))
THEMES = st.lists(st.sampled_from(Theme.values), min_size=1, max_size=3)
STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            [
                "raise",
                "close",
                "reopen",
                "themes",
                "escalate",
                "bring_in",
                "offer",
                "absent",
                "return",
                "grow",
                "decide",
                "home",
                "log",
                "correct",
                "time",
                "move",
                "remove",
                "fold",
            ]
        ),
        st.integers(0, 50),
        DAYS,
        THEMES,
        st.integers(1, 90),
    ),
    min_size=5,
    max_size=30,
)


@pytest.mark.django_db
@given(steps=STEPS)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_after_any_history_counts_equal_a_rebuild(
    counting: World, steps: list[tuple[str, int, D, list[str], int]]
) -> None:
    with transaction.atomic():
        for step in steps:
            History(counting).do(*step)
        actions.fold_all(today=TODAY)
        kept = everything()
        actions.rebuild(today=TODAY)
        assert kept == everything()
        transaction.set_rollback(True)


class History:
    """One step of a history; a step that cannot be taken is none."""

    def __init__(self, city: World) -> None:
        self.city = city

    def do(self, step: str, which: int, day: D, themes: list[str], number: int) -> None:
        cases = list(Case.objects.order_by("id"))
        case = cases[which % len(cases)] if cases else None
        if step == "raise" or case is None:
            team = self.city.teams[which % len(self.city.teams)]
            idle = Pupil.objects.filter(team=team).exclude(cases__closed_on=None).first() if which % 2 else None
            self.city.case(idle or self.city.pupil(team), day, themes)
        else:
            getattr(self, f"_{step}")(case, day, themes, number)

    def _close(self, case: Case, day: D, themes: list[str], number: int) -> None:
        later = case.raised_on + datetime.timedelta(days=number)
        self.city.close(case, later, outcome="verhuisd", first_support_on=case.raised_on, pupil_mark=number % 10 + 1)

    def _reopen(self, case: Case, day: D, themes: list[str], number: int) -> None:
        if not Case.objects.filter(pupil_id=case.pupil_id, closed_on=None).exists():
            Case.objects.filter(pk=case.pk).update(state=State.WEIGHING, closed_on=None, outcome="", pupil_mark=None)

    def _themes(self, case: Case, day: D, themes: list[str], number: int) -> None:
        Case.objects.filter(team_id=case.team_id).update(themes=themes, approach="curatief")  # in bulk

    def _escalate(self, case: Case, day: D, themes: list[str], number: int) -> None:
        if not Escalation.objects.filter(case=case, status="requested").exists():
            self.city.escalate(case, day, route="01" if number % 2 else "03")

    def _bring_in(self, case: Case, day: D, themes: list[str], number: int) -> None:
        self.city.bring_in(case, day, "wmo" if number % 2 else "onderwijs")

    def _offer(self, case: Case, day: D, themes: list[str], number: int) -> None:
        team = self.city.teams[number % len(self.city.teams)]
        offer = self.city.offer(team, day, number)
        if number % 4 == 0:
            Support.objects.filter(pk=offer.pk).update(children=number + 3, form="klas")
        elif number % 4 == 1:
            Support.objects.filter(pk=offer.pk).update(case=case, team_id=case.team_id)

    def _absent(self, case: Case, day: D, themes: list[str], number: int) -> None:
        last = day + datetime.timedelta(number) if number % 2 else None
        kind = AbsenceKind.LATE if number % 5 == 0 else AbsenceKind.UNAUTHORISED
        if not Absence.objects.filter(pupil=case.pupil, kind=kind, first_on=day).exists():
            self.city.absent(case.pupil, day, last, number if number % 3 else None, kind=kind)

    def _return(self, case: Case, day: D, themes: list[str], number: int) -> None:
        Absence.objects.filter(last_on=None, first_on__lte=day).update(last_on=day)  # in bulk

    def _grow(self, case: Case, day: D, themes: list[str], number: int) -> None:
        Pupil.objects.filter(pk=case.pupil_id).update(
            birth_date=D(2008 + number % 12, 2, 3), start_qualification_on=day
        )

    def _decide(self, case: Case, day: D, themes: list[str], number: int) -> None:
        for asked in Escalation.objects.filter(case=case, status="requested"):
            decided = asked.requested_on + datetime.timedelta(days=number)
            Escalation.objects.filter(pk=asked.pk).update(
                status="refused", decided_on=decided, decided_by=self.city.people[1], decision_reason="Niet nodig"
            )

    def _home(self, case: Case, day: D, themes: list[str], number: int) -> None:
        if day > LONG_AGO:
            Residence.objects.filter(pupil_id=case.pupil_id, period__endswith=None, period__startswith__lt=day).update(
                period=DateRange(LONG_AGO, day), home=self.city.dalfsen
            )

    def _log(self, case: Case, day: D, themes: list[str], number: int) -> None:
        self.city.log(case, day, number, role="JGW" if number % 3 else "IB")

    def _correct(self, case: Case, day: D, themes: list[str], number: int) -> None:
        entry = LogEntry.objects.filter(case=case, corrections=None).order_by("-id").first()
        if entry:
            self.city.log(case, day, number, role=entry.role, corrects=entry)

    def _time(self, case: Case, day: D, themes: list[str], number: int) -> None:
        TeamTime.objects.create(
            team_id=case.team_id, on=day, kind="scholing", minutes=number, author=self.city.people[0], role="ZC"
        )

    def _move(self, case: Case, day: D, themes: list[str], number: int) -> None:
        """The pupil and everything about it to another team."""
        team = self.city.teams[number % len(self.city.teams)]
        with connection.cursor() as cursor:
            cursor.execute("set constraints all deferred")
        cases = Case.objects.filter(pupil_id=case.pupil_id)
        for rows in (
            LogEntry.objects.filter(case__in=cases),
            Absence.objects.filter(pupil=case.pupil_id),
            Escalation.objects.filter(case__in=cases),
            Support.objects.filter(case__in=cases),
            Residence.objects.filter(pupil_id=case.pupil_id),
            cases,
            Pupil.objects.filter(pk=case.pupil_id),
        ):
            rows.update(team=team)

    def _remove(self, case: Case, day: D, themes: list[str], number: int) -> None:
        remove(case.pupil)

    def _fold(self, case: Case, day: D, themes: list[str], number: int) -> None:
        actions.fold(today=TODAY, batch=3)


def test_the_shape_has_a_measure_for_each_kind_of_period() -> None:
    assert QuestionShape.MEASURES == ("n", "in_month", "in_quarter", "in_year", "in_school_year")
