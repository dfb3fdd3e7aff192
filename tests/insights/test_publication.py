"""The publication rule [domain 5]: what leaves the house, when, and that nothing else can."""

import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from insights import actions, publication
from insights.enums import Breakdown, Level, Measure, PeriodKind, Shape
from insights.models import Publication, PublishedFigure
from insights.periods import NotAPeriod, Period, containing, parse
from insights.publication import Exact, Pending, Rounded, Statistic, Suppressed, Tally, Unpublishable, Withheld
from shell.numbers import Unit
from tests.insights.conftest import TODAY
from tests.insights.world import World

D = datetime.date


@given(st.integers(0, 400), st.integers(0, 400))
def test_a_finer_count_hides_fewer_than_eight_and_rounds_the_rest_to_five(number: int, persons: int) -> None:
    shown = publication.finer(Tally(number, persons))

    if min(number, persons) < 8:
        assert shown == Suppressed()
        assert shown.text == "minder dan 8"
    else:
        assert isinstance(shown, Rounded)
        assert shown.number % 5 == 0
        assert abs(shown.number - number) <= 2


def test_a_hidden_figure_has_no_number_to_ask_for() -> None:
    for hidden in (Suppressed(), Withheld(), Pending(D(2026, 1, 1))):
        assert not any(isinstance(getattr(hidden, name), int) for name in dir(hidden) if not name.startswith("__"))


def test_a_tally_cannot_be_written_down() -> None:
    tally = Tally(3, 3)
    for attempt in (str, "{}".format, lambda one: f"{one:>3}", lambda one: one + 1, float, int):
        with pytest.raises(TypeError):
            attempt(tally)
    assert "3" not in repr(tally)
    assert issubclass(Unpublishable, TypeError)


def test_percentages_come_from_rounded_counts() -> None:
    assert publication.share(Rounded(25), Rounded(60)) == Statistic(Decimal(42), Unit.PERCENT)
    assert publication.share(Suppressed(), Exact(60)) == Suppressed()
    assert publication.share(Rounded(25), Withheld()) == Withheld()


def test_means_and_medians_need_eight_pupils() -> None:
    days = {10: 4, 21: 3, 40: 2}

    assert publication.mean(days, persons=8, unit=Unit.DAYS) == Statistic(Decimal(20), Unit.DAYS)
    assert publication.median(days, persons=8, unit=Unit.DAYS) == Statistic(Decimal(21), Unit.DAYS)
    assert publication.mean({8: 5, 7: 4}, persons=9, unit=Unit.MARK) == Statistic(Decimal("7.6"), Unit.MARK)
    assert publication.median(days, persons=7, unit=Unit.DAYS) == Suppressed()


def test_periods_have_codes_and_moments() -> None:
    assert [parse(code).label for code in ("2025-09", "2025-Q3", "2025", "2025-SY")] == [
        "september 2025",
        "3e kwartaal 2025",
        "2025",
        "schooljaar 2025-2026",
    ]
    assert all(parse(code).code == code for code in ("2025-09", "2025-Q4", "2025", "2025-SY"))
    for nonsense in ("2025-13", "2025-Q5", "2025-2026", "gisteren", ""):
        with pytest.raises(NotAPeriod):
            parse(nonsense)
    quarter = parse("2025-Q3")
    assert (quarter.counted_on, quarter.revised_on) == (D(2025, 11, 1), D(2026, 2, 1))
    assert containing(D(2026, 7, 31), PeriodKind.SCHOOL_YEAR) == parse("2025-SY")


def test_a_period_is_counted_a_month_after_its_end_and_once_more_with_the_next(city: World) -> None:
    city.many(city.teams[0], 12, D(2026, 5, 11))

    def moments(today: D) -> list[tuple[D, int]]:
        actions.nightly(today=today)
        return list(
            Publication.objects.filter(kind="month", first__gte=D(2026, 5, 1))
            .order_by("first", "revision")
            .values_list("first", "revision")
        )

    assert moments(D(2026, 6, 30)) == []
    assert moments(D(2026, 7, 1)) == [(D(2026, 5, 1), 1)]
    late = city.many(city.teams[0], 10, D(2026, 5, 12))  # written down too late to count in the first
    assert raised("2026-05", "10001", Level.BOARD) == Decimal(10)
    assert moments(D(2026, 8, 1)) == [(D(2026, 5, 1), 1), (D(2026, 5, 1), 2), (D(2026, 6, 1), 1)]
    assert raised("2026-05", "10001", Level.BOARD) == Decimal(20)
    for case in late:
        city.close(case, D(2026, 8, 20))
    assert moments(D(2026, 8, 31)) == moments(D(2026, 8, 1)), "what was published stands"


