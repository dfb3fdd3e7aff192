"""Long work that the controller asks for in the browser, done by the worker in the controller's name (`schools.jobs`)."""

import datetime
from dataclasses import asdict
from io import BytesIO
from typing import Any

from accounts.acting import Acting, standing_in
from accounts.roles import Hat
from financing.actions.closing import close_month
from financing.actions.workbook import import_workbook
from financing.books.calendar import label, parse_month
from financing.books.closing import CannotClose
from financing.workbook.load import WorkbookRefused
from financing.workbook.read import UnreadableWorkbook, read_xlsx
from schools.actions import jobs
from schools.jobs import JobRefused, Tell, handles
from schools.models import Job

IMPORT, CLOSE = "import_workbook", "close_month"
KINDS = (IMPORT, CLOSE)
MOST_ERRORS = 1000
"""More wrong cells than anybody reads at once; how many more there are is told too."""


def ask_import(*, by: Acting, file_name: str, content: bytes) -> Job:
    """Take in this .xlsx, all of it or nothing."""
    return jobs.ask(
        by=by, kind=IMPORT, title="Werkmap inlezen", file_name=file_name, content=content, options=_in_the_name_of(by)
    )


def ask_close(*, by: Acting, month: int) -> Job:
    """Close this month (`year × 12 + month − 1`)."""
    options = {**_in_the_name_of(by), "month": label(month)}
    return jobs.ask(by=by, kind=CLOSE, title=f"{label(month)} afsluiten", options=options)


@handles(IMPORT)
def do_import(job: Job, tell: Tell) -> list[str]:
    """Read, check and write; every wrong cell is a line `sheet, row, column: what is wrong`."""
    by = _asked_by(job)
    tell("de werkmap lezen", 0, 3)
    try:
        grids = read_xlsx(BytesIO(bytes(job.content or b"")))
        tell("controleren en opslaan", 1, 3)
        with standing_in(by):
            written = import_workbook(by=by, grids=grids)
    except UnreadableWorkbook as unreadable:
        raise JobRefused([f"{unreadable}."]) from None
    except WorkbookRefused as refused:
        lines = [str(error) for error in refused.errors[:MOST_ERRORS]]
        if more := len(refused.errors) - len(lines):
            lines.append(f"En nog {more} fouten.")
        raise JobRefused(lines) from None
    tell("klaar", 3, 3)
    if written.is_nothing:
        return ["De werkmap is gelijk aan wat er al stond; er is niets veranderd."]
    return [f"{_NAMES.get(kind, kind)}: {count} nieuw of gewijzigd" for kind, count in written.counts.items() if count]


@handles(CLOSE)
def do_close(job: Job, tell: Tell) -> list[str]:
    """Freeze the lines of the month."""
    by = _asked_by(job)
    tell("regels vastleggen", 0, 1)
    try:
        with standing_in(by):
            lines = close_month(by=by, month=parse_month(job.options["month"]), today=by.today)
    except CannotClose as refused:
        raise JobRefused([f"{refused}."]) from None
    return [f"{job.options['month']} is afgesloten: {lines} regels staan vast."]


#: What the kinds of fact are called on screen: the sheets that hold them.
_NAMES = {
    "Municipality": "gemeenten",
    "Board": "schoolbesturen",
    "NeighbourhoodTeam": "wijkteams",
    "Location": "vestigingen",
    "Person": "medewerkers",
    "Appointment": "aanstellingen",
    "Rate": "uurtarieven",
    "HoursNorm": "normen",
    "YearlyCost": "verplichtingen",
    "Arrangement": "arrangementen",
    "Placement": "plaatsingen",
    "ShareLine": "verdeelsleutels",
    "Source": "dekking",
    "Actual": "werkelijk",
    "Agreement": "werkafspraken",
    "Logged": "uren",
}


def _in_the_name_of(by: Acting) -> dict[str, Any]:
    return {name: str(value) for name, value in asdict(by).items() if name in ("actor_name", "role", "today")}


def _asked_by(job: Job) -> Acting:
    told = job.options
    return Acting(
        actor=job.actor,
        actor_name=told["actor_name"],
        role=told["role"],
        hat=Hat.MONEY,
        today=datetime.date.fromisoformat(told["today"]),
        purpose=job.title,
    )
