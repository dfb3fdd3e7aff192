"""Money in the database: all or nothing, what a closed month holds, what the worker computes, and who sees it."""

import os
import signal
import subprocess
import sys
import threading
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from django.conf import settings
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from accounts.acting import standing_in, working
from accounts.roles import Hat
from financing.actions import close_month, compute_all, drain_stale
from financing.answers import Books
from financing.books import facts
from financing.books.calendar import Basis, Months, parse_month
from financing.books.closing import CannotClose, ClosedMonths, listing
from financing.books.closing import close as engine_close
from financing.books.engine import Engine, Line, day_after
from financing.books.facts import Book, ShareLine, YearlyCost
from financing.enums import YearlyKind
from financing.models import (
    BudgetLine,
    BudgetRun,
    ClosedMonth,
    CostShareLine,
    FundingSource,
    HoursAgreement,
    Placement,
    StaleBudget,
)
from financing.store import closed_months, read_book, write
from financing.workbook.load import WorkbookRefused
from schools.models import SchoolBoard, SchoolLocation
from tests.cast import appoint, person

from . import test_worked_amounts as worked
from .stored import TODAY, acting, as_money, check_at_once, store, table, take_in, undone
from .test_generated_histories import EXAMPLES, histories
from .test_workbook import GOOD

pytestmark = pytest.mark.django_db
HERE, THERE = "10AB00", "11AB00"


def lines_stored():
    return [
        Line(row.month.year * 12 + row.month.month - 1, row.name, row.payer, row.budget, row.realised, row.forecast)
        for row in BudgetLine.objects.all()
    ]


def close(month):
    with working(today=TODAY, action="test"):
        return close_month(by=None, month=parse_month(month), today=TODAY)


# ---- All or nothing -------------------------------------------------------------------------------------------------
def test_a_failure_half_way_leaves_nothing_of_the_workbook():
    """The table that is written last refuses every row."""
    with connection.cursor() as cursor:
        cursor.execute("alter table financing_loggedhours add constraint refuse_all check (minutes < 0)")
    with pytest.raises(IntegrityError) as broken, transaction.atomic():
        take_in(GOOD)

    assert constraint_of(broken) == "refuse_all"
    assert list(read_book()) == []


def test_every_wrong_cell_is_told_and_nothing_is_imported():
    parts = GOOD["verdeelsleutels"].replace("2/3", "1/3")
    with pytest.raises(WorkbookRefused, match="de delen van sleutel ‘JGW’ zijn samen 2/3, niet 1"):
        take_in({**GOOD, "verdeelsleutels": parts})

    assert list(read_book()) == []


# ---- Rules that the database holds ----------------------------------------------------------------------------------
def constraint_of(broken):
    return broken.value.__cause__.diag.constraint_name


def test_the_parts_of_a_rule_make_one():
    take_in(GOOD)
    with pytest.raises(IntegrityError) as broken, transaction.atomic():
        CostShareLine.objects.filter(rule__code="JGW", order=1).delete()
        check_at_once()

    assert constraint_of(broken) == "share_parts_make_one"


def test_three_thirds_are_one():
    third = Fraction(1, 3)
    store(Book([ShareLine("derden", order, "rsj", third, date(2017, 1, 1)) for order in (1, 2, 3)]))

    assert CostShareLine.objects.count() == 3


@pytest.mark.parametrize("change", ["delete", "update"])
def test_a_closed_line_stays(change):
    take_in(GOOD)
    close("2018-02")
    lines = BudgetLine.objects.filter(month=date(2018, 2, 1))
    with pytest.raises(IntegrityError) as broken, transaction.atomic():
        if change == "delete":
            lines.delete()
        else:
            lines.update(budget=0)

    assert constraint_of(broken) == "budget_line_closed_stays"


# ---- Closing --------------------------------------------------------------------------------------------------------
def test_closing_names_who_and_when_and_belongs_to_the_controller(town):
    take_in(GOOD)
    controller = acting(town.controller, "CONTROLLER")
    with working(today=TODAY, action="test"):
        compute_all(today=TODAY)
    before = timezone.now()
    with standing_in(controller):
        with pytest.raises(CannotClose, match="2018-05 is nog niet voorbij"):
            close_month(by=controller, month=parse_month("2018-05"), today=TODAY)
        close_month(by=controller, month=parse_month("2018-02"), today=TODAY)
    row = ClosedMonth.objects.latest("month")

    assert (row.closed_by_id, row.closed_by_name) == (town.controller.pk, town.controller.name)
    assert row.closed_at >= before


