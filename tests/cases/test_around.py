"""The same child elsewhere, attachments, changes of school, marks, two people at one text, the daily mail."""

import datetime
import io
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client

from accounts.acting import acting_as
from accounts.models import Look
from cases import access, actions, attached_files, policies
from cases.actions import NoBasis, digest, lists, marks
from cases.actions import transitions as moves
from cases.actions.attachments import attach
from cases.enums import AccessScope, Approach, Audience, ContactKind, Theme
from cases.models import Attachment, Case, CaseAccess, Handover, LogEntry, Match, MatchCheck, Plan, ProviderMark, Pupil
from cases.models.marks import MarkBy
from cases.models.sharing import Purpose
from cases.models.transitions import Part, TransitionKind
from cases.policies import ChangedMeanwhile
from schools.models import Provider
from shell.forms import CHOOSE_AGAIN
from tests.cases.conftest import TODAY, agreed, by, question
from tests.cases.parts import ground, leerplicht, met, planned, sharing
from tests.cast import Town


@pytest.fixture(autouse=True)
def media(tmp_path: Path, settings: object) -> Path:
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]
    return tmp_path


# ---- The same child at another team ---------------------------------------------------------------------------------
def elsewhere(town: Town) -> Case:
    asked = question(town, team=town.other_team, lead=town.stranger.pk)
    with acting_as(by(town.stranger, "IB"), writes=True):
        return actions.raise_question(by=by(town.stranger, "IB"), question=asked)


def here(town: Town, name: str = "Noor") -> Case:
    with acting_as(by(town.ib, "IB"), writes=True):
        return actions.raise_question(by=by(town.ib, "IB"), question=question(town, name=name))


def test_both_leads_learn_that_there_is_a_colleague_and_no_more(town: Town) -> None:
    there, ours = elsewhere(town), here(town)

    assert set(Match.objects.values_list("case", "other_team", "other_lead")) == {
        (ours.pk, town.other_team.pk, town.stranger.pk),
        (there.pk, town.team.pk, town.ib.pk),
    }
    with acting_as(by(town.ib, "IB"), writes=False):
        assert (Match.objects.count(), Case.objects.count(), Pupil.objects.count()) == (1, 1, 1)
    assert list(MatchCheck.objects.order_by("at").values_list("actor", "found", "refused")) == [
        (town.stranger.pk, 0, False),
        (town.ib.pk, 1, False),
    ]


def test_another_child_matches_nobody(town: Town) -> None:
    elsewhere(town)
    here(town, name="Anna")

    assert Match.objects.count() == 0


def test_nothing_is_compared_for_a_child_that_left_or_above_the_daily_number(town: Town) -> None:
    elsewhere(town)
    MatchCheck.objects.bulk_create(
        MatchCheck(on=TODAY, actor=town.ib.pk, case_id=town.ib.pk, team_id=town.team.pk, found=0) for _ in range(40)
    )

    here(town)

    assert Match.objects.count() == 0
    assert MatchCheck.objects.filter(refused=True).count() == 1


def test_the_page_of_a_match_shows_the_colleague(town: Town, as_: Callable[..., Client]) -> None:
    elsewhere(town)
    ours = here(town)
    client, found = as_(town.ib), Match.objects.get(case=ours)

    page = client.get(f"/elders-bekend/{found.pk}/")
    assert town.stranger.email in page.text
    client.post(f"/elders-bekend/{found.pk}/")

    found.refresh_from_db()
    assert found.told_on is not None
    assert as_(town.stranger).get(f"/elders-bekend/{found.pk}/").status_code == 404


# ---- Attachments ------------------------------------------------------------------------------------------------------
PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\n%%EOF"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)


