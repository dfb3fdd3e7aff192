"""What changes figures. All of it is the worker's: no person and no program writes a figure."""

import datetime

from insights.actions.days import refresh_days
from insights.actions.folding import fold, fold_all, fold_changes
from insights.actions.money import refresh_money
from insights.actions.participation import fix_participation
from insights.actions.places import refresh_places
from insights.actions.publishing import publish_due
from insights.actions.rebuilding import rebuild
from insights.actions.teams import refresh_teams

__all__ = [
    "fix_participation",
    "fold",
    "fold_all",
    "fold_changes",
    "keep_up",
    "nightly",
    "publish_due",
    "rebuild",
    "refresh_days",
    "refresh_money",
    "refresh_places",
    "refresh_teams",
]


def keep_up(*, today: datetime.date) -> None:
    """What changed since the last time: counts, money, where teams stand and how they do."""
    refresh_places(today=today)
    refresh_money(today=today)
    refresh_teams(today=today)
    fold_all(today=today)
    fold_changes(today=today)


def nightly(*, today: datetime.date, weigh: bool = True) -> None:
    """Everything of a night, in the order in which one needs the other. Only invented figures may go without `weigh`."""
    refresh_days(today=today)
    refresh_places(today=today, anyway=True)
    refresh_money(today=today)
    refresh_teams(today=today, anyway=True)
    fold_all(today=today)
    publish_due(today=today, weigh=weigh)
    fix_participation(today=today)
    fold_changes(today=today)
