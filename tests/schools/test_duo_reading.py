"""Reading DUO's registers: every quirk of the delivery, and every refusal with its line and column."""

import csv
import datetime

import pytest

from schools.duo.names import readable
from schools.duo.reading import RegisterRefused, Release, read_register, release_in_name
from schools.enums import Register
from tests.schools.duo_files import COLUMNS, file, school, text
from tests.shared import shared

DAY = datetime.date(2026, 8, 1)
PO, SPECIAL, VO = Register.PO, Register.SPECIAL, Register.VO


def read(content: bytes) -> Release:
    return read_register(content, released_on=DAY)


def refused(content: bytes) -> list[tuple[int, int]]:
    """Line and column of everything that is wrong."""
    with pytest.raises(RegisterRefused) as refusal:
        read(content)
    return [(error.line, error.column) for error in refusal.value.errors]


def column(register: Register, name: str) -> int:
    return COLUMNS[register].index(name) + 1


def test_a_row_as_it_is_stored():
    (row,) = read(file(PO, school("09ZZ00", "De Vlieger", website="www.vlieger.test"))).rows
    assert row._asdict() == {
        "code": "09ZZ00",
        "name": "De Vlieger",
        "type": "BO",
        "second_type": "",
        "board": "41234",
        "municipality": "GM0193",
        "municipality_name": "Zwolle",
        "street": "Dorpsstraat",
        "house_number": "1",
        "postcode": "8011 AA",
        "town": "Zwolle",
        "denomination": "Openbaar",
        "telephone": "",
        "website": "www.vlieger.test",
        "postal_street": "",
        "postal_number": "",
        "postal_postcode": "",
        "postal_town": "",
    }


@pytest.mark.parametrize("register", Register)
def test_the_register_is_recognised_by_its_header(register):
    assert read(file(register, school("09ZZ00"))).register == register


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ('Basisschool "De Vlieger"', 'Basisschool "De Vlieger"'),  # bare, inside
        ('"De Vlieger" school', '"De Vlieger" school'),  # bare, at the start
        ('De "Vlieger', 'De "Vlieger'),
        ('"Basisschool ""De Vlieger"""', 'Basisschool "De Vlieger"'),  # written as CSV says
        ('"De Vlieger; locatie Noord"', "De Vlieger; locatie Noord"),
        ("Één\u00a0school – ‘t Súd €", "Één\u00a0school – ‘t Súd €"),
        ("  De Vlieger ", "De Vlieger"),
        ("C:\\De\\nieuwe", "C:\\De\\nieuwe"),
    ],
)
def test_names_with_quotes_and_accents(cell, name):
    release = read(file(PO, school("09ZZ00", cell), school("09ZZ01", "De Wilgen")))
    assert [row.name for row in release.rows] == [name, "De Wilgen"]


def test_utf_8_and_plain_line_ends_are_understood_too():
    whole = text(PO, school("09ZZ00", "Súdwester"))
    for content in (whole.encode("utf-8"), whole.encode("utf-8-sig"), whole.replace("\r\n", "\n").encode("cp1252")):
        assert read(content).rows[0].name == "Súdwester"


@pytest.mark.parametrize(
    ("sort", "taught", "kinds"),
    [
        ("SBAO", "SBAO", ("SBO", "")),
        ("(V)SO", "SO ZMLK + VSO ZMLK", ("SO", "VSO")),
        ("(V)SO", "SO LZ/P + VSO LZ/P + RP-SO LZ/P + RP-VSO LZ/P", ("SO", "VSO")),
        ("(V)SO", "VSO LG,MGF + RP-SO LZ/P", ("VSO", "")),
        ("(V)SO", "RP-SO LZ/P", ("SO", "")),
    ],
)
def test_what_kind_a_special_school_is(sort, taught, kinds):
    (row,) = read(file(SPECIAL, school("09ZZ00", sort=sort, taught=taught))).rows
    assert (row.type, row.second_type) == kinds


