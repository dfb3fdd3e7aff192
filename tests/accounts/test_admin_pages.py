"""Every page of the administration site works in the database role of its hat, and is for administrators alone."""

from collections.abc import Iterator

import pytest
from django.contrib.admin import site
from django.contrib.admin.options import ModelAdmin
from django.db.models import Model
from django.urls import reverse

from accounts.models import ApiClient, Change, User
from cases.models import MeetingKind, StatutoryGround
from schools.models import (
    Appointment,
    CoreRole,
    Employer,
    LocationPeriod,
    Municipality,
    NeighbourhoodTeam,
    Partnership,
    Provider,
    School,
    SchoolBoard,
    SchoolLocation,
    SupportTeam,
)
from tests.cast import ALWAYS, Town, appoint, person, sign_in

MODELS = sorted(site._registry, key=lambda model: model._meta.label)
NEVER_DELETED = {User, ApiClient, SupportTeam, MeetingKind, StatutoryGround}


def page(model: type[Model], name: str, *args: object) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{name}", args=args)


@pytest.fixture
def admin_client(town, client):
    return sign_in(client, town.admin)


@pytest.fixture
def rows(town: Town) -> dict[type[Model], Model]:
    """One row of each registered model."""
    client = ApiClient(name="Dashboard", contact="a@b.test", scopes=["statistics"])
    client.take_new_token()
    client.save()
    return {
        ApiClient: client,
        User: town.ib,
        Appointment: Appointment.objects.get(person=town.ib),
        CoreRole: CoreRole.objects.first(),
        Employer: Employer.objects.get(),
        MeetingKind: MeetingKind.objects.first(),
        Municipality: town.municipality,
        NeighbourhoodTeam: town.neighbourhood_team,
        Partnership: town.partnership,
        Provider: Provider.objects.create(name="Jeugdhulp Voorbeeld", agb="12345678"),
        School: School.objects.first(),
        SchoolBoard: town.board,
        SchoolLocation: SchoolLocation.objects.first(),
        StatutoryGround: StatutoryGround.objects.first(),
        SupportTeam: town.team,
    }


def test_only_people_organisations_and_lists_are_registered(rows):
    assert set(MODELS) == set(rows)


def test_every_list_opens_searches_filters_and_sorts(rows, admin_client):
    answers = {}
    for model in MODELS:
        for query in ("", *queries_of(site._registry[model])):
            answers[model._meta.label, query] = admin_client.get(f"{page(model, 'changelist')}?{query}").status_code
    assert {key: status for key, status in answers.items() if status != 200} == {}
    assert len(answers) > 80


def queries_of(admin: ModelAdmin) -> Iterator[str]:
    if admin.search_fields:
        yield "q=vlieger noord"
    for number, _column in enumerate(admin.list_display, start=1):
        yield f"o={number}"
    for choice in (
        *("nu=ja", "nu=nee", "rol=IB", "is_active__exact=1", "invited_at__isempty=1", "ended_at__isempty=0"),
        *("bevestigd=ja", "bevestigd=nee", "wanneer=nu", "wanneer=straks", "wanneer=voorbij", "sector__exact=PO"),
    ):
        names = [getattr(one, "parameter_name", one[0] if isinstance(one, tuple) else one) for one in admin.list_filter]
        if choice.split("__")[0].split("=")[0] in names:
            yield choice


def test_every_form_and_history_opens_and_deletion_where_it_exists(rows, admin_client):
    answers, expected = {}, {}
    for model in MODELS:
        for name, args in (
            ("add", ()),
            ("change", [rows[model].pk]),
            ("history", [rows[model].pk]),
            ("delete", [rows[model].pk]),
        ):
            closed = (name == "add" and model is SupportTeam) or (name == "delete" and model in NEVER_DELETED)
            expected[model._meta.label, name] = 403 if closed else 200
            answers[model._meta.label, name] = admin_client.get(page(model, name, *args)).status_code
    assert answers == expected


def test_a_row_that_others_need_is_not_deleted(rows, admin_client):
    for model in (Municipality, NeighbourhoodTeam, SchoolBoard, School, SchoolLocation, Partnership, Employer):
        answer = admin_client.post(page(model, "delete", rows[model].pk), {"post": "yes"}, follow=True)
        assert "Dit kan niet weg" in answer.content.decode(), model
        assert model.objects.filter(pk=rows[model].pk).exists()


