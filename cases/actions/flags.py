"""Flags about cases: computed by the worker from the facts, seen by people [domain 4]."""

import datetime
from collections.abc import Iterable, Iterator, Sequence
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction

from accounts.acting import Acting, working
from cases import access
from cases.enums import SUPPORTING_TALKS, ContactKind, EscalationStatus, Route
from cases.models import Case, CaseAccess, CaseFlag, Escalation, StaleCase
from cases.models.flags import RULES
from schools.enums import FlagLevel
from schools.flagging import Reconciled, Wanted, reconcile

E = EscalationStatus
YOUTH_WORKERS = ("JGW", "SMW")
BATCH = 1000


def see_flag(*, by: Acting, flag: CaseFlag) -> None:
    """`by` has seen this flag. Seeing twice changes nothing."""
    access.check_works(by)
    if by.actor not in flag.seen_by:
        flag.seen_by = [*flag.seen_by, by.actor]
        flag.save(update_fields=["seen_by"])


def recompute_flags(*, cases: Iterable[UUID], today: datetime.date) -> Reconciled:
    """Set and clear every flag of these cases. The worker's action; one transaction, the same when run again."""
    keys = sorted(set(cases))
    with working(today=today, action="cases.recompute_flags"):
        found = list(Case.objects.filter(pk__in=keys))
        end_desk_access(cases=keys, today=today)
        return reconcile(
            CaseFlag,
            about="case_id",
            subjects=keys,
            rules=RULES,
            wanted=[*_escalated(found), *_many_sessions(found)],
            today=today,
        )


def drain_stale(*, today: datetime.date) -> int:
    """Recompute the cases that triggers named as changed; how many. Several workers may drain at once.

    A row leaves the stale table in the transaction that computes its case: a killed worker leaves it there.
    """
    with transaction.atomic():
        rows = list(StaleCase.objects.select_for_update(skip_locked=True).order_by("id")[:BATCH])
        if rows:
            recompute_flags(cases={row.case_id for row in rows}, today=today)
            StaleCase.objects.filter(pk__in=[row.pk for row in rows]).delete()
        return len(rows)


def recompute_all(*, today: datetime.date) -> int:
    """Every case that is open or has an open flag, in batches; each batch is a transaction of its own."""
    keys = list(Case.objects.open().order_by("id").values_list("pk", flat=True))
    keys += list(
        CaseFlag.objects.filter(cleared_on__isnull=True, case__closed_on__isnull=False).values_list("case", flat=True)
    )
    for start in range(0, len(keys), BATCH):
        recompute_flags(cases=keys[start : start + BATCH], today=today)
    return len(keys)


def end_desk_access(*, cases: Sequence[UUID], today: datetime.date) -> int:
    """The desk that decided keeps its access for as long as the family may object, and not longer. How many ended."""
    decided = Escalation.objects.filter(
        case__in=cases,
        route=Route.LOCAL,
        status__in=[E.GRANTED, E.REFUSED, E.WITHDRAWN],
    ).exclude(case__in=Escalation.objects.filter(case__in=cases, status=E.REQUESTED).values("case"))
    limit = today - datetime.timedelta(weeks=settings.OBJECTION_WEEKS)
    over = set(decided.filter(decided_on__lt=limit).values_list("case", flat=True))
    over |= set(decided.filter(status=E.WITHDRAWN).values_list("case", flat=True))
    over -= set(decided.filter(decided_on__gte=limit).values_list("case", flat=True))
    ended = 0
    for grant in CaseAccess.objects.filter(case__in=over, desk_role="JEUGDCONSULENT", period__contains=today):
        since = grant.period.lower or today
        grant.period = (since, max(today, since + datetime.timedelta(days=1)))
        grant.save(update_fields=["period"])
        ended += 1
    return ended


def _escalated(cases: Sequence[Case]) -> Iterator[Wanted]:
    """Asked, granted or come in from outside, until refused, withdrawn or ended."""
    teams = {case.pk: case.team_id for case in cases}
    running = Escalation.objects.filter(
        case__in=list(teams), status__in=[E.REQUESTED, E.GRANTED, E.OUTSIDE], stopped_on__isnull=True
    ).order_by("requested_on", "id")
    told: set[UUID] = set()
    for one in running:
        if one.case_id in told:
            continue
        told.add(one.case_id)
        why = {
            E.REQUESTED: "Specialistische jeugdhulp is aangevraagd, er is nog geen besluit.",
            E.GRANTED: "Specialistische jeugdhulp is toegekend.",
            E.OUTSIDE: f"Specialistische jeugdhulp kwam via: {one.get_route_display()}.",
        }[E(one.status)]
        yield Wanted(one.case_id, "escalated", FlagLevel.NOTE, one.requested_on, why, {"team_id": teams[one.case_id]})


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


def _many_sessions(cases: Sequence[Case]) -> Iterator[Wanted]:
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