def raised(code: str, unit: str, level: Level, **where: str) -> Decimal | None:
    period: Period = parse(code)
    row = (
        PublishedFigure.objects.filter(publication__kind=period.kind, publication__first=period.first)
        .filter(figure="raised", unit=unit, level=level, **{"sector": "", "breakdown": Breakdown.NONE, **where})
        .order_by("-publication__revision")
        .first()
    )
    return row.number if row else None


def test_city_totals_are_exact_and_everything_finer_is_not(city: World) -> None:
    city.many(city.teams[0], 13, D(2026, 5, 11))
    city.many(city.teams[2], 14, D(2026, 5, 11), approach="curatief")
    city.many(city.teams[4], 7, D(2026, 5, 11))

    actions.nightly(today=TODAY)

    assert raised("2026-05", "", Level.CITY) == 34
    assert raised("2026-05", "", Level.CITY, sector="PO") == 27
    assert raised("2026-05", "noord", Level.NEIGHBOURHOOD_TEAM) == 15
    assert raised("2026-05", "zuid", Level.NEIGHBOURHOOD_TEAM) == 15
    assert raised("2026-05", "", Level.CITY, breakdown=Breakdown.APPROACH, value="curatief") == 15
    assert raised("2026-05", "10003", Level.BOARD) is None


def test_eight_questions_of_few_pupils_stay_hidden(city: World) -> None:
    for _ in range(4):
        pupil = city.pupil(city.teams[0])
        for day in (3, 10, 17):
            city.close(city.case(pupil, D(2026, 5, day)), D(2026, 5, day + 2))

    actions.nightly(today=TODAY)

    assert raised("2026-05", "noord", Level.NEIGHBOURHOOD_TEAM) is None


def test_open_on_the_last_day_follows_the_team_to_its_new_board(city: World) -> None:
    cases = city.many(city.teams[0], 12, D(2026, 4, 7))
    for case in cases[:2]:
        city.close(case, D(2026, 5, 20))

    actions.nightly(today=TODAY)

    active = PublishedFigure.objects.filter(
        figure="active", level=Level.CITY, sector="PO", breakdown="", publication__kind="month"
    )
    assert {row.publication.first: row.number for row in active} == {
        D(2026, 4, 1): 12,
        D(2026, 5, 1): 10,
        D(2026, 6, 1): 10,
        D(2026, 7, 1): 10,
    }


def test_waits_are_published_as_mean_and_median(city: World) -> None:
    for days in (2, 4, 5, 6, 7, 8, 9, 31):
        city.case(
            city.pupil(city.teams[0]), D(2026, 5, 1), first_support_on=D(2026, 5, 1) + datetime.timedelta(days=days - 1)
        )

    actions.nightly(today=TODAY)

    rows = PublishedFigure.objects.filter(
        figure="wait_support", level=Level.CITY, sector="", breakdown="", publication__kind="month"
    )
    assert {(row.measure, row.number) for row in rows} == {(Measure.MEAN, Decimal(8)), (Measure.MEDIAN, Decimal(6))}


def test_no_row_holds_a_small_number_that_is_no_city_total(city: World) -> None:
    for at, team in enumerate(city.teams):
        city.many(team, at + 3, D(2026, 5, 11))

    actions.nightly(today=TODAY)

    finer = (
        PublishedFigure.objects.exclude(shape=Shape.EXACT).exclude(measure__in=["mean", "median"]).exclude(number=None)
    )
    assert finer.exists()
    assert not finer.filter(number__lt=8).exists()
    assert not PublishedFigure.objects.filter(shape=Shape.EXACT).exclude(level=Level.CITY, breakdown="").exists()


@pytest.fixture
def town(db: None) -> World:
    """Three schools of PO and two of VO."""
    return World([*[("BO", "10001", wijk) for wijk in ("noord", "noord", "zuid")], *[("VO", "10003", "")] * 2])


def test_a_sector_of_two_schools_has_no_exact_total(town: World) -> None:
    town.many(town.teams[0], 9, D(2026, 5, 11))
    town.many(town.teams[3], 9, D(2026, 5, 11))

    actions.nightly(today=TODAY)

    assert raised("2026-05", "", Level.CITY, sector="PO") == 9
    assert raised("2026-05", "", Level.CITY, sector="VO") == 10


def test_a_total_of_the_city_that_betrays_a_small_sector_is_rounded_and_not_withheld(town: World) -> None:
    town.many(town.teams[0], 9, D(2026, 5, 11))
    town.many(town.teams[3], 5, D(2026, 5, 11))

    actions.nightly(today=TODAY)

    assert raised("2026-05", "", Level.CITY, sector="VO") is None
    assert raised("2026-05", "", Level.CITY) == 14
    assert raised("2026-05", "", Level.CITY, sector="PO") == 10, "14 - 9 would be the five of VO"
    totals = PublishedFigure.objects.filter(level=Level.CITY, breakdown="")
    assert not totals.filter(shape=Shape.WITHHELD).exists()
