"""The cache as the pages use it: Django's own for Redis or Valkey, with what it does at every request done once."""

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock
from typing import Any, Generic, TypeVar

from django.core.cache.backends.redis import RedisCache, RedisCacheClient

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class _Client(RedisCacheClient):
    """One client for each server. Django makes one for every command, which takes longer than the command."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._clients: dict[int, Any] = {}

    def get_client(self, key: str | None = None, *, write: bool = False) -> Any:  # noqa: ARG002 Django's signature
        """Safe to share: it takes a connection of the pool for each command."""
        at = self._get_connection_pool_index(write)
        if at not in self._clients:
            self._clients[at] = self._client(connection_pool=self._get_connection_pool(write))
        return self._clients[at]


class Cache(RedisCache):
    """Settings as those of Django's backend."""

    def __init__(self, server: Any, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = _Client

    def get_renewed(self, key: str, seconds: int) -> Any:
        """The value, which is kept so many seconds from now on; None when there is none. One command."""
        found = self.client.getex(self.make_and_validate_key(key), ex=seconds)
        return None if found is None else self._cache._serializer.loads(found)

    @property
    def client(self) -> Any:
        """The client of the server that is written to, for commands that Django does not know."""
        return self._cache.get_client(write=True)


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
