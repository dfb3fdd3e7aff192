"""`manage.py bench --scale s|m|l [GROUP …]`: what was measured beside the quickest way to do the same, ratio beside bar."""

import importlib
import pkgutil
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

import benchmarks


def groups() -> list[str]:
    """Modules of `benchmarks` with a function `rows(scale)`."""
    names = (module.name for module in pkgutil.iter_modules(benchmarks.__path__))
    skip = {"measuring", "import_duo"}  # helpers, and a script with an argument of its own
    return sorted(name for name in names if name not in skip)


class Command(BaseCommand):
    help = "Measures, each time beside a reference that gives equal answers, and prints the ratio beside its bar."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("groups", nargs="*", metavar="GROUP", help=f"of {', '.join(groups())}; default all")
        parser.add_argument("--scale", choices=["s", "m", "l"], default="m")

    def handle(self, *_args: Any, **options: Any) -> None:
        for name in options["groups"] or groups():
            for row in importlib.import_module(f"benchmarks.{name}").rows(options["scale"]):
                self.stdout.write(f"{name}: {row}")
                self.stdout.flush()
