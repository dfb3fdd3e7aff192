"""The log of looking: written by the page that shows a child, in the same transaction as the reading itself."""

from collections.abc import Iterable
from uuid import UUID

from accounts.acting import Acting
from accounts.models import Look


def looked(*, by: Acting, kind: Look.Kind, what: str, subjects: Iterable[UUID], case: UUID | None = None) -> None:
    """Write that `by` saw data of these pupils. `what` names the page or document, without anything about a child.

    A list without a child in it writes nothing; a search does, because the question itself is a look.
    """
    seen = sorted(set(subjects))
    if not seen and kind != Look.Kind.SEARCH:
        return
    Look.objects.create(
        actor=by.actor,
        actor_name=by.actor_name,
        role=by.role,
        organisation=by.organisation[:200],
        kind=kind,
        what=what,
        purpose=by.purpose,
        origin=by.origin,
        case=case,
        subjects=seen,
    )
