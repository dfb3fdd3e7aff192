"""The desk of the jeugdconsulent, the chain of waiting times, and a state that follows the facts."""

import datetime
import uuid
from collections.abc import Callable
from dataclasses import replace

import pytest
import time_machine
from django.db import IntegrityError, ProgrammingError
from django.test import Client
from django.urls import reverse

from accounts.acting import acting_as
from accounts.models import Look, User
from cases import actions
from cases.actions import Contact, Weighing
from cases.actions import marks as give
from cases.actions.closing import ProvidersUnmarked
from cases.actions.escalation import Grant
from cases.enums import ContactKind, EscalationStatus, Outcome, ProductCategory, Route, State, StopReason
from cases.models import AgendaItem, Case, Escalation, ProviderMark
from cases.models.marks import MarkBy
from cases.models.sharing import Purpose
from cases.reading import following, marks, meetings, worklist
from schools.models import Municipality, Provider
from tests.cases.conftest import TODAY, agreed, by, guardian, queries, youth_desk
from tests.cases.parts import met, support
from tests.cast import Town, appoint, person

DAY = datetime.timedelta(days=1)
D = datetime.date
As = Callable[..., Client]


@pytest.fixture(autouse=True)
def on_the_day():
    with time_machine.travel(datetime.datetime.combine(TODAY, datetime.time(12), datetime.UTC), tick=True):
        yield


def ask(case: Case, town: Town) -> Escalation:
    return actions.request_escalation(by=by(town.mate, "JGW"), case=case, home=town.municipality, reason="Nodig.")


def grant(escalation: Escalation, town: Town, provider: Provider) -> Escalation:
    given = Grant(ProductCategory.OUTPATIENT, provider, TODAY, TODAY + 180 * DAY, "Z-1")
    return actions.grant(by=by(town.jeugdconsulent, "JEUGDCONSULENT"), escalation=escalation, given=given)


# ---- The chain of waiting times --------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("days", "status", "links"),
    [
        ({}, "requested", [("Vraag", None), ("Aanvraag", 10), ("Besluit", 20)]),
        ({"decided_on": D(2026, 9, 20)}, "refused", [("Vraag", None), ("Aanvraag", 10), ("Besluit", 9)]),
        (
            {"decided_on": D(2026, 9, 20), "started_on": D(2026, 9, 27), "stopped_on": D(2026, 9, 30)},
            "granted",
            [("Vraag", None), ("Aanvraag", 10), ("Besluit", 9), ("Start", 7), ("Einde", 3)],
        ),
        (
            {"decided_on": D(2026, 9, 20), "started_on": D(2026, 9, 14)},  # urgent: it started first
            "granted",
            [("Vraag", None), ("Aanvraag", 10), ("Start", 3), ("Besluit", 6)],
        ),
        ({"route": Route.GP}, "outside", [("Vraag", None), ("Bekend", 10), ("Start", 20)]),
        ({}, "withdrawn", [("Vraag", None), ("Aanvraag", 10)]),
    ],
)
def test_each_step_says_how_long_it_took(days: dict, status: str, links: list[tuple[str, int | None]]) -> None:
    told = Escalation(requested_on=D(2026, 9, 11), status=EscalationStatus(status), **days)

    found = following.chain(told, raised_on=D(2026, 9, 1), today=D(2026, 10, 1))

    assert [(link.label, link.days) for link in found] == links


# ---- The jeugdconsulent ----------------------------------------------------------------------------------------------
@pytest.mark.parametrize("number", [1, 3])
def test_the_desk_costs_the_same_for_1_and_3_rows(
    raise_many: Callable[[int], list[Case]], town: Town, provider: Provider, as_: As, number: int
) -> None:
    for one in raise_many(2 * number):
        guardian(one, town)
        agreed(one, town, youth_desk(one, town), Purpose.REQUEST)
        asked = ask(one, town)
        if len(Escalation.objects.filter(status="requested")) > number:
            grant(asked, town, provider)
    client = as_(town.jeugdconsulent, role="JEUGDCONSULENT")
    client.get(reverse("cases:desk"))

    assert queries(client, reverse("cases:desk")) == 6


@pytest.mark.parametrize(
    ("shown", "there"), [("", True), ("wacht", True), ("loopt", False), ("gestopt", False), ("afgewezen", False)]
)
def test_what_was_decided_is_filtered(
    case: Case, town: Town, provider: Provider, as_: As, shown: str, there: bool
) -> None:
    grant(ask(case, town), town, provider)

    text = as_(town.jeugdconsulent).get(reverse("cases:desk"), {"toon": shown}).text

    assert ("Noor de Wit" in text) is there


