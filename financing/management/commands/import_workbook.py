"""Takes in the finance workbook: `manage.py import_workbook PATH` (formats: an .xlsx or a folder of CSV files)."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from tqdm import tqdm

from accounts.acting import working
from financing.actions import import_workbook
from financing.workbook.load import WorkbookRefused
from financing.workbook.read import UnreadableWorkbook, read_workbook


class Command(BaseCommand):
    help = "Leest een financiële werkmap in: een xlsx-bestand of een map met csv-bestanden. Alles of niets."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", type=Path, metavar="PAD")

    def handle(self, *_args: Any, path: Path, **_options: Any) -> None:
        try:
            with tqdm(total=2, desc="lezen", unit="stap", leave=False, disable=not sys.stderr.isatty()) as bar:
                grids = read_workbook(path)
                bar.update()
                bar.set_description("controleren en opslaan")
                with working(today=timezone.localdate(), action="financing.import_workbook"):
                    written = import_workbook(by=None, grids=grids)
                bar.update()
        except WorkbookRefused as refused:
            for error in refused.errors:
                self.stderr.write(str(error))
            raise CommandError("Er is niets ingelezen: verbeter de werkmap en probeer het opnieuw.") from None
        except UnreadableWorkbook as unreadable:
            raise CommandError(str(unreadable)) from None
        if written.is_nothing:
            self.stdout.write("De werkmap is gelijk aan wat er al stond; er is niets veranderd.")
        for kind, count in written.counts.items():
            if count:
                self.stdout.write(f"{kind}: {count} nieuw of gewijzigd")
