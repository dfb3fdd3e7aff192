"""A password rule that Django's list of common passwords, which is English, does not have."""

import re
from typing import Any

from django.core.exceptions import ValidationError

#: What people here choose when they must choose something, whatever digits they put around it.
WORDS = (
    "welkom|wachtwoord|geheim|zwolle|overijssel|gemeente|school|onderwijs|leerling|juf|meester|directeur|"
    "lente|zomer|herfst|winter|maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag|"
    "januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december"
)
ONLY_OBVIOUS = re.compile(rf"[\W\d_]*(?:(?:{WORDS})[\W\d_]*)+")


class NotObvious:
    """Refuses "Welkom2026!!", "wachtwoordwachtwoord" and their like: nothing but such words, digits and signs."""

    def validate(self, password: str, user: Any = None) -> None:  # noqa: ARG002 the name is Django's
        if ONLY_OBVIOUS.fullmatch(password.lower()):
            text = "Dit wachtwoord is makkelijk te raden. Neem een paar woorden die niets met elkaar te maken hebben."
            raise ValidationError(text, code="password_obvious")

    def get_help_text(self) -> str:
        return "Neem geen wachtwoord dat makkelijk te raden is, zoals Welkom met een jaartal."
