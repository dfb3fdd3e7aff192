"""Sharing with a party outside the team: on consent, or on a statutory ground, and never on nothing [domain 2.2]."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField, DateRangeField
from django.db import models
from django.db.models import F, Q

from cases.enums import Audience
from cases.models.households import Guardian
from cases.models.log import LogEntry
from cases.models.rows import PERSON, SAFE, CaseRow, TeamRow
from schools.models import Municipality, Provider, SupportTeam
from shell.keys import Keyed


class PartyKind(models.TextChoices):
    """Who can stand around the core team: the schil, and those who decide or take over."""

    YOUTH_DESK = "jeugdconsulent", "jeugdconsulent van de gemeente"
    LEERPLICHT = "leerplicht", "leerplicht of RMC"
    JGZ = "jgz", "jeugdgezondheidszorg"
    GP = "huisarts", "huisarts"
    SWV = "swv", "samenwerkingsverband"
    EXPERTISE = "expertise", "expertisecentrum"
    PROVIDER = "aanbieder", "jeugdhulpaanbieder"
    SAFE_HOME = "veilig_thuis", "Veilig Thuis"
    GI = "gi", "gecertificeerde instelling"
    RVDK = "raad", "Raad voor de Kinderbescherming"
    TEAM = "team", "ander ondersteuningsteam"
    COLLEAGUE = "collega", "collega buiten het team"
    OTHER = "anders", "iemand anders"


#: Parties that are a desk of a municipality in this program: the role that reads what is shared with them.
DESK_OF: dict[str, str] = {PartyKind.YOUTH_DESK: "JEUGDCONSULENT", PartyKind.LEERPLICHT: "LEERPLICHT"}


class Purpose(models.TextChoices):
    """What is shared for. A consent covers one purpose with one party, and nothing else."""

    REQUEST = "aanvraag", "aanvraag van specialistische jeugdhulp"
    TALK = "overleg", "samen overleggen over het kind"
    FILE = "meelezen", "meelezen in het dossier"
    HANDOVER = "overdracht", "warme overdracht"
    REPORT = "melding", "melding of kennisgeving"


class Party(TeamRow):
    """Somebody outside the team, in the team's own address book: an organisation, a desk, or a person."""

    kind = models.CharField("soort", max_length=14, choices=PartyKind.choices)
    name = models.CharField("naam", max_length=200)
    desk_municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="gemeente"
    )
    provider = models.ForeignKey(
        Provider, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="aanbieder"
    )
    other_team = models.ForeignKey(
        SupportTeam, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="ander team"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="persoon",
    )

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("kind", "name", "desk_municipality", "provider", "other_team", "person"), SAFE
    )

    class Meta:
        verbose_name = "partij buiten het team"
        verbose_name_plural = "partijen buiten het team"
        ordering = ["kind", "name"]
        constraints = [
            models.UniqueConstraint(fields=["id", "team"], name="party_with_team"),
            models.UniqueConstraint(
                fields=["team", "kind", "name"],
                name="party_once",
                violation_error_message="Deze partij staat al in de lijst van uw team.",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=list(DESK_OF)) | Q(desk_municipality__isnull=False),
                name="party_desk_has_municipality",
                violation_error_message="Kies van welke gemeente dit loket is.",
            ),
            models.CheckConstraint(
                condition=~Q(kind=PartyKind.COLLEAGUE) | Q(person__isnull=False),
                name="party_colleague_is_a_person",
                violation_error_message="Kies welke collega dit is.",
            ),
            models.CheckConstraint(
                condition=~Q(kind=PartyKind.TEAM) | Q(other_team__isnull=False),
                name="party_team_is_a_team",
                violation_error_message="Kies welk ondersteuningsteam dit is.",
            ),
            models.CheckConstraint(
                condition=~Q(name=""), name="party_has_name", violation_error_message="Vul de naam in."
            ),
        ]

    def __str__(self) -> str:
        return self.name


class StatutoryGround(Keyed):
    """A law that allows or orders sharing without consent. Data, with its article, so that a change of law is no release."""

    code = models.CharField("code", max_length=20, unique=True)
    name = models.CharField("grond", max_length=120)
    article = models.CharField("artikel", max_length=120)
    explanation = models.CharField("wanneer", max_length=300)
    party_kinds = ArrayField(
        models.CharField(max_length=14, choices=PartyKind.choices),
        blank=True,
        verbose_name="met wie",
        help_text="Leeg: met iedereen.",
    )
    in_force = models.BooleanField("geldt", default=True)

    class Meta:
        verbose_name = "wettelijke grond"
        verbose_name_plural = "wettelijke gronden"
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.name} ({self.article})"


