"""The family's rights: their requests and words, a copy of everything, destruction by two people; every field classified."""

import datetime
import json
from pathlib import Path

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.acting import acting_as
from accounts.models import Change
from cases import actions, family_copy, policies
from cases.actions import removal as removals
from cases.actions import rights
from cases.enums import Audience, ContactKind, Outcome
from cases.models import (
    Absence,
    Attachment,
    Case,
    FamilyExport,
    FamilyRequest,
    Guardian,
    LogEntry,
    Pupil,
    Remains,
    Removal,
    RetentionTerm,
    Statement,
)
from cases.models.rights import Slice, TermStart
from cases.models.rows import PERSON, SAFE, TeamRow
from cases.reading import rights as reading
from cases.reading.whole_file import FAMILY, FILE, NOT_ABOUT_A_CHILD
from cases.retention import File, Term, due, years_after
from tests.cases.conftest import TODAY, by
from tests.cases.parts import planned
from tests.cast import Town

ROWS = {kind.model for kind in (*FILE, *FAMILY)}
LATER = datetime.date(2060, 1, 1)


# ---- The list of everything ----------------------------------------------------------------------------------------
def ours() -> list[type[TeamRow]]:
    return [model for model in apps.get_app_config("cases").get_models() if issubclass(model, TeamRow)]


def test_every_table_about_a_child_is_in_the_list_that_is_shown_and_removed() -> None:
    assert {model.__name__ for model in ours()} == {model.__name__ for model in (*ROWS, *NOT_ABOUT_A_CHILD)}


@pytest.mark.parametrize("model", ours(), ids=lambda model: model.__name__)
def test_every_field_about_a_person_is_classified(model: type[TeamRow]) -> None:
    own = {field.name for field in model._meta.concrete_fields} - {"id", "team", "municipality", "case"}
    told = set(model.PRIVACY) - {"case"}

    assert told == own
    assert set(model.PRIVACY.values()) <= {SAFE, PERSON}


# ---- Requests and words ----------------------------------------------------------------------------------------------
def test_a_request_is_asked_once_and_answered_once(case: Case, town: Town) -> None:
    ib = by(town.ib, "IB")
    asked = rights.ask_right(
        by=ib, pupil=case.pupil, kind=FamilyRequest.Kind.CORRECTION, asked_by="Els", what="Groep 5."
    )
    with pytest.raises(policies.NotNow, match="ligt al"):
        rights.ask_right(by=ib, pupil=case.pupil, kind=FamilyRequest.Kind.CORRECTION, asked_by="Els")

    rights.answer_right(by=ib, request=asked, granted=True, answer="Verbeterd.")

    asked.refresh_from_db()
    assert (asked.answered_on, asked.granted, asked.answer) == (TODAY, True, "Verbeterd.")
    with pytest.raises(policies.NotNow, match="al beantwoord"):
        rights.answer_right(by=ib, request=asked, granted=False, answer="Toch niet.")


def test_a_statement_is_added_to_a_closed_file_too_and_never_changed(case: Case, town: Town) -> None:
    from django.db import ProgrammingError

    actions.close(by=by(town.ib, "IB"), case=case, outcome=Outcome.DECLINED)
    rights.add_statement(by=by(town.ib, "IB"), case=case, told_by="Els", text="Wij zagen het anders.")

    assert Statement.objects.get().text == "Wij zagen het anders."
    with pytest.raises(ProgrammingError, match="permission denied"), acting_as(by(town.ib, "IB"), writes=True):
        Statement.objects.update(text="Iets anders.")


@pytest.mark.parametrize(
    ("model", "constraint", "changes"),
    [
        (FamilyRequest, "family_request_answer_is_whole", {"answered_on": TODAY}),
        (Statement, "statement_is_whole", {"text": ""}),
    ],
)
def test_the_database_holds_the_rule(case: Case, town: Town, model: type, constraint: str, changes: dict) -> None:
    ib = by(town.ib, "IB")
    rights.ask_right(by=ib, pupil=case.pupil, kind=FamilyRequest.Kind.INSPECTION, asked_by="Els")
    rights.add_statement(by=ib, case=case, told_by="Els", text="Zo was het.")

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        model.objects.update(**changes)


