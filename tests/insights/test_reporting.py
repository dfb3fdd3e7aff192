"""The quarter report: who writes beside figures, what it shows, and the files made from it."""

import datetime
import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from openpyxl import load_workbook

from accounts.acting import Acting, standing_in
from accounts.models import Change
from accounts.roles import ROLES
from insights import actions
from insights.actions.reporting import Talk, change_talk, record_talk, release_figure, withdraw_release, write_remark
from insights.enums import Figure, PeriodKind, Released, Voice
from insights.models import QuarterTalk, Release, Remark
from insights.periods import Period
from schools.models import Arrangement, ArrangementTerms
from schools.policies import NotPossible
from tests.cast import sign_in
from tests.insights.conftest import TODAY, person, queries
from tests.insights.test_dashboard import words
from tests.insights.world import World

D = datetime.date
SPRING = Period(D(2026, 4, 1), PeriodKind.QUARTER)
REPORT = "/cijfers/rapport/2026-Q2/"
SAID = {"text": "Ouders vinden de weg.", "nobody": "on", "version": "0"}


@contextmanager
def working_as(city: World, role: str) -> Iterator[Acting]:
    """A transaction of somebody with this role in the municipality."""
    someone = person(role, municipality=city.zwolle)
    hat = next(hat for hat in ROLES[role].grants)
    acting = Acting(actor=someone.pk, actor_name=someone.name, role=role, hat=hat, today=TODAY)
    with standing_in(acting):
        yield acting


@pytest.fixture
def counted(city: World, today: D) -> World:
    """A spring of 36 questions in four schools, counted."""
    for team in city.teams[:4]:
        city.close_all(city.many(team, 9, D(2026, 5, 11), first_support_on=D(2026, 5, 20)), D(2026, 6, 28))
    actions.nightly(today=TODAY)
    return city


def test_an_officer_writes_how_parents_read_a_figure(counted: World, officer: Client) -> None:
    assert "Bij 15 cijfers staat nog geen duiding." in words(officer.get(REPORT))

    officer.post(f"{REPORT}duiding/raised/parents/", SAID)

    page = words(officer.get(REPORT))
    assert "Aangemeld: 36" in page
    assert "Ouders: Ouders vinden de weg. Geschreven door Officer op 15 september 2026." in page
    assert "Bij 14 cijfers staat nog geen duiding." in page
    change = Change.objects.get(table_name="insights_remark")
    assert (change.action, change.role, change.new["text"]) == ("insights.write_remark", "OFFICER", SAID["text"])


def test_a_remark_needs_somebody_who_looked_for_names(counted: World, officer: Client) -> None:
    response = officer.post(f"{REPORT}duiding/raised/parents/", {**SAID, "nobody": ""})

    assert "Kijk de tekst na en zet een vinkje als dit klopt." in words(response)
    assert not Remark.objects.exists()


def test_who_writes_over_somebody_else_is_told(counted: World, officer: Client) -> None:
    officer.post(f"{REPORT}duiding/raised/parents/", SAID)

    response = officer.post(f"{REPORT}duiding/raised/parents/", {**SAID, "text": "Iets anders."})

    assert "Officer heeft deze tekst intussen veranderd." in words(response)
    officer.post(f"{REPORT}duiding/raised/parents/", {**SAID, "text": "Iets anders.", "version": "1"})
    assert [(one.text, one.version) for one in Remark.objects.all()] == [("Iets anders.", 2)]


def test_others_read_the_report_and_do_not_write(counted: World, client: Client) -> None:
    for role, unit in (
        ("CONTROLLER", {"municipality": counted.zwolle}),
        ("DIRECTOR", {"location": counted.teams[0].location}),
    ):
        sign_in(client, person(role, **unit))
        assert "Aangemeld: 36" in words(client.get(REPORT))
        assert "Duiding toevoegen" not in words(client.get(REPORT))
        assert client.post(f"{REPORT}duiding/raised/parents/", SAID).status_code == 403
    assert not Remark.objects.exists()


