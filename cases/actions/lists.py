"""What is done from a list: filters kept, questions given to somebody, a whole caseload handed over."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

from django.db import transaction

from accounts.acting import Acting, call_it
from cases import access, policies
from cases.actions.questions import locked_all
from cases.models import Case, Consultation, DigestChoice, Match, SavedFilter, Task
from cases.queries import members

#: Parts of an address that are no filter, or hold a name.
NOT_KEPT = frozenset({"zoek", "na", "voor", "csrfmiddlewaretoken"})


@transaction.atomic
def save_filter(*, by: Acting, name: str, query: str) -> SavedFilter:
    """Keep the filters of this address under a name; the same name is written over. What was searched for is not kept.

    Raises NotNow when no filter is left.
    """
    access.check_works(by)
    kept = urlencode([(key, value) for key, value in parse_qsl(query) if key not in NOT_KEPT])
    if not kept:
        raise policies.NotNow("Kies eerst een filter. Een zoekopdracht op naam wordt niet bewaard.")
    made, _ = SavedFilter.objects.update_or_create(owner_id=by.actor, name=name, defaults={"query": kept})
    return made


@transaction.atomic
def drop_filter(*, by: Acting, saved: SavedFilter) -> None:
    SavedFilter.objects.filter(pk=saved.pk, owner_id=by.actor).delete()


@transaction.atomic
def choose_digest(*, by: Acting, wanted: bool) -> DigestChoice:
    """Whether this person wants the daily mail."""
    made, _ = DigestChoice.objects.update_or_create(owner_id=by.actor, defaults={"wanted": wanted})
    return made


@transaction.atomic
def assign(*, by: Acting, cases: Iterable[Case], lead: UUID) -> list[Case]:
    """Give these questions to another casusregisseur, who works in each of their teams today. Raises NotNow otherwise."""
    access.check_works(by)
    call_it("cases.assign")
    found = locked_all(cases)
    if not found:
        raise policies.NotNow("Kies eerst een of meer vragen.")
    _check_works_at(lead, {case.team_id for case in found}, today=by.today)
    for case in found:
        policies.check_open(case)
        case.lead_id, case.version = lead, case.version + 1
    Case.objects.bulk_update(found, ("lead", "version"), batch_size=500)
    return found


@dataclass(frozen=True)
class HandedOver:
    """How much went to the other person: numbers of questions, open actions and requests to think along."""

    cases: int
    tasks: int
    consultations: int

    def __str__(self) -> str:
        parts = (
            (self.cases, "vraag", "vragen"),
            (self.tasks, "actie", "acties"),
            (self.consultations, "keer meedenken", "keer meedenken"),
        )
        return ", ".join(f"{number} {one if number == 1 else many}" for number, one, many in parts if number)


@transaction.atomic
def hand_over_caseload(*, by: Acting, teams: Iterable[UUID], leaving: UUID, to: UUID) -> HandedOver:
    """Somebody leaves: every open question that they lead in these teams, every open action in them, and what they were
    asked to think along with, goes to `to`. Raises NotNow when there is nothing, or `to` does not work in those teams."""
    access.check_works(by)
    if leaving == to:
        raise policies.NotNow("Kies iemand anders om de vragen over te nemen.")
    known = list(teams)
    cases = list(Case.objects.open().led_by(leaving).filter(team__in=known))
    tasks = list(Task.objects.filter(person_id=leaving, done_on__isnull=True, team__in=known, case__closed_on=None))
    asked = list(Consultation.objects.filter(person_id=leaving, answered_on=None, team__in=known))
    if not cases and not tasks and not asked:
        raise policies.NotNow("Deze persoon heeft niets open staan in uw team.")
    if cases:
        assign(by=by, cases=cases, lead=to)
    call_it("cases.hand_over_caseload")
    _check_works_at(to, {one.team_id for one in (*tasks, *asked)}, today=by.today)
    for task in tasks:
        task.person_id = to
    for consultation in asked:
        consultation.person_id = to
    Task.objects.bulk_update(tasks, ("person",), batch_size=500)
    Consultation.objects.bulk_update(asked, ("person",), batch_size=500)
    return HandedOver(len(cases), len(tasks), len(asked))


def _check_works_at(person: UUID, teams: set[UUID], *, today: datetime.date) -> None:
    for team in teams:
        if not members([team], today=today).filter(pk=person).exists():
            raise policies.NotNow("Deze persoon werkt nu niet in het team van (een van) deze vragen.")


@transaction.atomic
def read_match(*, by: Acting, match: Match) -> None:
    """The lead has read that another team knows this child. Reading twice changes nothing."""
    access.check_works(by)
    call_it("cases.read_match")
    if match.told_on is None:
        match.told_on = by.today
        match.save(update_fields=["told_on"])
