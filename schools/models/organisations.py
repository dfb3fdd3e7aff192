"""Organisations: municipality, wijkteam, board, samenwerkingsverband, employer, provider."""

from django.core.validators import RegexValidator
from django.db import models

from schools.enums import Sector
from shell.keys import Keyed


class Organisation(Keyed):
    """Something with a name and, mostly, an official code."""

    name = models.CharField("naam", max_length=200)

    class Meta:
        abstract = True
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Municipality(Organisation):
    """A gemeente, by its CBS code. A pupil's woongemeente is responsible for youth care [Jeugdwet 1.1]."""

    code = models.CharField(
        "CBS-code", max_length=6, unique=True, validators=[RegexValidator(r"^GM\d{4}$", "Schrijf de code als GM0193.")]
    )

    class Meta(Organisation.Meta):
        verbose_name = "gemeente"
        verbose_name_plural = "gemeenten"


class NeighbourhoodTeam(Organisation):
    """A sociaal wijkteam (SWT). Zwolle has five; employs the JGW's and divides their hours [003 §3.2]."""

    code = models.CharField("code", max_length=20, unique=True)
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, verbose_name="gemeente")

    class Meta(Organisation.Meta):
        verbose_name = "sociaal wijkteam"
        verbose_name_plural = "sociale wijkteams"


class SchoolBoard(Organisation):
    """A bevoegd gezag. The boards sit together in the Bloz; each pays IB/ZC and orthopedagoog of its schools."""

    code = models.CharField("nummer bevoegd gezag", max_length=20, unique=True)

    class Meta(Organisation.Meta):
        verbose_name = "schoolbestuur"
        verbose_name_plural = "schoolbesturen"


class Partnership(Organisation):
    """A samenwerkingsverband passend onderwijs (SWV)."""

    code = models.CharField("code", max_length=20, unique=True)
    sector = models.CharField("sector", max_length=3, choices=Sector.choices)

    class Meta(Organisation.Meta):
        verbose_name = "samenwerkingsverband"
        verbose_name_plural = "samenwerkingsverbanden"


class Employer(Organisation):
    """An uitvoerende organisatie: who employs a member of a team."""

    class Meta(Organisation.Meta):
        verbose_name = "werkgever"
        verbose_name_plural = "werkgevers"
        constraints = [models.UniqueConstraint(fields=["name"], name="employer_once")]


class Provider(Organisation):
    """A jeugdhulpaanbieder, with its AGB code when known."""

    agb = models.CharField(
        "AGB-code",
        max_length=8,
        null=True,
        blank=True,
        unique=True,
        validators=[RegexValidator(r"^\d{8}$", "Een AGB-code heeft acht cijfers.")],
    )

    class Meta(Organisation.Meta):
        verbose_name = "jeugdhulpaanbieder"
        verbose_name_plural = "jeugdhulpaanbieders"
        constraints = [models.UniqueConstraint(fields=["name"], name="provider_once")]
