"""Flags about specialist care, silence, waiting, goals, evaluations and consent: when they stand, and what clears them."""

import datetime
from collections.abc import Callable

from django.test import Client

from cases import actions
from cases.actions import Contact, flags
from cases.actions.escalation import Grant
from cases.enums import ContactKind, Outcome, ProductCategory, Route, State, StopReason
from cases.models import AgendaItem, Case, CaseFlag, Goal, StaleCase
from cases.models.flags import RULES
from cases.models.sharing import Purpose
from cases.models.support import SupportKind
from schools.models import Provider
from tests.cases.conftest import TODAY, agreed, by, guardian
from tests.cases.parts import ground, leerplicht, met, party, planned, sharing, support
from tests.cast import Town

DAY, WEEK = datetime.timedelta(days=1), datetime.timedelta(weeks=1)


def standing(on: datetime.date, *rules: str) -> list[tuple[str, str]]:
    """Open flags of these rules after the night of this day. Computing twice changes nothing."""
    flags.recompute_all(today=on)
    again = flags.recompute_flags(cases=Case.objects.values_list("pk", flat=True), today=on)
    assert (again.set, again.changed, again.cleared) == (0, 0, 0)
    found = CaseFlag.objects.filter(cleared_on__isnull=True, rule__in=rules)
    return sorted(found.values_list("rule", "level"))


def requested(case: Case, town: Town):
    return actions.request_escalation(
        by=by(town.mate, "JGW"), case=case, home=town.municipality, reason="Nodig.", basis=ground()
    )


def granted(case: Case, town: Town, provider: Provider, *, days: int = 180):
    told = Grant(ProductCategory.OUTPATIENT, provider, TODAY, TODAY + datetime.timedelta(days=days))
    return actions.grant(by=by(town.jeugdconsulent, "JEUGDCONSULENT"), escalation=requested(case, town), given=told)


def test_decision_due_after_six_weeks_urgent_after_eight(case: Case, town: Town) -> None:
    escalation = requested(case, town)
    assert standing(TODAY + 6 * WEEK - DAY, "decision_due") == []
    assert standing(TODAY + 6 * WEEK, "decision_due") == [("decision_due", "warn")]
    assert standing(TODAY + 8 * WEEK, "decision_due") == [("decision_due", "warn")]
    assert standing(TODAY + 8 * WEEK + DAY, "decision_due") == [("decision_due", "urgent")]
    actions.withdraw(by=by(town.mate, "JGW"), escalation=escalation)
    assert standing(TODAY + 9 * WEEK, "decision_due") == []


def test_beschikking_ends_eight_weeks_ahead_until_the_help_stops(case: Case, town: Town, provider: Provider) -> None:
    escalation = granted(case, town, provider, days=100)
    after = TODAY + datetime.timedelta(days=100)
    assert standing(after - 8 * WEEK - DAY, "beschikking_ends") == []
    assert standing(after - 8 * WEEK, "beschikking_ends") == [("beschikking_ends", "warn")]
    assert standing(after, "beschikking_ends") == [("beschikking_ends", "urgent")]
    actions.start_specialist(by=by(town.mate, "JGW"), escalation=escalation, on=TODAY)
    actions.stop_specialist(by=by(town.mate, "JGW"), escalation=escalation, on=TODAY, reason=StopReason.PLANNED)
    assert standing(after, "beschikking_ends") == []


def test_care_over_another_route_is_told(case: Case, town: Town) -> None:
    actions.report_outside_route(
        by=by(town.ib, "IB"), case=case, home=town.municipality, route=Route.GP, known_on=TODAY
    )
    assert standing(TODAY, "outside_route", "escalated") == [("escalated", "note"), ("outside_route", "warn")]


def test_silent_after_42_days_and_in_following_when_the_day_passed(case: Case, town: Town) -> None:
    still = TODAY + datetime.timedelta(days=42)
    assert standing(still - DAY, "silent") == []
    assert standing(still, "silent") == [("silent", "warn")]
    later = by(town.ib, "IB", today=still)
    actions.log_contact(by=later, contact=Contact(case=case, on=still, kind=ContactKind.CALL, minutes=5))
    assert standing(still, "silent") == []
    actions.take_step(by=later, case=case, to=State.FOLLOWING, follow_up_on=still + 20 * WEEK)
    assert standing(still + 20 * WEEK, "silent") == []
    assert standing(still + 20 * WEEK + DAY, "silent") == [("silent", "warn")]


