"""API v1 over HTTP: the same figures as the screen, for a program with a token."""

import datetime
import json
from decimal import Decimal
from typing import Any

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test import Client

from accounts.models import ApiClient, ApiUse, Scope
from cases.models import Case
from insights import actions, tasks
from insights.models import PublishedFigure
from schools.models import Arrangement, ArrangementTerms
from tests.insights.conftest import TODAY, Program, person, queries
from tests.insights.world import World

D = datetime.date
QUESTIONS = "/api/v1/statistics/questions"


def test_the_api_gives_the_published_figures(counted: World, program: Program) -> None:
    answer = program.get(f"{QUESTIONS}?period=2026-Q2&periods=1&level=neighbourhood_team")

    assert answer.status_code == 200
    item = answer.json()["items"][0]
    assert item == {
        "period": {
            "code": "2026-Q2",
            "kind": "quarter",
            "start": "2026-04-01",
            "until": "2026-07-01",
            "countedOn": "2026-08-01",
        },
        "revision": 1,
        "sector": "",
        "unit": {"level": "neighbourhood_team", "code": "noord", "name": "Wijkteam noord"},
        "breakdown": {"by": "", "value": "", "label": "Totaal"},
        "raised": {"status": "rounded", "number": 10, "text": "10"},
        "active": {"status": "rounded", "number": 10, "text": "10"},
        "closed": {"status": "suppressed", "number": None, "text": "minder dan 8"},
    }


def test_the_city_is_exact_and_a_running_period_says_when(counted: World, program: Program) -> None:
    items = program.get(f"{QUESTIONS}?period=2026-Q3&periods=2").json()["items"]

    assert [item["raised"] for item in items] == [
        {"status": "exact", "number": 24, "text": "24"},
        {"status": "pending", "number": None, "text": "telling volgt op 1 november 2026"},
    ]