# ---- The mark of the municipality, when the help has ended ------------------------------------------------------------
def ended(case: Case, town: Town, provider: Provider, *, on: datetime.date) -> Escalation:
    """Granted, started, and ended long after the desk could last read the case."""
    escalation = grant(ask(case, town), town, provider)
    jgw = by(town.mate, "JGW", today=on)
    actions.start_specialist(by=jgw, escalation=escalation, on=TODAY + 10 * DAY)
    return actions.stop_specialist(by=jgw, escalation=escalation, on=on, reason=StopReason.PLANNED)


def test_the_municipality_marks_the_provider_at_the_end_without_reading_the_case(
    case: Case, town: Town, provider: Provider, as_: As
) -> None:
    later = TODAY + 150 * DAY
    escalation = ended(case, town, provider, on=later)
    actions.flags.recompute_flags(cases=[case.pk], today=later)
    address = reverse("cases:mark_at_the_end", args=[escalation.pk])
    with time_machine.travel(datetime.datetime.combine(later, datetime.time(12), datetime.UTC), tick=True):
        client = as_(town.jeugdconsulent)
        assert client.get(reverse("cases:case", args=[case.pk])).status_code == 404
        desk, form = client.get(reverse("cases:desk")).text, client.get(address)
        assert provider.name in desk and "Z-1" in desk and address in desk
        for text in (desk, form.text):
            assert "Noor" not in text and str(case.pk) not in text
        assert Look.objects.filter(what="cijfer voor een aanbieder", subjects=[case.pupil_id]).exists()

        sent = {"mark": 7, "note": "Belde op tijd.", "once": uuid.uuid4()}
        assert client.post(address, {**sent, "mark": ""}).status_code == 422
        assert client.post(address, sent).url == reverse("cases:desk")

        assert ProviderMark.objects.values_list("by", "mark", "author").get() == ("gemeente", 7, town.jeugdconsulent.pk)
        assert provider.name not in client.get(reverse("cases:desk")).text.partition("Besloten")[0]
        assert client.get(address).url == reverse("cases:desk")


def test_nobody_else_is_asked_and_the_database_lets_nobody_else_mark(
    case: Case, town: Town, provider: Provider
) -> None:
    later = TODAY + 150 * DAY
    ended(case, town, provider, on=later)
    actions.flags.recompute_flags(cases=[case.pk], today=later)
    desk = by(town.jeugdconsulent, "JEUGDCONSULENT", today=later)
    with acting_as(desk, writes=False):
        (due,) = marks.due_at_the_desk()
    elsewhere = person("Lia Elders")
    appoint(elsewhere, "JEUGDCONSULENT", at=Municipality.objects.create(code="GM0148", name="Dalfsen"))
    for someone, role in ((elsewhere, "JEUGDCONSULENT"), (town.leerplicht, "LEERPLICHT"), (town.ib, "IB")):
        with acting_as(by(someone, role, today=later), writes=False):
            assert marks.due_at_the_desk() == []
        made = {"case_id": due.case, "team_id": due.team, "provider": provider, "by": "gemeente", "mark": 1}
        if role != "IB":
            with pytest.raises(ProgrammingError, match="row-level security"), acting_as(by(someone, role), writes=True):
                ProviderMark.objects.create(**made, on=later, author=someone)
    with acting_as(replace(desk, today=later + 365 * DAY), writes=False):
        assert marks.due_at_the_desk() == []


def test_lead_and_requester_are_asked_for_the_mark_of_their_own_side(
    case: Case, town: Town, provider: Provider
) -> None:
    later = TODAY + 30 * DAY
    ended(case, town, provider, on=later)

    def asked(person_: User) -> list[str]:
        return [one.what for one in worklist.my_day(actor=person_.pk, today=later).waiting if "cijfer" in one.what]

    assert [len(asked(one)) for one in (town.ib, town.mate, town.ortho)] == [1, 1, 0]
    school = give.NewMark(case, provider, MarkBy.SCHOOL, mark=8)
    give.mark_provider(by=by(town.ib, "IB", today=later), mark=school)
    assert [len(asked(one)) for one in (town.ib, town.mate)] == [0, 1]


