"""Meetings (overleg): agenda, who attends with which mandate, the weighing, and what was decided [domain 2.3]."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from cases.models.plans import Task
from cases.models.rows import PERSON, SAFE, CaseRow, TeamRow
from cases.models.sharing import Party, Sharing
from cases.models.support import Support
from schools.enums import SupportDomain
from shell.keys import Keyed


class MeetingKind(Keyed):
    """A kind of meeting, with a switch. `whole_core` counts as the core's meeting of the condition, `joint_training` as
    the training that its members follow together [domain 3.4]."""

    code = models.CharField("code", max_length=20, unique=True)
    name = models.CharField("naam", max_length=80)
    description = models.CharField("waarvoor", max_length=200)
    whole_core = models.BooleanField("van het hele kernteam", default=False)
    joint_training = models.BooleanField("gezamenlijke training", default=False, db_default=False)
    is_on = models.BooleanField("in gebruik", default=False)
    position = models.PositiveSmallIntegerField("volgorde")

    class Meta:
        verbose_name = "soort overleg"
        verbose_name_plural = "soorten overleg"
        ordering = ["position"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(whole_core=True, joint_training=True),
                name="meeting_kind_counts_once",
                violation_error_message="Kies: een overleg van het hele kernteam, of een gezamenlijke training.",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Meeting(TeamRow):
    """A meeting of a team. Minutes of time are per attending member; the evaluation is about the meeting itself.

    `version` rises when it is moved, called off or corrected: calendars take the invitation with the highest one.
    `corrected_on` and `corrected_because` are of the last correction of a training that was held; the log of changing has all.
    """

    class State(models.TextChoices):
        PLANNED = "gepland", "gepland"
        HELD = "gehouden", "gehouden"
        CANCELLED = "vervallen", "gaat niet door"

    kind = models.ForeignKey(MeetingKind, on_delete=models.PROTECT, related_name="+", verbose_name="soort overleg")
    on = models.DateField("datum")
    at = models.TimeField("tijd", null=True, blank=True)
    minutes = models.PositiveIntegerField("duur in minuten", default=60)
    place = models.CharField("plaats", max_length=120, blank=True)
    subject = models.CharField("onderwerp (geen namen)", max_length=200, blank=True, default="", db_default="")
    state = models.CharField("stand", max_length=10, choices=State.choices, default=State.PLANNED)
    went_well = models.TextField("wat ging goed", max_length=1000, blank=True)
    went_less = models.TextField("wat ging minder goed", max_length=1000, blank=True)
    next_time = models.TextField("wat doen we volgende keer", max_length=1000, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    corrected_on = models.DateField("gecorrigeerd op", null=True, blank=True, editable=False)
    corrected_because = models.CharField(
        "waarom gecorrigeerd", max_length=300, blank=True, default="", db_default="", editable=False
    )

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        (
            *("kind", "on", "at", "minutes", "place", "subject", "state", "went_well", "went_less", "next_time"),
            *("version", "corrected_on", "corrected_because"),
        ),
        SAFE,
    )

    class Meta:
        verbose_name = "overleg"
        verbose_name_plural = "overleggen"
        ordering = ["-on", "-id"]
        indexes = [models.Index(fields=["team", "-on", "-id"], name="meeting_of_team")]
        constraints = [
            models.UniqueConstraint(fields=["id", "team"], name="meeting_with_team"),
            models.CheckConstraint(
                condition=Q(minutes__range=(5, 720)),
                name="meeting_minutes_of_a_day",
                violation_error_message="Vul 5 tot en met 720 minuten in.",
            ),
        ]

    def __str__(self) -> str:
        return f"overleg van {self.on}"

    @property
    def is_planned(self) -> bool:
        return self.state == self.State.PLANNED

    @property
    def is_held_training(self) -> bool:
        """A joint training that was held: it can be corrected afterwards."""
        return self.state == self.State.HELD and self.kind.joint_training


class Attendance(TeamRow):
    """Somebody who was asked to a meeting, and whether they came. A member's mandate is that of the day."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="attendance", verbose_name="overleg")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="lid"
    )
    party = models.ForeignKey(
        Party, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="partij"
    )
    role = models.CharField("rol", max_length=20, blank=True)
    mandate = ArrayField(
        models.CharField(max_length=20, choices=SupportDomain.choices), default=list, verbose_name="mandaat"
    )
    came = models.BooleanField("was erbij", null=True, blank=True)

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(("meeting", "person", "party", "role", "mandate", "came"), SAFE)

    class Meta:
        verbose_name = "deelnemer aan een overleg"
        verbose_name_plural = "deelnemers aan een overleg"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "person"],
                condition=Q(person__isnull=False),
                name="attendance_person_once",
                violation_error_message="Deze persoon is al gevraagd.",
            ),
            models.UniqueConstraint(
                fields=["meeting", "party"],
                condition=Q(party__isnull=False),
                name="attendance_party_once",
                violation_error_message="Deze partij is al gevraagd.",
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=False, party__isnull=True) | Q(person__isnull=True, party__isnull=False),
                name="attendance_person_or_party",
                violation_error_message="Kies een lid van het team of een partij.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role or self.party_id}"


