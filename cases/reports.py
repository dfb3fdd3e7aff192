"""Reports on paper: what they say, and how they become a tagged PDF.

The text goes to typst as data and never as markup, so nothing that somebody typed can change the document.
"""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

import typst
from django.conf import settings

from cases.models import AgendaItem, Case
from cases.reading import meetings as reading
from shell.numbers import write_day

TEMPLATE = Path(settings.BASE_DIR) / "templates" / "cases" / "report.typ"


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


def as_pdf(report: MeetingReport) -> bytes:
    """Tagged (PDF/UA-1), so that it can be read aloud."""
    made: bytes = typst.compile(
        str(TEMPLATE),
        format="pdf",
        sys_inputs={"report": json.dumps(asdict(report))},
        ignore_system_fonts=True,
        pdf_standards=["ua-1"],
    )
    return made
