"""Setting and clearing flags: what should stand, laid beside what stands. The same for teams, cases and money.

Idempotent: computing twice changes nothing, and a worker that was killed half-way is followed by one that finishes.
"""

import datetime
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.db import transaction

from schools.enums import FlagLevel
from schools.models import Flag

F = TypeVar("F", bound=Flag)


@dataclass(frozen=True)
class Rule:
    """A rule of domain 4: what it is called on screen, and what a user can do about it."""

    code: str
    label: str
    what_to_do: str


#: Rules about a support team. `cooperation` is judged by a higher app, which knows meetings and trainings.
TEAM_RULES = {
    rule.code: rule
    for rule in (
        Rule(
            "team_incomplete",
            "team niet compleet",
            "Regel met het schoolbestuur of het sociaal wijkteam wie deze rol vervult, en laat de beheerder dat vastleggen.",
        ),
        Rule(
            "cooperation",
            "samenwerking onder de afspraak",
            "Plan een overleg met het hele kernteam en een gezamenlijke training.",
        ),
    )
}


@dataclass(frozen=True)
class Wanted:
    """A flag that should stand. `subject` is the key of what it is about; `extra` fills further columns of the row."""

    subject: Any
    rule: str
    level: str
    since: datetime.date
    why: str
    extra: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Reconciled:
    """What a run did: numbers of flags."""

    set: int
    changed: int
    cleared: int


@transaction.atomic
def reconcile(
    model: type[F],
    *,
    about: str,
    subjects: Collection[Any],
    rules: Iterable[str],
    wanted: Iterable[Wanted],
    today: datetime.date,
) -> Reconciled:
    """Make the open flags of these subjects and rules equal to `wanted`.

    `about` is the column with the subject, such as "case_id". A flag that stays keeps who has seen it, unless it became
    more serious. Flags of other subjects or rules are not touched.
    """
    asked = {(one.subject, one.rule): one for one in wanted}
    standing = {
        (getattr(flag, about), flag.rule): flag
        for flag in model._default_manager.select_for_update().filter(
            **{f"{about}__in": list(subjects)}, rule__in=list(rules), cleared_on__isnull=True
        )
    }
    fresh = [
        model(**{about: one.subject}, rule=one.rule, level=one.level, since=one.since, why=one.why, **one.extra)
        for key, one in asked.items()
        if key not in standing
    ]
    model._default_manager.bulk_create(fresh, ignore_conflicts=True)  # another worker may be as quick
    changed = [flag for key, flag in standing.items() if key in asked and _follows(flag, asked[key])]
    model._default_manager.bulk_update(changed, ["level", "why", "since", "seen_by"])
    gone = [flag.pk for key, flag in standing.items() if key not in asked]
    cleared = model._default_manager.filter(pk__in=gone).update(cleared_on=today) if gone else 0
    return Reconciled(len(fresh), len(changed), cleared)


def _follows(flag: Flag, wanted: Wanted) -> bool:
    """Bring a standing flag up to date; whether anything changed."""
    if (flag.level, flag.why, flag.since) == (wanted.level, wanted.why, wanted.since):
        return False
    if wanted.level == FlagLevel.URGENT and flag.level != FlagLevel.URGENT:
        flag.seen_by = []
    flag.level, flag.why, flag.since = wanted.level, wanted.why, wanted.since
    return True
