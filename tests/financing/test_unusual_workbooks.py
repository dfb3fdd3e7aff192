"""Workbooks that nobody would send on purpose, from the cells to the stored lines: the engine, the statement of the worker and
the slow way each give the same answer [formats, domain 3]."""

from datetime import date

import pytest

from financing.actions import compute_all
from financing.books.calendar import Months
from financing.books.closing import ClosedMonths, listing
from financing.books.engine import Engine, day_after
from financing.store import read_book
from financing.workbook.load import WorkbookRefused

from . import slow_way
from .stored import take_in
from .test_database import lines_stored
from .test_generated_histories import as_table

pytestmark = pytest.mark.django_db

PLACES = (
    "vestiging;van;naam;type;bestuur;gemeente;wijkteam;tot\n"
    "10AB00;2015-08-01;Eén;BO;41001;GM0193;;2020-02-28\n"  # another board on the leap day, and nothing after the year
    "10AB00;2020-02-29;Eén;BO;41002;GM0193;;2020-12-31\n"
    "11AB00;29-2-2016;Twee;VSO;41002;;;\n"  # a municipality that is not known
)
KNOWN = {
    "gemeenten": "code;naam\nGM0193;Zwolle\nGM0166;Kampen\n",
    "schoolbesturen": "code;naam\n41001;A\n41002;B\n",
    "vestigingen": PLACES,
    "medewerkers": "medewerker;naam\na@x.nl;A\nb@x.nl;B\n",
}

#: Days at the edge: leap days, one day of work, a rule that ends on the day before another begins and one a day too early,
#: hours of nothing, weeks of nothing, a rate that stops, half cents that tie.
EDGES = {
    **KNOWN,
    "aanstellingen": (
        "vestiging;rol;medewerker;van;uren_per_week;werkgever;tot\n"
        "10AB00;IB;a@x.nl;2020-02-29;0;;2020-02-29\n"
        "10AB00;JGW;a@x.nl;2020-02-29;0,0001;;2020-02-29\n"
        "10AB00;JGW;b@x.nl;2019-12-31;3.333333333;;2020-01-01\n"
        "11AB00;SMW;b@x.nl;2016-02-29;12,5;;2021-01-31\n"
        "10AB00;ORTHO;a@x.nl;2020-12-31;8;;\n"
    ),
    "uurtarieven": (
        "rol;van;tarief;weken;tot\nIB;2015-08-01;66,18;;\nJGW;2015-08-01;0,01;;2020-02-28\nJGW;2020-02-29;999999,99;52;\n"
        "SMW;2015-08-01;60;0;2016-03-31\nSMW;2016-04-01;61,37;40.5;2020-06-30\nORTHO;2015-08-01;73;;2021-01-15\n"
    ),
    "verplichtingen": (
        "code;soort;omschrijving;rol;sector;vestiging;bedrag;jaarbasis;van;tot\n"
        "cent;jaarbedrag;;;;10AB00;0,01;kalenderjaar;2019-07-31;\n"
        "halve;jaarbedrag;;;;10AB00;0,06;kalenderjaar;2020-01-01;2020-12-31\n"  # half a cent each month
        "niets;programma;;;;;0;schooljaar;2020-01-01;\n"
        "oneven;programma;;JGW;PO;;1.000,03;schooljaar;2019-08-01;2020-07-31\n"
        "dag;jaarbedrag;;;;11AB00;366;kalenderjaar;2020-02-29;2020-02-29\n"
    ),
    "verdeelsleutels": (
        "sleutel;volgorde;betaler;deel;rol;sector;vestiging;arrangement;van;tot\n"
        "a;1;bestuur;1/2;;;;;2015-08-01;2020-02-28\na;2;gemeente;1/2;;;;;2015-08-01;2020-02-28\n"
        "b;1;gemeente;1/2;;;;;2020-02-29;2020-08-31\nb;2;bestuur;1/2;;;;;2020-02-29;2020-08-31\n"
        "c;1;rsj;1/6;;;;;2020-09-02;\nc;2;gemeente;1/3;;;;;2020-09-02;\nc;3;rsj;1/2;;;;;2020-09-02;\n"
        "oneven;1;bestuur;0,3333;;;;oneven;2019-08-01;\noneven;2;swv:PO2305;0.6667;;;;oneven;2019-08-01;\n"
    ),
    "werkelijk": "verplichting;maand;bedrag\nhalve;2020-02;0,01\ncent;2019-08;7\ndag;2020-03;1.234,56\noneven;2020-02;0\n",
}

