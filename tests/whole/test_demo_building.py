"""Making the demo world: whole or not at all, and never where it does not belong."""

import datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from cases.enums import Route
from schools.duo.reading import read_register
from schools.models import LocationPeriod
from tests.cast import person
from tests.shared import shared
from zwolle_ot.demo import build, schools
from zwolle_ot.demo.plot import ROUTE_SHARES

TODAY = datetime.date(2026, 11, 22)


@pytest.fixture(autouse=True)
def apart(settings: Any, tmp_path: Path) -> None:
    """Letters of a world that is undone lie nowhere else."""
    settings.MEDIA_ROOT = tmp_path


@pytest.mark.django_db
def test_a_run_that_is_killed_leaves_nothing() -> None:
    def killed(step: str) -> None:
        if step == "people and appointments":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build.build(today=TODAY, say=killed)
    assert not LocationPeriod.objects.exists() and not build.is_there()


@pytest.mark.django_db
def test_it_is_not_made_beside_real_people() -> None:
    person("Een echte medewerker")
    with pytest.raises(CommandError, match="1 real people"):
        call_command("demo", today=TODAY)


@pytest.mark.django_db
def test_it_is_not_made_outside_demo_mode(settings: Any) -> None:
    settings.DEMO = False
    with pytest.raises(CommandError, match="demo mode only"):
        call_command("demo", today=TODAY)


@pytest.mark.django_db
def test_there_is_nobody_to_list_yet() -> None:
    with pytest.raises(CommandError, match="no demo world yet"):
        call_command("demo", people=True)


@pytest.mark.parametrize(
    ("file", "places"),
    [
        ("po_vestigingen_2026-08.csv", schools.PRIMARY),
        ("sbo_so_vso_vestigingen_zwolle_2026_EXCERPT-handgekopieerd.csv", schools.SPECIAL),
        ("vo_vestigingen_zwolle_2026-10_EXCERPT-handgekopieerd.csv", schools.SECONDARY),
    ],
)
def test_the_schools_are_those_of_the_registers(file: str, places: tuple[schools.Place, ...]) -> None:
    release = read_register(shared(f"data/duo/{file}").read_bytes(), released_on=TODAY).only([schools.HOME])
    told = {(row.code, row.type, row.second_type, row.board, row.postcode) for row in release.rows}
    assert {(place.code, place.type, place.second_type, place.board, place.postcode) for place in places} == told


def test_routes_are_those_that_cbs_counts() -> None:
    assert set(ROUTE_SHARES) == set(Route) - {Route.COURT}
