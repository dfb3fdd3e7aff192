"""The map: who is who around the schools, and who works where."""

from schools.models.appointments import Appointment
from schools.models.arrangements import Arrangement, ArrangementTerms
from schools.models.flags import Flag, TeamFlag
from schools.models.jobs import Job
from schools.models.locations import LocationPeriod, School, SchoolLocation
from schools.models.organisations import (
    Employer,
    Municipality,
    NeighbourhoodTeam,
    Partnership,
    Provider,
    SchoolBoard,
)
from schools.models.registers import RegisterRelease
from schools.models.teams import CoreRole, StaleTeam, SupportTeam

__all__ = [
    "Appointment",
    "Arrangement",
    "ArrangementTerms",
    "CoreRole",
    "Employer",
    "Flag",
    "Job",
    "LocationPeriod",
    "Municipality",
    "NeighbourhoodTeam",
    "Partnership",
    "Provider",
    "RegisterRelease",
    "School",
    "SchoolBoard",
    "SchoolLocation",
    "StaleTeam",
    "SupportTeam",
    "TeamFlag",
]
