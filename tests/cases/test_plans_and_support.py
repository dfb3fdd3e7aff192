"""The plan, support, and which of it another team or a figure may see [domain 2.4, 2.5]."""

import datetime
import uuid
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test import Client

from accounts.acting import acting_as
from cases import access, actions, policies
from cases.actions import FamilyHeard, NewTask, TlvDecision, TooFewEducationGoals
from cases.actions.support import OppTooLate
from cases.enums import Route, StopReason
from cases.models import Case, Escalation, Goal, Plan, PlanVersion, Support, SupportEvaluation, Task
from cases.models.plans import FamilyPlan
from cases.models.support import Cbs, Hulpvorm, SupportForm, SupportKind
from cases.reading import plans as reading
from schools.enums import SupportDomain
from tests.cases.conftest import TODAY, by, guardian, question
from tests.cases.parts import filled, plan_text, planned, support
from tests.cast import Town
from zwolle_ot import law

SOON = TODAY + datetime.timedelta(days=14)
HEARD = FamilyHeard(voice="Zo is het goed.")


def broken(constraint: str, model: type, **values: object) -> None:
    """Writing this past the actions is refused by exactly this constraint."""
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        model.objects.create(**values)
    assert error.value.__cause__.diag.constraint_name == constraint


# ---- Plan -------------------------------------------------------------------------------------------------------------
def test_the_familiegroepsplan_is_offered_first_or_it_says_why_not(case: Case, town: Town) -> None:
    without = plan_text(family_plan=FamilyPlan.NOT_OFFERED, family_plan_on=None)
    with pytest.raises(policies.NotNow, match="waarom het niet is aangeboden"):
        actions.make_plan(by=by(town.ib, "IB"), case=case, text=without)
    with pytest.raises(policies.NotNow, match="wanneer u het familiegroepsplan"):
        actions.make_plan(by=by(town.ib, "IB"), case=case, text=plan_text(family_plan_on=None))
    told = {"case": case, "team": town.team, "started_on": TODAY, "evaluate_on": SOON}
    broken("plan_family_plan_is_recorded", Plan, family_plan="overgeslagen", **told)

    actions.make_plan(by=by(town.ib, "IB"), case=case, text=plan_text())

    with pytest.raises(policies.NotNow, match="al een plan"):
        actions.make_plan(by=by(town.ib, "IB"), case=case, text=plan_text())
    broken("plan_once", Plan, family_plan="niet", family_plan_on=TODAY, **told)


def test_two_people_who_edit_at_once_both_keep_their_text(case: Case, town: Town) -> None:
    plan = planned(case, town)
    shown = plan.version
    actions.change_plan(by=by(town.ib, "IB"), plan=plan, text=plan_text(situation="Van Ineke"), version=shown)
    with pytest.raises(policies.ChangedMeanwhile) as changed:
        actions.change_plan(by=by(town.mate, "JGW"), plan=plan, text=plan_text(situation="Van Jan"), version=shown)
    assert changed.value.theirs.situation == "Van Ineke"


def test_an_action_goes_to_somebody_else_or_does_not_happen(case: Case, town: Town, as_: Callable[..., Client]) -> None:
    ib = by(town.ib, "IB")
    task = actions.add_task(by=ib, case=case, task=NewTask("Bel oma", SOON, person=town.ib.pk))
    told = NewTask("Bel oma en opa", SOON, person=town.mate.pk)

    changed = actions.change_task(by=ib, task=task, told=told, version=1)

    assert (changed.what, changed.person_id, changed.version) == ("Bel oma en opa", town.mate.pk, 2)
    with pytest.raises(policies.ChangedMeanwhile):
        actions.change_task(by=ib, task=task, told=told, version=1)
    with pytest.raises(policies.NotNow, match="dag die nog komt"):
        past = replace(told, due_on=TODAY - datetime.timedelta(days=1))
        actions.change_task(by=ib, task=task, told=past, version=2)
    sent = {"what": "Mijn tekst", "who": f"lid:{town.ib.pk}", "due_on": "1-1-2099", "version": 1, "once": uuid.uuid4()}
    page = as_(town.ib).post(f"/acties/{task.pk}/", sent)
    assert page.status_code == 422 and "Bel oma en opa" in page.text and "Mijn tekst" in page.text

    with pytest.raises(policies.NotNow, match="waarom"):
        actions.drop_task(by=ib, task=task, why=" ")
    actions.drop_task(by=ib, task=task, why="Oma belde zelf.")
    with pytest.raises(policies.NotNow, match="al voorbij"):
        actions.drop_task(by=ib, task=task, why="Nog eens.")
    with pytest.raises(IntegrityError, match="task_dropped_is_over"), transaction.atomic():
        Task.objects.update(done_on=None)
    assert "Oma belde zelf." in as_(town.ib).get(f"/vragen/{case.pk}/plan/").text
    as_(town.ib).post(f"/acties/{task.pk}/weer-open/")
    assert Task.objects.values_list("done_on", "dropped_because").get() == (None, "")


