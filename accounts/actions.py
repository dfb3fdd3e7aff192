"""What an administrator does with people who sign in and with programs that read figures."""

import datetime
from collections.abc import Iterable
from functools import partial

from django.db import transaction

from accounts import tasks
from accounts.acting import Acting, call_it
from accounts.models import DEMO_TOKEN, ApiClient, User


class CannotInvite(ValueError):
    """With a sentence for the administrator."""


def check_invite(person: User) -> None:
    if not person.is_active:
        raise CannotInvite(f"{person} mag niet inloggen. Zet eerst ‘mag inloggen’ aan.")
    if person.is_demo:
        raise CannotInvite(f"{person} is een voorbeeldpersoon en krijgt geen mail.")


def invite(*, people: Iterable[User], by: Acting, now: datetime.datetime) -> None:
    """Let these people choose a password by a link that the worker mails. Who has one already may use it or not."""
    call_it("accounts.invite", by=by)
    for person in people:
        check_invite(person)
        person.invited_at = now
        person.save(update_fields=["invited_at"])
        transaction.on_commit(partial(tasks.send_invitation.delay, str(person.pk)))


def reset_second_factor(*, person: User, by: Acting, now: datetime.datetime) -> None:
    """For somebody who lost telephone and recovery codes: the worker forgets them, and tells the person by mail."""
    call_it("accounts.reset_second_factor", by=by)
    person.second_factor_reset_at = now
    person.save(update_fields=["second_factor_reset_at"])
    transaction.on_commit(partial(tasks.forget_second_factor.delay, str(person.pk)))


def issue_token(*, client: ApiClient, by: Acting) -> str:
    """Save the client with a new token, and tell that token this once. An older one stops working."""
    call_it("accounts.issue_token", by=by)
    token = client.take_new_token()
    client.save()
    return token


def issue_demo_token(*, client: ApiClient, token: str, by: Acting) -> None:
    """Save a client of the demo world with a token that everybody knows. Raises ValueError for one that would count
    outside demo mode too."""
    call_it("accounts.issue_token", by=by)
    if not token.startswith(DEMO_TOKEN):
        raise ValueError(f"a token of the demo begins with {DEMO_TOKEN}")
    client.take_token(token)
    client.save()


def withdraw(*, client: ApiClient, by: Acting, now: datetime.datetime) -> None:
    """The token stops working with the next request. Withdrawing again changes nothing."""
    call_it("accounts.withdraw", by=by)
    client.ended_at = client.ended_at or now
    client.save(update_fields=["ended_at"])
