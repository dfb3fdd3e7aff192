"""The report of an import as text, in Dutch."""

from collections.abc import Iterable, Iterator, Sequence

from schools.actions.register import Changed, Named, Report

SHORT = 40  # lines of one kind, before "en nog …"


def written(report: Report, *, whole: bool = False) -> Iterator[str]:
    """Line by line; `whole` leaves nothing out."""
    release = report.release
    where = "heel Nederland" if release.whole_country else f"gemeenten {', '.join(sorted(release.municipalities))}"
    yield (
        f"Register {release.register.label}, uitgave van {release.released_on:%d-%m-%Y}: "
        f"{len(release.rows)} vestigingen ({where})."
    )
    if not report.changed_anything:
        yield "Er is niets veranderd."
        return
    yield f"{len(report.new)} nieuw, {len(report.returned)} terug, {len(report.changed)} gewijzigd, {len(report.gone)} verdwenen."
    limit = None if whole else SHORT
    yield from _named("Nieuw", report.new, limit)
    yield from _named("Terug, met een nieuwe periode", report.returned, limit)
    yield from _changed(report.changed, limit)
    yield from _named(f"Verdwenen, beëindigd per {release.released_on:%d-%m-%Y}", report.gone, limit)


def _named(title: str, locations: Sequence[Named], limit: int | None) -> Iterator[str]:
    if locations:
        yield f"\n{title}:"
        yield from (f"  {one.code} {one.name}, {one.town}" for one in locations[:limit])
        yield from _rest(locations, limit)


def _changed(locations: Sequence[Changed], limit: int | None) -> Iterator[str]:
    if locations:
        yield "\nGewijzigd:"
        for one in locations[:limit]:
            yield f"  {one.code} {one.name}, {one.town}"
            yield from (f"    {label}: {old or '(leeg)'} → {new or '(leeg)'}" for label, old, new in one.fields)
        yield from _rest(locations, limit)


def _rest(locations: Sequence[Named], limit: int | None) -> Iterable[str]:
    left = len(locations) - (limit or len(locations))
    return [f"  … en nog {left} (het commando import_duo toont met --verbosity 2 alles)"] if left > 0 else []
