"""Signing in: by password, throttled, with a second factor where a role asks for it, until the session ends."""

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.conf import settings
from django.core import mail
from django.db import connection
from django.test import Client

from accounts.models import User
from accounts.session_store import SessionStore
from shell.caching import the_cache
from tests.cast import appoint, person, sign_in

PASSWORD = "paarden eten graag hooi"
SIGN_IN = "/toegang/inloggen/"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture
def director(town):
    """Somebody whose role asks for no second factor."""
    return with_password(town.director)


def with_password(someone: User) -> User:
    someone.set_password(PASSWORD)
    someone.save(update_fields=["password"])
    return someone


def enter(client, someone, password=PASSWORD, **extra):
    return client.post(SIGN_IN, {"login": someone.email, "password": password}, **extra)


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


# ---- Password -----------------------------------------------------------------------------------------------------------
def test_with_password_to_the_page_that_was_asked_for(director, client):
    answer = client.get("/mijn/")
    assert answer["Location"] == f"{SIGN_IN}?next=%2Fmijn%2F"
    answer = client.post(answer["Location"], {"login": director.email.upper(), "password": PASSWORD})
    assert answer["Location"] == "/mijn/"
    assert client.get("/mijn/").status_code == 200


def test_never_to_another_site(director, client):
    answer = client.post(f"{SIGN_IN}?next=https://elders.test/", {"login": director.email, "password": PASSWORD})
    assert answer["Location"] == "/"


@pytest.mark.parametrize("wrong", ["password", "address"])
def test_a_wrong_password_and_an_unknown_address_read_the_same(director, client, wrong):
    login, password = ("nie@mand.test", PASSWORD) if wrong == "address" else (director.email, "fout fout fout")
    page = client.post(SIGN_IN, {"login": login, "password": password}).content.decode()
    assert "Het e-mailadres of het wachtwoord klopt niet." in page
    assert "<title>Fout: Inloggen" in page


def test_who_is_switched_off_cannot_sign_in_and_is_out_with_the_next_click(director, client):
    enter(client, director)
    User.objects.filter(pk=director.pk).update(is_active=False)
    assert client.get("/mijn/")["Location"].startswith(SIGN_IN)
    assert enter(client, director)["Location"] == "/toegang/niet-actief/"
    assert "U kunt nu niet inloggen" in client.get("/toegang/niet-actief/").content.decode()


def test_signing_out_is_a_post(director, client):
    enter(client, director)
    assert "Wilt u uitloggen?" in client.get("/toegang/uitloggen/").content.decode()
    assert client.get("/mijn/").status_code == 200
    client.post("/toegang/uitloggen/")
    assert client.get("/mijn/").status_code == 302


def test_nobody_signs_up(client, db):
    assert client.get("/toegang/aanmelden/")["Location"] == SIGN_IN
    assert client.post("/toegang/aanmelden/", {"email": "a@b.test", "password1": PASSWORD})["Location"] == SIGN_IN
    assert not User.objects.exists()


def test_changing_a_password_ends_other_sessions_and_is_told_by_mail(director, client):
    enter(client, director)
    enter(elsewhere := Client(), director)
    new = {"oldpassword": PASSWORD, "password1": "koeien staan in de wei", "password2": "koeien staan in de wei"}
    assert client.post("/toegang/wachtwoord/", new).status_code == 302
    assert client.get("/mijn/").status_code == 200
    assert elsewhere.get("/mijn/").status_code == 302
    assert [(sent.to, sent.subject) for sent in mail.outbox] == [
        ([director.email], "OT Zwolle: uw wachtwoord is gewijzigd")
    ]


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("kort", "Dit wachtwoord is te kort"),
        ("1q2w3e4r5t6y", "Veel mensen gebruiken dit wachtwoord"),
        ("918273645546", "Dit wachtwoord bestaat alleen uit"),
        ("Welkom2026!!!", "Dit wachtwoord is makkelijk te raden."),
        ("dirk-teur-voorbeeld", "Dit wachtwoord lijkt te veel op"),
        ("koeien staan in de wei", None),
    ],
)
def test_password_rules_in_dutch(director, client, password, said):
    enter(client, director)
    data = {"oldpassword": PASSWORD, "password1": password, "password2": password}
    answer = client.post("/toegang/wachtwoord/", data)
    errors = answer.context["form"].errors["password1"] if answer.status_code == 200 else []
    assert [error[: len(said or "")] for error in errors] == ([said] if said else [])


