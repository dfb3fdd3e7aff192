"""The workbook: what is read, what is refused and where, and that it comes out as it went in [formats, "In"]."""

from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings
from openpyxl import Workbook

from financing.books.facts import Actual, Agreement, Book, Location, Logged, Rate, ShareLine, Source, YearlyCost
from financing.enums import Role, Status
from financing.workbook.cells import WrongCell, read_amount, read_day, read_fraction, read_hours
from financing.workbook.load import WorkbookRefused, load, load_path
from financing.workbook.read import UnreadableWorkbook, read_csv, read_workbook, read_xlsx
from financing.workbook.template import write_template
from financing.workbook.write import write_folder, write_xlsx

from .histories import books

GOOD = {
    "gemeenten": "code;naam\nGM0193;Zwolle\n",
    "schoolbesturen": "code;naam\n41001;Bestuur 1\n",
    "wijkteams": "code;naam;gemeente\nSWT1;Wijkteam 1;GM0193\nSWT2;Wijkteam 2;GM0193\n",
    "vestigingen": (
        "vestiging;van;naam;type;bestuur;gemeente;wijkteam;tot\n"
        "10AB00;2015-08-01;School 0;BO;41001;GM0193;SWT1;\n"
        "11AB00;1-8-2015;School 1;SBO;41001;GM0193;SWT1;\n"
        "12AB00;1-8-2015;School 2;VO;41001;GM0193;;\n"
    ),
    "medewerkers": "medewerker;naam\na@x.nl;A\nb@x.nl;B\n",
    "aanstellingen": (
        "vestiging;rol;medewerker;van;uren_per_week;werkgever;tot\n"
        "10AB00;IB;a@x.nl;2016-08-01;3,5;De Kern;2017-07-31\n"
        "10AB00;IB;a@x.nl;2017-08-01;4;De Kern;\n"
    ),
    "uurtarieven": "rol;van;tarief;weken;tot\nIB;2015-08-01;66,18;;\n",
    "normen": "rol;van;uren;tot\nJGW;2015-08-01;4;\n",
    "verplichtingen": (
        "code;soort;omschrijving;rol;sector;vestiging;bedrag;jaarbasis;van;tot\n"
        "jgw-po;jaarbedrag;JGW;JGW;PO;;1.234,56;kalenderjaar;2016-01-01;2018-12-31\n"
    ),
    "arrangementen": (
        "code;van;naam;vestiging;capaciteit;bedrag_per_plaats;tot\nfase2;2017-08-01;Fase 2;10AB00;15;24000;\n"
    ),
    "plaatsingen": (
        "arrangement;leerling;van;woongemeente;besluit_school;besluit_gemeente;tot\n"
        "fase2;L1;2017-09-01;GM0193;2017-08-25;25-8-2017;\n"
    ),
    "verdeelsleutels": (
        "sleutel;volgorde;betaler;deel;rol;sector;vestiging;arrangement;van;tot\n"
        "JGW;1;bestuur;1/3;JGW;;;;2015-01-01;\n"
        "JGW;2;gemeente;2/3;JGW;;;;2015-01-01;\n"
        "fase2;1;woongemeente;1;;;;fase2;2015-01-01;\n"
    ),
    "dekking": (
        "betaler;jaar;volgorde;naam;soort;maximum;voor\n"
        "gemeente:GM0193;2018;1;structureel;structureel;450000;JGW, fase2\n"
    ),
    "werkelijk": (
        "verplichting;maand;bedrag\n"
        "jgw-po;2018-01;100\n"
        "uren/10AB00/IB/a@x.nl/2017-08-01;2018-01;99,50\n"
        "plaats/fase2/L1/2017-09-01;2018-01;12\n"
    ),
    "werkafspraken": "wijkteam;vestiging;van;uren;tot\nSWT1;10AB00;2017-08-01;5;\nSWT1;11AB00;2017-08-01;3;\n",
    "uren": "datum;vestiging;rol;medewerker;minuten\n2018-01-08;10AB00;IB;a@x.nl;30\n8-1-2018;10AB00;IB;a@x.nl;15\n",
}


