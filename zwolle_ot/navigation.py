"""The main menu: for each role the pages that its permissions open."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from accounts.roles import Permission
from schools.access import second_factor_is_missing


@dataclass(frozen=True)
class Entry:
    """A page in the menu: shown to a role with one of these permissions."""

    label: str
    url_name: str
    permissions: frozenset[Permission]


P = Permission
MENU: tuple[Entry, ...] = (
    Entry("Werklijst", "cases:worklist", frozenset({P.SEE_CASES})),
    Entry("Overleg", "cases:meetings", frozenset({P.SEE_CASES})),
    Entry("Meedenken", "cases:consultations", frozenset({P.SEE_CASES})),
    Entry("Aanbod", "cases:collective", frozenset({P.SEE_CASES})),
    Entry("Aanvragen", "cases:desk", frozenset({P.DECIDE_ESCALATION})),
    Entry("Plaatsen", "financing:decisions", frozenset({P.DECIDE_PLACES})),
    Entry("Gedeeld met u", "cases:shared", frozenset({P.SEE_SHARED_CASES})),
    Entry("Verzuim", "cases:thuiszitters", frozenset({P.SEE_CASES})),
    Entry("Bewaren", "cases:keeping", frozenset({P.WORK_CASES})),
    Entry("Team", "schools:teams", frozenset({P.SEE_CASES, P.DIVIDE_HOURS})),
    Entry("Dashboard", "insights:dashboard", frozenset({P.SEE_FIGURES})),
    Entry("Cijfers", "insights:own", frozenset({P.SEE_TEAM_FIGURES})),
    Entry("Geld", "financing:budget", frozenset({P.SEE_MONEY})),
    Entry("Beheer", "admin:index", frozenset({P.MANAGE_PEOPLE})),
    Entry("Programma’s", "insights:programs", frozenset({P.SEE_PROGRAMS, P.MANAGE_PEOPLE})),
    Entry("Inzagen", "schools:looks", frozenset({P.SEE_LOGS})),
    Entry("Wijzigingen", "schools:changes", frozenset({P.SEE_LOGS})),
    Entry("Vernietiging", "cases:removals", frozenset({P.APPROVE_REMOVAL})),
    Entry("Scholen", "schools:schools", frozenset(P)),
)


@dataclass(frozen=True)
class Link:
    """An entry as it stands on this page."""

    label: str
    url: str
    current: bool


def navigation(request: HttpRequest) -> list[Link]:
    """The menu of the role in which this request works; empty for somebody without a role, or not yet quite inside."""
    holding = getattr(request, "holding", None)
    if not holding or second_factor_is_missing(request):
        return []
    links = []
    for entry in MENU:
        if entry.permissions & holding.role.permissions:
            try:
                url = reverse(entry.url_name)
            except NoReverseMatch:
                continue
            links.append(Link(entry.label, url, request.path.startswith(url)))
    return links
