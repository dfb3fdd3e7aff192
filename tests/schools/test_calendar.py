"""School years, holidays of region Noord, school days and school weeks."""

import csv
import datetime
import itertools

import pytest

from schools import calendar
from schools.calendar import CalendarUnknown, SchoolYear
from schools.holidays import HOLIDAYS, public_holidays
from tests.shared import shared

Day = datetime.date


def test_a_school_year_runs_from_1_august_to_31_july():
    assert SchoolYear.of(Day(2018, 7, 31)) == SchoolYear(2017)
    assert SchoolYear.of(Day(2018, 8, 1)) == SchoolYear(2018)
    assert (SchoolYear(2017).first, SchoolYear(2017).after) == (Day(2017, 8, 1), Day(2018, 8, 1))
    assert str(SchoolYear.parse("2017-2018")) == "2017-2018"


@pytest.mark.parametrize("text", ["2017", "2017-2019", "2018-2017", "17-18", "2017-2018-", ""])
def test_what_is_no_school_year_is_refused(text):
    with pytest.raises(ValueError, match="schrijf een schooljaar als 2017-2018"):
        SchoolYear.parse(text)


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (Day(2017, 10, 20), None),  # the Friday before
        (Day(2017, 10, 21), "herfstvakantie"),
        (Day(2017, 10, 29), "herfstvakantie"),
        (Day(2017, 10, 30), None),
        (Day(2018, 2, 17), "weekend"),  # spring holiday in the south, not here
        (Day(2018, 4, 2), "Tweede paasdag"),
        (Day(2018, 5, 10), "Hemelvaartsdag"),
        (Day(2018, 5, 11), None),
        (Day(2018, 5, 21), "Tweede pinksterdag"),
        (Day(2018, 3, 30), None),  # Good Friday: a school's own choice
        (Day(2025, 4, 27), "meivakantie"),
        (Day(2026, 11, 20), None),
    ],
)
def test_why_there_is_no_school(day, why):
    assert calendar.free_because(day) == why
    assert calendar.is_school_day(day) is (why is None)


def test_kings_day_is_never_on_a_sunday():
    assert public_holidays(2025)[Day(2025, 4, 26)] == "Koningsdag"
    assert public_holidays(2026)[Day(2026, 4, 27)] == "Koningsdag"


def test_school_days_of_a_week_with_a_holiday_in_it():
    week = calendar.school_days(Day(2018, 5, 7), Day(2018, 5, 14))
    assert list(week) == [Day(2018, 5, 7), Day(2018, 5, 8), Day(2018, 5, 9), Day(2018, 5, 11)]


def test_a_week_counts_when_it_has_a_school_day():
    assert calendar.school_weeks(Day(2017, 12, 20), Day(2018, 1, 10)) == [Day(2017, 12, 18), Day(2018, 1, 8)]
    assert calendar.school_weeks_between(Day(2017, 12, 25), Day(2018, 1, 8)) == 0


@pytest.mark.parametrize(("begins_in", "weeks"), [(2016, 42), (2017, 41), (2018, 40), (2023, 41), (2026, 42)])
def test_school_weeks_of_a_year(begins_in, weeks):
    assert calendar.weeks_of_year(SchoolYear(begins_in)) == weeks


def test_four_consecutive_school_weeks_span_the_holiday_between_them():
    assert calendar.start_of_school_weeks(Day(2018, 1, 17), 4) == Day(2017, 12, 11)
    assert calendar.start_of_school_weeks(Day(2018, 3, 28), 4) == Day(2018, 3, 5)
    assert calendar.start_of_school_weeks(Day(2018, 1, 3), 1) == Day(2017, 12, 18)  # asked in the holiday itself


def test_the_end_of_six_school_weeks():
    assert calendar.add_school_weeks(Day(2017, 12, 11), 4) == Day(2018, 1, 20)
    assert calendar.add_school_weeks(Day(2018, 3, 5), 6) == Day(2018, 4, 14)


@pytest.mark.parametrize("day", [Day(2016, 7, 31), Day(2030, 8, 1)])
def test_it_refuses_to_guess(day):
    with pytest.raises(CalendarUnknown, match="bekend van 01-08-2016 tot 01-08-2030"):
        calendar.is_school_day(day)


def test_looking_back_past_what_is_known_is_refused():
    with pytest.raises(CalendarUnknown):
        calendar.start_of_school_weeks(Day(2016, 9, 1), 3)


def test_every_holiday_runs_from_saturday_to_sunday_and_none_overlap():
    for before, after in itertools.pairwise(HOLIDAYS):
        assert before.last < after.first
    assert {(holiday.first.isoweekday(), holiday.last.isoweekday()) for holiday in HOLIDAYS} == {(6, 7)}


def test_holidays_agree_with_the_published_ones():
    """OpenHolidays, region NO: everything from its beginning (Christmas 2019) on, to the day."""
    with shared("data/vakanties/openholidays_nl_school.csv").open(encoding="utf-8-sig", newline="") as file:
        published = {
            (Day.fromisoformat(row["StartDate"]), Day.fromisoformat(row["EndDate"]))
            for row in csv.DictReader(file, delimiter=";")
            if "NO" in row["Groups"].split(",")
        }
    since = min(first for first, _ in published)
    assert {(holiday.first, holiday.last) for holiday in HOLIDAYS if holiday.first >= since} == published


def test_public_holidays_agree_with_the_published_ones():
    """The same, but for Good Friday and for Liberation Day in the years when people work."""
    with shared("data/vakanties/openholidays_nl_public.csv").open(encoding="utf-8-sig", newline="") as file:
        published = {
            Day.fromisoformat(row["StartDate"]): row["Name"].split(",")[0].removeprefix("NL ")
            for row in csv.DictReader(file, delimiter=";")
        }
    expected = {
        day: name
        for day, name in published.items()
        if name != "Goede vrijdag" and (name != "Bevrijdingsdag" or day.year % 5 == 0)
    }
    ours = {day: name for year in range(2020, 2031) for day, name in public_holidays(year).items()}
    assert ours == expected
