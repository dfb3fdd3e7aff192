"""The panel about the condition on the page of a team. Load with `{% load condition %}`."""

from typing import Any

from django import template

from accounts.acting import Acting
from accounts.roles import CORE_ROLES
from cases.reading.meetings import trainings_of
from financing.condition import of_team
from schools.models import SupportTeam

register = template.Library()


@register.inclusion_tag("financing/condition_of_team.html")
def condition_of_team(team: SupportTeam, acting: Acting) -> dict[str, Any]:
    """Complete, met and trained together, per school year; people of a team also see the trainings of their own."""
    works_here = acting.role in CORE_ROLES
    trainings = trainings_of(team.pk) if works_here else []
    return {"years": of_team(team.pk), "works_here": works_here, "trainings": trainings, "team": team}
