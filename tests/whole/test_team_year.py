"""A team's year in a real browser, about one child: from the first question to the handover to the next school.

Each act is some days of the school year 2026-2027, played by the people who would do it, with the forms and links that
they would use. What the worker does at night is done between the acts.
"""

import datetime
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import time_machine
from playwright.sync_api import Page

from accounts.models import Look, User
from cases import tasks
from cases.enums import State
from cases.models import Case, CaseFlag, FamilyExport
from schools.models import Provider, SupportTeam
from tests.browser import chromium, new_page  # noqa: F401
from tests.cast import Town, appoint, build_town, person, team
from tests.whole.colleague import Colleague

PROVIDER = "Praktijk De Linde"
HOUR = datetime.time(10)


class Year:
    """The people of the story, and what day it is."""

    def __init__(self, town: Town, opened: Callable[[], Page], site: str) -> None:
        self.town, self.site = town, site
        self.next_team: SupportTeam = team("Het Lyceum", in_=town, kind="VO", sector="VO")
        self.zoe: User = person("Zoë Coördinator")
        appoint(self.zoe, "ZC", at=self.next_team)
        Provider.objects.create(name=PROVIDER)
        self._opened = opened
        self._clock: time_machine.Coordinates | None = None
        self._people: list[Colleague] = []
        self._travel = time_machine.travel(datetime.datetime(2026, 9, 7, 8, tzinfo=datetime.UTC), tick=True)

    def __enter__(self) -> "Year":
        self._clock = self._travel.start()
        self.ib = self._at_work(self.town.ib, "IB")
        self.jgw = self._at_work(self.town.mate, "JGW")
        self.desk = self._at_work(self.town.jeugdconsulent, "JEUGDCONSULENT")
        self.leerplicht = self._at_work(self.town.leerplicht, "LEERPLICHT")
        self.stranger = self._at_work(self.town.stranger, "IB")
        self.zc = self._at_work(self.zoe, "ZC")
        return self

    def __exit__(self, *_: object) -> None:
        self._travel.stop()

    def _at_work(self, someone: User, role: str) -> Colleague:
        self._people.append(Colleague(self._opened(), self.site, someone, role))
        return self._people[-1]

    def on(self, day: int, month: int, year: int) -> None:
        """A later day, at eight in the morning. What the worker does at night has been done."""
        assert self._clock
        self._clock.move_to(datetime.datetime(year, month, day, 8, tzinfo=datetime.UTC))
        tasks.nightly()
        for one in self._people:
            one.signs_in()

    @property
    def case(self) -> Case:
        return Case.objects.filter(team=self.town.team).get()

    def flags(self) -> set[str]:
        return set(CaseFlag.objects.filter(case=self.case, cleared_on=None).values_list("rule", flat=True))


@pytest.fixture
def year(transactional_db: None, live_server, new_page, tmp_path: Path, settings) -> Iterator[Year]:  # noqa: F811
    settings.MEDIA_ROOT = tmp_path
    with Year(build_town(), new_page, live_server.url) as made:
        yield made


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_teams_year(year: Year, tmp_path: Path) -> None:
    url = raise_question(year)
    family_and_consent(year, url)
    meeting(year)
    plan(year, url)
    support(year, url)
    absence_and_leerplicht(year, url, tmp_path)
    refused(year, url)
    granted(year, url)
    followed(year, url)
    stopped_and_closed(year, url)
    read_by_the_family(year, url)
    handed_over(year, url)

    seen_by = {look.actor for look in Look.objects.filter(subjects__contains=[year.case.pupil_id])}
    assert seen_by == {one.someone.pk for one in (year.ib, year.jgw, year.desk, year.leerplicht)}


