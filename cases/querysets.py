"""Named questions about cases. Which rows there are is decided by row security, not here."""

import datetime
from typing import Self, TypeVar
from uuid import UUID

from django.apps import apps
from django.db import models
from django.db.models import F, OuterRef, Subquery

C = TypeVar("C", bound=models.Model)


class CaseQuerySet(models.QuerySet[C]):
    def open(self) -> Self:
        return self.filter(closed_on__isnull=True)

    def led_by(self, person: UUID) -> Self:
        return self.filter(lead_id=person)

    def with_names(self) -> Self:
        """`lead_name`, `team_name` and the parts of the pupil's name, without loading the objects."""
        return self.select_related("pupil").annotate(lead_name=F("lead__name"), team_name=F("team__name"))

    def with_home(self, day: datetime.date) -> Self:
        """`home_name`: the woongemeente of the pupil on this day, None when it is not known."""
        lived = apps.get_model("cases", "Residence").objects.filter(pupil=OuterRef("pupil"), period__contains=day)
        return self.annotate(home_name=Subquery(lived.values("home__name")[:1]))
