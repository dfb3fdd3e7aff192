"""Guardians, gezag that changes on a day, and the household: één gezin, één plan."""

import datetime
from collections.abc import Callable

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Look
from cases import actions, policies
from cases.models import Case, Guardianship, Household, HouseholdMember
from cases.models.sharing import Purpose
from cases.reading import family as reading
from tests.cases.conftest import NESTED, TODAY, agreed, by, guardian, question
from tests.cases.parts import leerplicht, planned, sharing
from tests.cast import Town

NEXT_DAY = TODAY + datetime.timedelta(days=1)
#: Queries of the page with every child of the household and its plan.
WITH_HOUSEHOLD = 11


def test_gezag_changes_on_a_day_and_ends_the_access_that_rested_on_it(unshared: Case, town: Town) -> None:
    father = guardian(unshared, town, "Piet de Wit", gezag=False)
    father.refresh_from_db()
    desk = leerplicht(unshared, town)
    agreed(unshared, town, desk, Purpose.FILE)
    given = actions.let_in(by=by(town.ib, "IB"), sharing=sharing(unshared, desk))
    assert reading.family_of(unshared.pupil).needed(NEXT_DAY) == ["Els de Wit"]

    actions.change_gezag(by=by(town.ib, "IB"), guardianship=father, gezag=True, on=NEXT_DAY)

    family = reading.family_of(unshared.pupil)
    assert (family.needed(TODAY), family.needed(NEXT_DAY)) == (["Els de Wit"], ["Els de Wit", "Piet de Wit"])
    given.refresh_from_db()
    assert given.period.upper == NEXT_DAY
    with pytest.raises(policies.NotNow, match="nadat deze relatie begon"):
        actions.change_gezag(by=by(town.ib, "IB"), guardianship=father, gezag=True, on=father.period.lower)
    with pytest.raises(IntegrityError, match="guardianship_no_overlap"), transaction.atomic():
        Guardianship.objects.create(
            team=town.team,
            guardian=father.guardian,
            pupil=unshared.pupil,
            relation="10",
            gezag=True,
            period=(NEXT_DAY, None),
        )


def test_a_child_is_in_one_household_at_a_time(unshared: Case, town: Town) -> None:
    first = actions.join_household(by=by(town.ib, "IB"), pupil=unshared.pupil, on=TODAY, name="gezin De Wit")
    second = actions.join_household(by=by(town.ib, "IB"), pupil=unshared.pupil, on=NEXT_DAY, name="gezin Van Dam")
    first.refresh_from_db()
    assert first.period == DateRange(TODAY, NEXT_DAY)
    assert reading.household_with(unshared.pupil_id, today=NEXT_DAY)[0] == second.household
    with pytest.raises(IntegrityError, match="household_one_at_a_time"), transaction.atomic():
        HouseholdMember.objects.create(
            team=town.team, household=first.household, pupil=unshared.pupil, period=(NEXT_DAY, None)
        )


@pytest.mark.parametrize("siblings", [1, 3])
def test_the_household_is_read_together_at_a_constant_cost(
    unshared: Case,
    town: Town,
    as_: Callable[..., Client],
    siblings: int,
) -> None:
    ib = by(town.ib, "IB")
    home = actions.join_household(by=ib, pupil=unshared.pupil, on=TODAY, name="gezin De Wit").household
    for number in range(siblings):
        case = actions.raise_question(by=ib, question=question(town, name=f"Broer {number}"))
        actions.join_household(by=ib, pupil=case.pupil, on=TODAY, household=home)
        planned(case, town)
    client = as_(town.ib)
    client.get(reverse("cases:worklist"))
    Look.objects.all().delete()

    with CaptureQueriesContext(connection) as counted:
        page = client.get(reverse("cases:family", args=[unshared.pk])).content.decode()

    assert len([one for one in counted if not one["sql"].startswith(NESTED)]) - 1 == WITH_HOUSEHOLD
    assert page.count("Op school: Noor leest 0 boeken") == siblings
    assert Household.objects.count() == 1
    assert [len(look.subjects) for look in Look.objects.all()] == [siblings + 1]
