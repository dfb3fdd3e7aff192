"""What is counted, along which lines, over which periods."""

from django.db import models


class Figure(models.TextChoices):
    """A count of the summary tables. `wait_*` and `mark_*` keep each value (days, or 1 to 10) in the column `kind`;
    `support` keeps its domain there. `absent` and `thuiszitter` are of a reference day: the last one of the month."""

    RAISED = "raised", "Aangemeld"
    CLOSED = "closed", "Afgesloten"
    ESCALATED = "escalated", "Opgeschaald"
    WAIT_SUPPORT = "wait_support", "Dagen van vraag tot eerste ondersteuning"
    WAIT_DECISION = "wait_decision", "Dagen van aanvraag tot besluit"
    WAIT_START = "wait_start", "Dagen van besluit tot start bij de aanbieder"
    MARK_PUPIL = "mark_pupil", "Cijfer van leerlingen"
    MARK_PARENTS = "mark_parents", "Cijfer van ouders"
    SUPPORT = "support", "Ondersteuning gestart"
    ABSENT = "absent", "Veel verzuim"
    THUISZITTER = "thuiszitter", "Thuiszitters"
    ACTIVE = "active", "Lopend"  # never stored in a summary: raised minus closed since the beginning


#: Counts of what happened in a period, and of what is so on its last day; figures of which mean and median are published.
FLOWS = (Figure.RAISED, Figure.CLOSED, Figure.ESCALATED, Figure.SUPPORT)
STOCKS = (Figure.ACTIVE, Figure.ABSENT, Figure.THUISZITTER)
COUNTS = (*FLOWS, *STOCKS)
WAITS = (Figure.WAIT_SUPPORT, Figure.WAIT_DECISION, Figure.WAIT_START)
MARKS = (Figure.MARK_PUPIL, Figure.MARK_PARENTS)


class Handling(models.TextChoices):
    """Who handled a question that was closed [domain 5]."""

    TEAM = "team", "door het team zelf"
    BROUGHT_IN = "brought_in", "met ondersteuning die erbij is gehaald"
    ESCALATED = "escalated", "opgeschaald naar specialistische jeugdhulp"


class Level(models.TextChoices):
    """The unit that a published figure is about."""

    CITY = "city", "Hele stad"
    NEIGHBOURHOOD_TEAM = "neighbourhood_team", "Wijkteam"
    BOARD = "board", "Schoolbestuur"
    LOCATION = "location", "School"
    HOME = "home", "Woongemeente"


class Breakdown(models.TextChoices):
    """How a published figure is split further; empty for the whole."""

    NONE = "", "Totaal"
    THEME = "theme", "Thema"
    APPROACH = "approach", "Preventief of curatief"
    ROUTE = "route", "Route"
    KIND = "kind", "Afhandeling of stand"
    DOMAIN = "domain", "Domein"
    FORM = "form", "Voor één kind, een groep of een klas"


class PeriodKind(models.TextChoices):
    MONTH = "month", "Maand"
    QUARTER = "quarter", "Kwartaal"
    YEAR = "year", "Kalenderjaar"
    SCHOOL_YEAR = "school_year", "Schooljaar"


class Measure(models.TextChoices):
    """What a published row tells about its figure."""

    COUNT = "count", "aantal"
    MEAN = "mean", "gemiddelde"
    MEDIAN = "median", "mediaan"


class Shape(models.TextChoices):
    """In which form a number left the house. One of 0 to 7 persons left in none: it has no row."""

    EXACT = "exact", "precies"
    ROUNDED = "rounded", "afgerond"
    WITHHELD = "withheld", "niet getoond, omdat een klein aantal anders te herleiden is"


class Voice(models.TextChoices):
    """Who reads a figure beside the municipality [001 §2]."""

    PARENTS = "parents", "ouders"
    YOUTHS = "youths", "jongeren"
    PROFESSIONALS = "professionals", "professionals"


class Released(models.TextChoices):
    """What a controller may release about an arrangement with few pupils [domain 3.9]."""

    COST = "cost", "Werkelijke kosten (€)"
    SAVED = "saved", "Bespaard op jeugdhulp (€)"
    PUPILS = "pupils", "Leerlingen in het schooljaar"
    WHOLE_DAYS = "whole_days", "Leerlingen terug naar hele dagen"
    MARK_PUPIL = "mark_pupil", "Cijfer van leerlingen"
    MARK_PARENTS = "mark_parents", "Cijfer van ouders"
