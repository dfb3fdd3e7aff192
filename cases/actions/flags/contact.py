"""Flags about contact: many talks without an evaluation, and a question that nothing happens with [domain 4]."""

import datetime
from collections.abc import Iterator, Sequence

from django.conf import settings
from django.db import connection

from cases.enums import SUPPORTING_TALKS, ContactKind, State
from cases.models import Case, PlanVersion
from schools.enums import FlagLevel
from schools.flagging import Wanted
from shell.numbers import write_day

YOUTH_WORKERS = ("JGW", "SMW")

# Talks since the last evaluation (in the log, of the plan or of the question), without entries that were corrected. One
# query for all cases. Corrections are of the same case and are read once: asked entry by entry, PostgreSQL expects few
# entries and reads the whole log for each.
_TALKS = """
select e.case_id, count(*), (array_agg(e."on" order by e."on", e.id))[%(warn)s]
from cases_logentry e
where e.case_id = any (%(cases)s) and e.kind = any (%(talks)s) and e.role = any (%(roles)s)
  and e.id not in (select c.corrects_id from cases_logentry c
                   where c.case_id = any (%(cases)s) and c.corrects_id is not null)
  and e."on" > coalesce(greatest(
    (select max(v."on") from cases_logentry v where v.case_id = e.case_id and v.kind = %(evaluation)s),
    (select max(p."on") from cases_planversion p where p.case_id = e.case_id and p.kind = %(plan)s),
    (select k.evaluated_on from cases_case k where k.id = e.case_id)), '-infinity')
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
                "plan": PlanVersion.Kind.EVALUATED.value,
                "warn": settings.FLAG_MANY_SESSIONS_WARN,
            },
        )
        rows = cursor.fetchall()
    for case, talks, since in rows:
        level = FlagLevel.URGENT if talks >= settings.FLAG_MANY_SESSIONS_URGENT else FlagLevel.WARN
        why = f"Er waren {talks} gesprekken zonder evaluatie."
        yield Wanted(case, "many_sessions", level, since, why, {"team_id": teams[case]})


# What was last done with or for a child, by case: docs/decisions/0504. One query for all cases.
_SIGNS_OF_LIFE = """
select signs.case_id, max(signs.day) from (
  select e.case_id, e."on" as day from cases_logentry e where e.case_id = any (%(cases)s)
    and e.id not in (select c.corrects_id from cases_logentry c
                   where c.case_id = any (%(cases)s) and c.corrects_id is not null)
  union all select case_id, weighed_on from cases_agendaitem where case_id = any (%(cases)s)
  union all select case_id, "on" from cases_planversion where case_id = any (%(cases)s)
  union all select case_id, "on" from cases_progress where case_id = any (%(cases)s)
  union all select case_id, done_on from cases_task where case_id = any (%(cases)s)
  union all select case_id, unnest(array[asked_on, decided_on, started_on, ended_on])
    from cases_support where case_id = any (%(cases)s)
  union all select case_id, "on" from cases_supportevaluation where case_id = any (%(cases)s)
  union all select case_id, unnest(array[requested_on, decided_on, started_on, stopped_on])
    from cases_escalation where case_id = any (%(cases)s)
  union all select a.case_id, a."on" from cases_attachment a where a.case_id = any (%(cases)s)
    and not exists (select from cases_withdrawal w where w.attachment_id = a.id)
  union all select case_id, "on" from cases_statement where case_id = any (%(cases)s)
  union all select id, unnest(array[raised_on, state_since]) from cases_case where id = any (%(cases)s)
) signs where signs.day <= %(today)s group by signs.case_id
"""


def silent(cases: Sequence[Case], today: datetime.date) -> Iterator[Wanted]:
    """FLAG_SILENT_DAYS in which nothing was recorded in an open case; in *volgen* when the day to look again has passed."""
    still = datetime.timedelta(days=settings.FLAG_SILENT_DAYS)
    watched = [case for case in cases if case.is_open]
    with connection.cursor() as cursor:
        cursor.execute(_SIGNS_OF_LIFE, {"cases": [case.pk for case in watched], "today": today})
        last = dict(cursor.fetchall())
    for case in watched:
        extra = {"team_id": case.team_id}
        if case.state == State.FOLLOWING:
            if case.follow_up_on and case.follow_up_on < today:
                why = f"Het team zou op {write_day(case.follow_up_on)} opnieuw kijken."
                yield Wanted(case.pk, "silent", FlagLevel.WARN, case.follow_up_on, why, extra)
            continue
        since = last.get(case.pk, case.raised_on)
        if since + still <= today:
            why = f"Sinds {write_day(since)} is er niets vastgelegd: geen contact, geen overleg, geen stap in het plan."
            yield Wanted(case.pk, "silent", FlagLevel.WARN, since + still, why, extra)
