"""A copy of everything about a child: a PDF that can be read and heard, and JSON for a machine. Kept under MEDIA_ROOT."""

import datetime
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import typst
from django.conf import settings
from django.utils import timezone

from cases.models import FamilyExport
from cases.reading.whole_file import Told
from shell.numbers import write_day

TEMPLATE = Path(settings.BASE_DIR) / "templates" / "cases" / "family_copy.typ"
#: Of the machine-readable copy; rises when a field changes its meaning.
FORMAT = "zwolle-ot-dossier/1"


def place(export: FamilyExport, ending: str) -> Path:
    """Where a copy lies: a key alone, never a name."""
    return Path(settings.MEDIA_ROOT) / "exports" / f"{export.pk}.{ending}"


def write(export: FamilyExport, *, pdf: bytes, machine: bytes) -> None:
    for ending, content in (("pdf", pdf), ("json", machine)):
        path = place(export, ending)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        path.chmod(0o600)


def remove(export: FamilyExport) -> None:
    for ending in ("pdf", "json"):
        place(export, ending).unlink(missing_ok=True)


def lying_since(day: datetime.date) -> list[Path]:
    """Copies on disk that were written before this day; the stem of each is the key of its export."""
    limit = datetime.datetime.combine(day, datetime.time(), tzinfo=timezone.get_current_timezone()).timestamp()
    found = (Path(settings.MEDIA_ROOT) / "exports").glob("*.*")
    return sorted(path for path in found if path.stat().st_mtime < limit)


def as_data(export: FamilyExport, sections: Sequence[Told]) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "made_on": export.asked_on.isoformat(),
        "team": export.pupil.team.name,
        "tables": {one.kind.model._meta.model_name: one.raw for one in sections},
    }


def as_pdf(export: FamilyExport, sections: Sequence[Told], *, today: datetime.date) -> bytes:
    """Tagged (PDF/UA-1). Text goes to typst as data and never as markup."""
    told = {
        "title": "Dossier van het ondersteuningsteam",
        "child": export.pupil.full_name,
        "team": export.pupil.team.name,
        "day": write_day(today),
        "sections": [
            {"title": one.title[:1].upper() + one.title[1:], "rows": one.rows} for one in sections if one.rows
        ],
        "empty": [one.title for one in sections if not one.rows],
    }
    made: bytes = typst.compile(
        str(TEMPLATE),
        format="pdf",
        sys_inputs={"copy": json.dumps(told)},
        ignore_system_fonts=True,
        pdf_standards=["ua-1"],
    )
    return made
