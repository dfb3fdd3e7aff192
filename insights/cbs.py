"""What CBS published about youth care in Zwolle: figures that everybody may read, to lay our own beside.

Source: CBS, *Kerncijfers over jeugdzorg naar wijken en buurten*, table 85335NED for 2022 and its predecessor for 2021,
region GM0193. CBS rounds to 5. It counts trajectories of all youths of a municipality up to 23 years; our figures count
requests of the support teams of its schools.
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from cases.enums import Route

SOURCE = "CBS, Kerncijfers over jeugdzorg naar wijken en buurten, tabel 85335NED, gemeente Zwolle"


@dataclass(frozen=True)
class YouthCare:
    """Youths and trajectories of one calendar year; `by_route` the trajectories per referrer (COD327)."""

    year: int
    youths: int
    trajectories: int
    by_route: dict[str, int]

    def share(self, route: str) -> Decimal | None:
        """Whole percents of all trajectories, those of an unknown referrer included; None where CBS gives no number."""
        if route not in self.by_route:
            return None
        part = Decimal(100 * self.by_route[route]) / self.trajectories
        return part.quantize(Decimal(1), rounding=ROUND_HALF_UP)


def _year(year: int, youths: int, trajectories: int, *numbers: int) -> YouthCare:
    routes = (Route.LOCAL, Route.GP, Route.SCHOOL_DOCTOR, Route.GI, Route.SPECIALIST, Route.SELF)
    return YouthCare(year, youths, trajectories, dict(zip(map(str, routes), numbers, strict=True)))


ZWOLLE: tuple[YouthCare, ...] = (
    _year(2021, 3550, 5475, 2495, 1130, 55, 500, 190, 485),
    _year(2022, 3610, 5455, 2390, 1025, 70, 505, 185, 660),
)