def archive(*names: str) -> bytes:
    found = io.BytesIO()
    with zipfile.ZipFile(found, "w") as made:
        for name in names:
            made.writestr(name, "x")
    return found.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "kind", "shown"),
    [
        ("brief.pdf", PDF, "application/pdf", "brief.pdf"),
        ("foto.exe", PNG, "image/png", "foto.png"),
        ("../../etc/pass wd.txt", b"gewone tekst", "text/plain", "pass wd.txt"),
        ("verslag.docx", archive("word/document.xml"), attached_files.DOCX, "verslag.docx"),
    ],
)
def test_the_content_decides_what_it_is(name: str, content: bytes, kind: str, shown: str) -> None:
    judged = attached_files.judge(name, content)

    assert (judged.content_type, judged.name) == (kind, shown)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"MZ\x90\x00 a program",
        b"<html><script>alert(1)</script></html>",
        b"<?xml version='1.0'?><svg onload='x'/>",
        PDF + b"<</S/JavaScript/JS(app.alert(1))>>",
        PDF + b"<</S/J#61vaScript>>",
        PDF + b"stream\n" + zlib.compress(b"<</S/Launch>>") + b"endstream",
        archive("word/document.xml", "word/vbaProject.bin"),
        archive("anything.txt"),
        b"PK\x03\x04 broken",
        bytes(attached_files.LARGEST + 1),
    ],
    ids=[
        "empty",
        "program",
        "html",
        "svg",
        "pdf-js",
        "pdf-escaped",
        "pdf-hidden",
        "macro",
        "archive",
        "broken",
        "large",
    ],
)
def test_active_or_unknown_content_is_refused(content: bytes) -> None:
    with pytest.raises(attached_files.NotAccepted):
        attached_files.judge("brief.pdf", content)


def test_a_file_is_stored_by_key_outside_the_web_root_and_served_as_a_download(
    case: Case, town: Town, media: Path, as_: Callable[..., Client]
) -> None:
    made = attach(by=by(town.ib, "IB"), case=case, name="verslag Noor.pdf", content=PDF)
    stored = [path for path in media.rglob("*") if path.is_file()]

    answer = as_(town.mate).get(f"/bijlagen/{made.pk}/")

    assert [path.name for path in stored] == [str(made.pk)]
    assert answer.content == PDF
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert Look.objects.get().kind == Look.Kind.DOWNLOAD
    assert as_(town.stranger).get(f"/bijlagen/{made.pk}/").status_code == 404


def test_own_side_attachments_stay_on_that_side_and_let_in_sees_the_teams(case: Case, town: Town) -> None:
    attach(by=by(town.mate, "JGW"), case=case, name="a.pdf", content=PDF, audience=Audience.YOUTH)
    attach(by=by(town.ib, "IB"), case=case, name="b.pdf", content=PDF)
    given = sharing(case, leerplicht(case, town), Purpose.REPORT, ground("leerplicht"))
    actions.let_in(by=by(town.ib, "IB"), sharing=given, scope=AccessScope.FILE)

    def read(someone: object, role: str) -> list[str]:
        with acting_as(by(someone, role), writes=False):  # type: ignore[arg-type]
            return sorted(Attachment.objects.values_list("name", flat=True))

    assert read(town.mate, "JGW") == ["a.pdf", "b.pdf"]
    assert read(town.ib, "IB") == ["b.pdf"]
    assert read(town.leerplicht, "LEERPLICHT") == ["b.pdf"]
    assert read(town.stranger, "IB") == []


def test_a_file_that_is_refused_leaves_nothing_behind(case: Case, town: Town, media: Path) -> None:
    with pytest.raises(IntegrityError, match="attachment_own_side_is_keeper"), transaction.atomic():
        attach(by=by(town.ib, "IB"), case=case, name="a.pdf", content=PDF, audience=Audience.YOUTH)

    assert [path for path in media.rglob("*") if path.is_file()] == []


# ---- Change of school ---------------------------------------------------------------------------------------------------
def handed(case: Case, town: Town, **changes: object) -> moves.NewHandover:
    told = {
        "case": case,
        "to_team": town.other_team,
        "receiver": town.stranger.pk,
        "parts": [Part.QUESTION, Part.PLAN],
        "family_saw_on": TODAY,
        "basis": ground(),
    }
    return moves.NewHandover(**{**told, **changes})  # type: ignore[arg-type]


