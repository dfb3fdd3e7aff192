"""What changes money: the workbook, closing a month, and the worker's computation of budget lines."""

from financing.actions.closing import close_month
from financing.actions.computing import compute_all, drain_stale
from financing.actions.workbook import import_workbook

__all__ = ["close_month", "compute_all", "drain_stale", "import_workbook"]
