"""When something may be done with money and hours: about the state of things, never about the person."""

import datetime
from fractions import Fraction

from financing.books.pools import Pool, Pools
from financing.listing import hours
from schools.policies import NotPossible
from shell.numbers import write_day


def check_in_area(pools: Pools, *, team: str, location: str, day: datetime.date) -> None:
    """An agreement is for a school in the wijkteam's own area on its first day [formats]. Raises NotPossible."""
    place = pools.place(location, day)
    if place is None or place.team != team:
        raise NotPossible(f"Deze school hoort op {write_day(day)} niet bij het gebied van dit wijkteam.")


def check_within_pool(pool: Pool, *, day: datetime.date) -> None:
    """All agreements of a wijkteam together never exceed its pool on a day of a new one [domain 3.7]. Raises NotPossible."""
    if pool.free < 0:
        raise NotPossible(
            f"Op {write_day(day)} is dan {_hours(pool.agreed)} uur afgesproken, en dat is {_hours(-pool.free)} uur meer dan de pool "
            f"van {_hours(pool.size)} uur ({pool.locations} scholen × {_hours(pool.norm)} uur). "
            "Verlaag eerst de uren van een andere school."
        )


def _hours(amount: Fraction) -> str:
    return hours(amount).replace(".", ",")
