"""Raising a question and steering it."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from accounts.acting import Acting, call_it
from cases import access, policies
from cases.actions.sharing import youth_desk
from cases.enums import Approach, RaisedBy, State, Theme
from cases.matching import match_key
from cases.models import Case, Pupil, Residence
from schools.models import Municipality, SupportTeam
from shell.bulk import update_rows


@dataclass(frozen=True)
class NewPupil:
    """A child as a form tells it."""

    given_name: str
    family_name: str
    birth_date: datetime.date
    infix: str = ""
    group: str = ""

    @property
    def match_key(self) -> str:
        return match_key(self.given_name, self.infix, self.family_name, self.birth_date)


@dataclass(frozen=True)
class Question:
    """A question as it is raised; `home` is the woongemeente of the child."""

    team: SupportTeam
    pupil: NewPupil
    home: Municipality
    text: str
    themes: tuple[Theme, ...]
    approach: Approach
    raised_by: RaisedBy
    on: datetime.date
    lead: UUID
    family_agreed_on: datetime.date | None = None


class AlreadyOpen(policies.NotNow):
    """This child has an open question at this team: go on there."""

    def __init__(self, case: Case) -> None:
        super().__init__("Voor deze leerling loopt al een vraag bij dit team. Ga daar verder.")
        self.case = case


@transaction.atomic
def raise_question(*, by: Acting, question: Question) -> Case:
    """A new question. A child that the team knows is recognised by name and birth date, and not made twice.

    Raises AlreadyOpen when that child has an open question here.
    """
    access.check_works(by)
    call_it("cases.raise_question")
    known = Pupil.objects.filter(team=question.team, match_key=question.pupil.match_key).first()
    if known and (running := Case.objects.open().filter(pupil=known).first()):
        raise AlreadyOpen(running)
    case = raise_questions(by=by, questions=[question])[0]
    youth_desk(by=by, team=question.team.pk, home=question.home)  # so that a form about sharing can name it
    return case


@transaction.atomic
def raise_questions(*, by: Acting, questions: Iterable[Question]) -> list[Case]:
    """Many at once, for imports and the demo world. The caller sees to it that no child has two open questions."""
    access.check_works(by)
    call_it("cases.raise_question")
    asked = list(questions)
    keys = {(question.team.pk, question.pupil.match_key) for question in asked}
    known = {
        (pupil.team_id, pupil.match_key): pupil
        for pupil in Pupil.objects.filter(
            team_id__in={team for team, _ in keys}, match_key__in={key for _, key in keys}
        )
    }
    fresh: dict[tuple[UUID, str], tuple[Pupil, Question]] = {}
    for question in asked:
        key = (question.team.pk, question.pupil.match_key)
        if key not in known and key not in fresh:
            fresh[key] = (_pupil(question), question)
    Pupil.objects.bulk_create(pupil for pupil, _ in fresh.values())
    Residence.objects.bulk_create(
        Residence(team=question.team, pupil=pupil, home=question.home, period=(question.on, None))
        for pupil, question in fresh.values()
    )
    known |= {key: pupil for key, (pupil, _) in fresh.items()}
    return Case.objects.bulk_create(
        Case(
            team=question.team,
            pupil=known[question.team.pk, question.pupil.match_key],
            state=State.RAISED,
            state_since=question.on,
            raised_on=question.on,
            raised_by=question.raised_by,
            question=question.text,
            themes=list(question.themes),
            approach=question.approach,
            family_agreed_on=question.family_agreed_on,
            lead_id=question.lead,
        )
        for question in asked
    )


def _pupil(question: Question) -> Pupil:
    pupil = question.pupil
    return Pupil(
        team=question.team,
        given_name=pupil.given_name,
        infix=pupil.infix,
        family_name=pupil.family_name,
        birth_date=pupil.birth_date,
        group=pupil.group,
        match_key=pupil.match_key,
        created_on=question.on,
    )


@dataclass(frozen=True)
class Step:
    """A step of one case, on a day. `follow_up_on` is the day to look again, for *volgen* alone."""

    case: Case
    on: datetime.date
    follow_up_on: datetime.date | None = None


def take_step(*, by: Acting, case: Case, to: State, follow_up_on: datetime.date | None = None) -> Case:
    """To the next state of domain 2.8. Closing, reopening and evaluating have actions of their own."""
    return take_steps(by=by, to=to, steps=[Step(case, by.today, follow_up_on)])[0]


@transaction.atomic
def take_steps(*, by: Acting, to: State, steps: Iterable[Step]) -> list[Case]:
    """Many cases at once to one state, each on its own day. Raises NotNow for the first that cannot."""
    access.check_works(by)
    call_it(f"cases.{to}")
    asked = list(steps)
    cases = locked_all(step.case for step in asked)
    for case, step in zip(cases, asked, strict=True):
        policies.check_step(case, to)
        enter(case, to, on=step.on, follow_up_on=step.follow_up_on)
    save_states(cases)
    return cases


@transaction.atomic
def change_lead(*, by: Acting, case: Case, lead: UUID) -> Case:
    """Another casusregisseur; the family may ask for one [002 §6.4]."""
    access.check_works(by)
    call_it("cases.change_lead")
    case = locked(case)
    policies.check_open(case)
    case.lead_id = lead
    case.version += 1
    case.save(update_fields=["lead", "version"])
    return case


@transaction.atomic
def move_home(*, by: Acting, pupil: Pupil, home: Municipality, on: datetime.date) -> Residence:
    """The pupil lives in another gemeente from this day on; told of the day on which the last one began, it puts that right.

    Raises NotNow when a later move is known already.
    """
    access.check_works(by)
    call_it("cases.move_home")
    current = Residence.objects.filter(pupil=pupil).order_by("-period").first()
    if current:
        since = current.period.lower
        if since == on:
            current.home = home
            current.save(update_fields=["home"])
            return current
        if since and since > on:
            raise policies.NotNow("Er is al een latere verhuizing bekend.")
        current.period = (since, on)
        current.save(update_fields=["period"])
    return Residence.objects.create(team_id=pupil.team_id, pupil=pupil, home=home, period=(on, None))


def weighed(case: Case, *, on: datetime.date) -> None:
    """The team weighed the question: one that was only raised is *in afweging* from now on. Nobody says it twice."""
    row = locked(case)
    if row.state == State.RAISED:
        move(row, State.WEIGHING, on=max(on, row.state_since))


def support_began(case: Case, *, on: datetime.date) -> None:
    """Support started on this day: *ondersteuning loopt*, unless the question is further. The database keeps its first day."""
    row = locked(case)
    if row.state in (State.RAISED, State.WEIGHING):
        move(row, State.SUPPORTING, on=max(on, row.state_since))


def locked(case: Case) -> Case:
    """The row as it is now, and nobody else changes it before this transaction ends."""
    return locked_all([case])[0]


def locked_all(cases: Iterable[Case]) -> list[Case]:
    """The same for several, in the order in which they were asked. Locked in order of key, so that nobody waits in a circle.

    Raises Case.DoesNotExist when one of them is not there for the acting person.
    """
    keys = [case.pk for case in cases]
    rows = {row.pk: row for row in Case.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk")}
    if missing := set(keys) - set(rows):
        raise Case.DoesNotExist(f"{len(missing)} of {len(keys)} cases")
    return [rows[key] for key in keys]


STATE_FIELDS = ("state", "state_since", "version", "follow_up_on", "first_support_on")


def enter(case: Case, to: State, *, on: datetime.date, follow_up_on: datetime.date | None = None) -> None:
    """Set a state that the caller has checked; `save_states` saves it."""
    if case.state != to:
        case.state_since = on
    case.state, case.version = to, case.version + 1
    case.follow_up_on = follow_up_on if to == State.FOLLOWING else None
    if to == State.SUPPORTING and case.first_support_on is None:
        case.first_support_on = on


def save_states(cases: Iterable[Case]) -> None:
    """Save what `enter` set."""
    update_rows(list(cases), STATE_FIELDS)


def move(case: Case, to: State, *, on: datetime.date, follow_up_on: datetime.date | None = None) -> None:
    """`enter` and save, for one case."""
    enter(case, to, on=on, follow_up_on=follow_up_on)
    case.save(update_fields=STATE_FIELDS)
