"""Which program asks: met by its token, and counted, each in one round trip."""

import datetime
import time
from typing import Any

from django.conf import settings
from django.db import connection

from accounts import api_use
from accounts.models import DEMO_TOKEN, ApiClient, hash_of
from shell.caching import the_cache

KNOWN = ["id", "name", "scopes", "per_minute"]
MINUTE = 60.0


def program_with(token: str, *, on: datetime.date, also: str = "null") -> tuple[ApiClient, Any] | None:
    """The program that this token was made for, which was not withdrawn and may still ask on this day, and one SQL value
    (`also`) that comes along. None: there is no such program. A token that everybody knows counts in demo mode only."""
    if token.startswith(DEMO_TOKEN) and not settings.DEMO:
        return None
    with connection.cursor() as cursor:
        cursor.execute(
            f"select {', '.join(KNOWN)}, ({also}) from accounts_apiclient "
            "where token_hash = %s and ended_at is null and (valid_until is null or valid_until >= %s)",
            [hash_of(token), on],
        )
        row = cursor.fetchone()
    return (ApiClient.from_db(connection.alias, KNOWN, row[: len(KNOWN)]), row[-1]) if row else None


# The moments of the last requests, the newest first. KEYS: where they are; where an answer is counted; where one may be kept. ARGV: now,
# how many a minute, the seconds of a minute, the seconds that a count is kept. Answers the seconds to wait, or '', and what was kept.
# Nothing kept where something was looked for: no turn is taken, as the program did not get its answer yet.
_TURN = """
local limit, now, kept = tonumber(ARGV[2]), tonumber(ARGV[1]), false
if KEYS[3] then
  kept = redis.call('get', KEYS[3])
  if not kept then return {'', false} end
end
if limit < 1 then return {ARGV[3], false} end
local oldest = redis.call('lindex', KEYS[1], limit - 1)
if oldest and tonumber(oldest) > now - tonumber(ARGV[3]) then
  return {tostring(tonumber(oldest) + tonumber(ARGV[3]) - now), false}
end
redis.call('lpush', KEYS[1], ARGV[1])
redis.call('ltrim', KEYS[1], 0, limit - 1)
redis.call('expire', KEYS[1], math.ceil(tonumber(ARGV[3])))
if KEYS[2] then
  if redis.call('incr', KEYS[2]) == 1 then redis.call('expire', KEYS[2], ARGV[4]) end
end
return {'', kept}
"""


def take_turn(client: ApiClient, *, answers: tuple[str, datetime.date] | None = None) -> float:
    """One more request in this minute: 0.0 when it may be answered, else the seconds to wait. No more than agreed are answered
    in any sixty seconds. `answers` (what, on which day) counts it as answered in the same round trip."""
    wait, _ = _turn(client, [api_use.key_of(client.pk, *answers)] if answers else [])
    return wait


def take_turn_for(key: str, client: ApiClient, *, answers: tuple[str, datetime.date]) -> Any:
    """What the cache has under this key, as the answer to one more request; None when it has nothing, or this program must wait.
    One round trip. A value that cannot be read took a turn all the same."""
    shared = the_cache()
    _, kept = _turn(client, [api_use.key_of(client.pk, *answers), shared.make_and_validate_key(key)])
    return shared.loads(kept)


def _turn(client: ApiClient, more: list[str]) -> tuple[float, bytes | None]:
    shared = the_cache()
    keys = [shared.make_and_validate_key(f"api-turns:{client.pk}"), *more]
    wait, kept = shared.client.register_script(_TURN)(
        keys=keys, args=[repr(time.time()), client.per_minute, MINUTE, api_use.SECONDS]
    )
    return float(wait or 0), kept
