"""Meetings and meedenken: agenda, guests on a basis, voices, decisions that become something, time [domain 2.1, 2.3]."""

import datetime
import uuid
from collections.abc import Callable

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test import Client

from accounts.acting import acting_as
from accounts.models import User
from cases import access, actions, policies
from cases.actions import LookingBack, NamesAChild, NewMeeting, NewTask, NoBasis, Weighing, flags, invitations
from cases.calendar_file import invitation
from cases.models import (
    AgendaItem,
    Case,
    Consultation,
    Decision,
    ItemGuest,
    Meeting,
    MeetingKind,
    Sharing,
    Support,
    Task,
    TeamTime,
)
from cases.models.sharing import Purpose
from cases.reading import meetings as reading
from cases.reports import meeting_report
from schools.enums import SupportDomain
from tests.cases.conftest import TODAY, agreed, by, question
from tests.cases.parts import filled, met, party, planned, support
from tests.cast import Town, appoint

SOON = TODAY + datetime.timedelta(days=14)
WHOLE = Weighing("Moe.", "Druk.", "Ik wil slapen.", "", "Wij ook.", "", "Eerst rust.")


def item_of(case: Case, town: Town, **told: object) -> AgendaItem:
    meeting = met(town, cases=(case,), **told)
    return reading.items().get(meeting=meeting)


def test_zwolle_begins_with_three_kinds_and_a_training_and_the_others_are_off(case: Case, town: Town) -> None:
    on = MeetingKind.objects.filter(is_on=True).values_list("code", flat=True)
    assert list(on) == ["ot", "mdo", "thuiszitters", "training"]
    assert list(MeetingKind.objects.filter(is_on=False).values_list("code", flat=True)) == [
        "bea",
        "traject",
        "beslistafel",
        "interventie",
    ]
    off = NewMeeting(town.team.pk, MeetingKind.objects.get(code="bea"), TODAY)
    with pytest.raises(policies.NotNow, match="niet in gebruik"):
        actions.plan_meeting(by=by(town.ib, "IB"), meeting=off)


def test_the_agenda_is_proposed_from_what_is_due(case: Case, town: Town) -> None:
    quiet = actions.raise_question(by=by(town.ib, "IB"), question=question(town, name="Sem"))
    for one in (case, quiet):
        actions.take_step(by=by(town.ib, "IB"), case=one, to="weighing")
    planned(case, town)
    assert reading.proposed_agenda([town.team.pk], on=TODAY) == []

    due = TODAY + datetime.timedelta(days=31)
    (proposed,) = reading.proposed_agenda([town.team.pk], on=due)
    assert (proposed.case, proposed.why) == (case, "plan evalueren")

    flags.recompute_all(today=TODAY + datetime.timedelta(days=60))
    first = reading.proposed_agenda([town.team.pk], on=TODAY + datetime.timedelta(days=60))[0]
    assert (first.case, first.reasons) == (case, ["plan evalueren", "evaluatie is te laat", "lang niets gebeurd"])


def test_members_are_asked_with_the_mandate_of_that_day(case: Case, town: Town) -> None:
    told = {one.name: one.mandate for one in reading.attendees_of(met(town))}
    assert set(told) == {"Ineke Bos", "Jan Gerrits", "Olga Pot"}
    assert "jeugdhulp, specialistisch" in told["Jan Gerrits"]


def test_talking_about_a_child_with_a_party_needs_a_basis(case: Case, town: Town) -> None:
    item, ggd = item_of(case, town, on=SOON), party(case, town)
    actions.ask_party(by=by(town.ib, "IB"), meeting=item.meeting, party=ggd)  # names no child
    assert Sharing.objects.count() == 0
    with pytest.raises(NoBasis):
        actions.invite_to_item(by=by(town.ib, "IB"), item=item, party=ggd)
    assert ItemGuest.objects.count() == 0
    with pytest.raises(IntegrityError), transaction.atomic():
        ItemGuest.objects.create(case=case, team=town.team, item=item, party=ggd)

    agreed(case, town, ggd, Purpose.TALK, after=SOON)
    with pytest.raises(policies.NotNow, match="eindigt voor de dag"):
        actions.invite_to_item(by=by(town.ib, "IB"), item=item, party=ggd)
    agreed(case, town, ggd, Purpose.TALK)
    actions.invite_to_item(by=by(town.ib, "IB"), item=item, party=ggd)
    assert ItemGuest.objects.get().sharing.purpose == Purpose.TALK


