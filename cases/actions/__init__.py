"""Everything that changes a case. Each is one transaction with `by=`: check, change, and the news follows by trigger."""

from cases.actions.closing import close, evaluate, reopen
from cases.actions.drafts import drop_draft, save_draft
from cases.actions.escalation import (
    grant,
    refuse,
    report_outside_route,
    request_escalation,
    start_specialist,
    stop_specialist,
    withdraw,
)
from cases.actions.flags import recompute_flags, see_flag
from cases.actions.log import Contact, correct_entry, log_contact, log_contacts, log_team_time
from cases.actions.questions import (
    AlreadyOpen,
    NewPupil,
    Question,
    change_lead,
    move_home,
    raise_question,
    raise_questions,
    take_step,
)

__all__ = [
    "AlreadyOpen",
    "Contact",
    "NewPupil",
    "Question",
    "change_lead",
    "close",
    "correct_entry",
    "drop_draft",
    "evaluate",
    "grant",
    "log_contact",
    "log_contacts",
    "log_team_time",
    "move_home",
    "raise_question",
    "raise_questions",
    "recompute_flags",
    "refuse",
    "reopen",
    "report_outside_route",
    "request_escalation",
    "save_draft",
    "see_flag",
    "start_specialist",
    "stop_specialist",
    "take_step",
    "withdraw",
]
