"""Destruction: at the end of a term or when the family asks, by two people, leaving what may be counted [domain 2.11]."""

import datetime
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection, models, transaction
from django.utils import timezone

from accounts.acting import Acting, call_it, working
from accounts.roles import ROLES, Permission
from cases import access, family_copy, policies
from cases.models import (
    Absence,
    Attachment,
    ConsentVoice,
    FamilyExport,
    Guardian,
    Household,
    LogEntry,
    Match,
    MeldcodeRelease,
    Pupil,
    Remains,
    Removal,
    Task,
    Withdrawal,
)
from cases.models.rights import Slice
from cases.models.rows import SAFE
from cases.reading import rights as reading
from cases.reading.whole_file import FAMILY, FILE
from cases.retention import due

R = Removal.State
OPEN = (R.PROPOSED, R.ASKED, R.APPROVED)
BATCH = 500


class Blocked(policies.NotNow):
    """Something holds the destruction back; `why` says what, in sentences for the family."""

    def __init__(self, why: list[str]) -> None:
        super().__init__(" ".join(why))
        self.why = why


# ---- Two people ----------------------------------------------------------------------------------------------------
@transaction.atomic
def ask_removal(*, by: Acting, pupil: Pupil) -> Removal:
    """The family asked, and `by` is the first of two. Raises NotNow without such a request, Blocked with what holds it back."""
    access.check_works(by)
    call_it("cases.ask_removal")
    request = reading.removal_request(pupil.pk)
    if request is None:
        raise policies.NotNow("Leg eerst vast dat het gezin om vernietiging vraagt.")
    if why := reading.blocks(pupil.pk, today=by.today):
        raise Blocked(why)
    if Removal.objects.filter(pupil_id=pupil.pk, slice=Slice.WHOLE, state__in=OPEN).exists():
        raise policies.NotNow("Er ligt al een voorstel tot vernietiging.")
    return Removal.objects.create(
        team_id=pupil.team_id,
        pupil_id=pupil.pk,
        reason=Removal.Reason.REQUEST,
        due_on=by.today,
        decide_by=reading.answer_by(request),
        proposed_on=by.today,
        state=R.ASKED,
        asked_by=by.actor,
        asked_by_name=by.actor_name,
        asked_on=by.today,
    )


@transaction.atomic
def agree_to_proposal(*, by: Acting, removal: Removal) -> Removal:
    """A term is over, and `by` is the first of two who say so."""
    access.check_works(by)
    call_it("cases.agree_to_removal")
    row = _locked(removal, R.PROPOSED)
    if why := reading.blocks(row.pupil_id, today=by.today):
        raise Blocked(why)
    row.state, row.asked_by, row.asked_by_name, row.asked_on = R.ASKED, by.actor, by.actor_name, by.today
    row.save(update_fields=["state", "asked_by", "asked_by_name", "asked_on"])
    return row


@transaction.atomic
def approve_removal(*, by: Acting, removal: Removal) -> Removal:
    """The privacy officer is the second. The caller queues the task that destroys. Raises NotYours for the first one."""
    _check_approves(by)
    call_it("cases.approve_removal")
    row = _locked(removal, R.ASKED)
    if row.asked_by == by.actor:
        raise access.NotYours("U vroeg dit zelf aan. Een ander beslist.")
    row.state, row.approved_by, row.approved_by_name, row.approved_on = R.APPROVED, by.actor, by.actor_name, by.today
    row.save(update_fields=["state", "approved_by", "approved_by_name", "approved_on"])
    return row


@transaction.atomic
def refuse_removal(*, by: Acting, removal: Removal, why: str) -> Removal:
    """The privacy officer does not agree, with the reason."""
    _check_approves(by)
    call_it("cases.refuse_removal")
    row = _locked(removal, R.ASKED)
    row.state, row.refused_because = R.REFUSED, why
    row.approved_by, row.approved_by_name, row.approved_on = by.actor, by.actor_name, by.today
    row.save(update_fields=["state", "refused_because", "approved_by", "approved_by_name", "approved_on"])
    return row


def _check_approves(by: Acting) -> None:
    if Permission.APPROVE_REMOVAL not in ROLES[by.role].permissions:
        raise access.NotYours("Alleen de privacyfunctionaris beslist hierover.")


