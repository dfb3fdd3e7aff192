"""Figures without persons: summaries that triggers and worker keep, and what was published from them."""

from insights.models.money import MoneyMonth, StaleMoney
from insights.models.publications import Publication, PublishedFigure
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

__all__ = [
    "HoursCount",
    "HoursDelta",
    "HoursRemains",
    "HoursShape",
    "MoneyMonth",
    "Publication",
    "PublishedFigure",
    "QuestionCount",
    "QuestionDelta",
    "QuestionRemains",
    "QuestionShape",
    "StaleMoney",
    "StalePlaces",
    "TeamPlace",
]
