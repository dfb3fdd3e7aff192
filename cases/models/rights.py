"""The family's rights: inspection and copy, own statement, correction, destruction; and terms that end [domain 2.11]."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from cases.enums import Keeper
from cases.models.pupils import Pupil
from cases.models.rows import PERSON, SAFE, CaseRow, TeamRow
from shell.keys import Keyed


class FamilyRequest(TeamRow):
    """Somebody of the family asks for something about the file, and what was answered. Due within 3 months for destruction."""

    class Kind(models.TextChoices):
        INSPECTION = "inzage", "inzage of een kopie"
        CORRECTION = "correctie", "correctie"
        REMOVAL = "vernietiging", "vernietiging"

    pupil = models.ForeignKey(Pupil, on_delete=models.PROTECT, related_name="+", verbose_name="leerling")
    kind = models.CharField("verzoek", max_length=12, choices=Kind.choices)
    asked_on = models.DateField("gevraagd op")
    asked_by = models.CharField("gevraagd door", max_length=120)
    what = models.TextField("wat vraagt het gezin", max_length=2000, blank=True)
    answered_on = models.DateField("beantwoord op", null=True, blank=True)
    granted = models.BooleanField("gevolgd", null=True, blank=True)
    answer = models.TextField("antwoord", max_length=2000, blank=True)

    PRIVACY: ClassVar[dict[str, str]] = {
        **dict.fromkeys(("pupil", "kind", "asked_on", "answered_on", "granted"), SAFE),
        **dict.fromkeys(("asked_by", "what", "answer"), PERSON),
    }

    class Meta:
        verbose_name = "verzoek van het gezin"
        verbose_name_plural = "verzoeken van het gezin"
        ordering = ["-asked_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["pupil", "kind"],
                condition=Q(answered_on__isnull=True),
                name="family_request_one_open",
                violation_error_message="Er ligt al zo’n verzoek. Beantwoord dat eerst.",
            ),
            models.CheckConstraint(
                condition=Q(answered_on__isnull=True, granted__isnull=True)
                | (Q(answered_on__gte=F("asked_on"), granted__isnull=False) & ~Q(answer="")),
                name="family_request_answer_is_whole",
                violation_error_message="Geef antwoord met een reden, ook als u het verzoek volgt.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.asked_on}"


class Statement(CaseRow):
    """What the family itself wants to be in the file. It is never changed; another one may be added."""

    on = models.DateField("toegevoegd op")
    told_by = models.CharField("van wie", max_length=120)
    text = models.TextField("eigen verklaring", max_length=10_000)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    PRIVACY: ClassVar[dict[str, str]] = {"on": SAFE, **dict.fromkeys(("told_by", "text", "recorded_by"), PERSON)}

    class Meta:
        verbose_name = "eigen verklaring"
        verbose_name_plural = "eigen verklaringen"
        ordering = ["-on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(text="") & ~Q(told_by=""),
                name="statement_is_whole",
                violation_error_message="Vul in wat er in het dossier moet komen, en van wie dat is.",
            )
        ]

    def __str__(self) -> str:
        return f"verklaring van {self.on}"


class FamilyExport(TeamRow):
    """Everything about a child, as a readable PDF and as JSON, made by the worker. The row says how far it is.

    It holds what the side of the asker keeps and shares with the team: school and municipality each give their own
    [domain 2.2]. The files are gone after EXPORT_DAYS.
    """

    class State(models.TextChoices):
        WAITING = "wacht", "wacht"
        RUNNING = "bezig", "wordt gemaakt"
        DONE = "klaar", "klaar"
        FAILED = "mislukt", "mislukt"
        GONE = "weg", "opgeruimd"

    pupil = models.ForeignKey(Pupil, on_delete=models.PROTECT, related_name="+", verbose_name="leerling")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=20)
    asked_on = models.DateField("gevraagd op")
    state = models.CharField("stand", max_length=8, choices=State.choices, default=State.WAITING)
    done = models.PositiveSmallIntegerField(default=0)
    total = models.PositiveSmallIntegerField(default=0)
    contents = models.JSONField("onderdelen", default=dict)
    made_at = models.DateTimeField(null=True, blank=True)

    PRIVACY: ClassVar[dict[str, str]] = {
        **dict.fromkeys(("pupil", "role", "asked_on", "state", "done", "total", "made_at"), SAFE),
        **dict.fromkeys(("asked_by", "contents"), PERSON),
    }

    class Meta:
        verbose_name = "kopie van het dossier"
        verbose_name_plural = "kopieën van dossiers"
        ordering = ["-asked_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["pupil", "asked_by"],
                condition=Q(state__in=["wacht", "bezig"]),
                name="export_one_at_a_time",
                violation_error_message="Deze kopie wordt al gemaakt.",
            ),
            models.CheckConstraint(condition=Q(done__lte=F("total")), name="export_done_of_total"),
        ]

    def __str__(self) -> str:
        return f"kopie van {self.asked_on}: {self.get_state_display()}"


class TermStart(models.TextChoices):
    """From which day a term runs."""

    LAST_CHANGE = "laatste_wijziging", "de laatste wijziging van het dossier"
    LEFT = "van_school", "de dag waarop het kind van school ging"


class Slice(models.TextChoices):
    """The part of a file that goes at once."""

    SCHOOL = "school", "wat de school bewaart"
    YOUTH = "jeugd", "wat de jeugdhulp bewaart"
    ABSENCE = "verzuim", "het verzuim"
    WHOLE = "alles", "het hele dossier"


class RetentionTerm(Keyed):
    """A term: how many years after which day a slice goes, by keeper and kind. Data, so that the law can change."""

    code = models.CharField("code", max_length=20, unique=True)
    label = models.CharField("waarvoor", max_length=120)
    keeper = models.CharField("houder", max_length=10, choices=Keeper.choices)
    slice = models.CharField("deel", max_length=8, choices=Slice.choices)
    years = models.PositiveSmallIntegerField("jaren")
    starts = models.CharField("vanaf", max_length=18, choices=TermStart.choices)
    article = models.CharField("grondslag", max_length=120)

    class Meta:
        verbose_name = "bewaartermijn"
        verbose_name_plural = "bewaartermijnen"
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(years__range=(1, 100)),
                name="term_years",
                violation_error_message="Een termijn is 1 tot en met 100 jaar.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.label}: {self.years} jaar"


class Removal(Keyed):
    """That the file of a child, or a slice of it, is to be destroyed, and the two people who say so.

    Without a name, and without foreign keys to the child: it outlives what it removed. `counts` says how many rows of each
    kind went. The database deletes nothing of a child without an approved row here.
    """

    class Reason(models.TextChoices):
        REQUEST = "verzoek", "op verzoek van het gezin"
        TERM = "termijn", "de bewaartermijn is voorbij"

    class State(models.TextChoices):
        PROPOSED = "voorstel", "wacht op het team"
        ASKED = "gevraagd", "wacht op de privacyfunctionaris"
        APPROVED = "akkoord", "wordt vernietigd"
        DONE = "klaar", "vernietigd"
        REFUSED = "niet", "gaat niet door"

    team_id = models.UUIDField()
    pupil_id = models.UUIDField()
    reason = models.CharField("reden", max_length=8, choices=Reason.choices)
    slice = models.CharField("deel", max_length=8, choices=Slice.choices, default=Slice.WHOLE)
    term = models.CharField("termijn", max_length=20, blank=True)
    due_on = models.DateField("vanaf")
    decide_by = models.DateField("beslist uiterlijk op", null=True, blank=True)
    state = models.CharField("stand", max_length=8, choices=State.choices, default=State.PROPOSED)
    proposed_on = models.DateField("voorgesteld op")
    asked_by = models.UUIDField(null=True, blank=True)
    asked_by_name = models.CharField("eerste persoon", max_length=120, blank=True)
    asked_on = models.DateField(null=True, blank=True)
    approved_by = models.UUIDField(null=True, blank=True)
    approved_by_name = models.CharField("tweede persoon", max_length=120, blank=True)
    approved_on = models.DateField(null=True, blank=True)
    refused_because = models.CharField("waarom niet", max_length=300, blank=True)
    blocked_by = ArrayField(models.CharField(max_length=200), default=list, verbose_name="wat het tegenhoudt")
    done_at = models.DateTimeField(null=True, blank=True)
    counts = models.JSONField(default=dict)

    class Meta:
        verbose_name = "vernietiging"
        verbose_name_plural = "vernietigingen"
        ordering = ["-proposed_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["pupil_id", "slice"],
                condition=Q(state__in=["voorstel", "gevraagd", "akkoord"]),
                name="removal_one_open",
                violation_error_message="Er ligt al een voorstel tot vernietiging.",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["akkoord", "klaar"])
                | (Q(asked_by__isnull=False, approved_by__isnull=False) & ~Q(asked_by=F("approved_by"))),
                name="removal_by_two_people",
                violation_error_message="Twee verschillende mensen besluiten over vernietiging.",
            ),
            models.CheckConstraint(
                condition=~Q(state="gevraagd") | Q(asked_by__isnull=False), name="removal_asked_by_somebody"
            ),
            models.CheckConstraint(
                condition=~Q(state="niet") | ~Q(refused_because=""),
                name="removal_refusal_has_reason",
                violation_error_message="Zeg waarom het niet doorgaat.",
            ),
            models.CheckConstraint(
                condition=Q(state="klaar", done_at__isnull=False) | (~Q(state="klaar") & Q(done_at__isnull=True)),
                name="removal_done_has_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_slice_display()}: {self.get_state_display()}"


class Remains(Keyed):
    """What may be counted of a row that was destroyed: its SAFE fields, days cut to months, without any key of a person.

    Rows of one child cannot be put together again: nothing ties them.
    """

    team_id = models.UUIDField()
    kind = models.CharField(max_length=63)
    facts = models.JSONField()
    removed_in = models.DateField(default=timezone.localdate)

    class Meta:
        verbose_name = "wat telt na vernietiging"
        verbose_name_plural = "wat telt na vernietiging"
        indexes = [models.Index(fields=["kind", "team_id"], name="remains_by_kind")]

    def __str__(self) -> str:
        return self.kind
