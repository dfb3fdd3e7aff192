"""The budget of a period, down to the line, and from the line to its rule and facts."""

import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.roles import ROLES
from financing import queries
from financing.answers import Books
from financing.as_on import AsOn
from financing.books.calendar import Months, NotAPeriod, month_of, parse_month
from financing.books.closing import commitment_of
from financing.books.engine import Line
from financing.by_source import BySource, source_label, stored_lines
from financing.condition import condition, team_years
from financing.explain import explain
from financing.forms.choosing import BudgetForm
from financing.known import end_of, known_at
from financing.listing import as_csv, as_xlsx, budget_table
from financing.models import BudgetLine
from financing.periods import month_name, parsed, short, written
from financing.queries import Grouping
from financing.store import read_commitment
from financing.views.base import CSV, PURPOSE, XLSX, P, acting, file, from_address, may, page, to_address
from financing.views.condition import mine
from schools.access import needs
from schools.calendar import SchoolYear
from shell.charts import Chart, Kind, Series
from shell.numbers import Unit

MOST_LINES = 200


@needs(P.SEE_MONEY, purpose=PURPOSE)
@require_safe
def budget(request: HttpRequest) -> HttpResponse:
    """Begroot, gerealiseerd, prognose and verschil of a period, by payer, school, wijkteam, arrangement, role or source."""
    by = acting(request)
    if by.role == "SWT_LEAD":  # hours, no money
        return redirect("financing:pools")
    form = _form(request)
    groups, standing = _groups(form), queries.standing(end_of(form.known) if form.known else None)
    as_on = form.day or (standing.run.reference_day if standing.run else by.today)
    return page(
        request,
        "financing/budget.html",
        form=form,
        period=form.months.label,
        title=written(form.months),
        grouping=form.grouping,
        rows=[(group.name, _below(form, group.key), group.total) for group in groups],
        total=queries.sum_of(group.total for group in groups),
        standing=standing,
        as_on=as_on,
        asked_day=form.day,
        known=form.known,
        days=urlencode(form.days()),
        chart=_chart(form, groups, as_on),
        **_condition(request, form.months, as_on),
    )


def _condition(request: HttpRequest, months: Months, as_on: datetime.date) -> dict[str, Any]:
    """How many teams keep the condition, in the school year of the last day of the period that has been. One query."""
    last = min(queries.days_of_months(months)[1] - datetime.timedelta(days=1), as_on)
    year = SchoolYear.of(last).begins_in
    rows = team_years(mine(request, condition(year)))
    return {"teams": len(rows), "teams_met": sum(one.is_met for one in rows), "condition_year": year}


def _form(request: HttpRequest) -> BudgetForm:
    """Another day is for the controller, who sees every fact; a director sees no sources."""
    by = acting(request)
    return BudgetForm(
        request.GET, today=by.today, asks_day=may(request, P.MANAGE_MONEY), by_source=by.role != "DIRECTOR"
    )


def _groups(form: BudgetForm) -> list[queries.Group]:
    """The rows of the budget, by the names that people read."""
    if form.day:
        return [_named(group, form.grouping) for group in AsOn(form.months, form.day, form.known).groups(form.grouping)]
    if form.grouping is Grouping.SOURCE:
        return BySource(form.months, stored_lines(form.months)).groups()
    groups = queries.budget(form.months, form.grouping)
    for group in groups:
        if form.grouping is Grouping.PAYER:
            group.name = queries.payer_label(group.key, group.name)
    found = [_named(group, form.grouping) for group in groups]
    return sorted(found, key=lambda group: (not group.key, group.name.lower()))


def _named(group: queries.Group, grouping: Grouping) -> queries.Group:
    if grouping is Grouping.ROLE and group.key in ROLES:
        group.name = ROLES[group.key].label
    return group


def _below(form: BudgetForm, key: str) -> str:
    return f"{reverse('financing:lines')}?{form.query(van=to_address(key) if key else '')}"


