"""The panel about the condition on the page of a team. Load with `{% load condition %}`."""

from typing import Any

from django import template

from accounts.acting import Acting
from accounts.roles import CORE_ROLES
from financing.condition import of_team
from schools.models import SupportTeam

register = template.Library()


@register.inclusion_tag("financing/condition_of_team.html")
def condition_of_team(team: SupportTeam, acting: Acting) -> dict[str, Any]:
    """Complete, met and trained together, per school year; its own members learn where a training is written down."""
    return {"years": of_team(team.pk), "works_here": acting.role in CORE_ROLES}
