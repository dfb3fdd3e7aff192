"""Questions: raised, active, closed, and who handled them. Answers: do teams handle more themselves than last year?"""

from cases.enums import Approach, Theme
from cases.models.support import SupportForm
from insights.definitions import DEFINITIONS
from insights.enums import Breakdown, Figure, Handling
from insights.pages.base import Cell, Grid, Line, Look, Part, Tile, by_team_itself, definitions, drawn
from insights.periods import Period
from insights.publication import Published, Shown, charted, number_of
from schools.enums import SupportDomain
from shell.charts import Chart, Kind, Series
from shell.numbers import Unit, write_number

F, B = Figure, Breakdown
HANDLING = (
    (Handling.TEAM, "Door het team zelf"),
    (Handling.BROUGHT_IN, "Ondersteuning erbij gehaald"),
    (Handling.ESCALATED, "Opgeschaald"),
)


def tiles(look: Look) -> list[Tile]:
    return [
        look.tile(F.RAISED, lambda period: look.get(F.RAISED, period)),
        look.tile(F.ACTIVE, lambda period: look.get(F.ACTIVE, period)),
        look.tile(F.CLOSED, lambda period: look.get(F.CLOSED, period)),
        look.tile("team_share", lambda period: by_team_itself(look, period)),
    ]


def parts(look: Look) -> list[Part]:
    counts = ((F.RAISED, "Aangemeld"), (F.CLOSED, "Afgesloten"), (F.ACTIVE, "Lopend"))
    return [
        handled(look),
        look.over_time("vragen", "Ondersteuningsvragen", counts),
        shares(look),
        themes(look),
        approaches(look),
        support(look),
        domains(look),
        marks(look),
    ]


def handled(look: Look) -> Part:
    """This period beside the same one a year earlier, line by line."""
    wanted: list[tuple[str, str, str]] = [(F.CLOSED, "", "Afgesloten"), *((F.CLOSED, *one) for one in HANDLING)]

    def row(period: Period) -> list[Published]:
        return [
            look.get(code, period, breakdown=B.KIND, value=value) if value else look.get(code, period)
            for code, value, _ in wanted
        ]

    now, note = look.latest(row, compared=True)
    before = now.year_earlier
    lines = []
    for code, value, label in wanted:
        count, was = (_counted(look, code, value, period) for period in (now, before))
        lines.append(Line(label, (Cell.of(count), Cell.of(was), _change(count, was))))
        if value:
            share, earlier = (look.share(code, period, B.KIND, value) for period in (now, before))
            cells = (Cell.of(share, Unit.PERCENT), Cell.of(earlier, Unit.PERCENT))
            lines.append(Line(f"{label}, aandeel", (*cells, _change(share, earlier, " procentpunt"))))
    head = ("Afgesloten vragen", now.label.capitalize(), before.label.capitalize(), "Verschil")
    title = "Handelen de teams meer zelf af dan vorig jaar?"
    grid = Grid("afhandeling", title, more_than_last_year(look, now), head, tuple(lines))
    return Part(grid, definitions("team_share", F.CLOSED), note)


def more_than_last_year(look: Look, now: Period) -> str:
    """Whether the teams handle more themselves than in the same period a year earlier: share first, then number."""
    before = now.year_earlier
    share, earlier = by_team_itself(look, now), by_team_itself(look, before)
    if not isinstance(share, Shown) or not isinstance(earlier, Shown):
        return f"Dit is niet te vergelijken: {now.label} {share.text}, {before.label} {earlier.text}."
    change = number_of(share) - number_of(earlier)
    answer = "Ja" if change > 0 else "Nee" if change < 0 else "Evenveel"
    said = (
        f"{answer}: in {now.label} handelden de teams {share.text} van de afgesloten vragen zelf af, "
        f"in {before.label} {earlier.text}."
    )
    count, was = (_counted(look, F.CLOSED, Handling.TEAM, period) for period in (now, before))
    if isinstance(count, Shown) and isinstance(was, Shown):
        more = number_of(count) - number_of(was)
        word = "meer" if more > 0 else "minder" if more < 0 else "evenveel"
        said += f" In aantal is dat {word}: {count.text} tegen {was.text} vragen."
    return said