def test_whatever_was_done_for_the_child_breaks_the_silence_and_planning_or_wording_does_not(
    case: Case, town: Town
) -> None:
    still = TODAY + datetime.timedelta(days=42)
    ib = by(town.ib, "IB", today=still)
    item = AgendaItem.objects.get(meeting=met(town, on=still, cases=(case,)))
    actions.change_lead(by=ib, case=case, lead=town.mate.pk)
    assert standing(still, "silent") == [("silent", "warn")]

    StaleCase.objects.all().delete()
    told = actions.Weighing(conclusion="Rust.", child_voice="Ik ben moe.", parents_not_heard="Moeder was ziek.")
    actions.weigh(by=ib, item=item, weighing=told, version=1)
    assert StaleCase.objects.filter(case_id=case.pk).exists()
    assert standing(still, "silent") == []
    assert standing(still + datetime.timedelta(days=42), "silent") == [("silent", "warn")]

    actions.close(by=by(town.ib, "IB", today=still), case=case, outcome=Outcome.DECLINED)
    later = still + datetime.timedelta(days=100)
    actions.reopen(by=by(town.ib, "IB", today=later), case=case)
    assert standing(later, "silent") == []


def test_waiting_from_28_days_until_the_start(case: Case, town: Town) -> None:
    asked = actions.bring_in(by=by(town.ib, "IB"), support=support(case, town))
    assert standing(TODAY + 4 * WEEK - DAY, "waiting") == []
    assert standing(TODAY + 4 * WEEK, "waiting") == [("waiting", "warn")]
    actions.start_support(by=by(town.ib, "IB"), support=asked, on=TODAY + 4 * WEEK)
    assert standing(TODAY + 4 * WEEK, "waiting") == []


def test_two_education_goals_with_specialist_support(case: Case, town: Town, provider: Provider) -> None:
    plan = planned(case, town, school=1)
    assert standing(TODAY, "education_goals") == []
    granted(case, town, provider)
    assert standing(TODAY, "education_goals") == [("education_goals", "warn")]
    actions.add_goal(by=by(town.ib, "IB"), plan=plan, place=Goal.Place.SCHOOL, text="Elke dag naar school")
    assert standing(TODAY, "education_goals") == []


def test_evaluation_due_for_plan_and_opp(case: Case, town: Town) -> None:
    planned(case, town)
    due = TODAY + datetime.timedelta(days=30)
    assert standing(due, "evaluation_due") == []
    assert standing(due + DAY, "evaluation_due") == [("evaluation_due", "warn")]
    opp = support(case, town, kind=SupportKind.OPP, started_on=TODAY, evaluate_on=TODAY + WEEK)
    actions.bring_in(by=by(town.ib, "IB"), support=opp)
    flags.recompute_all(today=due + DAY)
    assert CaseFlag.objects.get(rule="evaluation_due", cleared_on__isnull=True).since == TODAY + WEEK


def test_consent_warns_thirty_days_before_a_birthday(unshared: Case, town: Town) -> None:
    desk = leerplicht(unshared, town)
    agreed(unshared, town, desk, Purpose.FILE)
    actions.let_in(by=by(town.ib, "IB"), sharing=sharing(unshared, desk))
    twelve, month = datetime.date(2029, 3, 4), datetime.timedelta(days=30)
    assert standing(twelve - month - DAY, "consent") == []
    assert standing(twelve - month, "consent") == [("consent", "warn")]
    assert standing(twelve, "consent") == []  # the database ended the access: nothing is shared any more


def test_a_request_whose_consent_was_withdrawn_is_urgent(case: Case, town: Town) -> None:
    actions.request_escalation(by=by(town.mate, "JGW"), case=case, home=town.municipality, reason="Nodig.")
    assert standing(TODAY, "consent") == []
    guardian(case, town, "Piet de Wit", since=TODAY + DAY)
    assert standing(TODAY + DAY, "consent") == [("consent", "urgent")]
    assert "Piet de Wit" in CaseFlag.objects.get(rule="consent").why


def test_a_guest_of_a_meeting_to_come_needs_consent_that_day(case: Case, town: Town) -> None:
    ggd = party(case, town)
    consent = agreed(case, town, ggd, Purpose.TALK)
    meeting = met(town, on=TODAY + WEEK, cases=(case,))
    item = meeting.items.select_related("meeting__kind", "case__pupil").get()
    actions.invite_to_item(by=by(town.ib, "IB"), item=item, party=ggd)
    assert standing(TODAY, "consent") == []
    actions.withdraw_voice(by=by(town.ib, "IB"), voice=consent.voices.get())
    assert standing(TODAY, "consent") == [("consent", "urgent")]
    actions.cancel_meeting(by=by(town.ib, "IB"), meeting=meeting)
    assert standing(TODAY, "consent") == []


def test_the_page_of_terms_says_when_each_flag_comes_and_which_article_it_is(
    town: Town, as_: Callable[..., Client], settings
) -> None:
    settings.FLAG_SILENT_DAYS, settings.OBJECTION_WEEKS = 50, 7

    text = as_(town.ib).get("/termijnen/").text

    assert all(rule.what_to_do in text for rule in RULES.values())
    for told in (
        "50 dagen is er niets",
        "Binnen 7 weken",
        "Jeugdwet, artikelen 7.3.4",
        "20 jaar vanaf",
        "Acuut gevaar",
    ):
        assert told in text
