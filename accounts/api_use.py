"""Counting what programs ask: in the cache while they ask, in the database each minute. A request writes no row for it."""

import datetime
from collections.abc import Iterable
from uuid import UUID

from django.core.cache import cache
from django.db import connection

from accounts.acting import working
from accounts.models import ApiClient
from shell.caching import the_cache

ANSWERED, REFUSED = "answered", "refused"
DAYS = 3  # counted in the cache longer than the worker could be down on an ordinary day
SECONDS = DAYS * 24 * 3600


def note(client: UUID, resource: str, *, day: datetime.date, refused: bool) -> None:
    """One more request of this program."""
    shared = the_cache()
    key = shared.make_and_validate_key(_key(client, resource, day, REFUSED if refused else ANSWERED))
    if shared.client.incr(key) == 1:
        shared.client.expire(key, SECONDS)


def key_of(client: UUID, resource: str, day: datetime.date) -> str:
    """Where its answered requests are counted, for who counts along with something else (`accounts.programs`)."""
    return the_cache().make_and_validate_key(_key(client, resource, day, ANSWERED))


def take_in(*, resources: Iterable[str], today: datetime.date) -> int:
    """Add what was counted since the last time to `ApiUse`; how many requests. The worker's action, by one at a time."""
    with working(today=today, action="accounts.take_in_use"), connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtext('accounts.take_in_use'))")
        days = [today - datetime.timedelta(days=back) for back in range(DAYS)]
        keys = {
            _key(client, resource, day, kind): (client, resource, day, kind)
            for client in ApiClient.objects.values_list("id", flat=True)
            for resource in resources
            for day in days
            for kind in (ANSWERED, REFUSED)
        }
        found = {key: number for key, number in cache.get_many(keys).items() if number}
        for key, number in found.items():
            client, resource, day, kind = keys[key]
            cursor.execute(
                f"""insert into accounts_apiuse as kept (client_id, day, resource, answered, refused)
                    values (%s, %s, %s, %s, %s)
                    on conflict (client_id, day, resource) do update set {kind} = kept.{kind} + excluded.{kind}""",
                [client, day, resource, *((number, 0) if kind == ANSWERED else (0, number))],
            )
    for key, number in found.items():  # what came in meanwhile stays for the next time
        cache.decr(key, number)
    return sum(found.values())


def _key(client: UUID, resource: str, day: datetime.date, kind: str) -> str:
    return f"api-use:{client}:{resource}:{day}:{kind}"
