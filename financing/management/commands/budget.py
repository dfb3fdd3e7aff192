"""The budget listing: `manage.py budget 2017|2017-2018 [--format csv|json|xlsx] [--op DATE] [--bekend-op DATE]
[--cover|--pools]`."""

import datetime
from argparse import ArgumentTypeError
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts.acting import working
from financing.answers import Books
from financing.books.calendar import Months, NotAPeriod
from financing.listing import Table, as_csv, as_json, as_xlsx, budget_table, cover_table, pools_table


class Command(BaseCommand):
    help = (
        "Geeft de begroting van een kalenderjaar of schooljaar, de dekking van een jaar, of de uren van de wijkteams."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("period", metavar="PERIODE", help="2017, 2017-2018, of met --pools een dag: 2018-03-01")
        parser.add_argument("--format", choices=["csv", "json", "xlsx"], default="csv")
        parser.add_argument("--op", type=_day, metavar="DATUM", help="stand op deze dag; anders vandaag")
        parser.add_argument(
            "--bekend-op",
            type=_day,
            metavar="DATUM",
            help="met de gegevens zoals die aan het eind van deze dag waren vastgelegd; zonder --op is dat ook de stand",
        )
        kind = parser.add_mutually_exclusive_group()
        kind.add_argument("--cover", action="store_true", help="de dekking, van een kalenderjaar")
        kind.add_argument("--pools", action="store_true", help="de uren van de wijkteams, op een dag")

    def handle(self, *_args: Any, period: str, **options: Any) -> None:
        today = timezone.localdate()
        known: datetime.date | None = options["bekend_op"]
        reference = options["op"] or known or today
        with working(today=today, action="financing.budget"):
            table = _table(Books(known=known), period, reference, cover=options["cover"], pools=options["pools"])
        if options["format"] == "xlsx":
            self.stdout.flush()
            self.stdout._out.buffer.write(as_xlsx(table))  # type: ignore[attr-defined]  # bytes, not text
        else:
            self.stdout.write(as_csv(table) if options["format"] == "csv" else as_json(table), ending="")


def _table(books: Books, period: str, reference: datetime.date, *, cover: bool, pools: bool) -> Table:
    try:
        if pools:
            return pools_table(books.pools(_day(period)))
        months = Months.parse(period)
        if not cover:
            return budget_table(books.budget(months, reference=reference))
        if len(months.months) != 12 or months.months.start % 12:
            raise NotAPeriod("dekking wordt per kalenderjaar gerekend; schrijf een jaar als 2018")
        return cover_table(books.cover(months.months.start // 12, reference=reference))
    except (NotAPeriod, ArgumentTypeError) as error:
        raise CommandError(str(error)) from None


def _day(text: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"‘{text}’ is geen dag; schrijf een dag als 2018-03-01") from None
