"""Appointing people: by an administrator, never themselves. PostgreSQL holds the same rules (migration 0004)."""

import datetime
from collections.abc import Iterable

from accounts.acting import Acting, call_it
from schools.models import Appointment


class MayNotAppoint(ValueError):
    """With a sentence for the administrator."""


def check_not_oneself(appointment: Appointment, by: Acting) -> None:
    """Nobody appoints themselves, changes or confirms their own appointment [architecture, "Decisions" 1]."""
    if appointment.person_id == by.actor:
        raise MayNotAppoint("Uw eigen aanstelling regelt een andere functioneel beheerder.")


def appoint(*, appointment: Appointment, by: Acting, now: datetime.datetime) -> None:
    """Save a new or changed appointment. What an administrator makes for somebody else is confirmed by that."""
    call_it("schools.appoint", by=by)
    check_not_oneself(appointment, by)
    if appointment.confirmed_at is None and appointment._state.adding:
        _confirm(appointment, by, now)
    appointment.save()


def confirm(*, appointments: Iterable[Appointment], by: Acting, now: datetime.datetime) -> int:
    """Let appointments from a workbook give rights too; answers how many were not confirmed before."""
    call_it("schools.confirm", by=by)
    confirmed = 0
    for appointment in appointments:
        check_not_oneself(appointment, by)
        if appointment.confirmed_at is None:
            _confirm(appointment, by, now)
            appointment.save(update_fields=["confirmed_at", "confirmed_by"])
            confirmed += 1
    return confirmed


def _confirm(appointment: Appointment, by: Acting, now: datetime.datetime) -> None:
    appointment.confirmed_at, appointment.confirmed_by_id = now, by.actor
