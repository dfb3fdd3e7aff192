"""From an administrator's button to somebody inside; and the first administrator, whom nobody can invite."""

import io
import re

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import IntegrityError
from django.test import Client
from django.utils import timezone

from accounts import tasks
from accounts.acting import Acting, acting_as
from accounts.models import Change, User
from accounts.roles import Hat
from schools.hats import holdings
from schools.models import Appointment, Municipality
from tests.cast import appoint, person, sign_in

PASSWORD = "paarden eten graag hooi"
ADD = "/beheer/accounts/user/add/"


@pytest.fixture
def admin_client(town, client):
    return sign_in(client, town.admin)


def choose(client: Client, link: str, password: str = PASSWORD):
    """Open the link of a mail and choose a password there; answers the last page."""
    path = link.removeprefix("http://localhost:8000")
    form = client.get(path, follow=True)
    return client.post(form.redirect_chain[-1][0], {"password1": password, "password2": password}, follow=True)


def link_in(sent) -> str:
    return re.search(r"http://localhost:8000\S+", sent.body)[0]


#: What the list of appointments on a person's page sends along.
NO_INLINES = {"appointments-TOTAL_FORMS": 0, "appointments-INITIAL_FORMS": 0}


def change_page(someone: User) -> str:
    return f"/beheer/accounts/user/{someone.pk}/change/"


def test_invited_chosen_inside(town, admin_client, django_capture_on_commit_callbacks, eager):
    with django_capture_on_commit_callbacks(execute=True):
        admin_client.post(
            ADD, {"name": "Nieuwe Gerda", "email": "Gerda@School.test", "is_active": "on", "_invite": "x"}
        )
    gerda = User.objects.get(email="gerda@school.test")
    appoint(gerda, "DIRECTOR", at=town.team.location)
    [sent] = mail.outbox
    assert (sent.to, sent.subject) == (["gerda@school.test"], "Welkom bij OT Zwolle: kies uw wachtwoord")
    assert "Goedendag Nieuwe Gerda," in sent.body
    assert "Ada" not in sent.body
    visitor = Client()
    page = choose(visitor, link_in(sent))
    assert page.status_code == 200
    assert visitor.get("/mijn/").status_code == 200
    assert "Deze link werkt niet meer" in choose_again(link_in(sent))


def choose_again(link: str) -> str:
    return Client().get(link.removeprefix("http://localhost:8000")).content.decode()


@pytest.fixture
def eager(settings):
    """Tasks run where they are queued, as the worker would run them."""
    from zwolle_ot.celery import app

    app.conf.task_always_eager = True
    yield
    app.conf.task_always_eager = False


def test_inviting_from_the_list(town, admin_client, django_capture_on_commit_callbacks, eager):
    people = [person(f"Nieuw {n}", invited_at=None) for n in range(2)]
    data = {"action": "invite_chosen", "_selected_action": [one.pk for one in people]}
    with django_capture_on_commit_callbacks(execute=True):
        page = admin_client.post("/beheer/accounts/user/", data, follow=True).content.decode()
    assert "Uitgenodigd: Nieuw 0" in page
    assert sorted(sent.to[0] for sent in mail.outbox) == sorted(one.email for one in people)
    assert Change.objects.filter(table_name="accounts_user", operation="update", action="accounts.invite").count() == 2


def test_when_one_cannot_be_invited_none_is_and_it_says_why(admin_client, eager):
    off, ready = person("Uit Dienst", is_active=False, invited_at=None), person("Nieuw", invited_at=None)
    data = {"action": "invite_chosen", "_selected_action": [off.pk, ready.pk]}
    page = admin_client.post("/beheer/accounts/user/", data, follow=True).content.decode()
    assert "Er is niemand uitgenodigd. Uit Dienst mag niet inloggen." in page
    ready.refresh_from_db()
    assert ready.invited_at is None


def test_an_uninvited_person_gets_no_link_by_asking_for_one(db, client, eager):
    someone, invited = person("Uit Bestand", invited_at=None), person("Al Uitgenodigd")
    for email in (someone.email, invited.email, "nie@mand.test"):
        answer = client.post("/toegang/wachtwoord/vergeten/", {"email": email})
        assert answer["Location"] == "/toegang/wachtwoord/vergeten/verstuurd/"
    assert [sent.to for sent in mail.outbox] == [[invited.email]]


def test_a_forgotten_password_still_asks_the_second_factor(town, client, eager):
    TOTP.activate(town.ib, "JBSWY3DPEHPK3PXP")
    client.post("/toegang/wachtwoord/vergeten/", {"email": town.ib.email})
    page = choose(client, link_in(mail.outbox[0]))
    assert page.redirect_chain[-1][0] == "/toegang/stap-2/code/"


