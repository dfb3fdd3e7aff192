"""A worker in a process of its own, for a test that kills it: `python -m tests.financing.half_way DAY ACTION`."""

import datetime
import sys

import django

django.setup()

from financing.actions import compute_all, drain_stale  # noqa: E402

if __name__ == "__main__":
    work = {"compute_all": compute_all, "drain_stale": drain_stale}[sys.argv[2]]
    work(today=datetime.date.fromisoformat(sys.argv[1]))
