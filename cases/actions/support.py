"""Support: bringing it in, its start and end, and how it went [domain 2.5]."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from accounts.acting import Acting, call_it
from cases import access, policies
from cases.actions.questions import support_began
from cases.enums import StopReason
from cases.models import Case, Support, SupportEvaluation
from cases.models.support import Cbs, Effect, Hulpvorm, SupportForm, SupportKind
from cases.retention import months_after
from schools.enums import SupportDomain
from schools.models import Provider
from shell.bulk import update_rows


@dataclass(frozen=True)
class NewSupport:
    """What is brought in. Without `case` a collective offer of `team`, for so many `children` without a name."""

    team: UUID
    domain: SupportDomain
    form: SupportForm
    what: str
    asked_on: datetime.date
    case: Case | None = None
    kind: SupportKind = SupportKind.REGULAR
    children: int | None = None
    provider: Provider | None = None
    given_by: str = ""
    cbs: Cbs | None = None
    hulpvorm: Hulpvorm | None = None
    started_on: datetime.date | None = None
    evaluate_on: datetime.date | None = None


@dataclass(frozen=True)
class TlvDecision:
    """What the samenwerkingsverband decided; a granted TLV holds from `first` up to and not including `after`."""

    on: datetime.date
    granted: bool
    first: datetime.date | None = None
    after: datetime.date | None = None


@dataclass(frozen=True)
class Heard:
    """What the pupil said, or why the pupil was not heard."""

    voice: str = ""
    not_heard: str = ""


@transaction.atomic
def bring_in(*, by: Acting, support: NewSupport) -> Support:
    """Bring support in. Raises NotYours without the mandate for its domain, NotNow for specialist youth care."""
    made = bring_in_all(by=by, supports=[support])[0]
    if support.case and made.started_on:
        support_began(support.case, on=made.started_on)
    return made


@transaction.atomic
def bring_in_all(*, by: Acting, supports: Iterable[NewSupport]) -> list[Support]:
    """Many at once, each on its own day. Raises OppTooLate when an OPP would be evaluated too late."""
    access.check_works(by)
    call_it("cases.bring_in")
    told = list(supports)
    for one in told:
        if one.domain == SupportDomain.YOUTH_SPECIALIST:
            raise policies.NotNow("Specialistische jeugdhulp vraagt u aan bij de gemeente.")
        if one.case:
            policies.check_open(one.case)
    access.check_mandates(by, ((one.team, one.domain, one.asked_on) for one in told))
    return Support.objects.bulk_create(_support(by, one) for one in told)


def _support(by: Acting, told: NewSupport) -> Support:
    return Support(
        team_id=told.team,
        case=told.case,
        domain=told.domain,
        kind=told.kind,
        form=told.form,
        children=told.children,
        what=told.what,
        provider=told.provider,
        given_by=told.given_by,
        cbs=told.cbs or "",
        hulpvorm=told.hulpvorm or "",
        asked_on=told.asked_on,
        asked_by_id=by.actor,
        started_on=told.started_on,
        evaluate_on=_evaluated_on(told.kind, told.started_on, told.evaluate_on),
    )


def _evaluated_on(kind: str, started_on: datetime.date | None, agreed: datetime.date | None) -> datetime.date | None:
    """When it is evaluated: as agreed; an OPP within OPP_MONTHS of its start, on the last day when nothing was agreed."""
    if kind != SupportKind.OPP or started_on is None:
        return agreed
    last = months_after(started_on, settings.OPP_MONTHS)
    if agreed and agreed > last:
        raise OppTooLate
    return agreed or last


class OppTooLate(policies.NotNow):
    """An OPP would be evaluated later than OPP_MONTHS after its start, or after its last evaluation."""

    def __init__(self) -> None:
        super().__init__(f"Een OPP wordt op tijd geëvalueerd: kies een dag binnen {settings.OPP_MONTHS} maanden.")


@transaction.atomic
def start_support(*, by: Acting, support: Support, on: datetime.date) -> Support:
    """It started: the first real support, not the intake. Ends the waiting time; an OPP is evaluated within OPP_MONTHS."""
    row = _taken(by, support, "cases.start_support")
    if row.started_on:
        raise policies.NotNow("De start is al vastgelegd.")
    if on < row.asked_on:
        raise policies.NotNow("De start ligt niet voor de dag waarop erom is gevraagd.")
    row.started_on = on
    row.evaluate_on = _evaluated_on(row.kind, on, row.evaluate_on)
    row.save(update_fields=["started_on", "evaluate_on"])
    if row.case:
        support_began(row.case, on=on)
    return row


@dataclass(frozen=True)
class Ending:
    """The end of one support, on a day: the reason as CBS asks it, and what it did for the child."""

    support: Support
    on: datetime.date
    reason: StopReason
    effect: Effect = Effect.UNKNOWN
    note: str = ""


def end_support(
    *,
    by: Acting,
    support: Support,
    on: datetime.date,
    reason: StopReason,
    effect: Effect = Effect.UNKNOWN,
    note: str = "",
) -> Support:
    """It ended, with the reason as CBS asks it, and what it did for the child. Also when it never started."""
    return end_supports(by=by, endings=[Ending(support, on, reason, effect, note)])[0]


@transaction.atomic
def end_supports(*, by: Acting, endings: Iterable[Ending]) -> list[Support]:
    """Many at once, each on its own day. Raises NotNow for the first that cannot."""
    told = list(endings)
    rows = _taken_all(by, [one.support for one in told], "cases.end_support")
    for row, one in zip(rows, told, strict=True):
        if one.on < (row.started_on or row.asked_on):
            raise policies.NotNow("Het einde ligt niet voor het begin.")
        row.ended_on, row.stop_reason, row.effect, row.effect_note = one.on, one.reason, one.effect, one.note
    update_rows(rows, ["ended_on", "stop_reason", "effect", "effect_note"])
    return rows


@transaction.atomic
def decide_tlv(*, by: Acting, support: Support, decision: TlvDecision) -> Support:
    """Record what the samenwerkingsverband decided on a toelaatbaarheidsverklaring."""
    row = _taken(by, support, "cases.decide_tlv")
    if row.kind != SupportKind.TLV:
        raise policies.NotNow("Alleen over een TLV besluit het samenwerkingsverband.")
    if row.decided_on:
        raise policies.NotNow("Over deze TLV is al besloten.")
    if decision.on < row.asked_on:
        raise policies.NotNow("Het besluit ligt niet voor de aanvraag.")
    if decision.granted and decision.first is None:
        raise policies.NotNow("Vul in vanaf wanneer de TLV geldt.")
    row.decided_on, row.granted = decision.on, decision.granted
    row.valid = DateRange(decision.first, decision.after) if decision.granted else None
    row.save(update_fields=["decided_on", "granted", "valid"])
    return row


@transaction.atomic
def evaluate_support(
    *,
    by: Acting,
    support: Support,
    on: datetime.date,
    note: str,
    heard: Heard,
    next_on: datetime.date | None = None,
) -> SupportEvaluation:
    """It was looked at, with the pupil heard or the reason why not. An OPP is looked at again within OPP_MONTHS."""
    row = _taken(by, support, "cases.evaluate_support")
    if row.case_id is None:
        raise policies.NotNow("Een aanbod zonder kind op naam wordt niet met een leerling geëvalueerd.")
    if not heard.voice.strip() and not heard.not_heard.strip():
        raise policies.NotNow("Schrijf op wat de leerling zei, of waarom de leerling niet is gehoord.")
    if row.kind == SupportKind.OPP and (next_on is None or next_on > months_after(on, settings.OPP_MONTHS)):
        raise OppTooLate
    made = SupportEvaluation.objects.create(
        case_id=row.case_id,
        team_id=row.team_id,
        support=row,
        on=on,
        note=note,
        pupil_voice=heard.voice,
        pupil_not_heard=heard.not_heard,
        next_on=next_on,
        author_id=by.actor,
    )
    row.evaluate_on = next_on
    row.save(update_fields=["evaluate_on"])
    return made


def _taken(by: Acting, support: Support, action: str) -> Support:
    """The row as it is now, still running."""
    return _taken_all(by, [support], action)[0]


def _taken_all(by: Acting, supports: Sequence[Support], action: str) -> list[Support]:
    """The rows as they are now, in the same order. Raises Support.DoesNotExist when one is not there for the acting person,
    NotNow when one has ended."""
    access.check_works(by)
    call_it(action)
    keys = [support.pk for support in supports]
    rows = {row.pk: row for row in Support.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk")}
    if len(rows) < len(set(keys)):
        raise Support.DoesNotExist
    if any(row.ended_on for row in rows.values()):
        raise policies.NotNow("Deze ondersteuning is al gestopt.")
    return [rows[key] for key in keys]
