"""Transition (overgang) and the warm handover: the open question goes over, the rest of the history stays [domain 2.10]."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from cases.models.rows import PERSON, SAFE, CaseRow
from cases.models.sharing import Sharing
from schools.models import SupportTeam


class TransitionKind(models.TextChoices):
    PRESCHOOL = "voorschool", "van voorschool naar basisschool"
    PO_VO = "po_vo", "van basisschool naar voortgezet onderwijs"
    MOVE = "verhuizing", "naar een andere school"


class Transition(CaseRow):
    """A known change of school of this child. `school` names it; `to_team` is its team in this program, if it has one."""

    kind = models.CharField("soort overgang", max_length=10, choices=TransitionKind.choices)
    on = models.DateField("vanaf")
    school = models.CharField("nieuwe school", max_length=200)
    to_team = models.ForeignKey(
        SupportTeam, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="nieuw team"
    )
    recorded_on = models.DateField("vastgelegd op")
    done_on = models.DateField("geregeld op", null=True, blank=True)

    PRIVACY: ClassVar[dict[str, str]] = {
        **dict.fromkeys(("kind", "on", "recorded_on", "done_on"), SAFE),
        **dict.fromkeys(("school", "to_team"), PERSON),
    }

    class Meta:
        verbose_name = "overgang"
        verbose_name_plural = "overgangen"
        ordering = ["-on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(done_on__isnull=True),
                name="transition_one_open",
                violation_error_message="Er staat al een overgang open voor dit kind.",
            ),
            models.CheckConstraint(
                condition=~Q(school=""),
                name="transition_has_school",
                violation_error_message="Vul in naar welke school het kind gaat.",
            ),
            models.CheckConstraint(
                condition=Q(to_team__isnull=True) | ~Q(to_team=F("team")),
                name="transition_to_another_team",
                violation_error_message="Kies een ander team dan het eigen team.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} op {self.on}"


class Part(models.TextChoices):
    """What can be chosen to go over. Own-side entries never can."""

    QUESTION = "vraag", "de vraag en de thema’s"
    FAMILY = "gezin", "ouders en verzorgers"
    PLAN = "plan", "het plan met de doelen"
    SUPPORT = "inzet", "ondersteuning die loopt"
    SPECIALIST = "jeugdhulp", "specialistische jeugdhulp"
    LOG = "logboek", "het logboek van het team"


class Handover(CaseRow):
    """The chosen parts as they were on the day of the handover, for one receiver. Never changed, save that it is received.

    `content` is what was shown to the family; the receiver reads this and nothing else of the file.
    """

    sharing = models.ForeignKey(Sharing, on_delete=models.PROTECT, related_name="+", verbose_name="deling")
    receiver = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="ontvanger"
    )
    to_team = models.ForeignKey(SupportTeam, on_delete=models.PROTECT, related_name="+", verbose_name="nieuw team")
    parts = ArrayField(models.CharField(max_length=10, choices=Part.choices), verbose_name="onderdelen")
    content = models.JSONField("inhoud")
    message = models.TextField("wat de ontvanger moet weten", max_length=2000, blank=True)
    family_saw_on = models.DateField("getoond aan het gezin op")
    given_on = models.DateField("overgedragen op")
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    received_on = models.DateField("ontvangen op", null=True, blank=True)

    PRIVACY: ClassVar[dict[str, str]] = {
        **dict.fromkeys(("parts", "given_on", "received_on", "sharing"), SAFE),
        **dict.fromkeys(("receiver", "to_team", "content", "message", "family_saw_on", "given_by"), PERSON),
    }

    class Meta:
        verbose_name = "warme overdracht"
        verbose_name_plural = "warme overdrachten"
        ordering = ["-given_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(parts=[]),
                name="handover_has_parts",
                violation_error_message="Kies ten minste één onderdeel om over te dragen.",
            ),
            models.CheckConstraint(
                condition=Q(family_saw_on__lte=F("given_on")),
                name="handover_family_saw_it_first",
                violation_error_message="Laat het gezin eerst zien wat u overdraagt.",
            ),
            models.CheckConstraint(
                condition=~Q(to_team=F("team")) & ~Q(receiver=F("given_by")),
                name="handover_to_somebody_else",
                violation_error_message="Draag over aan iemand van een ander team.",
            ),
            models.CheckConstraint(
                condition=Q(received_on=None) | Q(received_on__gte=F("given_on")), name="handover_received_after_given"
            ),
        ]

    def __str__(self) -> str:
        return f"overdracht van {self.given_on}"
