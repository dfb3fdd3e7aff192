"""Support (inzet): what is brought in for a child, a group or a class, by whom, and how it went [domain 2.5]."""

import datetime
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import F, Q

from cases.enums import StopReason
from cases.models.rows import PERSON, SAFE, CaseRow, TeamRow
from schools.enums import SupportDomain
from schools.models import Provider


class SupportKind(models.TextChoices):
    """Within education some support has a life of its own."""

    REGULAR = "gewoon", "ondersteuning"
    SWV = "swv", "ondersteuning van het samenwerkingsverband"
    OPP = "opp", "ontwikkelingsperspectief (OPP)"
    TLV = "tlv", "toelaatbaarheidsverklaring (TLV)"


class SupportForm(models.TextChoices):
    INDIVIDUAL = "individueel", "één kind"
    GROUP = "groep", "een groep"
    CLASS = "klas", "een hele klas"


class Cbs(models.TextChoices):
    """What it is in the figures of CBS: youth care counts, access and prevention do not [codes.md]."""

    ACCESS = "toegang", "toegang"
    PREVENTION = "preventie", "preventie"
    YOUTH_CARE = "jeugdhulp", "jeugdhulp"


class Hulpvorm(models.TextChoices):
    """Hulpvorm (CBS)."""

    TEAM = "01", "door het wijkteam"
    AMBULATORY = "02", "ambulant op locatie van de aanbieder"
    DAY = "03", "daghulp op locatie van de aanbieder"
    NETWORK = "04", "in het netwerk van de jeugdige (thuis, school)"
    FOSTER = "11", "pleegzorg"
    FAMILY = "12", "gezinsgericht"
    SECURE = "13", "gesloten plaatsing"
    STAY = "14", "overig verblijf"


class Effect(models.TextChoices):
    HELPED = "helpt", "het hielp"
    PARTLY = "deels", "het hielp een beetje"
    NOT = "niet", "het hielp niet"
    UNKNOWN = "onbekend", "nog niet te zeggen"


#: Domains in which support is youth care, access or prevention: CBS asks which.
CBS_DOMAINS = (SupportDomain.YOUTH_FREE, SupportDomain.COLLECTIVE)