def test_pages_follow_each_other_without_gap_or_double(counted: World, program: Program) -> None:
    whole = program.get(f"{QUESTIONS}?breakdown=theme&level=board&periods=3&pageSize=500").json()["items"]
    found, url, pages = [], f"{QUESTIONS}?breakdown=theme&level=board&periods=3&pageSize=7", 0
    while url:
        answer = program.get(url)
        found += answer.json()["items"]
        link = answer.headers.get("Link", "")
        url = next((part.split(">")[0].strip(" <") for part in link.split(",") if 'rel="next"' in part), "")
        pages += 1

    assert len(whole) == 3 * 3 * 11
    assert found == whole
    assert pages == -(-len(whole) // 7)


def test_who_has_the_answer_already_gets_304(counted: World, program: Program) -> None:
    etag = program.get(QUESTIONS).headers["ETag"]

    again = program.get(QUESTIONS, **{"If-None-Match": etag})

    assert (again.status_code, again.content) == (304, b"")
    assert program.get(QUESTIONS, **{"If-None-Match": '"other"'}).status_code == 200


def test_csv_has_the_same_rows(counted: World, program: Program) -> None:
    answer = program.get(f"{QUESTIONS}?period=2026-Q2&periods=1&format=csv")

    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    header, row = answer.content.decode().strip().splitlines()
    assert dict(zip(header.split(","), row.split(","), strict=True))["raised.number"] == "24"


def test_hours_schools_teams_and_definitions(counted: World, program: Program) -> None:
    hours = program.get("/api/v1/statistics/hours?period=2026-Q3&periods=1").json()["items"]
    assert [(row["month"], row["role"], row["hours"]) for row in hours] == [("2026-08", "IB", 1.5)]
    assert len(program.get("/api/v1/schools").json()["items"]) == 7
    assert len(program.get("/api/v1/teams?pageSize=3").json()["items"]) == 3
    assert program.get("/api/v1/teams?pageSize=3").headers["Link"]
    assert "raised" in {item["code"] for item in program.get("/api/v1/definitions").json()["items"]}
    assert program.get("/api/v1/statistics/budgets").json() == {"items": []}


PATHS = (
    "statistics/questions",
    "statistics/handling",
    "statistics/escalations",
    "statistics/support",
    "statistics/absence",
    "statistics/waiting",
    "statistics/marks",
    "statistics/hours",
    "statistics/agreed-hours",
    "statistics/cooperation",
    "statistics/budgets",
    "statistics/providers",
    "statistics/participation",
    "arrangements",
    "schools",
    "teams",
    "definitions",
)


def test_support_and_absence_are_published_figures_too(counted: World, program: Program) -> None:
    support = program.get("/api/v1/statistics/support?period=2026-Q2&periods=1&breakdown=domain").json()["items"]
    assert [item["breakdown"]["label"] for item in support][:2] == ["collectief aanbod", "jeugdhulp, vrij toegankelijk"]
    absence = program.get("/api/v1/statistics/absence?period=2026-Q2&periods=1").json()["items"][0]
    assert absence["thuiszitter"] == {"status": "exact", "number": 0, "text": "0"}
    check_problem(program.get("/api/v1/statistics/absence?breakdown=theme"), 400)


def test_hours_are_added_up_per_level(counted: World, program: Program) -> None:
    case = Case.objects.filter(team=counted.teams[1]).first()
    assert case is not None
    counted.log(case, D(2026, 8, 5), 30)
    actions.keep_up(today=TODAY)

    def hours(query: str) -> list[tuple[str, str, float]]:
        items = program.get(f"/api/v1/statistics/hours?period=2026-Q3&periods=1{query}").json()["items"]
        return [(item["location"], item["neighbourhoodTeam"], item["hours"]) for item in items]

    places = [team.location.code for team in counted.teams[:2]]
    assert hours("") == [(places[0], "noord", 1.5), (places[1], "noord", 0.5)]
    assert hours("&level=neighbourhood_team") == hours("&level=neighbourhood_team&unit=noord") == [("", "noord", 2.0)]
    assert hours("&level=city") == [("", "", 2.0)]
    assert hours("&level=board&unit=10002") == []
    assert hours("&level=city&unit=noord") == [], "the city has no units"


def test_arrangements_tell_what_was_decided_and_nothing_of_pupils(counted: World, program: Program) -> None:
    arrangement = Arrangement.objects.create(name="Fase 2 klas", code="fase-2")
    for first, intended in ((D(2025, 8, 1), False), (D(2026, 8, 1), True)):
        ArrangementTerms.objects.create(
            arrangement=arrangement,
            period=DateRange(first, D(2026, 8, 1) if not intended else None),
            capacity=15,
            amount_per_place=Decimal(24000),
            intended=intended,
        )

    assert program.get("/api/v1/arrangements").json()["items"] == [
        {
            "code": "fase-2",
            "name": "Fase 2 klas",
            "location": "",
            "start": "2025-08-01",
            "until": "2026-08-01",
            "capacity": 15,
            "amountPerPlace": 24000.0,
            "amountPerSchoolYear": 360000.0,
        }
    ]


def test_schools_and_teams_are_found_by_wijkteam_board_and_sector(counted: World, program: Program) -> None:
    def number(path: str) -> int:
        return len(program.get(f"/api/v1/{path}").json()["items"])

    assert number("schools?neighbourhoodTeam=noord") == number("teams?neighbourhoodTeam=noord") == 2
    assert number("schools?sector=VO&board=10001") == number("teams?sector=VO&board=10001") == 1
    assert number("teams?board=99999") == 0


@pytest.mark.parametrize("path", PATHS)
def test_a_resource_costs_at_most_five_queries(counted: World, program: Program, path: str) -> None:
    with queries() as sent:
        assert program.get(f"/api/v1/{path}").status_code == 200

    assert len(sent) <= 5, "\n".join(sent)
    with queries() as again:
        assert program.get(f"/api/v1/{path}?pageSize=1").status_code == 200
    assert len(again) == len(sent), "as many for one row as for a page full"
    assert not [sql for sql in sent if "cases_" in sql or "insights_questioncount" in sql or "financing_" in sql]


def test_an_answer_is_made_once_until_something_is_published(counted: World, program: Program) -> None:
    paths = (f"{QUESTIONS}?level=neighbourhood_team", f"{QUESTIONS}?level=neighbourhood_team&format=csv")
    made = [program.get(path) for path in paths]
    with queries() as sent:
        kept = [program.get(path) for path in paths]
    for one, other in zip(made, kept, strict=True):
        assert other.content == one.content
        assert dict(other.headers) == dict(one.headers)
        assert program.get(paths[0], **{"If-None-Match": made[0]["ETag"]}).status_code == 304
    assert len(sent) == 2, "the program with the state of the figures, twice"

    PublishedFigure.objects.filter(unit="noord", figure="raised").update(number=95)

    assert b"95" in program.get(paths[0]).content
    changed = program.get(paths[0], **{"If-None-Match": made[0]["ETag"]})
    assert changed.status_code == 200
    assert changed["ETag"] != made[0]["ETag"]


# ---- Errors and headers -------------------------------------------------------------------------------------------------
def check_problem(answer: Any, status: int) -> dict[str, Any]:
    assert answer.status_code == status
    assert answer.headers["Content-Type"].startswith("application/problem+json")
    assert answer.headers["API-Version"] == "1.0.0"
    body = answer.json()
    assert {"type", "title", "status", "detail", "instance"} <= set(body)
    assert body["status"] == status
    return body


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("period=gisteren", "period"),
        ("period=2025-13", "period"),
        ("periods=0", "periods"),
        ("periods=duizend", "periods"),
        ("pageSize=501", "pageSize"),
        ("after=%C3%A9", "after"),
        ("level=straat", "level"),
        ("sector=", "sector"),
        ("breakdown=route", "breakdown"),
        ("format=xml", "format"),
        ("kleur=rood", "kleur"),
        ("sector=PO&sector=VO", "sector"),
        ("unit=%00", "unit"),
    ],
)
def test_wrong_input_is_400_and_says_which(program: Program, query: str, parameter: str) -> None:
    body = check_problem(program.get(f"{QUESTIONS}?{query}"), 400)

    assert [error["parameter"] for error in body["errors"]] == [parameter]


