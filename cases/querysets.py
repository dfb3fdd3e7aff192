"""Named questions about cases. Which rows there are is decided by row security, not here."""

from typing import Self, TypeVar
from uuid import UUID

from django.db import models
from django.db.models import F

C = TypeVar("C", bound=models.Model)


class CaseQuerySet(models.QuerySet[C]):
    def open(self) -> Self:
        return self.filter(closed_on__isnull=True)

    def led_by(self, person: UUID) -> Self:
        return self.filter(lead_id=person)

    def with_names(self) -> Self:
        """`lead_name`, `team_name` and the parts of the pupil's name, without loading the objects."""
        return self.select_related("pupil").annotate(lead_name=F("lead__name"), team_name=F("team__name"))
