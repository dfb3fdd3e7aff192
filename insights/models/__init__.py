"""Figures without persons: summaries that triggers and worker keep, and what was published from them."""

from insights.models.days import ReferenceDay, SchoolDay
from insights.models.money import MoneyMonth, StaleMoney
from insights.models.participation import Participation
from insights.models.providers import ProviderFigure
from insights.models.publications import Publication, PublicationCounts, PublishedFigure
from insights.models.reporting import QuarterTalk, Release, Remark
from insights.models.state import SourceChange
from insights.models.summaries import (
    HoursCount,
    HoursDelta,
    HoursRemains,
    HoursShape,
    QuestionCount,
    QuestionDelta,
    QuestionRemains,
    QuestionShape,
    StalePlaces,
    TeamPlace,
)
from insights.models.teams import HoursMonth, StaleTeams, TeamMonth
from insights.models.value import ValueLine

__all__ = [
    "HoursCount",
    "HoursDelta",
    "HoursMonth",
    "HoursRemains",
    "HoursShape",
    "MoneyMonth",
    "Participation",
    "ProviderFigure",
    "Publication",
    "PublicationCounts",
    "PublishedFigure",
    "QuarterTalk",
    "QuestionCount",
    "QuestionDelta",
    "QuestionRemains",
    "QuestionShape",
    "ReferenceDay",
    "Release",
    "Remark",
    "SchoolDay",
    "SourceChange",
    "StaleMoney",
    "StalePlaces",
    "StaleTeams",
    "TeamMonth",
    "TeamPlace",
    "ValueLine",
]
