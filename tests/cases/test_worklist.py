"""The work list: searching, what is missing, what waits, several at once, and the page itself."""

import datetime
import time
from collections.abc import Callable
from functools import partial

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone

from accounts.acting import acting_as
from accounts.models import Look
from cases import actions, policies
from cases.actions import flags, lists, withdrawals
from cases.enums import Audience, ContactKind, State
from cases.models import Case, CaseFlag, LogEntry, SavedFilter, Task
from cases.queries import with_work
from cases.reading import worklist as reading
from tests.cases.conftest import TODAY, by, question
from tests.cases.in_client import SITE, answered_by
from tests.cases.parts import planned
from tests.cast import Town, sign_in


def found(someone: object, role: str, words: str) -> list[object]:
    with acting_as(by(someone, role), writes=False):  # type: ignore[arg-type]
        return reading.search(words)


@pytest.mark.parametrize("words", ["Noor", "noor de wit", "Nor de Wit", "NÓÓR", "de Witt", "no"])
def test_a_name_is_found_with_mistakes_and_accents(case: Case, town: Town, words: str) -> None:
    assert found(town.ib, "IB", words) == [case.pk]


@pytest.mark.parametrize("words", ["slaapt", "SLAAPT", "moe op school"])
def test_a_word_of_the_question_is_found_by_its_stem(case: Case, town: Town, words: str) -> None:
    assert found(town.ib, "IB", words) == [case.pk]


@pytest.mark.parametrize("words", ["slaabt", "schol", "slechd"])
def test_a_typing_mistake_in_a_word_is_forgiven_within_ones_own_teams(case: Case, town: Town, words: str) -> None:
    assert found(town.ib, "IB", words) == [case.pk]
    assert found(town.stranger, "IB", words) == []


def test_a_search_finds_nothing_of_another_team(case: Case, town: Town) -> None:
    assert found(town.stranger, "IB", "Noor") == []
    assert found(town.stranger, "IB", "slaapt") == []
    assert found(town.leerplicht, "LEERPLICHT", "Noor") == []


def test_a_search_in_the_log_keeps_to_ones_own_side(case: Case, town: Town) -> None:
    for audience, body in ((Audience.TEAM, "Samen gefietst."), (Audience.YOUTH, "Thuis is er brand geweest.")):
        contact = actions.Contact(case, TODAY, ContactKind.CHILD, 10, body, audience)
        actions.log_contact(by=by(town.mate, "JGW"), contact=contact)

    assert found(town.ib, "IB", "gefietst") == [case.pk]
    assert found(town.ib, "IB", "brand") == []
    assert found(town.mate, "JGW", "brand") == [case.pk]


def test_a_typing_mistake_is_forgiven_in_the_log_that_one_may_read(case: Case, town: Town) -> None:
    for audience, body in (
        (Audience.TEAM, 'Gesprek met de leerkracht: Noor was verdrietig, en vertelde over "Zwémles".'),
        (Audience.YOUTH, "Thuis is er brandschade geweest."),
    ):
        contact = actions.Contact(case, TODAY, ContactKind.CHILD, 10, body, audience)
        actions.log_contact(by=by(town.mate, "JGW"), contact=contact)

    for words in ("leerkrcaht", "leerkragt", "verdritig", "zwemels", "leerkragt verdritig", "leerkrachten", "Zwémels"):
        assert found(town.ib, "IB", words) == [case.pk], words
    for words in ("leerplicht", "verdritig leerplicht", "brandschde"):
        assert found(town.ib, "IB", words) == [], words
    assert found(town.mate, "JGW", "brandschde") == [case.pk]
    assert found(town.stranger, "IB", "leerkrcaht") == []
    entry = LogEntry.objects.get(audience=Audience.TEAM)
    withdrawals.withdraw_entry(by=by(town.mate, "JGW"), entry=entry, reason="Ander kind.")
    assert found(town.mate, "JGW", "leerkrcaht") == []


def test_somebody_without_a_hat_may_not_search_at_all(case: Case) -> None:
    from django.db import ProgrammingError

    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("set local role ot_figures_look")
        cursor.execute("select * from app.search_cases('Noor', 10)")


