"""The pages of the functional administrator: organisations, schools with their teams, people with what they do."""

from schools.admin import appointments, organisations, people, places

__all__ = ["appointments", "organisations", "people", "places"]
