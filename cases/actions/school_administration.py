"""What comes from a school's administration: pupils and their absence. Reading the same file twice changes nothing."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from accounts.acting import Acting, call_it
from cases import access, policies
from cases.actions.questions import NewPupil
from cases.enums import Keeper
from cases.models import Absence, Pupil, Residence
from cases.models.absence import AbsenceKind
from schools.models import Municipality, SupportTeam


@dataclass(frozen=True)
class Enrolled:
    """A pupil as the school knows them, with the woongemeente; since when no longer at school, and when qualified."""

    pupil: NewPupil
    home: Municipality
    left_on: datetime.date | None = None
    start_qualification_on: datetime.date | None = None

    def news_about(self, row: Pupil) -> dict[str, object]:
        """What this tells that the row does not say yet. An empty cell tells nothing."""
        told = {
            "group": self.pupil.group,
            "left_on": self.left_on,
            "start_qualification_on": self.start_qualification_on,
        }
        return {name: value for name, value in told.items() if value and getattr(row, name) != value}


@dataclass(frozen=True)
class Missed:
    """A spell of absence of somebody whom the team knows: `last` None while it lasts, `hours` of lessons."""

    pupil: UUID
    kind: AbsenceKind
    first: datetime.date
    last: datetime.date | None
    hours: Decimal | None


@dataclass(frozen=True)
class Imported:
    """How many rows were new, were changed, and were there already."""

    new: int
    changed: int
    same: int


@transaction.atomic
def import_pupils(*, by: Acting, team: SupportTeam, pupils: Iterable[Enrolled]) -> Imported:
    """Put pupils of the own school into the team. No question is raised.

    Of known ones the group, leaving school and the start qualification follow the file; the rest is put right by hand.
    """
    access.check_works(by)
    call_it("cases.import_pupils")
    told = {one.pupil.match_key: one for one in pupils}
    known = {one.match_key: one for one in Pupil.objects.filter(team=team, match_key__in=list(told))}
    news = {key: told[key].news_about(row) for key, row in known.items()}
    changed = [row for key, row in known.items() if news[key]]
    for row in changed:
        for name, value in news[row.match_key].items():
            setattr(row, name, value)
        row.version += 1  # who has the child's page open sees what the file told
    Pupil.objects.bulk_update(changed, ("group", "left_on", "start_qualification_on", "version"), batch_size=500)
    fresh = {
        key: Pupil(
            team=team,
            given_name=one.pupil.given_name,
            infix=one.pupil.infix,
            family_name=one.pupil.family_name,
            birth_date=one.pupil.birth_date,
            group=one.pupil.group,
            match_key=key,
            created_on=by.today,
            left_on=one.left_on,
            start_qualification_on=one.start_qualification_on,
        )
        for key, one in told.items()
        if key not in known
    }
    Pupil.objects.bulk_create(fresh.values(), batch_size=500)
    Residence.objects.bulk_create(
        (Residence(team=team, pupil=row, home=told[key].home, period=(by.today, None)) for key, row in fresh.items()),
        batch_size=500,
    )
    return Imported(len(fresh), len(changed), len(known) - len(changed))


def import_absence(*, by: Acting, team: SupportTeam, spells: Iterable[Missed]) -> Imported:
    """Take over spells. One pupil, kind and first day is one spell: a later file lengthens it, never doubles it."""
    return _record(by=by, team=team, spells=spells, source=Absence.Source.IMPORT)


def record_absence(*, by: Acting, pupil: Pupil, spell: Missed) -> Imported:
    """One spell by hand. Raises NotNow when it is there already."""
    made = _record(by=by, team=pupil.team, spells=[spell], source=Absence.Source.HAND)
    if made.same:
        raise policies.NotNow("Dit verzuim staat er al, met deze soort en eerste dag.")
    return made


@transaction.atomic
def _record(*, by: Acting, team: SupportTeam, spells: Iterable[Missed], source: str) -> Imported:
    access.check_works(by)
    call_it("cases.record_absence")
    told: Mapping[tuple[UUID, str, datetime.date], Missed] = {
        (one.pupil, str(one.kind), one.first): one for one in spells
    }
    if any(one.first > by.today for one in told.values()):
        raise policies.NotNow("Verzuim begint niet in de toekomst.")
    standing = {
        (row.pupil_id, row.kind, row.first_on): row
        for row in Absence.objects.select_for_update().filter(team=team, pupil__in={key[0] for key in told})
    }
    changed = []
    for key, one in told.items():
        row = standing.get(key)
        if row and (row.last_on, row.hours) != (one.last, one.hours):
            row.last_on, row.hours = one.last, one.hours
            row.version += 1
            changed.append(row)
    Absence.objects.bulk_update(changed, ("last_on", "hours", "version"), batch_size=500)
    fresh = Absence.objects.bulk_create(
        (
            Absence(
                team=team,
                pupil_id=one.pupil,
                kind=one.kind,
                first_on=one.first,
                last_on=one.last,
                hours=one.hours,
                source=source,
                keeper=Keeper.SCHOOL,
                recorded_on=by.today,
            )
            for key, one in told.items()
            if key not in standing
        ),
        batch_size=500,
    )
    return Imported(len(fresh), len(changed), len(told) - len(fresh) - len(changed))
