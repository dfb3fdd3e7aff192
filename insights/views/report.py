"""The quarter report, and the duiding beside its figures."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.roles import Permission
from financing.views.base import XLSX, file, send
from insights import reading, report_files, today
from insights.actions.reporting import write_remark
from insights.definitions import DEFINITIONS
from insights.enums import Level, PeriodKind, Voice
from insights.forms import RemarkForm
from insights.models import Publication, Remark
from insights.periods import Period, containing
from insights.reading import Scope
from insights.report import Report, periods_of, reads, report
from insights.views.base import PURPOSE, acting_of, may, page, quarter_of
from schools.access import needs
from shell.numbers import write_day

SOURCES = ("pools", "money", "teams", "remarks", "talks", "releases")
SHOWN = 12
PDF = "application/pdf"


@require_safe
@needs(Permission.SEE_FIGURES, purpose=PURPOSE)
def reports(request: HttpRequest) -> HttpResponse:
    """The quarters that were counted, the newest first."""
    found: dict[Period, Publication] = {}
    rows = Publication.objects.filter(kind=PeriodKind.QUARTER).order_by("-first", "-revision")[: 2 * SHOWN]
    for row in rows:
        found.setdefault(row.period, row)
    return page(request, "insights/reports.html", "rapport", publications=list(found.values())[:SHOWN])


@require_safe
@needs(Permission.SEE_FIGURES, purpose=PURPOSE)
def newest(request: HttpRequest) -> HttpResponse:
    """To the report of the last quarter that was counted."""
    day = acting_of(request).today
    period = containing(day, PeriodKind.QUARTER)
    while day < period.counted_on:
        period = period.previous
    return redirect("insights:report", period.code)


@require_safe
@needs(Permission.SEE_FIGURES, purpose=PURPOSE)
def quarter(request: HttpRequest, code: str) -> HttpResponse:
    """A quarter of the city, to read and to print."""
    made = made_of(request, quarter_of(request, code))
    if not made.revision:
        raise Http404("no count of this quarter")
    return page(
        request,
        "insights/report.html",
        "rapport",
        report=made,
        writes=may(request, Permission.WRITE_REPORT),
    )


@require_safe
@needs(Permission.SEE_FIGURES, purpose=PURPOSE)
def quarter_file(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """The same quarter as PDF, xlsx or ods."""
    period = quarter_of(request, code)
    name = f"kwartaalrapport-{period.code}.{kind}"
    if kind not in ("pdf", "xlsx", "ods"):
        raise Http404("no such form")
    made = made_of(request, period)
    if kind == "pdf":
        return file(report_files.pdf_of(made, today=write_day(acting_of(request).today)), name, PDF)
    sheets = report_files.sheets_of(made)
    if kind == "xlsx":
        return file(report_files.xlsx_of(sheets), name, XLSX)
    return file(report_files.ods_of(sheets), name, report_files.ODS)


def made_of(request: HttpRequest, period: Period) -> Report:
    """The report as it stands now. Three queries."""
    day = acting_of(request).today
    wijkteams = [(unit.code, unit.name) for unit in reading.unit_names(day) if unit.level == Level.NEIGHBOURHOOD_TEAM]
    figures = reading.figures(periods_of(period), reads(), today=day)
    live = today.read(SOURCES, Scope(), first=period.first, after=period.after, until=period.after, today=day)
    return report(period, figures, live, wijkteams)


@require_http_methods(["GET", "POST"])
@needs(Permission.WRITE_REPORT, purpose="duiding bij cijfers schrijven")
def remark(request: HttpRequest, code: str, figure: str, voice: str) -> HttpResponse:
    """Write down how one group reads one figure; what stood there before stays in the log of changing."""
    by = acting_of(request)
    period = quarter_of(request, code)
    if figure not in DEFINITIONS or voice not in Voice.values:
        raise Http404("no such figure or group")
    known = Remark.objects.filter(quarter=period.first, figure=figure, voice=voice).first()
    back = f"{reverse('insights:report', args=[period.code])}#{figure}"
    initial = {"text": known.text, "version": known.version} if known else {"version": 0}
    form = RemarkForm(request.POST or None, initial=initial, cancel_url=back)
    done = send(
        request,
        form,
        lambda: write_remark(
            by=by,
            period=period,
            figure=figure,
            voice=voice,
            text=form.cleaned_data["text"],
            version=form.cleaned_data["version"],
        ),
        said="De duiding is opgeslagen.",
        to=back,
    )
    if done:
        return done
    return page(
        request,
        "insights/remark.html",
        "rapport",
        form=form,
        period=period,
        definition=DEFINITIONS[figure],
        voice=Voice(voice).label,
        known=known,
        back=back,
    )