class AgendaItem(CaseRow):
    """A question on the agenda: why it stands there, the weighing, and the voice of child and parents.

    Who was heard is recorded, or why not: "dat er veel over hen wordt gesproken, in plaats van met hen" [000 A]. With
    `off_because` it was taken off before the meeting was held; it stays readable and can be put back.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="items", verbose_name="overleg")
    position = models.PositiveSmallIntegerField("volgorde")
    why = models.CharField("waarom op de agenda", max_length=300, blank=True)
    school_side = models.TextField("wat ziet school", max_length=4000, blank=True)
    home_side = models.TextField("wat speelt thuis", max_length=4000, blank=True)
    child_voice = models.TextField("wat zei het kind", max_length=2000, blank=True)
    child_not_heard = models.CharField("waarom is het kind niet gehoord", max_length=300, blank=True)
    parents_voice = models.TextField("wat zeiden de ouders", max_length=2000, blank=True)
    parents_not_heard = models.CharField("waarom zijn de ouders niet gehoord", max_length=300, blank=True)
    conclusion = models.TextField("conclusie", max_length=4000, blank=True)
    weighed_on = models.DateField("gewogen op", null=True, blank=True)
    off_because = models.CharField("waarom van de agenda gehaald", max_length=300, blank=True, db_default="")
    version = models.PositiveIntegerField(default=1, editable=False)

    PRIVACY: ClassVar[dict[str, str]] = {
        **dict.fromkeys(("meeting", "position", "weighed_on", "version"), SAFE),
        **dict.fromkeys(
            (
                *("why", "school_side", "home_side", "child_voice", "child_not_heard"),
                *("parents_voice", "parents_not_heard", "conclusion", "off_because"),
            ),
            PERSON,
        ),
    }

    class Meta:
        verbose_name = "agendapunt"
        verbose_name_plural = "agendapunten"
        ordering = ["position", "id"]
        indexes = [models.Index(fields=["case"], name="agenda_of_case")]
        constraints = [
            models.UniqueConstraint(fields=["id", "case"], name="item_with_case"),
            models.UniqueConstraint(
                fields=["meeting", "case"],
                name="item_once",
                violation_error_message="Deze vraag staat al op de agenda.",
            ),
            models.CheckConstraint(
                condition=Q(weighed_on__isnull=True)
                | (
                    ~Q(conclusion="")
                    & (~Q(child_voice="") | ~Q(child_not_heard=""))
                    & (~Q(parents_voice="") | ~Q(parents_not_heard=""))
                ),
                name="item_weighed_is_whole",
                violation_error_message=(
                    "Schrijf de conclusie op, en wat kind en ouders zeiden of waarom zij niet zijn gehoord."
                ),
            ),
            models.CheckConstraint(
                condition=Q(off_because="") | Q(weighed_on__isnull=True),
                name="item_off_is_not_weighed",
                violation_error_message="Wat van de agenda is gehaald, wordt niet gewogen.",
            ),
        ]

    def __str__(self) -> str:
        return f"agendapunt {self.position}"


class ItemGuest(CaseRow):
    """A party outside the team that takes part in talking about this child. Never without a sharing, so with a basis."""

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="guests", verbose_name="agendapunt")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+", verbose_name="partij")
    sharing = models.ForeignKey(Sharing, on_delete=models.PROTECT, related_name="+", verbose_name="grondslag")

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(("item", "party", "sharing"), SAFE)

    class Meta:
        verbose_name = "gast bij een agendapunt"
        verbose_name_plural = "gasten bij agendapunten"
        constraints = [
            models.UniqueConstraint(
                fields=["item", "party"], name="guest_once", violation_error_message="Deze partij is al uitgenodigd."
            )
        ]

    def __str__(self) -> str:
        return str(self.party_id)


class Decision(CaseRow):
    """What was decided on an agenda item, and the support or the task that it became at once."""

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="decisions", verbose_name="agendapunt")
    text = models.CharField("besluit", max_length=500)
    support = models.ForeignKey(Support, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    task = models.ForeignKey(Task, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    PRIVACY: ClassVar[dict[str, str]] = {"item": SAFE, "text": PERSON, "support": SAFE, "task": SAFE}

    class Meta:
        verbose_name = "besluit"
        verbose_name_plural = "besluiten"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(text=""), name="decision_has_text", violation_error_message="Vul het besluit in."
            ),
            models.CheckConstraint(
                condition=Q(support__isnull=True) | Q(task__isnull=True),
                name="decision_becomes_one_thing",
                violation_error_message="Een besluit wordt ondersteuning of een actie, niet allebei.",
            ),
        ]

    def __str__(self) -> str:
        return "besluit"


class Consultation(TeamRow):
    """Meedenken: a question about a situation, put to a member or to somebody of the schil. No child is in it [001 §4].

    The answer counts as time without a child of whoever wrote it down (`TeamTime`). Answer time is `answered_on` minus
    `asked_on`, in days.
    """

    asked_on = models.DateField("gevraagd op")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="gevraagd door"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="lid"
    )
    party = models.ForeignKey(
        Party, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="partij"
    )
    situation = models.TextField("de situatie, zonder namen", max_length=2000)
    answer = models.TextField("het antwoord", max_length=4000, blank=True)
    answered_on = models.DateField("beantwoord op", null=True, blank=True)
    minutes = models.PositiveIntegerField("minuten", null=True, blank=True)
    time = models.OneToOneField("cases.TeamTime", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("asked_on", "asked_by", "person", "party", "situation", "answer", "answered_on", "minutes", "time"), SAFE
    )

    class Meta:
        verbose_name = "vraag om mee te denken"
        verbose_name_plural = "vragen om mee te denken"
        ordering = ["-asked_on", "-id"]
        indexes = [models.Index(fields=["team", "-asked_on", "-id"], name="consultation_of_team")]
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False, party__isnull=True) | Q(person__isnull=True, party__isnull=False),
                name="consultation_one_asked",
                violation_error_message="Kies aan wie u de vraag stelt: een lid van het team of iemand eromheen.",
            ),
            models.CheckConstraint(
                condition=~Q(situation=""), name="consultation_has_question", violation_error_message="Vul de vraag in."
            ),
            models.CheckConstraint(
                condition=Q(answered_on__isnull=True, answer="", minutes__isnull=True, time__isnull=True)
                | (
                    Q(
                        answered_on__isnull=False,
                        answered_on__gte=F("asked_on"),
                        minutes__isnull=False,
                        minutes__range=(1, 720),
                        time__isnull=False,
                    )
                    & ~Q(answer="")
                ),
                name="consultation_answer_is_whole",
                violation_error_message="Een antwoord heeft een dag, een tekst en 1 tot en met 720 minuten.",
            ),
        ]

    def __str__(self) -> str:
        return f"meedenken {self.asked_on}"

    @property
    def took(self) -> int | None:
        """Days until the answer; None while there is none."""
        return (self.answered_on - self.asked_on).days if self.answered_on else None
