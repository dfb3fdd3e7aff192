"""The harness is as strict as it says: a page sees what the web process sees, and no test leaves this machine."""

import socket

import pytest
from django.db import ProgrammingError, connection
from django.http import HttpRequest, HttpResponse
from django.urls import path

from accounts.models import Look
from schools.access import open_to_all
from tests.harness import Elsewhere


@open_to_all
def forgetful(_request: HttpRequest) -> HttpResponse:
    """Reads the log of looking, and forgot to say as whom."""
    return HttpResponse(str(Look.objects.count()))


@open_to_all
def who(_request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("select current_user")
        return HttpResponse(cursor.fetchone()[0])


urlpatterns = [path("vergeetachtig/", forgetful), path("wie/", who)]


@pytest.mark.urls("tests.whole.test_harness")
def test_a_page_that_forgets_who_acts_is_refused_by_postgresql(client, db):
    with pytest.raises(ProgrammingError, match="permission denied for table accounts_look"):
        client.get("/vergeetachtig/")


@pytest.mark.urls("tests.whole.test_harness")
def test_a_request_is_the_web_process_and_the_test_around_it_the_owner(client, db):
    assert client.get("/wie/").content == b"ot_web"
    with connection.cursor() as cursor:
        cursor.execute("select current_user")
        assert cursor.fetchone() == ("ot_owner",)


def test_no_test_reaches_another_machine():
    with socket.socket() as out, pytest.raises(Elsewhere):
        out.connect(("192.0.2.1", 80))