def test_two_different_passwords_are_told_at_the_second(director, client):
    enter(client, director)
    data = {"oldpassword": PASSWORD, "password1": "koeien staan in de wei", "password2": "anders"}
    errors = client.post("/toegang/wachtwoord/", data).context["form"].errors
    assert errors == {"password2": ["Dit is niet hetzelfde als het wachtwoord hierboven."]}


# ---- Throttling: counted in Valkey -----------------------------------------------------------------------------------------
def test_after_five_wrong_passwords_also_the_right_one_waits(director, client):
    for _ in range(5):
        enter(client, director, "fout fout fout")
    page = enter(client, director, REMOTE_ADDR="10.9.8.7").content.decode()
    assert "U heeft te vaak geprobeerd in te loggen. Wacht vijf minuten." in page
    assert enter(Client(), person("Iemand Anders")).status_code == 200  # another person is not held up


def test_one_address_that_tries_everybody_gets_429_in_dutch(db, client):
    answers = [client.post(SIGN_IN, {"login": f"a{n}@b.test", "password": "x"}) for n in range(31)]
    assert [answer.status_code for answer in answers[-2:]] == [200, 429]
    assert "Te vaak geprobeerd" in answers[-1].content.decode()
    assert client.get(SIGN_IN).status_code == 200
    other = client.post(SIGN_IN, {"login": "c@d.test", "password": "x"}, REMOTE_ADDR="10.9.8.7")
    assert other.status_code == 200


# ---- Second factor -----------------------------------------------------------------------------------------------------------
def test_a_role_with_files_sets_up_a_second_factor_before_any_page(town, client):
    enter(client, with_password(town.ib))
    for page in ("/mijn/", "/mijn/inzagen/", "/", "/beheer/"):
        assert client.get(page)["Location"].startswith("/toegang/stap-2/instellen/?next="), page


def test_setting_up_shows_an_inline_drawing_and_the_key(town, client):
    enter(client, with_password(town.ib))
    page = client.get("/toegang/stap-2/instellen/").content.decode()
    assert '<div class="ot-qr" role="img"' in page
    assert "<svg " in page
    assert "data:" not in page
    secret = client.session["mfa.totp.secret"]
    assert " ".join(re.findall("....", secret)) in page


def test_the_right_code_turns_it_on_and_gives_recovery_codes(town, client):
    enter(client, with_password(town.ib))
    client.get("/toegang/stap-2/instellen/")
    wrong = client.post("/toegang/stap-2/instellen/", {"code": "000000"})
    assert wrong.context["form"].errors == {"code": ["Deze code klopt niet."]}
    answer = client.post("/toegang/stap-2/instellen/", {"code": code_of(client.session["mfa.totp.secret"])})
    assert answer["Location"] == "/toegang/stap-2/reservecodes/"
    page = client.get(answer["Location"]).content.decode()
    assert len(re.findall(r"<li><code>\d{8}</code></li>", page)) == 10
    assert client.get("/mijn/").status_code == 200


def test_secrets_are_encrypted_in_the_database(town):
    TOTP.activate(town.ib, SECRET)
    with connection.cursor() as cursor:
        cursor.execute("select data::text from mfa_authenticator")
        assert SECRET not in cursor.fetchone()[0]
    assert Authenticator.objects.get().wrap().validate_code(code_of(SECRET))


def test_an_older_secret_key_still_reads_them(town, settings):
    TOTP.activate(town.ib, SECRET)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = (
        [settings.SECRET_KEY],
        "another key of at least fifty characters, for tests",
    )
    assert Authenticator.objects.get().wrap().validate_code(code_of(SECRET))


def test_signing_in_asks_the_code_in_a_second_step(town, client):
    TOTP.activate(with_password(town.ib), SECRET)
    answer = enter(client, town.ib)
    assert answer["Location"] == "/toegang/stap-2/code/"
    assert "stap 2 van 2" in client.get("/toegang/stap-2/code/").content.decode()
    assert client.get("/mijn/").status_code == 302
    assert client.post("/toegang/stap-2/code/", {"code": code_of(SECRET)}).status_code == 302
    assert client.get("/mijn/").status_code == 200


