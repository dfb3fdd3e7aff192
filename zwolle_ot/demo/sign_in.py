"""Who a visitor of the demo can be."""

from accounts.acting import Acting
from accounts.actions import issue_demo_token
from accounts.models import DEMO_TOKEN, ApiClient, Scope
from accounts.roles import ROLES
from zwolle_ot.demo.staff import STARS

PASSWORD = "voorbeeld-zwolle"  # noqa: S105 of demo people, who sign in in demo mode only
PROGRAM, TOKEN = "Voorbeeldprogramma voor cijfers", f"{DEMO_TOKEN}cijfers_van_zwolle"


def register_program(*, by: Acting) -> None:
    """The program that reads figures in the demo, with its token."""
    client = ApiClient(name=PROGRAM, contact="cijfers@voorbeeld.nl", scopes=[Scope.STATISTICS, Scope.MONEY])
    issue_demo_token(client=client, token=TOKEN, by=by)


def listing() -> str:
    """For the terminal, in Dutch: role, name, address and password of each person, then the token of the program."""
    people = [
        (" en ".join(ROLES[role].label for role, _ in star.roles), star.person.name, star.person.email, PASSWORD)
        for star in STARS
    ]
    return "\n".join(" – ".join(line) for line in [*people, ("API", PROGRAM, "token", TOKEN)])