# ---- A copy of everything --------------------------------------------------------------------------------------------
@pytest.fixture
def media(tmp_path: Path, settings: object) -> Path:
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]
    return tmp_path


def told(case: Case, town: Town) -> None:
    planned(case, town)
    for who, role, audience, body in (
        (town.ib, "IB", Audience.TEAM, "Samen besproken."),
        (town.ib, "IB", Audience.SCHOOL, "Alleen van school."),
        (town.mate, "JGW", Audience.YOUTH, "Alleen van jeugd."),
    ):
        contact = actions.Contact(case, TODAY, ContactKind.CHILD, 10, body, audience)
        actions.log_contact(by=by(who, role), contact=contact)


def test_a_copy_holds_what_is_shared_and_of_ones_own_side_and_no_more(case: Case, town: Town, media: Path) -> None:
    told(case, town)
    asked = rights.ask_export(by=by(town.ib, "IB"), pupil=case.pupil)

    made = rights.make_export(key=asked.pk, today=TODAY)

    assert (made.state, made.done, made.total) == (FamilyExport.State.DONE, made.total, len(FILE) + len(FAMILY))
    data = json.loads(family_copy.place(made, "json").read_text())
    assert sorted(row["body"] for row in data["tables"]["logentry"]) == ["Alleen van school.", "Samen besproken."]
    assert data["tables"]["pupil"][0]["given_name"] == "Noor"
    assert data["tables"]["guardian"][0]["name"] == "Els de Wit"
    pdf = family_copy.place(made, "pdf").read_bytes()
    assert pdf.startswith(b"%PDF-") and b"/MarkInfo" in pdf


def test_a_copy_made_twice_is_the_same_and_goes_after_a_week(case: Case, town: Town, media: Path) -> None:
    asked = rights.ask_export(by=by(town.ib, "IB"), pupil=case.pupil)
    with pytest.raises(policies.NotNow, match="wordt al gemaakt"):
        rights.ask_export(by=by(town.ib, "IB"), pupil=case.pupil)
    rights.make_export(key=asked.pk, today=TODAY)
    rights.make_export(key=asked.pk, today=TODAY)
    FamilyExport.objects.update(made_at=datetime.datetime(2026, 10, 1, tzinfo=datetime.UTC))

    assert rights.clear_exports(today=TODAY) == 1

    assert not family_copy.place(asked, "pdf").exists()
    assert FamilyExport.objects.get().state == FamilyExport.State.GONE


# ---- Terms -----------------------------------------------------------------------------------------------------------
TERMS = [
    Term("jeugd_plan", Slice.YOUTH, 20, TermStart.LAST_CHANGE),
    Term("jeugd_gesprek", Slice.YOUTH, 5, TermStart.LAST_CHANGE),
    Term("school", Slice.SCHOOL, 2, TermStart.LEFT),
    Term("school_tlv", Slice.SCHOOL, 3, TermStart.LEFT),
    Term("verzuim", Slice.ABSENCE, 5, TermStart.LEFT),
]
#: A busy machine is no fault of the strategy.
unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
days = st.dates(datetime.date(2005, 1, 1), datetime.date(2035, 12, 31))


@unhurried
@given(
    born=days,
    changed=days,
    left=st.none() | days,
    provision=st.booleans(),
    special=st.booleans(),
    running=st.booleans(),
)
def test_nothing_is_due_too_early_and_nothing_too_late(born, changed, left, provision, special, running) -> None:
    file = File(born, changed, left, provision, special, running)
    found = due(file, TERMS)
    if running:
        assert found == {}
        return
    gone = left or years_after(born, 23)
    wanted = {
        Slice.YOUTH: years_after(changed, 20 if provision else 5),
        Slice.SCHOOL: years_after(gone, 3 if special else 2),
        Slice.ABSENCE: years_after(gone, 5),
    }
    assert {piece: one.on for piece, one in found.items() if piece != Slice.WHOLE} == wanted
    assert found[Slice.WHOLE].on == max(wanted.values())


