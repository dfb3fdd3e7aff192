"""The two logs: who may add, who may read, nobody changes. And the pages on which they are read."""

import datetime
from uuid import UUID

import pytest
from django.db import ProgrammingError, connection, transaction
from django.utils import timezone

from accounts.acting import Acting, acting_as
from accounts.grants import HATS
from accounts.looking import looked
from accounts.models import Change, Look
from accounts.roles import Hat
from schools.models import Employer
from tests.cast import sign_in

CHILD, OTHER_CHILD = UUID(int=7), UUID(int=8)
EVERYBODY = ("ot_web", "ot_worker", *HATS)


def acting(someone, role, hat, **extra):
    return Acting(someone.pk, someone.name, role, hat, timezone.localdate(), **extra)


@pytest.fixture
def seen(town):
    """Ineke saw two children, a colleague elsewhere one of them."""
    ib = acting(town.ib, "IB", Hat.TEAM, purpose="Ondersteuning", organisation="OT De Vlieger", origin="10.0.0.1")
    with acting_as(ib, writes=False):
        looked(by=ib, kind=Look.Kind.VIEW, what="dossier", subjects=[CHILD])
        looked(by=ib, kind=Look.Kind.LIST, what="werklijst", subjects=[OTHER_CHILD, CHILD, CHILD])
    with acting_as(stranger := acting(town.stranger, "IB", Hat.TEAM), writes=False):
        looked(by=stranger, kind=Look.Kind.VIEW, what="dossier", subjects=[OTHER_CHILD])


@pytest.mark.django_db
@pytest.mark.parametrize("table", ["accounts_look", "accounts_change"])
def test_logs_are_only_added_to_by_every_role(table):
    with connection.cursor() as cursor:
        cursor.execute(
            "select role, right_ from unnest(%s) role cross join unnest(array['update', 'delete', 'truncate']) right_ "
            "where has_table_privilege(role, %s, right_)",
            [list(EVERYBODY), table],
        )
        assert cursor.fetchall() == []


@pytest.mark.django_db
def test_the_log_of_changing_is_written_by_its_trigger_alone():
    with connection.cursor() as cursor:
        cursor.execute(
            "select role from unnest(%s) role where has_table_privilege(role, 'accounts_change', 'insert')",
            [list(EVERYBODY)],
        )
        assert cursor.fetchall() == []


def test_a_look_keeps_the_six_fields_and_each_child_once(seen, town):
    look = Look.objects.get(kind="list")
    assert (look.actor, look.actor_name, look.role, look.organisation) == (
        town.ib.pk,
        "Ineke Bos",
        "IB",
        "OT De Vlieger",
    )
    assert (look.what, look.purpose, look.origin) == ("werklijst", "Ondersteuning", "10.0.0.1")
    assert look.subjects == [CHILD, OTHER_CHILD]


def test_nobody_looks_in_the_name_of_another(town):
    ib = acting(town.ib, "IB", Hat.TEAM)
    with pytest.raises(ProgrammingError, match="row-level security policy"), acting_as(ib, writes=False):
        looked(by=acting(town.stranger, "IB", Hat.TEAM), kind=Look.Kind.VIEW, what="dossier", subjects=[CHILD])


def test_a_list_without_a_child_is_no_look_and_a_search_is(town):
    ib = acting(town.ib, "IB", Hat.TEAM)
    with acting_as(ib, writes=False):
        looked(by=ib, kind=Look.Kind.LIST, what="werklijst", subjects=[])
        looked(by=ib, kind=Look.Kind.SEARCH, what="zoeken", subjects=[])
    assert list(Look.objects.values_list("kind", flat=True)) == ["search"]


def test_a_look_goes_with_the_page_that_failed(town):
    ib = acting(town.ib, "IB", Hat.TEAM)
    with pytest.raises(ZeroDivisionError), acting_as(ib, writes=False):
        looked(by=ib, kind=Look.Kind.VIEW, what="dossier", subjects=[CHILD])
        raise ZeroDivisionError
    assert not Look.objects.exists()


@pytest.mark.parametrize(
    ("who", "role", "hat", "count"),
    [
        ("ib", "IB", Hat.TEAM, 2),
        ("stranger", "IB", Hat.TEAM, 1),
        ("officer", "OFFICER", Hat.FIGURES, 0),
        ("controller", "CONTROLLER", Hat.MONEY, 0),
        ("admin", "ADMIN", Hat.PEOPLE, 0),
        ("privacy", "PRIVACY", Hat.PRIVACY, 3),
    ],
)
def test_everybody_reads_their_own_looks_and_the_privacy_officer_all(seen, town, who, role, hat, count):
    with acting_as(acting(getattr(town, who), role, hat), writes=False):
        assert Look.objects.count() == count


