"""Kinds of casework, and the life of a question. Official code lists keep their numbers [codes.md]."""

from django.db import models


class State(models.TextChoices):
    """Where a question stands [domain 2.8]."""

    RAISED = "raised", "aangemeld"
    WEIGHING = "weighing", "in afweging"
    SUPPORTING = "supporting", "ondersteuning loopt"
    FOLLOWING = "following", "volgen"
    EVALUATED = "evaluated", "geëvalueerd"
    CLOSED = "closed", "afgesloten"


S = State
#: Which step may follow which [domain 2.8]. The diagram in docs/casework.md is made from this table.
STEPS: dict[State, frozenset[State]] = {
    S.RAISED: frozenset({S.WEIGHING, S.SUPPORTING, S.FOLLOWING, S.EVALUATED}),
    S.WEIGHING: frozenset({S.SUPPORTING, S.FOLLOWING, S.EVALUATED}),
    S.SUPPORTING: frozenset({S.WEIGHING, S.FOLLOWING, S.EVALUATED}),
    S.FOLLOWING: frozenset({S.SUPPORTING, S.FOLLOWING, S.EVALUATED}),  # again to *volgen*: another day to look again
    S.EVALUATED: frozenset({S.SUPPORTING, S.FOLLOWING, S.CLOSED}),
    S.CLOSED: frozenset({S.WEIGHING}),
}

#: Whose turn it is, as the work list says it.
TURN: dict[State, str] = {
    S.RAISED: "Het team weegt de vraag.",
    S.WEIGHING: "Het team besluit wat nodig is.",
    S.SUPPORTING: "De casusregisseur volgt de afspraken.",
    S.FOLLOWING: "De aanbieder ondersteunt, het team volgt.",
    S.EVALUATED: "De casusregisseur sluit af of gaat verder.",
    S.CLOSED: "Niemand.",
}


class Theme(models.TextChoices):
    LEARNING = "leren", "leren"
    BEHAVIOUR = "gedrag", "gedrag"
    SOCIAL = "sociaal", "sociaal-emotioneel"
    HOME = "thuis", "thuissituatie"
    ABSENCE = "verzuim", "verzuim"
    BODY = "lichamelijk", "lichamelijk of medisch"
    GIFTED = "hoogbegaafd", "hoogbegaafdheid"
    DYSLEXIA = "dyslexie", "dyslexie"
    SAFETY = "veiligheid", "veiligheid"
    MONEY = "schulden", "financiën of schulden in het gezin"
    TRANSITION = "overgang", "overgang po-vo"


class Approach(models.TextChoices):
    PREVENTIVE = "preventief", "preventief: om erger te voorkomen"
    CURATIVE = "curatief", "curatief: er is nu iets aan de hand"


class RaisedBy(models.TextChoices):
    TEACHER = "leerkracht", "leerkracht of mentor"
    PARENT = "ouder", "ouder of verzorger"
    PUPIL = "leerling", "leerling zelf"
    JGZ = "jgz", "jeugdgezondheidszorg"
    LEERPLICHT = "leerplicht", "leerplicht of RMC"
    GP = "huisarts", "huisarts"
    MEMBER = "teamlid", "lid van het team"


class Outcome(models.TextChoices):
    """How a question ended."""

    MET = "behaald", "doelen behaald"
    PARTLY = "deels", "doelen deels behaald"
    NOT_MET = "niet", "doelen niet behaald"
    ELSEWHERE = "elders", "gaat elders verder"
    MOVED = "verhuisd", "verhuisd of van school"
    DECLINED = "gestopt", "gezin wil niet verder"
    DIED = "overleden", "overleden"


class ContactKind(models.TextChoices):
    CHILD = "kind", "gesprek met kind"
    PARENTS = "ouders", "gesprek met ouders"
    FAMILY = "gezin", "gesprek met kind en ouders"
    HOME_VISIT = "huisbezoek", "huisbezoek"
    TEACHER = "leerkracht", "gesprek met leerkracht of mentor"
    TEAM = "team", "overleg in het team"
    PARTNER = "partner", "overleg met een ander"
    OBSERVATION = "observatie", "observatie"
    CALL = "telefoon", "telefoon of bericht"
    EVALUATION = "evaluatie", "evaluatie"
    NOTE = "notitie", "notitie"
    MELDCODE = "meldcode", "stap van de meldcode"


