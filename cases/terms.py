"""Terms and thresholds in words, with where they come from: what the page about them shows. The numbers are settings."""

from dataclasses import dataclass

from django.conf import settings

from cases.models.flags import RULES
from schools.flagging import Rule


@dataclass(frozen=True)
class Term:
    """A term from the law. `article` was written from memory: a lawyer should read it."""

    label: str
    told: str
    article: str


def statutory() -> list[Term]:
    """Terms of the law that this program counts with."""
    s = settings
    return [
        Term("Besluit op een aanvraag", f"binnen {s.DECISION_WEEKS} weken", "Algemene wet bestuursrecht, artikel 4:13"),
        Term(
            "Bezwaar tegen een besluit", f"binnen {s.OBJECTION_WEEKS} weken", "Algemene wet bestuursrecht, artikel 6:7"
        ),
        Term(
            "Toestemming van de jongere zelf",
            f"samen met de ouders vanaf {s.CONSENT_TOGETHER_FROM} jaar, alleen vanaf {s.CONSENT_ALONE_FROM} jaar",
            "Jeugdwet, artikelen 7.3.4, 7.3.5 en 7.3.15",
        ),
        Term(
            "OPP evalueren met de leerling",
            f"binnen {s.OPP_MONTHS} maanden",
            "Wpo, artikel 40a; WVO 2020, artikel 2.44; WEC, artikel 41a",
        ),
        Term("Verzoek om te vernietigen", f"besluit binnen {s.REMOVAL_MONTHS} maanden", "Jeugdwet, artikel 7.3.9"),
        Term(
            "Verzoek om in te zien of te verbeteren",
            f"antwoord binnen {s.ANSWER_MONTHS} maand{'' if s.ANSWER_MONTHS == 1 else 'en'}",
            "AVG, artikel 12, derde lid",
        ),
        Term(
            "Verzuim dat school moet melden",
            f"{s.FLAG_ABSENCE_HOURS} uur in {s.FLAG_ABSENCE_WEEKS} schoolweken",
            "Leerplichtwet 1969, artikel 21a",
        ),
        Term(
            "Leerplicht en kwalificatieplicht",
            f"van {s.COMPULSORY_FROM} tot {s.COMPULSORY_UNTIL} jaar, zonder startkwalificatie",
            "Leerplichtwet 1969, artikelen 3, 4a en 4b",
        ),
    ]


def flags() -> list[tuple[Rule, str]]:
    """Every flag about a question, with when it comes."""
    s = settings
    when = {
        "escalated": "Specialistische jeugdhulp is gevraagd of loopt.",
        "outside_route": "Specialistische jeugdhulp kwam niet via het team.",
        "decision_due": f"{s.FLAG_DECISION_DUE_WEEKS} weken na de aanvraag is er nog geen besluit.",
        "beschikking_ends": f"{s.FLAG_BESCHIKKING_ENDS_WEEKS} weken voor het einde van de beschikking.",
        "waiting": f"{s.FLAG_WAITING_DAYS} dagen na de vraag is de ondersteuning nog niet gestart.",
        "silent": f"{s.FLAG_SILENT_DAYS} dagen is er niets vastgelegd. Bij volgen: de dag om opnieuw te kijken is voorbij.",
        "consent": f"Toestemming voor wat u nu deelt ontbreekt, of eindigt binnen {s.FLAG_CONSENT_ENDS_DAYS} dagen.",
        "education_goals": f"Er loopt specialistische jeugdhulp, met minder dan {s.EDUCATION_GOALS} doelen op school.",
        "evaluation_due": "Het plan, een OPP of andere ondersteuning is niet geëvalueerd op de afgesproken dag.",
        "absence_risk": f"{s.FLAG_ABSENCE_HOURS} uur zonder geldige reden in {s.FLAG_ABSENCE_WEEKS} schoolweken.",
        "thuiszitter": f"Langer dan {s.FLAG_THUISZITTER_DAYS} dagen achter elkaar zonder onderwijs, zonder geldige reden.",
        "transition": "Het kind zit in groep 8, of gaat naar een andere school.",
        "family_request": f"{s.FLAG_REQUEST_DUE_DAYS} dagen voordat een verzoek van het gezin beantwoord moet zijn.",
        "many_sessions": f"{s.FLAG_MANY_SESSIONS_WARN} gesprekken door JGW of SMW zonder evaluatie; dringend vanaf "
        f"{s.FLAG_MANY_SESSIONS_URGENT}.",
    }
    return [(rule, when[code]) for code, rule in RULES.items()]