@pytest.mark.parametrize(("structure", "kind"), [("PRO", "PRO"), ("VBO/MAVO/HAVO/VWO/PRO", "VO"), ("BRUGJAAR", "VO")])
def test_what_kind_a_secondary_school_is(structure, kind):
    assert read(file(VO, school("09ZZ00", structure=structure))).rows[0].type == kind


def test_a_release_speaks_for_the_municipalities_in_it():
    release = read(file(PO, school("09ZZ00"), school("09ZY00", municipality="0148")))
    assert (release.municipalities, release.whole_country) == ({"GM0193", "GM0148"}, False)


def test_a_release_with_every_province_speaks_for_the_country():
    provinces = "Drenthe Flevoland Friesland Gelderland Groningen Limburg Noord-Brabant Noord-Holland Overijssel Utrecht Zeeland"
    rows = [school(f"09Z{chr(65 + n)}00", province=province) for n, province in enumerate(provinces.split())]
    assert not read(file(PO, *rows)).whole_country
    assert read(file(PO, *rows, school("09YY00", province="Zuid-Holland"))).whole_country


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("po_vestigingen_2026-08.csv", DAY),
        ("vo_vestigingen_zwolle_2026-10_EXCERPT.csv", datetime.date(2026, 10, 1)),
        ("sbo_2026_EXCERPT.csv", None),
        ("2026-13.csv", None),
    ],
)
def test_the_release_in_a_file_name(name, day):
    assert release_in_name(name) == day


# ---- Refusals ----------------------------------------------------------------------------------------------------
GOOD = file(PO, school("09ZZ00"), school("09ZY00", "De Wilgen"))


def test_an_empty_file():
    assert refused(b"") == refused(b"\r\n\r\n") == [(1, 1)]


def test_a_header_alone():
    assert refused(text(PO).encode()) == [(2, 1)]


def test_an_unknown_header_names_the_first_column_that_differs():
    assert refused(GOOD.replace(b"VESTIGINGSNAAM", b"NAAM", 1)) == [(1, column(PO, "VESTIGINGSNAAM"))]
    assert refused(GOOD.replace(b";CLUSTER", b"", 1).replace(b";VAKANTIEREGIO", b"", 1)) == [(1, 31)]
    assert refused(b"naam,plaats\r\nDe Vlieger,Zwolle\r\n") == [(1, 1)]


@pytest.mark.parametrize("cut", [1, 2, 3, 40, 100])
def test_a_file_that_was_cut_off(cut):
    """Wherever the file ends but at the end of a row, it is seen; the line end itself may be missing."""
    content = GOOD.removesuffix(b"\r\n")
    assert [line for line, _ in refused(content[:-cut])] == [3]
    assert len(read(content).rows) == 2


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("BEVOEGD GEZAG NUMMER", "4123"),
        ("INSTELLINGSCODE", "9ZZ"),
        ("VESTIGINGSNAAM", " "),
        ("GEMEENTENUMMER", "193"),
        ("PROVINCIE", "Vlaanderen"),
        ("POSTCODE", "8011 AAB"),
        ("STRAATNAAM", "x" * 81),
        ("VAKANTIEREGIO", "Noor"),
    ],
)
def test_a_broken_cell(name, value):
    rows = [school("09ZY00"), {**school("09ZZ00"), name: value}]
    where = (3, column(PO, name))
    assert where in refused(file(PO, *rows))


def test_a_code_of_another_school_and_a_code_twice():
    stranger = {**school("09ZY00"), "INSTELLINGSCODE": "09ZZ"}
    where = column(PO, "VESTIGINGSCODE")
    assert refused(file(PO, school("09ZZ00"), stranger, school("09ZZ00"))) == [(3, where), (4, where)]


def test_a_kind_of_education_that_we_do_not_know():
    content = file(SPECIAL, school("09ZZ00", taught="PSO ZMLK"))
    assert refused(content) == [(2, column(SPECIAL, "ONDERWIJS"))]


