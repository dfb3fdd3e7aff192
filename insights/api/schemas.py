"""The shapes of answers, for the OpenAPI document. Names are those of the JSON."""

from rest_framework import serializers

from insights.cells import VALUES as BREAKDOWN_VALUES
from insights.enums import Breakdown, Level, PeriodKind
from schools.enums import SchoolType, Sector

STATUSES = {
    "exact": "precies: een totaal van de stad per sector",
    "rounded": "afgerond op 5",
    "statistic": "gemiddelde of mediaan van ten minste 8 leerlingen",
    "suppressed": "minder dan 8 leerlingen, ook geen enkele",
    "withheld": "niet getoond, omdat een klein aantal anders te herleiden is",
    "pending": "nog niet geteld; text zegt wanneer de telling volgt",
    "notCounted": "niet geteld",
}
VALUES = sorted({value for values in BREAKDOWN_VALUES.values() for value in values if value})


class Figure(serializers.Serializer):  # type: ignore[type-arg]
    """Een cijfer zoals het is gepubliceerd. Zonder getal zegt `status` waarom."""

    status = serializers.ChoiceField(choices=list(STATUSES.items()))
    number = serializers.FloatField(allow_null=True)
    text = serializers.CharField(help_text="Zoals het scherm het schrijft.")


class PeriodShape(serializers.Serializer):  # type: ignore[type-arg]
    """De eerste dag hoort erbij, de dag `until` niet meer."""

    code = serializers.CharField(help_text="2025-09, 2025-Q3, 2025 of 2025-SY (schooljaar).")
    kind = serializers.ChoiceField(choices=PeriodKind.choices)
    start = serializers.DateField()
    until = serializers.DateField()
    countedOn = serializers.DateField(help_text="De eerste dag waarop deze periode is of wordt geteld.")

    class Meta:
        ref_name = "Period"


class UnitShape(serializers.Serializer):  # type: ignore[type-arg]
    """De stad, een wijkteam, bestuur, school of woongemeente."""

    level = serializers.ChoiceField(choices=Level.choices)
    code = serializers.CharField(allow_blank=True)
    name = serializers.CharField()


class BreakdownShape(serializers.Serializer):  # type: ignore[type-arg]
    """Waarnaar is uitgesplitst; leeg bij een totaal."""

    by = serializers.ChoiceField(
        choices=[*((one.value, one.label) for one in Breakdown if one), ("", "Totaal")], allow_blank=True
    )
    value = serializers.CharField(allow_blank=True)
    label = serializers.CharField()  # type: ignore[assignment]


class Published(serializers.Serializer):  # type: ignore[type-arg]
    """Wat elk cijfer omringt."""

    period = PeriodShape()
    revision = serializers.IntegerField(allow_null=True, help_text="1: eerste telling, 2: herzien en vast.")
    sector = serializers.ChoiceField(choices=[*Sector.choices, ("", "Alle sectoren")], allow_blank=True)
    unit = UnitShape()
    breakdown = BreakdownShape()


class Questions(Published):
    """Ondersteuningsvragen in een periode."""

    raised = Figure()
    active = Figure()
    closed = Figure()


class Handling(Published):
    """Afgesloten vragen: door het team zelf, of opgeschaald."""

    closed = Figure()


class Escalations(Published):
    """Opschalingen naar specialistische jeugdhulp in een periode."""

    escalated = Figure()


class Supported(Published):
    """Ondersteuning die in een periode begon, per domein of voor wie. Specialistische jeugdhulp staat bij opschalingen."""

    support = Figure()


class Absences(Published):
    """Leerlingen op de peildatum: de laatste dag van de periode."""

    absent = Figure()
    thuiszitter = Figure()


class Waiting(Published):
    """De keten van wachten, in dagen: tot eerste ondersteuning, tot besluit, tot start."""

    supportMean = Figure()
    supportMedian = Figure()
    decisionMean = Figure()
    decisionMedian = Figure()
    startMean = Figure()
    startMedian = Figure()


class Marks(Published):
    """Cijfers (1 tot en met 10) bij het afsluiten, gemiddeld."""

    pupil = Figure()
    parents = Figure()


class Hours(serializers.Serializer):  # type: ignore[type-arg]
    """Geschreven uren van een maand en een rol. Volgen de dag."""

    month = serializers.RegexField(r"^\d{4}-\d{2}$")
    sector = serializers.ChoiceField(choices=Sector.choices)
    neighbourhoodTeam = serializers.CharField(allow_blank=True)
    board = serializers.CharField(allow_blank=True)
    location = serializers.CharField(allow_blank=True)
    role = serializers.CharField()
    kind = serializers.CharField(help_text="vraag: contactmomenten; anders de soort werk zonder leerling.")
    hours = serializers.FloatField()


class AgreedHours(serializers.Serializer):  # type: ignore[type-arg]
    """Uren van jeugd- en gezinswerkers in een maand. Een schoolweek hoort bij de maand van haar maandag. Volgen de dag."""

    month = serializers.RegexField(r"^\d{4}-\d{2}$")
    neighbourhoodTeam = serializers.CharField(allow_blank=True)
    board = serializers.CharField(allow_blank=True)
    location = serializers.CharField(allow_blank=True)
    norm = serializers.FloatField()
    agreed = serializers.FloatField()
    worked = serializers.FloatField()