def test_an_action_has_one_person_and_a_date(case: Case, town: Town) -> None:
    mother = guardian(case, town, "Moeder").guardian
    with pytest.raises(policies.NotNow, match="precies één persoon"):
        actions.add_task(by=by(town.ib, "IB"), case=case, task=NewTask("Bel", SOON, person=town.ib.pk, guardian=mother))
    told = {"case": case, "team": town.team, "what": "Bel", "due_on": SOON, "set_on": TODAY}
    broken("task_one_person", Task, **told)
    broken("task_one_person", Task, person=town.ib, by_pupil=True, **told)

    made = actions.add_task(by=by(town.ib, "IB"), case=case, task=NewTask("Bel", SOON, guardian=mother))
    done = actions.finish_task(by=by(town.mate, "JGW"), task=made)
    assert (done.done_on, actions.finish_task(by=by(town.ib, "IB"), task=made).done_on) == (TODAY, TODAY)


def test_earlier_versions_say_what_was_agreed_then(case: Case, town: Town) -> None:
    plan = planned(case, town, school=1, home=0)
    goal = Goal.objects.get()
    first = actions.agree_plan(by=by(town.ib, "IB"), plan=plan, heard=HEARD)
    actions.mark_progress(by=by(town.ib, "IB"), goal=goal, mark=8)
    second = actions.evaluate_plan(by=by(town.ib, "IB"), plan=plan, heard=HEARD, note="Het gaat goed.", next_on=SOON)

    assert (first.number, second.number) == (1, 2)
    assert first.content["goals"] == [
        {"place": "op school", "text": "Noor leest 0 boeken", "status": "loopt", "mark": None}
    ]
    assert second.content["goals"][0]["mark"] == 8
    assert Plan.objects.get().evaluate_on == SOON
    with pytest.raises(policies.NotNow, match="wat kind en ouders zeiden"):
        actions.agree_plan(by=by(town.ib, "IB"), plan=plan, heard=FamilyHeard())
    with pytest.raises(ProgrammingError, match="permission denied"), acting_as(by(town.ib, "IB"), writes=True):
        PlanVersion.objects.update(note="Anders")


def test_with_specialist_support_a_plan_has_two_goals_at_school(case: Case, town: Town) -> None:
    plan = planned(case, town, school=1)
    actions.report_outside_route(
        by=by(town.ib, "IB"), case=case, home=town.municipality, route=Route.GP, known_on=TODAY, started_on=TODAY
    )
    with pytest.raises(TooFewEducationGoals):
        actions.agree_plan(by=by(town.ib, "IB"), plan=plan, heard=HEARD)
    version = {"case": case, "team": town.team, "plan": plan, "number": 9, "kind": "vastgesteld", "on": TODAY}
    broken("plan_agreed_with_education_goals", PlanVersion, **version, author=town.ib, family_voice="Ja.", content={})
    extra = actions.add_goal(by=by(town.ib, "IB"), plan=plan, place=Goal.Place.SCHOOL, text="Elke dag naar school")
    actions.agree_plan(by=by(town.ib, "IB"), plan=plan, heard=HEARD)
    told = {
        "case": case,
        "team": town.team,
        "plan": plan,
        "place": "thuis",
        "text": "x",
        "set_on": TODAY,
        "status": "deels",
    }
    with pytest.raises(TooFewEducationGoals):
        actions.end_goal(by=by(town.ib, "IB"), goal=extra, status=Goal.Status.DROPPED)
    broken("goal_ended_has_day", Goal, **told)
    extra.refresh_from_db()
    assert extra.status == Goal.Status.OPEN
    assert reading.plan_of(case).enough_at_school


