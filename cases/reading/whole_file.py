"""Everything that is known about a child, table by table: what the family may read, and what is destroyed at the end.

One list serves both, so that what is shown and what is removed cannot drift apart; a test lays it beside the models.
"""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Q, QuerySet

from accounts.models import User
from accounts.roles import label_of
from cases.enums import Audience
from cases.models import (
    Absence,
    AgendaItem,
    Attachment,
    Attendance,
    Case,
    CaseAccess,
    CaseFlag,
    Consent,
    ConsentVoice,
    Consultation,
    Decision,
    Escalation,
    FamilyExport,
    FamilyRequest,
    Goal,
    Guardian,
    Guardianship,
    Handover,
    Household,
    HouseholdMember,
    ItemGuest,
    LeadRequest,
    LogEntry,
    Match,
    Meeting,
    MeldcodeRelease,
    Party,
    Plan,
    PlanVersion,
    Progress,
    ProviderMark,
    Pupil,
    Residence,
    Sharing,
    Statement,
    Support,
    SupportEvaluation,
    Task,
    TeamTime,
    Transition,
    Withdrawal,
)
from cases.models.rows import TeamRow
from shell.numbers import write_day


@dataclass(frozen=True)
class Kind:
    """A table with rows about a child. `path` leads from a row to its pupil. `sides`: rows are of a keeper or a side."""

    model: type[TeamRow]
    path: str = "case__pupil"
    sides: bool = False

    def rows(self, pupil: UUID) -> QuerySet[Any]:
        return self.model._default_manager.filter(**{self.path: pupil}).order_by("pk").distinct()


#: Children before their parents: the order in which rows can be deleted.
FILE: tuple[Kind, ...] = (
    Kind(Withdrawal, sides=True),
    Kind(MeldcodeRelease, sides=True),
    Kind(ItemGuest),
    Kind(Decision),
    Kind(AgendaItem),
    Kind(Progress),
    Kind(Task),
    Kind(PlanVersion),
    Kind(Goal),
    Kind(Plan),
    Kind(SupportEvaluation),
    Kind(Support),
    Kind(LeadRequest),
    Kind(ProviderMark),
    Kind(Statement),
    Kind(Handover),
    Kind(Transition),
    Kind(Match),
    Kind(Attachment, sides=True),
    Kind(LogEntry, sides=True),
    Kind(Escalation),
    Kind(CaseFlag),
    Kind(CaseAccess),
    Kind(Sharing),
    Kind(ConsentVoice),
    Kind(Consent),
    Kind(Case, "pupil"),
    Kind(Guardianship, "pupil"),
    Kind(HouseholdMember, "pupil"),
    Kind(Absence, "pupil"),
    Kind(FamilyRequest, "pupil"),
    Kind(FamilyExport, "pupil"),
    Kind(Residence, "pupil"),
    Kind(Pupil, "pk"),
)
#: About a family: theirs while a child of it is known here, so shown with the child and removed with the last one.
FAMILY = (
    Kind(Guardian, "guardianships__pupil"),
    Kind(Household, "members__pupil"),
)
#: Rows of a team in which no child is.
NOT_ABOUT_A_CHILD = (TeamTime, Meeting, Attendance, Party, Consultation)

#: How the family reads it: the child first.
ORDER_OF_READING: tuple[Kind, ...] = (*reversed(FILE[-1:]), *FAMILY, *reversed(FILE[:-1]))
#: Columns that are the program's own.
INTERNAL = frozenset(
    {"id", "team", "municipality", "case", "pupil", "match_key", "name_key", "stored", "sha256", "version", "seen_by"}
)


@dataclass(frozen=True)
class Told:
    """One table in words: its name, and each row as (label, text) pairs and as raw values for a machine."""

    kind: Kind
    title: str
    rows: list[list[tuple[str, str]]]
    raw: list[dict[str, Any]]


def readable(kind: Kind, pupil: UUID, *, side: str, case: UUID | None = None) -> QuerySet[Any]:
    """The rows that this side may give: what is for the whole team, and its own. With `case`: of that question alone.

    Not what was taken out of sight: it is about another child.
    """
    rows = kind.rows(pupil)
    if kind.model in (LogEntry, Attachment):
        rows = rows.filter(withdrawal__isnull=True)
    if case and kind.path == "case__pupil":
        rows = rows.filter(case=case)
    elif case and kind.model is Case:
        rows = rows.filter(pk=case)
    return rows.filter(Q(audience=Audience.TEAM) | Q(audience=side)) if kind.sides else rows


def told(kind: Kind, pupil: UUID, *, side: str, case: UUID | None = None) -> Told:
    """This table about this child. One query, and one for each table that it refers to by name."""
    rows = list(readable(kind, pupil, side=side, case=case))
    fields = [field for field in kind.model._meta.concrete_fields if field.name not in INTERNAL]
    names = {field.name: _names(field, rows) for field in fields if isinstance(field, models.ForeignKey)}
    return Told(
        kind=kind,
        title=str(kind.model._meta.verbose_name_plural),
        rows=[
            [(str(field.verbose_name), _text(field, row, names)) for field in fields if _filled(field, row)]
            for row in rows
        ],
        raw=[{field.name: _raw(field, row, names) for field in fields} for row in rows],
    )


def _names(field: Any, rows: Sequence[Any]) -> Mapping[Any, str]:
    """What the rows are called that this column points at. People by name; rows of the file itself by what they are."""
    keys = {getattr(row, field.attname) for row in rows} - {None}
    if not keys:
        return {}
    if field.related_model is User:
        return dict(User.people.filter(pk__in=keys).values_list("pk", "name"))
    return {one.pk: str(one) for one in field.related_model._default_manager.filter(pk__in=keys)}


def _filled(field: Any, row: Any) -> bool:
    return getattr(row, field.attname) not in (None, "", [], {})


def _text(field: Any, row: Any, names: Mapping[str, Mapping[Any, str]]) -> str:
    value = getattr(row, field.attname)
    if field.name in names:
        return names[field.name].get(value, "")
    if field.name == "role":
        return label_of(value)
    return _words(field, value)


def _words(field: Any, value: Any) -> str:
    labels = dict(getattr(field, "flatchoices", ()) or getattr(getattr(field, "base_field", None), "flatchoices", ()))
    match value:
        case bool():
            return "ja" if value else "nee"
        case datetime.date():
            return write_day(value)
        case list():
            return ", ".join(str(labels.get(one, one)) for one in value)
        case dict():
            return "\n".join(_lines(value))
        case _ if hasattr(value, "isempty"):
            return " tot ".join(write_day(end) if end else "…" for end in (value.lower, value.upper))
        case _:
            return str(labels.get(value, value))


def _lines(value: Any, before: str = "") -> Iterator[str]:
    """A nested value as lines of text."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _lines(inner, f"{before}{key}: ")
    elif isinstance(value, list):
        for inner in value:
            yield from _lines(inner, before)
    elif value not in (None, ""):
        yield f"{before}{value}"


def _raw(field: Any, row: Any, names: Mapping[str, Mapping[Any, str]]) -> Any:
    value = getattr(row, field.attname)
    if field.name in names:
        return names[field.name].get(value)
    if value is None or isinstance(value, bool | int | str | list | dict):
        return value
    if hasattr(value, "isempty"):
        return {"from": value.lower and str(value.lower), "to": value.upper and str(value.upper)}
    return str(value)
