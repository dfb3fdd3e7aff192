"""What stands in the wrong child's file is out of sight at once, for everybody, everywhere [domain 2.6]."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test import Client

from accounts.acting import acting_as
from accounts.models import Change
from cases import access, actions, policies
from cases.actions import Contact, flags, withdrawals
from cases.actions.attachments import attach
from cases.enums import Audience, ContactKind
from cases.models import Attachment, Case, CaseFlag, Draft, LogEntry, Withdrawal
from cases.reading import whole_file, worklist
from cases.reading.handover import KINDS
from tests.cases.conftest import TODAY, by
from tests.cases.parts import ground, leerplicht, sharing
from tests.cast import LONG_AGO, Town, appoint, person

SECRET = "Bram vertelde over de scheiding."


def written(case: Case, town: Town, *, audience: Audience = Audience.TEAM) -> LogEntry:
    told = Contact(case, TODAY, ContactKind.CHILD, 30, SECRET, audience)
    return actions.log_contact(by=by(town.mate, "JGW"), contact=told)


def test_an_entry_is_gone_for_the_team_for_who_was_let_in_and_for_the_search(
    case: Case, town: Town, as_: Callable[..., Client]
) -> None:
    actions.let_in(by=by(town.ib, "IB"), sharing=sharing(case, leerplicht(case, town), basis=ground()))
    first = written(case, town)
    entry = actions.correct_entry(
        by=by(town.mate, "JGW"), entry=first, contact=Contact(case, TODAY, ContactKind.CHILD, 25, SECRET)
    )
    with pytest.raises(policies.NotNow, match="Haal de nieuwste weg"):
        withdrawals.withdraw_entry(by=by(town.ib, "IB"), entry=first, reason="Hoort hier niet.")

    with acting_as(by(town.mate, "JGW"), writes=True):
        withdrawals.withdraw_entry(by=by(town.mate, "JGW"), entry=entry, reason="Hoort bij een ander kind.")

    for someone, role in ((town.ib, "IB"), (town.mate, "JGW"), (town.leerplicht, "LEERPLICHT")):
        with acting_as(by(someone, role), writes=False):
            assert list(LogEntry.objects.values_list("minutes", "body")) == [(0, withdrawals.GONE)]
            assert not Change.objects.filter(row_id__in=[first.pk, entry.pk]).exists()
    with acting_as(by(town.mate, "JGW"), writes=False):
        assert worklist.search("scheiding") == []
    assert SECRET not in as_(town.mate).get(f"/vragen/{case.pk}/logboek/").text
    told = whole_file.told(KINDS[LogEntry], case.pupil_id, side="youth")
    assert SECRET not in str(told.raw) + str(told.rows) and len(told.rows) == 1


def test_its_author_finds_the_text_again_for_the_right_file(case: Case, town: Town, as_: Callable[..., Client]) -> None:
    entry, client = written(case, town), as_(town.mate)
    page = client.get(f"/logboek/{entry.pk}/weghalen/")
    sent = {"reason": "Ander kind.", "once": page.context["form"]["once"].value()}

    after = client.post(f"/logboek/{entry.pk}/weghalen/", sent, follow=True)

    assert after.redirect_chain == [("/contact/", 302)]
    assert after.context["form"]["body"].value() == SECRET
    assert Draft.objects.get().owner_id == town.mate.pk


def test_a_colleague_takes_it_away_without_getting_the_text_and_own_side_stays_own_side(case: Case, town: Town) -> None:
    withdrawals.withdraw_entry(by=by(town.ib, "IB"), entry=written(case, town), reason="Ander kind.")
    assert not Draft.objects.exists()
    own = written(case, town, audience=Audience.YOUTH)
    with pytest.raises(access.NotYours):
        withdrawals.withdraw_entry(by=by(town.ib, "IB"), entry=own, reason="Ander kind.")
    withdrawals.withdraw_entry(by=by(town.mate, "JGW"), entry=own, reason="Ander kind.")
    with acting_as(by(town.ib, "IB"), writes=False):
        assert Withdrawal.objects.count() == 1


def test_talks_in_the_wrong_file_raise_no_flag_there(case: Case, town: Town) -> None:
    entries = [written(case, town) for _ in range(5)]
    flags.drain_stale(today=TODAY)
    assert CaseFlag.objects.filter(rule="many_sessions", cleared_on=None).exists()

    withdrawals.withdraw_entry(by=by(town.ib, "IB"), entry=entries[0], reason="Ander kind.")
    flags.drain_stale(today=TODAY)

    assert not CaseFlag.objects.filter(rule="many_sessions", cleared_on=None).exists()


def test_an_attachment_is_gone_too(
    case: Case, town: Town, as_: Callable[..., Client], tmp_path: Path, settings
) -> None:
    settings.MEDIA_ROOT = tmp_path
    sent = attach(by=by(town.ib, "IB"), case=case, name="Brief.txt", content=b"Over Bram.")
    client = as_(town.ib)
    assert client.get(f"/bijlagen/{sent.pk}/").status_code == 200

    with acting_as(by(town.ib, "IB"), writes=True):
        withdrawals.withdraw_attachment(by=by(town.ib, "IB"), attachment=sent, reason="Ander kind.")

    assert client.get(f"/bijlagen/{sent.pk}/").status_code == 404
    assert "Brief.txt" not in client.get(f"/vragen/{case.pk}/bijlagen/").text
    assert whole_file.told(KINDS[Attachment], case.pupil_id, side="school").rows == []


def test_the_database_holds_the_rule(case: Case, town: Town) -> None:
    entry, told = written(case, town), {"case": case, "team": town.team, "on": TODAY, "author": town.ib}
    for constraint, values in (
        ("withdrawal_has_reason", {"entry": entry, "reason": ""}),
        ("withdrawal_of_its_case", {"reason": "x"}),
    ):
        with pytest.raises(IntegrityError) as error, transaction.atomic():
            Withdrawal.objects.create(**told, **values)
        assert error.value.__cause__.diag.constraint_name == constraint
    with pytest.raises(policies.NotNow, match="waarom"):
        withdrawals.withdraw_entry(by=by(town.ib, "IB"), entry=entry, reason="  ")


def test_a_colleague_of_the_same_side_corrects_for_who_left(case: Case, town: Town) -> None:
    entry, new = written(case, town), person("Nina Nieuw")
    appoint(new, "JGW", at=town.team)
    told = Contact(case, TODAY, ContactKind.CHILD, 20, "Zo was het.")
    with pytest.raises(access.NotYours):
        actions.correct_entry(by=by(new, "JGW"), entry=entry, contact=told)
    town.mate.appointments.update(period=DateRange(LONG_AGO, TODAY))
    with pytest.raises(access.NotYours):
        actions.correct_entry(by=by(town.ib, "IB"), entry=entry, contact=told)

    assert actions.correct_entry(by=by(new, "JGW"), entry=entry, contact=told).corrects == entry
