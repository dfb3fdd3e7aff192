"""Something stands in the wrong child's file: out of sight at once [domain 2.6]. Nothing is destroyed: that takes two people."""

from django.db import transaction

from accounts.acting import Acting, call_it
from cases import access, policies
from cases.actions.drafts import save_draft
from cases.enums import Audience, ContactKind
from cases.models import Attachment, LogEntry, Withdrawal

GONE = "Hier stond een regel die niet in dit dossier hoorde. Die is weggehaald."
#: Where the form for a contact moment keeps what one types (`views.base.kept`).
QUICK_CONTACT = "contact"


@transaction.atomic
def withdraw_entry(*, by: Acting, entry: LogEntry, reason: str) -> LogEntry:
    """Take an entry, with the ones that it corrects, out of sight of everybody. What stands there instead says so, without
    minutes: the work was for another child. Its author finds the text again as a draft, for the right file.

    Raises NotYours for who does not read it as a member of the team, NotNow without a reason, or when a newer entry
    corrects it: then that one is taken away.
    """
    _check(by, entry.audience, reason)
    call_it("cases.withdraw_entry")
    if LogEntry.objects.filter(corrects=entry).exists():
        raise policies.NotNow("Deze regel is gecorrigeerd. Haal de nieuwste weg.")
    note = LogEntry(
        case_id=entry.case_id,
        team_id=entry.team_id,
        on=entry.on,
        kind=ContactKind.NOTE,
        minutes=0,
        body=GONE,
        author_id=by.actor,
        role=by.role,
        keeper=entry.keeper,
        audience=entry.audience,
        corrects=entry,
    )
    note.save(force_insert=True)
    if entry.author_id == by.actor:
        told = {"kind": entry.kind, "minutes": entry.minutes, "on": f"{entry.on:%d-%m-%Y}", "body": entry.body}
        save_draft(by=by, form=QUICK_CONTACT, fields=told)
    Withdrawal.objects.bulk_create(_of(by, one, reason, entry=one) for one in _chain(entry))
    return note


@transaction.atomic
def withdraw_attachment(*, by: Acting, attachment: Attachment, reason: str) -> Withdrawal:
    """Take a file out of sight of everybody. Raises as `withdraw_entry` does."""
    _check(by, attachment.audience, reason)
    call_it("cases.withdraw_attachment")
    made = _of(by, attachment, reason, attachment=attachment)
    made.save(force_insert=True)
    return made


def _check(by: Acting, audience: str, reason: str) -> None:
    access.check_works(by)
    if audience not in (Audience.TEAM, access.own_side(by)):
        raise access.NotYours("Alleen de eigen kant haalt dit weg.")
    if not reason.strip():
        raise policies.NotNow("Vul in waarom dit hier niet hoort.")


def _chain(entry: LogEntry) -> list[LogEntry]:
    """The entry and what it corrected, the newest first."""
    found, older = [entry], entry.corrects
    while older:
        found.append(older)
        older = older.corrects
    return found


def _of(by: Acting, row: LogEntry | Attachment, reason: str, **what: LogEntry | Attachment) -> Withdrawal:
    return Withdrawal(case_id=row.case_id, team_id=row.team_id, on=by.today, reason=reason, author_id=by.actor, **what)