def test_a_later_fact_leaves_the_closed_month_and_shows_as_correction():
    take_in(GOOD)
    close("2018-02")
    frozen = [line for line in lines_stored() if line.month <= parse_month("2018-02")]
    with working(today=TODAY, action="test"):
        compute_all(today=TODAY)
    book = read_book()
    cost = book.get(YearlyCost, "jgw-po")
    store(Book([replace(cost, amount=cost.amount + 120_00)]))

    drain_stale(today=TODAY)

    now = lines_stored()
    assert [line for line in now if line.month <= parse_month("2018-02")] == frozen
    corrections = [line for line in now if line.name == "correctie/2018-02/jgw-po"]
    assert {line.month for line in corrections} == {parse_month("2018-03")}
    assert sum(line.budget for line in corrections) == 10_00
    assert sorted(now) == Books().budget(Months("alles", range(2015 * 12, 2020 * 12)), reference=TODAY)


# ---- The worker -----------------------------------------------------------------------------------------------------
def test_computing_twice_gives_the_same_rows():
    take_in(GOOD)
    compute_all(today=TODAY)
    first = table("financing_budgetline")

    compute_all(today=TODAY)

    assert table("financing_budgetline") == first
    assert sorted(lines_stored()) == Books().budget(Months("alles", range(2015 * 12, 2020 * 12)), reference=TODAY)


def test_draining_touches_only_what_changed():
    sheets = {**GOOD, "aanstellingen": GOOD["aanstellingen"] + "11AB00;IB;b@x.nl;2016-08-01;4;;\n"}
    take_in(sheets)
    drain_stale(today=TODAY)
    there = set(BudgetLine.objects.filter(location__code=THERE).values_list("pk", flat=True))
    here = set(BudgetLine.objects.filter(location__code=HERE).values_list("pk", flat=True))
    assert there and here
    take_in({"aanstellingen": "vestiging;rol;medewerker;van;uren_per_week\n10AB00;IB;a@x.nl;2017-08-01;6\n"})
    assert set(StaleBudget.objects.values_list("location_id", flat=True)) == {SchoolLocation.objects.get(code=HERE).pk}

    drain_stale(today=TODAY)

    assert there == set(BudgetLine.objects.filter(location__code=THERE).values_list("pk", flat=True))
    assert not here & set(
        BudgetLine.objects.filter(location__code=HERE, name__contains="2017-08-01").values_list("pk", flat=True)
    )
    assert sorted(lines_stored()) == Books().budget(Months("alles", range(2015 * 12, 2020 * 12)), reference=TODAY)
    assert StaleBudget.objects.count() == 0


@pytest.mark.services
@pytest.mark.django_db(transaction=True, serialized_rollback=False)
@pytest.mark.parametrize("action", ["compute_all", "drain_stale"])
def test_a_worker_that_is_killed_half_way_loses_nothing(action):
    """The worker has replaced every line and waits for the last row of its transaction; there it is killed."""
    take_in(GOOD)
    compute_all(today=TODAY)
    drain_stale(today=TODAY)
    take_in({"uurtarieven": "rol;van;tarief\nIB;2015-08-01;99\n"})
    before = table("financing_budgetline"), table("financing_stalebudget")
    with transaction.atomic():
        BudgetRun.objects.select_for_update().get()
        with start_worker(action) as worker:
            try:
                wait_until_it_waits()
            finally:
                worker.send_signal(signal.SIGKILL)
    wait_until_gone()
    assert (table("financing_budgetline"), table("financing_stalebudget")) == before

    drain_stale(today=TODAY)

    assert sorted(lines_stored()) == Books().budget(Months("alles", range(2015 * 12, 2020 * 12)), reference=TODAY)
    assert StaleBudget.objects.count() == 0


def start_worker(action):
    name = connection.settings_dict["NAME"]
    base, _, options = os.environ["DATABASE_URL"].partition("?")
    url = f"{base.rpartition('/')[0]}/{name}?{options}"
    command = [sys.executable, "-m", "tests.financing.half_way", TODAY.isoformat(), action]
    return subprocess.Popen(command, env={**os.environ, "DATABASE_URL": url}, cwd=settings.BASE_DIR)


