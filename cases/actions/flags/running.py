"""Setting and clearing the flags of cases, and saying that one has been seen."""

import datetime
from collections.abc import Callable, Iterable, Iterator, Sequence
from uuid import UUID

from django.conf import settings
from django.db import transaction

from accounts.acting import Acting, working
from cases import access
from cases.actions.flags import agreements, contact, rights, school, sharing, specialist
from cases.enums import AccessScope, EscalationStatus, Route
from cases.models import Case, CaseAccess, CaseFlag, Escalation, StaleCase
from cases.models.flags import RULES
from cases.reading.rights import newest_cases, unfinished
from schools.flagging import Reconciled, Wanted, reconcile

E = EscalationStatus

#: What should stand for these cases on this day: one function a rule, each with a constant number of queries.
FINDERS: tuple[Callable[[Sequence[Case], datetime.date], Iterator[Wanted]], ...] = (
    specialist.escalated,
    specialist.outside_route,
    specialist.decision_due,
    specialist.beschikking_ends,
    contact.many_sessions,
    contact.silent,
    agreements.waiting,
    agreements.education_goals,
    agreements.evaluation_due,
    sharing.consent,
    school.absence_risk,
    school.thuiszitter,
    school.transition,
    rights.family_request,
)


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
            wanted=[wanted for finder in FINDERS for wanted in finder(found, today)],
            today=today,
        )


def drain_stale(*, today: datetime.date) -> int:
    """Recompute the cases that triggers named as changed; how many. Several workers may drain at once.

    A row leaves the stale table in the transaction that computes its case: a killed worker leaves it there.
    """
    with transaction.atomic():
        rows = list(StaleCase.objects.select_for_update(skip_locked=True).order_by("id")[: settings.STALE_BATCH])
        if rows:
            recompute_flags(cases={row.case_id for row in rows}, today=today)
            StaleCase.objects.filter(pk__in=[row.pk for row in rows]).delete()
        return len(rows)


def recompute_all(*, today: datetime.date) -> int:
    """Every case that is open, has an open flag, is still read by the desk that decided, or whose family waits for an
    answer; in batches, each of which is a transaction of its own."""
    flagged = CaseFlag.objects.filter(cleared_on__isnull=True, case__closed_on__isnull=False)
    read = CaseAccess.objects.filter(desk_role="JEUGDCONSULENT", period__contains=today, case__closed_on__isnull=False)
    keys = list(Case.objects.open().order_by("id").values_list("pk", flat=True))
    asked = newest_cases(unfinished().values_list("pupil", flat=True))
    closed = {case.pk for case in asked.values() if not case.is_open}
    keys += sorted({*closed, *flagged.values_list("case", flat=True), *read.values_list("case", flat=True)})
    for start in range(0, len(keys), settings.STALE_BATCH):
        recompute_flags(cases=keys[start : start + settings.STALE_BATCH], today=today)
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
    for grant in CaseAccess.objects.filter(
        case__in=over, desk_role="JEUGDCONSULENT", scope=AccessScope.REQUEST, period__contains=today
    ):
        since = grant.period.lower or today
        grant.period = (since, max(today, since + datetime.timedelta(days=1)))
        grant.save(update_fields=["period"])
        ended += 1
    return ended
