"""The flag about consent: what is shared now rests on a consent that is gone, or that is about to end [domain 4]."""

import datetime
from collections.abc import Iterator, Sequence
from uuid import UUID

from django.conf import settings

from cases import voices
from cases.enums import EscalationStatus
from cases.models import Case, CaseAccess, Consent, Escalation, ItemGuest, Meeting
from cases.models.sharing import Purpose
from cases.reading.family import families_of, given_of, held
from schools.enums import FlagLevel
from schools.flagging import Wanted
from shell.numbers import write_day


def consent(cases: Sequence[Case], today: datetime.date) -> Iterator[Wanted]:
    """A party that something is shared with lacks a basis, or the consent under it ends within FLAG_CONSENT_ENDS_DAYS.

    The database ends access by itself when a consent ends, so a basis can be missing only under a request that still lies
    with the municipality, and under an invitation to a meeting that is still to come. At most one flag a case.
    """
    soon = datetime.timedelta(days=settings.FLAG_CONSENT_ENDS_DAYS)
    teams = {case.pk: case.team_id for case in cases if case.is_open}
    needed_on = _in_use(list(teams), today)
    rows = Consent.objects.filter(pk__in=needed_on).select_related("party", "case__pupil").prefetch_related("voices")
    found = list(rows.order_by("id"))
    families = families_of({row.case.pupil for row in found})
    wanted: dict[UUID, Wanted] = {}
    for row in found:
        family = families[row.case.pupil_id]
        state = held(row, family, needed_on[row.pk])
        extra = {"team_id": teams[row.case_id]}
        if not state.holds:
            first = row.period.lower or today
            since = voices.ends_on(family.child, given_of(row), first) or first
            lacking = f" Nodig is: {', '.join(state.missing)}." if state.missing else ""
            why = f"Er is geen geldige toestemming om te delen met {row.party}.{lacking}"[:300]
            wanted[row.case_id] = Wanted(row.case_id, "consent", FlagLevel.URGENT, since, why, extra)
        elif state.ends_on and state.ends_on <= today + soon and row.case_id not in wanted:
            why = f"De toestemming voor delen met {row.party} eindigt op {write_day(state.ends_on)}."[:300]
            wanted[row.case_id] = Wanted(row.case_id, "consent", FlagLevel.WARN, state.ends_on - soon, why, extra)
    yield from wanted.values()


def _in_use(cases: list[UUID], today: datetime.date) -> dict[UUID, datetime.date]:
    """Consents that carry something now, each with the day on which it must hold. Three queries."""
    access = CaseAccess.objects.filter(case__in=cases, sharing__consent__isnull=False)
    in_use = dict.fromkeys(access.filter(period__contains=today).values_list("sharing__consent_id", flat=True), today)
    waiting = Escalation.objects.filter(case__in=cases, status=EscalationStatus.REQUESTED).values("case")
    open_request = access.filter(period__contains=today, sharing__purpose=Purpose.REQUEST).values("case")
    cut_off = access.filter(case__in=waiting, sharing__purpose=Purpose.REQUEST).exclude(case__in=open_request)
    in_use |= dict.fromkeys(cut_off.order_by("id").values_list("sharing__consent_id", flat=True), today)
    guests = ItemGuest.objects.filter(
        case__in=cases,
        item__meeting__state=Meeting.State.PLANNED,
        item__meeting__on__gte=today,
        sharing__consent__isnull=False,
    )
    return in_use | dict(guests.values_list("sharing__consent_id", "item__meeting__on"))
