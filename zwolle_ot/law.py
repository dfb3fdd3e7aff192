"""Settings that the database holds a rule with: told to it after every `migrate`, so that a changed setting needs no code."""

from typing import Any

from django.conf import settings
from django.db import connections

#: Functions without arguments that answer with a setting.
ANSWERS = {
    "consent_together_from": "CONSENT_TOGETHER_FROM",
    "consent_alone_from": "CONSENT_ALONE_FROM",
    "education_goals": "EDUCATION_GOALS",
    "opp_months": "OPP_MONTHS",
}


def apply(sender: Any, using: str, **kwargs: Any) -> None:  # noqa: ARG001  # the signature of a receiver
    """Receiver of `post_migrate`."""
    with connections[using].cursor() as cursor:
        for function, name in ANSWERS.items():
            cursor.execute(
                f"create or replace function app.{function}() returns integer immutable parallel safe language sql "
                f"as $$ select {int(getattr(settings, name))} $$"
            )