def number_of(query):
    with connection.cursor() as cursor:
        cursor.execute(f"select count(*) from {query}")
        return cursor.fetchone()[0]


def wait_until(true):
    pause = threading.Event()
    for _ in range(600):
        if true():
            return
        pause.wait(0.1)
    raise AssertionError("it took more than a minute")


def wait_until_it_waits():
    wait_until(lambda: number_of("pg_locks where not granted"))


def wait_until_gone():
    mine = "datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'"
    wait_until(lambda: not number_of(f"pg_stat_activity where {mine}"))


# ---- Who sees which money -------------------------------------------------------------------------------------------
@pytest.fixture
def schools_of_town(town):
    """A wijkteam of each, and agreements with both; the board of the town is 41001 of the workbook."""
    SchoolBoard.objects.filter(pk=town.board.pk).update(code="49999")
    take_in({**GOOD, "verdeelsleutels": GOOD["verdeelsleutels"] + "IB;1;bestuur;1;IB;;;;2015-01-01;\n"})
    board = SchoolBoard.objects.get(code="41001")
    appoint(town.board_member, "BOARD", at=board)
    compute_all(today=TODAY)
    return board


def test_the_controller_sees_all(town, schools_of_town):
    lines = BudgetLine.objects.count()
    with as_money(town.controller, "CONTROLLER"):
        assert BudgetLine.objects.count() == lines > 0


def test_a_board_sees_what_it_pays_itself_and_the_rules_behind_it(town, schools_of_town):
    with as_money(town.board_member, "BOARD"):
        assert set(BudgetLine.objects.values_list("payer", flat=True)) == {"bestuur:41001"}
        assert CostShareLine.objects.count() == 4
        assert FundingSource.objects.count() == HoursAgreement.objects.count() == 0
        assert list(Placement.objects.values_list("pupil_code", flat=True)) == ["L1"]  # at its own school


def test_a_lead_sees_and_divides_the_hours_of_the_own_wijkteam(town, schools_of_town):
    mine = HoursAgreement.objects.first()
    lead = person("Lien Leider")
    appoint(lead, "SWT_LEAD", at=mine.neighbourhood_team)
    with as_money(lead, "SWT_LEAD", writes=True):
        assert BudgetLine.objects.count() == 0
        assert set(HoursAgreement.objects.values_list("neighbourhood_team", flat=True)) == {mine.neighbourhood_team_id}
        HoursAgreement.objects.filter(pk=mine.pk).update(hours=1)
    with as_money(town.swt_lead, "SWT_LEAD", writes=True):
        assert HoursAgreement.objects.count() == 0
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            HoursAgreement.objects.create(
                neighbourhood_team=mine.neighbourhood_team, location=mine.location, period=("2031-01-01", None), hours=1
            )


@pytest.mark.parametrize(
    ("who", "role", "hat"),
    [("officer", "OFFICER", Hat.FIGURES), ("ib", "IB", Hat.TEAM), ("privacy", "PRIVACY", Hat.PRIVACY)],
)
def test_nobody_else_sees_money(town, schools_of_town, who, role, hat):
    with as_money(getattr(town, who), role, hat=hat):
        for model in (BudgetLine, HoursAgreement, CostShareLine):
            with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                model.objects.count()