@unhurried
@given(
    changed=days,
    left=days,
    provision=st.booleans(),
    asked=st.dates(datetime.date(2005, 1, 1), datetime.date(2060, 1, 1)),
)
def test_a_later_change_never_makes_anything_due_sooner(changed, left, provision, asked) -> None:
    born = datetime.date(2004, 1, 1)
    before = due(File(born, changed, left, provision, False, False), TERMS)
    after = due(File(born, max(changed, asked), left, provision, False, False), TERMS)

    assert all(after[piece].on >= one.on for piece, one in before.items())


def test_the_terms_of_the_table_are_those_of_the_test(db: None) -> None:
    assert sorted(reading.terms(), key=lambda term: term.code) == sorted(TERMS, key=lambda term: term.code)
    assert RetentionTerm.objects.filter(article="").count() == 0


# ---- Destruction -----------------------------------------------------------------------------------------------------
@pytest.fixture
def ended(case: Case, town: Town, media: Path) -> Case:
    told(case, town)
    actions.close(by=by(town.ib, "IB"), case=case, outcome=Outcome.DECLINED)
    case.refresh_from_db()
    return case


def test_an_open_question_blocks_destruction_and_says_so(case: Case, town: Town) -> None:
    with pytest.raises(removals.Blocked, match="Er loopt nog een ondersteuningsvraag"):
        asked_for(case, town)


def test_without_a_request_of_the_family_nobody_asks_for_destruction(ended: Case, town: Town) -> None:
    ib = by(town.ib, "IB")
    with pytest.raises(policies.NotNow, match="Leg eerst vast"):
        removals.ask_removal(by=ib, pupil=ended.pupil)
    asked = rights.ask_right(by=ib, pupil=ended.pupil, kind=FamilyRequest.Kind.REMOVAL, asked_by="Els")
    rights.answer_right(by=ib, request=asked, granted=False, answer="U wilde het toch bewaren.")
    with pytest.raises(policies.NotNow, match="Leg eerst vast"):
        removals.ask_removal(by=ib, pupil=ended.pupil)


def asked_for(case: Case, town: Town) -> Removal:
    """The family asked, and the first of two people says so."""
    ib = by(town.ib, "IB")
    rights.ask_right(by=ib, pupil=case.pupil, kind=FamilyRequest.Kind.REMOVAL, asked_by="Els")
    return removals.ask_removal(by=ib, pupil=case.pupil)


def decided(case: Case, town: Town) -> Removal:
    asked = asked_for(case, town)
    return removals.approve_removal(by=by(town.privacy, "PRIVACY"), removal=asked)


def test_two_people_destroy_a_file_and_what_counts_remains(ended: Case, town: Town) -> None:
    entries = LogEntry.objects.count()
    before = (
        Change.objects.filter(new__icontains="Noor").count()
        + Change.objects.filter(new__icontains="Els de Wit").count()
    )
    assert before > 0

    done = removals.execute_removal(key=decided(ended, town).pk, today=TODAY)

    assert done.state == Removal.State.DONE
    assert [model.__name__ for model in sorted(ROWS, key=lambda one: one.__name__) if model.objects.exists()] == []
    kept = Remains.objects.filter(kind="cases.logentry")
    assert kept.count() == entries
    assert kept.first().facts == {
        "on": "2026-11", "kind": "kind", "minutes": 10, "role": "IB", "keeper": "school", "audience": "team",
        "recorded_at": kept.first().facts["recorded_at"],
    }  # fmt: skip
    assert done.counts["cases.logentry"] == entries
    everything = json.dumps(list(Remains.objects.values_list("facts", flat=True)))
    for word in ("Noor", "Wit", "slaapt", str(ended.pk), str(ended.pupil_id), "besproken"):
        assert word not in everything


def test_the_log_of_changing_keeps_who_and_when_and_forgets_what_it_said(ended: Case, town: Town) -> None:
    removals.execute_removal(key=decided(ended, town).pk, today=TODAY)

    rows = Change.objects.filter(table_name="cases_pupil", row_id=ended.pupil_id)
    assert set(rows.values_list("operation", flat=True)) == {"insert", "delete"}
    casework = Change.objects.filter(table_name__startswith="cases_")
    for word in ("Noor", "Els de Wit", "slaapt", "Samen besproken"):
        assert not casework.filter(old__icontains=word).exists()
        assert not casework.filter(new__icontains=word).exists()


