"""Hours worked and the condition of 3.4, as the worker sums them up from casework; and who sees the condition where."""

import datetime
from dataclasses import replace
from uuid import uuid4

import pytest
import time_machine
from django.db.backends.postgresql.psycopg_any import DateRange
from django.urls import reverse

from accounts.acting import acting_as
from accounts.models import Change
from cases import actions
from cases.actions import Contact
from cases.enums import ContactKind, TeamTimeKind
from cases.models import Attendance, Meeting, MeetingKind, TeamTime
from cases.policies import NotNow
from financing.actions.working_hours import recompute_cooperation, recompute_hours, shortcomings
from financing.models import Cooperation, LoggedHours, WorkedHours
from schools.models import Appointment, NeighbourhoodTeam, TeamFlag
from tests.cases.conftest import by, question

pytestmark = pytest.mark.django_db
Day = datetime.date
TODAY = Day(2026, 3, 16)  # a Monday in the school year 2025-2026
YEAR = 2025


@pytest.fixture(autouse=True)
def on_the_day():
    with time_machine.travel(datetime.datetime(2026, 3, 16, 12, tzinfo=datetime.UTC), tick=False):
        yield


def log(town, day, minutes, *, someone=None, role="JGW", kind="preventie", team=None):
    return TeamTime.objects.create(
        team=team or town.team, on=day, kind=kind, minutes=minutes, author=someone or town.mate, role=role
    )


def worked():
    recompute_hours(today=TODAY)
    rows = WorkedHours.objects.order_by("month", "role", "location__code")
    return [(row.month, row.location.name, row.role, row.minutes) for row in rows]


# ---- Hours ----------------------------------------------------------------------------------------------------------
def test_minutes_add_up_per_month_location_and_role(town):
    """Time with and without a child, of a month and of a role each; twice computed is the same."""
    case = actions.raise_question(by=by(town.ib, "IB"), question=question(town))
    talk = Contact(case=case, on=Day(2026, 3, 3), kind=ContactKind.CHILD, minutes=30, body="Gesprek")
    actions.log_contacts(by=by(town.mate, "JGW"), contacts=[talk])
    log(town, Day(2026, 3, 2), 60)
    log(town, Day(2026, 2, 2), 15)
    log(town, Day(2026, 3, 2), 45, someone=town.ib, role="IB")
    log(town, Day(2026, 3, 2), 20, team=town.other_team)

    assert worked() == [
        (Day(2026, 2, 1), "De Vlieger", "JGW", 15),
        (Day(2026, 3, 1), "De Vlieger", "IB", 45),
        (Day(2026, 3, 1), "De Vlieger", "JGW", 90),
        (Day(2026, 3, 1), "De Wilgen", "JGW", 20),
    ]
    assert worked() == worked()


def test_what_was_entered_takes_the_place_of_what_was_logged_that_day(town):
    """The same person, role, place and day; another day and another person keep theirs [formats, sheet uren]."""
    log(town, Day(2026, 3, 2), 60)
    log(town, Day(2026, 3, 3), 60)
    log(town, Day(2026, 3, 2), 40, someone=town.ib)
    LoggedHours.objects.create(
        on=Day(2026, 3, 2), location=town.team.location, role="JGW", person=town.mate, minutes=100
    )

    assert worked() == [(Day(2026, 3, 1), "De Vlieger", "JGW", 200)]


def test_a_corrected_contact_counts_once(town):
    case = actions.raise_question(by=by(town.ib, "IB"), question=question(town))
    talk = Contact(case=case, on=Day(2026, 3, 3), kind=ContactKind.CHILD, minutes=30, body="Gesprek")
    (entry,) = actions.log_contacts(by=by(town.mate, "JGW"), contacts=[talk])
    longer = replace(talk, minutes=50)
    actions.correct_entry(by=by(town.mate, "JGW"), entry=entry, contact=longer)

    assert worked() == [(Day(2026, 3, 1), "De Vlieger", "JGW", 50)]


def test_hours_count_for_the_wijkteam_of_that_month(town):
    log(town, Day(2026, 3, 2), 60)
    recompute_hours(today=TODAY)

    assert WorkedHours.objects.get().neighbourhood_team == NeighbourhoodTeam.objects.get(code="noord")


# ---- The condition --------------------------------------------------------------------------------------------------
def meet(town, day, kind=None, state=Meeting.State.HELD):
    kind = kind or MeetingKind.objects.filter(whole_core=True).first()
    return Meeting.objects.create(team=town.team, kind=kind, on=day, state=state)


def training_of(town, day):
    kind = MeetingKind.objects.get(joint_training=True)
    return actions.NewMeeting(town.team.pk, kind, day, minutes=180, subject="Samen wegen")


def train(town, day, *, came):
    planned = actions.plan_meeting(by=by(town.ib, "IB"), meeting=training_of(town, day))
    asked = Attendance.objects.filter(meeting=planned).order_by("role").values_list("pk", flat=True)
    actions.hold_meeting(by=by(town.ib, "IB"), meeting=planned, came=asked[:came], back=actions.LookingBack())


