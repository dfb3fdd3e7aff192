"""Nobody appoints themselves; what a workbook brought gives rights when an administrator confirms it."""

import datetime
from decimal import Decimal

import pytest
import time_machine
from django.db import ProgrammingError, connection
from django.db.backends.postgresql.psycopg_any import DateRange
from django.urls import reverse
from django.utils import timezone

from accounts.acting import Acting, acting_as
from accounts.models import Change
from accounts.roles import Hat
from schools.actions import appointments
from schools.hats import holdings
from schools.models import Appointment
from tests.cast import ALWAYS, appoint, person, sign_in

ADD = "admin:schools_appointment_add"


def acting(town):
    return Acting(town.admin.pk, "Ada Beheer", "ADMIN", Hat.PEOPLE, timezone.localdate())


def form_of(someone, role, **data):
    return {"person": someone.pk, "role": role, "period_0": "1-1-2026", "period_1": "", **data}


def test_an_appointment_by_an_administrator_is_confirmed_by_that(town, client):
    someone = person("Nieuwe Gerda")
    answer = sign_in(client, town.admin).post(
        reverse(ADD), form_of(someone, "JGW", team=town.team.pk, hours_per_week="4,5", mandate=["jeugd_vrij"])
    )
    assert answer.status_code == 302, answer.context["errors"]
    made = Appointment.objects.get(person=someone)
    assert (made.confirmed_by, made.hours_per_week, made.mandate) == (town.admin, Decimal("4.5"), ["jeugd_vrij"])
    assert made.period == DateRange(datetime.date(2026, 1, 1), None)
    assert [held.role.code for held in holdings(someone, today=timezone.localdate())] == ["JGW"]
    assert Change.objects.get(row_id=made.pk).action == "schools.appoint"


def test_the_form_says_where_a_role_is_held(town, client):
    data = form_of(person("Nieuwe Gerda"), "OFFICER", team=town.team.pk)
    errors = sign_in(client, town.admin).post(reverse(ADD), data).context["adminform"].form.errors
    assert errors["municipality"] == ["Kies waar iemand Beleidsmedewerker gemeente is."]
    assert errors["team"] == ["Laat dit leeg: de rol Beleidsmedewerker gemeente geldt hier niet."]


def test_twice_the_same_on_one_day_is_refused_in_words(town, client):
    data = form_of(town.ib, "IB", team=town.team.pk)
    errors = sign_in(client, town.admin).post(reverse(ADD), data).context["errors"]
    assert "Deze persoon heeft deze rol hier op die dagen al." in str(errors)


def test_the_form_refuses_ones_own_appointment(town, client):
    data = form_of(town.admin, "IB", team=town.team.pk)
    errors = sign_in(client, town.admin).post(reverse(ADD), data).context["adminform"].form.errors
    assert errors["person"] == ["Uw eigen aanstelling regelt een andere functioneel beheerder."]
    assert not Appointment.objects.filter(person=town.admin, role="IB").exists()


def test_ones_own_appointment_can_be_read_and_says_why_not_changed(town, client):
    own = Appointment.objects.get(person=town.admin)
    change = reverse("admin:schools_appointment_change", args=[own.pk])
    page = sign_in(client, town.admin).get(change).content.decode()
    assert "Een andere functioneel beheerder kan hem wijzigen" in page
    assert 'name="_save"' not in page
    assert client.post(change, form_of(town.admin, "ADMIN", municipality=town.municipality.pk)).status_code == 403


def test_the_database_refuses_ones_own_appointment(town):
    own = Appointment.objects.get(person=town.admin)
    with acting_as(acting(town), writes=True):
        assert Appointment.objects.filter(pk=own.pk).update(role="PRIVACY") == 0
        assert Appointment.objects.filter(pk=own.pk)._raw_delete("default") == 0
    with (
        pytest.raises(ProgrammingError, match='row-level security policy for table "schools_appointment"'),
        acting_as(acting(town), writes=True),
    ):
        Appointment.objects.create(person=town.admin, role="IB", team=town.team, period=ALWAYS)


