"""Schools and their locations, with what changes over time in dated rows."""

from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Func, Q

from schools.enums import SECTOR_OF, Register, SchoolType, Sector
from schools.models.organisations import Municipality, NeighbourhoodTeam, Organisation, SchoolBoard
from schools.querysets import DatedQuerySet
from shell.keys import Keyed


class School(Organisation):
    """An instelling with a BRIN. Its locations carry everything that changes."""

    brin = models.CharField(
        "BRIN", max_length=4, unique=True, validators=[RegexValidator(r"^\d{2}[A-Z]{2}$", "Schrijf een BRIN als 00AB.")]
    )

    class Meta(Organisation.Meta):
        verbose_name = "school"
        verbose_name_plural = "scholen"


class SchoolLocation(Organisation):
    """A vestiging. What DUO tells about it now; board, municipality, wijkteam and type are in `LocationPeriod`.

    `register` is the DUO register that last named it, empty when none did: only what a register named can disappear
    from it. `sort_name` is the name in small letters without accents, made by PostgreSQL.
    """

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="locations", verbose_name="school")
    code = models.CharField(
        "vestigingscode",
        max_length=6,
        unique=True,
        validators=[RegexValidator(r"^\d{2}[A-Z]{2}\d{2}$", "Schrijf een vestigingscode als 00AB00.")],
    )
    street = models.CharField("straat", max_length=120, blank=True)
    house_number = models.CharField("huisnummer", max_length=20, blank=True)
    postcode = models.CharField("postcode", max_length=7, blank=True)
    town = models.CharField("plaats", max_length=80, blank=True)
    denomination = models.CharField("denominatie", max_length=80, blank=True)
    telephone = models.CharField("telefoon", max_length=20, blank=True)
    website = models.CharField("website", max_length=200, blank=True)
    postal_street = models.CharField("straat of Postbus (post)", max_length=120, blank=True)
    postal_number = models.CharField("nummer (post)", max_length=20, blank=True)
    postal_postcode = models.CharField("postcode (post)", max_length=7, blank=True)
    postal_town = models.CharField("plaats (post)", max_length=80, blank=True)
    register = models.CharField("DUO-register", max_length=7, choices=Register.choices, blank=True, editable=False)
    sort_name = models.GeneratedField(
        expression=Func("name", function="app.plain"), output_field=models.TextField(), db_persist=True
    )

    class Meta(Organisation.Meta):
        verbose_name = "vestiging"
        verbose_name_plural = "vestigingen"
        indexes = [models.Index(fields=["sort_name", "id"], name="location_by_name")]


class LocationPeriod(Keyed):
    """From when until when a location had this name, type, board, municipality and wijkteam. `period` is half open.

    A location that DUO lists as both SO and VSO says so in `second_type`: it has a team for each sector, and its
    orthopedagoog belongs to the team of `type` [formats.md, sheet vestigingen]. A workbook may leave board or municipality
    out: then whoever should pay is not known on those days, and the amount is kept as *niet verdeeld* [domain 3.3].
    """

    location = models.ForeignKey(
        SchoolLocation, on_delete=models.CASCADE, related_name="periods", verbose_name="vestiging"
    )
    period = DateRangeField("geldig")
    name = models.CharField("naam", max_length=200, blank=True)
    type = models.CharField("type", max_length=3, choices=SchoolType.choices)
    second_type = models.CharField("tweede type", max_length=3, choices=SchoolType.choices, blank=True)
    board = models.ForeignKey(SchoolBoard, on_delete=models.PROTECT, null=True, blank=True, verbose_name="bestuur")
    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, null=True, blank=True, verbose_name="gemeente"
    )
    neighbourhood_team = models.ForeignKey(
        NeighbourhoodTeam, on_delete=models.PROTECT, null=True, blank=True, verbose_name="wijkteam"
    )

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = "gegevens van een vestiging"
        verbose_name_plural = "gegevens van vestigingen"
        ordering: ClassVar[list[str]] = ["location", "period"]
        constraints = [
            ExclusionConstraint(
                name="location_period_no_overlap",
                expressions=[("location", RangeOperators.EQUAL), ("period", RangeOperators.OVERLAPS)],
                violation_error_message="Voor deze vestiging geldt op die dagen al iets anders.",
            ),
            models.CheckConstraint(
                condition=Q(period__isempty=False) & Q(period__startswith__isnull=False),
                name="location_period_has_days",
                violation_error_message="Vul een begindatum in die voor de einddatum ligt.",
            ),
            models.CheckConstraint(
                condition=Q(second_type="") | Q(type="SO", second_type="VSO") | Q(type="VSO", second_type="SO"),
                name="location_second_type",
                violation_error_message="Alleen SO en VSO staan samen op één vestiging.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.type})"

    @property
    def sectors(self) -> list[str]:
        """The sectors for which this location has a support team; the main one first."""
        return [SECTOR_OF[kind] for kind in (self.type, self.second_type) if kind]

    @property
    def sector(self) -> str:
        return Sector(SECTOR_OF[self.type])
