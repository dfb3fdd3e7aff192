"""What people in the demo wrote beside the figures: duiding, quarterly talks, and what the controller released."""

import datetime
from decimal import Decimal

from accounts.acting import Acting
from insights.actions.reporting import Talk, record_talk, release_figure, write_remark
from insights.enums import Figure, PeriodKind, Released, Voice
from insights.periods import Period, containing
from schools.models import Arrangement, NeighbourhoodTeam
from zwolle_ot.demo.money import FASE_2

Day = datetime.date
PILOT = 2019
REASON = "Evaluatie van het proefjaar, met instemming van de ouders van alle zes leerlingen."
REMARKS: tuple[tuple[str, Voice, str], ...] = (
    (
        Figure.RAISED,
        Voice.PROFESSIONALS,
        "Scholen komen eerder met een vraag. Dat past bij de afspraak om er vroeg bij te zijn, en het vraagt meer tijd van de JGW.",
    ),
    (Figure.RAISED, Voice.PARENTS, "Wij weten nu beter bij wie wij op school terechtkunnen."),
    (
        "team_share",
        Voice.PROFESSIONALS,
        "Teams herkennen dat meer vragen tegelijk thuis en op school spelen. Dan halen zij er vaker ondersteuning bij.",
    ),
    (
        Figure.WAIT_SUPPORT,
        Voice.PARENTS,
        "Het wachten voelt korter als iemand in die weken belt. Dat gebeurt nog niet op elke school.",
    ),
    (Figure.WAIT_SUPPORT, Voice.YOUTHS, "Zeg meteen wanneer je iets hoort. Niets horen is het ergste."),
    ("local_share", Voice.PROFESSIONALS, "De afspraken met de huisartsen in Noord werken. In Zuid beginnen wij daar dit jaar mee."),
)  # fmt: skip


def duiding(*, by: Acting, today: Day) -> None:
    """Of the last quarter that was counted, and fewer of the one before."""
    last = containing(today, PeriodKind.QUARTER)
    while today < last.counted_on:
        last = last.previous
    for period, remarks in ((last, REMARKS), (last.previous, REMARKS[:3])):
        for figure, voice, text in remarks:
            write_remark(by=by, period=period, figure=figure, voice=voice, text=text)


def talks(*, by: Acting, today: Day) -> None:
    """One talk in a wijk this quarter, one in the city the quarter before."""
    this = containing(today, PeriodKind.QUARTER)
    noord = NeighbourhoodTeam.objects.get(code="SWT-NOORD")
    record_talk(
        by=by,
        talk=Talk(
            on=_middle(this, today),
            neighbourhood_team=noord,
            theme="Wachten",
            question="Wat helpt een gezin terwijl het wacht?",
            participants="5 ouders, 3 jongeren, 4 scholen, het wijkteam en 2 aanbieders.",
            lessons="Bel elke twee weken. Geef één naam en één nummer. Begin op school alvast met wat wel kan.",
        ),
    )
    record_talk(
        by=by,
        talk=Talk(
            on=_middle(this.previous, today),
            neighbourhood_team=None,
            theme="Overgang naar het voortgezet onderwijs",
            question="Hoe gaat een vraag warm mee naar de nieuwe school?",
            participants="6 ouders, 4 jongeren, 5 basisscholen, 3 scholen voor voortgezet onderwijs.",
            lessons="Plan het gesprek voor de zomer. Laat de jongere kiezen wat de nieuwe school leest.",
        ),
    )


def _middle(period: Period, today: Day) -> Day:
    return min(period.first + datetime.timedelta(days=45), today)


def releases(*, by: Acting) -> None:
    """What the Fase 2 klas brought in its pilot year [004]."""
    klas = Arrangement.objects.get(code=FASE_2)
    for what, value in (
        (Released.PUPILS, Decimal(6)),
        (Released.WHOLE_DAYS, Decimal(5)),
        (Released.MARK_PUPIL, Decimal("8.4")),
        (Released.MARK_PARENTS, Decimal("8.3")),
        (Released.SAVED, Decimal(70_000)),
    ):
        release_figure(by=by, arrangement=klas, school_year=PILOT, what=what, value=value, reason=REASON)
