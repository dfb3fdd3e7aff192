"""The forms of signing in: those of allauth, drawn by our own pack and in our own words."""

from typing import Any, cast

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.recovery_codes import forms as codes
from allauth.mfa.totp import forms as totp
from django.conf import settings
from django.http import HttpRequest

from accounts import tasks
from shell.forms import ShellMixin


class Words(ShellMixin):
    """`words`: per field its label and its help."""

    words: dict[str, tuple[str, str]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.marks_optional = False

    def build_helper(self) -> Any:
        for name, (label, help_text) in self.words.items():
            field = self.fields[name]
            field.label, field.help_text = label, help_text or _help(name)
            field.widget.attrs.pop("placeholder", None)
            field.error_messages["required"] = f"Vul ‘{label}’ in."
        return super().build_helper()


def _help(name: str) -> str:
    """The password rules in one breath, beside the first box of a new password; the validators tell them one by one."""
    if name != "password1":
        return ""
    rules = cast("list[dict[str, Any]]", settings.AUTH_PASSWORD_VALIDATORS)
    least = next(rule["OPTIONS"]["min_length"] for rule in rules if "min_length" in rule.get("OPTIONS", {}))
    return f"Minstens {least} tekens. Niet uw naam, niet alleen cijfers, en niet iets dat makkelijk te raden is."


NEW_PASSWORD = {"password1": ("Nieuw wachtwoord", ""), "password2": ("Nog een keer", "")}


class TwiceTheSame:
    """The second box of a new password must say the same as the first."""

    cleaned_data: dict[str, Any]

    def clean(self) -> dict[str, Any]:
        first, second = self.cleaned_data.get("password1"), self.cleaned_data.get("password2")
        if first and second and first != second:
            self.add_error("password2", "Dit is niet hetzelfde als het wachtwoord hierboven.")  # type: ignore[attr-defined]
        return self.cleaned_data


class SignInForm(Words, account.LoginForm):  # type: ignore[misc]
    submit_label = "Inloggen"
    words = {"login": ("E-mailadres", ""), "password": ("Wachtwoord", "")}


class PasswordAgainForm(Words, account.ReauthenticateForm):  # type: ignore[misc]
    submit_label = "Doorgaan"
    words = {"password": ("Wachtwoord", "")}


class ForgottenPasswordForm(Words, account.ResetPasswordForm):  # type: ignore[misc]
    """Asks for a link. The worker sends it, so that the answer takes as long for an address that we do not know."""

    submit_label = "Stuur mij een link"
    words = {"email": ("E-mailadres", "")}

    def save(self, _request: HttpRequest, **_kwargs: Any) -> str:
        for person in self.users:
            if person.may_sign_in and person.invited_at:
                tasks.send_new_password.delay(str(person.pk))
        return str(self.cleaned_data["email"])


class ChoosePasswordForm(TwiceTheSame, Words, account.ResetPasswordKeyForm):  # type: ignore[misc]
    submit_label = "Bewaar wachtwoord"
    words = NEW_PASSWORD


class ChangePasswordForm(TwiceTheSame, Words, account.ChangePasswordForm):  # type: ignore[misc]
    submit_label = "Bewaar wachtwoord"
    words = {"oldpassword": ("Wachtwoord van nu", ""), **NEW_PASSWORD}


class ShortCode(Words):
    """A code from the app, or a recovery code: digits, on a phone's number keys."""

    def build_helper(self) -> Any:
        self.fields["code"].widget.attrs["inputmode"] = "numeric"
        return super().build_helper()


class CodeForm(ShortCode, mfa.AuthenticateForm):  # type: ignore[misc]
    submit_label = "Inloggen"
    words = {
        "code": ("Code", "De 6 cijfers in de app op uw telefoon. Geen telefoon bij de hand? Vul een reservecode in.")
    }


class CodeAgainForm(ShortCode, mfa.ReauthenticateForm):  # type: ignore[misc]
    submit_label = "Doorgaan"
    words = {"code": ("Code", "De 6 cijfers in de app op uw telefoon, of een reservecode.")}


class SetUpAppForm(ShortCode, totp.ActivateTOTPForm):  # type: ignore[misc]
    submit_label = "Zet aan"
    words = {"code": ("Code", "De 6 cijfers die de app nu laat zien.")}


class NewRecoveryCodesForm(Words, codes.GenerateRecoveryCodesForm):  # type: ignore[misc]
    submit_label = "Maak nieuwe codes"
