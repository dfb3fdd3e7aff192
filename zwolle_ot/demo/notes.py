"""What the log, requests, decisions and evaluations say. Dutch, level B1; `{n}` is the given name of the child."""

from random import Random

from cases.enums import ContactKind, Outcome, ProductCategory, Route, TeamTimeKind, Theme

K, T = ContactKind, Theme
OPENINGS: dict[ContactKind, tuple[str, ...]] = {
    K.CHILD: (
        "Met {n} gepraat in het kleine lokaal.",
        "{n} kwam zelf langs.",
        "Samen met {n} een rondje gelopen.",
        "{n} heeft getekend hoe een schooldag eruitziet.",
        "Met {n} teruggekeken op de afgelopen weken.",
        "{n} vertelde eerst over het weekend, daarna over school.",
    ),
    K.PARENTS: (
        "Gesprek met de ouders op school.",
        "De moeder was er. De vader belde mee.",
        "Met beide ouders gesproken.",
        "De ouders vertelden hoe het thuis gaat.",
        "De vader kwam na schooltijd langs.",
    ),
    K.FAMILY: (
        "Gesprek met {n} en de ouders samen.",
        "{n} vertelde zelf aan de ouders wat wel en niet werkt.",
        "Met het gezin de afspraken doorgenomen.",
        "{n} had de punten voor dit gesprek zelf opgeschreven.",
    ),
    K.HOME_VISIT: (
        "Bij het gezin thuis geweest.",
        "Huisbezoek. {n} liet de eigen kamer zien.",
        "Thuis aan de keukentafel gesproken.",
        "Op huisbezoek, ook de oma was erbij.",
    ),
    K.TEACHER: (
        "Kort overleg na schooltijd.",
        "Besproken hoe het in de klas gaat.",
        "Samen gekeken welke momenten lastig zijn en welke goed gaan.",
        "De stand van zaken doorgenomen.",
    ),
    K.TEAM: (
        "Besproken in het team. {n} en de ouders waren erbij.",
        "Besproken in het team. De ouders wilden er deze keer niet bij zijn en kregen een verslag.",
        "Gewogen wat school doet en wat thuis nodig is.",
        "In het team de vraag opnieuw bekeken.",
    ),
    K.PARTNER: (
        "Gebeld met de jeugdverpleegkundige.",
        "Overleg met de buurtsportcoach.",
        "Meegedacht met het samenwerkingsverband.",
        "Overleg met de trainer van de weerbaarheidsgroep.",
        "Contact met de bibliotheek over een leesmaatje.",
    ),
    K.OBSERVATION: (
        "Een ochtend meegekeken in de klas.",
        "Gekeken bij het buitenspelen en bij de instructie.",
        "In de les geobserveerd, op een rustig en op een druk moment.",
        "Meegekeken tijdens zelfstandig werken.",
    ),
    K.CALL: (
        "Gebeld met de moeder.",
        "De vader stuurde een bericht.",
        "Kort gebeld om te horen hoe het gaat.",
        "Bericht van {n} zelf gekregen.",
    ),
    K.EVALUATION: (
        "Met {n} en de ouders geëvalueerd.",
        "Samen teruggekeken op de doelen.",
        "Tussentijds bekeken wat er beter gaat en wat nog niet.",
    ),
    K.NOTE: ("Ter informatie voor het team.", "Notitie bij de overdracht binnen het team."),
}
MIDDLES: dict[Theme, tuple[str, ...]] = {
    T.LEARNING: (
        "Een taak in stapjes knippen helpt.",
        "{n} wil graag weten wat er deze week geleerd wordt.",
        "Vooraf uitleggen in een klein groepje geeft rust.",
        "Met een maatje werken gaat goed.",
    ),
    T.BEHAVIOUR: (
        "Een vaste plek in de klas geeft rust.",
        "Een time-outkaart werkt: {n} gebruikt die nu zelf.",
        "Als de dag voorspelbaar is, gaat het beter.",
        "Complimenten werken beter dan waarschuwen.",
    ),
    T.SOCIAL: (
        "{n} kan nu beter zeggen wat er aan de hand is.",
        "{n} heeft in de pauze een vast maatje.",
        "We oefenen met een praatje beginnen.",
        "{n} vindt het fijn dat er iemand tijd heeft.",
        "Opschrijven wat goed ging, helpt tegen het piekeren.",
    ),
    T.HOME: (
        "Er zijn afspraken over wie {n} brengt en haalt.",
        "De ouders proberen een vast moment voor rust in te bouwen.",
        "Een tante kan op woensdag bijspringen.",
        "De ouders praten weer met elkaar over de weekenden.",
    ),
    T.ABSENCE: (
        "{n} was deze week vier dagen op school.",
        "Met een rustige start om half negen lukt het beter.",
        "{n} zegt: als het eerste uur goed gaat, gaat de dag goed.",
        "We bouwen de uren samen op.",
    ),
    T.BODY: (
        "Een rustmoment na de pauze werkt.",
        "De jeugdarts denkt mee over de belasting.",
        "{n} mag tussendoor even bewegen.",
    ),
    T.GIFTED: (
        "Het werk in de plusgroep past goed bij {n}.",
        "{n} mag een eigen onderzoek kiezen.",
        "{n} oefent met fouten maken.",
    ),
    T.DYSLEXIA: (
        "Lezen met luistersteun gaat beter.",
        "De woorden per minuut zijn iets gestegen.",
        "{n} krijgt meer tijd bij toetsen.",
    ),
    T.SAFETY: (
        "{n} weet nu naar wie je toe kunt gaan.",
        "De groepsapp is in de klas besproken.",
        "De afspraken over de route naar huis werken.",
    ),
    T.MONEY: (
        "De ouders hebben een afspraak bij de wijkwinkel over geld.",
        "Stichting Leergeld is gevraagd voor een laptop.",
        "De schoolreis is geregeld zonder dat anderen het merken.",
    ),
    T.TRANSITION: (
        "{n} heeft een middag meegedraaid op de nieuwe school.",
        "De nieuwe mentor komt kennismaken.",
        "We maken samen een paspoort: wat moet de nieuwe school weten?",
    ),
}
AGREED = (
    "Volgende week kijken we samen hoe het gaat.",
    "Afspraak: elke vrijdag kort bellen.",
    "De ouders zijn het hiermee eens.",
    "{n} is het hiermee eens.",
    "We proberen dit vier weken.",
    "Over drie weken een nieuw gesprek.",
    "{n} schrijft op wat goed gaat en neemt dat mee.",
    "Dit delen we met de collega’s in de klas.",
    "De ouders denken er thuis over na.",
    "We houden het klein en kijken dan verder.",
)
TEAM_NOTES: dict[TeamTimeKind, tuple[str, ...]] = {
    TeamTimeKind.CONSULT: (
        "Meegedacht over een rustige start van de dag",
        "Vraag van een collega over een gesprek met ouders",
        "Meegedacht over een leerling die veel thuis is, zonder naam",
    ),
    TeamTimeKind.PREVENTION: (
        "Groepsles over omgaan met elkaar",
        "Inloopochtend voor ouders",
        "Weerbaarheidstraining, blok van de groep",
        "Les over online zijn",
    ),
    TeamTimeKind.MEETING: ("Overleg van het ondersteuningsteam", "Voorbereiden van het teamoverleg"),
    TeamTimeKind.TRAINING: ("Gezamenlijke scholing van de teams",),
}
TRAININGS = (
    "Samen wegen met school en thuis",
    "In gesprek met ouders, ook als het schuurt",
    "Van verwijzen naar erbij halen",
    "Kindgesprekken voeren",
)
TRAINING_WENT_WELL = ("We oefenden met eigen voorbeelden.", "Iedereen was er de hele middag bij.")
AFTER_TRAINING = ("Over een half jaar kijken wat we ervan doen.", "Dit ook met de leerkrachten delen.")
WENT_WELL = (
    "De ouders waren er steeds bij.",
    "Iedereen had zich voorbereid.",
    "We hielden tijd over om vooruit te kijken.",
)
NEXT_TIME = (
    "Eerder beginnen met de kinderen.",
    "De mentor of leerkracht ook vragen.",
    "Minder vragen, meer tijd per kind.",
)
REQUESTS = (
    "Het team en het gezin hebben {w} weken samen gewerkt. Dat gaf rust, maar het is niet genoeg. {n} en de ouders willen graag "
    "specialistische jeugdhulp erbij. School en jeugd- en gezinswerker blijven betrokken.",
    "In de weging zagen we dat er meer nodig is dan school en gezin samen kunnen bieden. We vragen om {p}, dicht bij huis en in "
    "overleg met school. De ouders stemmen hiermee in.",
    "{n} heeft baat bij de gesprekken, maar de spanning blijft hoog. We vragen {p}. De doelen staan in het plan en zijn met het "
    "gezin besproken.",
)
GRANTS = (
    "De aanvraag is duidelijk en past bij wat het gezin wil. Het team op school blijft volgen.",
    "De weging van school en thuis is goed te volgen. De gevraagde jeugdhulp past bij de doelen.",
    "Toegekend voor een half jaar. Daarna bekijken we samen met gezin en team wat nog nodig is.",
)
REFUSALS = (
    "Een groepstraining in de wijk past beter bij de doelen en kan sneller starten. De jeugd- en gezinswerker regelt dit met het "
    "gezin.",
    "Uit de aanvraag blijkt dat de afspraken op school nog maar kort lopen. Kijk over acht weken opnieuw wat nodig is.",
    "De vraag gaat vooral over het onderwijs. Het samenwerkingsverband kan hier ondersteuning bieden.",
)
OUTSIDE: dict[Route, str] = {
    Route.GP: "De ouders vertelden dat zij via de huisarts zijn aangemeld. Het team volgt en stemt af met de aanbieder.",
    Route.SCHOOL_DOCTOR: "De jeugdarts heeft het gezin aangemeld. De ouders vinden het goed dat wij volgen.",
    Route.GI: "De gecertificeerde instelling heeft dit ingezet. De gezinsvoogd houdt contact met het team.",
    Route.SPECIALIST: "De kinderarts van het ziekenhuis heeft {n} aangemeld. Wij volgen hoe het op school gaat.",
    Route.SELF: "Het gezin heeft zich zelf gemeld bij de aanbieder. Wij blijven vanuit school volgen.",
    Route.COURT: "De rechter heeft dit opgelegd. Het team volgt en houdt contact.",
}
EVALUATIONS: dict[Outcome, tuple[str, ...]] = {
    Outcome.MET: (
        "De doelen zijn gehaald. {n} gaat met meer plezier naar school. Ouders en school houden de afspraken vast.",
        "Het gaat goed. {n} weet nu zelf wat helpt en wie je kunt vragen.",
        "School en thuis doen hetzelfde, en dat geeft rust. Het gezin kan zelf verder.",
    ),
    Outcome.PARTLY: (
        "Het gaat een stuk beter. Nog niet alles lukt; de {l} houdt een oogje in het zeil.",
        "Een deel van de doelen is gehaald. Het gezin wil nu zelf verder en weet ons te vinden.",
    ),
    Outcome.NOT_MET: (
        "De aanpak heeft minder opgeleverd dan gehoopt. We hebben met het gezin besproken wat wel werkte.",
        "De doelen zijn niet gehaald. Het gezin kiest nu eerst voor rust.",
    ),
    Outcome.ELSEWHERE: ("De ondersteuning gaat verder op een andere plek. Het gezin heeft daar een vast gezicht.",),
    Outcome.MOVED: ("Het gezin is verhuisd. De ouders nemen zelf contact op met de nieuwe school.",),
    Outcome.DECLINED: ("Het gezin wil nu niet verder en weet dat terugkomen altijd kan.",),
}
NO_MARK = (
    "De leerling is nog te jong voor een cijfer.",
    "De ouders gaven liever een compliment dan een cijfer.",
    "Het lukte niet om dit samen in te vullen.",
)
PROVIDER_MARKS = (
    "Belde altijd terug.",
    "Kwam op school meekijken.",
    "De start duurde lang.",
    "Stemde goed af met de leerkracht.",
)
NO_PROVIDER_MARK = (
    "Te kort om er iets over te zeggen.",
    "Wij spraken de aanbieder niet zelf.",
)
WHAT_IS_ASKED: dict[ProductCategory, str] = {
    ProductCategory.OUTPATIENT: "ambulante jeugdhulp",
    ProductCategory.YOUTH_GGZ: "jeugd-ggz",
    ProductCategory.BASIC_GGZ: "basis-ggz",
    ProductCategory.DAY_TREATMENT: "dagbehandeling",
    ProductCategory.BESPOKE: "een arrangement op maat",
}


def log_text(dice: Random, kind: ContactKind, themes: tuple[Theme, ...], name: str) -> str:
    """One contact moment: how it went, what was noticed, and mostly what was agreed."""
    parts = [dice.choice(OPENINGS[kind]), dice.choice(MIDDLES[dice.choice(themes)])]
    if dice.random() < 0.6:
        parts.append(dice.choice(AGREED))
    return " ".join(parts).format(n=name)
