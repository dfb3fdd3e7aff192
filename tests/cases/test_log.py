"""The log: an entry is never changed, a correction names it [domain 2.6]."""

import datetime
import uuid
from collections.abc import Callable

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client

from accounts.acting import acting_as
from cases import access, actions, policies
from cases.actions import Contact
from cases.enums import Audience, ContactKind, Keeper, Outcome
from cases.models import Case, LogEntry
from tests.cases.conftest import TODAY, by
from tests.cast import Town


def contact(case: Case, **changes: object) -> Contact:
    told = {"case": case, "on": TODAY, "kind": ContactKind.PARENTS, "minutes": 30, "body": "Thuis gaat het beter."}
    return Contact(**{**told, **changes})  # type: ignore[arg-type]


def test_until_the_family_agreed_a_line_is_for_ones_own_side_unless_one_says_otherwise(
    case: Case, town: Town, as_: Callable[..., Client]
) -> None:
    client, url = as_(town.ib), f"/vragen/{case.pk}/"
    pages = (url, f"{url}log/", f"{url}bijlagen/nieuw/")
    assert not any(client.get(page).context["form"]["own_side"].value() for page in pages)

    Case.objects.update(family_agreed_on=None)

    assert all(client.get(page).context["form"]["own_side"].value() for page in pages)
    sent = {"case": case.pk, "kind": "ouders", "minutes": 5, "on": f"{TODAY:%d-%m-%Y}", "once": uuid.uuid4()}
    with time_machine.travel(datetime.datetime.combine(TODAY, datetime.time(12), datetime.UTC)):
        assert client.post("/contact/", sent).status_code == 302
        assert client.post(f"{url}log/", {**sent, "once": uuid.uuid4()}).status_code == 302
    assert sorted(LogEntry.objects.values_list("audience", flat=True)) == ["school", "team"]


def test_an_entry_keeps_author_role_and_keeper(case: Case, town: Town) -> None:
    entry = actions.log_contact(by=by(town.mate, "JGW"), contact=contact(case))

    assert (entry.author_id, entry.role, entry.keeper, entry.minutes) == (town.mate.pk, "JGW", Keeper.YOUTH, 30)


def test_a_contact_is_not_in_the_future_and_not_in_a_closed_question(case: Case, town: Town) -> None:
    with pytest.raises(policies.NotNow, match="niet in de toekomst"):
        actions.log_contact(by=by(town.mate, "JGW"), contact=contact(case, on=TODAY + datetime.timedelta(days=1)))
    actions.close(by=by(town.ib, "IB"), case=case, outcome=Outcome.DECLINED)
    case.refresh_from_db()

    with pytest.raises(policies.NotNow, match="afgesloten"):
        actions.log_contact(by=by(town.mate, "JGW"), contact=contact(case))
    assert LogEntry.objects.count() == 0


def test_a_correction_is_a_new_entry_once_and_by_its_author(case: Case, town: Town) -> None:
    wrong = actions.log_contact(by=by(town.mate, "JGW"), contact=contact(case, minutes=300))

    right = actions.correct_entry(by=by(town.mate, "JGW"), entry=wrong, contact=contact(case, minutes=30))

    assert (right.corrects_id, right.minutes) == (wrong.pk, 30)
    with pytest.raises(policies.NotNow, match="al gecorrigeerd"):
        actions.correct_entry(by=by(town.mate, "JGW"), entry=wrong, contact=contact(case))
    with pytest.raises(access.NotYours, match="Alleen wie een regel schreef"):
        actions.correct_entry(by=by(town.ib, "IB"), entry=right, contact=contact(case))


@pytest.mark.parametrize("operation", ["update cases_logentry set minutes = 1", "delete from cases_logentry"])
def test_the_database_refuses_to_change_or_remove_an_entry(case: Case, town: Town, operation: str) -> None:
    from django.db import ProgrammingError, connection

    actions.log_contact(by=by(town.mate, "JGW"), contact=contact(case))

    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        acting_as(by(town.mate, "JGW"), writes=True),
        connection.cursor() as cursor,
    ):
        cursor.execute(operation)


def test_own_side_is_read_by_that_side_alone(case: Case, town: Town) -> None:
    actions.log_contact(by=by(town.mate, "JGW"), contact=contact(case, body="team"))
    actions.log_contact(by=by(town.mate, "JGW"), contact=contact(case, body="jeugd", audience=Audience.YOUTH))
    actions.log_contact(by=by(town.ib, "IB"), contact=contact(case, body="school", audience=Audience.SCHOOL))

    def read(someone: object, role: str) -> list[str]:
        with acting_as(by(someone, role), writes=False):  # type: ignore[arg-type]
            return sorted(LogEntry.objects.values_list("body", flat=True))

    assert read(town.mate, "JGW") == ["jeugd", "team"]
    assert read(town.ib, "IB") == ["school", "team"]
    assert read(town.ortho, "ORTHO") == ["school", "team"]
    assert read(town.stranger, "IB") == []


def test_own_side_is_that_of_the_keeper(case: Case, town: Town) -> None:
    with pytest.raises(IntegrityError, match="log_own_side_is_keeper"), transaction.atomic():
        actions.log_contact(by=by(town.mate, "JGW"), contact=contact(case, audience=Audience.SCHOOL))


def test_a_refused_form_is_kept_as_a_draft(case: Case, town: Town, as_: Callable[..., Client]) -> None:
    """Who leaves the page with the errors and comes back finds what was typed."""
    client = as_(town.ib)
    url = f"/vragen/{case.pk}/log/"
    refused = client.post(url, {"kind": "kind", "minutes": "-5", "on": "vandaag", "body": "Zij was stil."})
    assert refused.status_code == 422
    assert "Zij was stil." in client.get(url).content.decode()
