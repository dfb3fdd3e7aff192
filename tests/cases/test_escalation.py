"""Escalation: asked with the mandate, decided by somebody who stands apart, followed until it ends [domain 2.7]."""

import datetime
import uuid
from collections.abc import Callable
from dataclasses import replace

import pytest
import time_machine
from django.db import IntegrityError, ProgrammingError, transaction
from django.test import Client

from accounts.acting import acting_as
from accounts.models import Look
from cases import access, actions, policies, reports
from cases.actions import Contact, NewParty, NewSharing, OnGround
from cases.actions.escalation import Grant
from cases.actions.marks import NewMark
from cases.enums import ContactKind, EscalationStatus, Outcome, ProductCategory, Route, State, StopReason
from cases.models import Case, CaseAccess, Escalation, LogEntry, Pupil, StatutoryGround
from cases.models.marks import MarkBy
from cases.models.sharing import PartyKind, Purpose
from cases.models.support import Cbs, SupportForm
from schools.enums import SupportDomain
from schools.models import Municipality, Provider
from tests.cases.conftest import TODAY, agreed, by
from tests.cases.parts import ground
from tests.cast import Town, appoint


def ask(case: Case, town: Town) -> Escalation:
    return actions.request_escalation(
        by=by(town.mate, "JGW"), case=case, home=town.municipality, reason="Gesprekken hielpen te weinig."
    )


def given(provider: Provider) -> Grant:
    return Grant(
        product_category=ProductCategory.OUTPATIENT,
        provider=provider,
        first=TODAY,
        after=TODAY + datetime.timedelta(days=180),
        reference="Z-1",
    )


def test_the_desk_sees_the_request_and_not_the_log(case: Case, town: Town) -> None:
    actions.log_contact(
        by=by(town.mate, "JGW"), contact=Contact(case=case, on=TODAY, kind=ContactKind.CHILD, minutes=30, body="Stil.")
    )
    desk = by(town.jeugdconsulent, "JEUGDCONSULENT")
    with acting_as(desk, writes=False):
        assert Case.objects.count() == 0
    ask(case, town)

    with acting_as(desk, writes=False):
        assert [one.pk for one in Case.objects.all()] == [case.pk]
        assert Pupil.objects.count() == 1
        assert LogEntry.objects.count() == 0


def test_only_who_has_the_mandate_asks(case: Case, town: Town) -> None:
    with pytest.raises(access.NotYours, match="JGW of SMW"):
        actions.request_escalation(by=by(town.ib, "IB"), case=case, home=town.municipality, reason="Nodig.")
    appoint(town.nobody, "SMW", at=town.team)

    with pytest.raises(access.NotYours, match="geen mandaat"):
        actions.request_escalation(by=by(town.nobody, "SMW"), case=case, home=town.municipality, reason="Nodig.")
    assert Escalation.objects.count() == 0


def test_a_grant_makes_the_case_followed_and_it_cannot_be_closed(case: Case, town: Town, provider: Provider) -> None:
    escalation = ask(case, town)
    actions.grant(by=by(town.jeugdconsulent, "JEUGDCONSULENT"), escalation=escalation, given=given(provider))

    case.refresh_from_db()
    assert case.state == State.FOLLOWING
    assert case.follow_up_on == TODAY + datetime.timedelta(days=42)
    actions.evaluate(by=by(town.ib, "IB"), case=case, note="Loopt.", marks=actions.Marks(7, 8))
    with pytest.raises(policies.NotNow, match="blijft volgen"):
        actions.close(by=by(town.ib, "IB"), case=case, outcome=Outcome.MET)
    with pytest.raises(IntegrityError, match="specialist support is asked or running"), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(state=State.CLOSED, closed_on=TODAY, outcome=Outcome.MET)


def test_after_the_end_of_specialist_support_it_can_be_closed(case: Case, town: Town, provider: Provider) -> None:
    escalation = ask(case, town)
    actions.grant(by=by(town.jeugdconsulent, "JEUGDCONSULENT"), escalation=escalation, given=given(provider))
    jgw = by(town.mate, "JGW")
    actions.start_specialist(by=jgw, escalation=escalation, on=TODAY)
    actions.stop_specialist(by=jgw, escalation=escalation, on=TODAY, reason=StopReason.PLANNED)
    actions.evaluate(by=jgw, case=case, note="Klaar.", marks=actions.Marks(7, 8))

    mark = NewMark(case, provider, MarkBy.HELPER, mark=8)
    actions.close(by=jgw, case=case, outcome=Outcome.MET, marks=[mark])

    case.refresh_from_db()
    assert case.state == State.CLOSED


def test_a_refusal_returns_the_case_to_the_team(case: Case, town: Town) -> None:
    escalation = ask(case, town)

    actions.refuse(by=by(town.jeugdconsulent, "JEUGDCONSULENT"), escalation=escalation, reason="Het team kan dit zelf.")

    case.refresh_from_db()
    escalation.refresh_from_db()
    assert (case.state, escalation.status) == (State.SUPPORTING, EscalationStatus.REFUSED)
    assert escalation.decide_before == TODAY + datetime.timedelta(weeks=8)
    assert escalation.object_before == TODAY + datetime.timedelta(weeks=6)


