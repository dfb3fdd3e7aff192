"""Casework: what a team does for a child. Every table here is under row security."""

from cases.models.absence import Absence
from cases.models.access import CaseAccess
from cases.models.attachments import Attachment
from cases.models.cases import Case
from cases.models.drafts import Draft
from cases.models.escalations import Escalation
from cases.models.flags import CaseFlag, StaleCase
from cases.models.households import Guardian, Guardianship, Household, HouseholdMember
from cases.models.lists import DigestChoice, SavedFilter
from cases.models.log import LogEntry, TeamTime
from cases.models.marks import ProviderMark
from cases.models.matches import Match, MatchCheck
from cases.models.meetings import AgendaItem, Attendance, Consultation, Decision, ItemGuest, Meeting, MeetingKind
from cases.models.plans import Goal, LeadRequest, Plan, PlanVersion, Progress, Task
from cases.models.pupils import Pupil, Residence
from cases.models.rights import FamilyExport, FamilyRequest, Remains, Removal, RetentionTerm, Statement
from cases.models.rows import CaseRow, TeamRow
from cases.models.sharing import Consent, ConsentVoice, MeldcodeRelease, Party, Sharing, StatutoryGround
from cases.models.support import Support, SupportEvaluation
from cases.models.transitions import Handover, Transition
from cases.models.withdrawals import Withdrawal

__all__ = [
    "Absence",
    "AgendaItem",
    "Attachment",
    "Attendance",
    "Case",
    "CaseAccess",
    "CaseFlag",
    "CaseRow",
    "Consent",
    "ConsentVoice",
    "Consultation",
    "Decision",
    "DigestChoice",
    "Draft",
    "Escalation",
    "FamilyExport",
    "FamilyRequest",
    "Goal",
    "Guardian",
    "Guardianship",
    "Handover",
    "Household",
    "HouseholdMember",
    "ItemGuest",
    "LeadRequest",
    "LogEntry",
    "Match",
    "MatchCheck",
    "Meeting",
    "MeetingKind",
    "MeldcodeRelease",
    "Party",
    "Plan",
    "PlanVersion",
    "Progress",
    "ProviderMark",
    "Pupil",
    "Remains",
    "Removal",
    "Residence",
    "RetentionTerm",
    "SavedFilter",
    "Sharing",
    "StaleCase",
    "Statement",
    "StatutoryGround",
    "Support",
    "SupportEvaluation",
    "Task",
    "TeamRow",
    "TeamTime",
    "Transition",
    "Withdrawal",
]
