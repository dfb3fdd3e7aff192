"""The four questions of an officer, answered from the screen alone and compared with what the rows themselves say."""

import datetime
from collections import defaultdict
from decimal import Decimal
from statistics import median

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test import Client
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from cases.enums import Theme
from cases.models import Case, Escalation, LogEntry
from financing.actions.working_hours import recompute_hours
from insights import actions
from schools.calendar import ONE_DAY, SchoolYear, school_weeks
from schools.models import Arrangement, ArrangementTerms, SupportTeam
from shell.numbers import write_day, write_euro
from tests.browser import NewPage, signed_in
from tests.cast import sign_in
from tests.insights.conftest import SCHOOLS, TODAY, person
from tests.insights.world import World

D = datetime.date
Teams = dict[str, list[SupportTeam]]
#: Per wijkteam the theme of its questions, and the days that a family waits.
WIJKTEAMS = {"noord": (Theme.BEHAVIOUR, 44), "zuid": (Theme.LEARNING, 12)}
ALONE = {2025: 2, 2026: 5}  # of eight questions of a school, those that the team handles itself
NORM = 4  # hours a school week for each school of PO


def two_springs(city: World) -> None:
    """Eight questions a school in the spring of each year, closed before the summer."""
    for team, wijk in zip(city.teams[:4], ("noord", "noord", "zuid", "zuid"), strict=True):
        theme, days = WIJKTEAMS[wijk]
        for year, alone in ALONE.items():
            begun, closed = D(year, 4, 2) + datetime.timedelta(days), D(year, 6, 20)
            cases = city.many(team, 8, D(year, 4, 2), themes=[theme], first_support_on=begun)
            city.escalate_all(cases[alone:], begun, started_on=begun, stopped_on=closed, stop_reason="01")
            city.close_all(cases, closed)


def weeks_of_work(city: World) -> None:
    """Since the summer a JGW of noord writes more hours than the norm gives, one of zuid fewer."""
    for team, minutes in ((city.teams[0], 600), (city.teams[2], 240)):
        case = city.case(city.pupil(team), D(2026, 8, 24))
        for week in school_weeks(D(2026, 8, 1), TODAY + ONE_DAY):
            city.log(case, min(week + ONE_DAY, TODAY), minutes, role="JGW")


def fase_2(city: World) -> Arrangement:
    klas = Arrangement.objects.create(code="F2", name="Fase 2 klas")
    ArrangementTerms.objects.create(
        arrangement=klas, period=DateRange(D(2025, 8, 1), None), capacity=15, amount_per_place=Decimal(24_000)
    )
    return klas


