"""The child itself: put right at the family's request, leaving school, start qualification, moving, and voices that turn."""

import datetime
import uuid
from collections.abc import Callable
from dataclasses import replace

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from accounts.models import Change
from cases import actions, policies, voices
from cases.actions import NewPupil, children
from cases.actions import school_administration as administration
from cases.actions.children import Facts, Spell
from cases.forms.school_administration import PupilTableForm
from cases.models import Absence, Case, Guardianship, Pupil, Residence
from cases.models.absence import AbsenceKind
from cases.reading import absence as reading
from schools.models import Municipality
from tests.cases.conftest import TODAY, by, question
from tests.cast import Town

D = datetime.date
DAY = datetime.timedelta(days=1)
NOON = datetime.datetime(TODAY.year, TODAY.month, TODAY.day, 12, tzinfo=datetime.UTC)
NOOR = NewPupil("Noor", "de Wit", D(2017, 3, 4), group="5")


@pytest.fixture
def client_on_the_day(as_: Callable[..., Client], town: Town):
    with time_machine.travel(NOON, tick=True):
        yield as_(town.ib)


def test_a_correction_keeps_what_stood_there_in_the_log(case: Case, town: Town) -> None:
    facts = Facts(NewPupil("Noortje", "Wit", D(2016, 3, 4), "de", "6"))
    old = case.pupil.match_key

    row = children.change_child(by=by(town.ib, "IB"), pupil=case.pupil, facts=facts, version=1)

    assert (row.full_name, row.birth_date, row.group) == ("Noortje de Wit", D(2016, 3, 4), "6")
    assert row.match_key == facts.pupil.match_key != old
    change = Change.objects.get(table_name="cases_pupil", row_id=row.pk, operation="update")
    assert (change.action, change.old["given_name"], change.new["given_name"]) == (
        "cases.change_child",
        "Noor",
        "Noortje",
    )


def test_a_child_cannot_become_another_that_the_team_knows(case: Case, town: Town) -> None:
    actions.raise_question(by=by(town.ib, "IB"), question=question(town, name="Mila"))
    mila = Facts(NewPupil("Mila", "de Wit", D(2017, 3, 4)))

    with pytest.raises(policies.NotNow, match="staat al bij dit team"):
        children.change_child(by=by(town.ib, "IB"), pupil=case.pupil, facts=mila, version=1)


@pytest.mark.parametrize("name", ["left_on", "start_qualification_on"])
def test_days_come_after_birth(case: Case, town: Town, name: str) -> None:
    facts = Facts(NOOR, **{name: D(2017, 3, 4)})
    with pytest.raises(policies.NotNow, match="voor de geboortedatum"):
        children.change_child(by=by(town.ib, "IB"), pupil=case.pupil, facts=facts, version=1)
    with pytest.raises(IntegrityError, match=r"pupil_(left|qualified)_after_birth"), transaction.atomic():
        Pupil.objects.update(**{name: D(2017, 3, 4)})


def test_a_start_qualification_ends_being_a_thuiszitter(case: Case, town: Town) -> None:
    long_ago = TODAY - datetime.timedelta(days=60)
    spell = administration.Missed(case.pupil_id, AbsenceKind.ABSOLUTE, long_ago, None, None)
    administration.record_absence(by=by(town.ib, "IB"), pupil=case.pupil, spell=spell)
    assert [one.pupil for one in reading.thuiszitters(TODAY)] == [case.pupil]

    children.change_child(by=by(town.ib, "IB"), pupil=case.pupil, facts=Facts(NOOR, None, TODAY), version=1)

    assert reading.thuiszitters(TODAY) == []
    assert len(reading.thuiszitters(TODAY - DAY)) == 1, "not yet qualified on that reference date"


def test_the_pages_change_child_home_and_guardian(case: Case, town: Town, client_on_the_day: Client) -> None:
    Residence.objects.update(period=(D(2020, 1, 1), None))
    client, raalte = client_on_the_day, Municipality.objects.create(code="GM0177", name="Raalte")
    held = Guardianship.objects.get()

    def send(url: str, **told: str) -> None:
        version = client.get(url).context["form"].initial.get("version", "")
        assert client.post(url, {"once": uuid.uuid4(), "version": version, **told}).status_code == 302

    send(
        reverse("cases:change_child", args=[case.pk]),
        given_name="Noor", family_name="Wit", infix="de", birth_date="4-3-2017", group="6", left_on="31-7-2027",
    )  # fmt: skip
    send(reverse("cases:move_home", args=[case.pk]), home=str(raalte.pk), on="2-11-2026")
    send(reverse("cases:change_guardian", args=[held.pk]), name="Els Wit", phone="038 123 45 67", email="")

    page = client.get(reverse("cases:family", args=[case.pk])).content.decode()
    assert "van school sinds 31 juli 2027" in page
    assert "Raalte" in page and "Els Wit" in page and "038 123 45 67" in page
    assert Residence.objects.filter(pupil=case.pupil_id).count() == 2


def test_a_home_told_wrongly_is_put_right_and_not_made_twice(case: Case, town: Town) -> None:
    raalte = Municipality.objects.create(code="GM0177", name="Raalte")
    actions.move_home(by=by(town.ib, "IB"), pupil=case.pupil, home=raalte, on=TODAY)

    assert [(row.home, row.period.lower) for row in Residence.objects.all()] == [(raalte, TODAY)]
    with pytest.raises(policies.NotNow, match="latere verhuizing"):
        actions.move_home(by=by(town.ib, "IB"), pupil=case.pupil, home=raalte, on=TODAY - DAY)


