"""A question at De Vlieger, and who acts in it."""

import datetime
from collections.abc import Callable

import pytest

from accounts.acting import Acting
from accounts.models import User
from accounts.roles import ROLES, Hat
from cases import actions
from cases.actions import NewPupil, Question
from cases.enums import Approach, RaisedBy, Theme
from cases.models import Case
from schools.models import Provider
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
def case(town: Town) -> Case:
    return actions.raise_question(by=by(town.ib, "IB"), question=question(town))


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
