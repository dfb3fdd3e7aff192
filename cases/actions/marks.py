"""Marks for providers, by helper and by school or municipality [001 §4]."""

from dataclasses import dataclass

from django.db import transaction

from accounts.acting import Acting, call_it
from accounts.roles import ROLES, Hat, Side
from cases import access, policies
from cases.models import Case, ProviderMark
from cases.models.marks import MarkBy
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


@transaction.atomic
def mark_provider(*, by: Acting, mark: NewMark) -> ProviderMark:
    """Give a mark. Raises NotYours for another side's mark, NotNow when that side gave one already."""
    call_it("cases.mark_provider")
    if mark.by not in sides_of(by):
        raise access.NotYours("Dit cijfer geeft een ander.")
    if ProviderMark.objects.filter(case=mark.case, provider=mark.provider, by=mark.by).exists():
        raise policies.NotNow("Deze aanbieder heeft hier al een cijfer van deze kant.")
    return ProviderMark.objects.create(
        case=mark.case,
        team_id=mark.case.team_id,
        provider=mark.provider,
        by=mark.by,
        mark=mark.mark,
        no_mark_reason=mark.no_mark_reason,
        note=mark.note,
        on=by.today,
        author_id=by.actor,
    )
