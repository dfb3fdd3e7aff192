"""What the triggers count absence by: school days and reference days, from the calendar and the settings. Kept by the worker."""

from django.db import models


class SchoolDay(models.Model):
    """A day on which the schools of region Noord are open, as far as the holidays are known."""

    day = models.DateField(primary_key=True)

    class Meta:
        verbose_name = "schooldag"
        verbose_name_plural = "schooldagen"

    def __str__(self) -> str:
        return str(self.day)


class ReferenceDay(models.Model):
    """A day on which absence is counted: the last one of a month [domain 2.9]. With the thresholds that hold there.

    A pupil is *absent* with at least `hours` without reason between `since` and the day, the last four school weeks; a
    *thuiszitter* after more than `days` days on end, from `age_from` up to `age_until` years.
    """

    month = models.DateField(primary_key=True)
    day = models.DateField(unique=True)
    since = models.DateField()
    hours = models.IntegerField()
    days = models.IntegerField()
    age_from = models.IntegerField()
    age_until = models.IntegerField()

    class Meta:
        verbose_name = "peildatum"
        verbose_name_plural = "peildata"

    def __str__(self) -> str:
        return str(self.day)
