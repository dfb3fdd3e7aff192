"""Roles as readable declarations: what somebody with this role may do, and in which hat the database sees them.

Application code adds rights with these; which *rows* somebody sees is decided by PostgreSQL [architecture, "Hats"].
Codes of the five core roles are those of the finance workbook.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Hat(StrEnum):
    """How the database sees a request. Each hat is a pair of database roles: one to look, one to write."""

    TEAM = "team"
    DESK = "desk"
    FIGURES = "figures"
    MONEY = "money"
    PEOPLE = "people"
    PRIVACY = "privacy"


#: Per hat the database role of a GET and of everything else.
DATABASE_ROLES: Mapping[Hat, tuple[str, str]] = {
    Hat.TEAM: ("ot_look", "ot_case"),
    Hat.DESK: ("ot_look", "ot_case"),
    Hat.FIGURES: ("ot_figures_look", "ot_figures"),
    Hat.MONEY: ("ot_money_look", "ot_money"),
    Hat.PEOPLE: ("ot_people_look", "ot_people"),
    Hat.PRIVACY: ("ot_privacy_look", "ot_privacy"),
}


class Side(StrEnum):
    """Whose records somebody keeps: school and municipality are each keeper of their own [domain 2.2]."""

    SCHOOL = "school"
    YOUTH = "youth"
    NONE = "none"


class Unit(StrEnum):
    """At what an appointment is held. The value is the name of the field on `schools.Appointment`."""

    TEAM = "team"
    NEIGHBOURHOOD_TEAM = "neighbourhood_team"
    LOCATION = "location"
    BOARD = "board"
    PARTNERSHIP = "partnership"
    MUNICIPALITY = "municipality"


class Permission(StrEnum):
    """Everything that a page, button or endpoint can ask for."""

    SEE_CASES = "see_cases"
    WORK_CASES = "work_cases"
    REQUEST_ESCALATION = "request_escalation"
    DECIDE_ESCALATION = "decide_escalation"
    SEE_SHARED_CASES = "see_shared_cases"
    SEE_TEAM_FIGURES = "see_team_figures"
    SEE_FIGURES = "see_figures"
    SEE_PROGRAMS = "see_programs"
    WRITE_REPORT = "write_report"
    RELEASE_FIGURES = "release_figures"
    SEE_MONEY = "see_money"
    MANAGE_MONEY = "manage_money"
    DIVIDE_HOURS = "divide_hours"
    PLACE_PUPILS = "place_pupils"
    DECIDE_PLACES = "decide_places"
    MANAGE_PEOPLE = "manage_people"
    SEE_LOGS = "see_logs"
    APPROVE_REMOVAL = "approve_removal"


@dataclass(frozen=True)
class Role:
    """A role. `grants` says per hat what it may do; a permission stands under one hat only."""

    code: str
    label: str
    description: str
    unit: Unit
    grants: Mapping[Hat, frozenset[Permission]]
    side: Side = Side.NONE
    second_factor: bool = False

    def hat_for(self, permission: Permission) -> Hat | None:
        """The hat that carries this permission; None when the role does not have it."""
        return next((hat for hat, permissions in self.grants.items() if permission in permissions), None)

    @property
    def permissions(self) -> frozenset[Permission]:
        return frozenset().union(*self.grants.values())


P = Permission
_CORE = frozenset({P.SEE_CASES, P.WORK_CASES, P.SEE_TEAM_FIGURES})


def _core(code: str, label: str, description: str, side: Side, extra: Iterable[Permission] = ()) -> Role:
    return Role(code, label, description, Unit.TEAM, {Hat.TEAM: _CORE | set(extra)}, side, second_factor=True)


ROLES: Mapping[str, Role] = {
    role.code: role
    for role in (
        _core(
            "IB",
            "Intern begeleider",
            "Stuurt de ondersteuning op een basisschool. Werkt in het dossier van de eigen school.",
            Side.SCHOOL,
        ),
        _core(
            "ZC",
            "Zorgcoördinator",
            "Stuurt de ondersteuning op een school voor voortgezet onderwijs. Werkt in het dossier van de eigen school.",
            Side.SCHOOL,
        ),
        _core(
            "ORTHO",
            "Orthopedagoog",
            "Denkt en kijkt mee vanuit het onderwijs. Werkt in het dossier van de eigen teams.",
            Side.SCHOOL,
        ),
        _core(
            "JGW",
            "Jeugd- en gezinswerker",
            "Ondersteunt kind en gezin, en vraagt zo nodig specialistische jeugdhulp aan.",
            Side.YOUTH,
            {P.REQUEST_ESCALATION},
        ),
        _core(
            "SMW",
            "Schoolmaatschappelijk werker",
            "Ondersteunt jongere en gezin in het voortgezet onderwijs.",
            Side.YOUTH,
            {P.REQUEST_ESCALATION},
        ),
        Role(
            "SWT_LEAD",
            "Teamleider sociaal wijkteam",
            "Verdeelt de uren van het wijkteam over de scholen. Ziet cijfers en uren van de wijk, nooit een dossier.",
            Unit.NEIGHBOURHOOD_TEAM,
            {Hat.FIGURES: frozenset({P.SEE_FIGURES}), Hat.MONEY: frozenset({P.SEE_MONEY, P.DIVIDE_HOURS})},
        ),
        Role(
            "JEUGDCONSULENT",
            "Jeugdconsulent",
            "Beslist namens de gemeente over specialistische jeugdhulp en plaatsen in een arrangement. Ziet alleen dossiers waarin een "
            "besluit is gevraagd.",
            Unit.MUNICIPALITY,
            {Hat.DESK: frozenset({P.SEE_SHARED_CASES, P.DECIDE_ESCALATION, P.DECIDE_PLACES})},
            Side.YOUTH,
            second_factor=True,
        ),
        Role(
            "LEERPLICHT",
            "Leerplichtambtenaar",
            "Werkt aan terugkeer naar school. Ziet alleen dossiers die met leerplicht zijn gedeeld.",
            Unit.MUNICIPALITY,
            {Hat.DESK: frozenset({P.SEE_SHARED_CASES})},
            second_factor=True,
        ),
        Role(
            "OFFICER",
            "Beleidsmedewerker gemeente",
            "Volgt of de afspraken werken. Ziet cijfers van de stad, nooit een dossier.",
            Unit.MUNICIPALITY,
            {Hat.FIGURES: frozenset({P.SEE_FIGURES, P.SEE_PROGRAMS, P.WRITE_REPORT})},
            second_factor=True,
        ),
        Role(
            "CONTROLLER",
            "Controller gemeente",
            "Bewaakt het geld: begroting, dekking en afsluiting. Ziet nooit een dossier.",
            Unit.MUNICIPALITY,
            {
                Hat.MONEY: frozenset({P.SEE_MONEY, P.MANAGE_MONEY, P.PLACE_PUPILS, P.RELEASE_FIGURES}),
                Hat.FIGURES: frozenset({P.SEE_FIGURES, P.SEE_PROGRAMS}),
            },
            second_factor=True,
        ),
        Role(
            "DIRECTOR",
            "Schooldirecteur",
            "Ziet cijfers en geld van de eigen school, nooit een dossier. Beslist over plaatsen in een arrangement.",
            Unit.LOCATION,
            {Hat.FIGURES: frozenset({P.SEE_FIGURES}), Hat.MONEY: frozenset({P.SEE_MONEY, P.PLACE_PUPILS})},
        ),
        Role(
            "BOARD",
            "Schoolbestuur",
            "Ziet cijfers en geld van de eigen scholen, nooit een dossier. Beslist over plaatsen in een arrangement.",
            Unit.BOARD,
            {Hat.FIGURES: frozenset({P.SEE_FIGURES}), Hat.MONEY: frozenset({P.SEE_MONEY, P.PLACE_PUPILS})},
        ),
        Role(
            "SWV",
            "Medewerker samenwerkingsverband",
            "Ziet de cijfers van de scholen van het samenwerkingsverband, nooit een dossier.",
            Unit.PARTNERSHIP,
            {Hat.FIGURES: frozenset({P.SEE_FIGURES})},
        ),
        Role(
            "ADMIN",
            "Functioneel beheerder",
            "Beheert mensen, scholen en aanstellingen. Ziet nooit een dossier en benoemt zichzelf niet.",
            Unit.MUNICIPALITY,
            {Hat.PEOPLE: frozenset({P.MANAGE_PEOPLE})},
            second_factor=True,
        ),
        Role(
            "PRIVACY",
            "Privacyfunctionaris",
            "Controleert wie welk dossier heeft ingezien.",
            Unit.MUNICIPALITY,
            {Hat.PRIVACY: frozenset({P.SEE_LOGS, P.APPROVE_REMOVAL})},
            second_factor=True,
        ),
    )
}

#: The roles that make up a support team [003 §2.1].
CORE_ROLES: tuple[str, ...] = tuple(role.code for role in ROLES.values() if role.unit == Unit.TEAM)
ROLE_CHOICES: list[tuple[str, str]] = [(role.code, role.label) for role in ROLES.values()]


def label_of(code: str) -> str:
    """The Dutch name of the role with this code, as the logs keep it; work without a person is the program's own."""
    return ROLES[code].label if code in ROLES else "het programma"