def test_closing_asks_for_ones_own_mark_or_the_reason_why_not(
    case: Case, town: Town, provider: Provider, as_: As
) -> None:
    ended(case, town, provider, on=TODAY + 20 * DAY)
    told = actions.Marks(pupil=8, parents=7)
    actions.evaluate(by=by(town.ib, "IB"), case=case, note="Goed.", marks=told)
    client, address = as_(town.ib), reverse("cases:close", args=[case.pk])
    assert "Nu kan het alleen met" not in client.get(address).text
    sent = {"outcome": "behaald", "once": uuid.uuid4()}

    refused = client.post(address, sent)
    closed = client.post(address, {**sent, f"why_{provider.pk}": "Te kort om te zeggen."})

    assert (refused.status_code, closed.status_code) == (422, 302)
    assert "zeg waarom er geen cijfer is" in refused.text
    assert ProviderMark.objects.values_list("by", "mark", "no_mark_reason").get() == (
        *("school", None),
        "Te kort om te zeggen.",
    )
    case.refresh_from_db()
    assert case.state == State.CLOSED


def test_the_page_says_beforehand_what_stands_in_the_way_of_closing(case: Case, town: Town, as_: As) -> None:
    client, address = as_(town.ib), reverse("cases:close", args=[case.pk])
    not_evaluated = client.get(address).text
    asked = actions.request_escalation(by=by(town.mate, "JGW"), case=case, home=town.municipality, reason="Te weinig.")
    waiting = client.get(address).text

    assert asked and "Evalueer de vraag eerst" in not_evaluated and "of een aanvraag" in waiting
    for page in (not_evaluated, waiting):
        assert "‘verhuisd of van school’ of ‘overleden’" in page


def test_nothing_closes_without_a_mark_or_reason_of_the_side_that_closes(
    case: Case, town: Town, provider: Provider
) -> None:
    ended(case, town, provider, on=TODAY + 20 * DAY)
    ib, jgw = by(town.ib, "IB"), by(town.mate, "JGW")
    give.mark_provider(by=jgw, mark=give.NewMark(case, provider, MarkBy.HELPER, mark=6))
    actions.evaluate(by=ib, case=case, note="Goed.", marks=actions.Marks(pupil=8, parents=7))
    done = {"state": State.CLOSED, "closed_on": TODAY, "outcome": Outcome.MET}

    with pytest.raises(ProvidersUnmarked, match=provider.name):
        actions.close(by=ib, case=case, outcome=Outcome.MET)
    with pytest.raises(IntegrityError, match="a provider has no mark"), acting_as(ib, writes=True):
        Case.objects.filter(pk=case.pk).update(**done)
    with acting_as(jgw, writes=True):
        assert Case.objects.filter(pk=case.pk).update(**done) == 1

    actions.reopen(by=jgw, case=case)
    actions.close(by=ib, case=case, outcome=Outcome.MOVED)
    assert {*ProviderMark.objects.values_list("by", "mark", "no_mark_reason")} == {
        ("hulpverlener", 6, ""),
        ("school", None, "Verhuisd of van school"),
    }


def test_help_that_never_began_asks_for_no_mark(case: Case, town: Town, provider: Provider) -> None:
    ib = by(town.ib, "IB")
    asked = actions.bring_in(by=ib, support=support(case, town, provider=provider))
    actions.end_support(by=ib, support=asked, on=TODAY, reason=StopReason.CLIENT)
    actions.evaluate(by=ib, case=case, note="Goed.", marks=actions.Marks(pupil=8, parents=7))

    assert actions.close(by=ib, case=case, outcome=Outcome.MET).state == State.CLOSED


def test_the_decision_shows_what_came_before(case: Case, town: Town, as_: As) -> None:
    desk = by(town.jeugdconsulent, "JEUGDCONSULENT")
    actions.refuse(by=desk, escalation=ask(case, town), reason="Probeer eerst de groep.")
    again = ask(case, town)
    client = as_(town.jeugdconsulent)

    text = client.get(reverse("cases:decide", args=[again.pk])).text

    assert "Probeer eerst de groep." in text and town.mate.email in text
    actions.refuse(by=desk, escalation=again, reason="Nee.")
    assert "Over deze aanvraag is besloten: afgewezen" in client.get(reverse("cases:decide", args=[again.pk])).text


