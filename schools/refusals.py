"""The sentence of a rule that the database holds, when it refuses a row."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import IntegrityError, models, transaction


def sentence_of(error: IntegrityError, model: type[models.Model]) -> str | None:
    """The Dutch message of the named constraint of `model` that refused; None when it was something else."""
    broken = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
    named = (constraint for constraint in model._meta.constraints if constraint.name == broken)
    return next((str(constraint.violation_error_message) for constraint in named), None)


@contextmanager
def told(model: type[models.Model], refused: type[Exception]) -> Iterator[None]:
    """Writes within, all or nothing; a constraint of `model` that refuses is raised as `refused` with its sentence."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if sentence := sentence_of(error, model):
            raise refused(sentence) from error
        raise
