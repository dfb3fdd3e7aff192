"""Who may be signed in at all, asked at sign-in and again at every request."""

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.base_user import AbstractBaseUser

from accounts.models import User


class Backend(AuthenticationBackend):  # type: ignore[misc]
    """By e-mail address and password. Somebody who is made inactive is signed out with their next click."""

    def user_can_authenticate(self, user: AbstractBaseUser) -> bool:
        return isinstance(user, User) and user.may_sign_in
