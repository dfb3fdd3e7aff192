"""What a team must do about keeping: answers in time, proposals to agree to, files without a row, and what others were told."""

import datetime
import os
from collections.abc import Callable
from pathlib import Path

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts.models import Look
from cases import actions, attached_files, family_copy, policies
from cases.actions import attachments, flags, removal, rights
from cases.enums import Outcome
from cases.models import Attachment, Case, CaseFlag, FamilyRequest, Match, Pupil, Removal, StaleCase
from cases.reading import rights as reading
from cases.retention import months_after, years_after
from tests.cases.conftest import TODAY, by, question
from tests.cast import Town

Kind, DAY = FamilyRequest.Kind, datetime.timedelta(days=1)
PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\n%%EOF"


@pytest.fixture
def media(tmp_path: Path, settings: object) -> Path:
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]
    return tmp_path


@pytest.fixture
def closed(case: Case, town: Town) -> Case:
    actions.close(by=by(town.ib, "IB"), case=case, outcome=Outcome.DECLINED)
    case.refresh_from_db()
    return case


# ---- Answers in time -------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (datetime.date(2026, 11, 2), 3, datetime.date(2027, 2, 2)),
        (datetime.date(2026, 11, 30), 3, datetime.date(2027, 2, 28)),
        (datetime.date(2027, 11, 30), 3, datetime.date(2028, 2, 29)),
        (datetime.date(2026, 12, 31), 12, datetime.date(2027, 12, 31)),
    ],
)
def test_months_end_on_the_same_day_or_the_last(day: datetime.date, months: int, then: datetime.date) -> None:
    assert months_after(day, months) == then


def standing(on: datetime.date) -> list[tuple[str, str]]:
    """Flags about what families asked, after the night of this day."""
    flags.recompute_all(today=on)
    return sorted(CaseFlag.objects.filter(cleared_on=None, rule="family_request").values_list("level", "why"))


@pytest.mark.parametrize(("kind", "months"), [(Kind.REMOVAL, 3), (Kind.INSPECTION, 1), (Kind.CORRECTION, 1)])
def test_a_request_is_flagged_before_its_term_ends_also_when_the_question_is_closed(
    closed: Case, town: Town, kind: Kind, months: int
) -> None:
    asked = rights.ask_right(by=by(town.ib, "IB"), pupil=closed.pupil, kind=kind, asked_by="Els")
    ends = months_after(TODAY, months)
    before = ends - datetime.timedelta(days=21)

    assert standing(before - DAY) == []
    assert [level for level, _ in standing(before)] == ["warn"]
    assert [level for level, _ in standing(ends)] == ["warn"]
    assert [level for level, _ in standing(ends + DAY)] == ["urgent"]
    rights.answer_right(by=by(town.ib, "IB", today=ends), request=asked, granted=False, answer="Nee, want …")
    assert standing(ends + DAY) == []


def test_a_promise_to_destroy_is_flagged_until_it_is_done(closed: Case, town: Town) -> None:
    ib, ends = by(town.ib, "IB"), months_after(TODAY, 3)
    asked = rights.ask_right(by=ib, pupil=closed.pupil, kind=Kind.REMOVAL, asked_by="Els")
    rights.answer_right(by=ib, request=asked, granted=True, answer="Wij vernietigen het.")

    [(level, why)] = standing(ends + DAY)
    assert (level, "toegezegd en nog niet gebeurd" in why) == ("urgent", True)
    made = removal.ask_removal(by=ib, pupil=closed.pupil)
    assert made.decide_by == ends
    assert len(standing(ends)) == 1, "the second person has not decided"
    removal.refuse_removal(by=by(town.privacy, "PRIVACY"), removal=made, why="Er loopt een rechtszaak.")
    assert standing(ends + DAY) == []


def test_the_flag_stands_on_the_newest_question_alone(closed: Case, town: Town) -> None:
    later = TODAY + 10 * DAY
    rights.ask_right(by=by(town.ib, "IB"), pupil=closed.pupil, kind=Kind.INSPECTION, asked_by="Els")
    new = actions.raise_question(by=by(town.ib, "IB", today=later), question=question(town, on=later))
    flags.recompute_all(today=later + DAY)

    assert list(CaseFlag.objects.filter(rule="family_request").values_list("case", flat=True)) == [new.pk]


def test_a_request_is_news_about_a_closed_question_too(closed: Case, town: Town) -> None:
    StaleCase.objects.all().delete()
    rights.ask_right(by=by(town.ib, "IB"), pupil=closed.pupil, kind=Kind.REMOVAL, asked_by="Els")

    assert set(StaleCase.objects.values_list("case_id", flat=True)) == {closed.pk}


