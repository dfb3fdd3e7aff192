"""The OpenAPI document: what each resource takes and answers, and what every answer carries."""

from collections.abc import Callable
from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.serializers import Serializer
from rest_framework.views import APIView

from insights.api.parameters import CURSOR, LARGEST_PAGE, MOST_PERIODS, PAGE_SIZE
from insights.api.schemas import Problem
from insights.enums import Level, PeriodKind
from schools.enums import Sector

VERSION = "1.0.0"
PERIOD_PATTERN = r"^(19|20|21)[0-9]{2}(-(0[1-9]|1[0-2])|-Q[1-4]|-SY)?$"


def _parameter(name: str, description: str, schema: dict[str, Any]) -> OpenApiParameter:
    return OpenApiParameter(name, type=schema, location=OpenApiParameter.QUERY, description=description)


def _one_of(values: list[str]) -> dict[str, Any]:
    return {"type": "string", "enum": values}


PAGING = (
    _parameter(
        "after", "Ga verder na dit item; neem de hele Link over.", {"type": "string", "pattern": f"^{CURSOR.pattern}$"}
    ),
    _parameter(
        "pageSize",
        f"Items per bladzijde, standaard {PAGE_SIZE}.",
        {"type": "integer", "minimum": 1, "maximum": LARGEST_PAGE},
    ),
    _parameter("format", "json (standaard) of csv; anders beslist de kop Accept.", _one_of(["json", "csv"])),
)
SCHOOL_YEARS = (
    _parameter(
        "period",
        "Het laatste schooljaar: 2025-SY begint in 2025.",
        {"type": "string", "pattern": r"^(19|20|21)[0-9]{2}-SY$"},
    ),
    _parameter(
        "periods",
        "Hoeveel schooljaren, met dit als laatste.",
        {"type": "integer", "minimum": 1, "maximum": MOST_PERIODS},
    ),
)
PERIODS = (
    _parameter(
        "period",
        "De laatste periode: 2025-09, 2025-Q3, 2025 of 2025-SY (schooljaar).",
        {"type": "string", "pattern": PERIOD_PATTERN},
    ),
    _parameter(
        "periods", "Hoeveel perioden, met deze als laatste.", {"type": "integer", "minimum": 1, "maximum": MOST_PERIODS}
    ),
    _parameter("periodKind", "De soort, als period ontbreekt; standaard quarter.", _one_of(PeriodKind.values)),
)
SECTOR = _parameter("sector", "Alleen deze sector.", _one_of(Sector.values))
LEVEL = _parameter("level", "Per wat; standaard city.", _one_of(Level.values))
UNIT = _parameter(
    "unit",
    "Alleen deze eenheid, met haar code.",
    {"type": "string", "minLength": 1, "maxLength": 20, "pattern": r"^[^\x00]+$"},
)

_LEVELS = _one_of([Level.CITY.value, Level.NEIGHBOURHOOD_TEAM.value, Level.BOARD.value, Level.LOCATION.value])
LIVE_LEVEL = _parameter("level", "Optellen per wat; standaard location.", _LEVELS)
YEARLY_LEVEL = _parameter("level", "Per wat; standaard city.", _LEVELS)
LIVE = (*PERIODS, LIVE_LEVEL, UNIT, SECTOR)


def code_filter(name: str, description: str) -> OpenApiParameter:
    """Only the rows with this code."""
    return _parameter(name, description, {"type": "string", "minLength": 1, "maxLength": 20, "pattern": r"^[^\x00]+$"})


PROBLEMS = {
    400: "Een parameter klopt niet.",
    401: "Geen geldig token.",
    403: "Het token geeft geen toegang tot deze gegevens.",
    406: "Dit formaat is er niet.",
    414: "Het adres is te lang.",
    429: "Te veel verzoeken.",
}


class BearerScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """How a client shows its token."""

    target_class = "insights.api.access.BearerAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:  # noqa: ARG002 drf-spectacular's signature
        return {"type": "http", "scheme": "bearer", "description": "Een token van de functioneel beheerder."}


def described(
    code: str,
    title: str,
    item: type["Serializer[Any]"],
    breakdowns: tuple[str, ...] = (),
    more: tuple[OpenApiParameter, ...] = (),
    published: bool = False,
) -> Callable[[type[APIView]], type[APIView]]:
    """Decorator: describes a resource that lists `item`. With breakdowns, or `published`, it is about published figures."""
    parameters = [*PAGING, *more]
    if breakdowns or published:
        parameters = [*PERIODS, LEVEL, UNIT, SECTOR, *PAGING]
    if breakdowns:
        parameters.append(_parameter("breakdown", "Splits uit naar.", _one_of(list(breakdowns))))
    name = "".join(part.title() for part in code.split("-"))
    answer = type(
        f"{name}List", (serializers.Serializer,), {"items": item(many=True), "__doc__": f"{title}: één bladzijde."}
    )
    operation: dict[str, Any] = {
        "operation_id": code,
        "summary": title,
        "description": (item.__doc__ or "").strip(),
        "parameters": parameters,
        "tags": [code.split("-")[0]],
        "responses": {
            (200, "application/json"): answer,
            (200, "text/csv"): OpenApiTypes.STR,
            304: OpenApiResponse(description="Niet veranderd sinds het antwoord met deze ETag."),
            **{
                (status, "application/problem+json"): OpenApiResponse(Problem, description=text)
                for status, text in PROBLEMS.items()
            },
        },
    }
    return extend_schema_view(get=extend_schema(**operation))


API_VERSION = {"description": "Volledig versienummer.", "schema": {"type": "string"}, "example": VERSION}
DOCUMENT_PATH = {
    "get": {
        "operationId": "openapi",
        "summary": "Dit document",
        "description": "De beschrijving van deze API, open voor iedereen.",
        "tags": ["document"],
        "responses": {
            "200": {
                "description": "Het OpenAPI-document.",
                "headers": {
                    "API-Version": API_VERSION,
                    "access-control-allow-origin": {"description": "Altijd *.", "schema": {"type": "string"}},
                },
                "content": {"application/json": {"schema": {"type": "object"}}},
            }
        },
    }
}


def finish(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Headers of every answer, and the document's own path (design rules 2.1, core/publish-openapi)."""
    for path in result["paths"].values():
        for operation in path.values():
            for status, response in operation["responses"].items():
                headers = response.setdefault("headers", {})
                headers["API-Version"] = API_VERSION
                if status == "200":
                    headers["ETag"] = {"description": "Voor If-None-Match.", "schema": {"type": "string"}}
                    headers["Link"] = {"description": "De volgende bladzijde (rel=next).", "schema": {"type": "string"}}
                if status == "429":
                    headers["Retry-After"] = {"description": "Seconden.", "schema": {"type": "integer"}}
    result["paths"]["/openapi.json"] = DOCUMENT_PATH
    return result