def test_a_decision_waits_for_lead_and_requester_until_they_log_a_contact(case: Case, town: Town) -> None:
    actions.refuse(by=by(town.jeugdconsulent, "JEUGDCONSULENT"), escalation=ask(case, town), reason="Nee.")

    def waits(someone: User, role: str, day: datetime.date = TODAY) -> list[str]:
        with acting_as(by(someone, role, today=day), writes=False):
            return [line.what for line in worklist.my_day(actor=someone.pk, today=day).waiting]

    told = ["De gemeente wees de aanvraag af: kijk wat nu nodig is"]
    assert (waits(town.ib, "IB"), waits(town.mate, "JGW"), waits(town.ortho, "ORTHO")) == (told, told, [])
    assert waits(town.mate, "JGW", TODAY + worklist.NEWS_DAYS * DAY) == []
    contact = Contact(case=case, on=TODAY, kind=ContactKind.PARENTS, minutes=10)
    actions.log_contact(by=by(town.ib, "IB"), contact=contact)
    assert (waits(town.ib, "IB"), waits(town.mate, "JGW")) == ([], told)


# ---- A state that follows the facts ----------------------------------------------------------------------------------
def test_a_weighing_that_is_done_moves_a_new_question_on(case: Case, town: Town) -> None:
    item = AgendaItem.objects.select_related("case").get(meeting=met(town, cases=(case,)))
    half = Weighing(school_side="Moe.")
    whole = Weighing("Moe.", "Druk.", "Ik ben moe.", "", "Dat klopt.", "", "Eerst slapen.")

    item = actions.weigh(by=by(town.ib, "IB"), item=item, weighing=half, version=item.version, done=False)
    case.refresh_from_db()
    assert case.state == State.RAISED

    actions.weigh(by=by(town.ib, "IB"), item=item, weighing=whole, version=item.version)
    case.refresh_from_db()
    assert case.state == State.WEIGHING


def test_support_that_starts_moves_the_question_on(case: Case, town: Town) -> None:
    later = TODAY + 7 * DAY
    first = actions.bring_in(by=by(town.ib, "IB"), support=support(case, town))
    case.refresh_from_db()
    assert (case.state, case.first_support_on) == (State.RAISED, None)

    actions.start_support(by=by(town.ib, "IB", today=later), support=first, on=later)

    case.refresh_from_db()
    assert (case.state, case.state_since, case.first_support_on) == (State.SUPPORTING, later, later)


def test_support_does_not_take_a_followed_question_back(case: Case, town: Town, provider: Provider) -> None:
    granted = grant(ask(case, town), town, provider)
    actions.bring_in(by=by(town.ib, "IB"), support=support(case, town, started_on=TODAY))
    case.refresh_from_db()
    assert (case.state, case.first_support_on) == (State.FOLLOWING, TODAY)

    actions.start_specialist(by=by(town.mate, "JGW"), escalation=granted, on=TODAY)
    actions.stop_specialist(by=by(town.mate, "JGW"), escalation=granted, on=TODAY, reason=StopReason.PLANNED)
    case.refresh_from_db()
    assert case.state == State.FOLLOWING


def test_support_outside_ones_mandate_is_not_offered_and_what_was_typed_stays(case: Case, town: Town, as_: As) -> None:
    client, url = as_(town.ib), reverse("cases:bring_in", args=[case.pk])
    offered = [code for code, _ in client.get(url).context["form"].fields["domain"].choices]
    assert offered == ["onderwijs", "wlz", "zvw", "vervoer"]

    item = AgendaItem.objects.get(meeting=met(town, cases=(case,)))
    decide = reverse("cases:decide_on_item", args=[item.pk])
    once = client.get(decide).context["form"]["once"].value()
    told = {"once": once, "text": "Gesprekken door Jan", "becomes": "inzet", "domain": "jeugd_vrij", "cbs": "toegang"}
    refused = client.post(decide, told)

    assert refused.status_code == 422
    assert "geen mandaat" in refused.text and "Gesprekken door Jan" in refused.text


def test_a_question_is_put_on_the_agenda_from_its_own_page(case: Case, town: Town, as_: As) -> None:
    with_it, without, past = met(town, cases=(case,)), met(town, on=TODAY + DAY), met(town, on=TODAY - DAY)
    assert meetings.planned_without(case, today=TODAY) == [without]

    text = as_(town.ib).get(reverse("cases:case_meetings", args=[case.pk])).text

    shown = [f"{reverse('cases:add_item', args=[one.pk])}?vraag={case.pk}" in text for one in (with_it, without, past)]
    assert shown == [False, True, False]