def test_the_database_refuses_to_hand_an_appointment_to_oneself(town):
    other = Appointment.objects.get(person=town.ib)
    with (
        pytest.raises(ProgrammingError, match="row-level security policy"),
        acting_as(acting(town), writes=True),
    ):
        Appointment.objects.filter(pk=other.pk).update(person=town.admin)


def test_the_database_writes_the_confirmer_itself(town):
    waiting = appoint(person("Uit Bestand"), "IB", at=town.other_team, confirmed=False)
    with acting_as(acting(town), writes=True):
        Appointment.objects.filter(pk=waiting.pk).update(confirmed_at=timezone.now(), confirmed_by=town.ib)
    waiting.refresh_from_db()
    assert waiting.confirmed_by == town.admin


def test_an_unconfirmed_appointment_gives_no_right(town, client):
    someone = person("Uit Bestand")
    appoint(someone, "IB", at=town.other_team, confirmed=False)
    assert holdings(someone, today=timezone.localdate()) == []
    assert "U heeft vandaag geen rol" in sign_in(client, someone).get("/").content.decode()


def test_confirming_from_the_list(town, client):
    waiting = [appoint(person(f"Uit Bestand {n}"), "IB", at=town.other_team, confirmed=False) for n in range(2)]
    listed = reverse("admin:schools_appointment_changelist")
    client = sign_in(client, town.admin)
    assert "Uit Bestand 1" in client.get(f"{listed}?bevestigd=nee").content.decode()
    data = {"action": "confirm_chosen", "_selected_action": [one.pk for one in waiting]}
    assert "Bevestigd: 2." in client.post(listed, data, follow=True).content.decode()
    assert set(Appointment.objects.filter(pk__in=data["_selected_action"]).values_list("confirmed_by", flat=True)) == {
        town.admin.pk
    }


def test_confirming_on_its_own_page(town, client):
    waiting = appoint(person("Uit Bestand"), "IB", at=town.other_team, confirmed=False)
    change = reverse("admin:schools_appointment_change", args=[waiting.pk])
    client = sign_in(client, town.admin)
    assert "Zij geeft pas toegang als u haar bevestigt" in client.get(change).content.decode()
    client.post(change, form_of(waiting.person, "IB", team=town.other_team.pk, _confirm="x"))
    waiting.refresh_from_db()
    assert waiting.confirmed_by == town.admin


def test_confirming_among_others_ones_own_confirms_none(town):
    own = appoint(town.admin, "PRIVACY", at=town.municipality, confirmed=False)
    other = appoint(person("Uit Bestand"), "IB", at=town.other_team, confirmed=False)
    with pytest.raises(appointments.MayNotAppoint), acting_as(acting(town), writes=True):
        appointments.confirm(appointments=[other, own], by=acting(town), now=timezone.now())
    assert not Appointment.objects.filter(pk__in=[own.pk, other.pk], confirmed_at__isnull=False).exists()


def test_a_right_ends_with_the_last_day(town, client):
    someone = person("Tijdelijke Tine")
    appoint(someone, "IB", at=town.team, period=DateRange(datetime.date(2026, 9, 1), datetime.date(2026, 10, 1)))
    client = sign_in(client, someone)
    with time_machine.travel(
        datetime.datetime(2026, 9, 30, 21, 59, tzinfo=datetime.UTC), tick=False
    ):  # 23:59 in Zwolle
        assert [held.role.code for held in holdings(someone, today=timezone.localdate())] == ["IB"]
    with time_machine.travel(datetime.datetime(2026, 9, 30, 22, 0, tzinfo=datetime.UTC), tick=False):  # midnight
        assert holdings(someone, today=timezone.localdate()) == []


def test_an_appointment_ends_the_right_also_in_the_database(town):
    someone = person("Tijdelijke Tine")
    appoint(someone, "IB", at=town.team, period=DateRange(datetime.date(2026, 9, 1), datetime.date(2026, 10, 1)))

    def teams_on(day):
        by = Acting(someone.pk, "Tine", "IB", Hat.TEAM, day)
        with acting_as(by, writes=False), connection.cursor() as cursor:
            cursor.execute("select app.my_teams()::text[]")
            return cursor.fetchone()[0]

    assert teams_on(datetime.date(2026, 9, 30)) == [str(town.team.pk)]
    assert teams_on(datetime.date(2026, 10, 1)) == []
