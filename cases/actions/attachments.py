"""Putting a file into a child's file, and clearing away files that no row names."""

import datetime

from django.db import transaction

from accounts.acting import Acting, call_it, working
from cases import access, policies
from cases.attached_files import judge, lying_since, place, store
from cases.enums import Audience
from cases.models import Attachment, Case, LogEntry
from shell.keys import uuid7

ONE_DAY = datetime.timedelta(days=1)
BATCH = 1000


@transaction.atomic
def attach(
    *,
    by: Acting,
    case: Case,
    name: str,
    content: bytes,
    audience: Audience = Audience.TEAM,
    entry: LogEntry | None = None,
) -> Attachment:
    """Add a file. Raises NotAccepted for what may not be in it, NotNow in a closed question.

    The bytes are written first: a row without its file would be worse than a file without a row.
    """
    access.check_works(by)
    call_it("cases.attach")
    policies.check_open(case)
    judged, key = judge(name, content), uuid7()
    stored = store(key, judged.content)
    try:
        return Attachment.objects.create(
            id=key,
            case=case,
            team_id=case.team_id,
            entry=entry,
            name=judged.name,
            content_type=judged.content_type,
            size=len(judged.content),
            sha256=judged.sha256,
            stored=stored,
            on=by.today,
            author_id=by.actor,
            keeper=access.keeper_of(by),
            audience=audience,
        )
    except Exception:
        place(stored).unlink(missing_ok=True)
        raise


def clear_orphans(*, today: datetime.date) -> int:
    """Remove files without a row: their transaction was undone after they were written, or a removal was cut off before
    they went. How many. Files of yesterday and today are left alone: their row may be under way."""
    gone = 0
    lying = lying_since(today - ONE_DAY)
    for start in range(0, len(lying), BATCH):
        some = lying[start : start + BATCH]
        with working(today=today, action="cases.clear_orphans"):
            known = set(Attachment.objects.filter(stored__in=some).values_list("stored", flat=True))
        for stored in some:
            if stored not in known:
                place(stored).unlink(missing_ok=True)
                gone += 1
    return gone
