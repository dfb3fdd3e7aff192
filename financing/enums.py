"""Words with a fixed meaning in the money of the support teams; the values are those of the workbook."""

from __future__ import annotations

from enum import StrEnum


class Sector(StrEnum):
    PO = "PO"
    VO = "VO"


class LocationType(StrEnum):
    """The type of a school location, which settles its sector [domain 3.3]."""

    BO = "BO"
    SBO = "SBO"
    SO = "SO"
    VSO = "VSO"
    VO = "VO"
    PRO = "PRO"
    MBO = "MBO"

    @property
    def sector(self) -> Sector | None:
        """BO, SBO and SO are PO; VSO, VO and PrO are VO; MBO has none."""
        return _SECTOR.get(self)


_SECTOR = {
    LocationType.BO: Sector.PO,
    LocationType.SBO: Sector.PO,
    LocationType.SO: Sector.PO,
    LocationType.VSO: Sector.VO,
    LocationType.VO: Sector.VO,
    LocationType.PRO: Sector.VO,
}


class Role(StrEnum):
    """The core roles of a support team [003 §2.1]."""

    IB = "IB"
    ZC = "ZC"
    ORTHO = "ORTHO"
    JGW = "JGW"
    SMW = "SMW"


class YearlyKind(StrEnum):
    """What a yearly amount is for [domain 3.1 (b), (d)]."""

    YEARLY = "jaarbedrag"
    PROGRAMME = "programma"


class SourceKind(StrEnum):
    """Whether a source of cover comes back every year [domain 3.6]."""

    STRUCTURAL = "structureel"
    INCIDENTAL = "incidenteel"


class Status(StrEnum):
    """Decided, or only meant: what is meant counts in a what-if and nowhere else [domain 3, 003 "Communicatie"]."""

    ESTABLISHED = "vastgesteld"
    INTENDED = "voorgenomen"
