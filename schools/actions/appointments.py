"""Appointing people: by an administrator, never themselves. PostgreSQL holds the same rules (migrations 0002 and 0004)."""

import datetime
from collections.abc import Iterable

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from accounts.acting import Acting, call_it
from schools.models import Appointment
from schools.refusals import told


class MayNotAppoint(ValueError):
    """With a sentence for the administrator."""


def check_not_oneself(appointment: Appointment, by: Acting) -> None:
    """Nobody appoints themselves, changes or confirms their own appointment [architecture, "Decisions" 1]."""
    if appointment.person_id == by.actor:
        raise MayNotAppoint("Uw eigen aanstelling regelt een andere functioneel beheerder.")


@transaction.atomic
def appoint(*, appointment: Appointment, by: Acting, now: datetime.datetime) -> None:
    """Save a new or changed appointment. What an administrator makes for somebody else is confirmed by that.

    Raises MayNotAppoint for one's own, and where a rule of the table refuses: twice on one day, no place, no days.
    """
    call_it("schools.appoint", by=by)
    check_not_oneself(appointment, by)
    if appointment.confirmed_at is None and appointment._state.adding:
        _confirm(appointment, by, now)
    with told(Appointment, MayNotAppoint):
        appointment.save()


@transaction.atomic
def appoint_many(
    *, appointments: Iterable[Appointment], by: Acting | None, now: datetime.datetime
) -> list[Appointment]:
    """Save many new appointments at once, for imports and the demo world; each is confirmed by that.

    With `by=None`, an import, they stay unconfirmed: they count for money and completeness, and open no file until an
    administrator confirms them. Raises MayNotAppoint as `appoint` does, and then saves none.
    """
    call_it("schools.appoint", by=by)
    made = list(appointments)
    if by:
        for appointment in made:
            check_not_oneself(appointment, by)
            _confirm(appointment, by, now)
    with told(Appointment, MayNotAppoint):
        return Appointment.objects.bulk_create(made, batch_size=500)


@transaction.atomic
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


@transaction.atomic
def end(*, appointment: Appointment, last_day: datetime.date, by: Acting) -> None:
    """Let an appointment end after `last_day`; its rights end with it. Raises MayNotAppoint when it had not begun by then,
    or ended before."""
    call_it("schools.end_appointment", by=by)
    check_not_oneself(appointment, by)
    after = last_day + datetime.timedelta(days=1)
    first, ended = appointment.period.lower or datetime.date.min, appointment.period.upper
    if after <= first:
        raise MayNotAppoint(f"De aanstelling begint pas op {first:%d-%m-%Y}. Kies een latere laatste dag.")
    if ended and ended < after:
        raise MayNotAppoint("De aanstelling eindigt al eerder. Maak een nieuwe aanstelling voor de dagen daarna.")
    appointment.period = DateRange(first, after)
    appointment.save(update_fields=["period"])


def _confirm(appointment: Appointment, by: Acting, now: datetime.datetime) -> None:
    appointment.confirmed_at, appointment.confirmed_by_id = now, by.actor