def test_without_a_valid_token_nothing(counted: World, client: Client, token: str, today: D) -> None:
    for headers in (
        {},
        {"Authorization": "Bearer otz_nonsense"},
        {"Authorization": f"Token {token}"},
        {"Authorization": "Bearer "},
    ):
        answer = client.get(QUESTIONS, headers=headers)
        check_problem(answer, 401)
        assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    ApiClient.objects.update(valid_until=D(2026, 9, 14))
    check_problem(Program(client, token).get(QUESTIONS), 401)


def test_without_the_scope_403(counted: World, program: Program) -> None:
    ApiClient.objects.update(scopes=[])

    check_problem(program.get(QUESTIONS), 403)


def test_money_has_a_scope_of_its_own(counted: World, program: Program) -> None:
    ApiClient.objects.update(scopes=[Scope.STATISTICS])

    check_problem(program.get("/api/v1/statistics/budgets"), 403)
    check_problem(program.get("/api/v1/arrangements"), 403)
    assert program.get("/api/v1/statistics/hours").status_code == 200


def test_what_a_program_asks_is_counted_and_shown(counted: World, program: Program) -> None:
    for query in ("", "?periods=2", "?periods=nonsense"):
        program.get(QUESTIONS + query)
    program.get("/api/v1/schools")
    with queries() as sent:
        program.get("/api/v1/schools")
    assert not [sql for sql in sent if "insert" in sql.lower()], "asking writes nothing"

    tasks.take_in_use()
    tasks.take_in_use()

    rows = ApiUse.objects.order_by("resource").values_list("day", "resource", "answered", "refused")
    assert list(rows) == [(TODAY, "questions", 2, 1), (TODAY, "schools", 2, 0)]

    officer = Client()
    officer.force_login(person("OFFICER", municipality=counted.zwolle))
    page = " ".join(officer.get("/cijfers/programmas/").content.decode().split())
    assert "Dashboard van de raad" in page
    assert "questions (2), schools (2)" in page
    assert '<td data-label="Geweigerd" class="ot-number">1</td>' in page


