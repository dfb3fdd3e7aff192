"""Mails with a link to choose a password, and what is forgotten each night. Mails name nobody but the receiver."""

import datetime
from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from celery import shared_task
from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils import timezone

from accounts.acting import working
from accounts.models import Submission, User
from accounts.one_time_links import days_that_a_link_works, link_to_choose_password

SUBMISSION_DAYS = 7
#: A mail server that does not answer is tried again after 10, 20, 40 … seconds; SMTPException is an OSError too.
_again: dict[str, Any] = {"autoretry_for": (OSError,), "retry_backoff": 10, "max_retries": 8}


@shared_task(**_again)
def send_invitation(person: str) -> None:
    """Invite somebody whom an administrator added. A second mail does no harm: both links work until one is used."""
    _send_link(person, "accounts/mail/invitation.txt", "Welkom bij OT Zwolle: kies uw wachtwoord")


@shared_task(**_again)
def send_new_password(person: str) -> None:
    """Help somebody who forgot the password."""
    _send_link(person, "accounts/mail/new_password.txt", "OT Zwolle: kies een nieuw wachtwoord")


def _send_link(key: str, template: str, subject: str) -> None:
    """Nothing is sent to somebody who may no longer sign in, or was never invited."""
    with working(today=timezone.localdate(), action="accounts.send_link"):
        person = User.objects.filter(pk=UUID(key), is_active=True, is_demo=False, invited_at__isnull=False).first()
        if person is None:
            return
        link = link_to_choose_password(person)
    _mail(person, template, subject, link=link, days=days_that_a_link_works())


def _mail(person: User, template: str, subject: str, **context: Any) -> None:
    text = render_to_string(template, {"person": person, "site": settings.SITE_URL, **context})
    send_mail(subject, text, None, [person.email])


@shared_task(**_again)
def forget_second_factor(key: str) -> None:
    """Forget what an administrator said is lost: app and recovery codes from before that moment, never a newer one."""
    with working(today=timezone.localdate(), action="accounts.forget_second_factor"):
        person = User.people.get(pk=UUID(key))
        if person.second_factor_reset_at is None:
            return
        Authenticator.objects.filter(user_id=person.pk, created_at__lt=person.second_factor_reset_at).delete()
    _mail(person, "accounts/mail/second_factor_gone.txt", "OT Zwolle: uw tweede stap is gewist")


@shared_task
def nightly() -> None:
    """Forget idempotency keys: nobody sends a form again after a week."""
    today = timezone.localdate()
    with working(today=today, action="accounts.nightly"):
        Submission.objects.filter(at__date__lt=today - datetime.timedelta(days=SUBMISSION_DAYS)).delete()
