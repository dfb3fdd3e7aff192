"""What every row about a child carries: the team that keeps it, and the municipality of that team."""

from typing import ClassVar

from django.db import models

from schools.models import Municipality, SupportTeam
from shell.keys import Keyed

#: Every field about a person is classified: `SAFE` survives the person, `PERSON` goes when the retention term ends.
SAFE, PERSON = "safe", "person"


class TeamRow(Keyed):
    """A row of a team. `municipality` is filled in by the database from the team: it can never be another one."""

    team = models.ForeignKey(SupportTeam, on_delete=models.PROTECT, related_name="+", verbose_name="team")
    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, related_name="+", editable=False, verbose_name="gemeente"
    )

    PRIVACY: ClassVar[dict[str, str]] = {}

    class Meta:
        abstract = True


class CaseRow(TeamRow):
    """A row of a case. The database refuses one that names another team than its case does."""

    case = models.ForeignKey(
        "cases.Case", on_delete=models.PROTECT, related_name="+", verbose_name="ondersteuningsvraag"
    )

    class Meta:
        abstract = True