class Cooperation(serializers.Serializer):  # type: ignore[type-arg]
    """Teams in een maand: schooldagen met kernrollen, dagen compleet, overleggen en trainingen samen. Volgt de dag."""

    month = serializers.RegexField(r"^\d{4}-\d{2}$")
    sector = serializers.ChoiceField(choices=Sector.choices)
    neighbourhoodTeam = serializers.CharField(allow_blank=True)
    board = serializers.CharField(allow_blank=True)
    location = serializers.CharField(allow_blank=True)
    schoolDays = serializers.IntegerField()
    completeDays = serializers.IntegerField()
    meetings = serializers.IntegerField()
    trainings = serializers.IntegerField()


class Arrangement(serializers.Serializer):  # type: ignore[type-arg]
    """Een afspraak over een arrangement, in euro. Hoeveel leerlingen een plaats hebben, staat hier niet."""

    code = serializers.CharField()
    name = serializers.CharField()
    location = serializers.CharField(allow_blank=True)
    start = serializers.DateField()
    until = serializers.DateField(allow_null=True)
    capacity = serializers.IntegerField(allow_null=True)
    amountPerPlace = serializers.FloatField(allow_null=True)
    amountPerSchoolYear = serializers.FloatField(allow_null=True)


class Budgets(serializers.Serializer):  # type: ignore[type-arg]
    """Geld van een maand per eenheid en soort betaler, in euro; zonder plaatsen van leerlingen. Volgt de dag."""

    month = serializers.RegexField(r"^\d{4}-\d{2}$")
    sector = serializers.CharField(allow_blank=True)
    neighbourhoodTeam = serializers.CharField(allow_blank=True)
    board = serializers.CharField(allow_blank=True)
    location = serializers.CharField(allow_blank=True)
    payer = serializers.CharField(help_text="Soort betaler: bestuur, gemeente, rsj, swv, aanbieder, fonds.")
    budget = serializers.FloatField()
    realised = serializers.FloatField()
    forecast = serializers.FloatField()


class Providers(serializers.Serializer):  # type: ignore[type-arg]
    """Aanbieders in een schooljaar, één keer geteld. Zonder naam: hoeveel er voor leerlingen van de eenheid werkten. Met een
    naam bij een school: die aanbieder werkt er voor 8 of meer leerlingen. Wat er niet staat, gaat over minder dan 8
    leerlingen."""

    period = PeriodShape()
    unit = UnitShape()
    provider = serializers.CharField(allow_blank=True, help_text="Leeg: alle aanbieders samen.")
    providers = serializers.IntegerField(allow_null=True, help_text="Hoeveel verschillende aanbieders.")
    pupils = serializers.IntegerField(
        allow_null=True,
        help_text="Leerlingen van één aanbieder in de stad, afgerond op 5. Leeg: hiermee was een klein aantal bij een school te herleiden.",
    )
    mark = serializers.FloatField(allow_null=True, help_text="Gemiddeld cijfer van één aanbieder in de stad.")


class Participation(serializers.Serializer):  # type: ignore[type-arg]
    """Leerlingen per soort onderwijs op 1 oktober van een schooljaar, afgerond op 5. Een soort die er niet staat, heeft er
    minder dan 8."""

    period = PeriodShape()
    revision = serializers.IntegerField(help_text="1: eerste telling, 2: herzien en vast.")
    sector = serializers.ChoiceField(choices=Sector.choices)
    type = serializers.ChoiceField(choices=[*SchoolType.choices, ("", "Totaal")], allow_blank=True)
    label = serializers.CharField()  # type: ignore[assignment]
    pupils = serializers.IntegerField()
    share = serializers.FloatField(help_text="Percentage van de sector, uit afgeronde aantallen.")


class Definition(serializers.Serializer):  # type: ignore[type-arg]
    """Wat een cijfer betekent."""

    code = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    what = serializers.CharField()
    source = serializers.CharField()  # type: ignore[assignment]
    moment = serializers.CharField()
    since = serializers.CharField(help_text="Sinds wanneer er gegevens zijn.")
    unit = serializers.CharField()


class School(serializers.Serializer):  # type: ignore[type-arg]
    """Een vestiging vandaag."""

    code = serializers.CharField(help_text="Vestigingscode, bijvoorbeeld 00AB00.")
    name = serializers.CharField()
    type = serializers.CharField()
    board = serializers.CharField()
    neighbourhoodTeam = serializers.CharField(allow_blank=True)
    municipality = serializers.CharField()


class Team(serializers.Serializer):  # type: ignore[type-arg]
    """Een ondersteuningsteam vandaag."""

    location = serializers.CharField()
    sector = serializers.ChoiceField(choices=Sector.choices)
    name = serializers.CharField()


class ProblemError(serializers.Serializer):  # type: ignore[type-arg]
    parameter = serializers.CharField()
    detail = serializers.CharField()


class Problem(serializers.Serializer):  # type: ignore[type-arg]
    """Een fout (RFC 9457)."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    instance = serializers.CharField()
    errors = ProblemError(many=True, required=False)  # type: ignore[assignment]
