"""`manage.py bench --scale s|m|l [GROUP …]`: what was measured beside the quickest way to do the same, ratio beside bar."""

import contextlib
import gc
import importlib
import pkgutil
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

import benchmarks

NAME = "ot_bench"
HELPERS = {"busy", "measuring", "stock", "stock_figures", "visiting", "world", "import_duo"}


def groups() -> list[str]:
    """Modules of `benchmarks` with a function `rows(scale)`."""
    return sorted(module.name for module in pkgutil.iter_modules(benchmarks.__path__) if module.name not in HELPERS)


@contextlib.contextmanager
def own_database() -> Iterator[None]:
    """An empty database with our tables, dropped at the end; what the user keeps is not touched."""
    connection.settings_dict["TEST"]["NAME"] = NAME
    used = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        yield
    finally:
        connection.creation.destroy_test_db(used, verbosity=0)


class Command(BaseCommand):
    help = "Measures, each time beside a reference that gives equal answers, and prints the ratio beside its bar."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("groups", nargs="*", metavar="GROUP", help=f"of {', '.join(groups())}; default all")
        parser.add_argument(
            "--scale", choices=["smoke", "s", "m", "l"], default="s", help="400, 100 k, 1 M or 10 M contact moments"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        if unknown := set(options["groups"]) - set(groups()):
            raise CommandError(f"there is no group {', '.join(sorted(unknown))}; there are {', '.join(groups())}")
        settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
        gc.freeze()  # as web workers do: the garbage collector leaves alone what was loaded before the first request
        with own_database():
            for name in options["groups"] or groups():
                for row in importlib.import_module(f"benchmarks.{name}").rows(options["scale"]):
                    self.stdout.write(f"{name}: {row}")
                    self.stdout.flush()