# ---- Autumn: the question, who is around the child, a meeting and a plan --------------------------------------------
def raise_question(year: Year) -> str:
    ib = year.ib.opens("/").follows("Nieuwe vraag")
    ib.fills(given_name="Sem", infix="de", family_name="Jong", birth_date="4-3-2015", group="8")
    ib.fills(text="Sem vecht op het plein en slaapt slecht.", themes=["gedrag", "thuis"], approach="curatief")
    ib.presses("Vraag opslaan").reads("Sem de Jong", "aangemeld", "nog niet vastgelegd")
    url = ib.url
    ib.follows("Vraag wijzigen").fills(family_agreed_on="7-9-2026").presses("Opslaan").reads("op 7 september 2026")
    ib.fills(kind="ouders", minutes="20", body="Moeder: thuis is er veel ruzie.").presses("Vastleggen")
    ib.reads("thuis is er veel ruzie").seen("case")
    year.stranger.opens(url).reads("vinden wij niet").reads_not("Sem")
    return url


def family_and_consent(year: Year, url: str) -> None:
    """Sem is eleven and agrees too, so that his twelfth birthday changes nothing for the municipality."""
    ib = year.ib.opens(url).follows("Gezin")
    for name in ("Els de Jong", "Kees de Jong"):
        ib.follows("Ouder of verzorger toevoegen").fills(name=name, gezag="ja").presses("Opslaan").reads(name)
    ib.follows("Wijzig de gegevens van Els de Jong").fills(phone="06-12345678").presses("Opslaan").reads("06-12345678")
    ib.seen("family")
    ib.follows("Delen", "Toestemming vastleggen").fills(party="Jeugdconsulent Zwolle", purpose="aanvraag")
    ib.ticks("Els de Jong", "de jongere zelf").fills(how="mondeling").presses("Toestemming vastleggen").reads(
        "Nog nodig: Kees de Jong"
    )
    ib.follows("Iemand stemt ook in").reads_not("Els de Jong").ticks("Kees de Jong").fills(how="schriftelijk")
    ib.presses("Toestemming toevoegen").reads("geldig").reads_not("Loopt af").seen("consent")


def meeting(year: Year) -> None:
    year.on(14, 9, 2026)
    ib = year.ib.opens("/overleg/").follows("Overleg plannen").reads("Sem de Jong: nieuwe vraag")
    ib.fills(on="21-9-2026", at="14:30", place="Kamer van de IB").presses("Overleg plannen").reads("Mandaat: onderwijs")
    url = ib.url

    year.on(21, 9, 2026)
    ib.opens(url).follows("Sem de Jong")
    ib.fills(school_side="Sem vecht.", home_side="Veel ruzie.", conclusion="Eerst rust.", done=True).presses("Opslaan")
    ib.reads("of waarom het kind niet is gehoord", "of waarom zij niet zijn gehoord")
    ib.fills(child_voice="Ik wil dat het stopt.", parents_not_heard="Moeder was ziek.", done=True).presses("Opslaan")
    ib.reads("De weging is opgeslagen", "in afweging")
    ib.follows("Besluit vastleggen").fills(text="Ouders bellen", becomes="actie", who="Jan Gerrits", due_on="25-9-2026")
    ib.presses("Besluit vastleggen").reads("Actie voor Jan Gerrits").follows("Besluit vastleggen")
    ib.fills(text="Plein-coach", becomes="inzet", domain="onderwijs", given_by="meester Ton").presses(
        "Besluit vastleggen"
    )
    ib.reads("Ondersteuning, door meester Ton").seen("weighed")
    ib.follows("Verslag voor de ouders").reads("Ik wil dat het stopt", "Ouders bellen (Jan Gerrits").seen("report")
    ib.opens(url).follows("Overleg afronden").fills(went_well="Kort en op tijd.").presses("Overleg afronden")
    ib.reads("was erbij", "Kort en op tijd.", "Besluit: Plein-coach").seen("meeting")
    year.jgw.opens("/").reads("Ouders bellen").seen("work-list")


