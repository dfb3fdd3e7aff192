"""Forms of casework. A form explains sooner what action and database hold as well."""

from cases.forms.closing import CloseForm, EvaluateForm
from cases.forms.escalation import (
    DecisionForm,
    OutsideRouteForm,
    RecordedDecisionForm,
    RequestEscalationForm,
    StartSpecialistForm,
    StopSpecialistForm,
)
from cases.forms.family import ConfirmForm, GezagForm, GuardianForm, HouseholdForm
from cases.forms.log import LogForm, TeamTimeForm
from cases.forms.meetings import (
    AddItemForm,
    AnswerForm,
    ConsultationForm,
    DecisionOnItemForm,
    GuestForm,
    HoldForm,
    MeetingForm,
    PartyChoiceForm,
    WeighForm,
)
from cases.forms.plans import (
    AgreeForm,
    EndGoalForm,
    EvaluatePlanForm,
    GoalForm,
    LeadAnswerForm,
    LeadRequestForm,
    PlanForm,
    ProgressForm,
    TaskForm,
)
from cases.forms.questions import LeadForm, QuestionForm, StepForm
from cases.forms.sharing import ConsentForm, PartyForm, ReleaseForm, ShareForm, VoiceForm
from cases.forms.support import CollectiveForm, EndForm, EvaluateSupportForm, NewSupportForm, StartForm, TlvForm

__all__ = [
    "AddItemForm",
    "AgreeForm",
    "AnswerForm",
    "CloseForm",
    "CollectiveForm",
    "ConfirmForm",
    "ConsentForm",
    "ConsultationForm",
    "DecisionForm",
    "DecisionOnItemForm",
    "EndForm",
    "EndGoalForm",
    "EvaluateForm",
    "EvaluatePlanForm",
    "EvaluateSupportForm",
    "GezagForm",
    "GoalForm",
    "GuardianForm",
    "GuestForm",
    "HoldForm",
    "HouseholdForm",
    "LeadAnswerForm",
    "LeadForm",
    "LeadRequestForm",
    "LogForm",
    "MeetingForm",
    "NewSupportForm",
    "OutsideRouteForm",
    "PartyChoiceForm",
    "PartyForm",
    "PlanForm",
    "ProgressForm",
    "QuestionForm",
    "RecordedDecisionForm",
    "ReleaseForm",
    "RequestEscalationForm",
    "ShareForm",
    "StartForm",
    "StartSpecialistForm",
    "StepForm",
    "StopSpecialistForm",
    "TaskForm",
    "TeamTimeForm",
    "TlvForm",
    "VoiceForm",
    "WeighForm",
]