def test_child_and_parents_are_heard_or_it_says_why_not(case: Case, town: Town) -> None:
    item = item_of(case, town)
    told = {"by": by(town.ib, "IB"), "item": item, "version": item.version}
    for lacking in ({"conclusion": ""}, {"child_voice": ""}, {"parents_voice": ""}):
        with pytest.raises(policies.NotNow):
            actions.weigh(**told, weighing=Weighing(**{**vars(WHOLE), **lacking}))
    with pytest.raises(IntegrityError, match="item_weighed_is_whole"), transaction.atomic():
        AgendaItem.objects.filter(pk=item.pk).update(weighed_on=TODAY, conclusion="Klaar.")

    half = actions.weigh(**told, weighing=Weighing(school_side="Moe."), done=False)
    with pytest.raises(policies.ChangedMeanwhile):
        actions.weigh(**told, weighing=WHOLE)
    whole = actions.weigh(**{**told, "version": half.version}, weighing=WHOLE)
    assert (half.weighed_on, whole.weighed_on) == (None, TODAY)


def test_a_decision_becomes_a_task_or_support_at_once_or_nothing_happens(case: Case, town: Town) -> None:
    item = item_of(case, town)
    actions.decide_on_item(
        by=by(town.ib, "IB"), item=item, text="Bel oma", task=NewTask("Bel oma", SOON, by_pupil=True)
    )
    actions.decide_on_item(by=by(town.ib, "IB"), item=item, text="Leeshulp", support=support(case, town))
    assert (Decision.objects.count(), Task.objects.count(), Support.objects.count()) == (2, 1, 1)

    with pytest.raises(access.NotYours, match="geen mandaat"):
        actions.decide_on_item(
            by=by(town.ib, "IB"), item=item, text="Wmo", support=support(case, town, domain=SupportDomain.WMO)
        )
    assert (Decision.objects.count(), Support.objects.count()) == (2, 1)


def test_a_held_meeting_writes_the_time_of_who_came(case: Case, town: Town) -> None:
    meeting = met(town)
    asked = {one.name: one.attendance.pk for one in reading.attendees_of(meeting)}
    with pytest.raises(policies.NotNow, match="wie er waren"):
        actions.hold_meeting(by=by(town.ib, "IB"), meeting=meeting, came=[], back=LookingBack())
    actions.hold_meeting(
        by=by(town.ib, "IB"),
        meeting=meeting,
        came=[asked["Ineke Bos"], asked["Jan Gerrits"]],
        back=LookingBack("Kort."),
    )
    written = TeamTime.objects.values_list("author__name", "kind", "minutes")
    assert sorted(written) == [("Ineke Bos", "overleg", 60), ("Jan Gerrits", "overleg", 60)]
    with pytest.raises(policies.NotNow, match="al gehouden"):
        actions.hold_meeting(by=by(town.ib, "IB"), meeting=meeting, came=asked.values(), back=LookingBack())
    with pytest.raises(policies.NotNow, match="moet nog komen"):
        actions.hold_meeting(by=by(town.ib, "IB"), meeting=met(town, on=SOON), came=asked.values(), back=LookingBack())
    with pytest.raises(IntegrityError, match="not held before its day"), acting_as(by(town.ib, "IB"), writes=True):
        Meeting.objects.filter(on=SOON).update(state=Meeting.State.HELD)


def test_the_report_for_parents_names_their_child_and_who_was_there(case: Case, town: Town) -> None:
    made = filled(case, town)
    report = meeting_report(reading.items().get(pk=made.item.pk), Case.objects.with_names().get(pk=case.pk))
    assert report.child == "Noor de Wit"
    assert "GGD 0, jeugdgezondheidszorg" in report.attendees
    assert ("Wat zei u", "U was er niet bij: Zij konden niet.") in report.sections
    assert [line.who for line in report.decisions] == ["de leerling zelf"]


