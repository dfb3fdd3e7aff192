"""What the privacy officer may read of a child: who it is and at which team, in order to ask who looked."""

import datetime
from uuid import UUID

from django.db.models import F, QuerySet

from cases.models import Pupil
from cases.queries import plain

MOST_CHILDREN = 20
#: The columns that `cases.grants` gives to that hat.
WHO = ("id", "team_id", "given_name", "infix", "family_name", "birth_date")


def children_called(name: str, *, born: datetime.date | None = None) -> list[Pupil]:
    """Children whose name contains each of these words, born on that day if told; at most MOST_CHILDREN, by name.

    The same child at two teams is two rows here: each has its own file, and its own looks.
    """
    found = _children()
    for word in plain(name).split():
        found = found.filter(name_key__contains=word)
    if born:
        found = found.filter(birth_date=born)
    return list(found.order_by("family_name", "given_name", "birth_date")[:MOST_CHILDREN])


def child(key: UUID) -> Pupil | None:
    """None when that child is no longer in the program: the log of looking outlives it."""
    return _children().filter(pk=key).first()


def _children() -> QuerySet[Pupil]:
    return Pupil.objects.only(*WHO).annotate(team_name=F("team__name"))
