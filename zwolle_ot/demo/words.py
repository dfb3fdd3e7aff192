"""What a question says: an observation at school, one at home, and what is asked. Dutch, level B1, in the language of the
teams: ondersteuning and erbij halen [domain 2]. `{n}` is the given name of the child, `{l}` who stands before the class."""

from random import Random

from cases.enums import Theme

T = Theme
AT_SCHOOL: dict[Theme, tuple[str, ...]] = {
    T.LEARNING: (
        "{n} komt bij rekenen en taal steeds verder achter te lopen op de groep.",
        "{n} werkt hard, maar onthoudt de uitleg vaak maar kort.",
        "Zelfstandig werken lukt {n} nog niet goed. Met iemand ernaast gaat het wel.",
        "De laatste toetsen van {n} vielen lager uit dan we van {n} gewend zijn.",
        "{n} heeft veel tijd nodig om aan een taak te beginnen.",
    ),
    T.BEHAVIOUR: (
        "{n} wordt snel boos als iets anders loopt dan verwacht.",
        "In de pauze zijn er vaak ruzies waar {n} bij is.",
        "{n} loopt uit de les als het te druk wordt.",
        "{n} vraagt op een drukke manier om aandacht. De groep heeft daar last van.",
        "Bij wisselingen tussen lessen is {n} snel van slag.",
    ),
    T.SOCIAL: (
        "{n} is stil geworden en zoekt weinig contact met anderen.",
        "{n} zegt vaak: dat kan ik toch niet. We zien weinig zelfvertrouwen.",
        "{n} huilt de laatste weken geregeld op school en kan niet goed zeggen waarom.",
        "{n} wil graag vrienden maken, maar weet niet goed hoe dat moet.",
        "{n} piekert veel, vooral voor toetsen en spreekbeurten.",
    ),
    T.HOME: (
        "{n} vertelt dat er thuis veel verandert. Op school is {n} moe en afwezig met de gedachten.",
        "{n} komt de laatste tijd vaak zonder ontbijt of gymtas op school.",
        "Sinds de ouders uit elkaar zijn, is {n} op school snel verdrietig.",
        "{n} praat veel over de spanning thuis en vindt het lastig om naar huis te gaan.",
        "{n} let thuis veel op de jongere kinderen en heeft weinig tijd voor zichzelf.",
    ),
    T.ABSENCE: (
        "{n} is dit schooljaar al vaak een dag niet op school geweest.",
        "{n} komt steeds later binnen en mist vaak het eerste uur.",
        "{n} meldt zich vaak ziek met buikpijn, vooral op maandag.",
        "Na de vakantie kwam {n} een paar dagen niet. Nu zien we dat vaker.",
        "{n} is op school, maar gaat niet naar alle lessen.",
    ),
    T.BODY: (
        "{n} is snel moe en houdt een hele schooldag niet vol.",
        "{n} heeft vaak hoofdpijn en ligt dan met het hoofd op de tafel.",
        "Schrijven en gymmen kosten {n} veel moeite.",
        "{n} hoort de uitleg niet altijd goed. We weten niet waar dat door komt.",
        "{n} kan na een ziekte nog niet alle lessen volgen.",
    ),
    T.GIFTED: (
        "{n} is snel klaar met het werk en verveelt zich dan.",
        "{n} kan veel, maar laat dat op school weinig zien.",
        "{n} stelt veel vragen en vindt weinig aansluiting bij leeftijdgenoten.",
        "{n} wil alles in één keer goed doen en durft daardoor soms niet te beginnen.",
    ),
    T.DYSLEXIA: (
        "{n} leest nog langzaam, ook na een periode van extra oefenen.",
        "{n} raadt bij het lezen en vermijdt voorlezen in de groep.",
        "Spelling blijft voor {n} lastig. Het verschil met de andere vakken is groot.",
        "{n} oefent drie keer per week extra met lezen. De groei blijft klein.",
    ),
    T.SAFETY: (
        "{n} vertelt over berichten op de telefoon waar {n} zich niet prettig bij voelt.",
        "{n} wordt buiten school opgewacht door oudere kinderen en durft niet alleen naar huis.",
        "{n} wordt in de groepsapp van de klas buitengesloten.",
        "{n} schrikt snel van harde stemmen. Dat was eerder niet zo.",
    ),
    T.MONEY: (
        "{n} gaat niet mee op schoolreis en zegt dat het te duur is.",
        "De ouders vertelden dat het geld aan het eind van de maand op is. {n} merkt dat.",
        "{n} heeft geen goede laptop om thuis huiswerk te maken.",
        "{n} draagt in de winter dunne kleren en zegt dat er geen geld is voor een jas.",
    ),
    T.TRANSITION: (
        "{n} ziet op tegen de nieuwe school en slaapt daar slecht van.",
        "Het advies voor de nieuwe school is nog niet duidelijk. {n} heeft meer rust en nabijheid nodig dan anderen.",
        "{n} heeft op de basisschool veel steun gehad. We willen dat dit na de zomer goed doorloopt.",
        "De overstap naar de brugklas valt {n} zwaar. De agenda en de vele lokalen kosten veel energie.",
    ),
}
AT_HOME: dict[Theme, tuple[str, ...]] = {
    T.LEARNING: ("Thuis kost huiswerk veel tijd en geeft dat spanning.", "Thuis oefenen de ouders elke avond mee."),
    T.BEHAVIOUR: (
        "Thuis herkennen de ouders dit. Zij zoeken naar een manier om rustig te blijven.",
        "Thuis gaat het rustiger, zeggen de ouders. Zij willen graag weten wat het verschil maakt.",
        "De ouders merken dat het na een korte nacht moeilijker gaat.",
    ),
    T.SOCIAL: (
        "Thuis trekt {n} zich terug op de eigen kamer.",
        "Thuis praat {n} er weinig over. De ouders vragen zich af wat er speelt.",
        "De ouders zien thuis een vrolijker kind dan wij op school.",
    ),
    T.HOME: (
        "De ouders zeggen zelf dat het veel is en dat zij graag meedenken.",
        "De moeder werkt in wisselende diensten en staat er vaak alleen voor.",
        "De vader woont nu ergens anders. De afspraken over het weekend zijn nog niet rond.",
    ),
    T.ABSENCE: (
        "De ouders krijgen {n} ’s ochtends moeilijk het bed uit.",
        "Thuis wil {n} niet vertellen waarom naar school gaan niet lukt.",
        "De ouders vinden het belangrijk dat {n} weer elke dag gaat.",
    ),
    T.BODY: ("De ouders maken zelf een afspraak met de jeugdarts.", "Thuis slaapt {n} veel, ook overdag."),
    T.GIFTED: ("Thuis vraagt {n} veel en weet {n} van geen ophouden.", "Thuis is {n} vaak boos na schooltijd."),
    T.DYSLEXIA: (
        "In de familie komt moeite met lezen vaker voor.",
        "Thuis leest {n} liever niet. Samen luisteren naar een boek gaat wel.",
    ),
    T.SAFETY: (
        "De ouders wisten dit niet en zijn geschrokken.",
        "De ouders hebben met {n} gesproken en willen samen met school optrekken.",
    ),
    T.MONEY: (
        "De ouders vinden het lastig om hierover te praten, maar zijn opgelucht dat het gevraagd is.",
        "De vader is zijn baan kwijt en zoekt nieuw werk.",
    ),
    T.TRANSITION: (
        "De ouders willen graag weten wat de nieuwe school kan bieden.",
        "Thuis vraagt {n} elke dag hoe het straks zal gaan.",
    ),
}
ASKED = (
    "Wie kan met ons meekijken wat {n} nodig heeft?",
    "De vraag is wat school kan doen en wat thuis helpt.",
    "We willen samen met {n} en de ouders een plan maken.",
    "Kan iemand van het team een paar keer met {n} praten?",
    "We willen vroeg meedenken, voordat het groter wordt.",
    "Graag in het team wegen: wat kunnen we zelf, en wat halen we erbij?",
    "De ouders vragen om iemand die thuis meedenkt.",
    "De {l} vraagt om een observatie en tips voor in de klas.",
)


def question(dice: Random, themes: tuple[Theme, ...], name: str, before_class: str) -> str:
    """The text of a question about these themes; the first is what it is mostly about."""
    first = themes[0]
    parts = [dice.choice(AT_SCHOOL[first])]
    if len(themes) > 1 and dice.random() < 0.6:
        parts.append(dice.choice(AT_SCHOOL[themes[1]]))
    if dice.random() < 0.8:
        parts.append(dice.choice(AT_HOME[first]))
    parts.append(dice.choice(ASKED))
    return " ".join(parts).format(n=name, l=before_class)
