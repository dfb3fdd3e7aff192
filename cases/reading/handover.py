"""What goes over in a warm handover: the chosen parts of one question, in words, as they are today."""

import datetime
from collections.abc import Iterable
from typing import Any

from cases import queries
from cases.enums import Audience
from cases.models import Case, Escalation, Goal, Guardian, LogEntry, Plan, Support
from cases.models.transitions import Part
from cases.reading.whole_file import FAMILY, FILE, told
from shell.numbers import write_day

PARTS: dict[str, tuple[type, ...]] = {
    Part.QUESTION: (Case,),
    Part.FAMILY: (Guardian,),
    Part.PLAN: (Plan, Goal),
    Part.SUPPORT: (Support,),
    Part.SPECIALIST: (Escalation,),
    Part.LOG: (LogEntry,),
}
KINDS = {kind.model: kind for kind in (*FILE, *FAMILY)}


def content(case: Case, parts: Iterable[str], *, today: datetime.date) -> dict[str, Any]:
    """The child, and the chosen parts with what is meant for the whole team. Nothing of an earlier question."""
    pupil = case.pupil
    home = queries.home_of(pupil.pk, today=today)
    sections = []
    for part in Part:
        for model in PARTS[part] if part in parts else ():
            table = told(KINDS[model], pupil.pk, side=Audience.TEAM, case=case.pk)
            if table.rows:
                sections.append({"title": table.title, "rows": [[list(pair) for pair in row] for row in table.rows]})
    return {
        "pupil": {
            "given_name": pupil.given_name,
            "infix": pupil.infix,
            "family_name": pupil.family_name,
            "birth_date": pupil.birth_date.isoformat(),
            "home": home.code if home else "",
        },
        "born": write_day(pupil.birth_date),
        "question": case.question if Part.QUESTION in parts else "",
        "themes": list(case.themes) if Part.QUESTION in parts else [],
        "approach": case.approach,
        "sections": sections,
    }
