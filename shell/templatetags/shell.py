"""Dutch money, dates and small parts of a page. Load with `{% load shell %}`; docs/face.md shows each in use."""

import datetime
from typing import Any

from django import template
from django.template import Context
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from shell import drawing, numbers, svg
from shell.charts import Chart
from shell.keyset import AFTER, BEFORE, Page

register = template.Library()

BADGES = ("neutral", "info", "ok", "warning", "urgent")
ICONS = {
    "check": "M5 13l4 4L19 7",
    "warning": "M12 3L2 21h20zM12 10v5M12 18v1",
    "info": "M12 2a10 10 0 1 0 0 20a10 10 0 1 0 0-20M12 11v6M12 7v1",
    "lock": "M6 11h12v10H6zM8 11V7a4 4 0 0 1 8 0v4",
    "clock": "M12 2a10 10 0 1 0 0 20a10 10 0 1 0 0-20M12 6v6l4 2",
    "person": "M12 12a4 4 0 1 0 0-8a4 4 0 1 0 0 8M4 21a8 8 0 0 1 16 0",
    "download": "M12 3v12M7 10l5 5l5-5M4 21h16",
}


# ---- Numbers and days -----------------------------------------------------------------------------------------------
@register.filter
def euro(value: numbers.Number | None, decimals: int = 2) -> str:
    """€ 1.234,56; `|euro:0` in whole euros. A dash when there is no amount."""
    return "–" if value is None else numbers.write_euro(value, decimals)


@register.filter
def number(value: numbers.Number | None, decimals: int = 0) -> str:
    """1.234 or, with `|number:1`, 1.234,5."""
    return "–" if value is None else numbers.write_number(value, decimals)


@register.filter
def hours(minutes: int | None) -> str:
    """Minutes as people say them: 45 min, 1 uur, 1 uur 15 min."""
    if minutes is None:
        return "–"
    whole, rest = divmod(minutes, 60)
    return " ".join(
        part for part in (f"{whole} uur" if whole else "", f"{rest} min" if rest or not whole else "") if part
    )


@register.filter
def day(value: datetime.date | None) -> str:
    """1 september 2026. Of a moment: its day in Amsterdam."""
    return "–" if value is None else numbers.write_day(_day(value))


@register.filter
def moment(value: datetime.datetime | None) -> str:
    """1 september 2026, 10:32."""
    if value is None:
        return "–"
    local = timezone.localtime(value)
    return f"{numbers.write_day(local.date())}, {local:%H:%M}"


@register.filter
def ago(value: datetime.date | None) -> SafeString:
    """ "3 dagen geleden", with the day itself for machines and as a tooltip."""
    if value is None:
        return SafeString("–")
    past = _day(value)
    return format_html('<time datetime="{}">{}</time>', past.isoformat(), numbers.write_ago(past, timezone.localdate()))


@register.filter
def due(value: datetime.date | None) -> SafeString:
    """A deadline: "3 dagen te laat" in red, "over 2 dagen" in amber, further off plain."""
    if value is None:
        return SafeString("–")
    today = timezone.localdate()
    left = (value - today).days
    tone = "ot-due--late" if left < 0 else "ot-due--soon" if left <= 7 else "ot-due"
    return format_html(
        '<time datetime="{}" class="{}">{}</time>', value.isoformat(), tone, numbers.write_due(value, today)
    )


@register.filter
def day_and_due(value: datetime.date | None) -> SafeString:
    """A deadline with its day: "24 november 2026 (over 2 dagen)"; far off, where both say the same, the day alone."""
    if value is None or numbers.write_day(value) in numbers.write_due(value, timezone.localdate()):
        return SafeString(numbers.write_day(value)) if value else due(value)
    return format_html("{} ({})", numbers.write_day(value), due(value))


@register.filter
def period(value: Any) -> str:
    """A half-open DateRange, both days included: "1 september 2026 tot en met 31 juli 2027", "vanaf …"."""
    if value is None or value.isempty:
        return "–"
    last = numbers.write_day(value.upper - datetime.timedelta(days=1)) if value.upper else ""
    if not value.lower:
        return f"tot en met {last}" if last else "altijd"
    first = numbers.write_day(value.lower)
    return f"{first} tot en met {last}" if last else f"vanaf {first}"