def _chart(form: BudgetForm, groups: list[queries.Group], as_on: datetime.date) -> Chart | None:
    """Over the months of the period, realised as far as that is known; of one month, the groups beside each other."""
    months = sorted({month for group in groups for month in group.by_month})
    if len(months) > 1:
        sums = [
            queries.sum_of(group.by_month[month] for group in groups if month in group.by_month) for month in months
        ]
        realised = (one.realised / 100 if month <= as_on else None for month, one in zip(months, sums, strict=True))
        return Chart(
            "maanden",
            f"Geld per maand, {written(form.months)}",
            tuple(short(month) for month in months),
            (
                Series("Begroot", tuple(one.budget / 100 for one in sums)),
                Series("Gerealiseerd", tuple(realised)),
                Series("Prognose", tuple(one.forecast / 100 for one in sums)),
            ),
            Kind.LINE,
            Unit.EURO,
        )
    largest = sorted((group for group in groups if group.total.budget), key=lambda group: -group.total.budget)[:8]
    if not largest:
        return None
    return Chart(
        "groepen",
        f"Begroot in {written(form.months)}",
        tuple(group.name for group in largest),
        (Series("Begroot", tuple(group.total.budget / 100 for group in largest)),),
        unit=Unit.EURO,
        category_label=form.grouping.label,
        over_time=False,
    )


@needs(P.SEE_MONEY, purpose=PURPOSE)
@require_safe
def lines(request: HttpRequest) -> HttpResponse:
    """The commitments behind one row of the budget, in order of name."""
    form = _form(request)
    key = from_address(request.GET.get("van", ""))
    rows = _commitments(form, key, after=from_address(request.GET.get("na", "")))
    query = request.GET.copy()
    query["na"] = to_address(rows[MOST_LINES - 1][0]) if len(rows) > MOST_LINES else ""
    return page(
        request,
        "financing/lines.html",
        period=form.months.label,
        title=written(form.months),
        grouping=form.grouping,
        key=_title(form.grouping, key),
        back=f"{reverse('financing:budget')}?{form.query()}",
        rows=[(name, to_address(name), amounts) for name, amounts in rows[:MOST_LINES]],
        asked_day=form.day,
        known=form.known,
        days=urlencode(form.days()),
        next_page=f"?{query.urlencode()}" if query["na"] else "",
    )


def _commitments(form: BudgetForm, key: str, *, after: str) -> list[tuple[str, queries.Amounts]]:
    """One more than fit on a page, so that it is known whether there are more."""
    if form.day or form.grouping is Grouping.SOURCE:
        if form.day:
            found = AsOn(form.months, form.day, form.known).of(form.grouping, key)
        else:
            found = BySource(form.months, stored_lines(form.months)).of(key)
        return [(name, amounts) for name, amounts in found.items() if name > after][: MOST_LINES + 1]
    rows = queries.by_commitment(queries.lines(form.months, form.grouping, key)).filter(name__gt=after)
    return [
        (row["name"], queries.Amounts(row["budget_sum"], row["realised_sum"], row["forecast_sum"]))
        for row in rows[: MOST_LINES + 1]
    ]


def _title(grouping: Grouping, key: str) -> str:
    """What the row is called above its commitments."""
    match grouping:
        case Grouping.PAYER:
            return queries.payer_names([key])[key]
        case Grouping.ROLE:
            return ROLES[key].label if key in ROLES else key
        case Grouping.SOURCE:
            try:
                return source_label(key)
            except ValueError:
                raise Http404("no such source") from None
        case Grouping.PROGRAMME:
            return key or queries.NO_GROUP[grouping]
        case _:
            return queries.group_name(grouping, key)


