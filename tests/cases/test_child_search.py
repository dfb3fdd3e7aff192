"""Who saw this child? The privacy officer finds the child first; that search is a look itself, and opens no file."""

import pytest

from accounts.models import Look
from cases import actions
from cases.actions import NewPupil
from tests.cases.conftest import by, question
from tests.cast import sign_in

SEARCH = "/inzagen/kind/"


@pytest.fixture
def children(town):
    """Noor de Wit at De Vlieger, Noor Jansen at De Wilgen."""
    first = actions.raise_question(by=by(town.ib, "IB"), question=question(town))
    other = question(town, team=town.other_team, lead=town.stranger.pk)
    renamed = NewPupil(given_name="Noor", family_name="Jansén", birth_date=other.pupil.birth_date, group="5")
    second = actions.raise_question(
        by=by(town.stranger, "IB"), question=question(town, team=town.other_team, lead=town.stranger.pk, pupil=renamed)
    )
    return first.pupil, second.pupil


@pytest.fixture
def officer(town, client):
    return sign_in(client, town.privacy)


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ({"name": "noor"}, ["Noor de Wit", "Noor Jansén"]),
        ({"name": "jansen noor"}, ["Noor Jansén"]),
        ({"name": "wit", "birth_date": "4-3-2017"}, ["Noor de Wit"]),
        ({"name": "noor", "birth_date": "5-3-2017"}, []),
    ],
)
def test_found_by_parts_of_the_name_without_accents_and_by_birth_date(children, officer, asked, names):
    page = officer.post(SEARCH, asked)
    assert sorted(child.full_name for child in page.context["found"]) == sorted(names)


def test_the_search_is_logged_with_whom_it_found(children, officer, town):
    officer.post(SEARCH, {"name": "wit"})
    look = Look.objects.get(actor=town.privacy.pk)
    assert (look.kind, look.what, look.subjects) == ("search", "zoeken naar een kind", [children[0].pk])


def test_a_search_that_finds_nobody_is_logged_too(children, officer, town):
    officer.post(SEARCH, {"name": "onbekend"})
    assert Look.objects.get(actor=town.privacy.pk).subjects == []


def test_from_the_child_to_who_saw_it(children, officer, client, town):
    sign_in(client, town.ib).get(f"/vragen/{children[0].cases.get().pk}/")
    page = sign_in(client, town.privacy).get("/inzagen/", {"leerling": str(children[0].pk)})
    assert "Noor de Wit" in page.content.decode()
    assert "Noor" not in page.content.decode().split("</title>")[0]
    assert "Ineke Bos" in [look.actor_name for look in page.context["found"].rows]


def test_a_child_that_is_gone_leaves_its_log(officer, town):
    page = officer.get("/inzagen/", {"leerling": str(town.team.pk)})
    assert "staan niet meer in het programma" in page.content.decode()
