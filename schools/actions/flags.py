"""Flags about teams: computed by the worker from the facts, seen by people [domain 4]."""

import datetime
from collections.abc import Iterable, Iterator
from uuid import UUID

from django.db import transaction

from accounts.acting import Acting, call_it, working
from accounts.roles import ROLES
from schools.enums import FlagLevel
from schools.flagging import Reconciled, Wanted, reconcile
from schools.models import StaleTeam, SupportTeam, TeamFlag
from schools.queries import cores

INCOMPLETE = "team_incomplete"
BATCH = 1000


@transaction.atomic
def see_flag(*, by: Acting, flag: TeamFlag) -> None:
    """`by` has seen this flag. Seeing twice changes nothing."""
    call_it("schools.see_flag", by=by)
    flag = TeamFlag.objects.select_for_update().get(pk=flag.pk)
    if by.actor not in flag.seen_by:
        flag.seen_by = [*flag.seen_by, by.actor]
        flag.save(update_fields=["seen_by"])


def recompute_flags(*, teams: Iterable[UUID], today: datetime.date) -> Reconciled:
    """Set and clear `team_incomplete` of these teams. The worker's action; one transaction, the same when run again."""
    keys = sorted(set(teams))
    with working(today=today, action="schools.recompute_flags"):
        found = list(SupportTeam.objects.filter(pk__in=keys))
        return reconcile(
            TeamFlag, about="team_id", subjects=keys, rules=[INCOMPLETE], wanted=_incomplete(found, today), today=today
        )


def drain_stale(*, today: datetime.date) -> int:
    """Recompute teams that triggers named as changed; how many rows were drained. Several workers may drain at once.

    A row leaves the stale table in the transaction that computes its team: a killed worker leaves it there.
    """
    with transaction.atomic():
        rows = list(StaleTeam.objects.select_for_update(skip_locked=True).order_by("id")[:BATCH])
        if rows:
            recompute_flags(teams={row.team_id for row in rows}, today=today)
            StaleTeam.objects.filter(pk__in=[row.pk for row in rows]).delete()
        return len(rows)


def recompute_all(*, today: datetime.date) -> int:
    """Every team: an appointment that begins or ends today is a change too. Each batch is a transaction of its own."""
    keys = list(SupportTeam.objects.order_by("id").values_list("pk", flat=True))
    for start in range(0, len(keys), BATCH):
        recompute_flags(teams=keys[start : start + BATCH], today=today)
    return len(keys)


def _incomplete(teams: list[SupportTeam], today: datetime.date) -> Iterator[Wanted]:
    """A core role that nobody fills today; since the first day of that without one in between on which all were filled."""
    for key, core in cores(teams).items():
        since = core.incomplete_since(today)
        if since:
            roles = [ROLES[role].label.lower() for role in core.missing(today)]
            yield Wanted(key, INCOMPLETE, FlagLevel.WARN, since, f"Niet ingevuld: {_listed(roles)}.")


def _listed(words: list[str]) -> str:
    """ "a, b en c"."""
    return " en ".join(filter(None, (", ".join(words[:-1]), words[-1])))
