"""The demo world, built whole on an empty database: what is in it, that it is the same each time, and that people can use it."""

import datetime
import re
from collections import Counter
from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client, override_settings
from pytest_django import DjangoDbBlocker

from accounts.acting import Acting, acting_as
from accounts.models import User
from accounts.programs import program_with
from accounts.roles import Hat
from cases.attached_files import place
from cases.enums import State
from cases.models import (
    Absence,
    AgendaItem,
    Attachment,
    Case,
    CaseFlag,
    Consultation,
    Escalation,
    FamilyRequest,
    Handover,
    HouseholdMember,
    ItemGuest,
    LeadRequest,
    LogEntry,
    Plan,
    Progress,
    ProviderMark,
    Pupil,
    Removal,
    Sharing,
    Statement,
    Support,
    Task,
    Withdrawal,
)
from cases.models.support import SupportKind
from cases.queries import has_desk
from cases.reading import absence, marks
from financing.models import BudgetLine
from insights.models import PublishedFigure
from schools.enums import SupportDomain
from schools.models import LocationPeriod, SupportTeam, TeamFlag
from tests.whole.digests import digest
from zwolle_ot.demo import build
from zwolle_ot.demo.plot import ROUTE_SHARES
from zwolle_ot.demo.sign_in import TOKEN
from zwolle_ot.demo.staff import PRIMARY_TEAM, STARS

TODAY = datetime.date(2026, 11, 22)
#: The language of the teams [domain 2]; words of the law ("jeugdhulp") are allowed.
OLD_WORDS = re.compile(r"\b(zorg\w*|verzorg\w*|bezorg\w*|hulp\w*|probleem|problem\w*|doorverw\w*)", re.IGNORECASE)
#: What somebody reads, per table: the columns with sentences of the demo.
SENTENCES = {
    "cases_case": ("question", "closing_note", "no_mark_reason"),
    "cases_logentry": ("body",),
    "cases_escalation": ("reason", "decision_reason"),
    "cases_support": ("what", "given_by"),
    "cases_plan": ("situation",),
    "cases_goal": ("text",),
    "cases_task": ("what",),
    "cases_agendaitem": ("school_side", "home_side", "child_voice", "parents_voice", "conclusion"),
    "cases_teamtime": ("note",),
    "cases_providermark": ("note",),
    "cases_consultation": ("situation", "answer"),
    "cases_handover": ("message",),
    "cases_familyrequest": ("what",),
}


@pytest.fixture(scope="module")
def world(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    """Built once for this file, in a transaction that is undone after it; its files lie apart."""
    media = override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("uploads"))
    with media, django_db_blocker.unblock(), transaction.atomic():
        assert build.build(today=TODAY)
        connection.check_constraints()  # once, and not again after each test
        yield
        transaction.set_rollback(True)


@pytest.fixture
def in_world(world: None, db: None) -> None:
    """One test in that world; what it changes is undone."""


def test_it_has_the_schools_people_and_cases_of_a_city(in_world: None) -> None:
    kinds = Counter(LocationPeriod.objects.values_list("type", flat=True))
    assert kinds == {"BO": 45, "SBO": 5, "SO": 13, "VO": 22, "PRO": 3, "MBO": 1}
    assert SupportTeam.objects.count() == 45 + 5 + 2 * 13 + 25 + 1
    assert not LocationPeriod.objects.filter(type__in=["BO", "SBO", "SO"], neighbourhood_team=None).exists()
    assert 1500 <= Case.objects.count() <= 2500
    assert 15_000 <= LogEntry.objects.count() <= 25_000
    assert {*Case.objects.values_list("state", flat=True)} == {*State.values}
    assert Pupil.objects.count() > Pupil.objects.values("match_key").distinct().count(), "a child at two teams"
    homes = Counter(Case.objects.values_list("pupil__residences__home__name", flat=True))
    assert homes["Zwolle"] > sum(homes.values()) / 2 and homes["Kampen"] > 20


