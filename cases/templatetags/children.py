"""The child that a page about the logs is about. For the privacy officer's hat."""

from uuid import UUID

from django import template

from cases.models import Pupil
from cases.reading.controlling import child

register = template.Library()


@register.simple_tag
def child_of(key: UUID) -> Pupil | None:
    """`{% child_of key as child %}`: name, birth date and `team_name`; nothing when the child is no longer here."""
    return child(key)