def test_refusal_names_what_hangs_on_it(rows, admin_client, town):
    answer = admin_client.post(page(Partnership, "delete", town.partnership.pk), {"post": "yes"}, follow=True)
    assert "Dit kan niet weg: een aanstelling verwijst ernaar." in answer.content.decode()


def test_a_row_that_nobody_needs_is_deleted_with_what_it_owns(rows, admin_client, town):
    lonely = SchoolLocation.objects.create(name="Gesloten", school=rows[School], code="00ZZ00")
    LocationPeriod.objects.create(
        location=lonely, period=ALWAYS, name="Gesloten", type="MBO", board=town.board, municipality=town.municipality
    )
    confirm = admin_client.get(page(SchoolLocation, "delete", lonely.pk)).content.decode()
    assert "Gesloten (MBO)" in confirm
    answer = admin_client.post(page(SchoolLocation, "delete", lonely.pk), {"post": "yes"})
    assert answer.status_code == 302
    assert not SchoolLocation.objects.filter(pk=lonely.pk).exists()
    assert not LocationPeriod.objects.filter(location_id=lonely.pk).exists()


def test_adding_is_told_in_history_with_name_and_action(admin_client, town):
    for model, data in (
        (Municipality, {"name": "Deventer", "code": "GM0150"}),
        (SchoolBoard, {"name": "Stichting Nieuw", "code": "55555"}),
        (Partnership, {"name": "SWV VO", "code": "VO2305", "sector": "VO"}),
        (Employer, {"name": "De Kern"}),
        (Provider, {"name": "Hulp BV", "agb": ""}),
        (CoreRole, {"school_type": "MBO", "role": "SMW", "period_0": "1-8-2026", "period_1": ""}),
    ):
        answer = admin_client.post(page(model, "add"), data)
        assert answer.status_code == 302, answer.context["errors"]
        change = Change.objects.filter(table_name=model._meta.db_table, operation="insert").latest("at")
        assert (change.actor, change.role, change.action) == (town.admin.pk, "ADMIN", f"{model._meta.model_name}.add")
        assert "Ada Beheer" in admin_client.get(page(model, "history", change.row_id)).content.decode()


def test_provider_without_a_code_has_none_and_not_an_empty_one(admin_client):
    for name in ("Hulp BV", "Steun BV"):
        admin_client.post(page(Provider, "add"), {"name": name, "agb": ""})
    assert list(Provider.objects.order_by("name").values_list("name", "agb")) == [("Hulp BV", None), ("Steun BV", None)]


def test_a_location_gets_its_teams(admin_client, rows, town):
    data = {
        "name": "De Kubus",
        "school": rows[School].pk,
        "code": "00YY00",
        "periods-TOTAL_FORMS": 1,
        "periods-INITIAL_FORMS": 0,
        "periods-0-period_0": "1-8-2020",
        "periods-0-period_1": "",
        "periods-0-name": "De Kubus",
        "periods-0-type": "SO",
        "periods-0-second_type": "VSO",
        "periods-0-board": town.board.pk,
        "periods-0-municipality": town.municipality.pk,
        "periods-0-neighbourhood_team": "",
    }
    answer = admin_client.post(page(SchoolLocation, "add"), data)
    assert answer.status_code == 302, answer.context["errors"]
    teams = SupportTeam.objects.filter(location__code="00YY00").order_by("sector")
    assert [(team.sector, team.name) for team in teams] == [("PO", "De Kubus (SO)"), ("VO", "De Kubus (VSO)")]


def test_autocomplete_of_people_reads_no_password(admin_client, town):
    query = {"app_label": "schools", "model_name": "appointment", "field_name": "person", "term": "ineke"}
    answer = admin_client.get(reverse("admin:autocomplete"), query)
    assert [found["text"] for found in answer.json()["results"]] == ["Ineke Bos"]


def test_start_page_tells_what_waits(admin_client, town):
    appoint(person("Uit Bestand", invited_at=None), "ORTHO", at=town.other_team, confirmed=False)
    text = admin_client.get("/beheer/").content.decode()
    assert "1 aanstelling bevestigen" in text
    assert "1 persoon uitnodigen" in text


def test_lists_cost_the_same_for_one_row_and_three(admin_client, town, django_assert_num_queries):
    with django_assert_num_queries(LIST_QUERIES):
        admin_client.get(page(Employer, "changelist"))
    Employer.objects.bulk_create([Employer(name="De Kern"), Employer(name="MEE")])
    with django_assert_num_queries(LIST_QUERIES):
        admin_client.get(page(Employer, "changelist"))


LIST_QUERIES = 8