def missing(case: Case, today: datetime.date) -> list[str]:
    return reading.missing_in(reading.with_missing(Case.objects.filter(pk=case.pk), today=today).get())


def test_missing_says_what_a_question_lacks(town: Town) -> None:
    made = actions.raise_question(by=by(town.ib, "IB"), question=question(town, family_agreed_on=None))
    actions.take_step(by=by(town.ib, "IB"), case=made, to=State.SUPPORTING)
    made.refresh_from_db()

    assert missing(made, TODAY) == ["toestemming", "doelen"]
    for filter_ in ("toestemming", "doelen"):
        rows = reading.worklist(actor=town.ib.pk, today=TODAY, filters={"mist": filter_})
        assert list(rows) == [made]

    planned(made, town)
    later = TODAY + datetime.timedelta(days=99)
    assert missing(made, later) == ["toestemming", "evaluatie"]
    assert list(reading.worklist(actor=town.ib.pk, today=TODAY, filters={"mist": "doelen"})) == []
    assert list(reading.worklist(actor=town.ib.pk, today=later, filters={"mist": "evaluatie"})) == [made]


def test_several_questions_go_to_somebody_of_the_team_alone(
    town: Town, raise_many: Callable[[int], list[Case]]
) -> None:
    cases = raise_many(3)

    lists.assign(by=by(town.ib, "IB"), cases=cases[:2], lead=town.mate.pk)

    leads = list(Case.objects.order_by("pk").values_list("lead_id", "version"))
    assert leads == [(town.mate.pk, 2), (town.mate.pk, 2), (town.ib.pk, 1)]
    with pytest.raises(policies.NotNow, match="werkt nu niet in het team"):
        lists.assign(by=by(town.ib, "IB"), cases=cases, lead=town.stranger.pk)


def test_a_caseload_goes_over_with_its_open_actions(town: Town, case: Case) -> None:
    for who in (town.ib, town.ortho):
        actions.add_task(by=by(town.ib, "IB"), case=case, task=actions.NewTask("Bellen", TODAY, person=who.pk))

    asked = actions.ask_along(by=by(town.mate, "JGW"), team=town.team.pk, situation="En nu?", person=town.ib.pk)

    done = lists.hand_over_caseload(by=by(town.mate, "JGW"), teams=[town.team.pk], leaving=town.ib.pk, to=town.mate.pk)

    assert done == lists.HandedOver(cases=1, tasks=1, consultations=1)
    assert str(done) == "1 vraag, 1 actie, 1 keer meedenken"
    asked.refresh_from_db()
    assert asked.person_id == town.mate.pk
    case.refresh_from_db()
    assert case.lead_id == town.mate.pk
    assert set(Task.objects.values_list("person_id", flat=True)) == {town.mate.pk, town.ortho.pk}
    with pytest.raises(policies.NotNow, match="niets open staan"):
        lists.hand_over_caseload(by=by(town.mate, "JGW"), teams=[town.team.pk], leaving=town.ib.pk, to=town.mate.pk)


def test_who_has_only_an_action_left_can_hand_it_over(town: Town, case: Case) -> None:
    actions.add_task(by=by(town.ib, "IB"), case=case, task=actions.NewTask("Bellen", TODAY, person=town.ortho.pk))

    assert set(with_work([town.team.pk])) == {town.ib, town.ortho}


def test_flags_that_i_have_not_seen_can_be_filtered(town: Town, case: Case) -> None:
    found = partial(reading.worklist, today=TODAY, filters={"signaal": "ongezien"})
    assert list(found(actor=town.ib.pk)) == []
    flags.recompute_flags(cases=[case.pk], today=TODAY + datetime.timedelta(days=42))
    assert list(found(actor=town.ib.pk)) == [case]

    flags.see_flag(by=by(town.ib, "IB"), flag=CaseFlag.objects.get())

    assert (list(found(actor=town.ib.pk)), list(found(actor=town.mate.pk))) == ([], [case])


