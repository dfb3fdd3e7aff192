"""Raising and steering a question: the rules of domain 2.1 and 2.8."""

import datetime
import importlib
from collections.abc import Callable

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction
from django.test import Client

from accounts.models import Look
from cases import actions, policies
from cases.actions.school_administration import Enrolled, import_pupils
from cases.describe import life_of_a_question
from cases.enums import STEPS, Outcome, State
from cases.matching import match_key
from cases.models import Case, Pupil
from tests.cases.conftest import TODAY, by, question
from tests.cast import Town


def test_a_question_starts_as_raised_with_its_pupil_and_woongemeente(town: Town) -> None:
    case = actions.raise_question(by=by(town.ib, "IB"), question=question(town))

    assert (case.state, case.raised_on, case.lead_id) == (State.RAISED, TODAY, town.ib.pk)
    residence = case.pupil.residences.get()
    assert (residence.home_id, residence.period.lower, residence.period.upper) == (town.municipality.pk, TODAY, None)


def test_the_municipality_of_a_row_is_that_of_its_team_whatever_is_sent(case: Case, town: Town) -> None:
    case.refresh_from_db()

    assert case.municipality_id == town.team.municipality_id


def test_a_known_child_is_recognised_whatever_the_accents(case: Case, town: Town) -> None:
    pupil = case.pupil
    with pytest.raises(actions.AlreadyOpen) as known:
        actions.raise_question(
            by=by(town.ib, "IB"),
            question=question(
                town, pupil=actions.NewPupil(given_name="NOOR", family_name=" dé  Wit", birth_date=pupil.birth_date)
            ),
        )

    assert known.value.case == case
    assert Pupil.objects.count() == 1


def test_a_closed_question_makes_room_for_a_new_one_of_the_same_child(case: Case, town: Town) -> None:
    jgw = by(town.mate, "JGW")
    actions.evaluate(by=jgw, case=case, note="Het gaat goed.", marks=_marks())
    actions.close(by=jgw, case=case, outcome=Outcome.MET)

    again = actions.raise_question(by=by(town.ib, "IB"), question=question(town))

    assert again.pupil_id == case.pupil_id
    assert again.pk != case.pk


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Zoë", "van der", "Meer"), ("zoe", "van der", "meer")),
        (("Jan-Peter", "", "Smit"), ("Jan Peter", "", "Smit")),
        (("Ali", "", "El Idrissi"), ("Ali", "El", "Idrissi")),
    ],
)
def test_the_same_name_written_otherwise_has_the_same_key(
    one: tuple[str, str, str], other: tuple[str, str, str]
) -> None:
    born = datetime.date(2015, 5, 5)

    assert match_key(*one, born) == match_key(*other, born)
    assert match_key(*one, born) != match_key(*one, born + datetime.timedelta(days=1))


def test_every_state_has_its_steps_and_only_a_closed_one_leaves_the_open_states() -> None:
    assert set(STEPS) == set(State)
    held = importlib.import_module(
        "cases.migrations.0028_steps_in_the_database"
    ).STEPS  # a newer table needs a newer one
    assert {old: {*later} for old, later in held.items()} == {old: {*later} - {old} for old, later in STEPS.items()}
    assert [state for state in State if State.CLOSED in STEPS[state]] == [State.EVALUATED]


def test_a_step_that_the_table_does_not_know_is_refused_with_a_sentence(case: Case, town: Town) -> None:
    with pytest.raises(policies.NotNow, match="Van ‘aangemeld’ kan de vraag niet naar ‘afgesloten’"):
        actions.take_step(by=by(town.ib, "IB"), case=case, to=State.CLOSED)


def test_the_first_support_is_remembered_and_not_moved(case: Case, town: Town) -> None:
    later = TODAY + datetime.timedelta(days=9)
    actions.take_step(by=by(town.ib, "IB"), case=case, to=State.SUPPORTING)
    actions.take_step(by=by(town.ib, "IB"), case=case, to=State.WEIGHING)
    actions.take_step(by=by(town.ib, "IB", today=later), case=case, to=State.SUPPORTING)

    case.refresh_from_db()
    assert (case.first_support_on, case.state_since) == (TODAY, later)


def test_closing_needs_an_evaluation_unless_the_family_stops(case: Case, town: Town) -> None:
    with pytest.raises(policies.NotNow, match="Evalueer de vraag eerst"):
        actions.close(by=by(town.ib, "IB"), case=case, outcome=Outcome.MET)

    actions.close(by=by(town.ib, "IB"), case=case, outcome=Outcome.DECLINED)

    case.refresh_from_db()
    assert (case.state, case.closed_on, case.outcome) == (State.CLOSED, TODAY, Outcome.DECLINED)


def test_a_missing_mark_needs_a_reason(case: Case, town: Town) -> None:
    with pytest.raises(policies.NotNow, match="zeg waarom een cijfer ontbreekt"):
        actions.evaluate(by=by(town.ib, "IB"), case=case, note="Klaar.", marks=_marks(parents=None))

    case.refresh_from_db()
    assert case.evaluated_on is None


