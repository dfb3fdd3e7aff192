"""Roles are declarations: each permission under one hat, each hat with two database roles."""

import pytest

from accounts.grants import HATS
from accounts.roles import CORE_ROLES, DATABASE_ROLES, ROLES, Hat, Permission, Side, Unit, label_of

CASEWORK = {Permission.SEE_CASES, Permission.WORK_CASES, Permission.SEE_SHARED_CASES}
WITH_SECOND_FACTOR = {
    *("IB", "ZC", "ORTHO", "JGW", "SMW", "JEUGDCONSULENT", "LEERPLICHT"),  # can open a child's file
    *("OFFICER", "CONTROLLER", "ADMIN", "PRIVACY"),
}


def test_every_permission_belongs_to_somebody_and_stands_under_one_hat():
    for role in ROLES.values():
        listed = [permission for permissions in role.grants.values() for permission in permissions]
        assert len(listed) == len(set(listed)), role.code
    assert {permission for role in ROLES.values() for permission in role.permissions} == set(Permission)


def test_core_roles_are_the_five_of_the_workbook_and_no_other_role_works_in_a_team():
    assert CORE_ROLES == ("IB", "ZC", "ORTHO", "JGW", "SMW")
    assert {role.code for role in ROLES.values() if Hat.TEAM in role.grants} == set(CORE_ROLES)
    assert {role.code for role in ROLES.values() if role.unit == Unit.TEAM} == set(CORE_ROLES)


def test_only_the_jeugdconsulent_decides_and_has_never_a_team():
    deciders = [role.code for role in ROLES.values() if Permission.DECIDE_ESCALATION in role.permissions]
    assert deciders == ["JEUGDCONSULENT"]
    assert Hat.TEAM not in ROLES["JEUGDCONSULENT"].grants


def test_who_sees_money_figures_logs_or_people_opens_no_file():
    for role in ROLES.values():
        if set(role.grants) & {Hat.FIGURES, Hat.MONEY, Hat.PEOPLE, Hat.PRIVACY}:
            assert not role.permissions & CASEWORK, role.code


def test_second_factor_is_asked_of_whoever_opens_a_file_and_of_those_the_assignment_names():
    assert {role.code for role in ROLES.values() if role.second_factor} == WITH_SECOND_FACTOR


def test_sides():
    assert {role.code for role in ROLES.values() if role.side == Side.SCHOOL} == {"IB", "ZC", "ORTHO"}
    assert {role.code for role in ROLES.values() if role.side == Side.YOUTH} == {"JGW", "SMW", "JEUGDCONSULENT"}


def test_each_hat_looks_and_writes_in_roles_that_have_grants():
    assert {role for pair in DATABASE_ROLES.values() for role in pair} == set(HATS)
    assert DATABASE_ROLES[Hat.TEAM] == DATABASE_ROLES[Hat.DESK] == ("ot_look", "ot_case")


@pytest.mark.parametrize("role", ROLES.values(), ids=ROLES)
def test_every_role_tells_people_what_it_is(role):
    assert role.label
    assert role.description.endswith(".")


def test_labels_of_codes_in_the_logs():
    assert [label_of(code) for code in ("IB", "worker", "")] == ["Intern begeleider", "het programma", "het programma"]
