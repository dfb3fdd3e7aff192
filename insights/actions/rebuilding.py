"""Summaries from scratch: what the cases and the remains of removed ones count for. Answers the same as folding did."""

import datetime

from django.db import connection

from accounts.acting import working
from insights import contributions
from insights.models import HoursCount, HoursDelta, HoursRemains, QuestionCount, QuestionDelta, QuestionRemains


def _of_questions() -> str:
    """Everything that is counted of pupils."""
    return " union all ".join(
        f"select {', '.join((*QuestionCount.KEY, *QuestionCount.MEASURES))} from ({part()}) part"
        for part in (contributions.questions, contributions.collective, contributions.absences)
    )


SUMMARIES = (
    (QuestionCount, QuestionDelta, QuestionRemains, _of_questions),
    (HoursCount, HoursDelta, HoursRemains, contributions.hours),
)


def rebuild(*, today: datetime.date) -> None:
    """Make every summary again, in one transaction. Changes that are under way wait until it is done."""
    with working(today=today, action="insights.rebuild"), connection.cursor() as cursor:
        for count, delta, remains, counted in SUMMARIES:
            key, measures = ", ".join(count.KEY), ", ".join(count.MEASURES)
            sums = ", ".join(f"sum({name})" for name in count.MEASURES)
            nothing = " and ".join(f"sum({name}) = 0" for name in count.MEASURES)
            tables = {
                name: model._meta.db_table for name, model in (("delta", delta), ("count", count), ("remains", remains))
            }
            # Who has appended a delta has this lock until the end of its transaction: from here on we see all of it.
            cursor.execute(f"lock table {tables['delta']} in exclusive mode")
            cursor.execute(f"delete from {tables['delta']}; delete from {tables['count']}")
            cursor.execute(
                f"insert into {tables['count']} ({key}, {measures}) select {key}, {sums} from ("
                f"{counted()} union all select {key}, {measures} from {tables['remains']}) everything "
                f"group by {key} having not ({nothing})"
            )