def plan(year: Year, url: str) -> None:
    year.on(22, 9, 2026)
    ib = year.ib.opens(url).follows("Plan", "Plan maken")
    ib.fills(family_plan="gemaakt", family_plan_on="15-9-2026", family_plan_text="Oma past op woensdag op.")
    ib.fills(preferred_supporter="oma", evaluate_on="15-12-2026").presses("Plan opslaan")
    for place, text in (
        ("school", "Sem speelt zonder ruzie."),
        ("school", "Sem vraagt een time-out."),
        ("thuis", "Sem slaapt."),
    ):
        ib.follows("Doel toevoegen").fills(place=place, text=text).presses("Doel toevoegen").reads(text)
    ib.follows("Actie toevoegen").fills(what="Kaart maken", who="Ineke Bos", due_on="1-10-2026")
    ib.fills(goal="Sem vraagt een time-out.").presses("Actie toevoegen").reads("Kaart maken")
    ib.follows("Plan vaststellen").fills(voice="Sem en Els: zo willen wij het.").presses("Plan vaststellen")
    ib.reads("Versie 1: vastgesteld").seen("plan")


def support(year: Year, url: str) -> None:
    year.on(28, 9, 2026)
    jgw = year.jgw.opens(url).follows("Ondersteuning", "Ondersteuning inzetten")
    jgw.fills(domain="jeugd_vrij", form="individueel", what="Gesprekken", given_by="Jan Gerrits", cbs="toegang")
    jgw.presses("Ondersteuning inzetten").reads("Gesprekken", "al 0 dagen").follows("Ondersteuning inzetten")
    jgw.fills(domain="jeugd_vrij", form="groep", what="Rots en Water", cbs="preventie").presses(
        "Ondersteuning inzetten"
    )

    year.on(12, 10, 2026)
    jgw.opens(url).follows("Ondersteuning")
    for what in ("Gesprekken", "Rots en Water", "Plein-coach"):
        jgw.follows(f"Start vastleggen van {what}").presses("Start vastleggen").reads("De start is vastgelegd")
    jgw.reads("na 14 dagen wachten", "na 21 dagen wachten", "ondersteuning loopt").seen("support")


def absence_and_leerplicht(year: Year, url: str, tmp_path: Path) -> None:
    year.on(2, 11, 2026)
    ib = year.ib.opens("/verzuim/").follows("Verzuim overnemen")
    head = "voornaam;tussenvoegsel;achternaam;geboortedatum;soort;eerste dag;laatste dag;uren"
    ib.fills(text=f"{head}\nSem;de;Jong;4-3-2015;spijbelen;5-10-2026;7-10-2026;9").presses("Bekijk wat erin staat")
    ib.reads("Er is nog niets overgenomen", "Kies uit: ongeoorloofd").seen("absence-wrong")
    rows = [f"Sem;de;Jong;4-3-2015;ongeoorloofd;{days};9" for days in ("5-10-2026;7-10-2026", "26-10-2026;28-10-2026")]
    ib.fills(text="\n".join([head, *rows])).presses("Bekijk wat erin staat").presses("Neem 2 rijen over")
    tasks.nightly()
    ib.opens(url).reads("18 uur verzuim zonder geldige reden in 4 schoolweken")

    ib.follows("Delen", "Partij toevoegen").fills(kind="leerplicht", municipality="Zwolle").presses("Partij toevoegen")
    ib.follows("Iets delen").fills(
        party="leerplicht of RMC Zwolle", purpose="meelezen", what="Het verzuim.", let_in=True
    )
    ib.presses("Delen").reads("Er is geen geldige toestemming").seen("no-basis")
    ib.opens(f"{url}delen/").follows("Toestemming vastleggen").fills(
        party="leerplicht of RMC Zwolle", purpose="meelezen"
    )
    ib.ticks("Els de Jong", "Kees de Jong").fills(how="schriftelijk").presses("Toestemming vastleggen")
    ib.follows("Iets delen").fills(
        party="leerplicht of RMC Zwolle", purpose="meelezen", what="Het verzuim.", let_in=True
    ).presses("Delen")
    ib.reads("Leerplichtambtenaar Zwolle", "Loopt af op 4 maart 2027")
    leerplicht = year.leerplicht.opens("/").reads("18,0 uur in 4 schoolweken", "Ineke Bos").seen("shared")
    leerplicht.follows("Sem de Jong", "Verzuim").reads("ongeoorloofd").reads_not("Verzuim vastleggen")

    note = tmp_path / "afspraken.txt"
    note.write_text("Sem komt elke dag om half negen.")
    ib.opens(f"{url}bijlagen/").follows("Bijlage toevoegen").fills(file=str(note)).presses("Bijlage toevoegen")
    assert ib.downloads("afspraken.txt") == note.read_bytes()