def measured(town):
    recompute_cooperation(today=TODAY)
    return Cooperation.objects.get(team=town.team, school_year=YEAR)


def flag(town):
    return TeamFlag.objects.filter(team=town.team, rule="cooperation", cleared_on__isnull=True).first()


def test_a_team_that_is_complete_met_and_trained_keeps_the_condition(town):
    """Weeks of this school year until 16 March: one meeting of the whole core in every six."""
    expected = measured(town).meetings_expected
    for number in range(expected):
        meet(town, Day(2025, 9, 1) + datetime.timedelta(days=number))
    train(town, Day(2025, 10, 1), came=2)
    row = measured(town)

    assert expected == 4
    assert (row.meetings, row.trainings, row.trainings_expected) == (4, 1, 1)
    assert row.complete_days == row.school_days > 100
    assert (shortcomings(row), flag(town)) == ([], None)


def test_what_is_short_is_a_flag_that_is_cleared_when_it_is_made_good(town):
    row = measured(town)
    assert flag(town).why == (
        "Schooljaar 2025-2026: 0 van 4 overleggen van het hele kernteam; 0 van 1 gezamenlijke trainingen."
    )

    for number in range(row.meetings_expected):
        meet(town, Day(2025, 9, 1) + datetime.timedelta(days=number))
    train(town, Day(2025, 10, 1), came=2)
    measured(town)

    assert flag(town) is None
    assert TeamFlag.objects.get(team=town.team, rule="cooperation").cleared_on == TODAY


def test_only_a_held_meeting_of_the_whole_core_counts(town):
    other = MeetingKind.objects.filter(whole_core=False).first()
    meet(town, Day(2025, 9, 1))
    meet(town, Day(2025, 9, 2), kind=other)
    meet(town, Day(2025, 9, 3), state=Meeting.State.PLANNED)
    meet(town, Day(2025, 7, 1))

    assert measured(town).meetings == 1


@pytest.mark.parametrize(("came", "trainings"), [(1, 0), (2, 1)])
def test_a_training_is_joint_when_two_members_were_there(town, came, trainings):
    """One record of the team; its minutes are time of each who came. Own training of members is not joint."""
    train(town, Day(2025, 10, 1), came=came)
    for someone in (town.ib, town.mate):
        log(town, Day(2025, 11, 3), 60, kind=TeamTimeKind.TRAINING, someone=someone)

    assert measured(town).trainings == trainings
    together = TeamTime.objects.filter(kind=TeamTimeKind.TRAINING, on=Day(2025, 10, 1))
    assert list(together.values_list("minutes", "note")) == [(180, "Samen wegen")] * came


def test_the_team_records_a_training_once_and_sees_who_was_there(town, as_):
    client = as_(town.ib, role="IB")
    address = reverse("cases:plan_meeting") + f"?team={town.team.pk}&soort=training"
    actions.raise_question(by=by(town.ib, "IB"), question=question(town))
    form = client.get(address).context["form"]
    kind = form.initial["kind"]
    assert "agenda" not in form.fields, "a training shows no child"
    told = {
        "team": town.team.pk,
        "kind": kind.pk,
        "on": "1-10-2025",
        "minutes": 120,
        "subject": "Samen wegen",
        "once": uuid4(),
    }
    answer = client.post(address, told)
    assert answer.status_code == 302, answer.context["form"].errors
    training = Meeting.objects.get(kind=kind)
    members = Attendance.objects.filter(meeting=training)
    client.post(
        reverse("cases:hold_meeting", args=[training.pk]), {"came": [one.pk for one in members], "once": uuid4()}
    )

    page = client.get(reverse("schools:team", args=[town.team.pk])).content.decode()
    assert "Samen wegen" in page
    assert f"{town.ib.name}, {town.mate.name}" in page or f"{town.mate.name}, {town.ib.name}" in page
    assert measured(town).trainings == 1


