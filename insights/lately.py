"""What was asked for lately: addresses of pages and answers, for which role and units, in which hour. No name; but a role at
one school may be one person, so it holds no moment.

The worker draws these ahead (`insights.ahead`). The register is in the cache: when it is gone, the next reader waits for
some hundredths of a second, and within the hour stands in it again.
"""

import json
import logging
import time
from typing import NamedTuple

from redis.exceptions import RedisError

from insights.keeping import Place
from shell.caching import Recent, the_cache

log = logging.getLogger(__name__)
DAYS = 35  # from one publication to the next
MOST = 100  # of pages, and as many of answers
ANSWERS = "api"
AGAIN = 3600  # a process tells once an hour that something is still asked for


class Expected(NamedTuple):
    """Something that was asked for. `kind`: the slug of a page, or ANSWERS."""

    kind: str
    audience: str
    address: str

    @property
    def register(self) -> str:
        return _register(self.kind == ANSWERS)


_told: Recent[tuple[Expected, int], bool] = Recent(4 * MOST)


def note(kind: str, place: Place) -> None:
    """It was asked for, now. One round trip to the cache, once an hour in each process."""
    asked, hour = Expected(kind, place.audience, place.address), int(time.time() // AGAIN)
    if _told.get((asked, hour)):
        return
    try:
        with the_cache().client.pipeline(transaction=False) as line:
            line.zadd(asked.register, {json.dumps(asked): hour * AGAIN})
            line.zremrangebyrank(asked.register, 0, -MOST - 1)
            line.expire(asked.register, DAYS * 86400)
            line.execute()
    except (RedisError, OSError):
        log.warning("the cache could not take in what was asked for")
    else:
        _told.put((asked, hour), True)


def found() -> list[Expected]:
    """All of it, the newest first."""
    since, client = time.time() - DAYS * 86400, the_cache().client
    lines = [line for api in (False, True) for line in client.zrevrangebyscore(_register(api), "+inf", since)]
    return [Expected(*json.loads(line)) for line in lines]


def drop(asked: Expected) -> None:
    """It cannot be drawn any more: a page or a unit that is gone."""
    the_cache().client.zrem(asked.register, json.dumps(asked))


def forget() -> None:
    """What this process told."""
    _told.clear()


def _register(of_answers: bool) -> str:
    return the_cache().make_and_validate_key("asked-answers" if of_answers else "asked-pages")
