"""Folding: appended deltas become counts. As often as one likes, and by several workers at once."""

import datetime

from django.db import connection

from accounts.acting import working
from insights.models import HoursCount, HoursDelta, HoursShape, QuestionCount, QuestionDelta, QuestionShape

BATCH = 5000
SUMMARIES: tuple[tuple[type[QuestionShape | HoursShape], type[QuestionShape | HoursShape]], ...] = (
    (QuestionDelta, QuestionCount),
    (HoursDelta, HoursCount),
)


def fold(*, today: datetime.date, batch: int = BATCH) -> int:
    """Fold at most `batch` deltas of each summary; how many were folded. One transaction: killed halfway, nothing
    happened. Rows that another worker folds now are skipped."""
    with working(today=today, action="insights.fold"):
        return sum(_fold(delta, count, batch) for delta, count in SUMMARIES)


def fold_all(*, today: datetime.date) -> int:
    """Fold until nothing is left that is not being folded elsewhere."""
    done = 0
    while folded := fold(today=today):
        done += folded
    return done


def _fold(delta: type[QuestionShape | HoursShape], count: type[QuestionShape | HoursShape], batch: int) -> int:
    key, measures = ", ".join(delta.KEY), ", ".join(delta.MEASURES)
    sums = ", ".join(f"sum({name}) as {name}" for name in delta.MEASURES)
    added = ", ".join(f"{name} = kept.{name} + excluded.{name}" for name in delta.MEASURES)
    table, target = delta._meta.db_table, count._meta.db_table
    with connection.cursor() as cursor:
        # In order of key, so that two workers wait for each other and never in a circle.
        cursor.execute(
            f"""
            with gone as (
              delete from {table} where id in (select id from {table} order by id limit %s for update skip locked) returning *
            ), folded as (
              insert into {target} as kept ({key}, {measures})
              select {key}, {sums} from gone group by {key} order by {key}
              on conflict ({key}) do update set {added} returning 1
            )
            select (select count(*) from gone), (select count(*) from folded)
            """,
            [batch],
        )
        return int(cursor.fetchone()[0])


# Many changes of one source become one, with the newest key: what `insights.state` reads of it stays the same.
_CHANGES = """
with gone as (
  delete from insights_sourcechange
  where source in (select source from insights_sourcechange group by source having count(*) > 1) returning *
)
insert into insights_sourcechange (id, source, times)
select max(id::text)::uuid, source, sum(times) from gone group by source
"""


def fold_changes(*, today: datetime.date) -> None:
    """Add up what the watched tables told. By one worker at a time; what comes in meanwhile stays for the next time."""
    with working(today=today, action="insights.fold_changes"), connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtext('insights.fold_changes'))")
        cursor.execute(_CHANGES)
