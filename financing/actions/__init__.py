"""What changes money: the workbook, single facts, hours, closing a month, and the worker's computation."""

from financing.actions.changing import (
    Assumed,
    Because,
    change_assumption,
    change_cost,
    change_rate,
    change_rule,
    change_source,
    end_assumption,
    end_fact,
)
from financing.actions.closing import close_month
from financing.actions.computing import compute_all, drain_stale
from financing.actions.facts import (
    Programme,
    put_actual,
    put_assumption,
    put_cost,
    put_enrolment,
    put_enrolments,
    put_programme,
    put_rate,
    put_rule,
    put_source,
)
from financing.actions.hours import agree_hours
from financing.actions.jobs import ask_close, ask_import
from financing.actions.places import (
    apply_for_place,
    decide_for_municipality,
    decide_for_school,
    end_placement,
    record_progress,
    record_result,
    record_school_days,
    refuse_place,
)
from financing.actions.population import NewPopulation, change_population_path, put_population_budget
from financing.actions.workbook import import_workbook

__all__ = [
    "Assumed",
    "Because",
    "NewPopulation",
    "Programme",
    "agree_hours",
    "apply_for_place",
    "ask_close",
    "ask_import",
    "change_assumption",
    "change_cost",
    "change_population_path",
    "change_rate",
    "change_rule",
    "change_source",
    "close_month",
    "compute_all",
    "decide_for_municipality",
    "decide_for_school",
    "drain_stale",
    "end_assumption",
    "end_fact",
    "end_placement",
    "import_workbook",
    "put_actual",
    "put_assumption",
    "put_cost",
    "put_enrolment",
    "put_enrolments",
    "put_population_budget",
    "put_programme",
    "put_rate",
    "put_rule",
    "put_source",
    "record_progress",
    "record_result",
    "record_school_days",
    "refuse_place",
]
