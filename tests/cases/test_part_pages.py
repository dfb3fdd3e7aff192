"""The pages of a question and of a team: each opens, costs the same for 1 and for 3 rows, and logs its look."""

import datetime
from collections.abc import Callable

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts.models import Look
from cases import actions
from cases.actions import Contact
from cases.enums import Audience, ContactKind
from cases.models import Case, CaseAccess, Consent, ConsentVoice, Consultation, Goal, Guardianship, Support
from cases.models.support import SupportKind
from shell.keys import uuid7
from tests.cases.conftest import TODAY, by, queries
from tests.cases.parts import filled, plan_text, planned, support
from tests.cast import Town

NOON = datetime.datetime(TODAY.year, TODAY.month, TODAY.day, 12, tzinfo=datetime.UTC)
#: Queries of each page, the request's own context among them. A list is at most 8, a page of a case at most 12.
OF_CASE = {"case": 9, "plan": 11, "support": 8, "case_meetings": 7, "family": 6, "sharing": 9, "case_log": 6}
OF_TEAM = {"meetings": 3, "consultations": 3, "collective": 3}
LISTS = {"worklist": 7, "thuiszitters": 3}
OF_MEETING = {"meeting": 8, "report": 8, "item": 8}


@pytest.fixture(autouse=True)
def on_the_day():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.mark.parametrize("rows", [1, 3])
def test_pages_cost_the_same_for_1_and_3_rows(case: Case, town: Town, as_: Callable[..., Client], rows: int) -> None:
    made = filled(case, town, rows=rows)
    client = as_(town.ib)
    client.get(reverse("cases:worklist"))
    cost = {name: queries(client, reverse(f"cases:{name}", args=[case.pk])) for name in OF_CASE}
    cost |= {name: queries(client, reverse(f"cases:{name}")) for name in OF_TEAM}
    cost["meeting"] = queries(client, reverse("cases:meeting", args=[made.meeting.pk]))
    cost["report"] = queries(client, reverse("cases:report", args=[made.item.pk]))
    cost["item"] = queries(client, reverse("cases:item", args=[made.item.pk]))
    assert cost == OF_CASE | OF_TEAM | OF_MEETING


@pytest.mark.parametrize("number", [1, 3])
def test_lists_of_questions_cost_the_same_for_1_and_3(
    raise_many: Callable[[int], list[Case]], town: Town, as_: Callable[..., Client], number: int
) -> None:
    raise_many(number)
    client = as_(town.ib)
    client.get(reverse("cases:meetings"))
    found = {name: queries(client, reverse(f"cases:{name}")) for name in LISTS}
    assert found == LISTS


#: Pages with a form, by name, and what of the filled question their address names.
FORMS = {
    "give_consent": "case",
    "share": "case",
    "add_party": "case",
    "add_guardian": "case",
    "household": "case",
    "write_plan": "case",
    "add_goal": "case",
    "add_task": "case",
    "agree_plan": "case",
    "evaluate_plan": "case",
    "ask_other_lead": "case",
    "bring_in": "case",
    "request_escalation": "case",
    "add_item": "meeting",
    "ask_party": "meeting",
    "hold_meeting": "meeting",
    "cancel_meeting": "meeting",
    "decide_on_item": "item",
    "invite_to_item": "item",
    "report": "item",
}


def test_every_form_opens_and_an_empty_one_says_what_is_missing(
    case: Case, town: Town, as_: Callable[..., Client]
) -> None:
    made = filled(case, town)
    client = as_(town.mate)
    for name, of in FORMS.items():
        url = reverse(f"cases:{name}", args=[getattr(made, of).pk])
        assert client.get(url).status_code == 200, name
        if name not in ("report", "cancel_meeting", "write_plan", "hold_meeting"):
            answer = client.post(url, {"leeg": "ja"})
            assert answer.status_code == 422, name
            assert "ot-error-summary" in answer.content.decode(), name
    for name in ("plan_meeting", "ask_along", "new_collective"):
        assert client.get(reverse(f"cases:{name}")).status_code == 200, name


def test_empty_pages_say_what_to_do(unshared: Case, as_: Callable[..., Client], town: Town) -> None:
    client = as_(town.ib)
    for name in OF_CASE:
        assert client.get(reverse(f"cases:{name}", args=[unshared.pk])).status_code == 200, name
    for name in OF_TEAM:
        assert "ot-empty" in client.get(reverse(f"cases:{name}")).content.decode(), name


def test_a_stranger_finds_none_of_it(case: Case, town: Town, as_: Callable[..., Client]) -> None:
    made = filled(case, town)
    client = as_(town.stranger)
    for name in (*OF_CASE, *(name for name, of in FORMS.items() if of == "case")):
        assert client.get(reverse(f"cases:{name}", args=[case.pk])).status_code == 404, name
    for name, of in FORMS.items():
        assert client.get(reverse(f"cases:{name}", args=[getattr(made, of).pk])).status_code == 404, name