class Consent(CaseRow):
    """Agreement to share with one party for one purpose, in a half open period. Its voices say who gave it.

    Whether it holds on a day follows from the voices that are needed that day (`cases.voices`): it lapses by itself on the
    12th or 16th birthday when a voice that is then needed is missing.
    """

    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+", verbose_name="met wie")
    purpose = models.CharField("waarvoor", max_length=12, choices=Purpose.choices)
    note = models.CharField("wat is afgesproken", max_length=500, blank=True)
    period = DateRangeField("van en tot")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    PRIVACY: ClassVar[dict[str, str]] = {
        "party": SAFE,
        "purpose": SAFE,
        "note": PERSON,
        "period": PERSON,
        "recorded_by": PERSON,
    }

    class Meta:
        verbose_name = "toestemming"
        verbose_name_plural = "toestemmingen"
        ordering = ["-period", "-id"]
        indexes = [models.Index(fields=["case"], name="consent_of_case")]
        constraints = [
            models.UniqueConstraint(fields=["id", "case"], name="consent_with_case"),
            models.UniqueConstraint(fields=["id", "case", "party", "purpose"], name="consent_with_party"),
            models.CheckConstraint(
                condition=Q(period__isempty=False) & Q(period__startswith__isnull=False),
                name="consent_has_days",
                violation_error_message="Vul een begindatum in die voor de einddatum ligt.",
            ),
        ]

    def __str__(self) -> str:
        return f"toestemming {self.get_purpose_display()}"


class ConsentVoice(CaseRow):
    """Who agreed: a guardian, or the young person (then `guardian` is empty). It can be taken back at any time."""

    class How(models.TextChoices):
        SPOKEN = "mondeling", "mondeling"
        WRITTEN = "schriftelijk", "schriftelijk"

    consent = models.ForeignKey(Consent, on_delete=models.PROTECT, related_name="voices", verbose_name="toestemming")
    guardian = models.ForeignKey(
        Guardian, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="ouder of verzorger"
    )
    given_on = models.DateField("gegeven op")
    how = models.CharField("hoe", max_length=12, choices=How.choices)
    withdrawn_on = models.DateField("ingetrokken op", null=True, blank=True)

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("consent", "guardian", "given_on", "how", "withdrawn_on"), PERSON
    )

    class Meta:
        verbose_name = "stem bij een toestemming"
        verbose_name_plural = "stemmen bij toestemmingen"
        ordering = ["given_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["consent", "guardian"],
                condition=Q(withdrawn_on__isnull=True),
                nulls_distinct=False,
                name="voice_once",
                violation_error_message="Deze persoon heeft al toestemming gegeven.",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gte=F("given_on")),
                name="voice_days_in_order",
                violation_error_message="Intrekken kan niet voor de dag van toestemming.",
            ),
        ]

    def __str__(self) -> str:
        return f"gegeven op {self.given_on}"


class Sharing(CaseRow):
    """Something about this child went, or may go, to a party outside the team, on this basis. Never changed."""

    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+", verbose_name="met wie")
    purpose = models.CharField("waarvoor", max_length=12, choices=Purpose.choices)
    what = models.CharField("wat is gedeeld", max_length=500)
    on = models.DateField("gedeeld op")
    consent = models.ForeignKey(
        Consent, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="toestemming"
    )
    ground = models.ForeignKey(
        StatutoryGround,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="wettelijke grond",
    )
    ground_reason = models.TextField("waarom zonder toestemming", max_length=2000, blank=True)
    family_told = models.BooleanField("gezin is ingelicht", null=True, blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    PRIVACY: ClassVar[dict[str, str]] = {
        **dict.fromkeys(("party", "purpose", "on", "consent", "ground", "family_told"), SAFE),
        **dict.fromkeys(("what", "ground_reason", "author"), PERSON),
    }

    class Meta:
        verbose_name = "deling"
        verbose_name_plural = "delingen"
        ordering = ["-on", "-id"]
        indexes = [models.Index(fields=["case", "-on", "-id"], name="sharing_of_case")]
        constraints = [
            models.UniqueConstraint(fields=["id", "case"], name="sharing_with_case"),
            models.UniqueConstraint(fields=["id", "case", "party"], name="sharing_with_party"),
            models.CheckConstraint(
                condition=Q(consent__isnull=False, ground__isnull=True) | Q(consent__isnull=True, ground__isnull=False),
                name="sharing_names_one_basis",
                violation_error_message="Noem toestemming of een wettelijke grond: zonder grondslag deelt u niets.",
            ),
            models.CheckConstraint(
                condition=Q(ground__isnull=True) | (~Q(ground_reason="") & Q(family_told__isnull=False)),
                name="sharing_ground_has_reason",
                violation_error_message="Leg uit waarom u zonder toestemming deelt, en of het gezin het weet.",
            ),
            models.CheckConstraint(
                condition=~Q(what=""), name="sharing_says_what", violation_error_message="Vul in wat u deelt."
            ),
        ]

    def __str__(self) -> str:
        return f"gedeeld op {self.on}"


class MeldcodeRelease(CaseRow):
    """An entry under the meldcode was released: from now on it may stand in a report. The entry itself never changes.

    The database gives it the `audience` of its entry: who may not read the one does not see the other.
    """

    entry = models.OneToOneField(LogEntry, on_delete=models.PROTECT, related_name="release", verbose_name="regel")
    on = models.DateField("vrijgegeven op")
    released_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField("waarom", max_length=500)
    audience = models.CharField("voor wie", max_length=10, choices=Audience.choices, editable=False)

    PRIVACY: ClassVar[dict[str, str]] = {
        **dict.fromkeys(("entry", "on", "audience"), SAFE),
        **dict.fromkeys(("released_by", "reason"), PERSON),
    }

    class Meta:
        verbose_name = "vrijgave van een meldcode-regel"
        verbose_name_plural = "vrijgaven van meldcode-regels"
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""), name="release_has_reason", violation_error_message="Vul in waarom."
            )
        ]

    def __str__(self) -> str:
        return f"vrijgegeven op {self.on}"
