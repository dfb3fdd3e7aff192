"""Meetings: planning, inviting, weighing, deciding, and looking back [domain 2.3]."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import Max, QuerySet

from accounts.acting import Acting, call_it
from accounts.roles import CORE_ROLES
from cases import access, policies
from cases.actions.plans import NewTask, add_task
from cases.actions.questions import weighed
from cases.actions.sharing import NewSharing, OnGround, share
from cases.actions.support import NewSupport, bring_in
from cases.enums import TeamTimeKind
from cases.models import (
    AgendaItem,
    Attendance,
    Case,
    Decision,
    ItemGuest,
    Meeting,
    MeetingKind,
    Party,
    TeamTime,
)
from cases.models.sharing import Purpose
from cases.reading.family import carrying_consent
from schools.models import Appointment


@dataclass(frozen=True)
class NewMeeting:
    """A meeting of a team; minutes long."""

    team: UUID
    kind: MeetingKind
    on: datetime.date
    at: datetime.time | None = None
    minutes: int = 60
    place: str = ""
    subject: str = ""


@dataclass(frozen=True)
class Weighing:
    """What was said about one question: school side, home side, who was heard, and the conclusion."""

    school_side: str = ""
    home_side: str = ""
    child_voice: str = ""
    child_not_heard: str = ""
    parents_voice: str = ""
    parents_not_heard: str = ""
    conclusion: str = ""


#: Of each of these one is filled in when the weighing is done.
LACKS = (
    (("child_voice", "child_not_heard"), "Schrijf op wat het kind zei, of waarom het kind niet is gehoord."),
    (("parents_voice", "parents_not_heard"), "Schrijf op wat de ouders zeiden, of waarom zij niet zijn gehoord."),
    (("conclusion",), "Schrijf de conclusie op."),
)


NO_AGENDA = "Een training gaat niet over één leerling, en heeft dus geen agenda met vragen."


@dataclass(frozen=True)
class LookingBack:
    """The short evaluation of the meeting itself [002 §3.4]."""

    went_well: str = ""
    went_less: str = ""
    next_time: str = ""


@transaction.atomic
def plan_meeting(*, by: Acting, meeting: NewMeeting, agenda: Mapping[UUID, str] | None = None) -> Meeting:
    """Plan a meeting, ask the members of that day, and put the chosen questions (case: why) on the agenda.

    A joint training is planned in the same way; it is about no child. Raises NotNow for a kind that is switched off, and
    for a training with an agenda.
    """
    access.check_works(by)
    call_it("cases.plan_meeting")
    if not meeting.kind.is_on:
        raise policies.NotNow(f"‘{meeting.kind}’ is niet in gebruik. De beheerder kan dit aanzetten.")
    if meeting.kind.joint_training and agenda:
        raise policies.NotNow(NO_AGENDA)
    made = Meeting.objects.create(
        team_id=meeting.team,
        kind=meeting.kind,
        on=meeting.on,
        at=meeting.at,
        minutes=meeting.minutes,
        place=meeting.place,
        subject=meeting.subject,
    )
    ask_members(made)
    cases = Case.objects.open().filter(team_id=meeting.team, pk__in=list(agenda or {}))
    AgendaItem.objects.bulk_create(
        AgendaItem(case=case, team_id=case.team_id, meeting=made, position=position, why=(agenda or {})[case.pk][:300])
        for position, case in enumerate(cases.order_by("raised_on", "id"), start=1)
    )
    return made


def ask_members(meeting: Meeting) -> None:
    """The members of the day of the meeting, each with the mandate of that day; who was asked already stays."""
    members = Appointment.objects.in_force(meeting.on).filter(team_id=meeting.team_id, role__in=CORE_ROLES)
    asked = set(Attendance.objects.filter(meeting=meeting, person__isnull=False).values_list("person_id", flat=True))
    seen: dict[UUID, Attendance] = {}
    for one in members.exclude(person__in=asked).order_by("role"):
        seen.setdefault(
            one.person_id,
            Attendance(
                team_id=meeting.team_id,
                meeting=meeting,
                person_id=one.person_id,
                role=one.role,
                mandate=list(one.domains),
            ),
        )
    Attendance.objects.bulk_create(seen.values())


MOVED = ("on", "at", "minutes", "place", "subject")


@transaction.atomic
def move_meeting(*, by: Acting, meeting: Meeting, told: NewMeeting, version: int) -> Meeting:
    """Another day, hour, length, place or subject; the kind stays. Who works in the team on the new day is asked too.

    Raises NotNow when it is not planned any more, or when the consent under which a party takes part in talking about a
    child does not hold on the new day; ChangedMeanwhile when somebody moved it after `version` was shown.
    """
    access.check_works(by)
    call_it("cases.move_meeting")
    row = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    _check_planned(row)
    policies.check_version(row, version)
    _check_guests(ItemGuest.objects.filter(item__meeting=row, item__off_because=""), on=told.on)
    for name in MOVED:
        setattr(row, name, getattr(told, name))
    row.version += 1
    row.save(update_fields=[*MOVED, "version"])
    ask_members(row)
    return row


def _check_guests(guests: QuerySet[ItemGuest], *, on: datetime.date) -> None:
    """The consent under which these parties take part in talking about a child holds on this day."""
    for guest in guests.filter(sharing__consent__isnull=False).select_related("party", "case__pupil"):
        if not carrying_consent(guest.case, party=guest.party, purpose=Purpose.TALK, on=on):
            raise policies.NotNow(
                f"De toestemming om met {guest.party} over een kind te praten, geldt niet op die dag."
            )


@transaction.atomic
def put_on_agenda(*, by: Acting, meeting: Meeting, case: Case, why: str = "") -> AgendaItem:
    """A question for this meeting."""
    access.check_works(by)
    call_it("cases.put_on_agenda")
    _check_planned(meeting)
    if meeting.kind.joint_training:
        raise policies.NotNow(NO_AGENDA)
    policies.check_open(case)
    known = AgendaItem.objects.select_for_update(of=("self",)).filter(meeting=meeting, case=case).first()
    if known and known.off_because:
        return _put_back(known, why=why or known.why)
    if known:
        raise policies.NotNow("Deze vraag staat al op de agenda.")
    last = AgendaItem.objects.filter(meeting=meeting).aggregate(last=Max("position"))["last"] or 0
    return AgendaItem.objects.create(case=case, team_id=case.team_id, meeting=meeting, position=last + 1, why=why)


@transaction.atomic
def take_off_agenda(*, by: Acting, item: AgendaItem, why: str) -> AgendaItem:
    """This question is not talked about after all. It stays readable with the reason, and can be put back.

    Raises NotNow without a reason, when the meeting was held or cancelled, and when something was concluded or decided.
    """
    access.check_works(by)
    call_it("cases.take_off_agenda")
    row = _locked_item(item)
    _check_planned(row.meeting)
    _check_on_agenda(row)
    if not why.strip():
        raise policies.NotNow("Vul in waarom de vraag van de agenda gaat.")
    if row.weighed_on or Decision.objects.filter(item=row).exists():
        raise policies.NotNow("Over deze vraag is al gewogen of besloten. Zij blijft op de agenda.")
    row.off_because, row.version = why, row.version + 1
    row.save(update_fields=["off_because", "version"])
    return row


@transaction.atomic
def put_back_on_agenda(*, by: Acting, item: AgendaItem) -> AgendaItem:
    """It is talked about after all, with what was written already. Saying it twice changes nothing.

    Raises NotNow when the meeting was held or cancelled, or the question is closed; and when a party that would take part
    was invited with a consent that does not hold any more.
    """
    access.check_works(by)
    call_it("cases.put_back_on_agenda")
    row = _locked_item(item)
    _check_planned(row.meeting)
    policies.check_open(row.case)
    return _put_back(row, why=row.why) if row.off_because else row


def _put_back(row: AgendaItem, *, why: str) -> AgendaItem:
    _check_guests(ItemGuest.objects.filter(item=row), on=row.meeting.on)
    row.off_because, row.why, row.version = "", why, row.version + 1
    row.save(update_fields=["off_because", "why", "version"])
    return row


def _locked_item(item: AgendaItem) -> AgendaItem:
    rows = AgendaItem.objects.select_for_update(of=("self",)).select_related("meeting", "case")
    found: AgendaItem = rows.get(pk=item.pk)
    return found


def _check_on_agenda(item: AgendaItem) -> None:
    if item.off_because:
        raise policies.NotNow("Deze vraag is van de agenda gehaald. Zet haar eerst terug.")


@transaction.atomic
def ask_party(*, by: Acting, meeting: Meeting, party: Party) -> Attendance:
    """Ask somebody around the team to the meeting. The invitation names no child: that takes `invite_to_item`."""
    access.check_works(by)
    call_it("cases.ask_party")
    _check_planned(meeting)
    made, _ = Attendance.objects.get_or_create(
        team_id=meeting.team_id, meeting=meeting, party=party, defaults={"role": ""}
    )
    return made


@transaction.atomic
def invite_to_item(
    *, by: Acting, item: AgendaItem, party: Party, basis: OnGround | None = None, on: datetime.date | None = None
) -> ItemGuest:
    """Let a party take part in talking about this child. Raises NoBasis without consent or a statutory ground.

    A consent must hold on the day of the invitation, and still on the day of the meeting.
    """
    access.check_works(by)
    _check_planned(item.meeting)
    _check_on_agenda(item)
    day = on or by.today
    if ItemGuest.objects.filter(item=item, party=party).exists():
        raise policies.NotNow("Deze partij is al uitgenodigd.")
    what = f"Deelname aan {item.meeting.kind}"
    told = NewSharing(item.case, party, Purpose.TALK, what, day, basis)
    made = share(by=by, sharing=told)
    if basis is None and not carrying_consent(
        item.case, party=party, purpose=Purpose.TALK, on=max(day, item.meeting.on)
    ):
        raise policies.NotNow("De toestemming eindigt voor de dag van het overleg. Vraag eerst opnieuw toestemming.")
    ask_party(by=by, meeting=item.meeting, party=party)
    call_it("cases.invite_to_item")
    return ItemGuest.objects.create(case_id=item.case_id, team_id=item.team_id, item=item, party=party, sharing=made)


@transaction.atomic
def weigh(
    *,
    by: Acting,
    item: AgendaItem,
    weighing: Weighing,
    version: int,
    done: bool = True,
    on: datetime.date | None = None,
) -> AgendaItem:
    """Write the weighing down. `done`: the team concluded; then child and parents were heard, or it says why not.

    `version` is the one that was shown; raises ChangedMeanwhile when somebody else saved in between.
    """
    access.check_works(by)
    call_it("cases.weigh")
    row = AgendaItem.objects.select_for_update(of=("self",)).select_related("meeting").get(pk=item.pk)
    if row.meeting.state == Meeting.State.CANCELLED:
        raise policies.NotNow("Dit overleg gaat niet door.")
    policies.check_version(row, version)
    _check_on_agenda(row)
    if done:
        check_weighing(weighing)
    for name, value in vars(weighing).items():
        setattr(row, name, value)
    row.weighed_on = (row.weighed_on or on or by.today) if done else None
    row.version += 1
    row.save(update_fields=[*vars(weighing), "weighed_on", "version"])
    if row.weighed_on:
        weighed(item.case, on=row.weighed_on)
    return row


def check_weighing(weighing: Weighing) -> None:
    """There is a conclusion, and child and parents were heard or it says why not [000 A]."""
    for needed, sentence in LACKS:
        if not any(getattr(weighing, name).strip() for name in needed):
            raise policies.NotNow(sentence)


@transaction.atomic
def decide_on_item(
    *,
    by: Acting,
    item: AgendaItem,
    text: str,
    task: NewTask | None = None,
    support: NewSupport | None = None,
    on: datetime.date | None = None,
) -> Decision:
    """Record a decision, and make the action or the support that it means at once. Both come about, or neither."""
    access.check_works(by)
    if task and support:
        raise policies.NotNow("Een besluit wordt ondersteuning of een actie, niet allebei.")
    _check_on_agenda(item)
    made_task = add_task(by=by, case=item.case, task=task, on=on) if task else None
    made_support = bring_in(by=by, support=support) if support else None
    call_it("cases.decide_on_item")
    return Decision.objects.create(
        case_id=item.case_id, team_id=item.team_id, item=item, text=text, task=made_task, support=made_support
    )


@transaction.atomic
def hold_meeting(
    *, by: Acting, meeting: Meeting, came: Iterable[UUID], back: LookingBack, on: datetime.date | None = None
) -> Meeting:
    """The meeting was held: who came (keys of `Attendance`), and how it went. Its minutes are time of each member who came.

    Raises NotNow before its day, and when nobody came.
    """
    access.check_works(by)
    call_it("cases.hold_meeting")
    row = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    _check_planned(row)
    if row.on > (on or by.today):
        raise policies.NotNow("Dit overleg moet nog komen.")
    present = set(came)
    asked = list(Attendance.objects.filter(meeting=row))
    if not present & {one.pk for one in asked}:
        raise policies.NotNow("Vink aan wie er waren.")
    for one in asked:
        one.came = one.pk in present
    Attendance.objects.bulk_update(asked, ["came"])
    write_time(row, [(one.person_id, one.role) for one in asked if one.came and one.person_id])
    row.state = Meeting.State.HELD
    row.went_well, row.went_less, row.next_time = back.went_well, back.went_less, back.next_time
    row.save(update_fields=["state", "went_well", "went_less", "next_time"])
    return row


def write_time(meeting: Meeting, members: Iterable[tuple[UUID, str]]) -> None:
    """The length of the meeting, for each of these people in their role."""
    TeamTime.objects.bulk_create(
        TeamTime(
            team_id=meeting.team_id,
            on=meeting.on,
            kind=TeamTimeKind.TRAINING if meeting.kind.joint_training else TeamTimeKind.MEETING,
            minutes=meeting.minutes,
            note=meeting.subject or str(meeting.kind),
            author_id=person,
            role=role,
            meeting=meeting,
        )
        for person, role in members
    )


@transaction.atomic
def cancel_meeting(*, by: Acting, meeting: Meeting) -> Meeting:
    """The meeting does not take place; its agenda stays readable."""
    access.check_works(by)
    call_it("cases.cancel_meeting")
    row = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    _check_planned(row)
    row.state, row.version = Meeting.State.CANCELLED, row.version + 1
    row.save(update_fields=["state", "version"])
    return row


def _check_planned(meeting: Meeting) -> None:
    if not meeting.is_planned:
        raise policies.NotNow(f"Dit overleg is al {meeting.get_state_display()}.")
