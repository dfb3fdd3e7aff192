"""Casework: what a team does for a child. Every table here is under row security."""

from cases.models.access import CaseAccess
from cases.models.cases import Case
from cases.models.drafts import Draft
from cases.models.escalations import Escalation
from cases.models.flags import CaseFlag, StaleCase
from cases.models.log import LogEntry, TeamTime
from cases.models.pupils import Pupil, Residence
from cases.models.rows import CaseRow, TeamRow

__all__ = [
    "Case",
    "CaseAccess",
    "CaseFlag",
    "CaseRow",
    "Draft",
    "Escalation",
    "LogEntry",
    "Pupil",
    "Residence",
    "StaleCase",
    "TeamRow",
    "TeamTime",
]
