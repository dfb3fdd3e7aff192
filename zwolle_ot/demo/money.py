"""The money of the demo, told as a controller would: a workbook [formats, "In"] with the amounts of the decision of 2017.

Every role is priced once: JGW and SMW by the yearly amounts of the decision until the end of 2018 and by their hours after
that; IB, ZC and orthopedagoog by their hours from the start of the teams [003 §2.1 and "Financiën"]. Rates, the cover of
later years and the placements are invented.
"""

import datetime
from collections.abc import Iterable, Iterator
from decimal import Decimal
from random import Random

from django.apps import apps
from django.db.models import F

from accounts.acting import Acting
from accounts.models import Change
from financing.actions import (
    Because,
    NewPopulation,
    change_cost,
    close_month,
    import_workbook,
    put_actual,
    put_population_budget,
)
from financing.books.calendar import first_day, month_of
from financing.known import FACTS
from financing.models import ClosedMonth, YearlyCost
from financing.workbook.read import Grid
from schools.calendar import SchoolYear
from zwolle_ot.demo import schools
from zwolle_ot.demo.plot import REGION
from zwolle_ot.demo.staff import PRIMARY_TEAM, agreed_hours

Day = datetime.date
Row = dict[str, str]
GEMEENTE, OOZ = f"gemeente:{schools.HOME}", "bestuur:42623"
DECISION = "Collegebesluit 10 juli 2017, ondersteuningsteams"
CONTRACT = "Overeenkomst onderwijs-zorgarrangement Ambelt"
FASE_2, AMBELT, CAPACITY = "FASE2-AMBELT", "02YN00", 15
#: About half of the VO schools take part in THINK op school, paid half and half from 2020-2021 on [000].
THINK = ("02VT00", "02VT05", "17BZ00", "17VS00", "20CF00", "20DB00", "20DB03", "31JC06")
#: The proeftuin of Zwolle Noord [001 §2]: three schools, and what was paid for each trajectory there; amounts are invented.
NORTH = ("09VJ00", "12WL00", "14XR00")
NORTH_FUND, NORTH_FROM, NORTH_DECISION = "fonds:noord", 2025, "Convenant proeftuin Zwolle Noord"
RATES = {
    "IB": {"2017-08-01": "55", "2021-08-01": "59,50", "2025-01-01": "65"},
    "ZC": {"2018-08-01": "55", "2021-08-01": "59,50", "2025-01-01": "65"},
    "ORTHO": {"2017-08-01": "68", "2021-08-01": "73", "2025-01-01": "79"},
    "JGW": {"2019-01-01": "62", "2022-01-01": "66,50", "2025-01-01": "72"},
    "SMW": {"2019-01-01": "60", "2022-01-01": "64", "2025-01-01": "69"},
}


def keep_books(*, by: Acting, today: Day, dice: Random) -> None:
    """Take the workbook in, as the controller."""
    import_workbook(by=by, grids=workbook(today=today, dice=dice))


def workbook(*, today: Day, dice: Random) -> list[Grid]:
    """The sheets; cover and placements go on until the year after today's."""
    rates = [{"rol": role, "van": day, "tarief": rate} for role, steps in RATES.items() for day, rate in steps.items()]
    return [
        _sheet("uurtarieven", rates),
        _sheet("verplichtingen", _costs()),
        _sheet("arrangementen", _arrangements()),
        _sheet("plaatsingen", _placements(today, dice)),
        _sheet("verdeelsleutels", _shares()),
        _sheet("dekking", (row for year in range(2017, today.year + 2) for row in _cover(year))),
        _sheet("werkelijk", _actuals()),
        _sheet("werkafspraken", _agreements()),
    ]


def _sheet(name: str, rows: Iterable[Row]) -> Grid:
    told = list(rows)
    header = list(dict.fromkeys(column for row in told for column in row))
    grid = Grid(name, [(1, [*header])])
    for number, row in enumerate(told, start=2):
        grid.rows.append((number, [row.get(column) or None for column in header]))
    return grid