def test_who_is_no_program_is_not_counted(counted: World, client: Client, today: D) -> None:
    client.get(QUESTIONS, headers={"Authorization": "Bearer otz_nonsense"})
    client.get(QUESTIONS)
    tasks.take_in_use()

    assert not ApiUse.objects.exists()


def test_more_than_agreed_in_a_minute_is_429(counted: World, program: Program) -> None:
    ApiClient.objects.update(per_minute=2)
    assert [program.get(QUESTIONS).status_code for _ in range(2)] == [200, 200]

    answer = program.get(QUESTIONS)

    check_problem(answer, 429)
    assert int(answer.headers["Retry-After"]) > 0


@pytest.mark.parametrize(
    "path", ["/api/", "/api/v1", "/api/v1/", "/api/v1/niets", "/api/v2/statistics/questions", f"{QUESTIONS}/"]
)
def test_an_unknown_path_is_a_problem_too(client: Client, db: None, path: str) -> None:
    check_problem(client.get(path), 404)


def test_other_methods_are_405(program: Program, client: Client, token: str, today: D) -> None:
    answer = client.post(QUESTIONS, headers={"Authorization": f"Bearer {token}"})

    check_problem(answer, 405)
    assert "GET" in answer.headers["Allow"]


def test_a_format_that_there_is_not_is_406(program: Program) -> None:
    check_problem(program.get(QUESTIONS, Accept="image/png"), 406)


def test_a_fault_is_a_problem_without_details(
    counted: World, program: Program, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.raise_request_exception = False
    monkeypatch.setattr("insights.reading.figures", None)

    body = check_problem(program.get(QUESTIONS), 500)

    assert "figures" not in json.dumps(body)


def test_every_answer_has_the_headers(counted: World, program: Program) -> None:
    answer = program.get(QUESTIONS)

    wanted = {
        "API-Version": "1.0.0",
        "Cache-Control": "private, no-cache",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "no-referrer",
    }
    assert {name: answer.headers[name] for name in wanted} == wanted
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
    assert "max-age" in answer.headers["Strict-Transport-Security"]


def test_what_was_kept_is_given_to_who_may_have_it_only(counted: World, program: Program, client: Client) -> None:
    """The same address, after it was answered: each refusal is what it is for an answer that must be made."""
    assert [program.get(QUESTIONS).status_code for _ in range(2)] == [200, 200]

    check_problem(client.get(QUESTIONS), 401)
    check_problem(client.get(QUESTIONS, headers={"Authorization": "Bearer otz_nonsense"}), 401)
    check_problem(program.get(QUESTIONS, Accept="image/png"), 406)
    ApiClient.objects.update(scopes=[Scope.MONEY])
    check_problem(program.get(QUESTIONS), 403)
    ApiClient.objects.update(scopes=[Scope.STATISTICS], ended_at="2026-09-15T08:00:00Z")
    check_problem(program.get(QUESTIONS), 401)

    tasks.take_in_use()
    assert list(ApiUse.objects.values_list("answered", "refused")) == [(2, 1)], "403 is by a known program"


def test_the_document_is_open_and_has_cors(client: Client, db: None) -> None:
    answer = client.get("/api/v1/openapi.json")

    assert answer.status_code == 200
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    document = answer.json()
    assert document["openapi"].startswith("3.0")
    assert set(document["paths"]) == {f"/{path}" for path in PATHS} | {"/openapi.json"}