def test_a_recovery_code_works_once(town, client):
    TOTP.activate(with_password(town.ib), SECRET)
    code = RecoveryCodes.activate(town.ib).get_unused_codes()[0]
    enter(client, town.ib)
    assert client.post("/toegang/stap-2/code/", {"code": code}).status_code == 302
    enter(other := Client(), town.ib)
    assert "Deze code klopt niet." in other.post("/toegang/stap-2/code/", {"code": code}).content.decode()


def test_guessing_codes_is_throttled(town, client):
    TOTP.activate(with_password(town.ib), SECRET)
    enter(client, town.ib)
    for _ in range(5):
        client.post("/toegang/stap-2/code/", {"code": "000000"})
    page = client.post("/toegang/stap-2/code/", {"code": code_of(SECRET)}).content.decode()
    assert "Wacht vijf minuten" in page


def test_a_session_from_before_the_second_factor_must_show_it(town, client):
    """Elsewhere the password was used first; then the person set up the factor. That other session gets nowhere."""
    enter(client, with_password(town.ib))
    TOTP.activate(town.ib, SECRET)
    RecoveryCodes.activate(town.ib)
    for page in (
        "/mijn/",
        "/toegang/stap-2/reservecodes/",
        "/toegang/wachtwoord/",
        "/toegang/stap-2/reservecodes/opslaan/",
    ):
        assert client.get(page)["Location"].startswith("/toegang/stap-2/bevestig/"), page
    answer = client.post("/toegang/stap-2/bevestig/?next=/mijn/", {"code": code_of(SECRET)})
    assert answer["Location"] == "/mijn/"
    assert client.get("/mijn/").status_code == 200


def test_who_needs_none_is_not_asked(director, client):
    enter(client, director)
    assert client.get("/mijn/").status_code == 200


# ---- Demo people ---------------------------------------------------------------------------------------------------------------
@pytest.fixture
def demo_ib(town):
    someone = person("Demo Ineke", is_demo=True)
    appoint(someone, "IB", at=town.other_team)
    appoint(someone, "DIRECTOR", at=town.other_team.location)
    return someone


def test_demo_people_stand_on_the_sign_in_page_with_what_they_do(demo_ib, client):
    page = client.get(SIGN_IN).content.decode()
    assert f'name="email" value="{demo_ib.email}"' in page
    assert "Intern begeleider en Schooldirecteur" in page
    assert "Werkt in het dossier van de eigen school." in page
    assert "Ineke Bos" not in page  # no demo person


def test_demo_people_need_one_click_and_no_code_under_a_banner_that_says_so(demo_ib, client):
    assert client.post("/toegang/voorbeeld/", {"email": demo_ib.email, "next": "/mijn/"})["Location"] == "/mijn/"
    page = client.get("/mijn/").content.decode()
    assert "U hoeft in dit voorbeeld geen code van uw telefoon in te vullen." in page


def test_that_click_never_signs_in_somebody_real(town, client):
    assert client.post("/toegang/voorbeeld/", {"email": town.ib.email}).status_code == 404


def test_outside_demo_mode_nothing_of_it(demo_ib, client, settings):
    settings.DEMO = False
    page = client.get(SIGN_IN).content.decode()
    assert "Voorbeeldgegevens" not in page
    assert "voorbeeldpersonen" not in page
    assert demo_ib.email not in page
    assert client.post("/toegang/voorbeeld/", {"email": demo_ib.email}).status_code == 404
    assert enter(client, with_password(demo_ib))["Location"] == "/toegang/niet-actief/"


def test_a_demo_session_ends_with_demo_mode(demo_ib, client, settings):
    client.post("/toegang/voorbeeld/", {"email": demo_ib.email})
    settings.DEMO = False
    assert client.get("/mijn/")["Location"].startswith(SIGN_IN)


# ---- The session ------------------------------------------------------------------------------------------------------------------
def test_a_session_ends_after_an_hour_without_a_request(town, client):
    sign_in(client, town.ib)
    assert client.session.get_expiry_age() == settings.SESSION_COOKIE_AGE == 3600
    assert client.get("/mijn/").cookies[settings.SESSION_COOKIE_NAME]["max-age"] == ""  # and with the browser


