"""The flag about what the family asked: an answer, or the destruction that was promised, is nearly too late [domain 2.11]."""

import datetime
from collections.abc import Iterator, Sequence
from uuid import UUID

from django.conf import settings

from cases.models import Case, FamilyRequest
from cases.reading.rights import answer_by, newest_cases, unfinished
from schools.enums import FlagLevel
from schools.flagging import Wanted
from shell.numbers import write_day


def family_request(cases: Sequence[Case], today: datetime.date) -> Iterator[Wanted]:
    """FLAG_REQUEST_DUE_DAYS before the term of a request ends; urgent when it is over. The soonest counts."""
    before = datetime.timedelta(days=settings.FLAG_REQUEST_DUE_DAYS)
    requests = list(unfinished().filter(pupil__in=[case.pupil_id for case in cases]))
    newest = newest_cases([one.pupil_id for one in requests])
    asked = {case.pk for case in cases}
    told: set[UUID] = set()
    for request in sorted(requests, key=answer_by):
        case, ends = newest[request.pupil_id], answer_by(request)
        if case.pk not in asked or case.pk in told or ends - before > today:
            continue
        told.add(case.pk)
        level = FlagLevel.URGENT if ends < today else FlagLevel.WARN
        yield Wanted(case.pk, "family_request", level, ends - before, _why(request, ends), {"team_id": case.team_id})


def _why(request: FamilyRequest, ends: datetime.date) -> str:
    asked, until = write_day(request.asked_on), write_day(ends)
    if request.answered_on:
        return f"Op {asked} vroeg het gezin om vernietiging. Dat is toegezegd en nog niet gebeurd; het moet uiterlijk op {until}."
    return (
        f"Op {asked} vroeg het gezin om {request.get_kind_display()}. Het antwoord moet er uiterlijk op {until} zijn."
    )