#: Places: one day, no woongemeente, an amount that is not known for a while, decided by one side, out of an arrangement that
#: moves and stops; and a school year of which half is over.
PLACED = {
    **KNOWN,
    "arrangementen": (
        "code;van;naam;vestiging;capaciteit;bedrag_per_plaats;tot\n"
        "klas;2019-08-01;Klas;10AB00;2;12000,01;2019-12-31\nklas;2020-01-15;Klas;11AB00;2;;2020-02-29\n"
        "klas;2020-03-01;Klas;;0;24000,05;2020-07-30\n"
    ),
    "plaatsingen": (
        "arrangement;leerling;van;woongemeente;besluit_school;besluit_gemeente;tot\n"
        "klas;L1;2019-08-01;GM0166;2019-06-01;2019-07-01;2020-07-31\n"
        "klas;L2;2020-02-29;;2020-01-01;2020-01-02;2020-02-29\n"
        "klas;L3;2020-03-31;;2020-01-01;2020-01-02;2020-04-01\n"
        "klas;L4;2019-08-01;GM0193;2019-06-01;;2020-07-31\n"
        "klas;L5;2019-12-31;GM0193;2021-01-01;2021-01-01;\n"
    ),
    "verdeelsleutels": (
        "sleutel;volgorde;betaler;deel;rol;sector;vestiging;arrangement;van;tot\n"
        "w;1;woongemeente;2/3;;;;klas;2019-08-01;2020-03-30\nw;2;bestuur;1/3;;;;klas;2019-08-01;2020-03-30\n"
        "x;1;fonds:noord;1;;;;klas;2020-03-31;\nvo;1;gemeente;1;;VO;;;2015-08-01;\n"
    ),
    "werkelijk": "verplichting;maand;bedrag\nplaats/klas/L4/2019-08-01;2020-01;500\nplaats/klas/L1/2019-08-01;2020-01;999,99\n",
}


@pytest.mark.parametrize("today", [date(2020, 2, 28), date(2020, 2, 29), date(2020, 12, 31)])
@pytest.mark.parametrize("sheets", [EDGES, PLACED], ids=["edges", "places"])
def test_three_ways_of_computing_agree(sheets, today):
    take_in(sheets)
    compute_all(today=today)
    book = read_book()
    months = range(2019 * 12, 2021 * 12)
    slowly = slow_way.budget(book, months, today)

    assert slowly, "something costs money"
    assert as_table(listing(Engine(book), ClosedMonths(), months, day_after(today))) == slowly
    assert {key: row for key, row in as_table(lines_stored()).items() if key[0] in months} == slowly
    for period in ("2019-2020", "2020-02", "2020-K4"):
        some = Months.parse(period).months
        told = as_table(listing(Engine(book), ClosedMonths(), some, day_after(today)))
        assert told == {key: row for key, row in slowly.items() if key[0] in some}


def test_each_cell_that_cannot_be_is_named():
    """All of them at once, by sheet, row and column; nothing is stored."""
    sheets = {
        **KNOWN,
        "aanstellingen": (
            "vestiging;rol;medewerker;van;uren_per_week;werkgever;tot\n"
            "10AB00;IB;a@x.nl;2019-02-29;-1;;\n99ZZ00;IB;a@x.nl;2019-01-01;1;;2018-12-31\n"
        ),
        "uurtarieven": "rol;van;tarief;weken;tot\nIB;2019-01-01;1.234;;\nIB;2020-01-01;1,234.56;;\nXX;2020-01-01;1e3;;\n",
        "verdeelsleutels": (
            "sleutel;volgorde;betaler;deel;rol;sector;vestiging;arrangement;van;tot\n"
            "s;1;iemand;1/2;;;;;2019-01-01;\ns;1;bestuur;0;;;;;2019-01-01;\n"
        ),
        "werkelijk": "verplichting;maand;bedrag\nonbekend;2020-13;-0,01\n",
    }
    with pytest.raises(WorkbookRefused) as refused:
        take_in(sheets)

    told = {tuple(line.split(": ", 1)[0].split(", ")) for line in str(refused.value).splitlines()}
    wanted = {
        ("aanstellingen", "2", "van"),
        ("aanstellingen", "2", "uren_per_week"),
        ("aanstellingen", "3", "vestiging"),
        ("aanstellingen", "3", "tot"),
        ("uurtarieven", "2", "tarief"),
        ("uurtarieven", "3", "tarief"),
        ("uurtarieven", "4", "rol"),
        ("uurtarieven", "4", "tarief"),
        ("verdeelsleutels", "2", "betaler"),
        ("verdeelsleutels", "3", "deel"),
        ("werkelijk", "2", "maand"),
        ("werkelijk", "2", "bedrag"),
    }
    assert not wanted - told, str(refused.value)
    assert list(read_book()) == []
