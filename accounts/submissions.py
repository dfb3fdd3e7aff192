"""A form that is sent twice (a double click, a reload, a retry after a lost answer) is done once."""

from collections.abc import Callable
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from accounts.acting import Acting
from accounts.models import Submission
from shell.keys import uuid7


def once(*, by: Acting, key: UUID, do: Callable[[], str]) -> str:
    """Call `do`, which answers the address to go to, unless this person sent this form before: then that address.

    A second request waits in PostgreSQL for the first to commit or roll back. When `do` raises, nothing is kept, and the
    form may be sent again. Runs inside the transaction of the request:

        url = once(by=request.acting, key=form.cleaned_data["once"], do=lambda: case_url(actions.raise_question(...)))
    """
    with transaction.atomic():
        if not _take(by.actor, key):
            return Submission.objects.values_list("result", flat=True).get(actor=by.actor, key=key)
        result = do()
        Submission.objects.filter(actor=by.actor, key=key).update(result=result)
        return result


def _take(actor: UUID, key: UUID) -> bool:
    """Whether we are the first. `bulk_create(ignore_conflicts=True)` does not tell."""
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into accounts_submission (id, actor, key, at, result) values (%s, %s, %s, %s, '') "
            "on conflict (actor, key) do nothing",
            [uuid7(), actor, key, timezone.now()],
        )
        return bool(cursor.rowcount == 1)
