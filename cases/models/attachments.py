"""Files in a child's file. The bytes lie outside the web root; who may read the row may read them."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from cases.enums import Audience, Keeper
from cases.models.log import LogEntry
from cases.models.rows import PERSON, SAFE, CaseRow

#: 10 MB, in bytes.
LARGEST = 10 * 1024 * 1024


class Attachment(CaseRow):
    """A document or picture. `stored` is its place under MEDIA_ROOT: keys alone, never its name. `size` is in bytes."""

    entry = models.ForeignKey(
        LogEntry, on_delete=models.PROTECT, null=True, blank=True, related_name="attachments", verbose_name="bij regel"
    )
    name = models.CharField("naam", max_length=120)
    content_type = models.CharField("soort", max_length=80)
    size = models.PositiveIntegerField("grootte")
    sha256 = models.CharField(max_length=64, editable=False)
    stored = models.CharField(max_length=100, editable=False, unique=True)
    on = models.DateField("toegevoegd op")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    keeper = models.CharField("houder", max_length=10, choices=Keeper.choices)
    audience = models.CharField("voor wie", max_length=10, choices=Audience.choices, default=Audience.TEAM)
    recorded_at = models.DateTimeField("vastgelegd op", default=timezone.now, editable=False)

    PRIVACY: ClassVar[dict[str, str]] = {
        **dict.fromkeys(("content_type", "size", "on", "keeper", "audience", "recorded_at"), SAFE),
        **dict.fromkeys(("entry", "name", "sha256", "stored", "author"), PERSON),
    }

    class Meta:
        verbose_name = "bijlage"
        verbose_name_plural = "bijlagen"
        ordering = ["-on", "-id"]
        indexes = [models.Index(fields=["case", "-on", "-id"], name="attachment_of_case")]
        constraints = [
            models.CheckConstraint(
                condition=Q(size__range=(1, LARGEST)),
                name="attachment_size",
                violation_error_message="Een bijlage is niet leeg en ten hoogste 10 MB.",
            ),
            models.CheckConstraint(
                condition=Q(audience=Audience.TEAM) | Q(audience=F("keeper")),
                name="attachment_own_side_is_keeper",
                violation_error_message="Alleen voor de eigen kant: kies de kant waar u werkt.",
            ),
            models.CheckConstraint(
                condition=~Q(name=""),
                name="attachment_has_name",
                violation_error_message="Het bestand heeft geen naam.",
            ),
        ]

    def __str__(self) -> str:
        return f"bijlage van {self.on}"
