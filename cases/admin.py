"""The two lists of casework that an administrator keeps. Nothing about a child stands in them."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from accounts.administration import Administration
from cases.models import MeetingKind, StatutoryGround


class Kept(Administration):
    """Switched off, never removed: meetings and sharings keep naming them."""

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002 Django's own names
        return False


@admin.register(MeetingKind)
class MeetingKindAdmin(Kept):
    """Kinds of meeting, and which of them are in use."""

    fields = ("code", "name", "description", "whole_core", "joint_training", "is_on", "position")
    list_display = ("name", "description", "whole_core", "joint_training", "is_on")


@admin.register(StatutoryGround)
class StatutoryGroundAdmin(Kept):
    """Laws that allow sharing without consent, each with its article."""

    fields = ("code", "name", "article", "explanation", "party_kinds", "in_force")
    list_display = ("name", "article", "in_force")