def test_a_link_of_before_another_address_works_no_longer_and_the_old_address_is_gone(
    town, admin_client, client, eager
):
    someone = person("Verhuisde Vera")
    tasks.send_invitation.delay(str(someone.pk))
    assert EmailAddress.objects.filter(user=someone, email=someone.email).exists()
    old, link = someone.email, link_in(mail.outbox[0])
    admin_client.post(
        change_page(someone), {"name": someone.name, "email": "vera@nieuw.test", "is_active": "on", **NO_INLINES}
    )
    someone.refresh_from_db()
    assert someone.email == "vera@nieuw.test"
    assert not EmailAddress.objects.filter(email=old).exists()
    assert "Deze link werkt niet meer" in choose_again(link)


def test_who_has_signed_in_keeps_the_address(town, admin_client):
    """Else an administrator could send the invitation of an IB'er to somebody else; the form and PostgreSQL both refuse."""
    old = town.ib.email
    User.objects.filter(pk=town.ib.pk).update(last_login=timezone.now())
    data = {"name": "Ineke Anders", "email": "iemand@anders.test", "is_active": "on", **NO_INLINES}
    admin_client.post(change_page(town.ib), data)
    town.ib.refresh_from_db()
    assert (town.ib.name, town.ib.email) == ("Ineke Anders", old)

    by = Acting(town.admin.pk, town.admin.name, "ADMIN", Hat.PEOPLE, timezone.localdate())
    with pytest.raises(IntegrityError, match="stands"), acting_as(by, writes=True):
        User.objects.filter(pk=town.ib.pk).update(email="iemand@anders.test")


def test_a_mail_task_does_nothing_for_who_was_switched_off_since(db, eager):
    off = person("Uit Dienst", is_active=False)
    tasks.send_invitation.delay(str(off.pk))
    assert mail.outbox == []


def test_an_administrator_wipes_a_lost_second_factor(town, admin_client, django_capture_on_commit_callbacks, eager):
    TOTP.activate(town.ib, "JBSWY3DPEHPK3PXP")
    data = {"name": town.ib.name, "email": town.ib.email, "is_active": "on", "_reset_second_factor": "x", **NO_INLINES}
    with django_capture_on_commit_callbacks(execute=True):
        admin_client.post(change_page(town.ib), data)
    assert not town.ib.authenticator_set.exists()
    assert [(sent.to, sent.subject) for sent in mail.outbox] == [
        ([town.ib.email], "OT Zwolle: uw tweede stap is gewist")
    ]
    TOTP.activate(town.ib, "JBSWY3DPEHPK3PXP")
    tasks.forget_second_factor.delay(str(town.ib.pk))  # the same task again, later: the new one stays
    assert town.ib.authenticator_set.exists()


def test_tasks_carry_no_name_and_no_address(town, admin_client, monkeypatch, django_capture_on_commit_callbacks):
    queued = []
    monkeypatch.setattr(
        "celery.app.task.Task.apply_async",
        lambda self, args=None, kwargs=None, **more: queued.append((self.name, args, kwargs)),
    )
    with django_capture_on_commit_callbacks(execute=True):
        admin_client.post("/beheer/accounts/user/", {"action": "invite_chosen", "_selected_action": [town.ib.pk]})
    assert ("accounts.tasks.send_invitation", (str(town.ib.pk),), {}) in queued
    assert not [task for task in queued if town.ib.name in str(task) or town.ib.email in str(task)]


# ---- The first administrator ------------------------------------------------------------------------------------------
def first_administrator(*arguments: str) -> tuple[str, str]:
    out, err = io.StringIO(), io.StringIO()
    call_command("first_administrator", *arguments, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def test_first_administrator_on_an_empty_system(db):
    out, err = first_administrator("Eerste@Zwolle.test", "--name", "Eerste Beheerder")
    made = User.objects.get(email="eerste@zwolle.test")
    assert [held.role.code for held in holdings(made, today=timezone.localdate())] == ["ADMIN"]
    assert Municipality.objects.get().code == "GM0193"
    assert "Eerste Beheerder is a functional administrator." in out
    assert err == ""
    visitor = Client()
    choose(visitor, re.search(r"http\S+", out)[0])
    assert visitor.get("/beheer/")["Location"].startswith("/toegang/stap-2/instellen/")


def test_first_administrator_again_makes_nobody_twice_and_tells_of_others(town):
    out, err = first_administrator(town.admin.email)
    assert "Ada Beheer is a functional administrator." in out
    assert err == ""
    assert Appointment.objects.filter(role="ADMIN").count() == 1
    _out, err = first_administrator("nog@zwolle.test")
    assert "1 other administrator(s) hold this role today" in err


@pytest.mark.parametrize("email", ["geen adres", ""])
def test_first_administrator_refuses_what_is_no_address(db, email):
    with pytest.raises(CommandError, match="is no e-mail address"):
        first_administrator(email)


def test_first_administrator_refuses_demo_people(db):
    with pytest.raises(CommandError, match="may not sign in"):
        first_administrator(person("Demo", is_demo=True).email)
