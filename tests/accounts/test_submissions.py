"""A form that is sent twice is done once, also when the second comes while the first is at work."""

import datetime
import threading
from uuid import UUID

import pytest
from django.db import connection
from django.utils import timezone

from accounts import tasks
from accounts.acting import Acting, acting_as
from accounts.models import Submission
from accounts.roles import Hat
from accounts.submissions import once
from schools.models import Employer
from shell.keys import uuid7

ADA = Acting(UUID(int=1), "Ada", "ADMIN", Hat.PEOPLE, timezone.localdate())
BEN = Acting(UUID(int=2), "Ben", "ADMIN", Hat.PEOPLE, timezone.localdate())


def make(name: str) -> str:
    return f"/werkgever/{Employer.objects.create(name=name).pk}/"


def send(by: Acting, key: UUID, name: str) -> str:
    with acting_as(by, writes=True):
        return once(by=by, key=key, do=lambda: make(name))


@pytest.mark.django_db
def test_the_second_time_gives_the_same_address_and_does_nothing():
    key = uuid7()
    assert send(ADA, key, "De Kern") == send(ADA, key, "De Kern, nog eens")
    assert list(Employer.objects.values_list("name", flat=True)) == ["De Kern"]


@pytest.mark.django_db
def test_another_key_or_another_person_is_another_form():
    key = uuid7()
    send(ADA, key, "De Kern")
    send(ADA, uuid7(), "MEE")
    send(BEN, key, "SWT")
    assert Employer.objects.count() == 3


@pytest.mark.django_db
def test_what_failed_may_be_sent_again():
    key = uuid7()
    with acting_as(ADA, writes=True):
        with pytest.raises(ZeroDivisionError):
            once(by=ADA, key=key, do=lambda: make("Half") + str(1 / 0))
        once(by=ADA, key=key, do=lambda: make("Heel"))
    assert list(Employer.objects.values_list("name", flat=True)) == ["Heel"]


@pytest.mark.django_db(transaction=True)
def test_the_second_waits_for_the_first_and_gets_its_answer():
    key, busy, go_on, answers = uuid7(), threading.Event(), threading.Event(), {}

    def first():
        def slowly():
            busy.set()
            go_on.wait(10)
            return make("De Kern")

        try:
            with acting_as(ADA, writes=True):
                answers["first"] = once(by=ADA, key=key, do=slowly)
        finally:
            connection.close()

    def second():
        try:
            answers["second"] = send(ADA, key, "Dubbel")
        finally:
            connection.close()

    threads = [threading.Thread(target=first), threading.Thread(target=second)]
    threads[0].start()
    assert busy.wait(10)
    threads[1].start()
    threads[1].join(0.3)
    assert "second" not in answers  # it waits
    go_on.set()
    for thread in threads:
        thread.join(10)
    assert answers["first"] == answers["second"]
    assert list(Employer.objects.values_list("name", flat=True)) == ["De Kern"]


@pytest.mark.django_db
def test_keys_are_forgotten_after_a_week():
    send(ADA, uuid7(), "De Kern")
    old = Submission.objects.create(actor=ADA.actor, key=uuid7(), at=timezone.now() - datetime.timedelta(days=9))
    tasks.nightly()
    assert not Submission.objects.filter(pk=old.pk).exists()
    assert Submission.objects.count() == 1