def _counted(look: Look, code: str, value: str, period: Period) -> Published:
    return look.get(code, period, breakdown=B.KIND, value=value) if value else look.get(code, period)


def _change(now: Published, before: Published, words: str = "") -> Cell:
    if not isinstance(now, Shown) or not isinstance(before, Shown):
        return Cell("–")
    change = number_of(now) - number_of(before)
    sign = "+" if change > 0 else "−" if change < 0 else ""
    return Cell(f"{sign}{write_number(abs(change))}{words}", f"{change:f}")


def shares(look: Look) -> Part:
    """Who handled closed questions, over time."""
    return look.series_over_time(
        "aandelen",
        "Wie handelde de vragen af",
        [name for _, name in HANDLING],
        lambda period: [look.share(F.CLOSED, period, B.KIND, value) for value, _ in HANDLING],
        definitions("team_share"),
        unit=Unit.PERCENT,
    )


def approaches(look: Look) -> Part:
    """Preventive against curative, of new questions."""
    return look.series_over_time(
        "aanpak",
        "Preventief en curatief",
        [str(one.label).capitalize() for one in Approach],
        lambda period: [look.share(F.RAISED, period, B.APPROACH, one) for one in Approach],
        definitions(F.RAISED),
        unit=Unit.PERCENT,
    )


def themes(look: Look) -> Part:
    """Themes of new questions in the last period; a question counts under each of its themes."""

    def raised(period: Period) -> list[Published]:
        return [look.get(F.RAISED, period, breakdown=B.THEME, value=theme) for theme in Theme.values]

    last, note = look.latest(raised)
    chart = Chart(
        "themas",
        f"Thema’s van nieuwe vragen, {last.label}",
        tuple(str(theme.label).capitalize() for theme in Theme),
        (Series("Aangemeld", tuple(charted(one) for one in raised(last))),),
        category_label="Thema",
        over_time=False,
    )
    several = "Een vraag met meer thema’s telt bij elk thema mee."
    return Part(chart, (DEFINITIONS[F.RAISED],), f"{note} {several}".strip())


def support(look: Look) -> Part:
    """Support that began: for one child, for a group, for a class."""
    forms = [(str(form.label).capitalize(), form.value) for form in SupportForm]
    return look.series_over_time(
        "inzet",
        "Voor één kind of voor een groep?",
        [name for name, _ in forms],
        lambda period: [look.get(F.SUPPORT, period, breakdown=B.FORM, value=value) for _, value in forms],
        definitions(F.SUPPORT),
    )


def domains(look: Look) -> Part:
    """Where the support came from, in the last period."""
    found = [one for one in SupportDomain if one != SupportDomain.YOUTH_SPECIALIST]

    def row(period: Period) -> list[Published]:
        return [look.get(F.SUPPORT, period, breakdown=B.DOMAIN, value=one) for one in found]

    last, note = look.latest(row)
    values = tuple(drawn(one, Unit.COUNT) for one in row(last))
    labels = tuple(str(one.label).capitalize() for one in found)
    chart = Chart(
        "domeinen",
        f"Welke ondersteuning begon, {last.label}",
        labels,
        (Series("Begonnen", values),),
        category_label="Domein",
        over_time=False,
    )
    return Part(chart, definitions(F.SUPPORT), note)


def marks(look: Look) -> Part:
    """What pupils and parents gave when a question was closed."""
    found = ((F.MARK_PUPIL, "Leerlingen"), (F.MARK_PARENTS, "Ouders"))
    return look.series_over_time(
        "cijfers",
        "Wat vinden leerlingen en ouders?",
        [name for _, name in found],
        lambda period: [look.get(code, period, measure="mean") for code, _ in found],
        definitions(F.MARK_PUPIL, F.MARK_PARENTS),
        unit=Unit.MARK,
        kind=Kind.LINE,
    )