# ---- Pages -----------------------------------------------------------------------------------------------------------
def test_a_proposal_is_agreed_to_on_its_own_page_also_without_a_question(
    town: Town, as_: Callable[..., Client]
) -> None:
    """A pupil that only an import brought has no question, and must go too."""
    pupil = Pupil.objects.create(
        team=town.team, given_name="Mila", family_name="Jansen", birth_date=datetime.date(2010, 1, 1),
        match_key="m", created_on=TODAY, left_on=TODAY,
    )  # fmt: skip
    falls = years_after(TODAY, 5)
    assert removal.propose_due(today=falls - DAY) == 0
    assert removal.propose_due(today=falls) == 1
    proposal = Removal.objects.get()
    noon = datetime.datetime(falls.year, falls.month, falls.day, 12, tzinfo=datetime.UTC)
    with time_machine.travel(noon):
        client = as_(town.ib)
        shown = client.get(reverse("cases:keeping"))
        page = client.get(reverse("cases:agree_removal", args=[proposal.pk]))
        assert "Mila Jansen" in shown.content.decode() and "bewaarafspraak" in page.content.decode()
        once = page.context["form"]["once"].value()
        sent = client.post(reverse("cases:agree_removal", args=[proposal.pk]), {"once": once})
        assert sent.status_code == 302
        assert as_(town.stranger).get(reverse("cases:agree_removal", args=[proposal.pk])).status_code == 404
    proposal.refresh_from_db()
    assert (proposal.state, proposal.asked_by) == (Removal.State.ASKED, town.ib.pk)
    assert Look.objects.filter(actor=town.ib.pk, subjects=[pupil.pk], kind=Look.Kind.LIST).exists()
    removal.approve_removal(by=by(town.privacy, "PRIVACY", today=falls), removal=proposal)
    removal.execute_removal(key=proposal.pk, today=falls)
    assert not Pupil.objects.exists()


def test_a_removal_is_asked_on_request_alone(closed: Case, town: Town, as_: Callable[..., Client]) -> None:
    page = as_(town.ib).get(reverse("cases:rights", args=[closed.pk])).content.decode()
    assert "Leg dan eerst het verzoek vast" in page and "Vraag om te vernietigen" not in page
    with pytest.raises(policies.NotNow, match="Leg eerst vast"):
        removal.ask_removal(by=by(town.ib, "IB"), pupil=closed.pupil)


# ---- What other teams were told --------------------------------------------------------------------------------------
def test_another_team_is_no_longer_told_that_the_child_was_known_here(closed: Case, town: Town) -> None:
    elsewhere = actions.raise_question(
        by=by(town.stranger, "IB"), question=question(town, team=town.other_team, lead=town.stranger.pk)
    )
    Match.objects.create(case=elsewhere, team=town.other_team, other_team=town.team, other_lead=town.ib, on=TODAY)
    other = question(town, name="Mila", team=town.other_team, lead=town.stranger.pk)
    apart = actions.raise_question(by=by(town.stranger, "IB"), question=other)
    Match.objects.create(case=apart, team=town.other_team, other_team=town.team, other_lead=town.ib, on=TODAY)

    destroy(closed, town)

    assert list(Match.objects.values_list("case", flat=True)) == [apart.pk]
    assert reading.requests_of(closed.pupil_id).count() == 0


def destroy(case: Case, town: Town) -> Removal:
    rights.ask_right(by=by(town.ib, "IB"), pupil=case.pupil, kind=Kind.REMOVAL, asked_by="Els")
    asked = removal.ask_removal(by=by(town.ib, "IB"), pupil=case.pupil)
    removal.approve_removal(by=by(town.privacy, "PRIVACY"), removal=asked)
    return removal.execute_removal(key=asked.pk, today=TODAY)


# ---- Files on disk ---------------------------------------------------------------------------------------------------
def aged(path: Path, days: int) -> None:
    then = datetime.datetime.combine(TODAY - days * DAY, datetime.time(12)).timestamp()
    os.utime(path, (then, then))


def test_a_file_whose_row_was_undone_goes_at_night_and_others_stay(case: Case, town: Town, media: Path) -> None:
    kept = attachments.attach(by=by(town.ib, "IB"), case=case, name="brief.pdf", content=PDF)
    undone, fresh = (attached_files.place(f"attachments/aa/{name}") for name in ("undone", "fresh"))
    undone.parent.mkdir(parents=True, exist_ok=True)
    for path, days in ((undone, 2), (fresh, 1), (attached_files.place(kept.stored), 9)):
        path.touch()
        aged(path, days)

    assert attachments.clear_orphans(today=TODAY) == 1

    assert (undone.exists(), fresh.exists(), attached_files.place(kept.stored).exists()) == (False, True, True)
    assert attachments.clear_orphans(today=TODAY) == 0


def test_a_copy_without_a_row_goes_at_night(case: Case, town: Town, media: Path) -> None:
    asked = rights.ask_export(by=by(town.ib, "IB"), pupil=case.pupil)
    rights.make_export(key=asked.pk, today=TODAY)
    stray = media / "exports" / "0199-stray.pdf"
    stray.touch()
    for path in (stray, family_copy.place(asked, "pdf")):
        aged(path, 3)

    rights.clear_exports(today=TODAY)

    assert (stray.exists(), family_copy.place(asked, "pdf").exists()) == (False, True)


def test_files_go_with_the_rows_and_not_before_the_commit(
    case: Case, town: Town, media: Path, django_capture_on_commit_callbacks: Callable
) -> None:
    attachments.attach(by=by(town.ib, "IB"), case=case, name="brief.pdf", content=PDF)
    asked = rights.ask_export(by=by(town.ib, "IB"), pupil=case.pupil)
    rights.make_export(key=asked.pk, today=TODAY)
    actions.close(by=by(town.ib, "IB"), case=case, outcome=Outcome.DECLINED)
    assert len([path for path in media.rglob("*") if path.is_file()]) == 3

    with django_capture_on_commit_callbacks(execute=False) as then:
        destroy(case, town)
    assert not Attachment.objects.exists()
    assert len([path for path in media.rglob("*") if path.is_file()]) == 3
    for callback in then:
        callback()

    assert [path for path in media.rglob("*") if path.is_file()] == []