def test_who_took_part_does_not_decide(case: Case, town: Town, provider: Provider) -> None:
    """The same person is JGW here and jeugdconsulent of the municipality: rights alone would allow it."""
    appoint(town.mate, "JEUGDCONSULENT", at=town.municipality)
    escalation = ask(case, town)

    with pytest.raises(access.NotYours, match="zelf betrokken"):
        actions.grant(by=by(town.mate, "JEUGDCONSULENT"), escalation=escalation, given=given(provider))


def test_the_database_knows_who_took_part_even_where_the_desk_cannot_look(
    case: Case, town: Town, provider: Provider
) -> None:
    """A colleague who once talked with the child decides, as the desk's own database role."""
    appoint(town.nobody, "JGW", at=town.team)
    appoint(town.nobody, "JEUGDCONSULENT", at=town.municipality)
    actions.log_contact(
        by=by(town.nobody, "JGW"), contact=Contact(case=case, on=TODAY, kind=ContactKind.CHILD, minutes=15)
    )
    escalation = ask(case, town)

    with (
        acting_as(by(town.nobody, "JEUGDCONSULENT"), writes=True),
        pytest.raises(access.NotYours, match="zelf betrokken"),
    ):
        actions.grant(by=by(town.nobody, "JEUGDCONSULENT"), escalation=escalation, given=given(provider))


def test_who_brought_in_support_does_not_decide(case: Case, town: Town, provider: Provider) -> None:
    """Asking for support is taking part, also without a word in the log."""
    appoint(town.nobody, "JGW", at=town.team)
    appoint(town.nobody, "JEUGDCONSULENT", at=town.municipality)
    asked = actions.NewSupport(
        team=case.team_id,
        case=case,
        domain=SupportDomain.YOUTH_FREE,
        form=SupportForm.INDIVIDUAL,
        what="Gesprekken op school",
        asked_on=TODAY,
        cbs=Cbs.PREVENTION,
    )
    actions.bring_in(by=by(town.nobody, "JGW"), support=asked)
    escalation = ask(case, town)

    with (
        acting_as(by(town.nobody, "JEUGDCONSULENT"), writes=True),
        pytest.raises(access.NotYours, match="zelf betrokken"),
    ):
        actions.grant(by=by(town.nobody, "JEUGDCONSULENT"), escalation=escalation, given=given(provider))


def at_dalfsen(case: Case, town: Town) -> Escalation:
    """A request to a municipality that nobody decides for in this program."""
    dalfsen = Municipality.objects.create(code="GM0148", name="Dalfsen")
    basis = ground()
    return actions.request_escalation(
        by=by(town.mate, "JGW"), case=case, home=dalfsen, reason="Woont daar.", basis=basis
    )


def test_the_team_records_what_a_municipality_decided_that_does_not_work_here(
    case: Case, town: Town, provider: Provider
) -> None:
    escalation = at_dalfsen(case, town)
    letter = Grant(ProductCategory.OUTPATIENT, provider, TODAY, None, reference="D-77")
    jgw = by(town.mate, "JGW")
    with pytest.raises(policies.NotNow, match="kenmerk"):
        told = actions.Decision(escalation, TODAY, replace(letter, reference=" "))
        actions.record_decision(by=jgw, decision=told)
    with pytest.raises(policies.NotNow, match="tussen de dag"):
        told = actions.Decision(escalation, TODAY - datetime.timedelta(days=1), letter)
        actions.record_decision(by=jgw, decision=told)

    with acting_as(jgw, writes=True):
        actions.record_decision(by=jgw, decision=actions.Decision(escalation, TODAY, letter))

    escalation.refresh_from_db()
    case.refresh_from_db()
    assert (escalation.status, escalation.recorded_by_id, escalation.decided_by_id) == ("granted", town.mate.pk, None)
    assert (case.state, escalation.reference) == (State.FOLLOWING, "D-77")


