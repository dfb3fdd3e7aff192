"""Sign-in as we want it: by invitation only, in our own words, with mails that name nobody but the receiver."""

import time
from base64 import urlsafe_b64encode
from io import BytesIO
from typing import Any

import qrcode
from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.crypto import salted_hmac
from qrcode.image.svg import SvgPathImage

from accounts.models import User


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """People are invited by an administrator; nobody signs up by themselves."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": "U kunt nu niet inloggen. Vraag het aan de functioneel beheerder.",
        "email_password_mismatch": "Het e-mailadres of het wachtwoord klopt niet.",
        "enter_current_password": "Dit is niet uw wachtwoord van nu.",
        "incorrect_password": "Het wachtwoord klopt niet.",
        "invalid_password_reset": "Deze link werkt niet meer.",
        "rate_limited": "U heeft dit te vaak geprobeerd. Wacht vijf minuten.",
        "too_many_login_attempts": "U heeft te vaak geprobeerd in te loggen. Wacht vijf minuten.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def populate_username(self, request: HttpRequest, user: Any) -> None:
        """There are no user names."""

    def pre_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse | None:
        if not user.may_sign_in:
            refused: HttpResponse = self.respond_user_inactive(request, user)
            return refused
        response: HttpResponse | None = super().pre_login(request, user, **kwargs)
        return response

    def set_password(self, user: User, password: str) -> None:
        """Only that column: the web process may write no other of a person."""
        user.set_password(password)
        user.save(update_fields=["password"])

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("schools:me")

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Not in the first minutes after sign-in: who just typed the password sets up a second factor at once."""
        request = context.request
        records = get_authentication_records(request, request.user)
        if records and time.time() - records[-1]["at"] < app_settings.REAUTHENTICATION_TIMEOUT:
            return False
        return bool(super().is_reauthentication_required(app=app, **kwargs))


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Keeps secrets encrypted, so that a copy of the database alone is no second factor."""

    error_messages = {**DefaultMFAAdapter.error_messages, "incorrect_code": "Deze code klopt niet."}

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _cipher().decrypt(encrypted_text.encode()).decode()

    def build_totp_svg(self, url: str) -> str:
        """A QR code as an <svg> element, to stand in the page itself: our CSP loads no `data:` image."""
        image = BytesIO()
        qrcode.make(url, image_factory=SvgPathImage, border=4).save(image)
        svg = image.getvalue().decode()
        return svg[svg.index("<svg") :]


def _cipher() -> MultiFernet:
    """Keys made from SECRET_KEY; what older secrets wrote can still be read."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    keys = [salted_hmac("accounts.second_factor", "", secret, algorithm="sha256").digest() for secret in secrets]
    return MultiFernet([Fernet(urlsafe_b64encode(key)) for key in keys])


def origin_of(request: HttpRequest) -> str | None:
    """The visitor's address for the logs, also behind our own proxy; None when the server does not tell."""
    try:
        return str(AccountAdapter(request).get_client_ip(request))
    except PermissionDenied:
        return None
