"""The work list: which questions, what is missing in each, and what waits for the person who looks."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.expressions import NegatedExpression

from accounts.roles import ROLES, Side
from cases.enums import State
from cases.models import Case, CaseFlag, Goal, Match, Plan
from shell.addresses import address

#: A search shows at most this many questions; the function of the database never gives more than 500.
MOST_FOUND = 200
MOST_WAITING = 20
#: A decision of the municipality stays on the list of lead and requester so many days, or until they log a contact.
NEWS_DAYS = 14
SCHOOL_ROLES = tuple(role.code for role in ROLES.values() if role.side == Side.SCHOOL)
#: States in which there should be a plan with goals.
WITH_PLAN = (State.SUPPORTING, State.FOLLOWING)
#: The choice among the flags for: any that I have not seen yet.
UNSEEN = "ongezien"
MISSING = {"toestemming": "akkoord van het gezin", "doelen": "doelen", "evaluatie": "evaluatie"}


def search(words: str) -> list[UUID]:
    """Questions of this child, or that speak of these words: typing mistakes and accents forgiven. The best first."""
    with connection.cursor() as cursor:
        cursor.execute("select case_id from app.search_cases(%s, %s)", [words[:80], MOST_FOUND])
        return [row[0] for row in cursor.fetchall()]


def worklist(*, actor: UUID, today: datetime.date, filters: dict[str, Any]) -> QuerySet[Case]:
    """The questions that these filters leave. A search finds closed ones too, unless a state is asked for."""
    cases: QuerySet[Case] = Case.objects.with_names()
    words, state = filters.get("zoek"), filters.get("stand")
    if words:
        cases = cases.filter(pk__in=search(words))
    if state:
        cases = cases.filter(state=state)
    elif not words:
        cases = cases.exclude(state=State.CLOSED)
    if filters.get("van") == "mij":
        cases = cases.filter(lead_id=actor)
    if person := filters.get("regisseur"):
        cases = cases.filter(lead_id=person)
    if theme := filters.get("thema"):
        cases = cases.filter(themes__contains=[theme])
    if rule := filters.get("signaal"):
        flags = CaseFlag.objects.filter(case=OuterRef("pk"), cleared_on__isnull=True)
        wanted = flags.exclude(seen_by__contains=[actor]) if rule == UNSEEN else flags.filter(rule=rule)
        cases = cases.filter(Exists(wanted))
    if missing := filters.get("mist"):
        cases = cases.exclude(state=State.CLOSED).filter(LACKING[missing](today))
    return cases


def _without_goals() -> "NegatedExpression[Any]":
    return ~Exists(Goal.objects.filter(case=OuterRef("pk"), status=Goal.Status.OPEN))


def _plan_is_late(today: datetime.date) -> Exists:
    return Exists(Plan.objects.filter(case=OuterRef("pk"), evaluate_on__lt=today))


def _lacks_consent(_today: datetime.date) -> Q:
    return Q(family_agreed_on__isnull=True)


def _lacks_goals(_today: datetime.date) -> Q:
    return Q(state__in=WITH_PLAN) & Q(_without_goals())


def _lacks_evaluation(today: datetime.date) -> Q:
    return Q(_plan_is_late(today))


LACKING = {"toestemming": _lacks_consent, "doelen": _lacks_goals, "evaluatie": _lacks_evaluation}


def with_missing(cases: QuerySet[Case], *, today: datetime.date) -> QuerySet[Case]:
    """`lacks_goals` and `lacks_evaluation` on each row: what `missing_in` puts into words."""
    return cases.annotate(lacks_goals=_without_goals(), lacks_evaluation=_plan_is_late(today))


def missing_in(case: Case) -> list[str]:
    """Keys of MISSING: what this question, of `with_missing`, lacks."""
    lacks = []
    if case.is_open and case.family_agreed_on is None:
        lacks.append("toestemming")
    if case.state in WITH_PLAN and case.lacks_goals:  # type: ignore[attr-defined]
        lacks.append("doelen")
    if case.is_open and case.lacks_evaluation:  # type: ignore[attr-defined]
        lacks.append("evaluatie")
    return lacks


def missing_of(case: Case, *, today: datetime.date) -> list[str]:
    """The same for one question. One query."""
    return missing_in(with_missing(Case.objects.filter(pk=case.pk), today=today).get())


@dataclass(frozen=True)
class Line:
    """Something of mine on the work list: an action, or what waits. `day` is when it is due, or since when it waits.
    `key` is that of the action itself."""

    what: str
    name: str
    url: str
    day: datetime.date
    pupil: UUID | None
    key: UUID | None = None

    @property
    def finish_url(self) -> str:
        """Where an action is said to be done; '' for what waits."""
        return address("cases:finish_task", self.key) if self.key else ""


@dataclass(frozen=True)
class Saved:
    """A filter that was kept."""

    key: UUID
    name: str
    query: str


@dataclass(frozen=True)
class NextMeeting:
    key: UUID
    kind: str
    team: str
    on: datetime.date


@dataclass
class MyDay:
    """The top of the work list. `tasks` and `waiting` are the first twenty, those that need something soonest on top."""

    open: int = 0
    flags: int = 0
    urgent: int = 0
    tasks: list[Line] = field(default_factory=list)
    waiting: list[Line] = field(default_factory=list)
    saved: list[Saved] = field(default_factory=list)
    meeting: NextMeeting | None = None


#: What waits, in words, and the page that deals with it.
WAITS = {
    "verzoek": ("Het gezin vraagt een andere casusregisseur", "cases:answer_other_lead"),
    "elders": ("Ook bekend bij een ander team", "cases:match"),
    "overdracht": ("Er is een warme overdracht voor u", "cases:handover"),
    "meedenken": ("Een collega vraagt u mee te denken", "cases:answer_along"),
    "cijfer": ("De ondersteuning is gestopt: geef de aanbieder een cijfer", "cases:mark_provider"),
    "granted": ("De gemeente kende de jeugdhulp toe: bespreek de start", "cases:case"),
    "refused": ("De gemeente wees de aanvraag af: kijk wat nu nodig is", "cases:case"),
    "evaluated": ("Geëvalueerd: sluit af of ga verder", "cases:case"),
    "following": ("Opnieuw kijken", "cases:case"),
}


def my_day(*, actor: UUID, today: datetime.date) -> MyDay:
    """Tasks, flags, what waits, saved filters and the next meeting of this person. One query."""
    with connection.cursor() as cursor:
        values: list[Any] = [actor, today, list(SCHOOL_ROLES), NEWS_DAYS, 7 * settings.MARK_WEEKS]
        cursor.execute("select * from app.my_day(%s, %s, %s, %s, %s)", values)
        rows = cursor.fetchall()
    mine = MyDay()
    for sort, text, key, pupil, name, day, number, flags, urgent, thing in rows:
        if sort == "telling":
            mine.open, mine.flags, mine.urgent = number, flags, urgent
        elif sort == "filter":
            mine.saved.append(Saved(key, name, text))
        elif sort == "overleg":
            mine.meeting = NextMeeting(key, name, text, day)
        elif sort == "actie":
            mine.tasks.append(Line(text, name, address("cases:plan", key), day, pupil, thing))
        elif len(mine.waiting) < MOST_WAITING:
            what, url_name = WAITS[text if sort == "besluit" else sort]
            mine.waiting.append(Line(what, name, address(url_name, key), day, pupil))
    return mine


def pupils_in(day: MyDay) -> set[UUID]:
    """The children whose names stand at the top of the list, for the log of looking."""
    return {line.pupil for line in (*day.tasks, *day.waiting) if line.pupil}


def caseload(person: UUID, teams: Iterable[UUID]) -> QuerySet[Case]:
    """Open questions that somebody leads in these teams."""
    return Case.objects.open().led_by(person).filter(team__in=list(teams)).with_names().order_by("raised_on", "id")


def matches() -> QuerySet[Match]:
    """With how to reach the other lead: the one thing that a match tells."""
    return Match.objects.annotate(
        team_name=F("other_team__name"), lead_name=F("other_lead__name"), lead_email=F("other_lead__email")
    )