# ---- Winter: specialist help is refused, asked again, and granted ---------------------------------------------------
def refused(year: Year, url: str) -> None:
    year.on(9, 11, 2026)
    jgw = year.jgw.opens(url).follows("Specialistische jeugdhulp aanvragen")
    jgw.fills(reason="Gesprekken hielpen te weinig.").presses("Aanvraag versturen").reads("wacht al 0 dagen")
    jgw.reads_not("Specialistische jeugdhulp aanvragen")
    desk = year.desk.opens("/").follows("Sem de Jong").reads_not("thuis is er veel ruzie")
    desk.fills(decision="refuse").presses("Besluit vastleggen").reads("Leg uit waarom").seen("decision")
    desk.fills(reason="Eerst de groep afronden.", reference="Z-2026-1").presses("Besluit vastleggen").reads("afgewezen")
    jgw.opens("/").reads("De gemeente wees de aanvraag af")
    jgw.opens(url).reads("Eerst de groep afronden.", "kan tot en met 21 december 2026", "ondersteuning loopt")


def granted(year: Year, url: str) -> None:
    year.on(11, 1, 2027)
    jgw = year.jgw.opens(url).follows("Specialistische jeugdhulp aanvragen")
    jgw.fills(reason="De groep is klaar, Sem slaapt nog slecht.").presses("Aanvraag versturen")
    year.on(25, 1, 2027)
    desk = year.desk.opens("/").follows("Sem de Jong").reads("Eerst de groep afronden.")
    desk.fills(decision="grant", product_category="45", provider=PROVIDER, first="1-2-2027", last="31-7-2027")
    desk.fills(reference="Z-2027-9").presses("Besluit vastleggen").reads("nog niet gestart").seen("desk")
    year.ib.opens("/").reads("De gemeente kende de jeugdhulp toe")
    jgw.opens(f"{url}afsluiten/").fills(outcome="behaald").presses("Vraag afsluiten").reads("Het team blijft volgen")
    jgw.opens(url).reads("volgen sinds 25 januari 2027", "Z-2027-9", "jeugdhulp ambulant").seen("following")


def followed(year: Year, url: str) -> None:
    """The child turns twelve: what the parents agreed to without it lapses, and leerplicht reads no longer."""
    year.on(8, 3, 2027)
    jgw = year.jgw.opens(url).follows("Start vastleggen").fills(on="1-3-2027").presses("Start vastleggen")
    jgw.reads("na 126 dagen", "na 14 dagen", "na 35 dagen").seen("chain")
    year.leerplicht.opens(url).reads("vinden wij niet")
    year.leerplicht.opens("/").reads("Er is nu geen vraag met u gedeeld")
    year.ib.opens(f"{url}delen/").reads("Nog nodig: de jongere zelf")
    jgw.opens(url).follows("Stand aanpassen").fills(to="following", follow_up_on="10-5-2027").presses("Opslaan")
    jgw.reads("10 mei 2027")
    year.on(24, 5, 2027)
    jgw.opens(url).reads("14 dagen te laat", "lang niets gebeurd")


