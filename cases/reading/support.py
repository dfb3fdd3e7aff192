"""Support: of a case, and the collective offers of a team."""

import datetime
from dataclasses import dataclass

from django.db.models import F, Prefetch, QuerySet

from cases.models import Case, ProviderMark, Support, SupportEvaluation


@dataclass(frozen=True)
class Given:
    """Support with its waiting time in days, and whether it still waits."""

    support: Support
    waited: int | None
    waits: int | None
    evaluations: list[SupportEvaluation]

    @property
    def state(self) -> tuple[str, str]:
        """A word and the tone of its badge."""
        one = self.support
        if one.ended_on:
            return "gestopt", "neutral"
        if one.granted is False:
            return "afgewezen", "neutral"
        return ("loopt", "ok") if one.started_on else ("wacht", "warning")


def support_of(case: Case, *, today: datetime.date) -> list[Given]:
    """What was brought in, newest first. Two queries."""
    evaluations = Prefetch("evaluations", queryset=SupportEvaluation.objects.order_by("-on", "-id"))
    rows = (
        Support.objects.filter(case=case)
        .select_related("provider")
        .annotate(asked_name=F("asked_by__name"))
        .prefetch_related(evaluations)
        .order_by("-asked_on", "-id")
    )
    return [Given(row, row.waited, row.waits_since(today), list(row.evaluations.all())) for row in rows]


def marks_of(case: Case) -> QuerySet[ProviderMark]:
    """Marks that were given to providers in this case."""
    return ProviderMark.objects.filter(case=case).select_related("provider").order_by("provider__name", "by")


def collective() -> QuerySet[Support]:
    """Offers without a named child, of the teams that the reader may see."""
    return (
        Support.objects.filter(case__isnull=True)
        .select_related("provider")
        .annotate(asked_name=F("asked_by__name"), team_name=F("team__name"))
    )