def grids(changes=()):
    """The good workbook with some sheets changed: {sheet: text}."""
    texts = GOOD | dict(changes)
    return [read_csv(name, text.encode()) for name, text in texts.items()]


def stored():
    return load(grids(), Book())


def refused(changes, known=None):
    """Every error of the good workbook with these sheets instead."""
    with pytest.raises(WorkbookRefused) as refusal:
        load(grids(changes), known or Book())
    return [str(error).split(":")[0] for error in refusal.value.errors]


def edited(sheet, old, new):
    assert GOOD[sheet].count(old) >= 1
    return {sheet: GOOD[sheet].replace(old, new)}


class TestCells:
    @pytest.mark.parametrize(
        ("text", "cents"),
        [
            ("1234.56", 123456),
            ("1234,56", 123456),
            ("1.234,56", 123456),
            ("1.234.567,8", 123456780),
            ("0", 0),
            ("12,5", 1250),
            ("320000", 32000000),
        ],
    )
    def test_amounts(self, text, cents):
        assert read_amount(text) == cents

    @pytest.mark.parametrize(
        "text",
        [
            "1.234",
            "1.234.567",
            "12.34,56",
            "1,234.56",
            "-1",
            "+1",
            "1e3",
            "1,234",
            "1.2345",
            "€ 1",
            "1 234",
            "",
            ".5",
            "٣",
        ],
    )
    def test_refused_amounts(self, text):
        with pytest.raises(WrongCell):
            read_amount(text)

    @pytest.mark.parametrize(
        ("text", "amount"), [("6.5", "6.5"), ("6,5", "6.5"), ("1.234", "1.234"), ("0,1234567", "0.1234567")]
    )
    def test_hours_take_point_and_comma(self, text, amount):
        assert read_hours(text) == Decimal(amount)

    @pytest.mark.parametrize(
        ("text", "part"),
        [("1/2", Fraction(1, 2)), ("0,5", Fraction(1, 2)), ("0.125", Fraction(1, 8)), ("1", Fraction(1))],
    )
    def test_parts(self, text, part):
        assert read_fraction(text) == part

    @pytest.mark.parametrize("text", ["0", "1/0", "-1/2", "0/3", "50%", "1/2/3"])
    def test_refused_parts(self, text):
        with pytest.raises(WrongCell):
            read_fraction(text)

    @pytest.mark.parametrize(("text"), ["2017-09-01", "1-9-2017", "01-09-2017"])
    def test_days(self, text):
        assert read_day(text) == date(2017, 9, 1)

    @pytest.mark.parametrize("text", ["2017-02-29", "31-4-2017", "1/9/2017", "2017-9-1", "42979", "0000-01-01"])
    def test_refused_days(self, text):
        with pytest.raises(WrongCell):
            read_day(text)


