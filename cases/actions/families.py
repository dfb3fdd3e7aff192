"""The family: guardians with or without gezag, and the household of siblings."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from accounts.acting import Acting, call_it
from cases import access, policies
from cases.models import Guardian, Guardianship, Household, HouseholdMember, Pupil
from cases.models.households import Relation


@dataclass(frozen=True)
class NewGuardian:
    """Somebody who is a guardian of a pupil from `since`. `known` is a guardian of the team, then `name` is not used."""

    pupil: Pupil
    relation: Relation
    gezag: bool
    since: datetime.date
    name: str = ""
    phone: str = ""
    email: str = ""
    known: Guardian | None = None


def add_guardian(*, by: Acting, guardian: NewGuardian) -> Guardianship:
    """Record a guardian of a pupil."""
    return add_guardians(by=by, guardians=[guardian])[0]


@transaction.atomic
def add_guardians(*, by: Acting, guardians: Iterable[NewGuardian]) -> list[Guardianship]:
    """Many at once, for imports and the demo world."""
    access.check_works(by)
    call_it("cases.add_guardian")
    told = list(guardians)
    people = [
        one.known or Guardian(team_id=one.pupil.team_id, name=one.name, phone=one.phone, email=one.email)
        for one in told
    ]
    Guardian.objects.bulk_create(person for person, one in zip(people, told, strict=True) if not one.known)
    return Guardianship.objects.bulk_create(
        Guardianship(
            team_id=one.pupil.team_id,
            guardian=person,
            pupil=one.pupil,
            relation=one.relation,
            gezag=one.gezag,
            period=(one.since, None),
        )
        for person, one in zip(people, told, strict=True)
    )


@transaction.atomic
def change_gezag(*, by: Acting, guardianship: Guardianship, gezag: bool, on: datetime.date) -> Guardianship:
    """From `on` this guardian has gezag, or has it no longer. What held before stays readable.

    Raises NotNow when the change is before the day on which the relation began.
    """
    access.check_works(by)
    call_it("cases.change_gezag")
    row = Guardianship.objects.select_for_update(of=("self",)).get(pk=guardianship.pk)
    since, after = row.period.lower, row.period.upper
    if since is None or on <= since or (after and on >= after):
        raise policies.NotNow("Kies een dag nadat deze relatie begon en voordat die eindigde.")
    row.period = (since, on)
    row.save(update_fields=["period"])
    return Guardianship.objects.create(
        team_id=row.team_id,
        guardian_id=row.guardian_id,
        pupil_id=row.pupil_id,
        relation=row.relation,
        gezag=gezag,
        period=(on, after),
    )


@transaction.atomic
def join_household(
    *, by: Acting, pupil: Pupil, on: datetime.date, household: Household | None = None, name: str = ""
) -> HouseholdMember:
    """The pupil belongs to this household from `on`, or to a new one with this name; an earlier one ends that day."""
    access.check_works(by)
    call_it("cases.join_household")
    current = HouseholdMember.objects.filter(pupil=pupil, period__contains=on).first()
    if current:
        if current.period.lower == on:
            raise policies.NotNow("Dit kind kwam op deze dag al bij een gezin.")
        current.period = (current.period.lower, on)
        current.save(update_fields=["period"])
    if household is None:
        household = Household.objects.create(team_id=pupil.team_id, name=name)
    return HouseholdMember.objects.create(team_id=pupil.team_id, household=household, pupil=pupil, period=(on, None))
