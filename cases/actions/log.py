"""The log: contact moments, corrections, and time without a child."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from accounts.acting import Acting, call_it
from cases import access, policies
from cases.enums import Audience, ContactKind, TeamTimeKind
from cases.models import Case, LogEntry, TeamTime
from cases.queries import members
from schools.models import SupportTeam


@dataclass(frozen=True)
class Contact:
    """A contact moment as a form tells it. `minutes` is the author's time."""

    case: Case
    on: datetime.date
    kind: ContactKind
    minutes: int
    body: str = ""
    audience: Audience = Audience.TEAM


@transaction.atomic
def log_contact(*, by: Acting, contact: Contact) -> LogEntry:
    """Write one contact moment. Raises NotNow for a closed case and for a day to come."""
    policies.check_open(contact.case)
    return log_contacts(by=by, contacts=[contact])[0]


@transaction.atomic
def log_contacts(*, by: Acting, contacts: Iterable[Contact]) -> list[LogEntry]:
    """Many at once, for imports and the demo world."""
    access.check_works(by)
    call_it("cases.log_contact")
    return LogEntry.objects.bulk_create([_entry(by, contact) for contact in contacts], batch_size=1000)


@transaction.atomic
def correct_entry(*, by: Acting, entry: LogEntry, contact: Contact) -> LogEntry:
    """A new entry that names the one it corrects: the old one stays readable, and its minutes no longer count.

    Who wrote it corrects it; when they left the team, a colleague of their side does: the family's right does not leave with
    them. Raises NotYours for anybody else, NotNow when it was corrected already (correct that one).
    """
    access.check_works(by)
    if entry.author_id != by.actor and (
        entry.keeper != access.keeper_of(by)
        or members([entry.team_id], today=by.today).filter(pk=entry.author_id).exists()
    ):
        raise access.NotYours(
            "Alleen wie een regel schreef, corrigeert die. Is die weg? Dan een collega van dezelfde kant."
        )
    if LogEntry.objects.filter(corrects=entry).exists():
        raise policies.NotNow("Deze regel is al gecorrigeerd. Corrigeer de nieuwste.")
    call_it("cases.correct_entry")
    correction = _entry(by, contact)
    correction.corrects = entry
    correction.save(force_insert=True)
    return correction


def _entry(by: Acting, contact: Contact) -> LogEntry:
    if contact.on > by.today:
        raise policies.NotNow("Een contactmoment ligt niet in de toekomst.")
    if contact.kind == ContactKind.MELDCODE and contact.audience == Audience.TEAM:
        raise policies.NotNow("Een stap van de meldcode is alleen voor de eigen kant.")
    return LogEntry(
        case=contact.case,
        team_id=contact.case.team_id,
        on=contact.on,
        kind=contact.kind,
        minutes=contact.minutes,
        body=contact.body,
        author_id=by.actor,
        role=by.role,
        keeper=access.keeper_of(by),
        audience=contact.audience,
    )


@dataclass(frozen=True)
class TeamWork:
    """Work without a child, as a form tells it: consultation, prevention, meeting, training [domain 2.6]."""

    team: UUID
    on: datetime.date
    kind: TeamTimeKind
    minutes: int
    note: str = ""


def log_team_time(
    *, by: Acting, team: SupportTeam | UUID, on: datetime.date, kind: TeamTimeKind, minutes: int, note: str = ""
) -> TeamTime:
    """Work without a child: consultation, prevention, meeting, training [domain 2.6]. Minutes."""
    key = team if isinstance(team, UUID) else team.pk
    return log_team_times(by=by, work=[TeamWork(key, on, kind, minutes, note)])[0]


@transaction.atomic
def log_team_times(*, by: Acting, work: Iterable[TeamWork]) -> list[TeamTime]:
    """Many at once, for imports and the demo world. Raises NotNow for a day to come."""
    access.check_works(by)
    call_it("cases.log_team_time")
    return TeamTime.objects.bulk_create([_team_time(by, one) for one in work], batch_size=1000)


def _team_time(by: Acting, work: TeamWork) -> TeamTime:
    if work.on > by.today:
        raise policies.NotNow("Tijd schrijven kan niet voor een dag in de toekomst.")
    return TeamTime(
        team_id=work.team,
        on=work.on,
        kind=work.kind,
        minutes=work.minutes,
        note=work.note,
        author_id=by.actor,
        role=by.role,
    )