def test_a_spell_is_put_right_and_not_made_twice(case: Case, town: Town, client_on_the_day: Client) -> None:
    ib = by(town.ib, "IB")
    for kind in (AbsenceKind.SICK, AbsenceKind.LATE):
        spell = administration.Missed(case.pupil_id, kind, TODAY - DAY, None, None)
        administration.record_absence(by=ib, pupil=case.pupil, spell=spell)
    sick = Absence.objects.get(kind=AbsenceKind.SICK)
    with pytest.raises(policies.NotNow, match="staat er al"):
        children.change_absence(by=ib, absence=sick, spell=Spell(AbsenceKind.LATE, TODAY - DAY, None, None), version=1)

    url = reverse("cases:change_absence", args=[sick.pk])
    once = client_on_the_day.get(url).context["form"]["once"].value()
    told = {"kind": "ziek", "first": "30-10-2026", "last": "1-11-2026", "hours": "4,5", "version": 1}
    assert client_on_the_day.post(url, {"once": once, **told}).status_code == 302

    sick.refresh_from_db()
    assert (sick.first_on, sick.last_on, str(sick.hours)) == (D(2026, 10, 30), D(2026, 11, 1), "4.50")
    assert Absence.objects.count() == 2


@pytest.mark.parametrize("page", ["change_child", "change_guardian", "change_absence"])
def test_two_people_who_put_something_right_both_keep_it(
    case: Case, town: Town, client_on_the_day: Client, page: str
) -> None:
    """The other one is a colleague with the same page open, or a file of the school's administration."""
    held, jgw = Guardianship.objects.get(), by(town.mate, "JGW")
    spell = administration.Missed(case.pupil_id, AbsenceKind.LATE, TODAY - 3 * DAY, None, None)
    administration.record_absence(by=jgw, pupil=case.pupil, spell=spell)
    late = Absence.objects.get()
    key, theirs, told, ours = {
        "change_child": (
            case.pk,
            "Noortje",
            {"given_name": "Noor", "family_name": "de Wit", "birth_date": "4-3-2017", "group": "6b"},
            lambda: Pupil.objects.get().group,
        ),
        "change_guardian": (held.pk, "038 111 11 11", {"name": "Els Wit"}, lambda: Guardianship.objects.get().guardian.name),
        "change_absence": (late.pk, "1 november 2026", {"kind": "te_laat", "first": "30-10-2026", "hours": "3"},
            lambda: str(Absence.objects.get().hours)),
    }[page]  # fmt: skip
    url = reverse(f"cases:{page}", args=[key])
    sent = {"once": uuid.uuid4(), "version": client_on_the_day.get(url).context["form"]["version"].value(), **told}
    facts = Facts(NewPupil("Noortje", "de Wit", D(2017, 3, 4), group="5"))
    children.change_child(by=jgw, pupil=case.pupil, facts=facts, version=1)
    children.change_guardian(by=jgw, guardian=held.guardian, name="Els", phone="038 111 11 11", email="", version=1)
    administration.import_absence(by=jgw, team=town.team, spells=[replace(spell, last=TODAY - DAY)])

    refused = client_on_the_day.post(url, sent)

    mine = next(value for value in told.values() if value in ("6b", "Els Wit", "3"))
    assert refused.status_code == 422
    assert "Wat iemand anders opsloeg" in refused.text and theirs in refused.text and f'value="{mine}"' in refused.text
    again = {**sent, "version": refused.context["form"]["version"].value()}
    assert client_on_the_day.post(url, again).status_code == 302
    assert ours() in (mine, "3.00")


@pytest.mark.parametrize(
    ("day", "turn"),
    [(D(2029, 3, 3), D(2029, 3, 4)), (D(2029, 3, 4), D(2033, 3, 4)), (D(2033, 3, 4), None)],
)
def test_voices_turn_on_the_12th_and_the_16th_birthday(day: D, turn: D | None) -> None:
    assert voices.next_turn(D(2017, 3, 4), day) == turn


def test_a_lapse_on_a_birthday_can_be_seen_before(case: Case, town: Town, as_: Callable[..., Client]) -> None:
    """Noor turns 12 on 4 March 2029: from that day she must agree too."""
    with time_machine.travel(datetime.datetime(2029, 2, 1, 12, tzinfo=datetime.UTC)):
        page = as_(town.ib).get(reverse("cases:sharing", args=[case.pk])).content.decode()
        family = as_(town.ib).get(reverse("cases:family", args=[case.pk])).content.decode()
    assert "Loopt af op 4 maart 2029: dan is ook nodig de jongere zelf." in page
    assert "Vanaf 4 maart 2029: <strong>Els de Wit, de jongere zelf</strong>." in family
    with time_machine.travel(datetime.datetime(2029, 3, 4, 12, tzinfo=datetime.UTC)):
        page = as_(town.ib).get(reverse("cases:sharing", args=[case.pk])).content.decode()
    assert "Nog nodig: de jongere zelf" in page and "niet compleet" in page


def test_an_import_tells_who_left_school_and_an_empty_cell_tells_nothing(case: Case, town: Town) -> None:
    head = "voornaam;tussenvoegsel;achternaam;geboortedatum;van school sinds\n"

    def take(day: str) -> administration.Imported:
        form = PupilTableForm(
            {"team": str(town.team.pk), "text": f"{head}Noor;;de Wit;4-3-2017;{day}\n"},
            teams=(town.team.pk,),
            today=TODAY,
        )
        form.is_valid()
        return administration.import_pupils(by=by(town.ib, "IB"), team=town.team, pupils=form.found)

    assert take("1-8-2026") == administration.Imported(0, 1, 0)
    assert take("") == administration.Imported(0, 0, 1)
    assert Pupil.objects.get().left_on == D(2026, 8, 1)
