"""Out of sight at once: an entry or attachment that was put into the wrong child's file [domain 2.6]."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from cases.enums import Audience
from cases.models.attachments import Attachment
from cases.models.log import LogEntry
from cases.models.rows import PERSON, SAFE, CaseRow


class Withdrawal(CaseRow):
    """Nobody reads this entry or attachment any more, whoever asks: row security hides it. It goes with the file.

    The database gives it the `audience` of what it hides: who could not read the one does not see the other.
    """

    entry = models.OneToOneField(
        LogEntry, on_delete=models.PROTECT, null=True, blank=True, related_name="withdrawal", verbose_name="regel"
    )
    attachment = models.OneToOneField(
        Attachment, on_delete=models.PROTECT, null=True, blank=True, related_name="withdrawal", verbose_name="bijlage"
    )
    on = models.DateField("weggehaald op")
    reason = models.CharField("waarom", max_length=300)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    audience = models.CharField("voor wie", max_length=10, choices=Audience.choices, editable=False)

    PRIVACY: ClassVar[dict[str, str]] = {
        **dict.fromkeys(("entry", "attachment", "on", "audience"), SAFE),
        **dict.fromkeys(("reason", "author"), PERSON),
    }

    class Meta:
        verbose_name = "uit het zicht gehaald"
        verbose_name_plural = "uit het zicht gehaald"
        ordering = ["-on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(entry__isnull=False, attachment__isnull=True)
                | Q(entry__isnull=True, attachment__isnull=False),
                name="withdrawal_of_one_thing",
                violation_error_message="Kies een regel of een bijlage.",
            ),
            models.CheckConstraint(
                condition=~Q(reason=""), name="withdrawal_has_reason", violation_error_message="Vul in waarom."
            ),
        ]

    def __str__(self) -> str:
        return f"weggehaald op {self.on}"
