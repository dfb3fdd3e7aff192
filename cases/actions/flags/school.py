"""Flags about going to school: absence, thuiszitters, and a change of school that comes [domain 4]."""

import datetime
from collections.abc import Iterator, Sequence

from django.conf import settings

from cases.absence import Young, hours_in_window, thuiszitter_since
from cases.models import Case, Pupil, Transition
from cases.reading.absence import AGES, spells
from schools.calendar import CalendarUnknown, SchoolYear
from schools.enums import FlagLevel
from schools.flagging import Wanted
from shell.numbers import write_day, write_decimal

#: As schools write the last year of primary school.
LAST_GROUP = ("8", "groep 8")


def absence_risk(cases: Sequence[Case], today: datetime.date) -> Iterator[Wanted]:
    """FLAG_ABSENCE_HOURS without reason within FLAG_ABSENCE_WEEKS consecutive school weeks."""
    watched = [case for case in cases if case.is_open]
    known = spells(case.pupil_id for case in watched)
    for case in watched:
        try:
            hours = hours_in_window(known.get(case.pupil_id, []), today=today, weeks=settings.FLAG_ABSENCE_WEEKS)
        except CalendarUnknown:
            continue
        if hours >= settings.FLAG_ABSENCE_HOURS:
            since = max(spell.first for spell in known[case.pupil_id] if spell.first <= today)
            why = (
                f"{write_decimal(hours)} uur verzuim zonder geldige reden in {settings.FLAG_ABSENCE_WEEKS} schoolweken."
            )
            yield Wanted(case.pk, "absence_risk", FlagLevel.WARN, since, why, {"team_id": case.team_id})


def thuiszitter(cases: Sequence[Case], today: datetime.date) -> Iterator[Wanted]:
    """More than four weeks on end without education and without valid reason."""
    watched = [case for case in cases if case.is_open]
    known = spells(case.pupil_id for case in watched)
    pupils = {one.pk: one for one in Pupil.objects.filter(pk__in=list(known))}
    for case in watched:
        if pupil := pupils.get(case.pupil_id):
            young = Young(pupil.birth_date, pupil.start_qualification_on)
            limit = settings.FLAG_THUISZITTER_DAYS
            since = thuiszitter_since(young, known[pupil.pk], today, ages=AGES, longer_than=limit)
            if since:
                why = f"Sinds {write_day(since)} zonder onderwijs, zonder geldige reden."
                day = since + datetime.timedelta(days=limit)
                yield Wanted(case.pk, "thuiszitter", FlagLevel.URGENT, day, why, {"team_id": case.team_id})


def transition(cases: Sequence[Case], today: datetime.date) -> Iterator[Wanted]:
    """The last year of primary school, or a known move, with an open question."""
    watched = {case.pk: case for case in cases if case.is_open}
    known = Transition.objects.filter(case__in=list(watched), done_on__isnull=True)
    moves = {one.case_id: one for one in known}
    pupils = {one.pk: one for one in Pupil.objects.filter(pk__in=[case.pupil_id for case in watched.values()])}
    for key, case in watched.items():
        extra = {"team_id": case.team_id}
        if one := moves.get(key):
            why = f"Het kind gaat op {write_day(one.on)} naar een andere school."
            yield Wanted(key, "transition", FlagLevel.WARN, one.recorded_on, why, extra)
        elif pupils[case.pupil_id].group.strip().lower() in LAST_GROUP:
            since = max(SchoolYear.of(today).first, case.raised_on)
            why = "Het kind zit in het laatste jaar van de basisschool."
            yield Wanted(key, "transition", FlagLevel.NOTE, since, why, extra)
