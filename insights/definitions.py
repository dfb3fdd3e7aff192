"""What each figure means: what counts, since when, from which data. Stands beside the figure and in the API."""

from dataclasses import dataclass
from decimal import Decimal

from django.conf import settings

from insights.enums import Figure
from shell.numbers import Unit, write_number


@dataclass(frozen=True)
class Definition:
    """`what` in words that a parent understands; `source` says from which data, `moment` when it is counted, `since` from
    when on there are data."""

    code: str
    label: str
    what: str
    source: str
    moment: str
    unit: Unit
    since: str = "Sinds er teams zijn: po vanaf schooljaar 2017-2018, vo vanaf 2018-2019."


FIXED = "Vast: een maand na het einde van de periode, en nog één keer bij de telling van de volgende."
ONCE = "Vast: één keer geteld, een maand na het schooljaar."
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
            F.SUPPORT,
            "Ondersteuning gestart",
            "Ondersteuning die in de periode begon: voor één kind, of aanbod voor een groep of klas. Specialistische "
            "jeugdhulp staat bij opschalingen. Aanbod zonder namen gaat over zoveel leerlingen als het team opgaf.",
            "De ondersteuning die een team erbij haalde, met domein en startdag.",
            FIXED,
            Unit.COUNT,
        ),
        Definition(
            F.ABSENT,
            "Veel verzuim",
            f"Leerlingen die op de laatste dag van de periode {settings.FLAG_ABSENCE_HOURS} uur of meer verzuimden in de "
            f"laatste {settings.FLAG_ABSENCE_WEEKS} schoolweken, zonder geldige reden.",
            "Het verzuim dat scholen en teams vastleggen. Alleen leerlingen die een ondersteuningsteam kent.",
            FIXED,
            Unit.COUNT,
            "Sinds scholen en teams verzuim vastleggen.",
        ),
        Definition(
            F.THUISZITTER,
            "Thuiszitters",
            "Leerlingen van 5 tot 18 jaar zonder startkwalificatie, die op de laatste dag van de periode meer dan vier weken "
            "achter elkaar zonder onderwijs waren, zonder geldige reden. Ingeschreven of niet.",
            "Het verzuim dat scholen en teams vastleggen. Alleen leerlingen die een ondersteuningsteam kent.",
            FIXED,
            Unit.COUNT,
            "Sinds scholen en teams verzuim vastleggen.",
        ),
        Definition(
            "completeness",
            "Team compleet",
            "Deel van de schooldagen waarop elke kernrol van het team vervuld was. De afspraak is ten minste 90 procent.",
            "Aanstellingen en de kernrollen per schooltype.",
            LIVE,
            Unit.PERCENT,
        ),
        Definition(
            "cooperation",
            "Samenwerking",
            "Teams die voldoen aan de voorwaarde: compleet, elke zes schoolweken een overleg van het hele kernteam, en "
            "één gezamenlijke training per jaar.",
            "Aanstellingen, gehouden overleggen en scholing.",
            LIVE,
            Unit.COUNT,
        ),
        Definition(
            "agreed_hours",
            "Uren jeugd- en gezinswerk",
            "Norm: vier uur per schoolweek voor elke basisschool, tenzij anders besloten. Afgesproken: wat het wijkteam aan een "
            "school gaf. Gewerkt: wat er werd geschreven. Uren zijn geen geld.",
            "De werkafspraken van de wijkteams, en geschreven of ingevoerde uren.",
            LIVE,
            Unit.HOURS,
            "Sinds schooljaar 2017-2018: toen kregen de wijkteams de uren.",
        ),
        Definition(
            "local_share",
            "Via het team",
            "Aandeel van de opschalingen dat via de gemeentelijke toegang liep, dus via het ondersteuningsteam. Berekend uit "
            "afgeronde aantallen.",
            "De route (verwijzer) van de opschaling.",
            FIXED,
            Unit.PERCENT,
        ),
        Definition(
            "gp_share",
            "Via de huisarts",
            "Aandeel van de opschalingen dat via de huisarts liep. Berekend uit afgeronde aantallen.",
            "De route (verwijzer) van de opschaling.",
            FIXED,
            Unit.PERCENT,
        ),
        Definition(
            "cbs",
            "CBS",
            "Trajecten jeugdzorg van alle jongeren in Zwolle, ook zonder ondersteuningsteam. Het jaar van CBS is een kalenderjaar.",
            "CBS, Kerncijfers over jeugdzorg naar wijken en buurten, tabel 85335NED, gemeente Zwolle.",
            "Door CBS vastgesteld, afgerond op 5.",
            Unit.PERCENT,
            "Jaren 2021 en 2022.",
        ),
        Definition(
            "contract",
            "Contractkosten",
            "Plaatsen maal het bedrag per plaats, voor de maanden waarin het contract geldt. Ook lege plaatsen tellen mee.",
            "De afspraak met het arrangement.",
            LIVE,
            Unit.EURO,
            "Sinds de eerste afspraak over een arrangement.",
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
            "providers",
            "Aanbieders",
            "Verschillende jeugdhulpaanbieders die in het schooljaar werkten voor leerlingen die een ondersteuningsteam kent: "
            "bij ondersteuning, een groep of opschaling. Alleen als het samen om ten minste 8 leerlingen gaat. Een naam staat "
            "bij een school als die aanbieder daar zelf voor ten minste 8 leerlingen werkte.",
            "De aanbieder bij ondersteuning en opschalingen die gestart zijn.",
            ONCE,
            Unit.COUNT,
        ),
        Definition(
            "provider_mark",
            "Cijfer voor een aanbieder",
            "Gemiddeld cijfer (1 tot en met 10) van hulpverleners, scholen en gemeente, over ten minste 8 leerlingen.",
            "De cijfers voor aanbieders bij een vraag.",
            ONCE,
            Unit.MARK,
        ),
        Definition(
            "dyslexia",
            "Dyslexiezorg",
            "Aanvragen voor specialistische jeugdhulp bij een vraag met thema dyslexie, naast wat landelijk te verwachten is: "
            f"{write_number(100 * Decimal(settings.FIGURES_DYSLEXIA_PREVALENCE), 1)} procent van één jaargroep heeft ernstige "
            "dyslexie. Bij meer dan één keer zoveel vragen teams vaker aan dan te verwachten is.",
            "Opschalingen met hun thema, en het aantal leerlingen in het primair onderwijs op 1 oktober.",
            FIXED,
            Unit.COUNT,
        ),
        Definition(
            "participation",
            "Deelname",
            "Leerlingen op scholen voor speciaal basisonderwijs (SBO), speciaal onderwijs (SO) en voortgezet speciaal onderwijs "
            "(VSO) in Zwolle, als deel van alle leerlingen in hun sector. Berekend uit afgeronde aantallen. Een school voor SO "
            "en VSO telt bij de soort waaronder zij ingeschreven staat.",
            "Het aantal leerlingen per school op 1 oktober, zoals de controller het invult. Alleen als geen school ontbreekt.",
            "Vast: op 1 november, en een jaar later nog één keer.",
            Unit.PERCENT,
            "Sinds van elke school het aantal leerlingen is ingevuld.",
        ),
        Definition(
            "value",
            "Businesscase",
            "Wat er is ingezet, tegenover specialistische jeugdhulp die niet nodig was: hoeveel leerlingen minder dan voor de "
            "start, maal de prijs per jaar. Bij een arrangement zijn de contractkosten de inzet, bij een school wat er begroot "
            "was. Aantallen onder de 8, ook nul, en bedragen die daaruit volgen ziet u alleen als de controller ze vrijgeeft.",
            "Aannames van de controller; de bron staat bij elke aanname.",
            LIVE,
            Unit.EURO,
            "Sinds het eerste schooljaar met aannames.",
        ),
        Definition(
            "money",
            "Geld",
            "Begroot, gerealiseerd en verwacht bedrag per maand. Plaatsen in een arrangement tellen niet mee: die bedragen "
            "gaan over enkele leerlingen.",
            "De begroting, zoals de controller haar bijhoudt.",
            LIVE,
            Unit.EURO,
            "Sinds de eerste begroting in dit systeem.",
        ),
    )
}
