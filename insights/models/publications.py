"""What was published: the register of moments, and the figures as they left the house. What was counted then is kept apart,
for the worker alone."""

from django.db import models

from insights.enums import Breakdown, Figure, Level, Measure, PeriodKind, Shape
from insights.periods import Period
from schools.enums import Sector


class Publication(models.Model):
    """A count of one period, fixed at its moment: `revision` 1 a month after it ends, 2 with the next period [domain 5]."""

    kind = models.CharField("soort periode", max_length=11, choices=PeriodKind.choices)
    first = models.DateField("eerste dag")
    revision = models.PositiveSmallIntegerField("versie")
    counted_on = models.DateField("geteld op")

    class Meta:
        verbose_name = "publicatie"
        verbose_name_plural = "publicaties"
        ordering = ["-first", "kind", "-revision"]
        constraints = [models.UniqueConstraint(fields=["kind", "first", "revision"], name="publication_once")]

    def __str__(self) -> str:
        return self.period.label

    @property
    def period(self) -> Period:
        return Period(self.first, PeriodKind(self.kind))


class PublishedFigure(models.Model):
    """One figure as it may be seen. A cell without a row counts fewer persons than the threshold, nobody included."""

    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="figures")
    figure = models.CharField(max_length=16, choices=Figure.choices)
    measure = models.CharField(max_length=6, choices=Measure.choices, default=Measure.COUNT)
    sector = models.CharField(max_length=3, choices=Sector.choices, blank=True)
    level = models.CharField(max_length=20, choices=Level.choices)
    unit = models.CharField(max_length=20, blank=True)
    breakdown = models.CharField(max_length=10, choices=Breakdown.choices, blank=True)
    value = models.CharField(max_length=14, blank=True)
    shape = models.CharField(max_length=8, choices=Shape.choices)
    number = models.DecimalField(max_digits=12, decimal_places=1, null=True)

    class Meta:
        verbose_name = "gepubliceerd cijfer"
        verbose_name_plural = "gepubliceerde cijfers"
        constraints = [
            models.UniqueConstraint(
                fields=["publication", "figure", "measure", "sector", "level", "unit", "breakdown", "value"],
                name="published_figure_once",
            ),
            models.CheckConstraint(
                condition=models.Q(shape=Shape.WITHHELD, number=None)
                | (~models.Q(shape=Shape.WITHHELD) & models.Q(number__isnull=False)),
                name="published_figure_has_number",
            ),
        ]
        indexes = [
            models.Index(
                fields=["publication", "level", "sector", "figure", "breakdown", "unit"], name="published_figure_asked"
            )
        ]

    def __str__(self) -> str:
        return f"{self.figure} {self.unit}"


class PublicationCounts(models.Model):
    """What was counted for a publication. The worker alone reads it: a later publication is weighed against it, and the
    summaries have changed by then. No figures role has a right on it."""

    publication = models.OneToOneField(Publication, on_delete=models.CASCADE, related_name="counts")
    #: figure, sector, level, unit, breakdown, value, number, pupils: of each cell that is not empty.
    cells = models.JSONField()

    class Meta:
        verbose_name = "telling van een publicatie"
        verbose_name_plural = "tellingen van publicaties"

    def __str__(self) -> str:
        return str(self.publication_id)
