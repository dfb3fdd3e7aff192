"""Money: the facts that a controller enters, and the lines that the worker computes from them. No child, no name."""

from financing.models.assumptions import CareAssumption, Enrolment
from financing.models.changes import MoneyChange
from financing.models.commitments import Actual, HoursRate, YearlyCost
from financing.models.flags import MoneyFlag
from financing.models.hours import HoursAgreement, HoursNorm, LoggedHours
from financing.models.lines import BudgetLine, BudgetRun, ClosedMonth, StaleBudget
from financing.models.places import Placement, PlacementResult, SchoolDays, Side, SubjectProgress
from financing.models.population import PopulationBudget, PopulationShare, PopulationYear
from financing.models.sharing import CostShareLine, CostShareRule, FundingSource
from financing.models.work import CasesByHome, Cooperation, WorkedHours

__all__ = [
    "Actual",
    "BudgetLine",
    "BudgetRun",
    "CareAssumption",
    "CasesByHome",
    "ClosedMonth",
    "Cooperation",
    "CostShareLine",
    "CostShareRule",
    "Enrolment",
    "FundingSource",
    "HoursAgreement",
    "HoursNorm",
    "HoursRate",
    "LoggedHours",
    "MoneyChange",
    "MoneyFlag",
    "Placement",
    "PlacementResult",
    "PopulationBudget",
    "PopulationShare",
    "PopulationYear",
    "SchoolDays",
    "Side",
    "StaleBudget",
    "SubjectProgress",
    "WorkedHours",
    "YearlyCost",
]
