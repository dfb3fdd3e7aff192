"""Reports and letters on paper: what they say, and how they become a tagged PDF.

The text goes to typst as data and never as markup, so nothing that somebody typed can change the document.
"""

import datetime
import json
from dataclasses import asdict, dataclass
from pathlib import Path

import typst
from django.conf import settings

from accounts.models import User
from cases import policies
from cases.enums import AccessScope
from cases.models import AgendaItem, Case, CaseAccess, ConsentVoice, Escalation, Sharing
from cases.queries import escalations_of, has_desk
from cases.reading import meetings as reading
from shell.numbers import write_day

TEMPLATES = Path(settings.BASE_DIR) / "templates" / "cases"


@dataclass(frozen=True)
class Line:
    """A decision, with who carries it out and before when."""

    text: str
    who: str
    due: str


@dataclass(frozen=True)
class MeetingReport:
    """What parents get to read about a meeting: only what is about their child."""

    title: str
    child: str
    team: str
    day: str
    attendees: list[str]
    sections: list[tuple[str, str]]
    decisions: list[Line]


def meeting_report(item: AgendaItem, case: Case) -> MeetingReport:
    """The report of one agenda item. Of those who were asked only who came, or everybody while it is still to come.

    A party from outside is named only when it took part in talking about this child.
    """
    guests = set(item.guests.values_list("party_id", flat=True))
    asked = reading.attendees_of(item.meeting)
    there = [
        one
        for one in asked
        if one.attendance.came is not False and (one.attendance.person_id or one.attendance.party_id in guests)
    ]
    told = (
        ("Wat ziet school", item.school_side),
        ("Wat speelt thuis", item.home_side),
        ("Wat zei uw kind", item.child_voice or _not_heard("Uw kind was er niet bij", item.child_not_heard)),
        ("Wat zei u", item.parents_voice or _not_heard("U was er niet bij", item.parents_not_heard)),
        ("Conclusie", item.conclusion),
    )
    return MeetingReport(
        title=f"Verslag van {item.meeting.kind}",
        child=case.pupil.full_name,
        team=case.team_name,  # type: ignore[attr-defined]
        day=write_day(item.meeting.on),
        attendees=[f"{one.name}, {one.role}" if one.role else one.name for one in there],
        sections=[(heading, text.strip()) for heading, text in told if text.strip()],
        decisions=[
            Line(one.text, reading.who_decided(one), write_day(one.task.due_on) if one.task else "")
            for one in reading.decisions().filter(item=item)
        ],
    )


def _not_heard(what: str, why: str) -> str:
    return f"{what}: {why}" if why else ""


@dataclass(frozen=True)
class RequestLetter:
    """A request for specialist youth care on paper, for a municipality that does not work in this program (decision 0506).

    It says what a desk in this program would read (decision 0004): who the child is, the question, and the reasons that
    were written for this purpose; and nothing of the log, the plan or the family.
    """

    municipality: str
    child: str
    born: str
    team: str
    asked_by: str
    asked_on: str
    decide_before: str
    urgent: bool
    question: str
    reason: str
    basis: str
    earlier: list[str]


class NoLetter(policies.NotNow):
    """There is nothing to send: somebody of that municipality decides here, it was decided, or the basis is gone."""


def request_letter(escalation: Escalation, case: Case, *, today: datetime.date) -> RequestLetter:
    """Raises NoLetter, also when the consent or ground on which the request was shared does not hold today."""
    policies.check_requested(escalation)
    if has_desk(escalation.home_id, today=today):
        raise NoLetter("Deze gemeente werkt in dit programma: de aanvraag ligt daar al.")
    given = (
        CaseAccess.objects.filter(
            case=case, scope=AccessScope.REQUEST, desk_municipality=escalation.home_id, period__contains=today
        )
        .select_related("sharing__ground", "sharing__consent")
        .order_by("-id")
        .first()
    )
    if given is None:
        raise NoLetter(
            "De toestemming voor deze aanvraag geldt niet meer. Vraag het gezin opnieuw, of trek de aanvraag in."
        )
    asked = User.people.get(pk=escalation.requested_by_id)
    return RequestLetter(
        municipality=str(escalation.home),
        child=case.pupil.full_name,
        born=write_day(case.pupil.birth_date),
        team=case.team_name,  # type: ignore[attr-defined]
        asked_by=f"{asked.name}, {asked.email}",
        asked_on=write_day(escalation.requested_on),
        decide_before=write_day(escalation.decide_before),
        urgent=escalation.urgent,
        question=case.question,
        reason=escalation.reason,
        basis=_basis(given.sharing),
        earlier=[
            f"{one.get_status_display().capitalize()}: {one.get_route_display()}, {write_day(one.decided_on or one.requested_on)}"
            for one in escalations_of(case)
            if one.pk != escalation.pk
        ],
    )


def _basis(sharing: Sharing) -> str:
    if sharing.ground:
        told = "Het gezin weet het." if sharing.family_told else "Het gezin weet het nog niet."
        return f"{sharing.ground}. {sharing.ground_reason} {told}"
    voices = ConsentVoice.objects.filter(consent=sharing.consent, withdrawn_on=None).select_related("guardian")
    who = [
        f"{one.guardian or 'de jongere zelf'} ({one.get_how_display()}, {write_day(one.given_on)})" for one in voices
    ]
    return f"Toestemming voor: {sharing.get_purpose_display()}. Gegeven door: {', '.join(who)}."


def as_pdf(report: MeetingReport | RequestLetter) -> bytes:
    """Tagged (PDF/UA-1), so that it can be read aloud."""
    template = "report.typ" if isinstance(report, MeetingReport) else "request.typ"
    made: bytes = typst.compile(
        str(TEMPLATES / template),
        format="pdf",
        sys_inputs={"report": json.dumps(asdict(report))},
        ignore_system_fonts=True,
        pdf_standards=["ua-1"],
    )
    return made