@pytest.mark.parametrize("page", ["/mijn/", "/privacyverklaring/"])
def test_each_request_renews_it_and_none_brings_it_back(town, client, page):
    """Also a page that does not ask who looks."""
    session = sign_in(client, town.ib).session
    key = the_cache().make_and_validate_key(session.cache_key)
    the_cache().client.expire(key, 60)

    client.get(page)

    assert 3590 < the_cache().client.ttl(key) <= 3600
    late = SessionStore(session.session_key)
    assert late.keys()
    session.flush()
    late.save()
    assert not late.exists(session.session_key)


def test_after_that_the_sign_in_page_says_why_and_returns(town, client):
    sign_in(client, town.ib)
    client.session.flush()
    answer = client.get("/mijn/inzagen/?na=x")
    assert answer["Location"] == f"{SIGN_IN}?next=%2Fmijn%2Finzagen%2F%3Fna%3Dx&verlopen=1"
    assert (
        "U bent niet meer ingelogd. Dat gebeurt als u 60 minuten niets doet"
        in client.get(answer["Location"]).content.decode()
    )


def test_a_form_that_is_sent_too_late_leads_back_to_the_page_it_stood_on(town, client):
    sign_in(client, town.ib)
    client.session.flush()
    answer = client.post("/rol/", {"role": "IB"}, headers={"Referer": "http://testserver/mijn/?x=1"})
    assert answer["Location"] == f"{SIGN_IN}?next=%2Fmijn%2F%3Fx%3D1&verlopen=1"
    answer = client.post("/rol/", {"role": "IB"}, headers={"Referer": "https://elders.test/lokken"})
    assert answer["Location"] == f"{SIGN_IN}?next=%2F"


def test_a_part_of_a_page_takes_the_whole_page_to_sign_in(client, db):
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/werklijst/"}
    assert client.get("/mijn/inzagen/", headers=headers)["HX-Redirect"] == f"{SIGN_IN}?next=%2Fwerklijst%2F"


def test_a_program_of_the_page_is_told_401(client, db):
    assert client.post("/sessie/", headers={"Sec-Fetch-Mode": "cors"}).status_code == 401


def test_the_warning_knows_its_times_and_addresses(town, client):
    page = sign_in(client, town.ib).get("/mijn/").content.decode()
    assert 'data-session-seconds="3600" data-warning-seconds="300"' in page
    assert 'data-stay-url="/sessie/"' in page
    assert client.post("/sessie/").status_code == 204


# ---- Roles -----------------------------------------------------------------------------------------------------------------------
def test_another_role_is_offered_where_it_is_needed(town, client):
    appoint(town.ib, "PRIVACY", at=town.municipality)
    client = sign_in(client, town.ib, role="IB")
    refused = client.get("/inzagen/?soort=view")
    assert refused.status_code == 403
    assert "Ga verder als Privacyfunctionaris" in refused.content.decode()
    answer = client.post("/rol/", {"role": "PRIVACY", "next": "/inzagen/?soort=view"})
    assert answer["Location"] == "/inzagen/?soort=view"
    assert client.get("/inzagen/?soort=view").status_code == 200


def test_a_role_that_one_does_not_hold_changes_nothing(town, client):
    client = sign_in(client, town.ib)
    client.post("/rol/", {"role": "ADMIN"})
    refused = client.get("/beheer/")
    assert refused.status_code == 403
    assert "Uw rol geeft geen toegang tot deze pagina. Er is niets veranderd." in refused.content.decode()


def test_a_role_that_ended_is_no_longer_the_chosen_one(town, client):
    second = appoint(town.ib, "PRIVACY", at=town.municipality)
    client = sign_in(client, town.ib, role="PRIVACY")
    assert client.get("/inzagen/").status_code == 200
    second.delete()
    assert client.get("/inzagen/").status_code == 403


def test_somebody_without_a_role_is_told_so(town, client):
    page = sign_in(client, town.nobody).get("/").content.decode()
    assert "U heeft vandaag geen rol" in page
    assert town.nobody.email in page