class TestWhatIsRead:
    def test_a_good_workbook(self):
        book = stored()

        assert book.get(YearlyCost, "jgw-po").amount == 123456
        assert book.get(YearlyCost, "jgw-po").end == date(2019, 1, 1)
        assert book.get(Rate, Role.IB, date(2015, 8, 1)).weeks is None
        assert book.get(ShareLine, "JGW", 1).fraction == Fraction(1, 3)
        assert book.get(Source, "gemeente:GM0193", 2018, 1).scope == ("JGW", "fase2")
        assert book.get(Logged, date(2018, 1, 8), "10AB00", Role.IB, "a@x.nl").minutes == 45

    def test_twice_changes_nothing(self):
        assert load(grids(), stored()) == stored()

    def test_an_absent_sheet_changes_nothing(self):
        assert load([], stored()) == stored()

    def test_columns_in_any_order_with_a_byte_order_mark_and_empty_rows(self):
        text = "\ufeffnaam;code\r\n\r\nZwolle;GM0193\r\n;;\r\n"

        assert load([read_csv("gemeenten", text.encode())], Book()) == load(
            [read_csv("gemeenten", GOOD["gemeenten"].encode())], Book()
        )

    def test_known_keys_are_replaced_new_ones_added_and_absent_ones_kept(self):
        text = "rol;van;tarief\nIB;2015-08-01;70\nZC;2015-08-01;71\n"
        book = load([read_csv("uurtarieven", text.encode())], stored())

        assert [rate.rate for rate in book.all(Rate)] == [7000, 7100]
        assert len(book.all(Location)) == 3

    def test_a_rule_is_replaced_as_a_whole(self):
        text = "sleutel;volgorde;betaler;deel;rol;van\nJGW;3;gemeente;1;JGW;2015-01-01\n"
        book = load([read_csv("verdeelsleutels", text.encode())], stored())

        assert [(line.rule, line.order) for line in book.all(ShareLine)] == [("fase2", 1), ("JGW", 3)]

    def test_hours_of_a_day_replace_the_stored_ones_together(self):
        text = "datum;vestiging;rol;medewerker;minuten\n2018-01-08;10AB00;IB;a@x.nl;1\n2018-01-08;10AB00;IB;a@x.nl;2\n"

        assert load([read_csv("uren", text.encode())], stored()).all(Logged)[0].minutes == 3

    def test_what_is_only_meant_may_stand_beside_what_is_decided(self):
        header, *rows = GOOD["verdeelsleutels"].splitlines()
        text = "\n".join([f"{header};status", *rows, "straks;1;gemeente;1;JGW;;;;2018-01-01;;voorgenomen"])
        book = load(grids({"verdeelsleutels": text}), Book())

        assert book.get(ShareLine, "straks", 1).status is Status.INTENDED
        assert book.established() == stored()

    def test_the_last_day_that_can_be_written_is_an_open_end(self):
        book = load(grids(edited("verplichtingen", "2018-12-31", "9999-12-31")), Book())

        assert book.get(YearlyCost, "jgw-po").end is None


