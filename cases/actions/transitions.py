"""Changes of school and the warm handover [domain 2.10]; and the words of a question, changed by two people at once."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.db import transaction

from accounts.acting import Acting, call_it
from cases import access, policies
from cases.actions.questions import NewPupil, Question, locked, raise_question
from cases.actions.sharing import NewParty, NewSharing, OnGround, add_party, let_in
from cases.enums import AccessScope, Approach, RaisedBy, Theme
from cases.models import Case, Handover, Transition
from cases.models.sharing import PartyKind, Purpose
from cases.models.transitions import TransitionKind
from cases.reading.handover import content
from schools.models import Municipality, SupportTeam

#: How long the receiver may read what was handed over.
READABLE = datetime.timedelta(days=365)


@transaction.atomic
def record_transition(
    *, by: Acting, case: Case, kind: TransitionKind, on: datetime.date, school: str, to_team: SupportTeam | None = None
) -> Transition:
    """A change of school is known. Raises NotNow while another one is open."""
    access.check_works(by)
    call_it("cases.record_transition")
    policies.check_open(case)
    if Transition.objects.filter(case=case, done_on__isnull=True).exists():
        raise policies.NotNow("Er staat al een overgang open voor dit kind.")
    return Transition.objects.create(
        case=case, team_id=case.team_id, kind=kind, on=on, school=school, to_team=to_team, recorded_on=by.today
    )


@transaction.atomic
def finish_transition(*, by: Acting, transition: Transition) -> Transition:
    """Everything about this change of school is arranged."""
    access.check_works(by)
    call_it("cases.finish_transition")
    if transition.done_on:
        raise policies.NotNow("Deze overgang is al geregeld.")
    transition.done_on = by.today
    transition.save(update_fields=["done_on"])
    return transition


@dataclass(frozen=True)
class NewHandover:
    """Which parts go to whom; `family_saw_on` is when the family saw them. Without `basis` a consent must carry it."""

    case: Case
    to_team: SupportTeam
    receiver: UUID
    parts: Sequence[str]
    family_saw_on: datetime.date
    message: str = ""
    basis: OnGround | None = None


@transaction.atomic
def hand_over(*, by: Acting, handover: NewHandover) -> Handover:
    """Give the chosen parts to one person of the receiving team, who reads them and nothing else.

    Raises NoBasis without consent or statutory ground, NotNow when nothing was chosen.
    """
    access.check_works(by)
    case = handover.case
    policies.check_open(case)
    if not handover.parts:
        raise policies.NotNow("Kies ten minste één onderdeel om over te dragen.")
    party = add_party(
        by=by,
        team=case.team_id,
        party=NewParty(PartyKind.TEAM, name=handover.to_team.name, other_team=handover.to_team),
    )
    shared = NewSharing(
        case, party, Purpose.HANDOVER, "Warme overdracht van gekozen onderdelen", by.today, handover.basis
    )
    given = let_in(
        by=by, sharing=shared, scope=AccessScope.HANDOVER, after=by.today + READABLE, person=handover.receiver
    )
    call_it("cases.hand_over")
    return Handover.objects.create(
        case=case,
        team_id=case.team_id,
        sharing=given.sharing,
        receiver_id=handover.receiver,
        to_team=handover.to_team,
        parts=list(handover.parts),
        content=content(case, handover.parts, today=by.today),
        message=handover.message,
        family_saw_on=handover.family_saw_on,
        given_on=by.today,
        given_by_id=by.actor,
    )


@transaction.atomic
def receive_handover(*, by: Acting, handover: Handover) -> Handover:
    """The receiver has read it. Twice changes nothing."""
    access.check_works(by)
    call_it("cases.receive_handover")
    if handover.receiver_id != by.actor:
        raise access.NotYours("Deze overdracht is voor een collega.")
    if handover.received_on is None:
        handover.received_on = by.today
        handover.save(update_fields=["received_on"])
    return handover


@transaction.atomic
def take_over(*, by: Acting, handover: Handover) -> Case:
    """Go on with it in the own team: a new question from what was handed over. Raises AlreadyOpen when one runs there."""
    receive_handover(by=by, handover=handover)
    told = handover.content
    child = told["pupil"]
    home = Municipality.objects.get(code=child["home"] or settings.HOME_MUNICIPALITY)
    return raise_question(
        by=by,
        question=Question(
            team=handover.to_team,
            pupil=NewPupil(
                given_name=child["given_name"],
                infix=child["infix"],
                family_name=child["family_name"],
                birth_date=datetime.date.fromisoformat(child["birth_date"]),
            ),
            home=home,
            text=told["question"] or handover.message or "Overgenomen van het vorige team.",
            themes=tuple(Theme(theme) for theme in told["themes"]) or (Theme.TRANSITION,),
            approach=Approach(told["approach"]),
            raised_by=RaisedBy.MEMBER,
            on=by.today,
            lead=by.actor,
            family_agreed_on=handover.family_saw_on,
        ),
    )


@dataclass(frozen=True)
class NewWords:
    """What a question says, what it is about, and since when the family agrees that the team discusses it."""

    text: str
    themes: tuple[Theme, ...]
    approach: Approach
    family_agreed_on: datetime.date | None = None


@transaction.atomic
def change_question(*, by: Acting, case: Case, words: NewWords, version: int) -> Case:
    """Other words for the question. Raises ChangedMeanwhile when somebody saved it after `version` was shown."""
    access.check_works(by)
    call_it("cases.change_question")
    row = locked(case)
    policies.check_open(row)
    if row.version != version:
        raise policies.ChangedMeanwhile(row)
    row.question, row.themes, row.approach = words.text, list(words.themes), words.approach
    row.family_agreed_on, row.version = words.family_agreed_on, row.version + 1
    row.save(update_fields=["question", "themes", "approach", "family_agreed_on", "version"])
    return row