# ---- What the rows say ----------------------------------------------------------------------------------------------
def to_five(number: int) -> int:
    return 5 * ((2 * number + 5) // 10)


def share_alone(year: int) -> int:
    """Whole percents of the questions closed in the spring without specialist care, from rounded counts [domain 5]."""
    closed = Case.objects.filter(closed_on__range=(D(year, 4, 1), D(year, 6, 30)))
    alone = closed.exclude(pk__in=Escalation.objects.values("case"))
    return round(100 * to_five(alone.count()) / to_five(closed.count()))


def longest_wait(teams: Teams, of: str) -> tuple[str, int]:
    """The wijkteam or theme with the largest median of days to a first support this spring."""
    places = {team.pk: wijk for wijk, found in teams.items() for team in found}
    days: dict[str, list[int]] = defaultdict(list)
    for case in Case.objects.filter(first_support_on__range=(D(2026, 4, 1), D(2026, 6, 30))):
        waited = (case.first_support_on - case.raised_on).days
        days[places[case.team_id] if of == "wijkteam" else Theme(case.themes[0]).label].append(waited)
    return max(((name, round(median(found))) for name, found in days.items()), key=lambda one: one[1])


def out_of_hours(teams: Teams) -> list[tuple[str, D]]:
    """Wijkteams whose year of hours is used up before the summer at this pace, with the week of it."""
    year = SchoolYear.of(TODAY)
    weeks, passed = school_weeks(year.first, year.after), len(school_weeks(year.first, TODAY + ONE_DAY))
    found = []
    for wijk, ours in teams.items():
        minutes = sum(LogEntry.objects.filter(team__in=ours, role="JGW").values_list("minutes", flat=True))
        pool = 60 * NORM * len(ours) * len(weeks)
        if minutes * len(weeks) > pool * passed:
            found.append((wijk, weeks[pool * passed // minutes]))
    return found


# ---- What the screen says -------------------------------------------------------------------------------------------
def part(page: Page, title: str) -> str:
    """The text of the part with this title, with single spaces."""
    text = page.locator(f"section[aria-label='{title}']").inner_text()
    return " ".join(text.replace("\N{NO-BREAK SPACE}", " ").split())


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_an_officer_reads_the_four_answers(
    live_server: LiveServer, new_page: NewPage, client: Client, today: D
) -> None:
    city = World(SCHOOLS)
    teams = {"noord": city.teams[:2], "zuid": city.teams[2:4]}
    two_springs(city)
    weeks_of_work(city)
    klas = fase_2(city)
    recompute_hours(today=TODAY)
    actions.nightly(today=TODAY)
    page = signed_in(new_page(), live_server.url, person("OFFICER", municipality=city.zwolle))
    page.goto(f"{live_server.url}/cijfers/")
    tabs = page.get_by_role("navigation", name="Onderdelen van de cijfers")

    tabs.get_by_role("link", name="Vragen").click()
    now, before = share_alone(2026), share_alone(2025)
    assert now > before
    answer = part(page, "Handelen de teams meer zelf af dan vorig jaar?")
    assert (
        f"Ja: in 2e kwartaal 2026 handelden de teams {now} % van de afgesloten vragen zelf af, in 2e kwartaal 2025 {before} %."
        in answer
    )

    tabs.get_by_role("link", name="Wachten").click()
    wijk, days = longest_wait(teams, "wijkteam")
    assert f"Het langst: Wijkteam {wijk}. In 2e kwartaal 2026 wachtte de helft langer dan {days} dagen" in part(
        page, "Waar wachten gezinnen het langst?"
    )
    theme, days = longest_wait(teams, "theme")
    assert f"Het langst: vragen over {theme}. In 2e kwartaal 2026 wachtte de helft langer dan {days} dagen" in part(
        page, "Voor wie is het wachten het langst?"
    )

    ((wijk, week),) = out_of_hours(teams)
    page.goto(f"{live_server.url}/cijfers/")
    page.get_by_role("link", name=f"Wijkteam {wijk}: de uren zijn op voor de zomer").click()
    assert f"In dit tempo komt uren tekort: Wijkteam {wijk}, in de week van {write_day(week)}." in part(
        page, "Welk wijkteam komt voor de zomer uren tekort?"
    )

    tabs.get_by_role("link", name="Geld").click()
    terms = klas.terms.get()
    cost = write_euro(terms.capacity * terms.amount_per_place, 0).replace("\N{NO-BREAK SPACE}", " ")
    assert f"Fase 2 klas: {cost} in schooljaar 2025-2026." in part(page, "Wat kosten de onderwijs-zorgarrangementen?")
    assert page.get_by_text("Wat leverde het op?").count() == 0, "nobody released it"
    sign_in(client, person("CONTROLLER", municipality=city.zwolle))
    told = {
        "arrangement": klas.pk,
        "school_year": "2025",
        "what": "saved",
        "value": "70.000",
        "reason": "De raad vroeg het.",
    }
    client.post("/cijfers/vrijgegeven/", told)
    page.reload()
    assert "Fase 2 klas in 2025-2026: € 70.000 minder aan jeugdhulp, vrijgegeven door de controller." in part(
        page, "Wat leverde het op?"
    )
