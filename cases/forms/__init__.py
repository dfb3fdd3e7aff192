"""Forms of casework. A form explains sooner what action and database hold as well."""

from cases.forms.closing import CloseForm, EvaluateForm
from cases.forms.escalation import (
    DecisionForm,
    OutsideRouteForm,
    RequestEscalationForm,
    StartSpecialistForm,
    StopSpecialistForm,
)
from cases.forms.log import LogForm, TeamTimeForm
from cases.forms.questions import LeadForm, QuestionForm, StepForm, WorklistFilter

__all__ = [
    "CloseForm",
    "DecisionForm",
    "EvaluateForm",
    "LeadForm",
    "LogForm",
    "OutsideRouteForm",
    "QuestionForm",
    "RequestEscalationForm",
    "StartSpecialistForm",
    "StepForm",
    "StopSpecialistForm",
    "TeamTimeForm",
    "WorklistFilter",
]
