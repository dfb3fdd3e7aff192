"""The resources of API v1."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar

from django.conf import settings

from cases.enums import Approach, EscalationStatus, Route, Theme
from cases.models.support import SupportForm
from insights import publication as rule
from insights import reading
from insights.api import schemas
from insights.api.document import described
from insights.api.parameters import Parameters
from insights.api.resources import Asking, Item, Resource
from insights.cells import VALUES
from insights.definitions import DEFINITIONS
from insights.enums import Breakdown, Figure, Handling, Level, Measure
from insights.periods import Period
from insights.reading import Scope, UnitName, Wanted
from insights.state import tables_in
from schools.enums import Sector, SupportDomain
from schools.models import Municipality

STATUS = {
    rule.Exact: "exact",
    rule.Rounded: "rounded",
    rule.Statistic: "statistic",
    rule.Suppressed: "suppressed",
    rule.Withheld: "withheld",
    rule.Pending: "pending",
    rule.NotCounted: "notCounted",
}
LABELS = {
    Breakdown.THEME: dict(Theme.choices),
    Breakdown.APPROACH: dict(Approach.choices),
    Breakdown.ROUTE: dict(Route.choices),
    Breakdown.KIND: {**dict(EscalationStatus.choices), **dict(Handling.choices)},
    Breakdown.DOMAIN: dict(SupportDomain.choices),
    Breakdown.FORM: dict(SupportForm.choices),
}


@dataclass(frozen=True)
class Asked:
    """What a client asks of published figures."""

    periods: list[Period]
    level: Level
    unit: str
    sector: str
    breakdown: Breakdown


#: The levels whose units are places in the city.
NAMED = (Level.NEIGHBOURHOOD_TEAM, Level.BOARD, Level.LOCATION)


class PublishedResource(Resource):
    """Published figures per period, unit and breakdown. `columns`: name in the answer, figure, measure."""

    columns: ClassVar[tuple[tuple[str, Figure, Measure], ...]] = ()
    breakdowns: ClassVar[tuple[Breakdown, ...]] = ()
    tables = tables_in(reading.NAMES, reading.READ) | {Municipality._meta.db_table}
    named = NAMED

    def __init_subclass__(cls) -> None:
        cls.parameters = ("period", "periods", "periodKind", "level", "unit", "sector")
        cls.parameters += ("breakdown",) if cls.breakdowns else ()

    def read(self, parameters: Parameters) -> Asked:
        return Asked(
            parameters.periods(),
            Level(parameters.choice("level", Level.values, Level.CITY)),
            parameters.text("unit"),
            parameters.choice("sector", Sector.values),
            Breakdown(parameters.choice("breakdown", self.breakdowns)),
        )

    def answer(self, asking: Asking) -> Sequence[Item]:
        asked: Asked = asking.what
        after, size = asking.page.after, asking.page.size
        units = {
            unit.code: unit for unit in units_of(asked.level, asking.units) if not asked.unit or unit.code == asked.unit
        }
        values = VALUES.get((self.columns[0][1], asked.breakdown), ())
        keys = sorted(
            (f"{period.first:%Y-%m}", code, value) for period in asked.periods for code in units for value in values
        )
        start = bisect_right(keys, tuple(after.split("~"))) if after else 0
        here = keys[start : start + size + 1]
        by_month = {f"{period.first:%Y-%m}": period for period in asked.periods}
        periods = list(dict.fromkeys(by_month[month] for month, _, _ in here))
        if not periods:
            return []
        scope = Scope(asked.level, asked.unit or ("" if asked.level == Level.CITY else "*"), asked.sector)
        cells = {figure: (asked.breakdown,) for _, figure, _ in self.columns}
        figures = reading.figures(periods, [Wanted(scope, cells)], today=asking.today)
        return [("~".join(key), self._item(by_month[key[0]], units[key[1]], asked, key[2], figures)) for key in here]

    def _item(
        self, period: Period, unit: UnitName, asked: Asked, value: str, figures: reading.Figures
    ) -> dict[str, Any]:
        scope = Scope(asked.level, unit.code, asked.sector)
        label = LABELS[asked.breakdown][value] if asked.breakdown else "Totaal"
        item = {
            "period": as_period(period),
            "revision": figures.revisions.get(period),
            "sector": asked.sector,
            "unit": {"level": unit.level, "code": unit.code, "name": unit.name},
            "breakdown": {"by": asked.breakdown.value, "value": value, "label": label},
        }
        for name, figure, measure in self.columns:
            shown = figures.get(figure, period, scope, breakdown=asked.breakdown, value=value, measure=measure)
            item[name] = as_json(shown)
        return item


def as_period(period: Period) -> dict[str, str]:
    """A period as the API tells it."""
    return {
        "code": period.code,
        "kind": period.kind.value,
        "start": period.first.isoformat(),
        "until": period.after.isoformat(),
        "countedOn": period.counted_on.isoformat(),
    }


def as_json(shown: rule.Published) -> dict[str, Any]:
    """A figure as the API tells it. What hides it has no number to tell."""
    number = _plain(shown.number) if isinstance(shown, rule.Shown) else None
    return {"status": STATUS[type(shown)], "number": number, "text": shown.text}


def _plain(number: int | Decimal) -> int | float:
    return int(number) if number == int(number) else float(number)


def units_of(level: Level, known: Iterable[UnitName]) -> list[UnitName]:
    """The units of a level by name; those of a place in the city are `known`."""
    if level == Level.CITY:
        return [UnitName(level, "", "Zwolle")]
    if level == Level.HOME:
        rows = Municipality.objects.using(settings.FIGURES_DATABASE).values_list("code", "name", "id")
        return [UnitName(level, *row) for row in rows]
    return [unit for unit in known if unit.level == level]


COUNT, MEAN, MEDIAN = Measure.COUNT, Measure.MEAN, Measure.MEDIAN


@described("statistics-questions", "Ondersteuningsvragen", schemas.Questions, ("theme", "approach"))
class Questions(PublishedResource):
    breakdowns = (Breakdown.THEME, Breakdown.APPROACH)
    columns = (("raised", Figure.RAISED, COUNT), ("active", Figure.ACTIVE, COUNT), ("closed", Figure.CLOSED, COUNT))


@described("statistics-handling", "Wie vragen afhandelde", schemas.Handling, ("kind", "theme", "approach"))
class HandlingResource(PublishedResource):
    breakdowns = (Breakdown.KIND, Breakdown.THEME, Breakdown.APPROACH)
    columns = (("closed", Figure.CLOSED, COUNT),)


@described("statistics-escalations", "Opschalingen", schemas.Escalations, ("route", "kind", "theme"))
class Escalations(PublishedResource):
    breakdowns = (Breakdown.ROUTE, Breakdown.KIND, Breakdown.THEME)
    columns = (("escalated", Figure.ESCALATED, COUNT),)


@described("statistics-support", "Ondersteuning", schemas.Supported, ("domain", "form"))
class SupportStarted(PublishedResource):
    breakdowns = (Breakdown.DOMAIN, Breakdown.FORM)
    columns = (("support", Figure.SUPPORT, COUNT),)


@described("statistics-absence", "Verzuim en thuiszitters", schemas.Absences, published=True)
class Absence(PublishedResource):
    columns = (("absent", Figure.ABSENT, COUNT), ("thuiszitter", Figure.THUISZITTER, COUNT))


@described("statistics-waiting", "Wachten", schemas.Waiting, ("theme",))
class Waiting(PublishedResource):
    breakdowns = (Breakdown.THEME,)
    columns = (
        ("supportMean", Figure.WAIT_SUPPORT, MEAN),
        ("supportMedian", Figure.WAIT_SUPPORT, MEDIAN),
        ("decisionMean", Figure.WAIT_DECISION, MEAN),
        ("decisionMedian", Figure.WAIT_DECISION, MEDIAN),
        ("startMean", Figure.WAIT_START, MEAN),
        ("startMedian", Figure.WAIT_START, MEDIAN),
    )


@described("statistics-marks", "Cijfers van leerlingen en ouders", schemas.Marks, ("theme",))
class Marks(PublishedResource):
    breakdowns = (Breakdown.THEME,)
    columns = (("pupil", Figure.MARK_PUPIL, MEAN), ("parents", Figure.MARK_PARENTS, MEAN))


@described("definitions", "Wat de cijfers betekenen", schemas.Definition)
class Definitions(Resource):
    def answer(self, asking: Asking) -> Sequence[Item]:
        found = sorted(DEFINITIONS.values(), key=lambda one: one.code)
        items = [
            (
                one.code,
                {
                    "code": str(one.code),
                    "label": one.label,
                    "what": one.what,
                    "source": one.source,
                    "moment": one.moment,
                    "since": one.since,
                    "unit": one.unit.value,
                },
            )
            for one in found
            if one.code > asking.page.after
        ]
        return items[: asking.page.size + 1]
