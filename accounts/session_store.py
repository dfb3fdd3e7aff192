"""Sessions as Django keeps them in a cache, with one command at a request where Django needs three."""

from typing import Any

from django.conf import settings
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.backends.cache import SessionStore as CacheStore
from redis.exceptions import RedisError

from shell.caching import the_cache


class SessionStore(CacheStore):
    """Reading a session renews it, so one in which nothing changed need not be written again at the end of its request.

    That also means that a request which is still busy cannot bring back a session that was ended meanwhile.
    """

    def load(self) -> dict[str, Any]:
        try:
            found: dict[str, Any] | None = the_cache().get_renewed(self.cache_key, settings.SESSION_COOKIE_AGE)
        except (RedisError, OSError):  # as Django's: nobody is signed in while the cache does not answer
            found = None
        if found is None:
            self._session_key = None
        return found or {}

    def save(self, must_create: bool = False) -> None:
        """UpdateError: the session ended. Writes nothing when nothing was changed."""
        if must_create or self.modified or self.session_key is None:
            super().save(must_create)
            return
        self.is_there()  # a page that did not look into its session renews it too
        if self.session_key is None:
            raise UpdateError

    def is_there(self) -> bool:
        """Reads the session, when that was not done."""
        return bool(self.keys())
