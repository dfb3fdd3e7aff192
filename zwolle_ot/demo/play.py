"""Plays the stories: each event is recorded by the person whose it is, through the actions of `cases`.

Events of one kind and one person go together in one call, each with its own day; kinds follow each other as in life.
"""

import datetime
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from random import Random
from typing import TypeVar

from django.db import connection

from accounts.acting import Acting, standing_in
from accounts.models import User
from accounts.roles import Hat
from cases import actions
from cases.actions.marks import NewMark, sides_of
from cases.enums import ProductCategory, Route, State, TeamTimeKind, Theme
from cases.models import Attendance, Case, Escalation, MeetingKind, Support
from schools.models import Municipality, Provider
from zwolle_ot.demo import notes, supports
from zwolle_ot.demo.families import Families
from zwolle_ot.demo.map import Units, acting
from zwolle_ot.demo.schools import HOME
from zwolle_ot.demo.staff import Person, Staff, Stint
from zwolle_ot.demo.stories import Help, Story
from zwolle_ot.demo.worktime import Gathering, Work

Day = datetime.date
T = TypeVar("T")
HALF_PAST_TWO = datetime.time(14, 30)
WITH_LEERPLICHT = 0.3  # of the open questions about absence
ON_AGENDA = 3
UNMARKED = 0.1  # of the providers when a question closes; then it says why
WITH_PLAN = 0.93  # of those with specialist youth care; the others are flagged


