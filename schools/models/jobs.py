"""Long work that somebody asked for: an import, an export. A row that says how it stands."""

from django.db import models
from django.utils import timezone

from shell.keys import Keyed


class Job(Keyed):
    """Work for the worker on behalf of one person, who alone sees it [architecture, "Long work"].

    What the work changes and this row's outcome are one transaction: a worker that is killed leaves the job waiting, and
    it starts again, a few times. How far it is while it runs is in the cache (`schools.jobs.progress_of`). `content` is the
    file that was sent, until the work is done. `outcome` holds the lines that the page shows then.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "in de wacht"
        DONE = "done", "klaar"
        REFUSED = "refused", "niet gedaan"
        FAILED = "failed", "mislukt"

    kind = models.CharField(max_length=30)
    title = models.CharField(max_length=120)
    actor = models.UUIDField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    file_name = models.CharField(max_length=200, blank=True)
    content = models.BinaryField(null=True)
    options = models.JSONField(default=dict)
    outcome = models.JSONField(default=list)
    asked_at = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveSmallIntegerField(default=0)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "taak"
        verbose_name_plural = "taken"
        ordering = ["-asked_at"]
        indexes = [
            models.Index(fields=["actor", "-asked_at"], name="job_of_actor"),
            models.Index(fields=["asked_at"], condition=models.Q(state="waiting"), name="job_waiting"),
        ]

    def __str__(self) -> str:
        return f"{self.title}: {self.get_state_display()}"