def test_the_family_asks_for_another_casusregisseur(case: Case, town: Town) -> None:
    asked = actions.ask_other_lead(by=by(town.ib, "IB"), case=case, asked_by="moeder", wish="Liever Jan.")
    with pytest.raises(policies.NotNow, match="al een verzoek"):
        actions.ask_other_lead(by=by(town.ib, "IB"), case=case, asked_by="moeder", wish="Liever Jan.")
    actions.answer_other_lead(by=by(town.ib, "IB"), request=asked, lead=town.mate.pk, answer="Goed idee.")
    case.refresh_from_db()
    assert case.lead_id == town.mate.pk


# ---- Support ----------------------------------------------------------------------------------------------------------
def test_support_needs_the_mandate_for_its_domain(case: Case, town: Town) -> None:
    free = support(case, town, domain=SupportDomain.YOUTH_FREE, cbs=Cbs.YOUTH_CARE, hulpvorm=Hulpvorm.TEAM)
    with pytest.raises(access.NotYours, match="geen mandaat"):
        actions.bring_in(by=by(town.ib, "IB"), support=free)
    assert actions.bring_in(by=by(town.mate, "JGW"), support=free).hulpvorm == "01"
    with pytest.raises(policies.NotNow, match="vraagt u aan bij de gemeente"):
        actions.bring_in(by=by(town.mate, "JGW"), support=support(case, town, domain=SupportDomain.YOUTH_SPECIALIST))


def test_the_database_holds_the_mandate_too(case: Case, town: Town) -> None:
    ib, jgw = by(town.ib, "IB"), by(town.mate, "JGW")
    told = {"team": town.team, "case": case, "form": "individueel", "what": "x", "asked_on": TODAY}
    with acting_as(ib, writes=True):
        broken("support_with_mandate", Support, **told, asked_by=town.ib, domain="wmo")
    with acting_as(jgw, writes=True):
        broken("support_with_mandate", Support, **told, asked_by=town.mate, domain="onderwijs")
        Support.objects.create(**told, asked_by=town.mate, domain="wmo")
    request = {"case": case, "team": town.team, "route": "01", "status": "requested", "requested_on": TODAY}
    with acting_as(ib, writes=True):
        home = {"home": town.municipality, "requested_by": town.ib, "reason": "x"}
        broken("escalation_asked_with_mandate", Escalation, **request, **home)


def test_what_others_decide_on_is_written_down_by_whoever_of_the_team_hears_it(case: Case, town: Town) -> None:
    """Nobody has a mandate for the Wlz or the Zvw: CIZ and the health insurer decide."""
    for someone, role, domain in ((town.ib, "IB", SupportDomain.WLZ), (town.mate, "JGW", SupportDomain.ZVW)):
        with acting_as(by(someone, role), writes=True):
            made = actions.bring_in(by=by(someone, role), support=support(case, town, domain=domain))
        assert made.domain == domain