def test_a_request_goes_on_paper_to_a_municipality_that_does_not_work_here(
    case: Case, town: Town, as_: Callable[..., Client]
) -> None:
    """With what a desk would read, for as long as the family agrees; each time in the log of looking."""
    dalfsen, jgw = Municipality.objects.create(code="GM0148", name="Dalfsen"), by(town.mate, "JGW")
    desk = actions.youth_desk(by=jgw, team=case.team_id, home=dalfsen)
    consent = agreed(case, town, desk, Purpose.REQUEST)
    contact = Contact(case=case, on=TODAY, kind=ContactKind.PARENTS, minutes=10, body="Wat alleen het team weet.")
    actions.log_contact(by=jgw, contact=contact)
    asked = actions.request_escalation(by=jgw, case=case, home=dalfsen, reason="Woont daar.", urgent=True)
    named = Case.objects.with_names().get()

    told = reports.request_letter(asked, named, today=TODAY)

    assert (told.municipality, told.child, told.born) == ("Dalfsen", "Noor de Wit", "4 maart 2017")
    assert (told.question, told.reason, told.urgent) == (case.question, "Woont daar.", True)
    assert told.basis == (
        "Toestemming voor: aanvraag van specialistische jeugdhulp. Gegeven door: Els de Wit (mondeling, 2 november 2026)."
    )
    assert "Wat alleen het team weet" not in str(told)
    with time_machine.travel(datetime.datetime.combine(TODAY, datetime.time(12), datetime.UTC)):
        client, url = as_(town.mate), f"/jeugdhulp/{asked.pk}/aanvraag.pdf"
        assert url in client.get(f"/vragen/{case.pk}/").text
        pdf = client.get(url)
        assert (pdf["Content-Type"], pdf.content[:4], b"/StructTreeRoot" in pdf.content) == (
            "application/pdf",
            b"%PDF",
            True,
        )
        assert Look.objects.filter(kind=Look.Kind.EXPORT, subjects=[case.pupil_id]).count() == 1
        actions.withdraw_voice(by=jgw, voice=consent.voices.get())
        page = client.get(url, follow=True)
    assert "De toestemming voor deze aanvraag geldt niet meer" in page.text
    actions.withdraw(by=jgw, escalation=asked)
    here = ask(case, town)
    with pytest.raises(reports.NoLetter, match="ligt daar al"):
        reports.request_letter(here, named, today=TODAY)


def test_a_municipality_that_works_here_decides_itself_whatever_the_team_writes(
    case: Case, town: Town, provider: Provider
) -> None:
    """Separation of duties in the database: a team can neither record that decision nor sign as somebody of the desk."""
    escalation, jgw = ask(case, town), by(town.mate, "JGW")
    with pytest.raises(policies.NotNow, match="beslist zelf"):
        told = actions.Refusal("Nee.", "Z-1")
        actions.record_decision(by=jgw, decision=actions.Decision(escalation, TODAY, told))

    changes = {"status": "refused", "decided_on": TODAY, "decision_reason": "Nee.", "reference": "Z-1"}
    for name in ("recorded_by", "decided_by"):
        signer = town.mate if name == "recorded_by" else town.jeugdconsulent
        with (
            pytest.raises(IntegrityError, match=r"own name|decides in this program"),
            acting_as(jgw, writes=True),
        ):
            Escalation.objects.filter(pk=escalation.pk).update(**changes, **{name: signer})


def test_the_page_offers_to_record_only_where_nobody_decides(
    case: Case, town: Town, as_: Callable[..., Client]
) -> None:
    escalation = at_dalfsen(case, town)
    client, address = as_(town.mate), f"/jeugdhulp/{escalation.pk}/besluit/"
    assert address in client.get(f"/vragen/{case.pk}/").text

    sent = {"decision": "refuse", "on": f"{TODAY:%d-%m-%Y}", "reason": "Eerst de groep.", "once": uuid.uuid4()}
    assert "Vul ‘Kenmerk van de gemeente’ in." in client.post(address, sent).text
    client.post(address, {**sent, "reference": "D-78"})

    page = client.get(f"/vragen/{case.pk}/").text
    assert "afgewezen door gemeente Dalfsen, vastgelegd door Jan Gerrits" in page and "D-78" in page
    assert address not in page


def test_a_decision_stands(case: Case, town: Town) -> None:
    escalation = ask(case, town)
    desk = by(town.jeugdconsulent, "JEUGDCONSULENT")
    actions.refuse(by=desk, escalation=escalation, reason="Nee.")

    with pytest.raises(policies.NotNow, match="al besloten"):
        actions.refuse(by=desk, escalation=escalation, reason="Toch anders.")
    with pytest.raises(IntegrityError, match="a decision stands"), transaction.atomic():
        Escalation.objects.filter(pk=escalation.pk).update(decision_reason="Anders.")


def test_another_route_is_recorded_and_followed(case: Case, town: Town, provider: Provider) -> None:
    actions.report_outside_route(
        by=by(town.ib, "IB"), case=case, home=town.municipality, route=Route.GP, known_on=TODAY, provider=provider
    )

    case.refresh_from_db()
    assert case.state == State.FOLLOWING
    with pytest.raises(policies.NotNow, match="vraagt u aan bij de gemeente"):
        actions.report_outside_route(
            by=by(town.ib, "IB"), case=case, home=town.municipality, route=Route.LOCAL, known_on=TODAY
        )


def test_nobody_lets_themselves_in(case: Case, town: Town) -> None:
    ib = by(town.ib, "IB")
    myself = actions.add_party(
        by=ib, team=case.team_id, party=NewParty(PartyKind.COLLEAGUE, "Ineke Bos", person=town.ib.pk)
    )
    basis = OnGround(StatutoryGround.objects.get(code="gevaar"), "Met een grond, en toch niet voor mijzelf.", True)
    made = actions.share(by=ib, sharing=NewSharing(case, myself, Purpose.FILE, "Het dossier", TODAY, basis))

    with pytest.raises(ProgrammingError, match="row-level security"), acting_as(ib, writes=True):
        CaseAccess.objects.create(
            case=case,
            team=town.team,
            person=town.ib,
            scope="file",
            basis="zomaar",
            sharing=made,
            period=(TODAY, None),
            granted_by=town.ib,
        )
