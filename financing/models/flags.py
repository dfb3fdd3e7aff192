"""Flags about money [domain 4]."""

from django.db import models
from django.db.models import Q

from schools.enums import FlagLevel
from schools.flagging import Rule
from schools.models import Flag

RULES = {
    rule.code: rule
    for rule in (
        Rule("unallocated", "niet verdeeld", "Leg een verdeelsleutel vast, of vul de ontbrekende gegevens aan."),
        Rule("double_cost", "dubbel betaald", "Kies: een jaarbedrag of uren met een tarief."),
        Rule("no_rate", "geen tarief", "Vul het tarief of bedrag voor deze dagen in."),
        Rule(
            "cover",
            "tekort",
            "Werk anders, herschik prioriteiten, investeer langer, of spreek minder uren af.",
        ),
        Rule("pool", "uren op", "Verlaag een werkafspraak van dit wijkteam."),
        Rule("capacity", "te veel plaatsingen", "Vraag extra plaatsen aan of kies een andere plek."),
        Rule("forecast", "prognose te hoog", "Bespreek de oorzaak en stuur bij."),
    )
}
NO_COVER = Rule("cover", "geen dekking vastgelegd", "Leg vast uit welke bronnen deze betaler betaalt.")


class MoneyFlag(Flag):
    """A flag about a commitment, payer, wijkteam or arrangement; `subject` is its name or code."""

    subject = models.CharField(max_length=400)

    @property
    def label(self) -> str:
        """A payer without any source has no tekort, but no cover that anybody wrote down [domain 3.6]."""
        return NO_COVER.label if self.is_without_cover else RULES[self.rule].label

    @property
    def what_to_do(self) -> str:
        return NO_COVER.what_to_do if self.is_without_cover else RULES[self.rule].what_to_do

    @property
    def is_without_cover(self) -> bool:
        return self.rule == "cover" and self.level == FlagLevel.NOTE

    class Meta:
        verbose_name = "signalering over geld"
        verbose_name_plural = "signaleringen over geld"
        ordering = ["since", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "rule"], condition=Q(cleared_on__isnull=True), name="money_flag_open_once"
            )
        ]
