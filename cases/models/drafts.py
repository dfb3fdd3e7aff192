"""What somebody is typing, kept on the server as they type: nothing is ever lost."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from shell.keys import Keyed


class Draft(Keyed):
    """An unfinished form of one person, by the address of the form. Seen by its owner alone; gone after 14 days."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    form = models.CharField(max_length=200)
    fields = models.JSONField()
    saved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "concept"
        verbose_name_plural = "concepten"
        constraints = [models.UniqueConstraint(fields=["owner", "form"], name="draft_once")]

    def __str__(self) -> str:
        return self.form
