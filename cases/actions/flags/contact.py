"""Flags about contact: many talks without an evaluation, and a question that nothing happens with [domain 4]."""

import datetime
from collections.abc import Iterator, Sequence

from django.conf import settings
from django.db import connection
from django.db.models import Max

from cases.enums import SUPPORTING_TALKS, ContactKind, State
from cases.models import Case, LogEntry
from schools.enums import FlagLevel
from schools.flagging import Wanted
from shell.numbers import write_day

YOUTH_WORKERS = ("JGW", "SMW")

# Talks since the last evaluation, without entries that were corrected. One query for all cases.
_TALKS = """
select e.case_id, count(*), (array_agg(e."on" order by e."on", e.id))[%(warn)s]
from cases_logentry e
where e.case_id = any (%(cases)s) and e.kind = any (%(talks)s) and e.role = any (%(roles)s)
  and not exists (select from cases_logentry c where c.corrects_id = e.id)
  and e."on" > coalesce((select max(v."on") from cases_logentry v
                         where v.case_id = e.case_id and v.kind = %(evaluation)s), '-infinity')
  and e."on" > coalesce((select k.evaluated_on from cases_case k where k.id = e.case_id), '-infinity')
group by e.case_id having count(*) >= %(warn)s
"""


def many_sessions(cases: Sequence[Case], today: datetime.date) -> Iterator[Wanted]:
    """Five supporting talks by JGW or SMW without an evaluation, urgent from seven [002 §3.2]."""
    teams = {case.pk: case.team_id for case in cases if case.is_open}
    with connection.cursor() as cursor:
        cursor.execute(
            _TALKS,
            {
                "cases": list(teams),
                "talks": [kind.value for kind in SUPPORTING_TALKS],
                "roles": list(YOUTH_WORKERS),
                "evaluation": ContactKind.EVALUATION.value,
                "warn": settings.FLAG_MANY_SESSIONS_WARN,
            },
        )
        rows = cursor.fetchall()
    for case, talks, since in rows:
        level = FlagLevel.URGENT if talks >= settings.FLAG_MANY_SESSIONS_URGENT else FlagLevel.WARN
        why = f"Er waren {talks} gesprekken zonder evaluatie."
        yield Wanted(case, "many_sessions", level, since, why, {"team_id": teams[case]})


def silent(cases: Sequence[Case], today: datetime.date) -> Iterator[Wanted]:
    """FLAG_SILENT_DAYS without an entry in an open case; in *volgen* when the day to look again has passed."""
    still = datetime.timedelta(days=settings.FLAG_SILENT_DAYS)
    watched = [case for case in cases if case.is_open]
    last = dict(
        LogEntry.objects.filter(case__in=[case.pk for case in watched])
        .values_list("case")
        .annotate(last=Max("on"))
        .order_by()
    )
    for case in watched:
        extra = {"team_id": case.team_id}
        if case.state == State.FOLLOWING:
            if case.follow_up_on and case.follow_up_on < today:
                why = f"Het team zou op {write_day(case.follow_up_on)} opnieuw kijken."
                yield Wanted(case.pk, "silent", FlagLevel.WARN, case.follow_up_on, why, extra)
            continue
        since = max(last.get(case.pk, case.raised_on), case.raised_on)
        if since + still <= today:
            why = f"Sinds {write_day(since)} staat er niets nieuws in het logboek."
            yield Wanted(case.pk, "silent", FlagLevel.WARN, since + still, why, extra)