def _day(value: datetime.date) -> datetime.date:
    return timezone.localtime(value).date() if isinstance(value, datetime.datetime) else value


# ---- Small parts ----------------------------------------------------------------------------------------------------
@register.simple_tag
def badge(text: object, tone: str = "neutral") -> SafeString:
    """`{% badge "Te laat" "urgent" %}`. Tones: neutral, info, ok, warning, urgent. The text says it, colour helps."""
    if tone not in BADGES:
        raise template.TemplateSyntaxError(f"badge: {tone} is none of {', '.join(BADGES)}")
    return format_html('<span class="ot-badge ot-badge--{}">{}</span>', tone, text)


@register.simple_tag
def icon(name: str, says: str = "") -> SafeString:
    """A small drawing beside words. `says` gives it words of its own where it stands alone."""
    role = format_html('role="img" aria-label="{}"', says) if says else SafeString('aria-hidden="true"')
    return format_html(
        '<svg class="ot-icon" viewBox="0 0 24 24" focusable="false" {}><path d="{}"/></svg>', role, ICONS[name]
    )


@register.simple_tag
def tile(label: str, value: object, note: str = "", url: str = "") -> SafeString:
    """A number tile; put several in `<div class="ot-tiles">`. With `url` the whole tile is a link."""
    name = format_html('<a href="{}">{}</a>', url, label) if url else label
    more = format_html('<p class="ot-tile__note">{}</p>', note) if note else ""
    return format_html(
        '<div class="ot-tile"><p class="ot-tile__label">{}</p><p class="ot-tile__value">{}</p>{}</div>',
        name,
        value,
        more,
    )


@register.inclusion_tag("shell/back_link.html")
def back_link(url: str, label: str = "Terug") -> dict[str, str]:
    return {"url": url, "label": label}


@register.inclusion_tag("shell/breadcrumbs.html")
def breadcrumbs(*pairs: str) -> dict[str, object]:
    """`{% breadcrumbs "Werklijst" url "Casus" "" %}`: label and address in turn; the page itself has no address."""
    return {"crumbs": list(zip(pairs[::2], pairs[1::2], strict=True))}


@register.inclusion_tag("shell/pager.html", takes_context=True)
def pager(context: Context, page: Page[Any]) -> dict[str, str]:
    """Links to the next and previous page of a `shell.keyset.Page`, keeping the filters of this address."""
    query = context["request"].GET.copy()
    addresses = {}
    for name, parameter, cursor in (("next", AFTER, page.next), ("previous", BEFORE, page.previous)):
        query.pop(AFTER, None)
        query.pop(BEFORE, None)
        query[parameter] = cursor
        addresses[name] = f"?{query.urlencode()}" if cursor else ""
    return addresses


@register.inclusion_tag("shell/chips.html")
def chips(form: Any) -> dict[str, object]:
    """The filters in force of a `FilterForm`, each a link to the list without it."""
    return {"chips": list(form.chips())}


@register.inclusion_tag("shell/sort_header.html", takes_context=True)
def sort_header(context: Context, label: str, name: str, number: bool = False) -> dict[str, object]:
    """A `<th>` that sorts: `?op=name`, then `?op=-name`. The view decides which names it takes."""
    query = context["request"].GET.copy()
    now = query.get("op", "")
    for place in (AFTER, BEFORE):
        query.pop(place, None)
    query["op"] = f"-{name}" if now == name else name
    direction = {name: "ascending", f"-{name}": "descending"}.get(now, "")
    return {"label": label, "url": f"?{query.urlencode()}", "direction": direction, "number": number}


@register.inclusion_tag("shell/chart.html", name="chart")
def draw_chart(chart: Chart, heading: str = "h2") -> dict[str, object]:
    """`{% chart vragen %}`, or `{% chart vragen "h3" %}` for a lower heading, `""` for none."""
    widths = () if chart.is_empty else (("wide", drawing.WIDE), ("narrow", drawing.NARROW))
    several = len(chart.series) > 1
    return {
        "chart": chart,
        "heading": heading,
        "legend": [(svg.swatch(chart, at), one.name) for at, one in enumerate(chart.series)] if several else [],
        "table": svg.table(chart),
        "pictures": [svg.picture(chart, drawing.draw(chart, width), size) for size, width in widths],
    }