class TestRefusals:
    @pytest.mark.parametrize(
        ("sheet", "old", "new", "places"),
        [
            ("gemeenten", "GM0193", "193", 7),
            ("vestigingen", "1-8-2015;School 1", ";School 1", ["vestigingen, 3, van"]),
            ("vestigingen", ";SBO;", ";SBAO;", ["vestigingen, 3, type"]),
            ("vestigingen", "SBO;41001", "SBO;41009", ["vestigingen, 3, bestuur"]),
            ("vestigingen", "12AB00;1-8-2015;School 2;VO;41001;GM0193;;", "12AB00;1-8-2015;S;VO;41001;GM0193;SWT1;",
             ["vestigingen, 4, wijkteam"]),
            ("vestigingen", "11AB00", "10AB00", 2),
            ("aanstellingen", "2017-07-31", "2017-08-01", ["aanstellingen, 2, van", "aanstellingen, 3, van"]),
            ("aanstellingen", "3,5", "-3,5", ["aanstellingen, 2, uren_per_week"]),
            ("aanstellingen", "a@x.nl;2017", "c@x.nl;2017", 2),
            ("uurtarieven", "66,18", "66,185", ["uurtarieven, 2, tarief"]),
            ("uurtarieven", "66,18", "1.234", ["uurtarieven, 2, tarief"]),
            ("verplichtingen", "1.234,56", "1,234.56", ["verplichtingen, 2, bedrag"]),
            ("verplichtingen", "2018-12-31", "2015-12-31", ["verplichtingen, 2, tot"]),
            ("verplichtingen", "jgw-po;", "jgw/po;", 2),
            ("verplichtingen", "jgw-po;", "fase2;", 3),
            ("verplichtingen", ";omschrijving;", ";uitleg;", ["verplichtingen, 1, uitleg"]),
            ("verplichtingen", ";bedrag;", ";bedrag_;", ["verplichtingen, 1, bedrag_", "verplichtingen, 1, bedrag"]),
            ("plaatsingen", "GM0193", "GM0175", ["plaatsingen, 2, woongemeente"]),
            ("verdeelsleutels", "2/3", "1/3", ["verdeelsleutels, 2, deel"]),
            ("verdeelsleutels", "2/3", "0", ["verdeelsleutels, 3, deel"]),
            ("verdeelsleutels", "2/3;JGW", "2/3;IB", ["verdeelsleutels, 3, rol"]),
            ("verdeelsleutels", "JGW;2;", "JGW;1;", ["verdeelsleutels, 3, sleutel"]),
            ("verdeelsleutels", "JGW;2;gemeente", "JGW;2;gemeente:GM0193", ["verdeelsleutels, 3, betaler"]),
            ("dekking", "JGW, fase2", "JGW, fase3", ["dekking, 2, voor"]),
            ("dekking", "gemeente:GM0193", "niet verdeeld", ["dekking, 2, betaler"]),
            ("dekking", "gemeente:GM0193", "bestuur:41009", ["dekking, 2, betaler"]),
            ("werkelijk", "jgw-po", "jgw-vo", ["werkelijk, 2, verplichting"]),
            ("werkelijk", "jgw-po;2018-01", "jgw-po;2018-13", ["werkelijk, 2, maand"]),
            ("werkafspraken", "SWT1;11AB00", "SWT2;11AB00", ["werkafspraken, 3, vestiging"]),
            ("werkafspraken", ";3;", ";3,01;", ["werkafspraken, 2, uren"]),
            ("uren", ";15", ";1,5", ["uren, 3, minuten"]),
        ],
    )  # fmt: skip
    def test_each_wrong_cell_is_named(self, sheet, old, new, places):
        found = refused(edited(sheet, old, new))

        assert len(found) == places if isinstance(places, int) else found == places

    def test_every_wrong_cell_at_once(self):
        changes = edited("uurtarieven", "66,18", "x") | edited("normen", ";4;", ";y;") | edited("uren", ";30", ";z")

        assert refused(changes) == ["uurtarieven, 2, tarief", "normen, 2, uren", "uren, 2, minuten"]

    def test_overlapping_rules_are_reported_at_the_first_row_concerned(self):
        row = "nog-een;1;gemeente;1;JGW;;;;2016-01-01;2016-01-01\n"

        assert refused({"verdeelsleutels": GOOD["verdeelsleutels"] + row}) == ["verdeelsleutels, 2, van"]

    def test_a_rule_that_overlaps_a_stored_one(self):
        text = "sleutel;volgorde;betaler;deel;rol;van\nander;1;gemeente;1;JGW;2015-01-01\n"
        with pytest.raises(WorkbookRefused, match="verdeelsleutels, 2, van: sleutels ‘JGW’ en ‘ander’"):
            load([read_csv("verdeelsleutels", text.encode())], stored())

    def test_an_unknown_sheet(self):
        with pytest.raises(WorkbookRefused, match=r"^rommel, 1, -: dit blad is onbekend"):
            load([read_csv("rommel", b"a;b\n")], Book())

    def test_a_pool_counts_what_is_stored_too_but_only_where_an_agreement_is_new(self):
        moved = "vestiging;van;type;wijkteam\n11AB00;2018-01-01;SBO;SWT2\n"
        book = load([read_csv("vestigingen", moved.encode())], stored())

        assert load(grids(), book) == book  # over the pool since the move, but no agreement is new
        row = "wijkteam;vestiging;van;uren\nSWT1;10AB00;2018-02-01;2\n"
        with pytest.raises(WorkbookRefused, match="werkafspraken, 2, uren: SWT1 heeft op 2018-02-01 5 uur"):
            load([read_csv("werkafspraken", row.encode())], book)

    def test_a_file_in_another_encoding_or_with_loose_quotes(self):
        assert load_errors(read_csv("gemeenten", "code;naam\nGM0193;Zwolle é\n".encode("cp1252"))) == [
            "gemeenten, 2, -"
        ]
        assert load_errors(read_csv("gemeenten", b'code;naam\nGM0193;"Zw"olle\n')) == ["gemeenten, 2, -"]

    def test_a_value_without_a_column(self):
        assert load_errors(read_csv("gemeenten", b"code;naam;\nGM0193;Zwolle;x;y\n")) == [
            "gemeenten, 2, C",
            "gemeenten, 2, D",
        ]

    def test_no_workbook_at_all(self, tmp_path):
        (tmp_path / "leeg").mkdir()
        (tmp_path / "geen.xlsx").write_bytes(b"PK geen zip")
        for name in ("leeg", "geen.xlsx", "bestaat-niet.xlsx"):
            with pytest.raises(UnreadableWorkbook):
                read_workbook(tmp_path / name)


