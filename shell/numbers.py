"""Numbers and days as Dutch readers write them. Pure functions; the template tags and the charts use them."""

import datetime
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from functools import lru_cache

Number = int | Decimal | float
MONTHS = (
    *("januari", "februari", "maart", "april", "mei", "juni"),
    *("juli", "augustus", "september", "oktober", "november", "december"),
)
NARROW = "\N{NO-BREAK SPACE}"  # keeps € and the amount on one line


_DUTCH = str.maketrans(",.", ".,")


class Unit(StrEnum):
    """What a figure counts; decides how it is written."""

    COUNT = "count"  # 1.234
    EURO = "euro"  # € 1.235, whole euros
    EURO_CENT = "euro_cent"  # € 1.234,56
    HOURS = "hours"  # 7,5 uur
    PERCENT = "percent"  # 12 %; the value is 12, not 0.12
    MARK = "mark"  # 7,4
    DAYS = "days"  # 29 dagen


def exact(value: Number) -> Decimal:
    """The Decimal that a reader of this number would write down: 0.1 is 0.1."""
    return Decimal(str(value))


@lru_cache(maxsize=4096)  # a page of figures writes the same few hundred numbers again and again
def write_number(value: Number, decimals: int = 0) -> str:
    """1.234,50; rounded half up, as the Dutch tax office rounds. Minus is a real minus sign."""
    rounded = exact(value).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    text = f"{abs(rounded):,.{decimals}f}".translate(_DUTCH)
    return f"−{text}" if rounded < 0 else text


def write_euro(value: Number, decimals: int = 2) -> str:
    """€ 1.234,56 and € −1.234,56."""
    return f"€{NARROW}{write_number(value, decimals)}"


def write_decimal(value: Number, most: int = 1) -> str:
    """7,5 but 7: no decimals that say nothing."""
    return write_number(value, most).rstrip("0").rstrip(",") if most else write_number(value)


def write(value: Number, unit: Unit) -> str:
    """A value in its unit, short enough for a table or a chart."""
    match unit:
        case Unit.EURO:
            return write_euro(value, 0)
        case Unit.EURO_CENT:
            return write_euro(value)
        case Unit.HOURS:
            return f"{write_decimal(value)}{NARROW}uur"
        case Unit.PERCENT:
            return f"{write_decimal(value)}{NARROW}%"
        case Unit.MARK:
            return write_number(value, 1)
        case Unit.DAYS:
            return f"{write_decimal(value)}{NARROW}{'dag' if value == 1 else 'dagen'}"
        case Unit.COUNT:
            return write_decimal(value)


def write_day(day: datetime.date) -> str:
    """1 september 2026."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def plural(number: int, one: str, many: str) -> str:
    """1 dag, 3 dagen."""
    return f"{write_number(number)} {one if abs(number) == 1 else many}"


def write_due(day: datetime.date, today: datetime.date) -> str:
    """A deadline in words: "vandaag", "morgen", "over 5 dagen", "3 dagen te laat"; further off the day itself."""
    left = (day - today).days
    match left:
        case 0:
            return "vandaag"
        case 1:
            return "morgen"
        case _ if left < 0:
            return f"{plural(-left, 'dag', 'dagen')} te laat"
        case _ if left <= 14:
            return f"over {left} dagen"
        case _:
            return f"op {write_day(day)}"


def write_ago(day: datetime.date, today: datetime.date) -> str:
    """A day that has been: "vandaag", "gisteren", "5 dagen geleden"; longer ago the day itself."""
    since = (today - day).days
    match since:
        case 0:
            return "vandaag"
        case 1:
            return "gisteren"
        case _ if 1 < since <= 14:
            return f"{since} dagen geleden"
        case _:
            return f"op {write_day(day)}"