class Player:
    """Knows which rows belong to which part of the demo."""

    def __init__(self, *, people: dict[Person, User], staff: Staff, today: Day, dice: Random) -> None:
        self.people, self.staff, self.today, self.dice = people, staff, today, dice
        self.opinions = Random(f"{today} opinions")
        self.units = Units()
        self.towns: dict[str, Municipality] = {town.code: town for town in Municipality.objects.all()}
        self.families = Families()
        self.providers = list(Provider.objects.order_by("name"))
        self.cases: dict[Story, Case] = {}
        self.asked: dict[Story, Escalation] = {}
        self.supports: dict[Story, Support] = {}
        self.numbered = 0  # decisions so far: the municipality's own reference

    def play(self, stories: Iterable[Story]) -> None:
        """First the first question of each child, then those of children who came back: one question at a time."""
        told = sorted(stories, key=lambda story: story.raised_on)
        for again in (False, True):
            self._play([story for story in told if story.again == again])

    def _play(self, stories: list[Story]) -> None:
        helped = [(story, story.help) for story in stories if story.help]
        ours = [(story, one) for story, one in helped if one.route == Route.LOCAL]
        self._raise(stories)
        analyse("cases_pupil", "cases_case", "cases_residence")
        self._introduce([story for story in stories if not story.again])
        analyse("cases_guardianship")
        self._step(stories, State.WEIGHING, lambda story: story.weighing_on)
        self._step(stories, State.SUPPORTING, lambda story: story.supporting_on)
        self._bring_in(stories)
        self._log(stories)
        analyse("cases_logentry")
        self._consent(ours)
        analyse("cases_consent", "cases_consentvoice")
        self._request(ours)
        analyse("cases_escalation", "cases_caseaccess", "cases_sharing")
        self._report([(story, one) for story, one in helped if one.route != Route.LOCAL])
        self._run(helped)
        self._look_again(stories)
        self._plan(helped)
        self._end(stories)
        self._hand_over(stories)
        self._share(stories)

    def by(self, stint: Stint) -> Acting:
        return acting(self.people[stint.person], stint.role, Hat.TEAM, self.today)

    @contextmanager
    def as_(self, stint: Stint) -> Iterator[Acting]:
        """A transaction of this person in this role."""
        by = self.by(stint)
        with standing_in(by):
            yield by

    def _raise(self, stories: list[Story]) -> None:
        for stint, found in _grouped((story.keeper, story) for story in stories):
            with self.as_(stint) as by:
                cases = actions.raise_questions(by=by, questions=[self._question(story) for story in found])
                self.cases.update(zip(found, cases, strict=True))

    def _introduce(self, stories: list[Story]) -> None:
        for stint, found in _grouped((story.keeper, story) for story in stories):
            with self.as_(stint) as by:
                self.families.introduce(self, by, found)

    def _question(self, story: Story) -> actions.Question:
        return actions.Question(
            team=self.units.teams[story.team.key],
            pupil=story.pupil,
            home=self.towns[story.home],
            text=story.text,
            themes=story.themes,
            approach=story.approach,
            raised_by=story.raised_by,
            on=story.raised_on,
            lead=self.people[story.lead.person].pk,
            family_agreed_on=story.agreed_on,
        )

    def _step(self, stories: Iterable[Story], to: State, day: Callable[[Story], Day | None]) -> None:
        for stint, found in _grouped((story.keeper, story) for story in stories if day(story)):
            with self.as_(stint) as by:
                steps = [actions.Step(self.cases[story], on) for story in found if (on := day(story))]
                actions.take_steps(by=by, to=to, steps=steps)

    def _bring_in(self, stories: Iterable[Story]) -> None:
        """What starts when the talks do."""
        supported = (
            (story, supports.who_brings_in(story, self.staff, self.dice)) for story in stories if story.supporting_on
        )
        told = ((found[0], (story, found[1])) for story, found in supported if found)
        for stint, group in _grouped(told):
            with self.as_(stint) as by:
                new = [supports.support(story, self.cases[story], domain, self.dice) for story, domain in group]
                made = actions.bring_in_all(by=by, supports=new)
                self.supports.update(zip((story for story, _ in group), made, strict=True))

    def _plan(self, helped: Iterable[tuple[Story, Help]]) -> None:
        """Nearly every child with specialist youth care today has a plan."""
        running = [
            story
            for story, one in helped
            if not story.closed_on and (one.first or one.route != Route.LOCAL) and not one.stopped_on
        ]
        chosen = [story for story in running if self.dice.random() < WITH_PLAN]
        for stint, found in _grouped((story.keeper, story) for story in chosen):
            with self.as_(stint) as by:
                told = [(story, self.cases[story]) for story in found]
                supports.make_plans(by=by, told=told, today=self.today, dice=self.dice)

    def _log(self, stories: Iterable[Story]) -> None:
        lines = ((told.author, (story, told)) for story in stories for told in story.told)
        for stint, found in _grouped(lines):
            with self.as_(stint) as by:
                contacts = [
                    actions.Contact(self.cases[story], told.on, told.kind, told.minutes, told.body, told.audience)
                    for story, told in sorted(found, key=lambda pair: pair[1].on)
                ]
                actions.log_contacts(by=by, contacts=contacts)

    def work(self, work: Iterable[Work]) -> None:
        """Time without a child."""
        for stint, found in _grouped((one.author, one) for one in work):
            with self.as_(stint) as by:
                times = [
                    actions.TeamWork(self.units.teams[one.team.key].pk, one.on, one.kind, one.minutes, one.note)
                    for one in found
                ]
                actions.log_team_times(by=by, work=times)

    def meet(self, gatherings: Iterable[Gathering]) -> None:
        """Meetings and trainings that were planned and held; members who were appointed that day came."""
        ot, training = MeetingKind.objects.get(code="ot"), MeetingKind.objects.get(code="training")
        for stint, found in _grouped((one.author, one) for one in gatherings):
            with self.as_(stint) as by:
                for one in found:
                    trains = one.kind == TeamTimeKind.TRAINING
                    planned = actions.NewMeeting(
                        self.units.teams[one.team.key].pk,
                        training if trains else ot,
                        one.on,
                        at=HALF_PAST_TWO,
                        minutes=one.minutes,
                        subject=self.dice.choice(notes.TRAININGS) if trains else "",
                    )
                    meeting = actions.plan_meeting(by=by, meeting=planned)
                    came = Attendance.objects.filter(meeting=meeting).values_list("pk", flat=True)
                    back = actions.LookingBack(
                        went_well=self.dice.choice(notes.TRAINING_WENT_WELL if trains else notes.WENT_WELL),
                        next_time=self.dice.choice(notes.AFTER_TRAINING if trains else notes.NEXT_TIME),
                    )
                    actions.hold_meeting(by=by, meeting=meeting, came=came, back=back)

    def call_next(self, stories: Iterable[Story], team: tuple[str, str], on: Day) -> None:
        """The next meeting of this team, with three of its open questions on the agenda; a fourth was taken off."""
        ours = [story for story in stories if story.team.key == team and story.weighing_on and not story.closed_on]
        kind = MeetingKind.objects.get(code="ot")
        with self.as_(ours[-1].keeper) as by:
            agenda = {self.cases[story].pk: "Samen wegen wat nodig is" for story in ours[-4:]}
            planned = actions.NewMeeting(self.units.teams[team].pk, kind, on, at=HALF_PAST_TWO)
            meeting = actions.plan_meeting(by=by, meeting=planned, agenda=agenda)
            if len(agenda) > ON_AGENDA:
                item = meeting.items.select_related("meeting").order_by("position")[0]
                actions.take_off_agenda(by=by, item=item, why="De ouders willen er zelf bij zijn. Volgende keer.")

    def _consent(self, asked: list[tuple[Story, Help]]) -> None:
        for stint, found in _grouped((one.by, (story, one)) for story, one in asked):
            with self.as_(stint) as by:
                self.families.consent(self, by, found)

    def _request(self, asked: list[tuple[Story, Help]]) -> None:
        """Asked with the consent of the family, and decided by the desk of the woongemeente."""
        for stint, found in _grouped((one.by, (story, one)) for story, one in asked):
            with self.as_(stint) as by:
                requests = [
                    actions.Request(self.cases[story], self.towns[story.home], one.on, one.reason, one.urgent)
                    for story, one in found
                ]
                made = actions.request_escalations(by=by, requests=requests)
                self.asked.update(zip((story for story, _ in found), made, strict=True))
        for stint, found in _grouped((one.by, (story, one)) for story, one in asked):
            with self.as_(stint) as by:
                for story, one in found:
                    if one.withdrawn_on:
                        actions.withdraw(by=by, escalation=self.asked[story], on=one.withdrawn_on)
        decided = [(story, one) for story, one in asked if one.decided_on]
        for home in dict.fromkeys(story.home for story, _ in decided):
            self._decide(home, [pair for pair in decided if pair[0].home == home])

    def _decide(self, home: str, decided: list[tuple[Story, Help]]) -> None:
        """The deciders of this municipality take turns."""
        desk = [stint for stint in self.staff.stints if stint.role == "JEUGDCONSULENT" and stint.unit == home]
        for turn, stint in enumerate(desk):
            mine = decided[turn :: len(desk)]
            by = acting(self.people[stint.person], stint.role, Hat.DESK, self.today)
            with standing_in(by):
                made = actions.decide(by=by, decisions=[self._decision(story, one) for story, one in mine])
            self.asked.update(zip((story for story, _ in mine), made, strict=True))

    def _decision(self, story: Story, one: Help) -> actions.Decision:
        on = one.decided_on or self.today
        self.numbered += 1
        reference = f"Z{on:%Y}-{self.numbered:05}"
        given: actions.Grant | actions.Refusal
        if one.refused or one.first is None:
            given = actions.Refusal(one.refused, reference)
        else:
            category = one.category or ProductCategory.OUTPATIENT
            provider = self._provider(one)
            given = actions.Grant(category, provider, one.first, one.after, reference, one.grant_reason)
        return actions.Decision(self.asked[story], on, given)

    def _provider(self, one: Help) -> Provider:
        return self.providers[one.provider % len(self.providers)]

    def _report(self, outside: list[tuple[Story, Help]]) -> None:
        for stint, found in _grouped((one.by, (story, one)) for story, one in outside):
            with self.as_(stint) as by:
                reports = [
                    actions.OutsideHelp(
                        self.cases[story],
                        self.towns[story.home],
                        one.route,
                        known_on=one.on,
                        on=one.on,
                        provider=self._provider(one),
                        note=one.reason,
                    )
                    for story, one in found
                ]
                made = actions.report_outside_routes(by=by, reports=reports)
                self.asked.update(zip((story for story, _ in found), made, strict=True))

    def _run(self, helped: list[tuple[Story, Help]]) -> None:
        """Starts and ends of specialist youth care, told by who leads."""
        for stint, found in _grouped((story.keeper, (story, one)) for story, one in helped if one.started_on):
            with self.as_(stint) as by:
                starts = [actions.Started(self.asked[story], one.started_on) for story, one in found if one.started_on]
                actions.record_starts(by=by, starts=starts)
        for stint, found in _grouped((story.keeper, (story, one)) for story, one in helped if one.stopped_on):
            with self.as_(stint) as by:
                stops = [
                    actions.Stopped(self.asked[story], one.stopped_on, one.stop_reason)
                    for story, one in found
                    if one.stopped_on
                ]
                actions.record_stops(by=by, stops=stops)

    def _look_again(self, stories: Iterable[Story]) -> None:
        for stint, found in _grouped((story.keeper, story) for story in stories if story.look_again):
            with self.as_(stint) as by:
                steps = [actions.Step(self.cases[story], *story.look_again) for story in found if story.look_again]
                actions.take_steps(by=by, to=State.FOLLOWING, steps=steps)

    def _end(self, stories: list[Story]) -> None:
        ended = [story for story in stories if story.evaluated_on and story in self.supports]
        for stint, found in _grouped((story.keeper, story) for story in ended):
            with self.as_(stint) as by:
                endings = [
                    supports.ending(story, self.supports[story], story.evaluated_on)
                    for story in found
                    if story.evaluated_on
                ]
                actions.end_supports(by=by, endings=endings)
        for stint, found in _grouped((story.keeper, story) for story in stories if story.evaluated_on):
            with self.as_(stint) as by:
                evaluations = [
                    actions.Evaluation(self.cases[story], story.evaluated_on, story.note, story.marks)
                    for story in found
                    if story.evaluated_on
                ]
                actions.evaluate_cases(by=by, evaluations=evaluations)
        for stint, found in _grouped((story.keeper, story) for story in stories if story.closed_on):
            with self.as_(stint) as by:
                closings = [
                    actions.Closing(self.cases[story], story.closed_on, story.outcome, self._marks(story, by))
                    for story in found
                    if story.closed_on
                ]
                actions.close_cases(by=by, closings=closings)

    def _marks(self, story: Story, by: Acting) -> list[NewMark]:
        """What the side of who closes says of the provider."""
        provider = self.asked[story].provider if story.help and story.help.started_on else None
        if not provider:
            return []
        side = sides_of(by)[0]
        if self.opinions.random() < UNMARKED:
            return [
                NewMark(self.cases[story], provider, side, no_mark_reason=self.opinions.choice(notes.NO_PROVIDER_MARK))
            ]
        mark = min(10, max(4, round(self.opinions.gauss(7.4, 1.1))))
        return [NewMark(self.cases[story], provider, side, mark, note=self.opinions.choice(notes.PROVIDER_MARKS))]

    def _share(self, stories: Iterable[Story]) -> None:
        """Some families let leerplicht read along."""
        absent = [
            story
            for story in stories
            if Theme.ABSENCE in story.themes and story.home == HOME and story.supporting_on and not story.closed_on
        ]
        chosen = [story for story in absent if self.dice.random() < WITH_LEERPLICHT]
        for stint, found in _grouped((story.keeper, story) for story in chosen):
            with self.as_(stint) as by:
                self.families.share_with_leerplicht(self, by, found)

    def _hand_over(self, stories: Iterable[Story]) -> None:
        """An open question of somebody who left goes to who has the post today."""
        for story in stories:
            if story.closed_on or story.lead.includes(self.today):
                continue
            roles = (story.lead.role, "IB", "ZC", "JGW", "SMW", "ORTHO")
            found = (self.staff.holder(story.team, role, self.today) for role in roles)
            if heir := next(filter(None, found), None):
                by = self.by(heir)
                with standing_in(by):
                    actions.change_lead(by=by, case=self.cases[story], lead=by.actor)


def _grouped(items: Iterable[tuple[Stint, T]]) -> list[tuple[Stint, list[T]]]:
    """Items by who records them, each group in the order in which it came."""
    groups: dict[tuple[Person, str], tuple[Stint, list[T]]] = {}
    for stint, item in items:
        groups.setdefault((stint.person, stint.role), (stint, []))[1].append(item)
    return list(groups.values())


def analyse(*tables: str) -> None:
    """PostgreSQL plans by what it counted last; a transaction that fills empty tables must tell it."""
    with connection.cursor() as cursor:
        cursor.execute(f"analyze {', '.join(tables)}")
