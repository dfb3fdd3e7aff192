"""The family's rights: what they ask, their own words, a copy of everything [domain 2.11]. Destruction is in `removal`."""

import datetime
import json
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.acting import Acting, call_it, working
from accounts.roles import ROLES
from cases import access, family_copy, policies
from cases.models import Case, FamilyExport, FamilyRequest, Pupil, Statement
from cases.reading import whole_file

S = FamilyExport.State


@transaction.atomic
def ask_right(
    *,
    by: Acting,
    pupil: Pupil,
    kind: FamilyRequest.Kind,
    asked_by: str,
    what: str = "",
    on: datetime.date | None = None,
) -> FamilyRequest:
    """Record what the family asks, from `on` (today unless told). Raises NotNow when such a request lies there already."""
    access.check_works(by)
    call_it("cases.ask_right")
    if FamilyRequest.objects.filter(pupil=pupil, kind=kind, answered_on__isnull=True).exists():
        raise policies.NotNow("Er ligt al zo’n verzoek. Beantwoord dat eerst.")
    return FamilyRequest.objects.create(
        team_id=pupil.team_id, pupil=pupil, kind=kind, asked_by=asked_by, what=what, asked_on=on or by.today
    )


@transaction.atomic
def answer_right(*, by: Acting, request: FamilyRequest, granted: bool, answer: str) -> FamilyRequest:
    """Answer it, with the reason that the family can read."""
    access.check_works(by)
    call_it("cases.answer_right")
    row = FamilyRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
    if row.answered_on:
        raise policies.NotNow("Dit verzoek is al beantwoord.")
    row.answered_on, row.granted, row.answer = by.today, granted, answer
    row.save(update_fields=["answered_on", "granted", "answer"])
    return row


@transaction.atomic
def add_statement(*, by: Acting, case: Case, told_by: str, text: str) -> Statement:
    """Put the family's own words into the file. Also into a closed one: the right does not end with the question."""
    access.check_works(by)
    call_it("cases.add_statement")
    return Statement.objects.create(
        case=case, team_id=case.team_id, on=by.today, told_by=told_by, text=text, recorded_by_id=by.actor
    )


@transaction.atomic
def ask_export(*, by: Acting, pupil: Pupil) -> FamilyExport:
    """Ask for a copy of everything about this child that the asker's side may give. The caller queues the task.

    Raises NotNow while one is being made.
    """
    access.check_works(by)
    call_it("cases.ask_export")
    if FamilyExport.objects.filter(pupil=pupil, asked_by_id=by.actor, state__in=[S.WAITING, S.RUNNING]).exists():
        raise policies.NotNow("Deze kopie wordt al gemaakt.")
    return FamilyExport.objects.create(
        team_id=pupil.team_id,
        pupil=pupil,
        asked_by_id=by.actor,
        role=by.role,
        asked_on=by.today,
        total=len(whole_file.ORDER_OF_READING),
    )


def make_export(*, key: UUID, today: datetime.date) -> FamilyExport:
    """The worker's action: gather table by table, saying how far it is, then write both files. The same when run again."""
    action = "cases.make_export"
    with working(today=today, action=action):
        export = FamilyExport.objects.select_related("pupil__team").get(pk=key)
        if export.state in (S.DONE, S.GONE):
            return export
        _save(export, state=S.RUNNING, done=0)
    side = ROLES[export.role].side.value
    sections = []
    for number, kind in enumerate(whole_file.ORDER_OF_READING, start=1):
        with working(today=today, action=action):
            sections.append(whole_file.told(kind, export.pupil_id, side=side))
            _save(export, done=number)
    pdf = family_copy.as_pdf(export, sections, today=today)
    machine = json.dumps(family_copy.as_data(export, sections), ensure_ascii=False, indent=2)
    family_copy.write(export, pdf=pdf, machine=machine.encode())
    with working(today=today, action=action):
        counts = {one.title: len(one.rows) for one in sections if one.rows}
        _save(export, state=S.DONE, contents=counts, made_at=timezone.now())
    return export


def _save(export: FamilyExport, **changes: object) -> None:
    for name, value in changes.items():
        setattr(export, name, value)
    export.save(update_fields=list(changes))


def fail_export(*, key: UUID, today: datetime.date) -> None:
    """It could not be made: the page says so, and another may be asked."""
    with working(today=today, action="cases.make_export"):
        FamilyExport.objects.filter(pk=key, state__in=[S.WAITING, S.RUNNING]).update(state=S.FAILED)


def clear_exports(*, today: datetime.date) -> int:
    """Remove copies that are older than EXPORT_DAYS, and files on disk without a copy in the database. How many rows."""
    limit = today - datetime.timedelta(days=settings.EXPORT_DAYS)
    with working(today=today, action="cases.clear_exports"):
        old = list(FamilyExport.objects.filter(state=S.DONE, made_at__date__lt=limit))
        for export in old:
            family_copy.remove(export)
            _save(export, state=S.GONE)
        lying = family_copy.lying_since(today - datetime.timedelta(days=1))
        kept = {str(key) for key in FamilyExport.objects.exclude(state=S.GONE).values_list("pk", flat=True)}
    for path in lying:
        if path.stem not in kept:
            path.unlink(missing_ok=True)
    return len(old)