def test_running_it_again_does_nothing_more(ended: Case, town: Town) -> None:
    removal = decided(ended, town)
    removals.execute_removal(key=removal.pk, today=TODAY)
    remains = Remains.objects.count()

    removals.execute_removal(key=removal.pk, today=TODAY)

    assert Remains.objects.count() == remains


def test_a_question_that_came_in_between_stops_it(ended: Case, town: Town) -> None:
    removal = decided(ended, town)
    actions.reopen(by=by(town.ib, "IB"), case=ended)

    stopped = removals.execute_removal(key=removal.pk, today=TODAY)

    assert (stopped.state, Pupil.objects.count()) == (Removal.State.REFUSED, 1)
    assert stopped.blocked_by == ["Er loopt nog een ondersteuningsvraag. Sluit die eerst af."]


@pytest.mark.parametrize("table", ["cases_pupil", "cases_case", "cases_logentry", "cases_plan"])
def test_the_database_deletes_nothing_without_two_people(ended: Case, town: Town, table: str) -> None:
    asked_for(ended, town)

    with (
        pytest.raises(IntegrityError, match="no two people decided"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"delete from {table}")


def test_two_people_who_decided_on_a_part_did_not_decide_on_the_rest(ended: Case, town: Town) -> None:
    two = {"asked_by": town.ib.pk, "approved_by": town.privacy.pk}
    Removal.objects.create(
        team_id=town.team.pk, pupil_id=ended.pupil_id, reason="termijn", slice=Slice.SCHOOL, due_on=TODAY,
        proposed_on=TODAY, state=Removal.State.APPROVED, **two,
    )  # fmt: skip
    for rows in (LogEntry.objects.filter(keeper="youth"), Pupil.objects.all()):
        with pytest.raises(IntegrityError, match="no two people decided"), transaction.atomic():
            rows._raw_delete("default")

    LogEntry.objects.filter(keeper="school")._raw_delete("default")

    assert [one.keeper for one in LogEntry.objects.all()] == ["youth"]


def test_one_person_is_not_two(ended: Case, town: Town) -> None:
    asked = asked_for(ended, town)

    with pytest.raises(IntegrityError, match="removal_by_two_people"), transaction.atomic():
        Removal.objects.filter(pk=asked.pk).update(state="akkoord", approved_by=town.ib.pk)
    with acting_as(by(town.ib, "IB"), writes=True):
        assert Removal.objects.filter(pk=asked.pk).update(state="niet", refused_because="x") == 0


def test_the_worker_proposes_on_the_day_and_not_before(ended: Case, town: Town) -> None:
    Pupil.objects.update(left_on=TODAY)
    Absence.objects.create(
        team=town.team, pupil=ended.pupil, kind="ongeoorloofd", first_on=TODAY, source="hand", recorded_on=TODAY
    )
    day = datetime.timedelta(days=1)
    for piece, years in (("school", 2), ("verzuim", 5), ("alles", 20)):
        falls = years_after(TODAY, years)
        assert not Removal.objects.filter(slice=piece).exists()
        removals.propose_due(today=falls - day)
        assert not Removal.objects.filter(slice=piece).exists()
        removals.propose_due(today=falls)
        assert Removal.objects.get(slice=piece).due_on == falls
        assert removals.propose_due(today=falls) == 0


def test_a_slice_goes_and_the_rest_stays(ended: Case, town: Town) -> None:
    Pupil.objects.update(left_on=TODAY)
    falls = years_after(TODAY, 2)
    removals.propose_due(today=falls)
    proposal = Removal.objects.get(slice=Slice.SCHOOL)
    removals.agree_to_proposal(by=by(town.ib, "IB", today=falls), removal=proposal)
    removals.approve_removal(by=by(town.privacy, "PRIVACY", today=falls), removal=proposal)

    removals.execute_removal(key=proposal.pk, today=falls)

    assert [entry.keeper for entry in LogEntry.objects.all()] == ["youth"]
    assert (Pupil.objects.count(), Guardian.objects.count(), Attachment.objects.count()) == (1, 1, 0)
