"""Appointing: by somebody else, confirmed or not, each rule with its sentence; and the database holds them by name."""

import datetime
from contextlib import contextmanager
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from accounts.acting import Acting, acting_as, working
from accounts.roles import Hat
from schools.actions.appointments import MayNotAppoint, appoint, appoint_many, confirm, end
from schools.enums import SupportDomain
from schools.models import Appointment, CoreRole, Employer, LocationPeriod, RegisterRelease, StaleTeam, SupportTeam
from tests import cast

Day = datetime.date
TODAY = Day(2026, 11, 22)
FROM = DateRange(Day(2026, 8, 1), None)


@pytest.fixture
def admin(town):
    """`with admin() as by:` the administrator at work."""

    @contextmanager
    def at_work():
        by = Acting(town.admin.pk, town.admin.name, "ADMIN", Hat.PEOPLE, TODAY)
        with acting_as(by, writes=True):
            yield by

    return at_work


def ortho(town, someone=None, **more) -> Appointment:
    someone = someone or cast.person("Otto")
    return Appointment(**{"person": someone, "role": "ORTHO", "team": town.other_team, "period": FROM, **more})


def test_an_administrator_appoints_and_that_confirms(town, admin):
    new = ortho(town, mandate=[SupportDomain.WMO], hours_per_week=Decimal("4.5"))
    with admin() as by:
        appoint(appointment=new, by=by, now=timezone.now())
    saved = Appointment.objects.get(pk=new.pk)
    assert (saved.confirmed_by_id, saved.domains, saved.hours_per_week) == (town.admin.pk, ("wmo",), Decimal("4.5"))
    assert Appointment.objects.in_force(TODAY).filter(pk=new.pk).exists()


def test_the_mandate_of_the_role_when_none_is_given(town):
    smw = Appointment(person=town.ib, role="SMW", team=town.team, period=FROM)
    assert smw.domains == ("collectief",)


def test_an_import_confirms_nothing_and_opens_no_file(town):
    with working(today=TODAY, action="test"):
        (new,) = appoint_many(appointments=[ortho(town)], by=None, now=timezone.now())
    assert (new.confirmed_at, new.confirmed_by_id) == (None, None)
    assert not Appointment.objects.in_force(TODAY).filter(pk=new.pk).exists()
    assert Appointment.objects.on(TODAY).filter(pk=new.pk).exists()


def test_an_administrator_confirms_what_was_imported_once(town, admin):
    new = cast.appoint(cast.person("Otto"), "ORTHO", at=town.other_team, confirmed=False)
    with admin() as by:
        assert confirm(appointments=[new], by=by, now=timezone.now()) == 1
        assert confirm(appointments=[new], by=by, now=timezone.now()) == 0
    assert Appointment.objects.get(pk=new.pk).confirmed_by_id == town.admin.pk


def test_nobody_appoints_confirms_or_ends_themselves(town, admin):
    own = cast.appoint(town.admin, "OFFICER", at=town.municipality, confirmed=False)
    with admin() as by:
        for attempt in (
            lambda: appoint(appointment=ortho(town, town.admin), by=by, now=timezone.now()),
            lambda: appoint_many(appointments=[ortho(town, town.admin)], by=by, now=timezone.now()),
            lambda: confirm(appointments=[own], by=by, now=timezone.now()),
            lambda: end(appointment=own, last_day=TODAY, by=by),
        ):
            with pytest.raises(MayNotAppoint, match="een andere functioneel beheerder"):
                attempt()


def test_the_same_role_twice_on_one_day_is_refused_with_its_sentence(town, admin):
    again = Appointment(person=town.stranger, role="IB", team=town.other_team, period=FROM)
    with admin() as by, pytest.raises(MayNotAppoint, match=r"^Deze persoon heeft deze rol hier op die dagen al\.$"):
        appoint(appointment=again, by=by, now=timezone.now())


def test_one_wrong_row_of_many_saves_none(town, admin):
    before = Appointment.objects.count()
    rows = [ortho(town), Appointment(person=town.ib, role="ORTHO", board=town.board, period=FROM)]
    with admin() as by, pytest.raises(MayNotAppoint, match="Kies precies één plek"):
        appoint_many(appointments=rows, by=by, now=timezone.now())
    assert Appointment.objects.count() == before


def test_an_appointment_ends_after_its_last_day(town, admin):
    mine = Appointment.objects.get(person=town.ortho)
    with admin() as by:
        end(appointment=mine, last_day=Day(2026, 12, 31), by=by)
    assert Appointment.objects.get(pk=mine.pk).period == DateRange(cast.LONG_AGO, Day(2027, 1, 1))


@pytest.mark.parametrize(
    ("last_day", "sentence"),
    [(Day(2016, 7, 31), "begint pas op 01-08-2016"), (Day(2030, 1, 1), "eindigt al eerder")],
)
def test_an_end_that_makes_no_sense(town, admin, last_day, sentence):
    mine = Appointment.objects.get(person=town.ortho)
    mine.period = DateRange(cast.LONG_AGO, Day(2027, 1, 1))
    with admin() as by, pytest.raises(MayNotAppoint, match=sentence):
        end(appointment=mine, last_day=last_day, by=by)


def test_a_team_whose_people_change_is_stale(town, admin):
    with admin() as by:
        appoint(appointment=ortho(town), by=by, now=timezone.now())
    assert StaleTeam.objects.filter(team_id=town.other_team.pk).exists()


# ---- What the database holds, by name ---------------------------------------------------------------------------------
RULES = {
    "appointment_one_unit": lambda town: Appointment(person=town.ib, role="ORTHO", period=FROM),
    "appointment_has_days": lambda town: ortho(town, period=DateRange(None, TODAY)),
    "appointment_hours_not_negative": lambda town: ortho(town, hours_per_week=-1),
    "appointment_not_confirmed_by_oneself": lambda town: ortho(town, town.ib, confirmed_by=town.ib),
    "appointment_no_overlap": lambda town: Appointment(person=town.ib, role="IB", team=town.team, period=FROM),
    "team_once": lambda town: SupportTeam(
        location=town.team.location, sector="PO", name="Nog een", municipality=town.municipality, period=FROM
    ),
    "core_role_no_overlap": lambda _: CoreRole(school_type="BO", role="IB", period=FROM),
    "location_period_no_overlap": lambda town: place(town, period=FROM),
    "location_period_has_days": lambda town: place(town, period=DateRange(None, Day(2016, 8, 1))),
    "location_second_type": lambda town: place(
        town, period=DateRange(Day(2010, 1, 1), Day(2011, 1, 1)), second_type="VO"
    ),
    "employer_once": lambda _: Employer(name="SWT Zwolle"),
    "release_covers_something": lambda _: RegisterRelease(register="po", released_on=TODAY, rows=1),
}


def place(town, **more) -> LocationPeriod:
    around = {"board": town.board, "municipality": town.municipality}
    return LocationPeriod(**{"location": town.team.location, "name": "X", "type": "BO", **around, **more})


@pytest.mark.parametrize("name", RULES)
def test_a_rule_of_the_database(town, name):
    row = RULES[name](town)
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        row.save(force_insert=True)
        with connection.cursor() as cursor:
            cursor.execute("set constraints all immediate")