class Support(TeamRow):
    """One thing that was brought in. Without `case` it is a collective offer: for `children` children, none of them named.

    Specialist youth care is not here: that is an `Escalation`. Waiting time is `started_on` minus `asked_on`, in days.
    An OPP is set on `started_on`; a TLV is asked, decided on `decided_on` and valid over `valid`, half open.
    """

    case = models.ForeignKey(
        "cases.Case",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="ondersteuningsvraag",
    )
    domain = models.CharField("domein", max_length=20, choices=SupportDomain.choices)
    kind = models.CharField("soort", max_length=8, choices=SupportKind.choices, default=SupportKind.REGULAR)
    form = models.CharField("voor wie", max_length=12, choices=SupportForm.choices)
    children = models.PositiveIntegerField("aantal kinderen", null=True, blank=True)
    what = models.CharField("wat", max_length=200)
    provider = models.ForeignKey(
        Provider, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="aanbieder"
    )
    given_by = models.CharField("door wie", max_length=120, blank=True)
    cbs = models.CharField("voor de cijfers van CBS", max_length=10, choices=Cbs.choices, blank=True)
    hulpvorm = models.CharField("hulpvorm", max_length=2, choices=Hulpvorm.choices, blank=True)
    asked_on = models.DateField("gevraagd op")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    started_on = models.DateField("gestart op", null=True, blank=True)
    ended_on = models.DateField("gestopt op", null=True, blank=True)
    stop_reason = models.CharField("reden van stoppen", max_length=2, choices=StopReason.choices, blank=True)
    effect = models.CharField("effect", max_length=10, choices=Effect.choices, blank=True)
    effect_note = models.CharField("toelichting", max_length=1000, blank=True)
    decided_on = models.DateField("besloten op", null=True, blank=True)
    granted = models.BooleanField("toegekend", null=True, blank=True)
    valid = DateRangeField("geldig van en tot", null=True, blank=True)  # type: ignore[misc]
    evaluate_on = models.DateField("evalueren op", null=True, blank=True)

    PRIVACY: ClassVar[dict[str, str]] = {
        **dict.fromkeys(
            (
                *(
                    "case",
                    "domain",
                    "kind",
                    "form",
                    "children",
                    "provider",
                    "cbs",
                    "hulpvorm",
                    "asked_on",
                    "started_on",
                ),
                *("ended_on", "stop_reason", "effect", "decided_on", "granted"),
            ),
            SAFE,
        ),
        **dict.fromkeys(("what", "given_by", "asked_by", "effect_note", "valid", "evaluate_on"), PERSON),
    }

    class Meta:
        verbose_name = "inzet van ondersteuning"
        verbose_name_plural = "inzet van ondersteuning"
        ordering = ["-asked_on", "-id"]
        indexes = [
            models.Index(fields=["case", "-asked_on", "-id"], name="support_of_case"),
            models.Index(fields=["team", "-asked_on", "-id"], name="support_of_team"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["id", "case"], name="support_with_case"),
            models.CheckConstraint(
                condition=~Q(domain=SupportDomain.YOUTH_SPECIALIST),
                name="support_specialist_is_asked",
                violation_error_message="Specialistische jeugdhulp vraagt u aan bij de gemeente.",
            ),
            models.CheckConstraint(
                condition=Q(case__isnull=False)
                | (
                    ~Q(form=SupportForm.INDIVIDUAL)
                    & Q(kind=SupportKind.REGULAR, children__isnull=False, children__gte=1)
                ),
                name="support_without_child_is_collective",
                violation_error_message="Aanbod zonder kind op naam is voor een groep of klas: vul het aantal kinderen in.",
            ),
            models.CheckConstraint(
                condition=Q(kind=SupportKind.REGULAR) | Q(domain=SupportDomain.EDUCATION),
                name="support_opp_and_tlv_are_education",
                violation_error_message="Een OPP of TLV hoort bij het domein onderwijs.",
            ),
            models.CheckConstraint(
                condition=~Q(domain__in=list(CBS_DOMAINS)) | ~Q(cbs=""),
                name="support_youth_says_cbs",
                violation_error_message="Kies toegang, preventie of jeugdhulp.",
            ),
            models.CheckConstraint(
                condition=~Q(cbs=Cbs.YOUTH_CARE) | ~Q(hulpvorm=""),
                name="support_youth_care_has_hulpvorm",
                violation_error_message="Kies bij jeugdhulp een hulpvorm.",
            ),
            models.CheckConstraint(
                condition=(Q(started_on__isnull=True) | Q(started_on__gte=F("asked_on")))
                & (Q(ended_on__isnull=True) | Q(ended_on__gte=F("asked_on")))
                & (Q(ended_on__isnull=True) | Q(started_on__isnull=True) | Q(ended_on__gte=F("started_on"))),
                name="support_days_in_order",
                violation_error_message="De dagen staan niet in de goede volgorde.",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True, stop_reason="") | (Q(ended_on__isnull=False) & ~Q(stop_reason="")),
                name="support_end_has_reason",
                violation_error_message="Vul in waarom de ondersteuning is gestopt.",
            ),
            models.CheckConstraint(
                condition=~Q(kind=SupportKind.OPP) | Q(started_on__isnull=True) | Q(evaluate_on__isnull=False),
                name="support_opp_has_evaluation_day",
                violation_error_message="Een OPP wordt elk jaar geëvalueerd: vul in wanneer.",
            ),
            models.CheckConstraint(
                condition=Q(decided_on__isnull=True, granted__isnull=True, valid__isnull=True)
                | Q(
                    kind=SupportKind.TLV,
                    decided_on__isnull=False,
                    decided_on__gte=F("asked_on"),
                    granted=False,
                    valid=None,
                )
                | Q(
                    kind=SupportKind.TLV,
                    decided_on__isnull=False,
                    decided_on__gte=F("asked_on"),
                    granted=True,
                    valid__isnull=False,
                    valid__isempty=False,
                ),
                name="support_tlv_decision_is_whole",
                violation_error_message="Een toegekende TLV heeft een besluitdatum en een geldigheid.",
            ),
            models.CheckConstraint(
                condition=~Q(what=""), name="support_says_what", violation_error_message="Vul in wat er wordt ingezet."
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_domain_display()} {self.asked_on}"

    @property
    def waited(self) -> int | None:
        """Days from asking to starting; None while it has not started."""
        return (self.started_on - self.asked_on).days if self.started_on else None

    def waits_since(self, today: datetime.date) -> int | None:
        """Days that it waits already; None when it started, ended or was refused."""
        if self.started_on or self.ended_on or self.granted is False:
            return None
        return (today - self.asked_on).days


class SupportEvaluation(CaseRow):
    """An OPP, or other support, was looked at with the pupil; an OPP within OPP_MONTHS [WPO 40a, WVO 2020 2.44 and WEC 41a*]."""

    support = models.ForeignKey(Support, on_delete=models.PROTECT, related_name="evaluations", verbose_name="inzet")
    on = models.DateField("geëvalueerd op")
    note = models.TextField("wat kwam eruit", max_length=4000)
    pupil_voice = models.TextField("wat zei de leerling", max_length=2000, blank=True)
    pupil_not_heard = models.CharField("waarom is de leerling niet gehoord", max_length=300, blank=True)
    next_on = models.DateField("opnieuw evalueren op", null=True, blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    PRIVACY: ClassVar[dict[str, str]] = {
        "support": SAFE,
        "on": SAFE,
        **dict.fromkeys(("note", "pupil_voice", "pupil_not_heard", "next_on", "author"), PERSON),
    }

    class Meta:
        verbose_name = "evaluatie van inzet"
        verbose_name_plural = "evaluaties van inzet"
        ordering = ["-on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(pupil_voice="") | ~Q(pupil_not_heard=""),
                name="evaluation_hears_the_pupil",
                violation_error_message="Schrijf op wat de leerling zei, of waarom de leerling niet is gehoord.",
            ),
            models.CheckConstraint(
                condition=Q(next_on__isnull=True) | Q(next_on__gt=F("on")),
                name="evaluation_days_in_order",
                violation_error_message="De volgende evaluatie ligt na deze.",
            ),
        ]

    def __str__(self) -> str:
        return f"evaluatie {self.on}"
