"""Reading the two logs. Which rows somebody gets is PostgreSQL's business: the privacy officer all, others their own."""

import datetime
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import Change, Look, User
from shell.keys import Keyed

#: What the log of changing tells to somebody who controls: never what the file says (`accounts.grants.CHANGE`).
WITHOUT_CONTENTS = ("at", "actor", "actor_name", "role", "action", "operation", "table_name", "row_id", "pupil_id")


def looks(*, using: str, **chosen: Any) -> models.QuerySet[Look]:
    """Looks, filtered by what was chosen: `pupil`, `person` (a name or address), `role`, `kind`,
    and by day: `first` and `last`, both included."""
    rows = Look.objects.using(using).filter(_common(chosen, using))
    if pupil := chosen.get("pupil"):
        rows = rows.filter(subjects__contains=[pupil])
    if kind := chosen.get("kind"):
        rows = rows.filter(kind=kind)
    return rows


def changes(*, using: str, **chosen: Any) -> models.QuerySet[Change]:
    """Changes without their contents, filtered by `pupil`, `person`, `role`, `operation`, `table`, `first`, `last`."""
    rows = Change.objects.using(using).only(*WITHOUT_CONTENTS).filter(_common(chosen, using))
    for name, column in (("pupil", "pupil_id"), ("operation", "operation"), ("table", "table_name")):
        if value := chosen.get(name):
            rows = rows.filter(**{column: value})
    return rows


def people_called(text: str, *, using: str) -> models.QuerySet[User]:
    """People whose name or address contains this text."""
    return User.people.using(using).filter(Q(name__icontains=text) | Q(email__icontains=text))


def table_labels() -> dict[str, str]:
    """Dutch name of what a row of each table is, in order of that name. Tables of our own apps: the others have no log."""
    ours = (model for model in apps.get_models() if issubclass(model, Keyed))
    return dict(
        sorted(((model._meta.db_table, str(model._meta.verbose_name)) for model in ours), key=lambda pair: pair[1])
    )


def _common(chosen: dict[str, Any], using: str) -> Q:
    condition = Q()
    if person := chosen.get("person"):
        condition &= Q(actor__in=people_called(person, using=using).values("pk"))
    if role := chosen.get("role"):
        condition &= Q(role=role)
    if first := chosen.get("first"):
        condition &= Q(at__gte=_midnight(first))
    if last := chosen.get("last"):
        condition &= Q(at__lt=_midnight(last + datetime.timedelta(days=1)))
    return condition


def _midnight(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time()))
