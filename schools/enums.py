"""Kinds that the map of schools and the rooms above it share. Codes are those of the finance workbook and of DUO."""

from django.db import models


class SchoolType(models.TextChoices):
    BO = "BO", "basisschool"
    SBO = "SBO", "speciaal basisonderwijs"
    SO = "SO", "speciaal onderwijs"
    VSO = "VSO", "voortgezet speciaal onderwijs"
    VO = "VO", "voortgezet onderwijs"
    PRO = "PRO", "praktijkonderwijs"
    MBO = "MBO", "middelbaar beroepsonderwijs"


class Sector(models.TextChoices):
    PO = "PO", "primair onderwijs"
    VO = "VO", "voortgezet onderwijs"
    MBO = "MBO", "mbo"


SECTOR_OF: dict[str, str] = {
    SchoolType.BO: Sector.PO,
    SchoolType.SBO: Sector.PO,
    SchoolType.SO: Sector.PO,
    SchoolType.VSO: Sector.VO,
    SchoolType.VO: Sector.VO,
    SchoolType.PRO: Sector.VO,
    SchoolType.MBO: Sector.MBO,
}


class Register(models.TextChoices):
    """DUO's registers of locations. A location stands in one of them at a time."""

    PO = "po", "basisonderwijs"
    SPECIAL = "special", "speciaal (basis)onderwijs en voortgezet speciaal onderwijs"
    VO = "vo", "voortgezet onderwijs"


class SupportDomain(models.TextChoices):
    """Where support comes from; also what a mandate is about [domain 2.5, 003 §1.1]."""

    EDUCATION = "onderwijs", "onderwijs"
    YOUTH_FREE = "jeugd_vrij", "jeugdhulp, vrij toegankelijk"
    YOUTH_SPECIALIST = "jeugd_specialist", "jeugdhulp, specialistisch"
    WMO = "wmo", "Wmo"
    PARTICIPATION = "participatie", "participatie en schulden"
    WLZ = "wlz", "Wlz"
    ZVW = "zvw", "Zvw"
    TRANSPORT = "vervoer", "leerlingenvervoer"
    COLLECTIVE = "collectief", "collectief aanbod"


D = SupportDomain
#: What somebody may bring in when their appointment does not say otherwise [003 §1.1].
DEFAULT_MANDATE: dict[str, tuple[str, ...]] = {
    "IB": (D.EDUCATION, D.COLLECTIVE, D.TRANSPORT),
    "ZC": (D.EDUCATION, D.COLLECTIVE, D.TRANSPORT),
    "ORTHO": (D.EDUCATION, D.COLLECTIVE),
    "JGW": (D.YOUTH_FREE, D.YOUTH_SPECIALIST, D.WMO, D.PARTICIPATION, D.COLLECTIVE),
    "SMW": (D.COLLECTIVE,),  # only when the mandate is given
}


class FlagLevel(models.TextChoices):
    NOTE = "note", "ter informatie"
    WARN = "warn", "let op"
    URGENT = "urgent", "dringend"
