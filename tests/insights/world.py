"""A small world to count in: two wijkteams, three boards, schools of PO and VO, and questions made row by row.

Rows are written as the owner, past the actions: what is tested here is that the counts follow the rows, however they came.
"""

import datetime
import itertools
from collections.abc import Iterable
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange

from accounts.models import User
from cases.enums import Approach, EscalationStatus, Outcome, RaisedBy, State, Theme
from cases.models import Absence, Case, Escalation, LogEntry, Pupil, Residence, Support
from schools.enums import SECTOR_OF
from schools.models import (
    LocationPeriod,
    Municipality,
    NeighbourhoodTeam,
    Provider,
    School,
    SchoolBoard,
    SchoolLocation,
    SupportTeam,
)

D = datetime.date
LONG_AGO = D(2020, 8, 1)


class World:
    """Teams by location code; `schools` says (type, board, wijkteam) of each."""

    def __init__(self, schools: Iterable[tuple[str, str, str]]) -> None:
        self.numbers = itertools.count()
        self.zwolle, _ = Municipality.objects.get_or_create(code="GM0193", defaults={"name": "Zwolle"})
        self.dalfsen, _ = Municipality.objects.get_or_create(code="GM0148", defaults={"name": "Dalfsen"})
        self.provider, _ = Provider.objects.get_or_create(name="Aanbieder")
        self.people = [
            User.objects.create(email=f"persoon{number}@example.org", name=f"Persoon {number}") for number in range(2)
        ]
        self.teams = [self.add_school(*school) for school in schools]

    def add_school(self, kind: str, board: str, wijk: str) -> SupportTeam:
        number = next(self.numbers)
        brin = f"{number // 26 % 100:02}{chr(65 + number // 2600)}{chr(65 + number % 26)}"
        school = School.objects.create(brin=brin, name=f"School {number}")
        location = SchoolLocation.objects.create(school=school, code=f"{brin}00", name=f"School {number}")
        LocationPeriod.objects.create(
            location=location,
            period=DateRange(LONG_AGO, None),
            name=location.name,
            type=kind,
            board=self.board(board),
            municipality=self.zwolle,
            neighbourhood_team=self.wijkteam(wijk) if wijk else None,
        )
        return SupportTeam.objects.create(
            location=location,
            sector=SECTOR_OF[kind],
            name=location.name,
            municipality=self.zwolle,
            period=DateRange(LONG_AGO, None),
        )

    def board(self, code: str) -> SchoolBoard:
        return SchoolBoard.objects.get_or_create(code=code, defaults={"name": f"Bestuur {code}"})[0]

    def wijkteam(self, code: str) -> NeighbourhoodTeam:
        return NeighbourhoodTeam.objects.get_or_create(
            code=code, defaults={"name": f"Wijkteam {code}", "municipality": self.zwolle}
        )[0]

    def pupil(self, team: SupportTeam) -> Pupil:
        return self.pupils(team, 1)[0]

    def pupils(self, team: SupportTeam, number: int) -> list[Pupil]:
        made = [
            Pupil(
                team=team,
                given_name="Kind",
                family_name=f"Nummer {one}",
                birth_date=D(2014, 1, 1),
                match_key=str(one),
                created_on=LONG_AGO,
            )
            for one in itertools.islice(self.numbers, number)
        ]
        Pupil.objects.bulk_create(made)
        since = DateRange(LONG_AGO, None)
        Residence.objects.bulk_create(Residence(team=team, pupil=one, home=self.zwolle, period=since) for one in made)
        return made

    def case(self, pupil: Pupil, on: datetime.date, themes: Iterable[str] = (Theme.LEARNING,), **more: Any) -> Case:
        case = self._case(pupil, on, themes, **more)
        case.save(force_insert=True)
        return case

    def _case(self, pupil: Pupil, on: datetime.date, themes: Iterable[str] = (Theme.LEARNING,), **more: Any) -> Case:
        return Case(
            team_id=pupil.team_id,
            pupil=pupil,
            state=State.RAISED,
            state_since=on,
            raised_on=on,
            raised_by=RaisedBy.TEACHER,
            question="Een vraag",
            themes=list(themes),
            approach=more.pop("approach", Approach.PREVENTIVE),
            lead=self.people[0],
            **more,
        )

    def close(self, case: Case, on: datetime.date, **more: Any) -> None:
        self.close_all([case], on, **more)

    def close_all(self, cases: Iterable[Case], on: datetime.date, **more: Any) -> None:
        fields = {
            "state": State.CLOSED,
            "closed_on": on,
            "outcome": Outcome.MET,
            "no_mark_reason": "niet gevraagd",
            **more,
        }
        evaluated = {"state": State.EVALUATED, "evaluated_on": on, "no_mark_reason": "niet gevraagd"}
        rows = Case.objects.filter(pk__in=[case.pk for case in cases])
        rows.filter(closed_on=None).update(**evaluated)
        rows.update(**fields)

    def escalate(self, case: Case, on: datetime.date, route: str = "02", **more: Any) -> Escalation:
        return self.escalate_all([case], on, route, **more)[0]

    def escalate_all(
        self, cases: Iterable[Case], on: datetime.date, route: str = "02", **more: Any
    ) -> list[Escalation]:
        status = EscalationStatus.REQUESTED if route == "01" else EscalationStatus.OUTSIDE
        return Escalation.objects.bulk_create(
            Escalation(
                team_id=case.team_id,
                case=case,
                status=status,
                route=route,
                home=self.zwolle,
                requested_on=on,
                requested_by=self.people[0],
                reason="Omdat het nodig is",
                **more,
            )
            for case in cases
        )

    def bring_in(self, case: Case, on: datetime.date, domain: str) -> Support:
        return Support.objects.create(
            team_id=case.team_id,
            case=case,
            domain=domain,
            form="individueel",
            what="Steun",
            asked_on=on,
            asked_by=self.people[0],
            started_on=on,
            cbs="",
        )

    def offer(self, team: SupportTeam, on: datetime.date, children: int, form: str = "groep") -> Support:
        """Something for a group or class, with nobody by name."""
        return Support.objects.create(
            team_id=team.pk,
            domain="collectief",
            form=form,
            children=children,
            what="Training",
            asked_on=on,
            asked_by=self.people[0],
            started_on=on,
            cbs="preventie",
        )

    def absent(
        self, pupil: Pupil, first: datetime.date, last: datetime.date | None, hours: int | None, kind: str
    ) -> Absence:
        return Absence.objects.create(
            team_id=pupil.team_id,
            pupil=pupil,
            kind=kind,
            first_on=first,
            last_on=last,
            hours=hours,
            source=Absence.Source.HAND,
            recorded_on=first,
        )

    def log(
        self, case: Case, on: datetime.date, minutes: int, role: str = "IB", corrects: LogEntry | None = None
    ) -> LogEntry:
        return LogEntry.objects.create(
            team_id=case.team_id,
            case=case,
            on=on,
            kind="kind",
            minutes=minutes,
            author=self.people[0],
            role=role,
            keeper="school",
            corrects=corrects,
        )

    def many(self, team: SupportTeam, number: int, on: datetime.date, **more: Any) -> list[Case]:
        """So many questions, each of another pupil."""
        return Case.objects.bulk_create(self._case(pupil, on, **more) for pupil in self.pupils(team, number))
