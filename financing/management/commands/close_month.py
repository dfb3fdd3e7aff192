"""Closes a month: `manage.py close_month 2018-03`."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts.acting import working
from financing.actions import close_month
from financing.books.calendar import NotAPeriod, label, parse_month
from financing.books.closing import CannotClose


class Command(BaseCommand):
    help = "Sluit een maand af; de eerste keer ook alle maanden ervoor. Wat later bekend wordt, is een correctie."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("month", metavar="JJJJ-MM")

    def handle(self, *_args: Any, month: str, **_options: Any) -> None:
        today = timezone.localdate()
        try:
            chosen = parse_month(month)
            with working(today=today, action="financing.close_month"):
                lines = close_month(by=None, month=chosen, today=today)
        except (NotAPeriod, CannotClose) as refused:
            raise CommandError(str(refused)) from None
        self.stdout.write(f"{label(chosen)} is afgesloten: {lines} regels staan vast.")
