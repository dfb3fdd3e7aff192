"""The cache as the pages use it: Django's own for Redis or Valkey, with what it does at every request done once."""

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock
from typing import Any, Generic, TypeVar

from django.core.cache import caches
from django.core.cache.backends.redis import RedisCache, RedisCacheClient

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class _Client(RedisCacheClient):
    """One client for each server. Django makes one for every command, which takes longer than the command."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._clients: dict[bool, Any] = {}

    def get_client(self, key: Any = None, *, write: bool = False) -> Any:
        """Safe to share: it takes a connection of the pool for each command."""
        if write not in self._clients:
            self._clients[write] = super().get_client(key, write=write)
        return self._clients[write]


class Cache(RedisCache):
    """Settings as those of Django's backend, of which this one knows a single server."""

    def __init__(self, server: Any, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = _Client

    def get_renewed(self, key: str, seconds: int) -> Any:
        """The value, which is kept so many seconds from now on; None when there is none. One command."""
        return self.loads(self.client.getex(self.make_and_validate_key(key), ex=seconds))

    def loads(self, stored: bytes | None) -> Any:
        """The value of what a command gave; None when it gave nothing."""
        shared: Any = self._cache
        return None if stored is None else shared._serializer.loads(stored)

    @property
    def client(self) -> Any:
        """For commands that Django does not know. Keys as `make_and_validate_key` makes them."""
        return self._cache.get_client(write=True)


def the_cache() -> Cache:
    """The one of the settings, as what it is."""
    found: Any = caches["default"]
    return found  # type: ignore[no-any-return]


class Recent(Generic[Key, Value]):
    """What this process used last: at most so many things, the longest unused goes first. Threads may share it."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._found: OrderedDict[Key, Value] = OrderedDict()
        self._busy = Lock()

    def get(self, key: Key) -> Value | None:
        with self._busy:
            if (found := self._found.get(key)) is not None:
                self._found.move_to_end(key)
            return found

    def put(self, key: Key, value: Value) -> None:
        with self._busy:
            self._found[key] = value
            self._found.move_to_end(key)
            while len(self._found) > self._most:
                self._found.popitem(last=False)

    def clear(self) -> None:
        with self._busy:
            self._found.clear()
