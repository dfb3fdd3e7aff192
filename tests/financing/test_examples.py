"""The worked examples that came with the assignment, byte for byte [formats, "Out"]."""

from datetime import date

import pytest

from financing.books.calendar import FAR, Months
from financing.books.closing import ClosedMonths, listing
from financing.books.commitments import roles_of_codes
from financing.books.cover import cover
from financing.books.engine import Engine, day_after
from financing.books.facts import Source
from financing.books.pools import Pools
from financing.listing import as_csv, budget_table, cover_table, pools_table
from financing.workbook.load import load_path
from tests.shared import shared

FOLDERS = ("zwolle-2017", "random-11")


def answers(kind):
    """(folder, what the file name says) of each expected answer of a kind."""
    try:
        root = shared("examples")
    except pytest.skip.Exception:
        return [pytest.param("", "", marks=pytest.mark.skip("needs ../shared/examples"))]
    return [
        (folder, path.stem.removeprefix(f"{kind}-"))
        for folder in FOLDERS
        for path in sorted((root / folder).glob(f"{kind}-*.expected"))
    ]


def book_of(folder):
    return load_path(shared(f"examples/{folder}")).established()


def expected(folder, kind, words):
    return shared(f"examples/{folder}/{kind}-{words}.expected").read_text(encoding="utf-8")


def without_header(text):
    return text.split("\n", 1)[1]


@pytest.mark.parametrize(("folder", "period"), answers("begroot"))
def test_begroot(folder, period):
    lines = listing(Engine(book_of(folder)), ClosedMonths(), Months.parse(period).months, FAR)
    rows = without_header(as_csv(budget_table(line for line in lines if line.budget))).splitlines()

    assert "".join(";".join(row.split(";")[:4]) + "\n" for row in rows) == expected(folder, "begroot", period)


@pytest.mark.parametrize(("folder", "words"), answers("volledig"))
def test_whole_listing_on_a_reference_day(folder, words):
    period, reference = words.split("-op-")
    months, until = Months.parse(period).months, day_after(date.fromisoformat(reference))
    lines = listing(Engine(book_of(folder)), ClosedMonths(), months, until)

    assert without_header(as_csv(budget_table(lines))) == expected(folder, "volledig", words)


@pytest.mark.parametrize(("folder", "year"), answers("cover"))
def test_cover(folder, year):
    book = book_of(folder)
    lines = listing(Engine(book), ClosedMonths(), Months.parse(year).months, FAR)
    rows = cover(lines, book.all(Source), int(year), roles_of_codes(book))

    assert without_header(as_csv(cover_table(rows))) == expected(folder, "cover", year)


@pytest.mark.parametrize(("folder", "day"), answers("pools"))
def test_pools(folder, day):
    rows = Pools(book_of(folder)).on(date.fromisoformat(day))

    assert without_header(as_csv(pools_table(rows))) == expected(folder, "pools", day)