def test_a_training_that_was_held_is_corrected_with_its_time_and_the_condition(town, as_):
    """The wrong day, and somebody too many: with one member it is not joint. A day in the year before makes that year's."""
    train(town, Day(2025, 10, 1), came=2)
    training = Meeting.objects.get()
    before = Cooperation.objects.create(
        team=town.team,
        school_year=YEAR - 1,
        complete_days=1,
        school_days=1,
        meetings=1,
        meetings_expected=1,
        trainings=0,
        trainings_expected=1,
    )
    client = as_(town.ib, role="IB")
    correct = reverse("cases:correct_training", args=[training.pk])
    form = client.get(correct).context["form"]
    assert form.fields["came"].initial == [str(key) for key in came_to(training)]
    told = {"on": "3-7-2025", "minutes": 120, "subject": "", "because": "Het was voor de zomer", "once": uuid4()}
    told |= {"version": training.version, "came": [town.ib.pk, town.mate.pk]}
    assert client.post(correct, told).status_code == 302
    assert (measured(town).trainings, Cooperation.objects.get(pk=before.pk).trainings) == (0, 1)
    assert time_of(training) == {(Day(2025, 7, 3), 120)}
    assert "Gecorrigeerd op" in client.get(reverse("cases:meeting", args=[training.pk])).content.decode()

    again = client.post(correct, {**told, "came": [town.ib.pk], "once": uuid4()})
    assert "Iemand anders" in again.content.decode(), "the version that was shown is an old one"
    assert "Gecorrigeerd op 16 maart 2026: Het was voor de zomer." in again.content.decode(), (
        "what they saved stands beside"
    )
    as_told = {"came": {town.ib.pk}, "because": "Er was er één", "minutes": 120, "subject": ""}
    for on, refused in ((Day(2099, 1, 1), "moet nog komen"), (Day(2025, 7, 3), "wie er waren")):
        nobody = {**as_told, "came": set()} if on.year == 2025 else as_told
        with pytest.raises(NotNow, match=refused):
            mend(town, training, on=on, **nobody)
    with pytest.raises(NotNow, match="werkte op"):
        mend(town, training, on=Day(2025, 7, 3), **{**as_told, "came": {town.ib.pk, town.controller.pk}})
    mend(town, training, on=Day(2025, 10, 2), **as_told)
    assert (measured(town).trainings, Cooperation.objects.get(pk=before.pk).trainings) == (0, 0)
    assert list(came_to(training)) == [town.ib.pk]
    assert TeamTime.objects.filter(meeting=training).count() == 1


def test_a_training_that_was_not_held_after_all_counts_no_more(town, as_):
    train(town, Day(2025, 10, 1), came=2)
    training = Meeting.objects.get()
    assert measured(town).trainings == 1
    client = as_(town.ib, role="IB")
    address = reverse("cases:undo_training", args=[training.pk])
    told = {"because": "De trainer was ziek", "version": training.version, "once": uuid4()}
    assert client.post(address, told).status_code == 302

    assert measured(town).trainings == 0
    assert time_of(training) == set()
    assert client.get(address).status_code == 404
    gone = Change.objects.filter(table_name="cases_teamtime", operation="delete")
    assert {(one.action, one.old["minutes"], one.actor) for one in gone} == {("cases.undo_training", 180, town.ib.pk)}


def test_only_time_of_a_meeting_can_be_taken_away(town):
    """Time that somebody wrote stays, whoever of the team asks."""
    log(town, Day(2025, 11, 3), 60, kind=TeamTimeKind.TRAINING)
    train(town, Day(2025, 10, 1), came=2)
    with acting_as(by(town.ib, "IB"), writes=True):
        TeamTime.objects.all().delete()

    assert [(one.on, one.meeting_id) for one in TeamTime.objects.all()] == [(Day(2025, 11, 3), None)]


def came_to(training):
    came = Attendance.objects.filter(meeting=training, came=True)
    return came.order_by("role", "pk").values_list("person_id", flat=True)


def time_of(training):
    return set(TeamTime.objects.filter(meeting=training).values_list("on", "minutes"))


def mend(town, training, *, on, **told):
    version = Meeting.objects.get(pk=training.pk).version
    wanted = actions.Training(on=on, **told)
    actions.correct_training(by=by(town.ib, "IB"), meeting=training, told=wanted, version=version)


def test_a_training_is_about_no_child(town):
    case = actions.raise_question(by=by(town.ib, "IB"), question=question(town))
    planned = actions.plan_meeting(by=by(town.ib, "IB"), meeting=training_of(town, Day(2026, 4, 1)))

    with pytest.raises(NotNow, match="niet over één leerling"):
        actions.put_on_agenda(by=by(town.ib, "IB"), meeting=planned, case=case)


def test_days_without_a_core_role_are_counted(town):
    """The orthopedagoog came on 1 February only."""
    Appointment.objects.filter(team=town.team, role="ORTHO").update(period=DateRange(Day(2026, 2, 1), None))
    row = measured(town)

    assert 0 < row.complete_days < row.school_days
    assert shortcomings(row)[0] == f"{row.complete_days} van {row.school_days} schooldagen compleet"


def test_the_budget_and_the_team_page_show_the_condition(town, as_):
    measured(town)
    client = as_(town.controller, role="CONTROLLER")
    page = client.get(reverse("financing:condition"), {"jaar": YEAR})
    assert [(one.name, one.is_met) for one in page.context["rows"]] == [
        ("OT De Vlieger", False),
        ("OT De Wilgen", False),
    ]

    rows = as_(town.director, role="DIRECTOR").get(reverse("financing:condition"), {"jaar": YEAR}).context["rows"]
    assert [one.name for one in rows] == ["OT De Vlieger"]

    for someone, role in ((town.ib, "IB"), (town.officer, "OFFICER"), (town.admin, "ADMIN")):
        text = as_(someone, role=role).get(reverse("schools:team", args=[town.team.pk])).content.decode()
        assert "Samenwerking volgens de afspraak" in text
        assert "0 van 4" in text
        assert ("Training plannen of vastleggen" in text) == (role == "IB")
