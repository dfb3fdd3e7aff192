"""Links with which somebody chooses a password: in an invitation, after forgetting it, for the first administrator.

Made from the hash of the password that it replaces, so a link works once, and only where passwords may be read: by the
worker and the owner, never in the hat of an administrator. It ends after `PASSWORD_RESET_TIMEOUT` seconds.
"""

from urllib.parse import quote

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.urls import reverse

from accounts.models import User


def link_to_choose_password(person: User) -> str:
    """A whole address on `SITE_URL`. `person` was read with the password in it."""
    token = default_token_generator.make_token(person)
    path = reverse("account_reset_password_from_key", args=[user_pk_to_url_str(person), quote(token)])
    return f"{settings.SITE_URL}{path}"


def days_that_a_link_works() -> int:
    return int(settings.PASSWORD_RESET_TIMEOUT) // (24 * 3600)
