"""Who acts is known to PostgreSQL for one transaction: nested use gives it back, a roll back too, nothing stays behind."""

import datetime
from uuid import UUID

import pytest
from django.db import ProgrammingError, connection, transaction

from accounts.acting import SETTINGS, Acting, SomebodyElse, acting_as, call_it, working
from accounts.models import Change, User
from accounts.roles import Hat
from schools.hats import chosen, held_by, holdings
from schools.models import Employer
from tests.cast import appoint

TODAY = datetime.date(2026, 11, 23)
ADA = Acting(UUID(int=1), "Ada", "ADMIN", Hat.PEOPLE, TODAY, purpose="Beheer")
IB = Acting(UUID(int=2), "Ineke", "IB", Hat.TEAM, TODAY)


def now_is() -> dict[str, str | None]:
    with connection.cursor() as cursor:
        cursor.execute("select " + ", ".join(f"nullif(current_setting('{name}', true), '')" for name in SETTINGS))
        return dict(zip(SETTINGS, cursor.fetchone(), strict=True))


NOBODY = {**dict.fromkeys(SETTINGS), "role": "none"}
OF_ADA = {
    "role": "ot_people",
    "app.actor": str(ADA.actor),
    "app.actor_name": "Ada",
    "app.role": "ADMIN",
    "app.hat": "people",
    "app.today": "2026-11-23",
    "app.purpose": "Beheer",
    "app.action": None,
}


@pytest.mark.django_db(transaction=True)
def test_a_transaction_of_somebody_and_nothing_of_it_after():
    with acting_as(ADA, writes=True):
        assert now_is() == OF_ADA
    assert now_is() == NOBODY


@pytest.mark.django_db(transaction=True)
def test_nothing_of_it_after_a_roll_back():
    with pytest.raises(ZeroDivisionError), acting_as(ADA, writes=True):
        raise ZeroDivisionError
    assert now_is() == NOBODY


@pytest.mark.django_db
def test_nested_use_gives_the_outer_one_back():
    with acting_as(ADA, writes=True):
        call_it("schools.appoint", by=ADA)
        with acting_as(IB, writes=False):
            assert (now_is()["role"], now_is()["app.actor_name"], now_is()["app.action"]) == ("ot_look", "Ineke", None)
        assert now_is() == {**OF_ADA, "app.action": "schools.appoint"}


@pytest.mark.django_db
def test_nested_use_that_fails_gives_the_outer_one_back():
    with acting_as(ADA, writes=True):
        with pytest.raises(ProgrammingError), acting_as(IB, writes=False):
            Employer.objects.create(name="Niet van een IB'er")
        assert now_is() == OF_ADA


@pytest.mark.django_db
def test_nested_use_that_rolls_back_quietly_gives_the_outer_one_back():
    with acting_as(ADA, writes=True):
        with acting_as(ADA, writes=True):
            Employer.objects.create(name="Even")
            transaction.set_rollback(True)
        assert now_is() == OF_ADA
        assert not Employer.objects.filter(name="Even").exists()


@pytest.mark.django_db
def test_looking_is_not_writing():
    with (
        pytest.raises(ProgrammingError, match="permission denied for table schools_employer"),
        acting_as(ADA, writes=False),
    ):
        Employer.objects.create(name="Met een GET")


@pytest.mark.django_db
def test_an_action_by_another_than_who_acts_is_refused():
    with acting_as(ADA, writes=True), pytest.raises(SomebodyElse):
        call_it("schools.appoint", by=IB)


@pytest.mark.django_db
def test_work_without_a_person_is_told_as_such():
    with working(today=TODAY, action="test.work"):
        made = Employer.objects.create(name="Door de nacht")
    change = Change.objects.get(row_id=made.pk)
    assert (change.actor, change.actor_name, change.role, change.action) == (None, "", "worker", "test.work")


def test_holdings_in_the_order_of_the_declarations_with_every_place(town):
    appoint(town.ib, "IB", at=town.other_team)
    appoint(town.ib, "DIRECTOR", at=town.team.location)
    held = holdings(town.ib, today=TODAY)
    assert [(one.role.code, one.organisation) for one in held] == [
        ("IB", "OT De Vlieger, OT De Wilgen"),
        ("DIRECTOR", "De Vlieger"),
    ]
    assert held[0].unit_ids == (town.team.pk, town.other_team.pk)


def test_the_chosen_role_only_while_it_is_held(town):
    appoint(town.ib, "DIRECTOR", at=town.team.location)
    held = holdings(town.ib, today=TODAY)
    codes = {wanted: chosen(held, wanted).role.code for wanted in (None, "DIRECTOR", "CONTROLLER")}
    assert codes == {None: "IB", "DIRECTOR": "DIRECTOR", "CONTROLLER": "IB"}
    assert chosen([], "IB") is None


def test_holdings_of_many_people_are_one_query(town, django_assert_num_queries):
    with django_assert_num_queries(1):
        held = held_by([town.ib.pk, town.nobody.pk, town.admin.pk], today=TODAY)
    assert [[one.role.code for one in roles] for roles in held.values()] == [["IB"], [], ["ADMIN"]]


def test_no_hat_reads_a_password(town):
    for hat, role in (
        (Hat.TEAM, "IB"),
        (Hat.FIGURES, "OFFICER"),
        (Hat.MONEY, "CONTROLLER"),
        (Hat.PEOPLE, "ADMIN"),
        (Hat.PRIVACY, "PRIVACY"),
    ):
        for writes in (False, True):
            by = Acting(town.admin.pk, "x", role, hat, TODAY)
            with pytest.raises(ProgrammingError, match="permission denied"), acting_as(by, writes=writes):
                list(User.objects.values_list("password"))
            with acting_as(by, writes=writes):
                assert User.people.get(pk=town.ib.pk).name == "Ineke Bos"