def load_errors(grid):
    with pytest.raises(WorkbookRefused) as refusal:
        load([grid], Book())
    return [str(error).split(":")[0] for error in refusal.value.errors]


def xlsx(sheets):
    """A workbook with these cells, as Excel would save it."""
    workbook = Workbook()
    workbook.remove(workbook.active)
    for name, rows in sheets.items():
        sheet = workbook.create_sheet(name)
        for row in rows:
            sheet.append(row)
    out = BytesIO()
    workbook.save(out)
    return read_xlsx(out)


class TestXlsx:
    def test_numbers_count_by_their_shortest_form_and_dates_are_dates(self):
        rows = {
            "schoolbesturen": [["code"], [41001]],
            "uurtarieven": [
                ["rol", "van", "tarief", "weken"],
                ["IB", datetime.fromisoformat("2015-08-01"), 66.18, 39.5],
            ],
            "verplichtingen": [
                ["code", "soort", "bedrag", "jaarbasis", "van"],
                ["a", "jaarbedrag", 1234.0, "kalenderjaar", date(2016, 1, 1)],
            ],
            "werkelijk": [["verplichting", "maand", "bedrag"], ["a", datetime.fromisoformat("2018-03-01"), 0.1]],
        }
        book = load(xlsx(rows), Book())

        assert book.get(Rate, Role.IB, date(2015, 8, 1)) == Rate(Role.IB, date(2015, 8, 1), 6618, Decimal("39.5"))
        assert book.get(YearlyCost, "a").amount == 123400
        assert book.get(Actual, "a", 2018 * 12 + 2).amount == 10
        assert [board.code for board in load(xlsx({"schoolbesturen": [["code"], [41001.0]]}), Book())] == ["41001"]

    @pytest.mark.parametrize(
        ("value", "reason"),
        [
            (0.1255, "meer dan twee decimalen"),
            (-1, "minder dan 0"),
            (1.234, "niet duidelijk"),
            (True, "WAAR of ONWAAR"),
            (date(2018, 1, 1), "datum"),
            ("=1+1", "formule zonder uitkomst"),
            ("#N/A", "fout"),
        ],
    )
    def test_refused_cells(self, value, reason):
        with pytest.raises(WorkbookRefused, match=f"uurtarieven, 2, tarief: .*{reason}"):
            load(xlsx({"uurtarieven": [["rol", "van", "tarief"], ["IB", date(2015, 8, 1), value]]}), Book())

    def test_the_empty_workbook_changes_nothing(self):
        out = BytesIO()
        write_template(out)

        assert load(read_xlsx(out), stored()) == stored()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(books())
def test_a_book_comes_back_as_it_went_out(tmp_path_factory, book):
    folder = tmp_path_factory.mktemp("werkmap")
    agreements = set(book.all(Agreement))  # made up without regard for areas and pools
    book = Book(fact for fact in book if fact not in agreements)
    write_folder(book, folder / "csv")
    write_xlsx(book, folder / "werkmap.xlsx")

    assert load_path(folder / "csv") == book
    assert load_path(folder / "werkmap.xlsx") == book
