"""Meedenken: a question about a situation, without a child's name [domain 2.1, 001 §4]."""

import datetime
from uuid import UUID

from django.db import transaction

from accounts.acting import Acting, call_it
from cases import access, policies
from cases.actions.log import log_team_time
from cases.enums import TeamTimeKind
from cases.models import Consultation, Party, Pupil
from cases.queries import plain

MOST_OF_A_NOTE = 300


class NamesAChild(policies.NotNow):
    """The text holds first and last name of a child of this team. Which child is not said: the page may be read aloud."""

    def __init__(self) -> None:
        super().__init__("In deze tekst staat de naam van een kind van uw team. Meedenken gaat zonder namen.")


@transaction.atomic
def ask_along(
    *,
    by: Acting,
    team: UUID,
    situation: str,
    person: UUID | None = None,
    party: Party | None = None,
    on: datetime.date | None = None,
) -> Consultation:
    """Ask a member of the team, or somebody around it, to think along. No child is recorded.

    Raises NotNow unless one of `person` and `party` is given, NamesAChild when the text names one of the team's children.
    """
    access.check_works(by)
    call_it("cases.ask_along")
    if (person is None) == (party is None):
        raise policies.NotNow("Kies aan wie u de vraag stelt: een lid van het team of iemand eromheen.")
    check_no_names(team, situation)
    return Consultation.objects.create(
        team_id=team,
        asked_on=on or by.today,
        asked_by_id=by.actor,
        person_id=person,
        party=party,
        situation=situation,
    )


@transaction.atomic
def answer_along(
    *, by: Acting, consultation: Consultation, answer: str, minutes: int, on: datetime.date | None = None
) -> Consultation:
    """Write the answer down. The minutes are time of `by` without a child.

    A question to a member is answered by that member; what somebody around the team said, any member writes down.
    """
    access.check_works(by)
    row = Consultation.objects.select_for_update(of=("self",)).get(pk=consultation.pk)
    if row.answered_on:
        raise policies.NotNow("Deze vraag is al beantwoord.")
    if row.person_id not in (None, by.actor):
        raise access.NotYours("Deze vraag is aan een collega gesteld.")
    check_no_names(row.team_id, answer)
    day = on or by.today
    if day < row.asked_on:
        raise policies.NotNow("Het antwoord komt niet voor de vraag.")
    row.time = log_team_time(
        by=by, team=row.team_id, on=day, kind=TeamTimeKind.CONSULT, minutes=minutes, note="meedenken zonder naam"
    )
    call_it("cases.answer_along")
    row.answered_on, row.answer, row.minutes = day, answer, minutes
    row.save(update_fields=["time", "answered_on", "answer", "minutes"])
    return row


def check_no_names(team: UUID, text: str) -> None:
    """No first and last name of a child of the team stand beside each other in the text."""
    words = f" {' '.join(plain(text).split())} "
    for key in Pupil.objects.filter(team=team).values_list("name_key", flat=True):
        name = " ".join(key.split())
        if name and f" {name}" in words:
            raise NamesAChild
