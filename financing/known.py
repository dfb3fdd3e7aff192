"""The facts as they were stored at an earlier moment: "as known on" a day [issue: months are closed].

The log of changing has every row of a fact as it was before each change (`accounts.rows`), so what was stored is what
stands now with the changes since then undone. Inside `known_at`, a table name in a SELECT stands for its rows of that moment:
each statement is led by common table expressions with those names. So whatever reads facts answers as it would have then.
Closed months and their lines never change; of those, the ones that were closed by then count.
"""

import datetime
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.db import connection, models
from django.utils import timezone

#: Tables whose rows decide what the books say. The user has columns that no hat may read; these are enough.
FACTS = (
    "financing.HoursRate",
    "financing.HoursNorm",
    "financing.YearlyCost",
    "financing.Placement",
    "financing.Actual",
    "financing.CostShareRule",
    "financing.CostShareLine",
    "financing.FundingSource",
    "financing.HoursAgreement",
    "financing.LoggedHours",
    "financing.CareAssumption",
    "schools.Appointment",
    "schools.LocationPeriod",
    "schools.SchoolLocation",
    "schools.SupportTeam",
    "schools.Arrangement",
    "schools.ArrangementTerms",
    "schools.Municipality",
    "schools.SchoolBoard",
    "schools.NeighbourhoodTeam",
    "schools.Employer",
    "accounts.User",
)
ONLY = {"accounts_user": ("id", "email", "name")}


def end_of(day: datetime.date) -> datetime.datetime:
    """The moment at which a day ends here."""
    return timezone.make_aware(datetime.datetime.combine(day + datetime.timedelta(days=1), datetime.time.min))


@contextmanager
def known_at(moment: datetime.datetime | None) -> Iterator[None]:
    """What is read in here was stored before this moment; None: what is stored now. For the controller and the worker."""
    if moment is None:
        yield
        return
    with connection.execute_wrapper(_Earlier(moment)):
        yield


class _Earlier:
    """Leads each SELECT with the earlier rows of the tables that it names."""

    def __init__(self, moment: datetime.datetime) -> None:
        at = f"timestamptz '{moment.isoformat()}'"
        tables = {model._meta.db_table: _columns(model) for model in map(apps.get_model, FACTS)}
        self._rows = {table: _as_stored(table, columns, at) for table, columns in tables.items()} | _closed(at)

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        named = [table for table in self._rows if table in sql]
        if named:
            if not sql.lstrip().lower().startswith("select"):
                raise RuntimeError("only a plain SELECT can be asked about an earlier moment")
            sql = f"with {', '.join(f'{table} as ({self._rows[table]})' for table in named)} {sql}"
        return execute(sql, params, many, context)


def _columns(model: type[models.Model]) -> tuple[str, ...]:
    table = model._meta.db_table
    return ONLY.get(table) or tuple(str(field.column) for field in model._meta.concrete_fields)


def _as_stored(table: str, columns: tuple[str, ...], at: str) -> str:
    """Rows that did not change since, and the others as they were; what came later is left out."""
    now = ", ".join(f't."{column}"' for column in columns)
    then = ", ".join(f'r."{column}"' for column in columns)
    since = f"app.money_facts_since('{table}', {at}) c"
    return (
        f"select {now} from public.{table} t where t.id not in (select c.row_id from {since}) union all "
        f"select {then} from {since} cross join lateral jsonb_populate_record(null::public.{table}, c.was) r "
        "where c.was is not null"
    )


def _closed(at: str) -> dict[str, str]:
    """Of the lines only those of closed months: an open month is computed from the facts."""
    months = f"select * from public.financing_closedmonth where closed_at < {at}"
    last = f"select max(month) from public.financing_closedmonth where closed_at < {at}"
    return {
        "financing_closedmonth": months,
        "financing_budgetline": f"select * from public.financing_budgetline where closed and month <= ({last})",
    }
