"""Long work: what kinds there are, and how far a job is. A job is a row (`schools.models.Job`); the page polls it.

A kind is a function that does the work and gives the lines to show. It runs as the worker, inside `working(...)`, in the one
transaction that also writes the outcome; it may run again after a worker was killed.

    @handles("import_workbook")
    def import_workbook(job: Job, tell: Tell) -> list[str]: ...

Import the module from the `tasks.py` of its app, so that the worker knows it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.core.cache import cache

from schools.models import Job

Tell = Callable[[str, int, int], None]
Work = Callable[[Job, Tell], list[str]]
HOUR = 3600

_KINDS: dict[str, Work] = {}


class JobRefused(Exception):
    """The work could not be done as asked, and changed nothing. `lines` are Dutch sentences for who asked."""

    def __init__(self, lines: Sequence[str]) -> None:
        super().__init__("\n".join(lines))
        self.lines = list(lines)


@dataclass(frozen=True)
class Progress:
    """What a running job does now, as the nth of so many steps."""

    step: str
    done: int
    total: int


def handles(kind: str) -> Callable[[Work], Work]:
    """Registers the work of a kind of job."""

    def register(work: Work) -> Work:
        _KINDS[kind] = work
        return work

    return register


def work_of(kind: str) -> Work:
    """Raises KeyError for a kind that no app registered."""
    return _KINDS[kind]


def tell(job: UUID, progress: Progress) -> None:
    """Say how far a job is: in the cache, because its own transaction is seen by nobody until it ends."""
    cache.set(f"job:{job}", (progress.step, progress.done, progress.total), HOUR)


def progress_of(job: UUID) -> Progress | None:
    """None while a job waits for a worker."""
    told = cache.get(f"job:{job}")
    return Progress(*told) if told else None
