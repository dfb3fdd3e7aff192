"""Sharing with a party outside the team: consent and its voices, statutory grounds, and letting somebody in [domain 2.2]."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from accounts.acting import Acting, call_it
from cases import access, policies
from cases.enums import AccessScope, Audience, ContactKind
from cases.models import (
    Case,
    CaseAccess,
    Consent,
    ConsentVoice,
    Guardian,
    LogEntry,
    MeldcodeRelease,
    Party,
    Sharing,
    StatutoryGround,
)
from cases.models.sharing import DESK_OF, PartyKind, Purpose
from cases.reading.family import carrying_consent, family_of
from schools.models import Municipality, Provider, SupportTeam


@dataclass(frozen=True)
class OnGround:
    """A law in place of consent, why it applies here, and whether the family was told."""

    ground: StatutoryGround
    reason: str
    family_told: bool


@dataclass(frozen=True)
class Voice:
    """Who agreed, when and how; without `guardian` it is the young person."""

    on: datetime.date
    how: ConsentVoice.How
    guardian: Guardian | None = None


@dataclass(frozen=True)
class NewConsent:
    """Agreement as it was given: from `first` up to and not including `after` (None: until it is withdrawn)."""

    case: Case
    party: Party
    purpose: Purpose
    first: datetime.date
    voices: tuple[Voice, ...]
    after: datetime.date | None = None
    note: str = ""


@dataclass(frozen=True)
class NewSharing:
    """What is shared with whom, and why that may. Without `basis` a consent must carry it on that day."""

    case: Case
    party: Party
    purpose: Purpose
    what: str
    on: datetime.date
    basis: OnGround | None = None


class NoBasis(policies.NotNow):
    """There is no consent that holds on this day, and no statutory ground was named."""

    def __init__(self, sharing: NewSharing) -> None:
        needed = ", ".join(family_of(sharing.case.pupil).needed(sharing.on))
        super().__init__(
            f"Er is geen geldige toestemming om te delen met {sharing.party} voor: {sharing.purpose.label}. "
            f"Nodig is toestemming van: {needed}. Of noem een wettelijke grond."
        )


class GroundDoesNotFit(policies.NotNow):
    """The law that was named does not allow sharing with this party."""


@dataclass(frozen=True)
class NewParty:
    """A party for the address book of a team."""

    kind: PartyKind
    name: str = ""
    municipality: Municipality | None = None
    provider: Provider | None = None
    other_team: SupportTeam | None = None
    person: UUID | None = None


@transaction.atomic
def add_party(*, by: Acting, team: UUID, party: NewParty) -> Party:
    """Put a party into the address book of the team; one that is there already is given back."""
    access.check_works(by)
    call_it("cases.add_party")
    made, _ = Party.objects.get_or_create(
        team_id=team,
        kind=party.kind,
        name=party.name or _name_of(party),
        defaults={
            "desk_municipality": party.municipality,
            "provider": party.provider,
            "other_team": party.other_team,
            "person_id": party.person,
        },
    )
    return made


def _name_of(party: NewParty) -> str:
    known = party.provider or party.other_team
    if known:
        return str(known)
    return f"{party.kind.label} {party.municipality}" if party.municipality else party.kind.label


def youth_desk(*, by: Acting, team: UUID, home: Municipality) -> Party:
    """The desk of the woongemeente that decides on specialist youth care."""
    return add_party(
        by=by, team=team, party=NewParty(PartyKind.YOUTH_DESK, f"Jeugdconsulent {home}", municipality=home)
    )


def give_consent(*, by: Acting, consent: NewConsent) -> Consent:
    """Record a consent with the voices that gave it. It may still lack one: then it does not hold yet."""
    return give_consents(by=by, consents=[consent])[0]


@transaction.atomic
def give_consents(*, by: Acting, consents: Iterable[NewConsent]) -> list[Consent]:
    """Many at once, for the demo world."""
    access.check_works(by)
    call_it("cases.give_consent")
    told = list(consents)
    for one in told:
        policies.check_open(one.case)
        if not one.voices:
            raise policies.NotNow("Vul in wie toestemming gaf.")
    made = Consent.objects.bulk_create(
        Consent(
            case=one.case,
            team_id=one.case.team_id,
            party=one.party,
            purpose=one.purpose,
            note=one.note,
            period=(one.first, one.after),
            recorded_by_id=by.actor,
        )
        for one in told
    )
    ConsentVoice.objects.bulk_create(
        _voice(consent, voice) for consent, one in zip(made, told, strict=True) for voice in one.voices
    )
    return made


@transaction.atomic
def add_voice(*, by: Acting, consent: Consent, voice: Voice) -> ConsentVoice:
    """Somebody else agrees too: a second parent, or the young person who became 12 or 16."""
    access.check_works(by)
    call_it("cases.add_voice")
    if ConsentVoice.objects.filter(consent=consent, guardian=voice.guardian, withdrawn_on=None).exists():
        raise policies.NotNow("Deze persoon heeft al toestemming gegeven.")
    made = _voice(consent, voice)
    made.save(force_insert=True)
    return made


def _voice(consent: Consent, voice: Voice) -> ConsentVoice:
    return ConsentVoice(
        case_id=consent.case_id,
        team_id=consent.team_id,
        consent=consent,
        guardian=voice.guardian,
        given_on=voice.on,
        how=voice.how,
    )


@transaction.atomic
def withdraw_voice(*, by: Acting, voice: ConsentVoice, on: datetime.date | None = None) -> ConsentVoice:
    """Somebody takes their consent back, from `on` (today unless told). The database ends the access that rested on it."""
    access.check_works(by)
    call_it("cases.withdraw_voice")
    row = ConsentVoice.objects.select_for_update(of=("self",)).get(pk=voice.pk)
    if row.withdrawn_on:
        raise policies.NotNow("Deze toestemming is al ingetrokken.")
    row.withdrawn_on = on or by.today
    if row.withdrawn_on < row.given_on:
        raise policies.NotNow("Intrekken kan niet voor de dag van toestemming.")
    row.save(update_fields=["withdrawn_on"])
    return row


def share(*, by: Acting, sharing: NewSharing) -> Sharing:
    """Record that something is shared. Raises NoBasis without a consent that holds that day or a statutory ground."""
    return share_all(by=by, sharings=[sharing])[0]


@transaction.atomic
def share_all(*, by: Acting, sharings: Iterable[NewSharing]) -> list[Sharing]:
    """Many at once, each on its own day."""
    access.check_works(by)
    call_it("cases.share")
    return Sharing.objects.bulk_create([_sharing(by, one) for one in sharings])


def _sharing(by: Acting, sharing: NewSharing) -> Sharing:
    made = Sharing(
        case=sharing.case,
        team_id=sharing.case.team_id,
        party=sharing.party,
        purpose=sharing.purpose,
        what=sharing.what,
        on=sharing.on,
        author_id=by.actor,
    )
    if sharing.basis:
        kinds = sharing.basis.ground.party_kinds
        if kinds and sharing.party.kind not in kinds:
            raise GroundDoesNotFit(f"‘{sharing.basis.ground.name}’ geldt niet voor {sharing.party}.")
        made.ground, made.ground_reason = sharing.basis.ground, sharing.basis.reason
        made.family_told = sharing.basis.family_told
        return made
    made.consent = carrying_consent(sharing.case, party=sharing.party, purpose=sharing.purpose, on=sharing.on)
    if made.consent is None:
        raise NoBasis(sharing)
    return made


@transaction.atomic
def let_in(
    *,
    by: Acting,
    sharing: NewSharing,
    scope: AccessScope = AccessScope.FILE,
    may_write: bool = False,
    after: datetime.date | None = None,
    person: UUID | None = None,
) -> CaseAccess:
    """Let a desk or a person read this case, from the day of sharing up to and not including `after`.

    `person` names who of another team reads. Ends sooner when the consent ends. Raises NoBasis, and NotNow for a party that
    does not read in this program.
    """
    made = share(by=by, sharing=sharing)
    call_it("cases.let_in")
    return open_access(by=by, sharing=made, scope=scope, may_write=may_write, after=after, person=person)


def open_access(
    *,
    by: Acting,
    sharing: Sharing,
    scope: AccessScope,
    may_write: bool = False,
    after: datetime.date | None = None,
    person: UUID | None = None,
) -> CaseAccess:
    """The access itself, on a sharing that was made just now."""
    party = sharing.party
    reader = person or party.person_id
    if reader == by.actor:
        raise access.NotYours("U geeft uzelf geen toegang.")
    if reader is None and party.kind not in DESK_OF:
        raise policies.NotNow(f"{party} leest niet in dit programma. Leg vast wat u op een andere manier deelt.")
    desk = "" if reader else DESK_OF[party.kind]
    where = None if reader else party.desk_municipality
    if (
        scope == AccessScope.FILE
        and CaseAccess.objects.filter(
            case=sharing.case_id,
            scope=scope,
            person=reader,
            desk_role=desk,
            desk_municipality=where,
            period__contains=sharing.on,
        ).exists()
    ):
        raise policies.NotNow(f"{party} leest al mee.")
    basis = sharing.ground.name if sharing.ground else f"toestemming voor {sharing.get_purpose_display()}"
    return CaseAccess.objects.create(
        case_id=sharing.case_id,
        team_id=sharing.team_id,
        person_id=reader,
        desk_role=desk,
        desk_municipality=where,
        scope=scope,
        may_write=may_write,
        basis=basis,
        sharing=sharing,
        period=(sharing.on, after),
        granted_by_id=by.actor,
    )


@transaction.atomic
def end_access(*, by: Acting, given: CaseAccess) -> CaseAccess:
    """From today this desk or person no longer reads the case."""
    access.check_works(by)
    call_it("cases.end_access")
    row = CaseAccess.objects.select_for_update(of=("self",)).get(pk=given.pk)
    since = row.period.lower
    if row.period.isempty or (row.period.upper and row.period.upper <= by.today):
        raise policies.NotNow("Deze toegang is al voorbij.")
    row.period = (since, max(by.today, since or by.today))
    row.save(update_fields=["period"])
    return row


@transaction.atomic
def release_meldcode(*, by: Acting, entry: LogEntry, reason: str) -> MeldcodeRelease:
    """From now on this entry under the meldcode may stand in a report. Only its own side can release it."""
    access.check_works(by)
    call_it("cases.release_meldcode")
    if entry.kind != ContactKind.MELDCODE:
        raise policies.NotNow("Alleen een stap van de meldcode wordt vrijgegeven.")
    if entry.audience not in (Audience.TEAM, access.own_side(by)):
        raise access.NotYours("Alleen de eigen kant geeft deze regel vrij.")
    if MeldcodeRelease.objects.filter(entry=entry).exists():
        raise policies.NotNow("Deze regel is al vrijgegeven.")
    return MeldcodeRelease.objects.create(
        case_id=entry.case_id,
        team_id=entry.team_id,
        entry=entry,
        on=by.today,
        released_by_id=by.actor,
        reason=reason,
        audience=entry.audience,
    )