def test_leerplicht_reads_what_was_shared_and_writes_nothing(
    case: Case, town: Town, as_: Callable[..., Client]
) -> None:
    filled(case, town)
    client = as_(town.leerplicht)
    plan = client.get(reverse("cases:plan", args=[case.pk]))
    assert plan.status_code == 200
    assert "Noor leest 0 boeken" in plan.content.decode()
    for name in ("sharing", "family", "case_meetings", "add_goal"):
        assert client.get(reverse(f"cases:{name}", args=[case.pk])).status_code == 403, name


def test_every_page_of_a_child_logs_its_look(case: Case, town: Town, as_: Callable[..., Client]) -> None:
    made = filled(case, town)
    client = as_(town.ib)
    for name in OF_CASE:
        Look.objects.all().delete()
        client.get(reverse(f"cases:{name}", args=[case.pk]))
        assert [case.pupil_id] in [look.subjects for look in Look.objects.all()], name
    Look.objects.all().delete()
    client.get(reverse("cases:report_file", args=[made.item.pk]))
    assert Look.objects.get().kind == Look.Kind.EXPORT


def test_the_report_is_a_tagged_pdf_and_the_invitation_names_no_child(
    case: Case, town: Town, as_: Callable[..., Client]
) -> None:
    made = filled(case, town)
    client = as_(town.ib)
    pdf = client.get(reverse("cases:report_file", args=[made.item.pk]))
    assert pdf["Content-Type"] == "application/pdf"
    assert pdf.content.startswith(b"%PDF")
    assert b"/StructTreeRoot" in pdf.content
    calendar = client.get(reverse("cases:meeting_calendar", args=[made.meeting.pk])).content.decode()
    assert "SUMMARY:OT-overleg" in calendar
    assert "Noor" not in calendar
    assert "Wit" not in calendar
    assert all(len(line.encode()) <= 75 for line in calendar.split("\r\n"))


def test_pages_about_one_thing_in_a_question_open(case: Case, town: Town, as_: Callable[..., Client]) -> None:
    """Small forms reached from a row: a voice, a goal, an OPP that runs, a TLV that waits, a request of the family."""
    filled(case, town)
    ib, jgw = by(town.ib, "IB"), by(town.mate, "JGW")
    tlv = actions.bring_in(by=ib, support=support(case, town, kind=SupportKind.TLV))
    wish = actions.ask_other_lead(by=ib, case=case, asked_by="moeder", wish="Liever iemand anders.")
    own = Contact(case=case, on=TODAY, kind=ContactKind.MELDCODE, minutes=5, body="Stap 1.", audience=Audience.YOUTH)
    entry = actions.log_contact(by=jgw, contact=own)
    goal, opp = Goal.objects.filter(case=case).first(), Support.objects.get(case=case, kind=SupportKind.OPP)
    client = as_(town.mate)
    pages = {
        "gezag": Guardianship.objects.filter(pupil=case.pupil).first(),
        "add_voice": Consent.objects.filter(case=case).first(),
        "withdraw_voice": ConsentVoice.objects.filter(case=case).first(),
        "end_access": CaseAccess.objects.filter(case=case).first(),
        "release": entry,
        "progress": goal,
        "end_goal": goal,
        "start_support": tlv,
        "decide_tlv": tlv,
        "evaluate_support": opp,
        "end_support": opp,
        "answer_other_lead": wish,
        "answer_along": Consultation.objects.filter(answered_on=None).first(),
    }
    for name, row in pages.items():
        url = reverse(f"cases:{name}", args=[row.pk])
        assert client.get(url).status_code == 200, name
        assert client.post(url, {"leeg": "ja"}).status_code == 422, name


def test_both_texts_are_shown_when_somebody_else_was_sooner(case: Case, town: Town, as_: Callable[..., Client]) -> None:
    plan = planned(case, town)
    client, url = as_(town.mate), reverse("cases:write_plan", args=[case.pk])
    shown = plan.version
    actions.change_plan(by=by(town.ib, "IB"), plan=plan, text=plan_text(situation="De tekst van Ineke"), version=shown)
    sent = {
        "once": str(uuid7()),
        "version": shown,
        "family_plan": "niet",
        "family_plan_on": "2-11-2026",
        "situation": "De tekst van Jan",
        "evaluate_on": "2-12-2026",
    }

    answer = client.post(url, sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "De tekst van Ineke" in page
    assert "De tekst van Jan" in page

    again = client.post(url, {**sent, "once": str(uuid7()), "version": shown + 1})
    assert again.status_code == 302
    plan.refresh_from_db()
    assert plan.situation == "De tekst van Jan"