#: Talks that support child or family: what `many_sessions` counts [002 §3.2].
SUPPORTING_TALKS = (ContactKind.CHILD, ContactKind.PARENTS, ContactKind.FAMILY, ContactKind.HOME_VISIT)


class TeamTimeKind(models.TextChoices):
    """Work of a team member without a child [domain 2.6]."""

    CONSULT = "meedenken", "meedenken zonder naam"
    PREVENTION = "preventie", "preventie en collectief aanbod"
    MEETING = "overleg", "overleg"
    TRAINING = "scholing", "scholing"


class Audience(models.TextChoices):
    """For whom a row is: the whole team, or one's own side only [domain 2.2]."""

    TEAM = "team", "het hele team"
    SCHOOL = "school", "alleen school"
    YOUTH = "youth", "alleen jeugd"


class Keeper(models.TextChoices):
    """Whose record it is; with the kind it decides term and removal [architecture 5]."""

    SCHOOL = "school", "school"
    YOUTH = "youth", "jeugd (gemeente)"
    LEERPLICHT = "leerplicht", "leerplicht"
    SWV = "swv", "samenwerkingsverband"


class Route(models.TextChoices):
    """Verwijzer (COD327, the same as CBS). There is no 07."""

    LOCAL = "01", "gemeentelijke toegang (via het team)"
    GP = "02", "huisarts"
    SCHOOL_DOCTOR = "03", "jeugdarts"
    GI = "04", "gecertificeerde instelling"
    SPECIALIST = "05", "medisch specialist"
    SELF = "06", "zelfverwijzer of geen"
    COURT = "08", "rechter, officier van justitie of functionaris JJI"


class ProductCategory(models.TextChoices):
    """Productcategorie Jeugdwet (JZ020)."""

    PERSONAL_CARE = "40", "persoonlijke verzorging"
    DAY_TREATMENT = "41", "dagbehandeling"
    TRANSPORT = "42", "vervoer"
    STAY_TREATMENT = "43", "verblijf inclusief behandeling"
    STAY = "44", "verblijf exclusief behandeling"
    OUTPATIENT = "45", "jeugdhulp ambulant"
    CRISIS = "46", "jeugdhulp crisis"
    PROBATION = "47", "jeugdreclassering"
    PROTECTION = "48", "jeugdbescherming"
    PREVENTIVE_JUSTICE = "49", "preventief justitieel kader"
    BESPOKE = "50", "maatwerkarrangementen jeugd"
    BASIC_GGZ = "51", "basis-ggz"
    SPECIALIST_GGZ = "52", "specialistische ggz"
    PAEDIATRICS = "53", "kindergeneeskunde"
    YOUTH_GGZ = "54", "jeugd-ggz"
    NATIONAL = "55", "landelijk ingekocht"


class StopReason(models.TextChoices):
    """Reden beëindiging (CBS)."""

    PLANNED = "01", "beëindigd volgens plan"
    AGREED = "02", "in overeenstemming voortijdig beëindigd"
    CLIENT = "03", "eenzijdig door cliënt beëindigd"
    PROVIDER = "04", "eenzijdig door aanbieder beëindigd"
    EXTERNAL = "05", "wegens externe omstandigheden beëindigd"


class EscalationStatus(models.TextChoices):
    REQUESTED = "requested", "aangevraagd"
    GRANTED = "granted", "toegekend"
    REFUSED = "refused", "afgewezen"
    WITHDRAWN = "withdrawn", "ingetrokken"
    OUTSIDE = "outside", "via een andere route"


class AccessScope(models.TextChoices):
    """What somebody outside the team may read."""

    REQUEST = "request", "de aanvraag"
    FILE = "file", "het dossier van het team"
    HANDOVER = "handover", "wat is overgedragen"
