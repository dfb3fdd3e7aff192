"""Form fields in Dutch notation: a date, a period, a number with a decimal comma."""

import datetime
import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.backends.postgresql.psycopg_any import DateRange

ONE_DAY = datetime.timedelta(days=1)
YEARS = range(1900, 2200)  # a year outside is a typing error
MONTHS = ("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
FULL_MONTHS = (
    *("januari", "februari", "maart", "april", "mei", "juni"),
    *("juli", "augustus", "september", "oktober", "november", "december"),
)
DAY_FIRST = re.compile(r"(\d{1,2})[-/. ]+(\d{1,2})[-/. ]+(\d{4})")
YEAR_FIRST = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
MONTH_NAME = re.compile(r"(\d{1,2})[-. ]*([a-z]+)[-. ]*(\d{4})")
DIGITS_ONLY = re.compile(r"(\d{2})(\d{2})(\d{4})")
SHORT_YEAR = re.compile(r"\d{1,2}[-/. ]+(\d{1,2}|[a-z]+)[-/. ]+\d{2}")

Day = datetime.date
Bound = Day | Callable[[], Day] | None


def parse_date(text: str) -> Day | None:
    """The day that `text` means, in Dutch order; None when it is not a date.

    1-9-2026, 01/09/2026, 1 9 2026, 01092026 (a phone's digits), 2026-09-01, 1 sep 2026, 1 september 2026.
    """
    text = text.strip().lower()
    if found := YEAR_FIRST.fullmatch(text):
        year, month, day = (int(part) for part in found.groups())
    elif found := DAY_FIRST.fullmatch(text) or DIGITS_ONLY.fullmatch(text):
        day, month, year = (int(part) for part in found.groups())
    elif found := MONTH_NAME.fullmatch(text):
        day, month, year = int(found[1]), _month(found[2]), int(found[3])
    else:
        return None
    try:
        return Day(year, month, day) if year in YEARS else None
    except ValueError:
        return None


def _month(name: str) -> int:
    """1 to 12 for a month's name or its usual short forms, else 0."""
    if name in MONTHS:
        return MONTHS.index(name) + 1
    matches = [number for number, full in enumerate(FULL_MONTHS, start=1) if len(name) >= 3 and full.startswith(name)]
    return matches[0] if len(matches) == 1 else 0


def write_date(day: Day) -> str:
    """1-9-2026, as people write it in a form."""
    return f"{day.day}-{day.month}-{day.year}"


class DutchDateInput(forms.TextInput):
    """A text box: the browser's own date control shows mm/dd to some and cannot be pasted into."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"inputmode": "numeric", "autocomplete": "off", **(attrs or {})})

    def format_value(self, value: Any) -> str | None:
        if isinstance(value, Day):
            return write_date(value)
        return str(value) if value else None


class DutchDateField(forms.Field):
    """A day in Dutch order, see `parse_date`. `earliest` and `latest` are included; a callable is asked each time."""

    widget = DutchDateInput
    default_error_messages = {
        "invalid": "Vul een datum in, bijvoorbeeld 1-9-2026.",
        "short_year": "Vul het jaar in met 4 cijfers, bijvoorbeeld 1-9-2026.",
        "too_early": "Vul een datum in op of na %(limit)s.",
        "too_late": "Vul een datum in op of voor %(limit)s.",
    }

    def __init__(self, *, earliest: Bound = None, latest: Bound = None, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", "Bijvoorbeeld 1-9-2026")
        self.earliest, self.latest = earliest, latest
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Day | None:
        if value in self.empty_values:
            return None
        if isinstance(value, datetime.datetime):
            return value.date()
        if isinstance(value, Day):
            return value
        if day := parse_date(str(value)):
            return day
        code = "short_year" if SHORT_YEAR.fullmatch(str(value).strip().lower()) else "invalid"
        raise ValidationError(self.error_messages[code], code=code)

    def validate(self, value: Any) -> None:
        super().validate(value)
        earliest, latest = _now(self.earliest), _now(self.latest)
        if value and earliest and value < earliest:
            raise ValidationError(self.error_messages["too_early"], "too_early", {"limit": write_date(earliest)})
        if value and latest and value > latest:
            raise ValidationError(self.error_messages["too_late"], "too_late", {"limit": write_date(latest)})

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return self.to_python(initial) != self.to_python(data)
        except ValidationError:
            return True


def _now(bound: Bound) -> Day | None:
    return bound() if callable(bound) else bound


class PeriodInput(forms.MultiWidget):
    """Two text boxes, first and last day."""

    part_labels: Sequence[str] = ("Van", "Tot en met")

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__([DutchDateInput(), DutchDateInput()], attrs)

    def decompress(self, value: Any) -> list[Any]:
        return list(first_and_last(value)) if isinstance(value, DateRange) else [None, None]


def first_and_last(period: DateRange) -> tuple[Day | None, Day | None]:
    """The first and the last day of a half-open period, both included; None where it is open."""
    return period.lower, period.upper - ONE_DAY if period.upper else None


def write_period(period: DateRange) -> str:
    """1-9-2026 tot en met 31-7-2027, or "vanaf" when it goes on."""
    first, last = first_and_last(period)
    if first and last:
        return f"{write_date(first)} tot en met {write_date(last)}"
    if first:
        return f"vanaf {write_date(first)}"
    return f"tot en met {write_date(last)}" if last else "altijd"


class PeriodField(forms.MultiValueField):
    """A first and a last day, both included, as a half-open `DateRange`.

    `open_ended`: the last day may stay empty, the period then goes on.
    """

    widget = PeriodInput
    default_error_messages = {
        "invalid": "Vul twee datums in, bijvoorbeeld 1-9-2026 en 31-7-2027.",
        "no_start": "Vul in vanaf welke dag.",
        "no_end": "Vul in tot en met welke dag.",
        "reversed": "De laatste dag ligt voor de eerste dag. Vul een latere laatste dag in.",
    }

    def __init__(self, *, open_ended: bool = True, **kwargs: Any) -> None:
        self.open_ended = open_ended
        open_hint = ". Laat de laatste dag leeg als u die nog niet weet." if open_ended else ""
        kwargs.setdefault("help_text", f"Bijvoorbeeld 1-9-2026{open_hint}")
        days = (DutchDateField(required=False), DutchDateField(required=False))
        super().__init__(fields=days, require_all_fields=False, **kwargs)

    def compress(self, data_list: Sequence[Any]) -> DateRange | None:
        if not any(data_list):
            return None
        first, last = data_list
        if not first:
            raise ValidationError(self.error_messages["no_start"], code="no_start")
        if not last and not self.open_ended:
            raise ValidationError(self.error_messages["no_end"], code="no_end")
        if last and last < first:
            raise ValidationError(self.error_messages["reversed"], code="reversed")
        return DateRange(first, last + ONE_DAY if last else None, "[)")


class DutchDecimalField(forms.DecimalField):
    """A number as Dutch people write it: 1.234,56 or 1234,5. A dot before exactly three digits separates thousands."""

    widget = forms.TextInput
    THOUSANDS = re.compile(r"-?\d{1,3}(\.\d{3})+")

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.widget.attrs.setdefault("inputmode", "decimal")
        self.widget.attrs.setdefault("autocomplete", "off")

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            value = value.replace("€", "").replace("\N{NO-BREAK SPACE}", "").replace(" ", "")
            if "," in value or self.THOUSANDS.fullmatch(value):
                value = value.replace(".", "").replace(",", ".")
        return super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, Decimal | int | float):
            return str(value).replace(".", ",")
        return value


class EuroField(DutchDecimalField):
    """An amount in euros with at most two decimals. Draw it with crispy's `PrependedText(name, "€")`."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_digits": 12, "decimal_places": 2, **kwargs})