def _costs() -> Iterator[Row]:
    """Yearly amounts of the decision, programmes at a school, and one plan that counts in a what-if only."""
    yearly = {"soort": "jaarbedrag", "jaarbasis": "kalenderjaar", "van": "2016-08-01", "tot": "2018-12-31"}
    yearly["besluit"] = DECISION
    yield {
        "code": "jgw-po",
        "omschrijving": "Jeugd- en gezinswerkers op scholen PO",
        "rol": "JGW",
        "sector": "PO",
        "bedrag": "320.000,00",
        **yearly,
    }
    yield {
        "code": "smw-vo",
        "omschrijving": "Schoolmaatschappelijk werk op scholen VO",
        "rol": "SMW",
        "sector": "VO",
        "bedrag": "366.000,00",
        **yearly,
    }
    yield {
        "code": "springplank",
        "soort": "programma",
        "omschrijving": "Samen voor een stevige basis, transformatieplan De Springplank",
        "vestiging": PRIMARY_TEAM[0],
        "bedrag": "40.000,00",
        "jaarbasis": "schooljaar",
        "van": "2021-08-01",
        "tot": "2024-07-31",
        "besluit": "RSJ IJsselland, transformatiemiddelen",
    }
    for code in THINK:
        yield {
            "code": f"think-{code}",
            "soort": "programma",
            "omschrijving": "THINK op school",
            "vestiging": code,
            "bedrag": "6.000,00",
            "jaarbasis": "schooljaar",
            "van": "2020-08-01",
            "besluit": "Cofinanciering THINK 50/50",
        }
    for place in NORTH:
        yield {
            "code": f"noord-{place}",
            "soort": "programma",
            "omschrijving": "Trajecten in proeftuin Noord",
            "vestiging": place,
            "bedrag": "92.000,00",
            "jaarbasis": "kalenderjaar",
            "van": f"{NORTH_FROM}-01-01",
            "besluit": NORTH_DECISION,
        }
    yield {
        "code": "groepsaanbod-vo",
        "soort": "jaarbedrag",
        "omschrijving": "Groepsaanbod sociale vaardigheden VO",
        "sector": "VO",
        "bedrag": "60.000,00",
        "jaarbasis": "schooljaar",
        "van": "2027-08-01",
        "status": "voorgenomen",
    }


def _arrangements() -> Iterator[Row]:
    """The Fase 2 klas of De Ambelt: at most 15 pupils in a school year [004]; the amount is invented."""
    for since, amount in (("2019-08-01", "24.000,00"), ("2023-08-01", "26.500,00")):
        yield {
            "code": FASE_2,
            "van": since,
            "naam": "Fase 2 klas De Ambelt",
            "vestiging": AMBELT,
            "capaciteit": str(CAPACITY),
            "bedrag_per_plaats": amount,
            "besluit": CONTRACT,
        }


def _placements(today: Day, dice: Random) -> Iterator[Row]:
    """The pilot with six pupils, three of them from Zwolle [004]; from then on 10 to 15 in a school year."""
    number = 0
    for year in map(SchoolYear, range(2019, SchoolYear.of(today).begins_in + 1)):
        pupils = 6 if year.begins_in == 2019 else dice.randint(10, CAPACITY)
        for place in range(pupils):
            number += 1
            here = place < 3 if year.begins_in == 2019 else dice.random() < 0.6
            home = schools.HOME if here else dice.choices(list(REGION), list(REGION.values()))[0]
            first, half = year.first, Day(year.begins_in + 1, 2, 1)
            if dice.random() < 0.2:
                first = half
            last = half if first < half and dice.random() < 0.1 else year.after
            decided = first - datetime.timedelta(days=dice.randint(20, 60))
            yield {
                "arrangement": FASE_2,
                "leerling": f"F2-{number:03}",
                "van": first.isoformat(),
                "tot": (last - datetime.timedelta(days=1)).isoformat(),
                "woongemeente": home,
                "besluit_school": _if_past(decided, today),
                "besluit_gemeente": _if_past(decided + datetime.timedelta(days=14), today),
            }


def _if_past(day: Day, today: Day) -> str:
    """A decision that is still to come is not there yet: the pupil waits."""
    return day.isoformat() if day <= today else ""


def _shares() -> Iterator[Row]:
    """Who pays [003 §2.1]: JGW and SMW half and half until September 2017 and the municipality after it, the rest the board."""
    for role in ("JGW", "SMW"):
        for order, payer in enumerate(("bestuur", "gemeente"), start=1):
            old = {"rol": role, "van": "2016-08-01", "tot": "2017-08-31", "besluit": "Afspraak Bloz en gemeente, 2015"}
            yield {"sleutel": f"{role.lower()}-samen", "volgorde": str(order), "betaler": payer, "deel": "1/2", **old}
    payers = {"JGW": "gemeente", "SMW": "gemeente", "IB": "bestuur", "ZC": "bestuur", "ORTHO": "bestuur"}
    for role, payer in payers.items():
        since = {"rol": role, "van": "2017-09-01" if payer == "gemeente" else "2017-08-01", "besluit": DECISION}
        yield {"sleutel": f"{role.lower()}-{payer}", "volgorde": "1", "betaler": payer, "deel": "1", **since}
    place = {"arrangement": FASE_2, "van": "2019-08-01", "besluit": CONTRACT}
    yield {"sleutel": "fase2-woongemeente", "volgorde": "1", "betaler": "woongemeente", "deel": "1", **place}
    plan = {"arrangement": "springplank", "van": "2021-08-01", "besluit": "RSJ IJsselland, transformatiemiddelen"}
    yield {"sleutel": "springplank-rsj", "volgorde": "1", "betaler": "rsj", "deel": "1", **plan}
    for school in NORTH:
        area = {"arrangement": f"noord-{school}", "van": f"{NORTH_FROM}-01-01", "besluit": NORTH_DECISION}
        yield {"sleutel": f"noord-{school}", "volgorde": "1", "betaler": NORTH_FUND, "deel": "1", **area}
    for code in THINK:
        for order, payer in enumerate(("bestuur", "gemeente"), start=1):
            half = {"arrangement": f"think-{code}", "van": "2020-08-01", "besluit": "Cofinanciering THINK 50/50"}
            yield {"sleutel": f"think-{code}", "volgorde": str(order), "betaler": payer, "deel": "1/2", **half}