def test_a_row_with_a_cell_too_many_or_too_few():
    header, first, second, _ = GOOD.split(b"\r\n")
    assert refused(b"\r\n".join([header, first + b";x", second[:30]])) == [(2, 32), (3, second[:30].count(b";") + 1)]


def test_a_blank_line_between_rows():
    assert refused(
        GOOD.replace(b"\r\n09", b"\r\n\r\n09").replace(b"Overijssel;41234;09ZY", b"\r\nOverijssel;41234;09ZY")
    )[0] == (3, 1)


def test_a_file_that_is_no_text():
    assert refused(b"PK\x03\x04\x00\x00;") == [(1, 1)]
    assert refused(GOOD.replace(b"De Wilgen", b"De \x81")) == [(3, column(PO, "VESTIGINGSNAAM"))]


def test_everything_that_is_wrong_is_told_at_once():
    content = file(PO, school("09ZZ00", board="x"), school("09ZY00"), school("09ZX00", municipality="1", board="y"))
    with pytest.raises(RegisterRefused) as refusal:
        read(content)
    assert str(refusal.value).splitlines() == [
        "regel 2, kolom 2: ‘x’ is niet een nummer van vijf cijfers (BEVOEGD GEZAG NUMMER)",
        "regel 4, kolom 2: ‘y’ is niet een nummer van vijf cijfers (BEVOEGD GEZAG NUMMER)",
        "regel 4, kolom 10: ‘1’ is niet een nummer van vier cijfers, zoals 0193 (GEMEENTENUMMER)",
    ]


# ---- Places --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("capitals", "name"),
    [
        ("ZWOLLE", "Zwolle"),
        ("KRIMPEN AAN DEN IJSSEL", "Krimpen aan den IJssel"),
        ("'S-HEERENBERG", "'s-Heerenberg"),
        ("STAD AAN 'T HARINGVLIET", "Stad aan 't Haringvliet"),
        ("HENDRIK-IDO-AMBACHT", "Hendrik-Ido-Ambacht"),
        ("2E EXLOERMOND", "2e Exloermond"),
        ("S HERTOGENBOSCH", "'s-Hertogenbosch"),
        ("Zwolle", "Zwolle"),
    ],
)
def test_a_place_as_people_write_it(capitals, name):
    assert readable(capitals) == name


# ---- The real files -------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("path", "rows", "whole_country", "accent"),
    [
        ("po_vestigingen_2026-08.csv", 6122, True, 'Basisschool "De Maasparel"'),
        ("po_vestigingen_2026-04.csv", 6107, True, 'Basisschool "Kla4"'),
        ("vo_vestigingen_zwolle_2026-10_EXCERPT-handgekopieerd.csv", 25, False, "Gymnasium Celeanum"),
        ("sbo_so_vso_vestigingen_zwolle_2026_EXCERPT-handgekopieerd.csv", 18, False, "Kentalis College Zwolle"),
    ],
)
def test_the_real_registers(path, rows, whole_country, accent):
    release = read(shared(f"data/duo/{path}").read_bytes())
    assert (len(release.rows), release.whole_country) == (rows, whole_country)
    assert accent in {row.name for row in release.rows}


def test_names_of_municipalities_are_those_of_cbs():
    """All but a handful, where CBS adds the province to tell two places apart."""
    with shared("data/cbs/AFGELEID_gemeenten_2026.csv").open(encoding="utf-8-sig", newline="") as names:
        known = {row["GM_CODE"]: row["GEMEENTE"] for row in csv.DictReader(names, delimiter=";")}
    release = read(shared("data/duo/po_vestigingen_2026-08.csv").read_bytes())
    ours = {row.municipality: row.municipality_name for row in release.rows if row.municipality_name}
    assert {known[code] for code, name in ours.items() if known[code] != name} == {
        *("Beek (L.)", "Hengelo (O.)", "Laren (NH.)", "Middelburg (Z.)", "Rijswijk (ZH.)", "Stein (L.)")
    }
