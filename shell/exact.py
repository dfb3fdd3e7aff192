"""A decimal of any length, kept digit for digit."""

from decimal import MAX_EMAX, MAX_PREC, MIN_EMIN, Context, Decimal
from typing import TYPE_CHECKING, Any

from django.db import models

#: As many decimals as anybody enters; what a form or a cell with more says is an error of its own.
MOST_DECIMALS = 400
_EXACT = Context(prec=MAX_PREC, Emax=MAX_EMAX, Emin=MIN_EMIN)


def plain(value: Decimal) -> Decimal:
    """The same number without zeros at its end and without exponent: 4 and not 4.000."""
    normal = _EXACT.normalize(value)
    return normal if int(normal.as_tuple().exponent) <= 0 else _EXACT.quantize(normal, Decimal(1))


if TYPE_CHECKING:
    DecimalField = models.DecimalField[Any, Any]
else:
    DecimalField = models.DecimalField


class ExactField(DecimalField):
    """`numeric` without a limit: nothing is rounded on its way into the table."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs |= {"max_digits": 2 * MOST_DECIMALS, "decimal_places": MOST_DECIMALS}
        super().__init__(*args, **kwargs)

    def db_type(self, connection: Any) -> str:  # noqa: ARG002
        return "numeric"

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        del kwargs["max_digits"], kwargs["decimal_places"]
        return name, path, args, kwargs
