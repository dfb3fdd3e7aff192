"""Flags: set and cleared by the worker, the same when run twice [domain 4]."""

import datetime
from collections.abc import Callable

from django.test import Client

from cases import actions
from cases.actions import Contact, flags
from cases.enums import ContactKind
from cases.models import Case, CaseAccess, CaseFlag, StaleCase
from tests.cases.conftest import TODAY, by
from tests.cases.parts import planned
from tests.cast import Town


def talk(case: Case, town: Town, times: int, kind: ContactKind = ContactKind.CHILD) -> None:
    one = Contact(case=case, on=TODAY, kind=kind, minutes=30)
    actions.log_contacts(by=by(town.mate, "JGW"), contacts=[one] * times)


def standing() -> list[tuple[str, str]]:
    return sorted(CaseFlag.objects.filter(cleared_on__isnull=True).values_list("rule", "level"))


def test_five_talks_warn_seven_are_urgent_and_an_evaluation_clears(case: Case, town: Town) -> None:
    talk(case, town, 4)
    flags.drain_stale(today=TODAY)
    assert standing() == []
    talk(case, town, 1)
    flags.drain_stale(today=TODAY)
    assert standing() == [("many_sessions", "warn")]
    talk(case, town, 2)
    flags.drain_stale(today=TODAY)
    assert standing() == [("many_sessions", "urgent")]

    talk(case, town, 1, ContactKind.EVALUATION)
    flags.drain_stale(today=TODAY)

    assert standing() == []
    assert CaseFlag.objects.get().cleared_on == TODAY


def test_an_evaluation_of_the_plan_with_the_family_ends_many_talks_too(case: Case, town: Town) -> None:
    talk(case, town, 5)
    made = planned(case, town)
    actions.evaluate_plan(
        by=by(town.ib, "IB"),
        plan=made,
        heard=actions.FamilyHeard("Het helpt."),
        note="Door.",
        next_on=TODAY + datetime.timedelta(days=30),
    )

    flags.drain_stale(today=TODAY)

    assert standing() == []


def test_the_page_says_who_has_seen_a_flag(case: Case, town: Town, as_: Callable[..., Client]) -> None:
    talk(case, town, 5)
    flags.drain_stale(today=TODAY)
    for someone, role in ((town.mate, "JGW"), (town.ib, "IB")):
        flags.see_flag(by=by(someone, role), flag=CaseFlag.objects.get())

    page = as_(town.ib).get(f"/vragen/{case.pk}/").content.decode()

    assert "Gezien door Jan Gerrits, Ineke Bos." in page


def test_a_corrected_talk_counts_once(case: Case, town: Town) -> None:
    talk(case, town, 4)
    entry = actions.log_contact(
        by=by(town.mate, "JGW"), contact=Contact(case=case, on=TODAY, kind=ContactKind.CHILD, minutes=30)
    )
    actions.correct_entry(
        by=by(town.mate, "JGW"),
        entry=entry,
        contact=Contact(case=case, on=TODAY, kind=ContactKind.TEACHER, minutes=30),
    )

    flags.drain_stale(today=TODAY)

    assert standing() == []


def test_escalated_stands_from_request_to_refusal(case: Case, town: Town) -> None:
    escalation = actions.request_escalation(by=by(town.mate, "JGW"), case=case, home=town.municipality, reason="Nodig.")
    flags.drain_stale(today=TODAY)
    assert standing() == [("escalated", "note")]

    actions.refuse(by=by(town.jeugdconsulent, "JEUGDCONSULENT"), escalation=escalation, reason="Nee.")
    flags.drain_stale(today=TODAY)

    assert standing() == []


def test_computing_twice_changes_nothing_and_keeps_who_has_seen_it(case: Case, town: Town) -> None:
    talk(case, town, 5)
    flags.drain_stale(today=TODAY)
    actions.see_flag(by=by(town.ib, "IB"), flag=CaseFlag.objects.get())
    before = list(CaseFlag.objects.values())

    again = flags.recompute_flags(cases=[case.pk], today=TODAY)

    assert (again.set, again.changed, again.cleared) == (0, 0, 0)
    assert list(CaseFlag.objects.values()) == before
    assert before[0]["seen_by"] == [town.ib.pk]


def test_what_changed_is_told_by_the_database_and_taken_once(case: Case, town: Town) -> None:
    assert set(StaleCase.objects.values_list("case_id", flat=True)) == {case.pk}

    assert flags.drain_stale(today=TODAY) > 0
    assert flags.drain_stale(today=TODAY) == 0


def test_the_desk_loses_its_access_when_the_term_for_objection_is_over(case: Case, town: Town) -> None:
    escalation = actions.request_escalation(by=by(town.mate, "JGW"), case=case, home=town.municipality, reason="Nodig.")
    actions.refuse(by=by(town.jeugdconsulent, "JEUGDCONSULENT"), escalation=escalation, reason="Nee.")
    in_term, over = TODAY + datetime.timedelta(weeks=6), TODAY + datetime.timedelta(weeks=6, days=1)

    flags.recompute_all(today=in_term)
    assert CaseAccess.objects.get().period.upper == datetime.date(2029, 3, 4)  # her 12th birthday: then she has a voice
    flags.recompute_all(today=over)

    assert CaseAccess.objects.get().period.upper == over
