"""Children whom a team knows already, from an import or an earlier question: nobody types them twice."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import F, OuterRef, Q, Subquery

from cases.models import Case, Pupil, Residence
from cases.queries import plain

MOST_KNOWN = 10
#: As alike as the search of the work list asks for (`app.search_cases`).
ALIKE = 0.5


@dataclass(frozen=True)
class Known:
    """A child of one's teams, and the question that runs about it, if there is one."""

    pupil: Pupil
    team_name: str
    case: UUID | None


def known_called(words: str, *, teams: Iterable[UUID]) -> list[Known]:
    """Children of these teams whose name is like these words, the best first: mistakes and accents are forgiven. One query."""
    running = Case.objects.open().filter(pupil=OuterRef("pk")).order_by().values("pk")[:1]
    rows = (
        Pupil.objects.filter(team__in=list(teams))
        .annotate(points=TrigramWordSimilarity(plain(words), "name_key"), team_name=F("team__name"))
        .annotate(running=Subquery(running))
        .filter(Q(points__gte=ALIKE) | Q(name_key__contains=plain(words)))
        .order_by("-points", "family_name", "given_name", "id")
    )
    return [Known(row, row.team_name, row.running) for row in rows[:MOST_KNOWN]]


def known_child(key: str, *, teams: Iterable[UUID]) -> Pupil | None:
    """The child with this key, if it is one of these teams; None too for what is no key."""
    try:
        found = UUID(key)
    except ValueError:
        return None
    return Pupil.objects.filter(pk=found, team__in=list(teams)).first()


def as_typed(pupil: Pupil) -> dict[str, Any]:
    """What the form of a new question would ask about this child, filled in. One query."""
    lived = Residence.objects.filter(pupil=pupil, period__endswith=None).select_related("home").first()
    names = ("given_name", "infix", "family_name", "birth_date", "group")
    told = {"team": pupil.team_id, **{name: getattr(pupil, name) for name in names}}
    return {**told, "home": lived.home} if lived else told
