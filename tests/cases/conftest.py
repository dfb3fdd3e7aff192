"""A question at De Vlieger, and who acts in it."""

import datetime
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.acting import Acting
from accounts.models import User
from accounts.roles import ROLES, Hat
from cases import actions
from cases.actions import NewConsent, NewGuardian, NewPupil, Question, Voice
from cases.enums import Approach, RaisedBy, Theme
from cases.models import Case, Consent, ConsentVoice, Guardianship, Party
from cases.models.households import Relation
from cases.models.sharing import Purpose
from schools.models import Provider
from tests.browser import chromium, new_page  # noqa: F401
from tests.cast import Town

TODAY = datetime.date(2026, 11, 2)


def by(someone: User, role: str, *, today: datetime.date = TODAY) -> Acting:
    """The context of an action of this person in this role."""
    hat = next(iter(ROLES[role].grants))
    assert isinstance(hat, Hat)
    return Acting(actor=someone.pk, actor_name=someone.name, role=role, hat=hat, today=today)


def question(town: Town, *, name: str = "Noor", on: datetime.date = TODAY, **changes: object) -> Question:
    told = {
        "team": town.team,
        "pupil": NewPupil(given_name=name, family_name="de Wit", birth_date=datetime.date(2017, 3, 4), group="5"),
        "home": town.municipality,
        "text": "Noor slaapt slecht en komt moe op school.",
        "themes": (Theme.HOME, Theme.LEARNING),
        "approach": Approach.PREVENTIVE,
        "raised_by": RaisedBy.TEACHER,
        "on": on,
        "lead": town.ib.pk,
        "family_agreed_on": on,
    }
    return Question(**{**told, **changes})  # type: ignore[arg-type]


@pytest.fixture
def unshared(town: Town) -> Case:
    """A question of Noor (9), whose mother Els has gezag. Nobody consented to anything."""
    made = actions.raise_question(by=by(town.ib, "IB"), question=question(town))
    guardian(made, town)
    return made


@pytest.fixture
def case(town: Town, unshared: Case) -> Case:
    """The same, where her mother agreed that a request may go to the municipality."""
    agreed(unshared, town, youth_desk(unshared, town), Purpose.REQUEST)
    return unshared


def guardian(case: Case, town: Town, name: str = "Els de Wit", **changes: object) -> Guardianship:
    told = {"relation": Relation.PARENT, "gezag": True, "since": datetime.date(2017, 3, 4), "name": name}
    return actions.add_guardian(by=by(town.ib, "IB"), guardian=NewGuardian(pupil=case.pupil, **{**told, **changes}))


def youth_desk(case: Case, town: Town) -> Party:
    return actions.youth_desk(by=by(town.ib, "IB"), team=case.team_id, home=town.municipality)


def agreed(
    case: Case, town: Town, party: Party, purpose: Purpose, *, on: datetime.date = TODAY, **changes: object
) -> Consent:
    """Consent of everybody with gezag today, from this day on; without the young person."""
    held = Guardianship.objects.filter(pupil=case.pupil, gezag=True).select_related("guardian")
    spoken = tuple(Voice(on, ConsentVoice.How.SPOKEN, one.guardian) for one in held)
    told = {"first": on, "voices": spoken, **changes}
    return actions.give_consent(by=by(town.ib, "IB"), consent=NewConsent(case, party, purpose, **told))


#: What only a test asks: it runs in a transaction of its own, so the request is nested in it.
NESTED = ("SAVEPOINT", "RELEASE", "select current_setting")


def queries(client: Client, url: str) -> int:
    """How many queries a page asks in daily use, the request's own context among them."""
    with CaptureQueriesContext(connection) as counted:
        response = client.get(url)
    assert response.status_code == 200, url
    return len([one for one in counted if not one["sql"].startswith(NESTED)]) - 1  # giving the role back, nested too


@pytest.fixture
def provider(db: None) -> Provider:
    return Provider.objects.create(name="Aanbieder Voorbeeld")


@pytest.fixture
def raise_many(town: Town) -> Callable[[int], list[Case]]:
    """`raise_many(3)`: that many questions about different children."""

    def raised(number: int) -> list[Case]:
        asked = [question(town, name=f"Kind {count}") for count in range(number)]
        return actions.raise_questions(by=by(town.ib, "IB"), questions=asked)

    return raised