def test_the_privacy_officer_reads_who_changed_and_not_what_it_says(town):
    Employer.objects.create(name="MEE IJsseloevers")
    with acting_as(acting(town.privacy, "PRIVACY", Hat.PRIVACY), writes=False):
        assert Change.objects.filter(table_name="schools_employer").values_list("operation").count() > 0
        for column in ("old", "new"):
            with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                list(Change.objects.values_list(column))


# ---- Pages ------------------------------------------------------------------------------------------------------------
def lines(page):
    return [(look.actor_name, look.what) for look in page.context["found"].rows]


def test_who_saw_this_child(seen, town, client):
    page = sign_in(client, town.privacy).get("/inzagen/", {"leerling": str(CHILD)})
    assert lines(page)[1:] == [("Ineke Bos", "werklijst"), ("Ineke Bos", "dossier")]
    assert "Wie zag dit kind?" in page.content.decode()


def test_the_question_itself_is_a_look(seen, town, client):
    sign_in(client, town.privacy).get("/inzagen/", {"leerling": str(CHILD)})
    asked = Look.objects.get(kind="search")
    assert (asked.actor, asked.what, asked.subjects, asked.purpose) == (
        town.privacy.pk,
        "inzagen",
        [CHILD],
        "Controle op inzage",
    )


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"medewerker": "vera"}, [("Vera Vreemd", "dossier")]),
        ({"medewerker": "bestaat niet"}, []),
        ({"soort": "list"}, [("Ineke Bos", "werklijst")]),
        ({"rol": "JGW"}, []),
        ({"van": "1-1-2020", "tot": "2-1-2020"}, []),
    ],
)
def test_filters(seen, town, client, query, expected):
    page = sign_in(client, town.privacy).get("/inzagen/", query)
    assert lines(page) == expected


def test_the_file_tells_the_same_and_is_logged_as_an_export(seen, town, client):
    answer = sign_in(client, town.privacy).get("/inzagen/bestand/", {"leerling": str(OTHER_CHILD)})
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    rows = answer.content.decode("utf-8-sig").splitlines()
    assert rows[0].startswith("Wanneer;Wie;Rol;")
    assert [row.split(";")[1] for row in rows[1:]] == ["Piet Privacy", "Vera Vreemd", "Ineke Bos"]
    assert Look.objects.filter(kind="export", subjects=[OTHER_CHILD]).count() == 1


def test_pages_of_50_show_everything_once(town, client):
    Look.objects.bulk_create(
        Look(
            actor=town.ib.pk,
            actor_name="Ineke Bos",
            role="IB",
            kind="view",
            what=f"dossier {n}",
            subjects=[CHILD],
            at=timezone.now() - datetime.timedelta(hours=n + 1),
        )
        for n in range(120)
    )
    client, shown, address = sign_in(client, town.privacy), [], "/inzagen/?soort=view"
    while address:
        page = client.get(address)
        shown += [what for _name, what in lines(page)]
        address = f"/inzagen/?soort=view&na={page.context['found'].next}" if page.context["found"].next else ""
    assert shown == [f"dossier {n}" for n in range(120)]


def test_changes_tell_who_what_and_when_and_no_contents(town, client):
    Employer.objects.create(name="Zorgboerderij Geheim")
    text = sign_in(client, town.privacy).get("/wijzigingen/", {"wat": "schools_employer"}).content.decode()
    assert "werkgever" in text
    assert "toegevoegd" in text
    assert "Zorgboerderij Geheim" not in text


def test_my_own_trail_in_every_role(seen, town, client):
    page = sign_in(client, town.ib).get("/mijn/inzagen/")
    assert lines(page) == [("Ineke Bos", "werklijst"), ("Ineke Bos", "dossier")]
    for someone in town.people():
        expected = 403 if someone == town.nobody else 200
        for address in ("/mijn/inzagen/", "/mijn/wijzigingen/"):
            assert sign_in(client, someone).get(address).status_code == expected, (someone, address)


def test_an_administrator_sees_what_they_changed(town, client):
    client = sign_in(client, town.admin)
    client.post("/beheer/schools/employer/add/", {"name": "De Kern"})
    page = client.get("/mijn/wijzigingen/")
    assert [(change.table_name, change.operation) for change in page.context["found"].rows] == [
        ("schools_employer", "insert")
    ]


def test_the_log_costs_the_same_for_1_line_and_3(town, client, django_assert_num_queries):
    client = sign_in(client, town.privacy)
    client.get("/inzagen/")
    for _ in range(2):
        with django_assert_num_queries(LOG_QUERIES):
            client.get("/inzagen/")


LOG_QUERIES = 8  # person with roles, context (4, nested in the test), the look, the page
