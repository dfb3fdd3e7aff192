"""The family of a pupil, and what its consents carry on a day."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import F

from cases import voices
from cases.models import (
    Case,
    Consent,
    ConsentVoice,
    Guardian,
    Guardianship,
    Household,
    HouseholdMember,
    Party,
    Pupil,
)
from cases.voices import Child, Given, Span

YOUNG_PERSON = "de jongere zelf"


def span_of(period: DateRange) -> Span:
    """A database period as the pure rules take it."""
    return Span(period.lower or datetime.date.min, period.upper)


@dataclass(frozen=True)
class Family:
    """A pupil with everybody who is or was a guardian, gezag first."""

    pupil: Pupil
    guardianships: tuple[Guardianship, ...]

    @property
    def child(self) -> Child:
        gezag: dict[UUID, tuple[Span, ...]] = {}
        for one in self.guardianships:
            if one.gezag:
                gezag[one.guardian_id] = (*gezag.get(one.guardian_id, ()), span_of(one.period))
        return Child(self.pupil.birth_date, gezag)

    def name_of(self, voice: UUID | None) -> str:
        """How a voice is called on screen; None is the young person."""
        if voice is None:
            return YOUNG_PERSON
        return next((str(one.guardian) for one in self.guardianships if one.guardian_id == voice), "een ouder")

    def on(self, day: datetime.date) -> list[Guardianship]:
        return [one for one in self.guardianships if day in span_of(one.period)]

    def needed(self, day: datetime.date) -> list[str]:
        """Names of whose agreement is needed on this day."""
        needed = voices.needed_voices(self.child, day)
        names = sorted(self.name_of(guardian) for guardian in needed.guardians)
        if needed.guardian_unknown:
            names.append("een ouder of voogd met gezag (nog niet vastgelegd)")
        return [*names, YOUNG_PERSON] if needed.pupil else names

    def missing(self, consent: Consent, day: datetime.date) -> list[str]:
        """Names of the needed voices that this consent lacks on the day."""
        lacking = voices.missing_voices(self.child, given_of(consent), day)
        names = sorted(self.name_of(voice) for voice in lacking)
        if voices.needed_voices(self.child, day).guardian_unknown:
            names.append("een ouder of voogd met gezag (nog niet vastgelegd)")
        return names


def family_of(pupil: Pupil) -> Family:
    """One query."""
    return families_of([pupil])[pupil.pk]


def families_of(pupils: Iterable[Pupil]) -> dict[UUID, Family]:
    """By pupil. One query."""
    asked = {pupil.pk: pupil for pupil in pupils}
    rows = Guardianship.objects.filter(pupil__in=asked).select_related("guardian").order_by("-gezag", "guardian__name")
    found: dict[UUID, list[Guardianship]] = {key: [] for key in asked}
    for row in rows:
        found[row.pupil_id].append(row)
    return {key: Family(pupil, tuple(found[key])) for key, pupil in asked.items()}


def given_of(consent: Consent) -> Given:
    """A consent with its voices (prefetched) as the pure rules take it."""
    spans: dict[UUID | None, tuple[Span, ...]] = {}
    for voice in consent.voices.all():
        spans[voice.guardian_id] = (*spans.get(voice.guardian_id, ()), Span(voice.given_on, voice.withdrawn_on))
    return Given(span_of(consent.period), spans)


@dataclass(frozen=True)
class Held:
    """A consent as it stands on a day: whether it holds, who is missing, and when it ends as far as is known."""

    consent: Consent
    holds: bool
    missing: list[str]
    ends_on: datetime.date | None
    voices: list[tuple[ConsentVoice, str]]
    needed_then: list[str]  # whose agreement it lacks on the day on which it ends


def consents_of(case: Case, family: Family, *, today: datetime.date) -> list[Held]:
    """Every consent in this case, newest first, with how it stands today. Two queries."""
    rows = Consent.objects.filter(case=case).select_related("party").prefetch_related("voices").order_by("-id")
    return [held(consent, family, today) for consent in rows]


def held(consent: Consent, family: Family, day: datetime.date) -> Held:
    given = given_of(consent)
    holds = voices.holds(family.child, given, day)
    ends_on = voices.ends_on(family.child, given, day) if holds else None
    return Held(
        consent=consent,
        holds=holds,
        missing=family.missing(consent, day) if day in given.span else [],
        ends_on=ends_on,
        voices=[(voice, family.name_of(voice.guardian_id)) for voice in consent.voices.all()],
        needed_then=family.missing(consent, ends_on) if ends_on and ends_on in given.span else [],
    )


def carrying_consent(case: Case, *, party: Party, purpose: str, on: datetime.date) -> Consent | None:
    """The consent that carries sharing with this party for this purpose on this day, or None. At most three queries."""
    rows = list(
        Consent.objects.filter(case=case, party=party, purpose=purpose).prefetch_related("voices").order_by("-id")
    )
    if not rows:
        return None
    family = family_of(case.pupil)
    return next((row for row in rows if voices.holds(family.child, given_of(row), on)), None)


@dataclass(frozen=True)
class Sibling:
    """A child of the household, with its open question if there is one that the reader may see."""

    pupil: Pupil
    case: Case | None


def household_with(pupil: UUID, *, today: datetime.date) -> tuple[Household | None, list[Sibling]]:
    """The household of a pupil, and every child in it today with its open question, the eldest first. Two queries."""
    theirs = HouseholdMember.objects.filter(pupil=pupil, period__contains=today).values("household")
    members = list(
        HouseholdMember.objects.filter(household__in=theirs, period__contains=today).select_related(
            "pupil", "household"
        )
    )
    if not members:
        return None, []
    pupils = sorted((member.pupil for member in members), key=lambda one: one.birth_date)
    cases = Case.objects.open().filter(pupil__in=pupils).annotate(lead_name=F("lead__name"))
    by_pupil = {case.pupil_id: case for case in cases}
    return members[0].household, [Sibling(one, by_pupil.get(one.pk)) for one in pupils]


def guardians_of_team(team: UUID) -> list[Guardian]:
    """Guardians whom the team knows, by name: a sibling's parent need not be typed again."""
    return list(Guardian.objects.filter(team=team).order_by("name"))
