"""Public facts about schools and teams, as they are today."""

from collections.abc import Sequence

from django.conf import settings
from django.db.models import F

from insights.api import schemas
from insights.api.document import described
from insights.api.resources import Asking, Item, Resource
from schools.models import LocationPeriod, SupportTeam


@described("schools", "Scholen", schemas.School)
class Schools(Resource):
    def answer(self, asking: Asking) -> Sequence[Item]:
        rows = (
            LocationPeriod.objects.using(settings.FIGURES_DATABASE)
            .on(asking.today)
            .filter(location__code__gt=asking.page.after)
            .order_by("location__code")
            .values_list(
                "location__code", "name", "type", "board__code", "neighbourhood_team__code", "municipality__code"
            )
        )
        names = ("code", "name", "type", "board", "neighbourhoodTeam", "municipality")
        return [
            (row[0], dict(zip(names, (cell or "" for cell in row), strict=True)))
            for row in rows[: asking.page.size + 1]
        ]


@described("teams", "Ondersteuningsteams", schemas.Team)
class Teams(Resource):
    def answer(self, asking: Asking) -> Sequence[Item]:
        teams = SupportTeam.objects.using(settings.FIGURES_DATABASE).on(asking.today).annotate(code=F("location__code"))
        after, _, sector = asking.page.after.partition("~")
        later = teams.filter(code__gt=after) | teams.filter(code=after, sector__gt=sector)
        rows = later.order_by("code", "sector").values_list("code", "sector", "name")
        return [
            (f"{code}~{sector}", {"location": code, "sector": sector, "name": name})
            for code, sector, name in rows[: asking.page.size + 1]
        ]
