"""A password rule that Django's list of common passwords, which is English, does not have."""

import re
from typing import Any

from django.core.exceptions import ValidationError

#: What people here choose when they must choose something, whatever digits they put after it.
OBVIOUS = frozenset(
    "welkom wachtwoord geheim zwolle overijssel gemeente school onderwijs leerling juf meester directeur "
    "lente zomer herfst winter maandag dinsdag woensdag donderdag vrijdag zaterdag zondag "
    "januari februari maart april mei juni juli augustus september oktober november december".split()
)


class NotObvious:
    """Refuses "Welkom2026!!", "wachtwoordwachtwoord" and their like: nothing but obvious words and digits."""

    message = "Dit wachtwoord is makkelijk te raden. Neem een paar woorden die niets met elkaar te maken hebben."

    def validate(self, password: str, user: Any = None) -> None:  # noqa: ARG002
        words = "|".join(sorted(OBVIOUS, key=len, reverse=True))
        if re.fullmatch(rf"[\W\d_]*(?:(?:{words})[\W\d_]*)+", password.lower()):
            raise ValidationError(self.message, code="password_obvious")

    def get_help_text(self) -> str:
        return "Uw wachtwoord mag niet makkelijk te raden zijn, zoals Welkom met een jaartal."