def _cover(year: int) -> Iterator[Row]:
    """Sources of the municipality as the decision names them for 2017 to 2019 [003 "Financiën"]; later years are invented."""
    sources: list[tuple[str, str, int, str]] = []
    if year >= 2019:
        sources.append(("Budget jeugdhulp, doel 2.3.2", "structureel", 400_000, FASE_2))
    if year == 2017:
        sources += [
            ("Begroting JGW en SMW op scholen", "structureel", 343_000, ""),
            ("Begroting 2017 opgroei- en opvoedondersteuning", "incidenteel", 114_333, ""),
        ]
    else:
        known = year in (2018, 2019)
        structural = 450_000 if known else 850_000 + 40_000 * (year - 2020)
        incidental = ("PPN 2018-2021 toegang en preventie jeugd", 550_000) if known else ("Hervormingsagenda", 50_000)
        sources += [
            ("Opgroei- en opvoedondersteuning", "structureel", structural, ""),
            (incidental[0], "incidenteel", incidental[1], ""),
        ]
    for order, (name, kind, maximum, scope) in enumerate(sources, start=1):
        yield {**_source(GEMEENTE, year, order, name, kind, maximum), "voor": scope}
    if year >= 2019:
        yield _source(OOZ, year, 1, "Lumpsum, ondersteuning", "structureel", 1_000_000)


def _source(payer: str, year: int, order: int, name: str, kind: str, maximum: int) -> Row:
    key = {"betaler": payer, "jaar": str(year), "volgorde": str(order)}
    return {**key, "naam": name, "soort": kind, "maximum": f"{maximum},00"}


def _actuals() -> Iterator[Row]:
    """What De Kern and the SWT settled in 2018."""
    for month in range(1, 13):
        yield {"verplichting": "smw-vo", "maand": f"2018-{month:02}", "bedrag": f"{30_100 + 85 * month},00"}
        yield {"verplichting": "jgw-po", "maand": f"2018-{month:02}", "bedrag": f"{26_400 + 60 * (month % 4)},00"}


def _agreements() -> Iterator[Row]:
    """What each wijkteam agreed with its schools, together within its pool [003 §3.2]."""
    for team, hours in agreed_hours().items():
        yield {
            "wijkteam": team.place.neighbourhood_team,
            "vestiging": team.place.code,
            "van": "2019-01-01",
            "uren": str(hours),
        }


def agree_population(*, by: Acting) -> None:
    """The population budget of the proeftuin: what each party put in, and the path of five years."""
    shares = ((GEMEENTE, Decimal(210_000)), (OOZ, Decimal(60_000)), ("swv:PO2305", Decimal(30_000)))
    population = NewPopulation(
        payer=NORTH_FUND,
        name="Populatiebudget Zwolle Noord",
        area="Een deel van Zwolle Noord",
        first_year=NORTH_FROM,
        shares=shares,
        path=[Decimal(percent) for percent in (100, 95, 90, 85, 80)],
        scope=[],
        decision=NORTH_DECISION,
    )
    put_population_budget(by=by, population=population)


def close_most(*, by: Acting, today: Day) -> None:
    """All but the last months are closed."""
    close_month(by=by, month=month_of(today) - 3, today=today)


#: Days before today on which the demo plays that the books were entered, and that most months were closed.
ENTERED, CLOSED = 70, 50


def date_back(days: int) -> None:
    """All that was written so far about money was written so many days earlier: "as known on" has something to show.

    Only the owner of the tables can date the log of changing, which is who makes the demo world. Cases keep the moment at
    which the world was made.
    """
    tables = [apps.get_model(name)._meta.db_table for name in FACTS]
    ago = datetime.timedelta(days=days)
    Change.objects.filter(table_name__in=tables).update(at=F("at") - ago)
    ClosedMonth.objects.update(closed_at=F("closed_at") - ago)


def learn_later(*, by: Acting, today: Day) -> None:
    """An invoice comes in, and an agreement is made that goes back in time.

    The first correction stands in a month that was closed after it, the second in the first open one.
    """
    last = month_of(today) - 3
    first = Day.fromordinal(first_day(last))
    put_actual(by=by, name=f"think-{THINK[0]}", month=first, amount=Decimal("548.25"))
    close_month(by=by, month=last + 1, today=today)
    cost = YearlyCost.objects.get(code=f"think-{THINK[1]}")
    why = Because(
        "Aanvulling op cofinanciering THINK 50/50", "Er kwam een groep bij; afgesproken met terugwerkende kracht"
    )
    change_cost(by=by, cost=cost, start=first, amount=Decimal(7200), code=f"{cost.code}-b", because=why)
