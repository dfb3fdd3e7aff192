"""Who may do something in a case: about the person and their role. Which rows they see is row security's business."""

import datetime
from collections.abc import Iterable
from uuid import UUID

from django.core.exceptions import PermissionDenied

from accounts.acting import Acting
from accounts.roles import ROLES, Permission, Side
from cases.enums import Audience, Keeper
from cases.models import Case, Escalation, LogEntry
from schools.enums import SupportDomain
from schools.models import Appointment


class NotYours(PermissionDenied):
    """This person may not do this here. The message is a Dutch sentence for the user."""


def check_works(by: Acting) -> None:
    """`by` acts as a member of a team."""
    if Permission.WORK_CASES not in ROLES[by.role].permissions:
        raise NotYours("Alleen leden van het ondersteuningsteam werken in het dossier.")


#: CIZ and the health insurer decide, not the team: who of the team hears of it writes it down, without a mandate.
DECIDED_BY_OTHERS = (SupportDomain.WLZ, SupportDomain.ZVW)


def check_mandate(by: Acting, *, team: UUID, domain: SupportDomain, on: datetime.date | None = None) -> None:
    """The appointment of `by` at this team carries the mandate for this domain of support [003 §1.1].

    `on` is the day of what is done; today unless told. What others decide on needs no mandate.
    """
    check_mandates(by, [(team, domain, on or by.today)])


def check_mandates(by: Acting, wanted: Iterable[tuple[UUID, SupportDomain, datetime.date]]) -> None:
    """The same for many at once: of each the team, the domain and the day. Raises NotYours for the first one without."""
    check_works(by)
    wanted = {one for one in wanted if one[1] not in DECIDED_BY_OTHERS}
    teams = {team for team, _domain, _day in wanted}
    held = Appointment.objects.confirmed().filter(person_id=by.actor, role=by.role, team_id__in=teams)
    told = [(one.team_id, one.period, one.domains) for one in held]
    for team, domain, day in sorted(wanted, key=str):
        if not any(place == team and day in period and domain in domains for place, period, domains in told):
            raise NotYours(
                f"U heeft bij dit team geen mandaat voor ‘{domain.label}’. Vraag een collega die dat wel heeft."
            )


def mandate_of(by: Acting, *, team: UUID) -> set[str]:
    """The domains in which `by` may bring support in at this team today [003 §1.1], and what anybody may write down."""
    held = Appointment.objects.in_force(by.today).filter(person_id=by.actor, role=by.role, team_id=team)
    return {*DECIDED_BY_OTHERS, *(domain for appointment in held for domain in appointment.domains)}


def check_requests(by: Acting, case: Case, *, on: datetime.date | None = None) -> None:
    """May ask for specialist youth care in this case, on this day (today unless told)."""
    if Permission.REQUEST_ESCALATION not in ROLES[by.role].permissions:
        raise NotYours("Specialistische jeugdhulp wordt aangevraagd door de JGW of SMW van het team.")
    check_mandate(by, team=case.team_id, domain=SupportDomain.YOUTH_SPECIALIST, on=on)


def check_decides(by: Acting, escalation: Escalation) -> None:
    """May decide on this request: holds the role, and never requested, led or supported in this case [domain 2.7].

    The database holds the whole rule too; what this role can see of it is explained sooner here.
    """
    if Permission.DECIDE_ESCALATION not in ROLES[by.role].permissions:
        raise NotYours("Alleen de jeugdconsulent van de woongemeente beslist over deze aanvraag.")
    took_part = (
        escalation.requested_by_id == by.actor
        or escalation.case.lead_id == by.actor
        or LogEntry.objects.filter(case_id=escalation.case_id, author_id=by.actor).exists()
    )
    if took_part:
        raise NotYours("U was zelf betrokken bij deze vraag. Laat een collega beslissen.")


def can_request(by: Acting, case: Case) -> bool:
    try:
        check_requests(by, case)
    except NotYours:
        return False
    return True


KEEPER_OF_SIDE = {Side.SCHOOL: Keeper.SCHOOL, Side.YOUTH: Keeper.YOUTH}


def keeper_of(by: Acting) -> Keeper:
    """Whose record `by` writes: school and municipality are each keeper of their own [domain 2.2]."""
    return KEEPER_OF_SIDE.get(ROLES[by.role].side, Keeper.LEERPLICHT)


def own_side(by: Acting) -> Audience:
    """The audience that stands for one's own side."""
    return Audience(keeper_of(by).value)
