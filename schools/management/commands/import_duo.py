"""Takes in a location register of DUO: `manage.py import_duo FILE`. See docs/importing.md."""

import datetime
from argparse import ArgumentTypeError
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from tqdm import tqdm

from accounts.acting import working
from schools.actions.register import STEPS, take_in_release
from schools.duo.reading import RegisterRefused, read_register, release_in_name
from schools.duo.report import written


class Command(BaseCommand):
    help = "Leest een vestigingenregister van DUO in: basisonderwijs, speciaal onderwijs of voortgezet onderwijs."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="BESTAND", help="zoals DUO het levert (csv)")
        parser.add_argument(
            "--date",
            type=_day,
            metavar="JJJJ-MM-DD",
            help="dag van de uitgave; anders de maand in de bestandsnaam (…_2026-08.csv), anders vandaag",
        )
        parser.add_argument(
            "--only-municipality",
            action="append",
            type=_municipality,
            metavar="0193",
            help="neem alleen deze gemeente; mag vaker",
        )
        parser.add_argument(
            "--accept-gone", action="store_true", help="ook als er opvallend veel vestigingen verdwijnen"
        )

    def handle(self, *_args: Any, file: Path, **options: Any) -> None:
        today = timezone.localdate()
        try:
            content = file.read_bytes()
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}") from error
        released_on = options["date"] or release_in_name(file.name) or today
        try:
            with tqdm(total=len(STEPS) + 1, desc="lezen", unit="stap", leave=False) as bar:
                release = read_register(content, released_on=released_on)
                if chosen := options["only_municipality"]:
                    release = release.only(chosen)

                def progress(step: str) -> None:
                    bar.update()
                    bar.set_description(step)

                with working(today=today, action="schools.import_duo"):
                    report = take_in_release(release=release, accept_gone=options["accept_gone"], progress=progress)
                bar.update()
        except RegisterRefused as refusal:
            raise CommandError(
                f"{file.name} is niet ingelezen; er is niets veranderd. {len(refusal.errors)} fout(en):\n{refusal}"
            ) from refusal
        for line in written(report, whole=options["verbosity"] > 1):
            self.stdout.write(line)


def _day(text: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(f"‘{text}’ is geen dag; schrijf een dag als 2026-08-01") from error


def _municipality(text: str) -> str:
    digits = text.upper().removeprefix("GM")
    if len(digits) != 4 or not digits.isdecimal():
        raise ArgumentTypeError(f"‘{text}’ is geen gemeente; schrijf vier cijfers, zoals 0193")
    return f"GM{digits}"