def test_an_action_is_done_from_the_list_and_what_is_missing_stands_on_the_page(
    town: Town, case: Case, as_: Callable[..., Client]
) -> None:
    task = actions.add_task(by=by(town.ib, "IB"), case=case, task=actions.NewTask("Bellen", TODAY, person=town.ib.pk))
    client = as_(town.ib)
    assert f'action="/acties/{task.pk}/gedaan/"' in client.get("/werklijst/").text

    sent = client.post(f"/acties/{task.pk}/gedaan/", {"terug": "werklijst"}, follow=True)

    assert sent.redirect_chain == [("/werklijst/", 302)] and "De actie is gedaan." in sent.text
    Case.objects.filter(pk=case.pk).update(family_agreed_on=None)
    assert client.get(f"/vragen/{case.pk}/").context["missing"] == [
        ("akkoord van het gezin", f"/vragen/{case.pk}/wijzigen/")
    ]


def test_a_saved_filter_keeps_no_name_and_is_ones_own(town: Town) -> None:
    saved = lists.save_filter(by=by(town.ib, "IB"), name="Wacht", query="stand=weighing&zoek=Noor&na=x")

    assert saved.query == "stand=weighing"
    with acting_as(by(town.mate, "JGW"), writes=False):
        assert list(SavedFilter.objects.all()) == []
    with pytest.raises(policies.NotNow, match="Kies eerst een filter"):
        lists.save_filter(by=by(town.ib, "IB"), name="Naam", query="zoek=Noor")


@pytest.mark.parametrize(
    ("constraint", "changes"),
    [
        ("filter_keeps_no_name", {"query": "zoek=Noor"}),
        ("filter_has_name_and_query", {"name": ""}),
    ],
)
def test_the_database_holds_the_rule_of_filters(town: Town, constraint: str, changes: dict[str, str]) -> None:
    lists.save_filter(by=by(town.ib, "IB"), name="Wacht", query="stand=weighing")

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        SavedFilter.objects.update(**changes)


def test_the_page_logs_who_was_in_the_list_and_a_search_as_a_search(
    town: Town, case: Case, as_: Callable[..., Client]
) -> None:
    client = as_(town.ib)
    client.get("/werklijst/")
    client.get("/werklijst/", {"zoek": "Nor"})

    assert list(Look.objects.order_by("at").values_list("kind", "what", "subjects")) == [
        ("list", "werklijst", [case.pupil_id]),
        ("search", "werklijst", [case.pupil_id]),
    ]


def test_a_contact_is_logged_from_the_list(town: Town, case: Case, as_: Callable[..., Client]) -> None:
    import uuid

    answer = as_(town.mate).post(
        "/contact/",
        {
            "case": case.pk,
            "kind": "kind",
            "minutes": 15,
            "on": f"{timezone.localdate():%d-%m-%Y}",
            "once": uuid.uuid4(),
        },
    )

    assert (answer.status_code, answer["Location"]) == (302, "/werklijst/")
    assert case.pk in set(Case.objects.filter(pk__in=[case.pk]).values_list("pk", flat=True))


@pytest.mark.browser
def test_a_contact_is_logged_by_keyboard_in_seconds(case: Case, town: Town, client: Client, new_page) -> None:
    page = answered_by(new_page(), sign_in(client, town.ib))
    page.goto(f"{SITE}/werklijst/")
    began = time.monotonic()
    page.keyboard.press("Alt+Shift+C")
    page.wait_for_url("**/contact/")
    page.keyboard.type("Noor")
    page.keyboard.press("Tab")
    page.keyboard.type("gesprek met kind en")
    for _ in range(3):
        page.keyboard.press("Tab")
    page.keyboard.type("Even bijgepraat. Het gaat beter.")
    page.keyboard.press("Control+Enter")
    while not LogEntry.objects.exists() and time.monotonic() - began < 15:
        page.wait_for_timeout(50)

    entry = LogEntry.objects.get()
    assert (entry.kind, entry.minutes, entry.body) == (ContactKind.FAMILY, 15, "Even bijgepraat. Het gaat beter.")
    assert time.monotonic() - began < 15
