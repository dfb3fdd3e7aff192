"""The demo people on the sign-in page. Used in demo mode only."""

from dataclasses import dataclass

from django import template
from django.utils import timezone

from accounts.models import User
from accounts.roles import ROLES
from schools.hats import Holding, held_by

register = template.Library()


@dataclass(frozen=True)
class DemoPerson:
    """Somebody to sign in as: `roles` by name, `places` where they work, `does` what they do and see."""

    name: str
    email: str
    roles: str
    places: str
    does: str


@register.simple_tag
def demo_people() -> list[DemoPerson]:
    """Demo people with a role today, in the order of the roles. Two queries, however many people."""
    people = {person.pk: person for person in User.people.filter(is_demo=True, is_active=True)}
    held = held_by(people, today=timezone.localdate())
    shown = [(held[key], person) for key, person in people.items() if held[key]]
    order = list(ROLES)
    shown.sort(key=lambda pair: (order.index(pair[0][0].role.code), pair[1].name))
    return [_shown(person, holdings) for holdings, person in shown]


def _shown(person: User, holdings: list[Holding]) -> DemoPerson:
    first = holdings[0]
    return DemoPerson(
        name=person.name,
        email=person.email,
        roles=" en ".join(holding.role.label for holding in holdings),
        places=first.organisation if len(first.places) == 1 else "",
        does=first.role.description if len(holdings) == 1 else f"{first.role.description} Wisselt van rol.",
    )
