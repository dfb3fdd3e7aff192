"""Casework: what a team does for a child. Every table here is under row security."""

from cases.models.access import CaseAccess
from cases.models.cases import Case
from cases.models.drafts import Draft
from cases.models.escalations import Escalation
from cases.models.flags import CaseFlag, StaleCase
from cases.models.households import Guardian, Guardianship, Household, HouseholdMember
from cases.models.log import LogEntry, TeamTime
from cases.models.meetings import AgendaItem, Attendance, Consultation, Decision, ItemGuest, Meeting, MeetingKind
from cases.models.plans import Goal, LeadRequest, Plan, PlanVersion, Progress, Task
from cases.models.pupils import Pupil, Residence
from cases.models.rows import CaseRow, TeamRow
from cases.models.sharing import Consent, ConsentVoice, MeldcodeRelease, Party, Sharing, StatutoryGround
from cases.models.support import Support, SupportEvaluation

__all__ = [
    "AgendaItem",
    "Attendance",
    "Case",
    "CaseAccess",
    "CaseFlag",
    "CaseRow",
    "Consent",
    "ConsentVoice",
    "Consultation",
    "Decision",
    "Draft",
    "Escalation",
    "Goal",
    "Guardian",
    "Guardianship",
    "Household",
    "HouseholdMember",
    "ItemGuest",
    "LeadRequest",
    "LogEntry",
    "Meeting",
    "MeetingKind",
    "MeldcodeRelease",
    "Party",
    "Plan",
    "PlanVersion",
    "Progress",
    "Pupil",
    "Residence",
    "Sharing",
    "StaleCase",
    "StatutoryGround",
    "Support",
    "SupportEvaluation",
    "Task",
    "TeamRow",
    "TeamTime",
]
