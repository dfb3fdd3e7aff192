"""Sign-in as we want it: nobody signs up by themselves, and mails name nobody but the receiver."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    """People are invited by an administrator."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return "/"

    def get_reset_password_from_key_url(self, key: str) -> str:
        return str(super().get_reset_password_from_key_url(key))

    def populate_username(self, request: HttpRequest, user: Any) -> None:
        """There are no user names."""
