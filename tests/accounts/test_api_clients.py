"""Programs that read figures: a token told once, kept as a hash, replaced and withdrawn by an administrator."""

import datetime
import re

import pytest
from django.db import connection
from django.utils import timezone

from accounts.models import ApiClient, Change
from accounts.programs import program_with
from tests.cast import sign_in

ADD = "/beheer/accounts/apiclient/add/"
DATA = {
    "name": "Regiodashboard",
    "contact": "bi@regio.test",
    "scopes": ["statistics"],
    "per_minute": 60,
    "valid_until": "",
}


@pytest.fixture
def admin_client(town, client):
    return sign_in(client, town.admin)


def token_on(page) -> str:
    return re.search(r"otz_[\w-]{43}", page.content.decode())[0]


def known(token, on=None):
    found = program_with(token, on=on or timezone.localdate())
    return found and found[0]


def test_the_token_is_told_once_and_only_its_hash_is_kept(admin_client):
    page = admin_client.post(ADD, DATA)
    token = token_on(page)
    assert "no-store" in page["Cache-Control"]
    made = ApiClient.objects.get()
    assert known(token) == made
    assert (made.name, made.scopes, made.token_prefix) == ("Regiodashboard", ["statistics"], token[:12])
    with connection.cursor() as cursor:
        cursor.execute("select to_jsonb(accounts_apiclient)::text from accounts_apiclient")
        assert token not in cursor.fetchone()[0]
    assert token not in admin_client.get(f"/beheer/accounts/apiclient/{made.pk}/change/").content.decode()


def test_a_new_token_replaces_the_old(admin_client):
    old = token_on(admin_client.post(ADD, DATA))
    made = ApiClient.objects.get()
    new = token_on(admin_client.post(f"/beheer/accounts/apiclient/{made.pk}/change/", {**DATA, "_new_token": "x"}))
    assert known(old) is None
    assert known(new) == made


def test_withdrawn_is_for_good_and_told_in_the_log(admin_client, town):
    token = token_on(admin_client.post(ADD, DATA))
    made = ApiClient.objects.get()
    change = f"/beheer/accounts/apiclient/{made.pk}/change/"
    admin_client.post(change, {**DATA, "_withdraw": "x"})
    assert known(token) is None
    assert "Dit token is ingetrokken." in admin_client.get(change).content.decode()
    assert Change.objects.filter(row_id=made.pk, action="accounts.withdraw", actor=town.admin.pk).count() == 1


@pytest.mark.django_db
def test_valid_until_counts_the_last_day():
    client = ApiClient(name="Kort", contact="a@b.test", valid_until=datetime.date(2026, 11, 30))
    token = client.take_new_token()
    client.save()
    assert [known(token, on=datetime.date(2026, 11, 30)), known(token, on=datetime.date(2026, 12, 1))] == [client, None]
