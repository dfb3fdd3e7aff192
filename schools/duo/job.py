"""The import of a register as a job that an administrator asks for."""

import datetime

from schools.actions.register import STEPS, take_in_release
from schools.duo.reading import RegisterRefused, read_register
from schools.duo.report import written
from schools.jobs import JobRefused, Tell, handles
from schools.models import Job

KIND = "import_duo"


@handles(KIND)
def import_register(job: Job, tell: Tell) -> list[str]:
    """Options: `released_on` (ISO day), `municipalities` (CBS codes, [] for all in the file), `accept_gone`."""
    done = iter(range(1, len(STEPS) + 1))
    tell("lezen", 0, len(STEPS))
    try:
        release = read_register(
            bytes(job.content or b""), released_on=datetime.date.fromisoformat(job.options["released_on"])
        )
        if chosen := job.options["municipalities"]:
            release = release.only(chosen)
        report = take_in_release(
            release=release,
            accept_gone=job.options["accept_gone"],
            progress=lambda step: tell(step, next(done), len(STEPS)),
        )
    except RegisterRefused as refusal:
        raise JobRefused(
            [f"Er is niets ingelezen. {len(refusal.errors)} fout(en):", *map(str, refusal.errors)]
        ) from refusal
    return list(written(report))
