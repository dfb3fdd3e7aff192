"""Requests made from the OpenAPI document itself: every check of schemathesis, on every resource, finds nothing."""

import datetime
import warnings

import pytest
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from pytest_django.live_server_helper import LiveServer

from tests.insights.world import World

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # of libraries that schemathesis imports
    import schemathesis
    from schemathesis.generation import GenerationMode


@pytest.mark.django_db(transaction=True)
def test_the_document_keeps_its_word(
    live_server: LiveServer,
    counted: World,
    token: str,
    client: Client,
    today: datetime.date,
) -> None:
    document = client.get("/api/v1/openapi.json").json()
    schema = schemathesis.openapi.from_dict(document)
    headers, found = {"Authorization": f"Bearer {token}"}, list[str]()
    for result in schema.get_all_operations():
        operation = result.ok()
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
            # The token stays as it is: what is wrong is something else, or leaving it out would count as wrong and be sent.
            strategy = operation.as_strategy(generation_mode=mode, headers=headers)

            @given(case=strategy)
            @settings(
                max_examples=10,
                deadline=None,
                database=None,
                phases=[Phase.explicit, Phase.generate],
                suppress_health_check=list(HealthCheck),
            )
            def ask(case: schemathesis.Case) -> None:
                case.call_and_validate(base_url=f"{live_server.url}/api/v1", headers=headers)

            try:
                ask()
            except Unsatisfiable:
                assert mode is GenerationMode.NEGATIVE, "an operation without parameters has nothing to get wrong"
            except Exception as error:
                found.append(f"{mode.name} {operation.label}: {error}")
    assert found == [], "\n\n".join(found)