def test_what_the_database_holds_about_support(case: Case, town: Town) -> None:
    told = {"team": town.team, "case": case, "form": "individueel", "what": "x", "asked_on": TODAY, "asked_by": town.ib}
    education = {**told, "domain": "onderwijs"}
    broken("support_specialist_is_asked", Support, **told, domain="jeugd_specialist")
    broken("support_without_child_is_collective", Support, **{**education, "case": None})
    broken("support_without_child_is_collective", Support, **{**education, "case": None, "form": "klas"})
    broken("support_opp_and_tlv_are_education", Support, **told, domain="wmo", kind="opp")
    broken("support_youth_says_cbs", Support, **told, domain="jeugd_vrij")
    broken("support_youth_care_has_hulpvorm", Support, **told, domain="jeugd_vrij", cbs="jeugdhulp")
    broken("support_days_in_order", Support, **education, started_on=TODAY - datetime.timedelta(days=1))
    broken("support_end_has_reason", Support, **education, ended_on=TODAY)
    broken("support_opp_has_evaluation_day", Support, **education, kind="opp", started_on=TODAY)
    broken("support_tlv_decision_is_whole", Support, **education, kind="tlv", decided_on=TODAY, granted=True)
    broken("support_tlv_decision_is_whole", Support, **education, decided_on=TODAY, granted=False)


def test_waiting_time_and_first_support_follow_from_facts(case: Case, town: Town) -> None:
    asked = actions.bring_in(by=by(town.ib, "IB"), support=support(case, town))
    assert asked.waits_since(SOON) == 14
    started = actions.start_support(by=by(town.ib, "IB", today=SOON), support=asked, on=SOON)
    case.refresh_from_db()
    assert (started.waited, started.waits_since(SOON), case.first_support_on) == (14, None, SOON)

    earlier = SOON - datetime.timedelta(days=3)
    actions.bring_in(by=by(town.ib, "IB", today=SOON), support=support(case, town, started_on=earlier))
    case.refresh_from_db()
    assert case.first_support_on == earlier


def test_an_opp_is_evaluated_every_year_with_the_pupil(case: Case, town: Town) -> None:
    opp = actions.bring_in(by=by(town.ib, "IB"), support=support(case, town, kind=SupportKind.OPP, started_on=TODAY))
    assert opp.evaluate_on == datetime.date(2027, 11, 2)
    told = {"by": by(town.ib, "IB"), "support": opp, "on": TODAY, "note": "Gaat goed."}
    with pytest.raises(policies.NotNow, match="wat de leerling zei"):
        actions.evaluate_support(**told, heard=actions.Heard(), next_on=SOON)
    late = datetime.date(2027, 11, 3)
    with pytest.raises(OppTooLate):
        actions.evaluate_support(**told, heard=actions.Heard("Fijn."), next_on=late)
    with pytest.raises(OppTooLate):
        actions.bring_in(
            by=told["by"], support=support(case, town, kind=SupportKind.OPP, started_on=TODAY, evaluate_on=late)
        )
    row = {"case": case, "team": town.team, "support": opp, "on": TODAY, "pupil_voice": "Fijn.", "author": town.ib}
    broken("evaluation_opp_in_time", SupportEvaluation, **row, next_on=late)
    broken("evaluation_opp_in_time", SupportEvaluation, **row)
    with pytest.raises(IntegrityError, match="within its term"), transaction.atomic():
        Support.objects.filter(pk=opp.pk).update(evaluate_on=late)
    actions.evaluate_support(**told, heard=actions.Heard("Fijn."), next_on=SOON)
    opp.refresh_from_db()
    assert opp.evaluate_on == SOON


def test_goals_at_school_and_the_term_of_an_opp_are_settings_that_the_database_is_told(
    case: Case, town: Town, settings: Any
) -> None:
    settings.EDUCATION_GOALS, settings.OPP_MONTHS = 3, 6
    law.apply(None, using="default")
    plan = planned(case, town, school=2)
    ib = by(town.ib, "IB")
    actions.report_outside_route(
        by=ib, case=case, home=town.municipality, route=Route.GP, known_on=TODAY, started_on=TODAY
    )

    with pytest.raises(TooFewEducationGoals, match="ten minste 3 doelen"):
        actions.agree_plan(by=ib, plan=plan, heard=HEARD)
    version = {"case": case, "team": town.team, "plan": plan, "number": 9, "kind": "vastgesteld", "on": TODAY}
    broken("plan_agreed_with_education_goals", PlanVersion, **version, author=town.ib, family_voice="Ja.", content={})
    opp = actions.bring_in(by=ib, support=support(case, town, kind=SupportKind.OPP, started_on=TODAY))
    assert opp.evaluate_on == datetime.date(2027, 5, 2)
    with pytest.raises(IntegrityError, match="within its term"), transaction.atomic():
        Support.objects.filter(pk=opp.pk).update(evaluate_on=datetime.date(2027, 5, 3))