def test_a_quarter_that_was_not_counted_has_no_report(counted: World, officer: Client) -> None:
    for code in ("2026-Q3", "2026-05", "2019-Q1", "2026-Q9"):
        assert officer.get(f"/cijfers/rapport/{code}/").status_code == 404, code
    assert officer.get("/cijfers/rapport/nieuwste/")["Location"] == REPORT


def test_only_what_was_counted_can_be_read(city: World, today: D) -> None:
    with working_as(city, "OFFICER") as someone:
        with pytest.raises(NotPossible, match="nog niet"):
            write_remark(by=someone, period=SPRING.next, figure=Figure.RAISED, voice=Voice.PARENTS, text="Iets")
        with pytest.raises(NotPossible, match="kwartaal"):
            write_remark(
                by=someone,
                period=Period(D(2025, 1, 1), PeriodKind.YEAR),
                figure=Figure.RAISED,
                voice=Voice.PARENTS,
                text="x",
            )
        with pytest.raises(NotPossible, match="bestaat niet"):
            write_remark(by=someone, period=SPRING, figure="anders", voice=Voice.PARENTS, text="Iets")


def test_the_database_holds_what_a_remark_is(city: World, today: D) -> None:
    someone = person("OFFICER", municipality=city.zwolle)
    told = {
        "figure": "raised",
        "voice": "parents",
        "written_by": someone,
        "written_by_name": "x",
        "written_at": "2026-09-15T00:00Z",
    }
    for wrong, name in (
        ({"quarter": D(2026, 2, 1), "text": "Iets"}, "remark_of_a_quarter"),
        ({"quarter": D(2026, 4, 1), "text": ""}, "remark_says_something"),
    ):
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            Remark.objects.create(**told, **wrong)


def test_the_files_hold_the_same_figures(counted: World, officer: Client) -> None:
    officer.post(f"{REPORT}duiding/raised/parents/", SAID)

    pdf = officer.get(f"{REPORT}kwartaalrapport.pdf")
    assert (pdf["Content-Type"], pdf.content[:5]) == ("application/pdf", b"%PDF-")

    book = load_workbook(io.BytesIO(officer.get(f"{REPORT}kwartaalrapport.xlsx").content))
    rows = [[cell.value for cell in row] for row in book["Cijfers"].rows]
    assert rows[0][:5] == ["Onderdeel", "Cijfer", "2e kwartaal 2026", "1e kwartaal 2026", "2e kwartaal 2025"]
    assert rows[1][:5] == ["Vragen", "Aangemeld", 36, "niet geteld", "niet geteld"]
    remarks = [[cell.value for cell in row] for row in book["Duiding"].rows]
    assert remarks[1] == ["Aangemeld", "ouders", "Ouders vinden de weg.", "Officer", "2026-09-15"]

    packed = zipfile.ZipFile(io.BytesIO(officer.get(f"{REPORT}kwartaalrapport.ods").content))
    assert packed.namelist()[0] == "mimetype" and packed.infolist()[0].compress_type == zipfile.ZIP_STORED
    content = packed.read("content.xml").decode()
    assert (
        '<table:table-cell office:value-type="float" office:value="36.0"><text:p>36</text:p></table:table-cell>'
        in content
    )
    assert "Ouders vinden de weg." in content
    assert officer.get(f"{REPORT}kwartaalrapport.docx").status_code == 404


def test_the_report_costs_six_queries(counted: World, officer: Client) -> None:
    with queries() as sent:
        officer.get(REPORT)

    assert len(sent) <= 6, "\n".join(sent)


TALK = Talk(D(2026, 5, 12), None, "Wachten", "Wat helpt?", "5 ouders en 3 jongeren")


