"""Writing beside figures: how groups read them, the quarterly talk, and figures that the controller releases."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.acting import Acting, call_it
from insights.enums import PeriodKind
from insights.models import QuarterTalk, Release, Remark
from insights.periods import Period, containing
from insights.policies import (
    check_can_be_read,
    check_is_figure,
    check_nobody_wrote,
    check_not_withdrawn,
    check_was_held,
)
from schools.models import Arrangement, NeighbourhoodTeam, SchoolLocation


@transaction.atomic
def write_remark(*, by: Acting, period: Period, figure: str, voice: str, text: str, version: int = 0) -> Remark:
    """How one group reads one figure of a quarter. `version` is that of the text that was shown, 0 when there was none.

    NotPossible: no such figure, the quarter was not counted yet, or somebody else wrote meanwhile.
    """
    call_it("insights.write_remark", by=by)
    check_can_be_read(period, by.today)
    check_is_figure(figure)
    known = {"quarter": period.first, "figure": figure, "voice": voice}
    remark = Remark.objects.select_for_update(of=("self",)).filter(**known).first()
    if remark is None:
        return Remark.objects.create(**known, text=text, **_signed(by))
    check_nobody_wrote(remark, version)
    _update(remark, {"text": text, **_signed(by), "version": remark.version + 1})
    return remark


@dataclass(frozen=True)
class Talk:
    """What is told of a quarterly talk; `neighbourhood_team` None is the whole city."""

    on: datetime.date
    neighbourhood_team: NeighbourhoodTeam | None
    theme: str
    question: str
    participants: str
    lessons: str = ""


@transaction.atomic
def record_talk(*, by: Acting, talk: Talk) -> QuarterTalk:
    """A talk that was held; it belongs to the quarter of its day. NotPossible: it still has to be held."""
    call_it("insights.record_talk", by=by)
    check_was_held(talk.on, by.today)
    return QuarterTalk.objects.create(**_told(talk), **_signed(by))


@transaction.atomic
def change_talk(*, by: Acting, record: QuarterTalk, talk: Talk, version: int) -> QuarterTalk:
    """Put a record right or add its lessons. NotPossible: it still has to be held, or somebody else wrote meanwhile."""
    call_it("insights.change_talk", by=by)
    check_was_held(talk.on, by.today)
    row = QuarterTalk.objects.select_for_update(of=("self",)).get(pk=record.pk)
    check_nobody_wrote(row, version)
    _update(row, {**_told(talk), **_signed(by), "version": row.version + 1})
    return row


@transaction.atomic
def release_figure(
    *,
    by: Acting,
    school_year: int,
    what: str,
    value: Decimal,
    reason: str,
    arrangement: Arrangement | None = None,
    location: SchoolLocation | None = None,
) -> Release:
    """Let everybody with figures see this amount or number of an arrangement or a school, though it is about fewer pupils
    than the threshold. ValidationError: it was released already, or it is about both or none of the two."""
    call_it("insights.release_figure", by=by)
    release = Release(
        arrangement=arrangement,
        location=location,
        school_year=school_year,
        what=what,
        value=value,
        reason=reason,
        released_by_id=by.actor,
        released_by_name=by.actor_name,
        released_at=timezone.now(),
    )
    release.validate_constraints()
    release.save(force_insert=True)
    return release


@transaction.atomic
def withdraw_release(*, by: Acting, release: Release) -> None:
    """From now on it is not shown; that it was released stays in the register. NotPossible: withdrawn already."""
    call_it("insights.withdraw_release", by=by)
    row = Release.objects.select_for_update(of=("self",)).get(pk=release.pk)
    check_not_withdrawn(row)
    row.withdrawn_at = timezone.now()
    row.save(update_fields=["withdrawn_at"])


def _told(talk: Talk) -> dict[str, Any]:
    return {**vars(talk), "quarter": containing(talk.on, PeriodKind.QUARTER).first}


def _signed(by: Acting) -> dict[str, Any]:
    return {"written_by_id": by.actor, "written_by_name": by.actor_name, "written_at": timezone.now()}


def _update(row: Remark | QuarterTalk, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    row.save(update_fields=[name.removesuffix("_id") for name in values])