def test_the_receiver_reads_the_chosen_parts_and_nothing_else(case: Case, town: Town) -> None:
    planned(case, town)
    actions.log_contact(
        by=by(town.ib, "IB"), contact=actions.Contact(case, TODAY, ContactKind.CHILD, 10, "Blijft hier.")
    )
    moves.hand_over(by=by(town.ib, "IB"), handover=handed(case, town))

    with acting_as(by(town.stranger, "IB"), writes=False):
        (found,) = Handover.objects.all()
        rest = [model.objects.count() for model in (Case, Pupil, LogEntry, Plan, Attachment)]
    assert rest == [0, 0, 0, 0, 0]
    assert [section["title"] for section in found.content["sections"]] == ["ondersteuningsvragen", "plannen", "doelen"]
    assert "Blijft hier." not in str(found.content)
    with acting_as(by(town.jeugdconsulent, "JEUGDCONSULENT"), writes=False):
        assert Handover.objects.count() == 0


def test_without_a_basis_nothing_goes_over(case: Case, town: Town) -> None:
    with pytest.raises(NoBasis):
        moves.hand_over(by=by(town.ib, "IB"), handover=handed(case, town, basis=None))
    assert (Handover.objects.count(), CaseAccess.objects.count()) == (0, 0)


def test_consent_for_the_handover_carries_it(case: Case, town: Town) -> None:
    from cases.actions import NewParty, add_party
    from cases.models.sharing import PartyKind

    to = add_party(
        by=by(town.ib, "IB"),
        team=town.team.pk,
        party=NewParty(PartyKind.TEAM, name=town.other_team.name, other_team=town.other_team),
    )
    agreed(case, town, to, Purpose.HANDOVER)

    made = moves.hand_over(by=by(town.ib, "IB"), handover=handed(case, town, basis=None))

    assert made.sharing.consent_id is not None


def test_the_receiver_goes_on_with_it_in_the_own_team(case: Case, town: Town) -> None:
    made = moves.hand_over(by=by(town.ib, "IB"), handover=handed(case, town))
    theirs = by(town.stranger, "IB")
    with acting_as(theirs, writes=True):
        new = moves.take_over(by=theirs, handover=Handover.objects.get(pk=made.pk))

    assert (new.team_id, new.lead_id, new.question) == (town.other_team.pk, town.stranger.pk, case.question)
    made.refresh_from_db()
    assert made.received_on == TODAY
    with pytest.raises(access.NotYours, match="voor een collega"):
        moves.receive_handover(by=by(town.mate, "JGW"), handover=made)


@pytest.mark.parametrize(
    ("constraint", "changes"),
    [
        ("handover_has_parts", {"parts": []}),
        ("handover_family_saw_it_first", {"family_saw_on": TODAY + datetime.timedelta(days=1)}),
    ],
)
def test_the_database_holds_the_rule_of_handovers(case: Case, town: Town, constraint: str, changes: dict) -> None:
    moves.hand_over(by=by(town.ib, "IB"), handover=handed(case, town))

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Handover.objects.update(**changes)


def test_a_change_of_school_is_known_once_and_finished(case: Case, town: Town) -> None:
    told = {"case": case, "kind": TransitionKind.PO_VO, "on": TODAY, "school": "Thorbecke"}
    made = moves.record_transition(by=by(town.ib, "IB"), **told)
    with pytest.raises(policies.NotNow, match="al een overgang open"):
        moves.record_transition(by=by(town.ib, "IB"), **told)

    moves.finish_transition(by=by(town.ib, "IB"), transition=made)

    assert moves.record_transition(by=by(town.ib, "IB"), **told).pk != made.pk


# ---- Marks ------------------------------------------------------------------------------------------------------------
def test_each_side_gives_its_own_mark_once(case: Case, town: Town, provider: Provider) -> None:
    one = marks.NewMark(case, provider, MarkBy.SCHOOL, mark=8)
    marks.mark_provider(by=by(town.ib, "IB"), mark=one)

    with pytest.raises(policies.NotNow, match="al een cijfer"):
        marks.mark_provider(by=by(town.ib, "IB"), mark=one)
    with pytest.raises(access.NotYours):
        marks.mark_provider(by=by(town.mate, "JGW"), mark=one)
    marks.mark_provider(
        by=by(town.mate, "JGW"), mark=marks.NewMark(case, provider, MarkBy.HELPER, no_mark_reason="Net begonnen.")
    )


