"""What is known about the child itself and its guardians: put right when the family says so, or when it changes."""

import datetime
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction

from accounts.acting import Acting, call_it
from cases import access, policies
from cases.actions.questions import NewPupil
from cases.models import Absence, Guardian, Pupil
from cases.models.absence import AbsenceKind


@dataclass(frozen=True)
class Facts:
    """A child as the team knows it. `left_on`: the first day on which it is no longer at this school."""

    pupil: NewPupil
    left_on: datetime.date | None = None
    start_qualification_on: datetime.date | None = None


@transaction.atomic
def change_child(*, by: Acting, pupil: Pupil, facts: Facts, version: int) -> Pupil:
    """Put these facts in the place of what was known; the old ones stay in the log of changing.

    Raises ChangedMeanwhile when somebody changed them after `version` was shown, NotNow when the team knows another child
    by this name and birth date, or for days that cannot be.
    """
    access.check_works(by)
    call_it("cases.change_child")
    row = Pupil.objects.select_for_update(of=("self",)).get(pk=pupil.pk)
    policies.check_version(row, version)
    told, key = facts.pupil, facts.pupil.match_key
    if Pupil.objects.filter(team_id=row.team_id, match_key=key).exclude(pk=row.pk).exists():
        raise policies.NotNow("Een ander kind met deze naam en geboortedatum staat al bij dit team.")
    for day in (facts.left_on, facts.start_qualification_on):
        if day and day <= told.birth_date:
            raise policies.NotNow("Deze dag ligt voor de geboortedatum.")
    row.given_name, row.infix, row.family_name = told.given_name, told.infix, told.family_name
    row.birth_date, row.group, row.match_key = told.birth_date, told.group, key
    row.left_on, row.start_qualification_on = facts.left_on, facts.start_qualification_on
    row.version += 1
    row.save(
        update_fields=[
            *("given_name", "infix", "family_name", "birth_date", "group", "match_key"),
            *("left_on", "start_qualification_on", "version"),
        ]
    )
    return row


@transaction.atomic
def change_guardian(*, by: Acting, guardian: Guardian, name: str, phone: str, email: str, version: int) -> Guardian:
    """Another name or way to reach a guardian: for every child of theirs at this team. Raises ChangedMeanwhile when
    somebody changed it after `version` was shown."""
    access.check_works(by)
    call_it("cases.change_guardian")
    row = Guardian.objects.select_for_update(of=("self",)).get(pk=guardian.pk)
    policies.check_version(row, version)
    row.name, row.phone, row.email = name, phone, email
    row.version += 1
    row.save(update_fields=["name", "phone", "email", "version"])
    return row


@dataclass(frozen=True)
class Spell:
    """A spell of absence as it should have been recorded: `last` None while it lasts."""

    kind: AbsenceKind
    first: datetime.date
    last: datetime.date | None
    hours: Decimal | None


@transaction.atomic
def change_absence(*, by: Acting, absence: Absence, spell: Spell, version: int) -> Absence:
    """Put a spell right, or say that it has ended. Raises NotNow when such a spell is there already, or is to come;
    ChangedMeanwhile when somebody, or an import, changed it after `version` was shown."""
    access.check_works(by)
    call_it("cases.change_absence")
    if spell.first > by.today:
        raise policies.NotNow("Verzuim begint niet in de toekomst.")
    row = Absence.objects.select_for_update(of=("self",)).get(pk=absence.pk)
    policies.check_version(row, version)
    same = Absence.objects.filter(pupil=row.pupil_id, kind=spell.kind, first_on=spell.first)
    if same.exclude(pk=row.pk).exists():
        raise policies.NotNow("Dit verzuim staat er al, met deze soort en eerste dag.")
    row.kind, row.first_on, row.last_on, row.hours = spell.kind, spell.first, spell.last, spell.hours
    row.version += 1
    row.save(update_fields=["kind", "first_on", "last_on", "hours", "version"])
    return row