def test_each_flag_can_be_seen(in_world: None) -> None:
    flags = {*CaseFlag.objects.filter(cleared_on=None).values_list("rule", "level")}
    assert flags >= {("escalated", "note"), ("many_sessions", "warn"), ("many_sessions", "urgent")}
    assert TeamFlag.objects.filter(rule="team_incomplete", cleared_on=None).count() == 4
    ours = SupportTeam.objects.get(location__code=PRIMARY_TEAM[0], sector=PRIMARY_TEAM[1])
    rules = {*CaseFlag.objects.filter(team=ours, cleared_on=None).values_list("rule", "level")}
    assert rules >= {("escalated", "note"), ("many_sessions", "warn"), ("many_sessions", "urgent")}


def test_absence_is_that_of_the_city(in_world: None) -> None:
    """Between 5 and 9 thuiszitters in secondary schools, as the council was told [000]."""
    found = Counter(one.pupil.team.sector for one in absence.thuiszitters(TODAY))
    assert 5 <= found["VO"] <= 9 and found["PO"] >= 1
    rules = Counter(CaseFlag.objects.filter(cleared_on=None).values_list("rule", flat=True))
    assert rules["thuiszitter"] == sum(found.values()) and rules["absence_risk"] >= 5
    assert Absence.objects.filter(source="hand").count() == 0 and Absence.objects.count() > 200


def test_what_lies_around_the_questions_waits_for_somebody(in_world: None) -> None:
    """Each at the team of the people to sign in as."""
    ours = SupportTeam.objects.get(location__code=PRIMARY_TEAM[0], sector=PRIMARY_TEAM[1])
    assert Handover.objects.filter(team=ours, receiver__email="zc@voorbeeld.nl", received_on=None).count() == 1
    assert Consultation.objects.filter(person__email="ib@voorbeeld.nl", answered_on=None).count() == 1
    assert list(Removal.objects.values_list("team_id", "state")) == [(ours.pk, "gevraagd")]
    kinds = FamilyRequest.objects.filter(team=ours, answered_on=None).values_list("kind", flat=True)
    assert sorted(kinds) == ["inzage", "vernietiging"]
    assert HouseholdMember.objects.filter(team=ours).values("household").distinct().count() == 1
    letters = Attachment.objects.filter(team=ours)
    assert letters.count() == 3 and {place(one.stored).read_bytes()[:5] for one in letters} == {b"%PDF-"}
    assert Support.objects.filter(team=ours, case=None).count() == 2
    assert {*ProviderMark.objects.values_list("by", flat=True)} == {"school", "hulpverlener", "gemeente"}
    for address in ("ib@voorbeeld.nl", "zc@voorbeeld.nl", "jgw@voorbeeld.nl"):
        assert Task.objects.filter(person__email=address, done_on=None, due_on__gte=TODAY).exists(), address
    assert AgendaItem.objects.filter(team=ours, weighed_on__isnull=False).count() == 3


def test_every_part_of_casework_can_be_seen_at_the_team_of_the_demo_people(in_world: None) -> None:
    ours = SupportTeam.objects.get(location__code=PRIMARY_TEAM[0], sector=PRIMARY_TEAM[1])
    supports = Support.objects.filter(team=ours)
    assert {*supports.values_list("domain", flat=True)} == {*SupportDomain.values} - {SupportDomain.YOUTH_SPECIALIST}
    assert {*supports.values_list("kind", flat=True)} == {*SupportKind.values}
    assert supports.get(kind=SupportKind.OPP).evaluations.count() == 1
    assert supports.get(kind=SupportKind.TLV).granted is True
    for model in (LeadRequest, ItemGuest, Progress, Statement, Withdrawal):
        assert model.objects.filter(team=ours).exists(), model.__name__
    assert Sharing.objects.filter(team=ours, ground__code="veilig_thuis").count() == 1
    assert Plan.objects.filter(team=ours, family_plan="gemaakt").count() == 1
    assert AgendaItem.objects.filter(team=ours).exclude(off_because="").count() == 1
    waiting = Escalation.objects.get(team=ours, home__name="Meppel")
    assert (waiting.status, has_desk(waiting.home_id, today=TODAY)) == ("requested", False)