def test_no_step_is_taken_that_the_table_does_not_know_whatever_is_sent(case: Case, town: Town) -> None:
    """And nothing closes with an outcome before it was evaluated, unless the family stopped, moved or lost the child."""
    closed = {"state": State.CLOSED, "closed_on": TODAY, "no_mark_reason": "Ziek"}
    met, moved = {**closed, "outcome": Outcome.MET}, {**closed, "outcome": Outcome.MOVED}
    for changes in (met, {**met, "evaluated_on": TODAY}):
        with pytest.raises(IntegrityError, match="this step is not taken"), transaction.atomic():
            Case.objects.update(**changes)
    Case.objects.update(**moved)
    with pytest.raises(IntegrityError, match="this step is not taken"), transaction.atomic():
        Case.objects.update(state=State.SUPPORTING, closed_on=None)
    Case.objects.update(state=State.WEIGHING, closed_on=None)
    with pytest.raises(IntegrityError, match="this step is not taken"), transaction.atomic():
        Case.objects.update(state=State.RAISED)


def test_a_reopened_question_goes_back_to_weighing(case: Case, town: Town) -> None:
    actions.close(by=by(town.ib, "IB"), case=case, outcome=Outcome.MOVED)

    actions.reopen(by=by(town.ib, "IB"), case=case)

    case.refresh_from_db()
    assert (case.state, case.closed_on, case.outcome) == (State.WEIGHING, None, "")


@pytest.mark.parametrize(
    ("constraint", "changes"),
    [
        ("case_closed_has_day", {"state": State.CLOSED}),
        ("case_closed_has_outcome", {"state": State.CLOSED, "closed_on": TODAY, "no_mark_reason": "Verhuisd"}),
        ("case_closed_has_marks_or_reason", {"state": State.CLOSED, "closed_on": TODAY, "outcome": Outcome.MOVED}),
        ("case_following_has_day", {"state": State.FOLLOWING}),
        ("case_evaluated_is_whole", {"state": State.EVALUATED, "no_mark_reason": "Ziek"}),
        ("case_evaluated_is_whole", {"state": State.EVALUATED, "evaluated_on": TODAY, "pupil_mark": 8}),
        ("case_marks_1_to_10", {"pupil_mark": 11}),
        ("case_has_theme", {"themes": []}),
    ],
)
def test_the_database_holds_the_rule(case: Case, constraint: str, changes: dict[str, object]) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(**changes)


def test_a_pupil_has_one_open_question(case: Case) -> None:
    copy = Case.objects.get(pk=case.pk)
    copy.pk = None

    with pytest.raises(IntegrityError, match="case_one_open_per_pupil"), transaction.atomic():
        copy.save(force_insert=True)


def test_half_a_question_is_not_saved(town: Town) -> None:
    """The second write (the woongemeente) fails on a team that is not the pupil's: nothing of the first stays."""
    broken = question(town, home=type(town.municipality)(code="GM9999", name="Nergens"))

    with pytest.raises((IntegrityError, ValueError)), transaction.atomic():
        actions.raise_question(by=by(town.ib, "IB"), question=broken)
        transaction.get_connection().check_constraints()

    assert (Pupil.objects.count(), Case.objects.count()) == (0, 0)


def test_a_child_that_the_team_knows_is_found_and_not_typed_again(town: Town, as_: Callable[..., Client]) -> None:
    known = actions.NewPupil("Zoë", "Meer", datetime.date(2016, 5, 9), "van der", "6")
    import_pupils(by=by(town.ib, "IB"), team=town.team, pupils=[Enrolled(known, town.municipality)])
    import_pupils(by=by(town.stranger, "IB"), team=town.other_team, pupils=[Enrolled(known, town.municipality)])
    ours = Pupil.objects.get(team=town.team)
    client = as_(town.ib)

    found = client.get("/vragen/nieuw/?zoek=zoe+vander+meir")

    assert [one.pupil for one in found.context["found"]] == [ours]
    assert f'href="?leerling={ours.pk}"' in found.text
    form = client.get(f"/vragen/nieuw/?leerling={ours.pk}").context["form"]
    told = {name: form[name].value() for name in ("given_name", "infix", "family_name", "birth_date", "group", "home")}
    assert told == {
        "given_name": "Zoë",
        "infix": "van der",
        "family_name": "Meer",
        "birth_date": known.birth_date,
        "group": "6",
        "home": town.municipality.pk,
    }
    assert set(Look.objects.values_list("kind", "what")) == {
        ("search", "bekend kind"),
        ("view", "gegevens van een kind"),
    }
    theirs = Pupil.objects.get(team=town.other_team)
    assert client.get(f"/vragen/nieuw/?leerling={theirs.pk}").context["chosen"] is None


def test_the_diagram_in_the_docs_is_that_of_the_table_of_steps() -> None:
    assert life_of_a_question() in (settings.BASE_DIR / "docs/casework.md").read_text()


def _marks(pupil: int | None = 8, parents: int | None = 7) -> actions.Marks:
    return actions.Marks(pupil=pupil, parents=parents)
