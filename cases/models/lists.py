"""What somebody keeps for themselves about their lists: saved filters, and whether a daily mail is wanted."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from shell.keys import Keyed


class SavedFilter(Keyed):
    """A filter of the work list under a name of one's own. `query` never holds what was searched for: that is a name."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    name = models.CharField("naam", max_length=60)
    query = models.CharField(max_length=300)

    class Meta:
        verbose_name = "bewaard filter"
        verbose_name_plural = "bewaarde filters"
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "name"],
                name="filter_name_once",
                violation_error_message="U heeft al een filter met deze naam.",
            ),
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(query=""),
                name="filter_has_name_and_query",
                violation_error_message="Kies eerst een filter, en geef het een naam.",
            ),
            models.CheckConstraint(
                condition=~Q(query__contains="zoek="),
                name="filter_keeps_no_name",
                violation_error_message="Een bewaard filter bevat geen naam van een kind.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class DigestChoice(Keyed):
    """Somebody who does not want the daily mail. No row: the mail is sent."""

    owner = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    wanted = models.BooleanField("dagelijkse mail", default=True)

    class Meta:
        verbose_name = "keuze voor de dagelijkse mail"
        verbose_name_plural = "keuzes voor de dagelijkse mail"

    def __str__(self) -> str:
        return "aan" if self.wanted else "uit"
