"""The peer of the work list: the same page as a Django developer writes it who knows `select_related` and lets nothing be
asked per row. A ListView with numbered pages, Django's forms drawn by Django, the middlewares of `startproject`, one query
set for each thing that the page shows, and a plain template with one loop for each list. What it leaves out: row security
(it filters on the team), the log of looking, drafts of what one types, and every style.
"""

import datetime
from collections import defaultdict
from pathlib import Path
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.mixins import LoginRequiredMixin
from django.db.models import QuerySet
from django.http import HttpResponse
from django.template import engines
from django.urls import path, reverse
from django.utils import timezone
from django.views.generic import ListView

from accounts.models import User
from cases.enums import TURN, State, Theme
from cases.models import (
    Case,
    CaseFlag,
    Consultation,
    Escalation,
    Goal,
    Handover,
    LeadRequest,
    LogEntry,
    Match,
    Meeting,
    Plan,
    SavedFilter,
    Task,
)
from cases.models.flags import RULES
from schools.models import Appointment

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
MENU = (
    ("worklist", "Werklijst"),
    ("meetings", "Overleg"),
    ("along", "Meedenken"),
    ("offer", "Aanbod"),
    ("absence", "Verzuim"),
    ("keeping", "Bewaren"),
    ("team", "Team"),
    ("figures", "Cijfers"),
    ("schools", "Scholen"),
)


class Filter(forms.Form):
    zoek = forms.CharField(label="Naam of woord", required=False)
    stand = forms.ChoiceField(label="Stand", choices=[("", "Alle open vragen"), *State.choices], required=False)
    van = forms.ChoiceField(label="Van wie", choices=[("", "Het hele team"), ("mij", "Mijn vragen")], required=False)
    regisseur = forms.ModelChoiceField(
        User.people.none(), label="Casusregisseur", empty_label="Iedereen", required=False
    )
    thema = forms.ChoiceField(label="Thema", choices=[("", "Alle thema’s"), *Theme.choices], required=False)
    signaal = forms.ChoiceField(
        label="Signaal",
        choices=[("", "Alle signalen"), *((rule.code, rule.label) for rule in RULES.values())],
        required=False,
    )
    mist = forms.ChoiceField(
        label="Wat ontbreekt",
        choices=[("", "Maakt niet uit"), *((one, one) for one in ("toestemming", "doelen", "evaluatie"))],
        required=False,
    )


class Assign(forms.Form):
    lead = forms.ModelChoiceField(User.people.none(), label="Nieuwe casusregisseur", empty_label="Kies iemand")