@pytest.mark.parametrize(
    ("constraint", "changes"),
    [("provider_mark_1_to_10", {"mark": 11}), ("provider_mark_or_reason", {"mark": None})],
)
def test_the_database_holds_the_rule_of_marks(
    case: Case, town: Town, provider: Provider, constraint: str, changes: dict
) -> None:
    marks.mark_provider(by=by(town.ib, "IB"), mark=marks.NewMark(case, provider, MarkBy.SCHOOL, mark=8))

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        ProviderMark.objects.update(**changes)


# ---- Two people at one text, and a lost session ------------------------------------------------------------------------
def words(text: str) -> moves.NewWords:
    return moves.NewWords(text, (Theme.LEARNING,), Approach.PREVENTIVE)


def test_two_people_at_one_text_both_keep_it(case: Case, town: Town, as_: Callable[..., Client]) -> None:
    import uuid

    moves.change_question(by=by(town.mate, "JGW"), case=case, words=words("Tekst van Jan."), version=1)
    with pytest.raises(ChangedMeanwhile):
        moves.change_question(by=by(town.ib, "IB"), case=case, words=words("Tekst van Ineke."), version=1)

    sent = {"text": "Tekst van Ineke.", "themes": ["leren"], "approach": "curatief", "family_agreed_on": "1-11-2026"}
    sent |= {"version": 1, "once": uuid.uuid4()}
    client = as_(town.ib)
    shown = client.post(f"/vragen/{case.pk}/wijzigen/", sent)

    assert shown.status_code == 422
    assert "Tekst van Jan." in shown.text and "Tekst van Ineke." in shown.text
    again = client.post(f"/vragen/{case.pk}/wijzigen/", {**sent, "version": shown.context["form"]["version"].value()})
    case.refresh_from_db()
    assert (again.status_code, case.question, case.version) == (302, "Tekst van Ineke.", 3)
    assert (case.approach, case.family_agreed_on) == (Approach.CURATIVE, datetime.date(2026, 11, 1))


def test_a_lost_session_loses_no_letter(case: Case, town: Town, as_: Callable[..., Client]) -> None:
    client = as_(town.ib)
    address = f"/vragen/{case.pk}/wijzigen/"
    kept_at = client.get(address).context["form"].draft_url
    client.post(kept_at, {"text": "Half af", "themes": ["leren", "thuis"], "version": 1})
    client.logout()

    page = as_(town.ib).get(address)

    assert page.context["form"]["text"].value() == "Half af"
    assert page.context["form"]["themes"].value() == ["leren", "thuis"]
    assert (page.context["theirs"], "Wat u typte, staat er nog" in page.text) == ([], True)


def test_a_draft_that_was_begun_before_a_colleague_saved_shows_both_texts(
    case: Case, town: Town, as_: Callable[..., Client]
) -> None:
    """Otherwise coming back to one's own half text would write over theirs without a word."""
    client, address = as_(town.ib), f"/vragen/{case.pk}/wijzigen/"
    client.post(client.get(address).context["form"].draft_url, {"text": "Half af", "version": 1})
    moves.change_question(by=by(town.mate, "JGW"), case=case, words=words("Tekst van Jan."), version=1)

    page = client.get(address)

    assert "Tekst van Jan." in page.text and page.context["form"]["text"].value() == "Half af"
    assert page.context["form"]["version"].value() == 2


@pytest.mark.parametrize(
    ("address", "field"),
    [
        ("plan/actie/", "what"),
        ("delen/nieuw/", "what"),
        ("ondersteuning/nieuw/", "what"),
        ("jeugdhulp/andere-route/", "note"),
        ("rechten/verzoek/", "what"),
        ("casusregisseur/verzoek/", "wish"),
        ("evalueren/", "note"),
        ("kind/", "family_name"),
        ("gezin/ouder/", "name"),
        ("delen/partij/", "name"),
    ],
)
def test_whatever_one_types_about_a_child_is_kept(
    case: Case, town: Town, as_: Callable[..., Client], address: str, field: str
) -> None:
    client, page = as_(town.ib), f"/vragen/{case.pk}/{address}"
    client.post(client.get(page).context["form"].draft_url, {field: "Half af"})

    assert client.get(page).context["form"][field].value() == "Half af"