def test_the_desk_of_the_municipality_is_asked_for_its_newest_marks(in_world: None) -> None:
    desk = User.objects.get(email="jeugdconsulent@voorbeeld.nl")
    by = Acting(desk.pk, desk.name, "JEUGDCONSULENT", Hat.DESK, TODAY)
    with acting_as(by, writes=False):
        due = marks.due_at_the_desk()
    assert 1 <= len(due) <= 40
    assert all(one.reference for one in due)


def test_the_routes_follow_the_shares_of_zwolle(in_world: None) -> None:
    """Pearson's chi-square stays below 11.07: the 95 % bound with five degrees of freedom."""
    found = Counter(Escalation.objects.values_list("route", flat=True))
    total, whole = sum(found.values()), sum(ROUTE_SHARES.values())
    expected = {route.value: total * share / whole for route, share in ROUTE_SHARES.items()}
    assert set(found) == set(expected)
    assert sum((found[route] - number) ** 2 / number for route, number in expected.items()) < 11.07


def test_its_money_is_that_of_the_decision(in_world: None) -> None:
    """W3: yearly amounts over 2017, the rule changing on 1 September."""
    lines = BudgetLine.objects.filter(month__year=2017, name__in=["jgw-po", "smw-vo"])
    paid = Counter[str]()
    for payer, amount in lines.values_list("payer", "budget"):
        paid[payer] += amount
    assert paid == {"bestuur:*": 22_866_667, "gemeente:GM0193": 45_733_333}
    assert not BudgetLine.objects.filter(payer="niet verdeeld").exists()
    assert not BudgetLine.objects.filter(month__gte="2019-01-01", name__in=["jgw-po", "smw-vo"]).exists()


def test_its_figures_are_there_at_once(in_world: None) -> None:
    shapes = Counter(PublishedFigure.objects.filter(level="city").values_list("shape", flat=True))
    assert shapes["exact"] > 100 and shapes["rounded"] > 100
    with connection.cursor() as cursor:
        for table in ("cases_stalecase", "schools_staleteam", "financing_stalebudget", "insights_questiondelta"):
            cursor.execute(f"select count(*) from {table}")
            assert cursor.fetchone() == (0,), table


def test_it_speaks_the_language_of_the_teams(in_world: None) -> None:
    found = []
    with connection.cursor() as cursor:
        for table, columns in SENTENCES.items():
            for column in columns:
                cursor.execute(f"select distinct {column} from {table}")
                found += [text for (text,) in cursor.fetchall() if text and OLD_WORDS.search(text)]
    assert found == []


@pytest.mark.parametrize("star", STARS, ids=lambda star: star.person.email.partition("@")[0])
def test_everybody_gets_in_with_one_click(in_world: None, client: Client, star: object) -> None:
    person = star.person  # type: ignore[attr-defined]
    page = client.post("/toegang/voorbeeld/", {"email": person.email}, follow=True)
    assert page.status_code == 200
    assert person.name in page.content.decode() and "Voorbeeldgegevens" in page.content.decode()
    assert page.redirect_chain[-1][0] != "/", "a first page of their own"


def test_nobody_else_of_the_demo_gets_in(in_world: None, client: Client) -> None:
    colleague = User.objects.filter(is_demo=True, is_active=False).first()
    assert client.post("/toegang/voorbeeld/", {"email": colleague.email}).status_code == 404
    assert not colleague.has_usable_password()


def test_the_token_is_known_in_demo_mode_only(in_world: None, settings: Any) -> None:
    assert program_with(TOKEN, on=TODAY)
    settings.DEMO = False
    assert program_with(TOKEN, on=TODAY) is None


def test_a_second_run_changes_nothing(in_world: None) -> None:
    before = digest()
    said = StringIO()
    call_command("demo", today=TODAY, stderr=said)
    assert (said.getvalue(), digest()) == ("", before)


def test_the_people_are_listed_for_the_terminal(in_world: None) -> None:
    told = StringIO()
    call_command("demo", people=True, stdout=told)
    lines = told.getvalue().splitlines()
    assert lines[0] == "Intern begeleider – Marieke de Boer – ib@voorbeeld.nl – voorbeeld-zwolle"
    assert lines[-1].endswith(TOKEN)
    assert len(lines) == len(STARS) + 1
