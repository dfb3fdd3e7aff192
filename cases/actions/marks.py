"""Marks for providers, by helper and by school or municipality [001 §4]."""

import datetime
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from accounts.acting import Acting, call_it
from accounts.roles import ROLES, Hat, Permission, Side
from cases import access, policies
from cases.models import Case, ProviderMark
from cases.models.marks import MarkBy
from cases.reading.marks import MarkDue
from schools.models import Provider


@dataclass(frozen=True)
class NewMark:
    """A mark 1 to 10, or the reason why there is none."""

    case: Case
    provider: Provider
    by: MarkBy
    mark: int | None = None
    no_mark_reason: str = ""
    note: str = ""


def sides_of(by: Acting) -> list[MarkBy]:
    """In whose name `by` may give a mark: helper (youth side) or school for the team, the municipality for its desk."""
    if by.hat == Hat.DESK:
        return [MarkBy.MUNICIPALITY]
    return [MarkBy.SCHOOL] if ROLES[by.role].side == Side.SCHOOL else [MarkBy.HELPER]


class AlreadyMarked(policies.NotNow):
    """That side gave this provider its mark in this case already."""

    def __init__(self) -> None:
        super().__init__("Deze aanbieder heeft hier al een cijfer van deze kant.")


@transaction.atomic
def mark_provider(*, by: Acting, mark: NewMark) -> ProviderMark:
    """Give a mark. Raises NotYours for another side's mark, AlreadyMarked when that side gave one."""
    call_it("cases.mark_provider")
    return mark_on(by=by, mark=mark, on=by.today)


def mark_on(*, by: Acting, mark: NewMark, on: datetime.date) -> ProviderMark:
    """The same as a part of another action, on its day."""
    if mark.by not in sides_of(by):
        raise access.NotYours("Dit cijfer geeft een ander.")
    if ProviderMark.objects.filter(case=mark.case, provider=mark.provider, by=mark.by).exists():
        raise AlreadyMarked
    made = ProviderMark(case=mark.case, team_id=mark.case.team_id, provider=mark.provider, by=mark.by)
    return _write(by, made, mark=mark.mark, no_mark_reason=mark.no_mark_reason, note=mark.note, on=on)


@transaction.atomic
def mark_at_the_end(
    *, by: Acting, due: MarkDue, mark: int | None = None, no_mark_reason: str = "", note: str = ""
) -> ProviderMark:
    """The mark of the municipality for help that it granted and that has ended, also when its access is over (decision
    0505). Raises NotYours for who holds no desk that decides, AlreadyMarked when a colleague was sooner."""
    call_it("cases.mark_provider")
    if Permission.DECIDE_ESCALATION not in ROLES[by.role].permissions:
        raise access.NotYours("Dit cijfer geeft een ander.")
    made = ProviderMark(case_id=due.case, team_id=due.team, provider_id=due.provider, by=MarkBy.MUNICIPALITY)
    try:
        with transaction.atomic():
            return _write(by, made, mark=mark, no_mark_reason=no_mark_reason, note=note, on=by.today)
    except IntegrityError as error:
        if "provider_mark_once" in str(error):
            raise AlreadyMarked from error
        raise


def _write(
    by: Acting, made: ProviderMark, *, mark: int | None, no_mark_reason: str, note: str, on: datetime.date
) -> ProviderMark:
    made.mark, made.no_mark_reason, made.note = mark, no_mark_reason, note
    made.on, made.author_id = on, by.actor
    made.save(force_insert=True)
    return made
