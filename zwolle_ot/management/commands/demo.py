"""`manage.py demo`: the demo world, made once. `manage.py demo --people`: who can sign in, for the terminal."""

import argparse
import datetime
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from zwolle_ot.demo import build, sign_in


class Command(BaseCommand):
    help = "Makes the demo world: the real schools of Zwolle with invented people, children and questions."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--today", type=_day, help="make it as on this day, such as 2026-11-22 (default: today)")
        parser.add_argument(
            "--scale", type=float, default=1.0, help="the number of questions, as a share of the usual one"
        )
        parser.add_argument("--people", action="store_true", help="only list the people to sign in as")

    def handle(self, *, today: datetime.date | None, scale: float, people: bool, **options: Any) -> None:  # noqa: ARG002
        try:
            if people:
                build.check_there()
                self.stdout.write(sign_in.listing())
                return
            started = time.monotonic()
            day = today or timezone.localdate()
            made = build.build(today=day, say=lambda step: self.stderr.write(f"demo: {step}"), scale=scale)
        except build.NoDemo as refusal:
            raise CommandError(str(refusal)) from refusal
        if made:
            self.stderr.write(f"demo: made in {time.monotonic() - started:.0f} seconds")


def _day(text: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} is no day; write it as 2026-11-22") from None