def test_what_one_types_about_a_meeting_an_action_or_a_file_is_kept(
    case: Case, town: Town, as_: Callable[..., Client]
) -> None:
    """A browser cannot keep the file itself: the form says so when it comes back."""
    client, meeting = as_(town.ib), met(town, cases=(case,))
    task = actions.add_task(by=by(town.ib, "IB"), case=case, task=actions.NewTask("Bellen", TODAY, person=town.ib.pk))
    lines = "voornaam;achternaam;geboortedatum\nMila;Bos;1-2-2018"
    for address, field, text in (
        ("/overleg/nieuw/", "subject", "Rust in de klas"),
        (f"/overleg/{meeting.pk}/wijzigen/", "place", "Kamer 3"),
        (f"/acties/{task.pk}/", "what", "Ouders bellen"),
        (f"/vragen/{case.pk}/bijlagen/nieuw/", "own_side", "on"),
        ("/leerlingen/overnemen/", "text", lines),
        ("/verzuim/overnemen/", "text", lines),
    ):
        blank = client.get(address)
        client.post(blank.context["form"].draft_url, {field: text, "version": 1})
        back = client.get(address)
        assert back.context["form"][field].value() == text, address
        assert (CHOOSE_AGAIN in back.text) == ("file" in back.context["form"].fields), address
        assert CHOOSE_AGAIN not in blank.text


def test_an_agenda_that_was_not_ticked_stays_so_in_a_draft(case: Case, town: Town, as_: Callable[..., Client]) -> None:
    client = as_(town.ib)
    form = client.get("/overleg/nieuw/").context["form"]
    assert form["agenda"].value() == [str(case.pk)]
    client.post(form.draft_url, {"subject": "Rust", "team": str(town.team.pk)})

    assert client.get("/overleg/nieuw/").context["form"]["agenda"].value() == []
    assert client.get("/overleg/nieuw/?soort=training").context["form"]["subject"].value() != "Rust"


# ---- The daily mail -----------------------------------------------------------------------------------------------------
def test_the_mail_says_numbers_and_nothing_about_a_child(case: Case, town: Town) -> None:
    actions.add_task(by=by(town.ib, "IB"), case=case, task=actions.NewTask("Noor bellen", TODAY, person=town.ib.pk))

    assert digest.send(person=town.ib.pk, today=TODAY) is True

    (sent,) = mail.outbox
    assert sent.to == [town.ib.email]
    assert "acties voor vandaag: 1" in sent.body
    for word in ("Noor", "de Wit", "bellen", str(case.pk)):
        assert word not in sent.body + sent.subject


def test_the_desk_is_told_how_many_requests_wait(case: Case, town: Town) -> None:
    actions.request_escalation(by=by(town.mate, "JGW"), case=case, home=town.municipality, reason="Noor heeft angst.")
    later = TODAY + datetime.timedelta(weeks=6)
    assert town.jeugdconsulent.pk in digest.who_gets_mail(today=TODAY)

    assert digest.send(person=town.jeugdconsulent.pk, today=TODAY) and digest.send(
        person=town.jeugdconsulent.pk, today=later
    )

    first, second = (sent.body for sent in mail.outbox)
    assert "aanvragen zonder besluit: 1\n" in first and "(bijna te laat: 1)" in second
    assert not any(word in first + second for word in ("Noor", "angst", str(case.pk)))


def test_who_said_no_or_has_nothing_waiting_gets_no_mail(case: Case, town: Town) -> None:
    assert town.ib.pk in digest.who_gets_mail(today=TODAY)
    assert town.officer.pk not in digest.who_gets_mail(today=TODAY)
    lists.choose_digest(by=by(town.ib, "IB"), wanted=False)

    assert town.ib.pk not in digest.who_gets_mail(today=TODAY)
    assert digest.send(person=town.ortho.pk, today=TODAY) is False
    assert mail.outbox == []


def test_marks_can_be_read_where_support_is(
    case: Case, town: Town, provider: Provider, as_: Callable[..., Client]
) -> None:
    mark = marks.NewMark(case, provider, MarkBy.SCHOOL, 7, note="Belde altijd terug.")
    marks.mark_provider(by=by(town.ib, "IB"), mark=mark)

    page = as_(town.ib).get(f"/vragen/{case.pk}/ondersteuning/").content.decode()

    assert (
        "Aanbieder Voorbeeld, van de school" in page and "<strong>7</strong>" in page and "Belde altijd terug." in page
    )
