"""Named questions about dated rows."""

import datetime
from typing import Self, TypeVar

from django.db import models

M = TypeVar("M", bound=models.Model)


class DatedQuerySet(models.QuerySet[M]):
    """Rows with a half open `period`."""

    def on(self, day: datetime.date) -> Self:
        """In force on this day."""
        return self.filter(period__contains=day)


class AppointmentQuerySet(DatedQuerySet[M]):
    def in_force(self, day: datetime.date) -> Self:
        """Gives rights on this day: within its period, and confirmed by an administrator."""
        return self.on(day).confirmed()

    def confirmed(self) -> Self:
        """Those that give rights within their period."""
        return self.filter(confirmed_at__isnull=False)
