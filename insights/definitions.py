"""What each figure means: what counts, since when, from which data. Stands beside the figure and in the API."""

from dataclasses import dataclass

from insights.enums import Figure
from shell.numbers import Unit


@dataclass(frozen=True)
class Definition:
    """`what` in words that a parent understands; `source` says from which data, `moment` when it is counted."""

    code: str
    label: str
    what: str
    source: str
    moment: str
    unit: Unit


FIXED = "Vast: een maand na het einde van de periode, en nog één keer bij de telling van de volgende."
LIVE = "Actueel: bijgewerkt tot en met vandaag."
F = Figure

DEFINITIONS: dict[str, Definition] = {
    one.code: one
    for one in (
        Definition(
            F.RAISED,
            "Aangemeld",
            "Ondersteuningsvragen die in de periode bij een ondersteuningsteam zijn aangemeld.",
            "De dag van aanmelding in het dossier.",
            FIXED,
            Unit.COUNT,
        ),
        Definition(
            F.ACTIVE,
            "Lopend",
            "Ondersteuningsvragen die op de laatste dag van de periode open waren.",
            "Aangemeld en nog niet afgesloten.",
            FIXED,
            Unit.COUNT,
        ),
        Definition(
            F.CLOSED,
            "Afgesloten",
            "Ondersteuningsvragen die in de periode zijn afgesloten. Een vraag die later heropend is, telt niet mee.",
            "De dag van afsluiting in het dossier.",
            FIXED,
            Unit.COUNT,
        ),
        Definition(
            "team_share",
            "Door het team zelf",
            "Aandeel van de afgesloten vragen waarbij geen specialistische jeugdhulp is toegekend of over een andere "
            "route kwam. Berekend uit afgeronde aantallen.",
            "Afgesloten vragen en hun opschalingen.",
            FIXED,
            Unit.PERCENT,
        ),
        Definition(
            F.ESCALATED,
            "Opgeschaald",
            "Aanvragen voor specialistische jeugdhulp, en jeugdhulp over een andere route vanaf de dag dat het team "
            "het weet. Geteld per opschaling.",
            "De route (verwijzer) en de stand van de opschaling.",
            FIXED,
            Unit.COUNT,
        ),
        Definition(
            F.WAIT_SUPPORT,
            "Dagen tot eerste ondersteuning",
            "Dagen tussen de aanmelding en de eerste ondersteuning, voor vragen waarbij die in de periode begon.",
            "De dag van aanmelding en van de eerste ondersteuning.",
            FIXED,
            Unit.DAYS,
        ),
        Definition(
            F.WAIT_DECISION,
            "Dagen tot besluit",
            "Dagen tussen de aanvraag van specialistische jeugdhulp en het besluit van de gemeente.",
            "De aanvraag en de beschikking.",
            FIXED,
            Unit.DAYS,
        ),
        Definition(
            F.WAIT_START,
            "Dagen tot start bij de aanbieder",
            "Dagen tussen het besluit en de start van de jeugdhulp. Kwam de hulp over een andere route: sinds het team het weet.",
            "De beschikking en de start.",
            FIXED,
            Unit.DAYS,
        ),
        Definition(
            F.MARK_PUPIL,
            "Cijfer van leerlingen",
            "Gemiddeld cijfer (1 tot en met 10) dat leerlingen bij het afsluiten gaven.",
            "De evaluatie van afgesloten vragen.",
            FIXED,
            Unit.MARK,
        ),
        Definition(
            F.MARK_PARENTS,
            "Cijfer van ouders",
            "Gemiddeld cijfer (1 tot en met 10) dat ouders bij het afsluiten gaven.",
            "De evaluatie van afgesloten vragen.",
            FIXED,
            Unit.MARK,
        ),
        Definition(
            "hours",
            "Geschreven uren",
            "Uren die leden van de teams schreven: contactmomenten en werk zonder leerling. Uren zijn geen geld.",
            "Het logboek en de tijd zonder leerling; een gecorrigeerde regel telt zoals zij nu is.",
            LIVE,
            Unit.HOURS,
        ),
        Definition(
            "money",
            "Geld",
            "Begroot, gerealiseerd en verwacht bedrag per maand. Plaatsen in een arrangement tellen niet mee: die bedragen "
            "gaan over enkele leerlingen.",
            "De begroting, zoals de controller haar bijhoudt.",
            LIVE,
            Unit.EURO,
        ),
    )
}