# ---- Generated histories --------------------------------------------------------------------------------------------
@hypothesis_settings(max_examples=max(EXAMPLES // 6, 1), deadline=None, suppress_health_check=list(HealthCheck))
@given(histories())
def test_a_generated_book_is_the_same_money_from_the_database(book):
    """Written and read, and over the lines of the worker."""
    everything = range(2015 * 12, 2020 * 12)
    in_memory = listing(Engine(book), ClosedMonths(), everything, day_after(TODAY))
    with undone():
        store(book)
        assert Books().budget(Months("alles", everything), reference=TODAY) == in_memory
        compute_all(today=TODAY)
        assert sorted(lines_stored()) == in_memory
        stored = read_book()
        write.write_book(by=None, stored=stored, merged=stored.merged(stored))
        assert read_book() == stored


@hypothesis_settings(max_examples=max(EXAMPLES // 6, 1), deadline=None, suppress_health_check=list(HealthCheck))
@given(histories(), histories(), st.dates(date(2017, 4, 1), date(2018, 2, 1)))
def test_closed_months_and_corrections_of_a_generated_history_are_those_of_the_engine(first, second, reference):
    """Close what was known, learn something else, and compute: as on any day, by PostgreSQL and by the engine."""
    with undone():
        store(first)
        with working(today=TODAY, action="test"):
            close_month(by=None, month=2017 * 12 + 2, today=TODAY)
        march = 2017 * 12 + 2
        assert sorted(lines_stored()) == engine_close(Engine(first), ClosedMonths(), march, march + 1)
        stored = read_book()
        later = Book(
            fact for fact in second if isinstance(fact, YearlyCost | facts.Rate | facts.Actual | facts.Placement)
        )
        write.write_book(by=None, stored=stored, merged=stored.merged(later))
        compute_all(today=reference)
        everything = Months("alles", range(2015 * 12, (reference.year + 2) * 12))
        assert sorted(lines_stored()) == Books().budget(everything, reference=reference)
        closed, engine = closed_months(), Engine(read_book())
        with working(today=TODAY, action="test"):
            close_month(by=None, month=march + 1, today=TODAY)
        frozen = sorted(set(closed_months().lines) - set(closed.lines))
        assert frozen == engine_close(engine, closed, march + 1, march + 2)


# ---- The worked amounts, from the database --------------------------------------------------------------------------
class TestWorkedAmounts:
    """W1 to W8 again, with every book stored and read before it is asked."""

    @pytest.fixture(autouse=True)
    def through_the_database(self, monkeypatch):
        def lines_of(book, period):
            with undone():
                store(Book([facts.Municipality("GM0175"), *book]))
                return Books().budget(Months.parse(period), reference=date(9999, 12, 31))

        monkeypatch.setattr(worked, "lines_of", lines_of)

    def test_w1(self):
        worked.test_w1_the_school_year_before_the_decision()

    def test_w2(self):
        worked.test_w2_what_the_decision_costs_the_municipality_more_in_2017()

    def test_w3(self):
        worked.test_w3_the_rule_changes_on_1_september()

    @pytest.mark.parametrize(("amount", "shortfall"), [(1_000_000, 0), (1_020_000, 20_000_00)])
    def test_w4(self, amount, shortfall):
        worked.test_w4_the_cover_of_2018(amount, shortfall)

    def test_w5(self):
        sheets = {
            "wijkteams": "code;naam\nSWT1;Wijkteam 1\n",
            "vestigingen": "vestiging;van;type;wijkteam\n"
            + "".join(f"{n}AB00;2017-08-01;BO;SWT1\n" for n in range(10, 19)),
            "werkafspraken": "wijkteam;vestiging;van;uren\n"
            + "".join(
                f"SWT1;{n}AB00;2017-08-01;{hours}\n"
                for n, hours in zip(range(10, 19), (5, 4, 4, 4, 4, 4, 4, 4, 3), strict=True)
            ),
        }
        take_in(sheets)
        (pool,) = Books().pools(date(2017, 8, 1))
        assert (pool.locations, pool.size, pool.agreed, pool.free) == (9, 36, 36, 0)
        with pytest.raises(WorkbookRefused, match="37 uur afgesproken, en dat is meer dan de pool van 36 uur"):
            take_in({"werkafspraken": "wijkteam;vestiging;van;uren\nSWT1;10AB00;2017-08-01;6\n"})

    def test_w6(self):
        worked.test_w6_half_a_school_year_costs_half_a_place()

    def test_w7(self):
        """€ 100 in one month over three payers a third each."""
        third = Fraction(1, 3)
        cost = YearlyCost("honderd", YearlyKind.PROGRAMME, 1200_00, Basis.CALENDAR_YEAR, date(2017, 1, 1))
        payers = ("bestuur", "gemeente", "rsj")
        rule = [ShareLine("d", order, payer, third, date(2017, 1, 1)) for order, payer in enumerate(payers, start=1)]
        lines = worked.lines_of(Book([cost, *rule]), "2017-01")
        assert [(line.payer, line.budget) for line in lines] == [
            ("bestuur:*", 33_34),
            ("gemeente:GM0193", 33_33),
            ("rsj", 33_33),
        ]

    def test_w8(self):
        worked.test_w8_a_month_that_is_partly_in_force_counts_its_days()
