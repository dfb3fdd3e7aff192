"""Flags about a case, and the cases that the worker must look at again."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from cases.models.rows import SAFE, CaseRow
from schools.flagging import Rule
from schools.models import Flag

RULES = {
    rule.code: rule
    for rule in (
        Rule("escalated", "opgeschaald", "Blijf volgen. Spreek af wanneer het team weer kijkt."),
        Rule(
            "outside_route", "kwam via een andere route", "Neem contact op met de aanbieder, en spreek af wie wat doet."
        ),
        Rule(
            "decision_due", "besluit laat op zich wachten", "Bel de jeugdconsulent en vraag wanneer het besluit komt."
        ),
        Rule(
            "beschikking_ends", "beschikking loopt af", "Evalueer met gezin en aanbieder, en vraag op tijd opnieuw aan."
        ),
        Rule("waiting", "ondersteuning wacht", "Vraag wanneer het begint, en spreek af wat er tot dan gebeurt."),
        Rule("silent", "lang niets gebeurd", "Neem contact op met kind en ouders, en leg dat vast."),
        Rule(
            "consent",
            "toestemming ontbreekt of loopt af",
            "Vraag toestemming aan wie nu moet instemmen, of stop met delen.",
        ),
        Rule(
            "education_goals",
            "te weinig onderwijsdoelen",
            f"Zet ten minste {settings.EDUCATION_GOALS} doelen op school in het plan.",
        ),
        Rule("evaluation_due", "evaluatie is te laat", "Plan de evaluatie met kind en ouders."),
        Rule("absence_risk", "veel verzuim", "Praat met kind en ouders, en meld het bij leerplicht."),
        Rule("thuiszitter", "thuiszitter", "Bel leerplicht, en bespreek het kind in het thuiszittersoverleg."),
        Rule(
            "transition", "overgang", "Spreek met het gezin af wat er naar de nieuwe school gaat, en draag warm over."
        ),
        Rule(
            "family_request",
            "verzoek van het gezin",
            "Beantwoord het verzoek bij ‘Rechten’. Over vernietiging beslissen twee mensen.",
        ),
        Rule("many_sessions", "veel gesprekken", "Evalueer met kind en ouders: helpt dit, of is iets anders nodig?"),
    )
}


class CaseFlag(CaseRow, Flag):
    """A flag about a case [domain 4]. Set and cleared by the worker alone; seen is a POST."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(("rule", "level", "since", "why", "cleared_on", "seen_by"), SAFE)

    @property
    def label(self) -> str:
        return RULES[self.rule].label

    @property
    def what_to_do(self) -> str:
        return RULES[self.rule].what_to_do

    class Meta:
        verbose_name = "signalering"
        verbose_name_plural = "signaleringen"
        ordering = ["since", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "rule"], condition=Q(cleared_on__isnull=True), name="case_flag_open_once"
            )
        ]
        indexes = [models.Index(fields=["team"], condition=Q(cleared_on__isnull=True), name="case_flag_open")]


class StaleCase(models.Model):
    """A case whose flags must be computed again: written by triggers, drained by the worker."""

    id = models.BigAutoField(primary_key=True)
    case_id = models.UUIDField()

    class Meta:
        verbose_name = "bij te werken vraag"
        verbose_name_plural = "bij te werken vragen"

    def __str__(self) -> str:
        return str(self.case_id)