def test_a_tlv_is_asked_decided_and_valid_until(case: Case, town: Town) -> None:
    tlv = actions.bring_in(by=by(town.ib, "IB"), support=support(case, town, kind=SupportKind.TLV))
    given = actions.decide_tlv(
        by=by(town.ib, "IB"), support=tlv, decision=TlvDecision(TODAY, granted=True, first=TODAY, after=SOON)
    )
    assert given.valid == DateRange(TODAY, SOON)
    with pytest.raises(policies.NotNow, match="al besloten"):
        actions.decide_tlv(by=by(town.ib, "IB"), support=tlv, decision=TlvDecision(TODAY, granted=False))
    ended = actions.end_support(by=by(town.ib, "IB"), support=tlv, on=TODAY, reason=StopReason.PLANNED)
    assert ended.stop_reason == "01"


def test_a_collective_offer_counts_children_and_names_none(case: Case, town: Town) -> None:
    told = support(None, town, form=SupportForm.CLASS, children=26, what="Rots en Water")
    made = actions.bring_in(by=by(town.ib, "IB"), support=told)
    assert (made.case_id, made.children) == (None, 26)


# ---- Row security -----------------------------------------------------------------------------------------------------
def rows_seen() -> dict[str, int]:
    return {
        model._meta.db_table: model._default_manager.count()
        for model in apps.get_app_config("cases").get_models()
        if any(field.name == "team" for field in model._meta.get_fields())
    }


def test_a_stranger_sees_no_row_and_the_team_sees_every_one(case: Case, town: Town) -> None:
    filled(case, town)
    mine = {table for table, number in rows_seen().items() if number}
    assert len(mine) >= 20
    with acting_as(by(town.stranger, "IB"), writes=False):
        seen = {table: number for table, number in rows_seen().items() if number}
    assert seen == {}
    with acting_as(by(town.ib, "IB"), writes=False):
        assert {table for table, number in rows_seen().items() if number} == mine


def test_every_table_of_a_team_has_policies_and_no_other_hat_may_touch_it(db: None) -> None:
    tables = _team_tables()
    with connection.cursor() as cursor:
        cursor.execute("select relname from pg_class where relrowsecurity and relname = any(%s)", [tables])
        assert {name for (name,) in cursor.fetchall()} == set(tables)
        cursor.execute(
            "select grantee, table_name from information_schema.role_table_grants "
            "where table_name = any(%s) and grantee = any(%s)",
            [
                tables,
                ["ot_web", "ot_figures", "ot_figures_look", "ot_money", "ot_money_look", "ot_people", "ot_people_look"],
            ],
        )
        assert cursor.fetchall() == []


def _team_tables() -> list[str]:
    return [
        model._meta.db_table
        for model in apps.get_app_config("cases").get_models()
        if any(field.name == "team" for field in model._meta.get_fields())
    ]


def test_every_field_about_a_person_is_classified() -> None:
    known = {"id", "team", "municipality", "case"}
    missing = [
        f"{model.__name__}.{field.name}"
        for model in apps.get_app_config("cases").get_models()
        if hasattr(model, "PRIVACY")
        for field in model._meta.concrete_fields
        if field.name not in known and field.name not in model.PRIVACY
    ]
    assert missing == []


def test_a_row_cannot_name_a_parent_of_another_case(case: Case, town: Town) -> None:
    plan = planned(case, town)
    other = actions.raise_question(by=by(town.ib, "IB"), question=question(town, name="Sem"))
    with pytest.raises(IntegrityError, match="cases_goal_tie_plan"), transaction.atomic():
        Goal.objects.create(team=town.team, case=other, plan=plan, place="school", text="x", set_on=TODAY)
        connection.check_constraints()