class StockList(LoginRequiredMixin, ListView):  # type: ignore[type-arg]
    paginate_by = 25

    def setup(self, request: Any, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.me, self.today = request.user.pk, timezone.localdate()
        self.teams = Appointment.objects.filter(person=self.me, period__contains=self.today).values("team")

    def get_queryset(self) -> QuerySet[Case]:
        cases = Case.objects.filter(team__in=self.teams).exclude(state=State.CLOSED)
        return cases.select_related("pupil", "team", "lead").order_by("-raised_on", "-id")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        people = User.people.filter(appointments__team__in=self.teams, appointments__period__contains=self.today)
        filters, assign = Filter(self.request.GET), Assign()
        for field in (filters.fields["regisseur"], assign.fields["lead"]):
            field.queryset = people.distinct().order_by("name")  # type: ignore[attr-defined]
        self._around(list(context["page_obj"]))
        return {**context, **self._mine(), "filter": filters, "assign": assign, "menu": MENU}

    def _around(self, cases: list[Case]) -> None:
        """Flags of the questions on the page, whose turn it is, and what each lacks."""
        flags: dict[Any, list[CaseFlag]] = defaultdict(list)
        for flag in CaseFlag.objects.filter(case__in=cases, cleared_on=None).order_by("-level", "since"):
            flags[flag.case_id].append(flag)
        with_goals = set(Goal.objects.filter(case__in=cases, status=Goal.Status.OPEN).values_list("case_id", flat=True))
        late = set(Plan.objects.filter(case__in=cases, evaluate_on__lt=self.today).values_list("case_id", flat=True))
        for case in cases:
            planned = case.state in (State.SUPPORTING, State.FOLLOWING)
            found: Any = case
            found.flags, found.turn = flags[case.pk], TURN[State(case.state)]
            found.missing = [
                *(["akkoord van het gezin"] if case.family_agreed_on is None else []),
                *(["doelen"] if planned and case.pk not in with_goals else []),
                *(["evaluatie"] if case.pk in late else []),
            ]

    def _mine(self) -> dict[str, Any]:
        """What stands above the list."""
        mine = list(Case.objects.filter(lead=self.me, closed_on=None).select_related("pupil"))
        unseen = CaseFlag.objects.filter(case__in=mine, cleared_on=None).exclude(seen_by__contains=[self.me])
        tasks = Task.objects.filter(person=self.me, done_on=None, case__closed_on=None)
        meetings = Meeting.objects.filter(team__in=self.teams, state=Meeting.State.PLANNED, on__gte=self.today)
        return {
            "mine": mine,
            "unseen": list(unseen),
            "tasks": tasks.select_related("case__pupil").order_by("due_on", "id")[:20],
            "waiting": self._waiting(mine),
            "meeting": meetings.select_related("kind", "team").order_by("on", "at", "id").first(),
            "saved": SavedFilter.objects.filter(owner=self.me),
        }

    def _waiting(self, mine: list[Case]) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = [
            {"what": "Geëvalueerd: sluit af of ga verder", "case": case, "day": case.state_since}
            for case in mine
            if case.state == State.EVALUATED
        ]
        found += [
            {"what": "Opnieuw kijken", "case": case, "day": case.follow_up_on}
            for case in mine
            if case.state == State.FOLLOWING and case.follow_up_on and case.follow_up_on <= self.today
        ]
        since = self.today - datetime.timedelta(14)
        decided = Escalation.objects.filter(case__in=mine, decided_on__gt=since).select_related("case__pupil")
        logged = LogEntry.objects.filter(case__in=[one.case_id for one in decided], author=self.me)
        spoken = {entry.case_id: entry.on for entry in logged.order_by("on")}
        for one in decided:
            if one.decided_on and spoken.get(one.case_id, datetime.date.min) < one.decided_on:
                found.append({"what": one.get_status_display(), "case": one.case, "day": one.decided_on})
        requests = LeadRequest.objects.filter(case__in=mine, answered_on=None).select_related("case__pupil")
        found += [{"what": "Andere casusregisseur", "case": one.case, "day": one.asked_on} for one in requests]
        matches = Match.objects.filter(case__in=mine, told_on=None).select_related("case__pupil")
        found += [{"what": "Ook bekend elders", "case": one.case, "day": one.on} for one in matches]
        given = Handover.objects.filter(receiver=self.me, received_on=None).select_related("case__pupil")
        found += [{"what": "Warme overdracht", "case": one.case, "day": one.given_on} for one in given]
        lines = [
            {
                "what": one["what"],
                "name": one["case"].pupil.full_name,
                "url": reverse("case", args=[one["case"].pk]),
                "day": one["day"],
            }
            for one in found
        ]
        asked = Consultation.objects.filter(person=self.me, answered_on=None)
        lines += [{"what": "Meedenken", "name": "", "url": reverse("along"), "day": one.asked_on} for one in asked]
        return sorted(lines, key=lambda line: line["day"])[:20]

    def render_to_response(self, context: dict[str, Any], **_: Any) -> HttpResponse:
        return HttpResponse(TEMPLATE.render(context, self.request))


TEMPLATE = engines["django"].from_string(Path(__file__).with_suffix(".html").read_text())
LIST = StockList.as_view()
urlpatterns = [
    path("vragen/", LIST),
    *(path(f"{name}/", LIST, name=name) for name, _ in MENU),
    *(path(f"{name}/", LIST, name=name) for name in ("contact", "new", "time", "assign", "logout")),
    *(path(f"vragen/<uuid:pk>/{name}/", LIST, name=name) for name in ("log", "plan", "meeting", "drop", "finish")),
    path("vragen/<uuid:pk>/", LIST, name="case"),
]
LOGIN_URL = settings.LOGIN_URL