def _locked(removal: Removal, state: str) -> Removal:
    row = Removal.objects.select_for_update(of=("self",)).get(pk=removal.pk)
    if row.state != state:
        raise policies.NotNow(f"Dit voorstel is al verder: {row.get_state_display()}.")
    return row


# ---- The worker ----------------------------------------------------------------------------------------------------
def propose_due(*, today: datetime.date) -> int:
    """Propose every slice whose term is over today. How many new ones. The same when run again."""
    made = 0
    keys = list(Pupil.objects.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), BATCH):
        with working(today=today, action="cases.propose_removal"):
            made += _propose(keys[start : start + BATCH], today)
    return made


def _propose(keys: list[UUID], today: datetime.date) -> int:
    pupils = {pupil.pk: pupil for pupil in Pupil.objects.filter(pk__in=keys)}
    terms = reading.terms()
    standing = set(Removal.objects.filter(pupil_id__in=keys, state__in=OPEN).values_list("pupil_id", "slice"))
    fresh = []
    for key, file in reading.files(pupils.values()).items():
        over = {piece: one for piece, one in due(file, terms).items() if one.on <= today}
        if Slice.WHOLE in over:  # then the slices need not go one by one
            over = {Slice.WHOLE: over[Slice.WHOLE]}
        for piece, one in over.items():
            if (key, piece) not in standing and (piece == Slice.WHOLE or _kinds(piece, key)):
                fresh.append(
                    Removal(
                        team_id=pupils[key].team_id,
                        pupil_id=key,
                        reason=Removal.Reason.TERM,
                        slice=piece,
                        term=one.code,
                        due_on=one.on,
                        proposed_on=today,
                    )
                )
    return len(Removal.objects.bulk_create(fresh))


def execute_removal(*, key: UUID, today: datetime.date) -> Removal:
    """Destroy what two people agreed on, in one transaction; files go when it is committed. The same when run again.

    What blocks it now, or a term that is not over (any more), stops it: the row says so.
    """
    with working(today=today, action="cases.remove"):
        removal = Removal.objects.select_for_update().get(pk=key)
        if removal.state != R.APPROVED:
            return removal
        if why := _holds_back(removal, today):
            removal.state, removal.blocked_by = R.REFUSED, why
            removal.refused_because = why[0][:300]
            removal.save(update_fields=["state", "blocked_by", "refused_because"])
            return removal
        gone: list[UUID] = []
        paths: list[Path] = []
        counts: dict[str, int] = {}
        echoes = _silence(removal) if removal.slice == Slice.WHOLE else []
        names = _names(removal) if removal.slice == Slice.WHOLE else None
        for model, rows in _rows_of(removal):
            keys = [row.pk for row in rows]
            paths += _paths(rows)
            Remains.objects.bulk_create([_remains(row, today) for row in rows])
            model._default_manager.filter(pk__in=keys)._raw_delete("default")
            gone += keys
            if keys:
                counts[model._meta.label_lower] = len(keys)
        gone += echoes
        _forget(removal, gone, names)
        removal.state, removal.done_at, removal.counts = R.DONE, timezone.now(), counts
        removal.save(update_fields=["state", "done_at", "counts"])
        transaction.on_commit(lambda: _unlink(paths))
    return removal


def _unlink(paths: Iterable[Path]) -> None:
    for path in paths:
        path.unlink(missing_ok=True)


def _holds_back(removal: Removal, today: datetime.date) -> list[str]:
    why = reading.blocks(removal.pupil_id, today=today)
    if removal.reason == Removal.Reason.TERM and not why:
        file = reading.files(Pupil.objects.filter(pk=removal.pupil_id)).get(removal.pupil_id)
        ends = due(file, reading.terms()).get(removal.slice) if file else None
        if ends is None or ends.on > today:
            why.append("De bewaartermijn is nog niet voorbij: er is iets bijgekomen.")
    return why


