"""Absence as it is counted for everybody, beside what `cases.absence` says of one child."""

import datetime
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from hypothesis import HealthCheck, given
from hypothesis import settings as tries
from hypothesis import strategies as st

from cases.absence import Young, hours_in_window, thuiszitter_since
from cases.models import Absence, Pupil
from cases.models.absence import AbsenceKind
from cases.reading.absence import AGES, spells
from insights import actions
from insights.models import QuestionCount, ReferenceDay
from tests.insights.conftest import TODAY
from tests.insights.world import World

D = datetime.date
SPELLS = st.lists(
    st.tuples(
        st.sampled_from(["ongeoorloofd", "luxe", "te_laat", "ziek"]),
        st.dates(D(2025, 9, 1), D(2026, 6, 30)),
        st.one_of(st.none(), st.integers(0, 60)),
        st.one_of(st.none(), st.integers(1, 80)),
    ),
    min_size=1,
    max_size=6,
    unique_by=lambda spell: spell[:2],
)
BORN = st.sampled_from([D(2008, 2, 29), D(2008, 1, 15), D(2014, 5, 1), D(2021, 3, 31)])


def counted(figure: str, day: D) -> int:
    rows = QuestionCount.objects.filter(figure=figure, month=day.replace(day=1))
    return sum(rows.values_list("n", flat=True))


def expected(pupil: Pupil, day: D) -> dict[str, int]:
    """What the pure functions say of one child on a reference day."""
    known = spells([pupil.pk]).get(pupil.pk, [])
    young = Young(pupil.birth_date, pupil.start_qualification_on)
    hours = hours_in_window(known, today=day, weeks=settings.FLAG_ABSENCE_WEEKS)
    home = thuiszitter_since(young, known, day, ages=AGES, longer_than=settings.FLAG_THUISZITTER_DAYS)
    return {"absent": int(hours >= settings.FLAG_ABSENCE_HOURS), "thuiszitter": int(home is not None)}


@pytest.mark.django_db
@given(found=SPELLS, born=BORN, qualified=st.one_of(st.none(), st.dates(D(2025, 9, 1), D(2026, 6, 30))))
@tries(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_count_says_what_is_said_of_a_child(
    counting: World, found: list[tuple[Any, ...]], born: D, qualified: D | None
) -> None:
    with transaction.atomic():
        pupil = counting.pupil(counting.teams[0])
        Pupil.objects.filter(pk=pupil.pk).update(birth_date=born, start_qualification_on=qualified)
        for kind, first, days, hours in found:
            counting.absent(pupil, first, None if days is None else first + datetime.timedelta(days), hours, kind=kind)
        actions.fold_all(today=TODAY)
        pupil.refresh_from_db()
        for day in ReferenceDay.objects.filter(day__range=(D(2025, 9, 1), D(2026, 8, 31))).values_list(
            "day", flat=True
        ):
            wanted = expected(pupil, day)
            assert {figure: counted(figure, day) for figure in wanted} == wanted, day
        transaction.set_rollback(True)


def test_on_the_last_day_of_a_period_a_thuiszitter_counts_once(counting: World) -> None:
    pupil = counting.pupil(counting.teams[0])
    counting.absent(pupil, D(2026, 1, 12), None, None, kind=AbsenceKind.ABSOLUTE)
    actions.nightly(today=TODAY)

    assert [counted("thuiszitter", D(2026, month, 28)) for month in (1, 2, 3)] == [0, 1, 1]

    Absence.objects.update(last_on=D(2026, 3, 15))
    actions.fold_all(today=TODAY)
    assert [counted("thuiszitter", D(2026, month, 28)) for month in (1, 2, 3)] == [0, 1, 0]


def test_sick_is_a_valid_reason(counting: World) -> None:
    counting.absent(counting.pupil(counting.teams[0]), D(2026, 1, 12), None, 400, kind=AbsenceKind.SICK)
    actions.fold_all(today=TODAY)

    assert not QuestionCount.objects.filter(figure__in=["absent", "thuiszitter"]).exists()