@needs(P.SEE_MONEY, purpose=PURPOSE)
@require_safe
def commitment(request: HttpRequest, code: str) -> HttpResponse:
    """One commitment month by month and payer by payer, and why the chosen month has the amounts that it has."""
    by = acting(request)
    name = from_address(code)
    form = _form(request)
    months, known = form.months, form.known
    found = _lines_of(form, name)
    chosen = _chosen_month(request.GET.get("maand", ""), found, months)
    names = queries.payer_names(row.payer for row in found)
    shown = [(row, names[row.payer]) for row in found]
    with known_at(end_of(known) if known else None):
        facts = read_commitment(commitment_of(name))
    return page(
        request,
        "financing/commitment.html",
        asked_day=form.day,
        known=known,
        days=urlencode(form.days()),
        name=name,
        code=code,
        period=months.label,
        title=written(months),
        rows=shown,
        school=next((row.location.name for row in found if row.location), ""),
        chosen_name=month_name(chosen),
        steps=explain(facts, name, chosen, names),
        of_month=[(row, payer) for row, payer in shown if month_of(row.month) == chosen],
        sources=_sources(commitment_of(name), months) if by.role != "DIRECTOR" and not form.day else [],
    )


def _lines_of(form: BudgetForm, name: str) -> list[BudgetLine]:
    """The lines of one name of the listing in the period, by month and payer; of another day computed, otherwise as stored.

    Raises Http404 when it is unknown, or when nothing of it is for whoever asks.
    """
    if form.day:
        return AsOn(form.months, form.day, form.known).of_commitment(name)
    first, after = queries.days_of_months(form.months)
    mine = BudgetLine.objects.filter(name=name, month__gte=first, month__lt=after).select_related("location")
    found = list(mine.order_by("month", "payer"))
    if not found and not BudgetLine.objects.filter(name=name).exists():
        raise Http404("no such commitment, or nothing of it is yours to see")
    return found


def _sources(name: str, months: Months) -> list[tuple[str, str, int]]:
    """Payer, source and what it covers of what is begroot for a commitment in these months, in cents."""
    paying = BySource(months, stored_lines(months)).paying(name)
    names = queries.payer_names(payer for payer, _, _ in paying)
    return [(names[payer], source, cents) for (payer, _, source), cents in sorted(paying.items(), key=str)]


def _chosen_month(text: str, found: list[BudgetLine], months: Months) -> int:
    try:
        return parse_month(text)
    except NotAPeriod:
        return month_of(found[0].month) if found else months.months.start


@needs(P.SEE_MONEY, purpose=PURPOSE)
@require_safe
def listing_file(request: HttpRequest, kind: str) -> HttpResponse:
    """The listing of a period as other programs read it (csv), or for people (xlsx) [formats, "Out"].

    The stored lines: as on the day of the last computation, and only those that somebody may see.
    """
    months = parsed(request.GET.get("periode", ""), acting(request).today)
    first, after = queries.days_of_months(months)
    rows = BudgetLine.objects.filter(month__gte=first, month__lt=after).values_list(
        "month", "name", "payer", "budget", "realised", "forecast"
    )
    found = [Line(month_of(row[0]), *row[1:]) for row in rows.iterator(5000)]
    table = budget_table(sorted(line for line in found if not line.is_nothing))
    if kind == "csv":
        return file(as_csv(table), f"begroting-{months.label}.csv", CSV)
    return file(as_xlsx(table), f"begroting-{months.label}.xlsx", XLSX)


@needs(P.MANAGE_MONEY, purpose=PURPOSE)
@require_safe
def reference_file(request: HttpRequest) -> HttpResponse:
    """The listing as on another reference day (`op`), or as it was known on a day (`bekend`), computed now."""
    form = _form(request)
    day = form.day or acting(request).today
    table = budget_table(Books(known=form.known).budget(form.months, reference=day))
    known = f"-bekend-op-{form.known}" if form.known else ""
    return file(as_csv(table), f"begroting-{form.months.label}-op-{day}{known}.csv", CSV)
