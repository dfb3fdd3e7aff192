"""`manage.py first_administrator EMAIL`: who begins an empty system, or gets back into one whose administrators are gone."""

import argparse
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from accounts.acting import working
from accounts.models import User
from accounts.one_time_links import days_that_a_link_works, link_to_choose_password
from schools.models import Appointment, Municipality

ROLE = "ADMIN"


class Command(BaseCommand):
    help = "Makes a functional administrator from today on and prints a link, used once, to choose a password."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("email", help="address with which this person signs in")
        parser.add_argument(
            "--name", default="", help="name on screen and in the logs (default: what stands before the @)"
        )

    def handle(self, *, email: str, name: str, **options: Any) -> None:  # noqa: ARG002
        email = email.strip().lower()
        try:
            validate_email(email)
        except ValidationError:
            raise CommandError(f"{email} is no e-mail address.") from None
        now, today = timezone.now(), timezone.localdate()
        with working(today=today, action="schools.first_administrator"):
            person = User.objects.filter(email=email).first() or User.objects.create_user(
                email, name or email.partition("@")[0]
            )
            if person.is_demo or not person.is_active:
                raise CommandError(f"{email} may not sign in: a demo person, or switched off by an administrator.")
            person.invited_at = person.invited_at or now
            person.save(update_fields=["invited_at"])
            others = Appointment.objects.in_force(today).filter(role=ROLE).exclude(person=person).count()
            if not Appointment.objects.in_force(today).filter(role=ROLE, person=person).exists():
                municipality, _new = Municipality.objects.get_or_create(
                    code=settings.HOME_MUNICIPALITY, defaults={"name": settings.HOME_MUNICIPALITY_NAME}
                )
                Appointment.objects.create(
                    person=person, role=ROLE, municipality=municipality, period=DateRange(today, None), confirmed_at=now
                )
            link = link_to_choose_password(person)
        if others:
            self.stderr.write(f"Note: {others} other administrator(s) hold this role today.")
        self.stdout.write(f"{person} is a functional administrator. Within {days_that_a_link_works()} days, open once:")
        self.stdout.write(link)