def test_a_talk_is_recorded_and_stands_in_the_report(counted: World, officer: Client) -> None:
    noord = counted.wijkteam("noord")
    said = {"on": "12-5-2026", "neighbourhood_team": noord.pk, "theme": "Wachten", "question": "Wat helpt?"}
    more = {"participants": "5 ouders en 3 jongeren", "lessons": "", "nobody": "on", "version": "0"}
    officer.post("/cijfers/gesprekken/nieuw/", {**said, **more})

    assert "Wachten 12 mei 2026, Wijkteam noord (2e kwartaal 2026)" in words(officer.get("/cijfers/gesprekken/"))
    assert "Er zijn nog geen lessen opgeschreven." in words(officer.get("/cijfers/gesprekken/"))
    talk = QuarterTalk.objects.get()
    officer.post(f"/cijfers/gesprekken/{talk.pk}/", {**said, **more, "lessons": "Bel eerder.", "version": "1"})

    assert "12 mei 2026, Wijkteam noord. 5 ouders en 3 jongeren Wat helpt? Lessen: Bel eerder." in words(
        officer.get(REPORT)
    )


def test_a_talk_that_has_to_be_held_is_not_recorded(city: World, today: D) -> None:
    with working_as(city, "OFFICER") as someone:
        with pytest.raises(NotPossible, match="als het geweest is"):
            record_talk(by=someone, talk=Talk(D(2027, 1, 1), None, "Wachten", "Wat helpt?", "5 ouders"))
        record = record_talk(by=someone, talk=TALK)
        change_talk(by=someone, record=record, talk=TALK, version=1)
        with pytest.raises(NotPossible, match="intussen veranderd"):
            change_talk(by=someone, record=record, talk=TALK, version=1)


def test_the_controller_releases_what_is_about_few_pupils(city: World, today: D, client: Client) -> None:
    klas = Arrangement.objects.create(code="F2", name="Fase 2 klas")
    ArrangementTerms.objects.create(
        arrangement=klas, name="Fase 2 klas", period=("2025-08-01", None), capacity=15, amount_per_place=Decimal(24000)
    )
    sign_in(client, person("CONTROLLER", municipality=city.zwolle))
    told = {
        "arrangement": klas.pk,
        "school_year": "2025",
        "what": "saved",
        "value": "70.000",
        "reason": "De raad vroeg het.",
    }

    client.post("/cijfers/vrijgegeven/", told)

    assert "Dit cijfer is al vrijgegeven. Trek het eerst in." in words(client.post("/cijfers/vrijgegeven/", told))
    shown = "Fase 2 klas, 2025-2026 Bespaard op jeugdhulp (€) € 70.000 De raad vroeg het."
    assert shown in words(client.get("/cijfers/geld/"))
    release = Release.objects.get()
    client.post(f"/cijfers/vrijgegeven/{release.pk}/intrekken/")
    assert shown not in words(client.get("/cijfers/geld/"))
    assert "ingetrokken op 15 september 2026" in words(client.get("/cijfers/vrijgegeven/")), "it stays in the register"


def test_a_release_is_withdrawn_once(city: World, today: D) -> None:
    klas = Arrangement.objects.create(code="F2", name="Fase 2 klas")
    with working_as(city, "CONTROLLER") as someone:
        release = release_figure(
            by=someone, arrangement=klas, school_year=2025, what=Released.PUPILS, value=Decimal(6), reason="Waarom"
        )
        withdraw_release(by=someone, release=release)
        with pytest.raises(NotPossible, match="al ingetrokken"):
            withdraw_release(by=someone, release=release)


def test_the_register_says_what_was_published(counted: World, officer: Client) -> None:
    page = words(officer.get("/cijfers/register/"))

    assert "2e kwartaal 2026 kwartaal 15 september 2026 eerste telling" in page
    with queries() as sent:
        officer.get("/cijfers/register/")
    assert len(sent) <= 6


def test_every_figure_is_explained(city: World, officer: Client) -> None:
    page = words(officer.get("/cijfers/uitleg/"))
    assert "Thuiszitters Leerlingen van 5 tot 18 jaar" in page
