"""One town in which every table about a child holds a row of one team, and nobody outside that team was let in."""

from dataclasses import dataclass, field

from django.contrib.auth.base_user import AbstractBaseUser

from accounts.looking import looked
from accounts.models import Look, User
from cases import actions
from cases.actions import Contact
from cases.actions.flags import drain_stale
from cases.enums import ContactKind, TeamTimeKind
from cases.models import Case
from cases.models.sharing import Purpose
from schools.models import Municipality, Provider
from tests.cases.conftest import TODAY, agreed, by, guardian, question
from tests.cases.parts import filled
from tests.cast import Town, appoint, person


@dataclass
class Everything:
    """The case that holds it all, and people of each role who have nothing to do with it.

    `without_meaning`: tables that hold a row of which nobody can say for whom it is (`any_row`).
    """

    case: Case
    strangers: list[tuple[User, str]]
    without_meaning: set[str] = field(default_factory=set)


def build_everything(town: Town) -> Everything:
    """Made by calling the actions, as the ones who may."""
    Provider.objects.create(name="Aanbieder Voorbeeld")
    jgw = by(town.mate, "JGW")
    case = actions.raise_question(by=by(town.ib, "IB"), question=question(town))
    talk = Contact(case=case, on=TODAY, kind=ContactKind.CHILD, minutes=30, body="Noor vertelde over thuis.")
    actions.log_contacts(by=jgw, contacts=[talk] * 5)
    actions.log_team_time(by=jgw, team=town.team, on=TODAY, kind=TeamTimeKind.TRAINING, minutes=60)
    actions.save_draft(by=jgw, form=f"log/{case.pk}", fields={"body": "Half af"})
    actions.save_draft(by=jgw, form="leerlingen/overnemen", fields={"text": "Noor;;de Wit;4-3-2017;5"})
    looked(by=jgw, kind=Look.Kind.VIEW, what="ondersteuningsvraag", subjects=[case.pupil_id], case=case.pk)
    _other_town_request(town, case)
    filled(case, town)
    drain_stale(today=TODAY)
    return Everything(case, _strangers(town))


def _other_town_request(town: Town, case: Case) -> None:
    """A request that lies at the desk of another municipality, so that Zwolle's desk is a stranger to it."""
    kampen = Municipality.objects.create(code="GM0166", name="Kampen")
    guardian(case, town)
    desk = actions.youth_desk(by=by(town.ib, "IB"), team=case.team_id, home=kampen)
    agreed(case, town, desk, Purpose.REQUEST)
    actions.request_escalation(by=by(town.mate, "JGW"), case=case, home=kampen, reason="Gesprekken hielpen te weinig.")


def _strangers(town: Town) -> list[tuple[User, str]]:
    found: list[tuple[User, str]] = [(town.stranger, "IB")]
    jgw = person("Jet Elders")
    appoint(jgw, "JGW", at=town.other_team)
    found.append((jgw, "JGW"))
    elsewhere = person("Lia Elders")  # leerplicht of Zwolle was let in, that of Kampen was not
    appoint(elsewhere, "LEERPLICHT", at=Municipality.objects.get(code="GM0166"))
    found.append((elsewhere, "LEERPLICHT"))
    for name, role in (
        ("jeugdconsulent", "JEUGDCONSULENT"),
        ("officer", "OFFICER"),
        ("controller", "CONTROLLER"),
        ("swt_lead", "SWT_LEAD"),
        ("director", "DIRECTOR"),
        ("board_member", "BOARD"),
        ("swv", "SWV"),
        ("admin", "ADMIN"),
    ):
        someone: AbstractBaseUser = getattr(town, name)
        assert isinstance(someone, User)
        found.append((someone, role))
    return found
