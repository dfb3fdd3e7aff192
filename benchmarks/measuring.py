"""What the groups of `manage.py bench` share: a row with its bar, and timing reference and candidate in turn."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

ROUNDS = 5


@dataclass(frozen=True)
class Row:
    """A measured ratio beside its bar; lower is better."""

    what: str
    ratio: float
    bar: float
    note: str = ""

    @property
    def is_met(self) -> bool:
        return self.ratio <= self.bar

    def __str__(self) -> str:
        return f"{self.what}: {self.ratio:.2f} (bar {self.bar:.2f}){'' if self.is_met else '  NOT MET'}  {self.note}".rstrip()


def seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def in_turn(
    reference: Callable[[], object], candidate: Callable[[], object], rounds: int = ROUNDS
) -> tuple[float, float]:
    """Median seconds of both, each run once to warm up and then in turn."""
    seconds(reference), seconds(candidate)
    pairs = [(seconds(reference), seconds(candidate)) for _ in range(rounds)]
    return statistics.median(one for one, _ in pairs), statistics.median(other for _, other in pairs)