# ---- Another day, and telling who was asked ---------------------------------------------------------------------------
def moved(meeting: Meeting, **told: object) -> NewMeeting:
    was = {name: getattr(meeting, name) for name in ("kind", "on", "at", "minutes", "place")}
    return NewMeeting(team=meeting.team_id, **{**was, **told})


def test_a_meeting_moves_with_a_newer_invitation_and_asks_who_works_there_then(case: Case, town: Town) -> None:
    meeting = met(town, on=SOON, cases=(case,))
    later = SOON + datetime.timedelta(days=7)
    appoint(town.nobody, "JGW", at=town.team, period=DateRange(later, None))
    told = {"by": by(town.ib, "IB"), "meeting": meeting, "told": moved(meeting, on=later, place="Kamer 2")}
    assert "SEQUENCE:0\r\n" in invitation(meeting, url="https://ot.test/")

    again = actions.move_meeting(**told, version=1)

    assert (again.on, again.place, again.version) == (later, "Kamer 2", 2)
    assert "SEQUENCE:1\r\n" in invitation(again, url="https://ot.test/")
    assert town.nobody.pk in set(again.attendance.values_list("person_id", flat=True))
    with pytest.raises(policies.ChangedMeanwhile):
        actions.move_meeting(**told, version=1)
    actions.cancel_meeting(by=by(town.ib, "IB"), meeting=again)
    with pytest.raises(policies.NotNow, match="gaat niet door"):
        actions.move_meeting(**told, version=3)


def test_a_meeting_does_not_move_past_the_consent_of_who_talks_along(case: Case, town: Town) -> None:
    item, ggd = item_of(case, town, on=SOON), party(case, town)
    agreed(case, town, ggd, Purpose.TALK, after=SOON + datetime.timedelta(days=2))
    actions.invite_to_item(by=by(town.ib, "IB"), item=item, party=ggd)
    told = {"by": by(town.ib, "IB"), "meeting": item.meeting, "version": 1}

    with pytest.raises(policies.NotNow, match="geldt niet op die dag"):
        actions.move_meeting(**told, told=moved(item.meeting, on=SOON + datetime.timedelta(days=3)))
    actions.move_meeting(**told, told=moved(item.meeting, on=SOON + datetime.timedelta(days=1)))


def test_the_invitation_tells_when_and_where_and_nothing_about_a_child(case: Case, town: Town) -> None:
    meeting = met(town, on=SOON, cases=(case,))
    User.objects.filter(pk=town.ortho.pk).update(is_active=False)

    assert invitations.invite(key=meeting.pk, today=TODAY) == 2

    assert sorted(sent.to[0] for sent in mail.outbox) == sorted([town.ib.email, town.mate.email])
    (name, calendar, kind) = mail.outbox[0].attachments[0]
    assert (name, kind, "BEGIN:VEVENT" in calendar) == ("overleg.ics", "text/calendar", True)
    for sent in mail.outbox:
        told = f"{sent.subject} {sent.body} {sent.attachments[0][1]}"
        assert "OT-overleg" in told and f"/overleg/{meeting.pk}/" in told
        assert not any(word in told for word in ("Noor", "de Wit", str(case.pk), "nieuwe vraag"))
    actions.cancel_meeting(by=by(town.ib, "IB"), meeting=meeting)
    invitations.invite(key=meeting.pk, today=TODAY)
    assert mail.outbox[-1].subject.startswith("Gaat niet door: OT-overleg")
    assert invitations.invite(key=meeting.pk, today=SOON + datetime.timedelta(days=1)) == 0


