"""Correcting a joint training that was held: another day or length, somebody forgotten or too many, or not held after all.

The condition of the decision counts trainings [domain 3.4], so the record must be able to become true. The log of changing
keeps each version, with who changed it; the record keeps the reason of the last.
"""

import datetime
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from accounts.acting import Acting, call_it
from cases import access, policies
from cases.actions.meetings import ask_members, write_time
from cases.models import Attendance, Meeting, TeamTime
from shell.numbers import write_day


@dataclass(frozen=True)
class Training:
    """A training as it really was: day, minutes, subject (no names), and the people who followed it; and why it is corrected."""

    on: datetime.date
    minutes: int
    subject: str
    came: Collection[UUID]
    because: str


@transaction.atomic
def correct_training(*, by: Acting, meeting: Meeting, told: Training, version: int) -> Meeting:
    """The record and the time of its members become what is told; the condition follows with the next count of the worker.

    Raises NotNow when it is no training that was held, for a day to come, when nobody is named, and for somebody who was not
    asked and did not work in the core of the team on that day; ChangedMeanwhile when somebody corrected it after `version` was shown.
    """
    access.check_works(by)
    call_it("cases.correct_training")
    row = _held(meeting, version)
    if told.on > by.today:
        raise policies.NotNow("Deze training moet nog komen.")
    if not told.came:
        raise policies.NotNow("Vink aan wie er waren. Was er niemand? Kies dan ‘Niet gehouden’.")
    row.on, row.minutes, row.subject = told.on, told.minutes, told.subject
    _save(row, by.today, told.because)
    ask_members(row)
    asked = list(Attendance.objects.filter(meeting=row))
    if set(told.came) - {one.person_id for one in asked}:
        raise policies.NotNow(f"Niet iedereen die u aanvinkte, werkte op {write_day(told.on)} in dit team.")
    for one in asked:
        if one.person_id:
            one.came = one.person_id in told.came
    Attendance.objects.bulk_update(asked, ["came"])
    _write_again(row, [(one.person_id, one.role) for one in asked if one.came and one.person_id])
    return row


@transaction.atomic
def undo_training(*, by: Acting, meeting: Meeting, because: str, version: int) -> Meeting:
    """The training was not held after all: it counts no more, and nobody has its time. Raises like `correct_training`."""
    access.check_works(by)
    call_it("cases.undo_training")
    row = _held(meeting, version)
    row.state = Meeting.State.CANCELLED
    _save(row, by.today, because)
    Attendance.objects.filter(meeting=row).update(came=False)
    _write_again(row, [])
    return row


def _held(meeting: Meeting, version: int) -> Meeting:
    row = Meeting.objects.select_for_update(of=("self",)).select_related("kind").get(pk=meeting.pk)
    if not row.is_held_training:
        raise policies.NotNow("Dit is geen training die is gehouden. Alleen die kunt u achteraf corrigeren.")
    policies.check_version(row, version)
    return row


def _save(row: Meeting, today: datetime.date, because: str) -> None:
    row.corrected_on, row.corrected_because, row.version = today, because, row.version + 1
    row.save(update_fields=["on", "minutes", "subject", "state", "corrected_on", "corrected_because", "version"])


def _write_again(row: Meeting, members: Iterable[tuple[UUID, str]]) -> None:
    TeamTime.objects.filter(meeting=row).delete()
    write_time(row, members)
