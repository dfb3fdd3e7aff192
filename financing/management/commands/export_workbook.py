"""Writes what is stored as a workbook: `manage.py export_workbook PATH` (.xlsx, or else a folder of CSV files)."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts.acting import working
from financing.store import read_book
from financing.workbook.template import write_template
from financing.workbook.write import write_folder, write_xlsx


class Command(BaseCommand):
    help = "Schrijft de financiële werkmap: een xlsx-bestand, of een map met csv-bestanden."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", type=Path, metavar="PAD")
        parser.add_argument("--empty", action="store_true", help="een lege werkmap met uitleg en controles (xlsx)")

    def handle(self, *_args: Any, path: Path, empty: bool, **_options: Any) -> None:
        try:
            if empty:
                with path.open("wb") as file:
                    write_template(file)
                return
            with working(today=timezone.localdate(), action="financing.export_workbook"):
                book = read_book()
            if path.suffix.lower() == ".xlsx":
                write_xlsx(book, path)
            else:
                write_folder(book, path)
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}") from error