def _rows_of(removal: Removal) -> Iterable[tuple[type[models.Model], list[Any]]]:
    """Tables with the rows that go, children before parents. Each is read when those before it are gone."""
    if removal.slice != Slice.WHOLE:
        for model in _KEPT_BY[removal.slice]:
            yield model, list(_slice_rows(model, removal.slice, removal.pupil_id))
        return
    family = {kind.model: [row.pk for row in kind.rows(removal.pupil_id)] for kind in FAMILY}
    for kind in FILE:
        yield kind.model, list(kind.rows(removal.pupil_id))
    alone = {
        Guardian: Guardian.objects.filter(pk__in=family[Guardian], guardianships__isnull=True)
        .exclude(pk__in=ConsentVoice.objects.filter(guardian__isnull=False).values("guardian"))
        .exclude(pk__in=Task.objects.filter(guardian__isnull=False).values("guardian")),
        Household: Household.objects.filter(pk__in=family[Household], members__isnull=True),
    }
    for model, rows in alone.items():
        yield model, list(rows)


def _silence(removal: Removal) -> list[UUID]:
    """Other teams are no longer told that this one knows the child. Their keys."""
    sought = Pupil.objects.filter(pk=removal.pupil_id).values("match_key")
    told = Match.objects.filter(other_team=removal.team_id, case__pupil__match_key__in=sought)
    keys = list(told.values_list("pk", flat=True))
    Match.objects.filter(pk__in=keys)._raw_delete("default")
    return keys


_KEPT_BY: dict[str, tuple[Any, ...]] = {
    Slice.SCHOOL: (Withdrawal, Attachment, MeldcodeRelease, LogEntry),
    Slice.YOUTH: (Withdrawal, Attachment, MeldcodeRelease, LogEntry),
    Slice.ABSENCE: (Absence,),
}
_KEEPER = {Slice.SCHOOL: "school", Slice.YOUTH: "youth"}


def _slice_rows(model: Any, piece: str, pupil: UUID) -> Any:
    if model is Absence:
        return Absence.objects.filter(pupil=pupil)
    side = _KEEPER[Slice(piece)]
    if model is Withdrawal:
        return Withdrawal.objects.filter(
            models.Q(entry__keeper=side) | models.Q(attachment__keeper=side), case__pupil=pupil
        )
    keeper = "entry__keeper" if model is MeldcodeRelease else "keeper"
    rows = model.objects.filter(**{"case__pupil": pupil, keeper: side})
    return rows.exclude(attachments__isnull=False) if model is LogEntry else rows


def _kinds(piece: str, pupil: UUID) -> bool:
    """Whether there is anything of this slice."""
    return any(_slice_rows(model, piece, pupil).exists() for model in _KEPT_BY[piece])


def _paths(rows: list[Any]) -> list[Path]:
    found = [Path(settings.MEDIA_ROOT) / row.stored for row in rows if isinstance(row, Attachment)]
    exports = [row for row in rows if isinstance(row, FamilyExport)]
    return found + [family_copy.place(row, ending) for row in exports for ending in ("pdf", "json")]


def _remains(row: Any, today: datetime.date) -> Remains:
    """The SAFE fields of a row, without keys of rows of the file, days cut to their month [architecture 5]."""
    facts = {}
    for name, sort in row.PRIVACY.items():
        field = row._meta.get_field(name)
        if sort != SAFE or (field.is_relation and not field.related_model.__module__.startswith("schools.")):
            continue
        facts[name] = _counted(getattr(row, field.attname))
    return Remains(team_id=row.team_id, kind=row._meta.label_lower, facts=facts, removed_in=today.replace(day=1))


def _counted(value: Any) -> Any:
    match value:
        case datetime.datetime() | datetime.date():
            return f"{value:%Y-%m}"
        case None | bool() | int() | str() | list():
            return value
        case _:
            return str(value)


def _names(removal: Removal) -> tuple[str, str] | None:
    return Pupil.objects.filter(pk=removal.pupil_id).values_list("given_name", "family_name").first()


def _forget(removal: Removal, gone: list[UUID], names: tuple[str, str] | None) -> None:
    """Drafts about these rows, and what the log of changing kept of them, this transaction's own lines included. When the
    whole child goes: also drafts with its name, such as a new question that was never sent or pasted lines of an import."""
    with connection.cursor() as cursor:
        cursor.execute("delete from cases_draft where form like any (%s)", [[f"%{key}%" for key in gone]])
        if names:
            found = "delete from cases_draft where strpos(lower(fields::text), lower(%s)) > 0"
            cursor.execute(f"{found} and strpos(lower(fields::text), lower(%s)) > 0", names)
        cursor.execute("select app.forget_history(%s, %s)", [removal.pk, gone])