def test_a_question_comes_off_the_agenda_with_a_reason_and_can_be_put_back(
    case: Case, town: Town, as_: Callable[..., Client]
) -> None:
    ib, item = by(town.ib, "IB"), item_of(case, town, on=SOON)
    with pytest.raises(policies.NotNow, match="waarom"):
        actions.take_off_agenda(by=ib, item=item, why=" ")
    client, back = as_(town.ib), f"/overleg/{item.meeting_id}/"
    sent = {"why": "De ouders willen erbij zijn.", "once": uuid.uuid4()}
    assert client.post(f"/agendapunten/{item.pk}/van-de-agenda/", sent).url == back

    page = client.get(back).text
    assert "Van de agenda gehaald: De ouders willen erbij zijn." in page and "Zet terug" in page
    assert reading.meetings().get().number == 0
    assert reading.planned_without(case, today=TODAY) == [item.meeting]
    item.refresh_from_db()
    guest = party(case, town)
    for refused in (
        lambda: actions.weigh(by=ib, item=item, weighing=WHOLE, version=item.version),
        lambda: actions.decide_on_item(by=ib, item=item, text="Leeshulp"),
        lambda: actions.invite_to_item(by=ib, item=item, party=guest),
    ):
        with pytest.raises(policies.NotNow, match="van de agenda gehaald"):
            refused()
    with pytest.raises(IntegrityError, match="taken off the agenda"), transaction.atomic():
        Decision.objects.create(case=case, team=town.team, item=item, text="Leeshulp")

    assert client.post(f"/agendapunten/{item.pk}/weer-op-de-agenda/").url == back
    assert reading.meetings().get().number == 1
    item.refresh_from_db()
    actions.take_off_agenda(by=ib, item=item, why="Nog niet.")
    again = actions.put_on_agenda(by=ib, meeting=item.meeting, case=case, why="Toch wel")
    assert (again.pk, again.why, again.off_because) == (item.pk, "Toch wel", "")


def test_what_was_decided_or_held_stays_on_the_agenda(case: Case, town: Town) -> None:
    ib, item = by(town.ib, "IB"), item_of(case, town)
    actions.decide_on_item(by=ib, item=item, text="Leeshulp")
    with pytest.raises(policies.NotNow, match="al gewogen of besloten"):
        actions.take_off_agenda(by=ib, item=item, why="Toch niet.")
    other = item_of(case, town, kind="mdo")
    came = other.meeting.attendance.values_list("pk", flat=True)
    actions.hold_meeting(by=ib, meeting=other.meeting, came=came, back=LookingBack())
    with pytest.raises(policies.NotNow, match="al gehouden"):
        actions.take_off_agenda(by=ib, item=other, why="Toch niet.")
    for one in (item, other):
        with pytest.raises(IntegrityError, match="comes off before the meeting"), transaction.atomic():
            AgendaItem.objects.filter(pk=one.pk).update(off_because="Toch niet.")


# ---- Meedenken --------------------------------------------------------------------------------------------------------
def test_thinking_along_records_no_child_and_counts_as_time(case: Case, town: Town) -> None:
    told = {"by": by(town.ib, "IB"), "team": town.team.pk, "person": town.mate.pk}
    for text in ("Noor de Wit slaapt slecht.", "wat doe ik met noor  DE wit?"):
        with pytest.raises(NamesAChild):
            actions.ask_along(**told, situation=text)
    asked = actions.ask_along(**told, situation="Een kind van 9 slaapt slecht.")
    with pytest.raises(access.NotYours, match="collega"):
        actions.answer_along(by=by(town.ortho, "ORTHO"), consultation=asked, answer="Rust.", minutes=10)

    answered = actions.answer_along(by=by(town.mate, "JGW", today=SOON), consultation=asked, answer="Rust.", minutes=10)

    assert answered.took == 14
    assert TeamTime.objects.values_list("author", "kind", "minutes").get() == (town.mate.pk, "meedenken", 10)
    assert not any(field.name in ("case", "pupil") for field in Consultation._meta.get_fields())
    with pytest.raises(IntegrityError, match="consultation_answer_is_whole"), transaction.atomic():
        Consultation.objects.create(
            team=town.team,
            asked_on=TODAY,
            asked_by=town.ib,
            person=town.mate,
            situation="x",
            answer="y",
            answered_on=TODAY,
        )


def test_thinking_along_is_put_to_one_member_or_party(town: Town, case: Case) -> None:
    with pytest.raises(policies.NotNow, match="aan wie"):
        actions.ask_along(by=by(town.ib, "IB"), team=town.team.pk, situation="Wat nu?")
    ggd = party(case, town)
    asked = actions.ask_along(by=by(town.ib, "IB"), team=town.team.pk, situation="Wat nu?", party=ggd)
    answered = actions.answer_along(by=by(town.ortho, "ORTHO"), consultation=asked, answer="Bel ons.", minutes=5)
    assert answered.answered_on == TODAY
