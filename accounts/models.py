"""People who sign in, programs that read figures, and the two logs: who looked, who changed."""

import hashlib
import secrets
from typing import Any, ClassVar

from django.apps import apps
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone

from accounts.roles import label_of
from shell.keys import Keyed, LogKeyed


class UserManager(BaseUserManager["User"]):
    """Makes people. Nobody gets a password here but demo people: others choose one through their invitation."""

    def create_user(self, email: str, name: str = "", password: str | None = None, **extra: Any) -> "User":
        user = self.model(email=email.strip().lower(), name=name, **extra)
        user.set_password(password)
        user.save(using=self._db)
        return user


class PeopleManager(models.Manager["User"]):
    """People without their password, which no hat may read. Related objects come through this manager.

    `select_related` to a person asks for every column and is refused by the database: annotate the name, or prefetch.
    """

    def get_queryset(self) -> models.QuerySet["User"]:
        return super().get_queryset().defer("password")


class User(Keyed, AbstractBaseUser):
    """A person. What they may do follows from their appointments of today, not from a field here.

    Nobody signs in before an administrator invited them, or when `is_active` is off; those with `is_demo` do so in demo
    mode only, by one click. A person is never deleted: the appointments and both logs name them.
    """

    email = models.EmailField("e-mailadres", max_length=254, unique=True)
    name = models.CharField("naam", max_length=120)
    is_active = models.BooleanField("mag inloggen", default=True)
    is_demo = models.BooleanField("voorbeeldpersoon", default=False, editable=False)
    invited_at = models.DateTimeField("uitgenodigd op", null=True, blank=True, editable=False)
    second_factor_reset_at = models.DateTimeField("tweede stap gewist op", null=True, blank=True, editable=False)
    date_joined = models.DateTimeField("toegevoegd op", default=timezone.now, editable=False)

    objects: ClassVar[UserManager] = UserManager()
    people: ClassVar[PeopleManager] = PeopleManager()
    USERNAME_FIELD = EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        verbose_name = "persoon"
        verbose_name_plural = "personen"
        ordering = ["name", "email"]
        base_manager_name = "people"
        constraints = [
            models.UniqueConstraint(
                Lower("email"), name="user_email_once", violation_error_message="Dit e-mailadres is al in gebruik."
            ),
            models.CheckConstraint(
                condition=Q(email=Lower(F("email"))),
                name="user_email_in_small_letters",
                violation_error_message="Schrijf het e-mailadres in kleine letters.",
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def may_sign_in(self) -> bool:
        return self.is_active and (settings.DEMO or not self.is_demo)


def display_name(user: User) -> str:
    """What allauth calls somebody on its pages and in its mails."""
    return user.name or user.email


class Look(LogKeyed):
    """Somebody looked at a child's file: who, what, when, from where, in which role, why [BIO2 8.15, NEN 7513].

    Inserted by the role that looks, in the same transaction; read by the privacy officer, and by each of their own looks.
    No foreign keys: the log outlives what it names. `subjects` are the pupils whose data were on the page.
    """

    class Kind(models.TextChoices):
        VIEW = "view", "bekeken"
        LIST = "list", "in een lijst gezien"
        SEARCH = "search", "gezocht"
        EXPORT = "export", "geëxporteerd"
        PRINT = "print", "afgedrukt"
        DOWNLOAD = "download", "bijlage geopend"

    at = models.DateTimeField(default=timezone.now)
    actor = models.UUIDField()
    actor_name = models.CharField(max_length=120)
    role = models.CharField(max_length=20)
    organisation = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    what = models.CharField(max_length=80)
    purpose = models.CharField(max_length=200, blank=True)
    origin = models.GenericIPAddressField(null=True)
    case = models.UUIDField(null=True)
    subjects = ArrayField(models.UUIDField())

    class Meta:
        verbose_name = "inzage"
        verbose_name_plural = "inzagen"
        indexes = [
            GinIndex(fields=["subjects"], name="look_by_subject"),
            models.Index(fields=["-at", "-id"], name="look_by_moment"),
            models.Index(fields=["actor", "-at", "-id"], name="look_by_actor"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor_name} {self.kind} {self.what}"

    @property
    def role_label(self) -> str:
        return label_of(self.role)


class Change(Keyed):
    """A row changed: who, in which role, by which action, old and new. Written by a trigger alone (`accounts.rows`)."""

    at = models.DateTimeField()
    actor = models.UUIDField(null=True)
    actor_name = models.CharField(max_length=120, blank=True)
    role = models.CharField(max_length=20, blank=True)
    action = models.CharField(max_length=80, blank=True)
    purpose = models.CharField(max_length=200, blank=True)
    operation = models.CharField(max_length=6)
    table_name = models.CharField(max_length=63)
    row_id = models.UUIDField()
    team_id = models.UUIDField(null=True)
    case_id = models.UUIDField(null=True)
    pupil_id = models.UUIDField(null=True)
    audience = models.CharField(max_length=10, null=True)
    old = models.JSONField(null=True)
    new = models.JSONField(null=True)

    class Meta:
        verbose_name = "wijziging"
        verbose_name_plural = "wijzigingen"
        indexes = [
            models.Index(fields=["case_id", "at"], name="change_by_case"),
            models.Index(fields=["pupil_id", "at"], name="change_by_pupil"),
            models.Index(fields=["table_name", "row_id", "at"], name="change_by_row"),
            models.Index(fields=["-at", "-id"], name="change_by_moment"),
            models.Index(fields=["actor", "-at", "-id"], name="change_by_actor"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.operation} {self.table_name}"

    @property
    def role_label(self) -> str:
        return label_of(self.role)

    @property
    def table_label(self) -> str:
        """What the row is, in Dutch."""
        found = (
            str(model._meta.verbose_name) for model in apps.get_models() if model._meta.db_table == self.table_name
        )
        return next(found, self.table_name)

    @property
    def operation_label(self) -> str:
        return {"insert": "toegevoegd", "update": "gewijzigd", "delete": "verwijderd"}[self.operation]


class Scope(models.TextChoices):
    """What a program may read. Each is a part of the API; none of them holds a person."""

    STATISTICS = "statistics", "cijfers"
    MONEY = "money", "geld: begroting en arrangementen"


#: How the token of the demo world begins, which stands in the program for everybody to read.
DEMO_TOKEN = "otz_voorbeeld_"  # noqa: S105


class ApiClient(Keyed):
    """A program that reads aggregate figures with a token. Only a hash of the token is kept.

    The token is 256 random bits, so a plain SHA-256 of it tells nothing and costs no time at each request.
    """

    name = models.CharField("naam", max_length=120, unique=True)
    contact = models.EmailField("contactadres")
    token_prefix = models.CharField("begin van het token", max_length=12, unique=True, editable=False)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    scopes = ArrayField(models.CharField(max_length=30, choices=Scope.choices), default=list, verbose_name="mag lezen")
    per_minute = models.PositiveIntegerField("verzoeken per minuut", default=60)
    valid_until = models.DateField("geldig tot en met", null=True, blank=True)
    ended_at = models.DateTimeField("ingetrokken op", null=True, blank=True, editable=False)
    created_at = models.DateTimeField("aangemaakt op", default=timezone.now, editable=False)

    class Meta:
        verbose_name = "API-gebruiker"
        verbose_name_plural = "API-gebruikers"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def take_new_token(self) -> str:
        """Make a token and keep its hash; the token itself exists in the answer only. The caller saves."""
        token = f"otz_{secrets.token_urlsafe(32)}"
        self.take_token(token)
        return token

    def take_token(self, token: str) -> None:
        """Keep what is kept of this token. The caller saves."""
        self.token_prefix, self.token_hash = token[:12], hash_of(token)


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


class ApiUse(models.Model):
    """How often a program asked for something on a day: `answered`, and `refused` (an error of its own, or too often)."""

    client = models.ForeignKey(ApiClient, on_delete=models.CASCADE, related_name="use", verbose_name="programma")
    day = models.DateField("dag")
    resource = models.CharField("wat", max_length=40)
    answered = models.IntegerField("beantwoord", default=0)
    refused = models.IntegerField("geweigerd", default=0)

    class Meta:
        verbose_name = "gebruik van de API"
        verbose_name_plural = "gebruik van de API"
        constraints = [models.UniqueConstraint(fields=["client", "day", "resource"], name="api_use_once")]

    def __str__(self) -> str:
        return f"{self.day} {self.resource}"


class Submission(LogKeyed):
    """A form that was sent, by its idempotency key: sending it again gives the same answer and does nothing.

    `result` is the address that the first time led to (`accounts.submissions`). Kept for a week.
    """

    actor = models.UUIDField()
    key = models.UUIDField()
    at = models.DateTimeField(default=timezone.now)
    result = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = "verzonden formulier"
        verbose_name_plural = "verzonden formulieren"
        constraints = [models.UniqueConstraint(fields=["actor", "key"], name="submission_once")]

    def __str__(self) -> str:
        return str(self.key)