# ---- Summer: stop, look back, close, open again, hand over ----------------------------------------------------------
def stopped_and_closed(year: Year, url: str) -> None:
    year.jgw.opens(url).follows("Einde vastleggen").fills(reason="01").presses("Einde vastleggen").reads("volgens plan")
    desk = year.desk.opens("/").reads_not("Sem").follows(f"Geef een cijfer voor {PROVIDER}").reads("Z-2027-9")
    desk.seen("mark-at-the-end").fills(mark="9").presses("Cijfer opslaan").reads("Het cijfer is opgeslagen")
    ib = year.ib.opens(f"{url}plan/").follows("Plan evalueren")
    ib.fills(note="Sem slaapt beter.", voice="Het gaat goed.", next_on="1-9-2027").presses("Evaluatie opslaan")
    ib.reads("Versie 2")
    ib.opens(url).follows("Evalueren").fills(note="Rust thuis.", pupil_mark="8").presses("Evaluatie opslaan")
    ib.reads("zeg waarom een cijfer ontbreekt").fills(reason="De ouders wilden geen cijfer geven.")
    ib.presses("Evaluatie opslaan").reads("geëvalueerd").follows("Ondersteuning", "Cijfer voor een aanbieder")
    ib.fills(provider=PROVIDER, mark="7").presses("Cijfer opslaan").reads("van de school", "van de gemeente").seen(
        "marks"
    )
    year.jgw.opens(f"{url}ondersteuning/").follows("Cijfer voor een aanbieder").fills(provider=PROVIDER, mark="8")
    year.jgw.presses("Cijfer opslaan").reads("van de hulpverlener")
    ib.opens(url).follows("Afsluiten").fills(outcome="behaald").presses("Vraag afsluiten").reads("afgesloten").seen(
        "closed"
    )
    assert year.case.state == State.CLOSED


def read_by_the_family(year: Year, url: str) -> None:
    year.on(7, 6, 2027)
    ib = year.ib.opens(url).follows("Rechten", "Kopie van alles maken").presses("Kopie maken")
    tasks.make_export(str(FamilyExport.objects.get().pk))
    ib.opens(ib.url).reads("De kopie is klaar").seen("copy")
    assert ib.downloads("Om te lezen (PDF)").startswith(b"%PDF-")


def handed_over(year: Year, url: str) -> None:
    ib = year.ib.opens(url).follows("Heropenen").presses("Vraag heropenen").reads("in afweging")
    ib.follows("Overgang", "Overgang vastleggen").fills(kind="po_vo", on="1-8-2027", school="Het Lyceum")
    ib.fills(to_team="OT Het Lyceum").presses("Overgang vastleggen").follows("Delen", "Partij toevoegen")
    ib.fills(kind="team", other_team="OT Het Lyceum").presses("Partij toevoegen").follows("Toestemming vastleggen")
    ib.fills(party="OT Het Lyceum", purpose="overdracht", how="schriftelijk")
    ib.ticks("Els de Jong", "Kees de Jong", "de jongere zelf").presses("Toestemming vastleggen")
    ib.follows("Overgang", "Warm overdragen").fills(receiver="Zoë Coördinator", parts=["vraag", "plan", "jeugdhulp"])
    ib.fills(message="Sem heeft een time-outkaart.", family_saw_on="7-6-2027").presses("Bekijk de overdracht")
    ib.reads("Sem vraagt een time-out.").reads_not("thuis is er veel ruzie").presses("Draag over").seen("handed-over")

    zc = year.zc.opens("/").follows("Er is een warme overdracht voor u").reads("Sem heeft een time-outkaart.")
    zc.seen("handover").presses("Ga hiermee verder").reads("Sem de Jong", "OT Het Lyceum", "Zoë Coördinator")
    year.zc.opens(url).reads("vinden wij niet")
    ib.opens(f"{url}overgang/").reads("ontvangen")
