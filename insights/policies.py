"""When something may be written beside figures: about the state of things, not about the person."""

import datetime

from insights.definitions import DEFINITIONS
from insights.enums import PeriodKind
from insights.models import QuarterTalk, Release, Remark
from insights.periods import Period
from schools.policies import NotPossible


def check_can_be_read(period: Period, today: datetime.date) -> None:
    """Only a quarter that was counted can be read: before that there is no figure to say something about. NotPossible."""
    if period.kind != PeriodKind.QUARTER:
        raise NotPossible("Een duiding hoort bij een kwartaal.")
    if today < period.counted_on:
        raise NotPossible(f"De cijfers van {period.label} zijn er nog niet.")


def check_is_figure(code: str) -> None:
    if code not in DEFINITIONS:
        raise NotPossible("Dit cijfer bestaat niet.")


def check_nobody_wrote(row: Remark | QuarterTalk, version: int) -> None:
    """Nobody else wrote since this text was shown. NotPossible names who did."""
    if row.version != version:
        raise NotPossible(
            f"{row.written_by_name} heeft deze tekst intussen veranderd. Open hem opnieuw en vul uw tekst daar aan."
        )


def check_was_held(on: datetime.date, today: datetime.date) -> None:
    if on > today:
        raise NotPossible("Leg een gesprek vast als het geweest is. Kies een dag tot en met vandaag.")


def check_not_withdrawn(release: Release) -> None:
    if release.withdrawn_at:
        raise NotPossible("Dit cijfer is al ingetrokken.")
