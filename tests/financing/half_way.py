"""A worker in a process of its own, for a test that kills it: `python -m tests.financing.half_way DAY ACTION`."""

import datetime
import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zwolle_ot.settings")
django.setup()

from financing.actions import compute_all, drain_stale  # noqa: E402

if __name__ == "__main__":
    work = {"compute_all": compute_all, "drain_stale": drain_stale}[sys.argv[2]]
    work(today=datetime.date.fromisoformat(sys.argv[1]))
