"""Pages of casework in a real browser: filled, empty and with errors, wide and on a phone."""

import datetime
import os
from pathlib import Path

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from cases import actions
from cases.enums import ContactKind
from cases.models import Case
from cases.models.support import SupportKind
from schools.models import Provider
from tests.browser import check_everywhere
from tests.cases.conftest import TODAY, by
from tests.cases.in_client import SITE, answered_by
from tests.cases.parts import filled, met, support
from tests.cast import Town, sign_in

pytestmark = pytest.mark.browser
NOON = datetime.datetime(TODAY.year, TODAY.month, TODAY.day, 12, tzinfo=datetime.UTC)
PARTS = ("case", "plan", "support", "case_meetings", "family", "sharing", "case_log")
LISTS = ("meetings", "consultations", "collective")
#: A folder for pictures to look at oneself; none are made without it.
PICTURES = os.environ.get("OT_PICTURES", "")


@pytest.fixture(autouse=True)
def on_the_day():
    with time_machine.travel(NOON, tick=True):
        yield


def look(page, name: str, path: str) -> None:
    check_everywhere(page, SITE + path)
    picture(page, name)


def picture(page, name: str) -> None:
    for width in (1280, 375) if PICTURES else ():
        page.set_viewport_size({"width": width, "height": 900})
        page.screenshot(path=Path(PICTURES) / f"{name}-{width}.png", full_page=True)


def test_filled_pages_break_no_rule(case: Case, town: Town, client: Client, new_page) -> None:
    made = filled(case, town, rows=2)
    page = answered_by(new_page(), sign_in(client, town.mate))
    for name in PARTS:
        look(page, name, reverse(f"cases:{name}", args=[case.pk]))
    for name in LISTS:
        look(page, name, reverse(f"cases:{name}"))
    look(page, "meeting", reverse("cases:meeting", args=[made.meeting.pk]))
    look(page, "item", reverse("cases:item", args=[made.item.pk]))
    look(page, "report", reverse("cases:report", args=[made.item.pk]))
    look(page, "version", reverse("cases:plan_version", args=[made.plan.versions.first().pk]))


def test_empty_pages_break_no_rule(unshared: Case, town: Town, client: Client, new_page) -> None:
    page = answered_by(new_page(), sign_in(client, town.ib))
    for name in PARTS:
        look(page, f"{name}-empty", reverse(f"cases:{name}", args=[unshared.pk]))
    for name in LISTS:
        look(page, f"{name}-empty", reverse(f"cases:{name}"))


def test_forms_with_errors_break_no_rule(case: Case, town: Town, client: Client, new_page) -> None:
    """Every field stands on the page with its error, so one look at each form sees both."""
    made = filled(case, town)
    page = answered_by(new_page(), sign_in(client, town.mate))
    forms = {
        **dict.fromkeys(("give_consent", "share", "add_party", "add_guardian", "household", "add_goal"), case.pk),
        **dict.fromkeys(("add_task", "bring_in", "evaluate_plan", "request_escalation"), case.pk),
        **dict.fromkeys(("decide_on_item", "invite_to_item"), made.item.pk),
    }
    for name, key in forms.items():
        page.goto(SITE + reverse(f"cases:{name}", args=[key]))
        with page.expect_navigation():
            page.locator("main form [type=submit]").first.click()
        assert page.locator(".ot-error-summary").count() == 1, name
        check_everywhere(page)
        picture(page, f"form-{name}")
    for name in ("plan_meeting", "ask_along", "new_collective"):
        look(page, f"form-{name}", reverse(f"cases:{name}"))


def test_the_small_forms_break_no_rule(case: Case, town: Town, provider: Provider, client: Client, new_page) -> None:
    """Each as it opens; and sent empty, those that then have an error."""
    made = filled(case, town)
    ib = by(town.ib, "IB")
    waiting = actions.bring_in(by=ib, support=support(case, town, kind=SupportKind.TLV, provider=provider))
    running = actions.bring_in(by=ib, support=support(case, town, started_on=TODAY, kind=SupportKind.OPP))
    wish = actions.ask_other_lead(by=ib, case=case, asked_by="moeder", wish="Graag Jan.", on=TODAY)
    asked = actions.ask_along(by=ib, team=case.team_id, situation="Een kind dat niet slaapt.", person=town.mate.pk)
    held_by = case.pupil.guardianships.filter(gezag=True).get()
    meeting = met(town, cases=(case,), kind="mdo")
    task = actions.add_task(by=ib, case=case, task=actions.NewTask("Bel oma", TODAY, by_pupil=True))
    entry = actions.log_contact(by=ib, contact=actions.Contact(case, TODAY, ContactKind.CALL, 5, "Gebeld."))
    page = answered_by(new_page(), sign_in(client, town.mate))
    with_error = {
        "gezag": held_by.pk,
        "decide_tlv": waiting.pk,
        "end_support": running.pk,
        "evaluate_support": running.pk,
        "answer_other_lead": wish.pk,
        "answer_along": asked.pk,
        "mark_provider": case.pk,
        "withdraw_entry": entry.pk,
        "drop_task": task.pk,
        "take_off_agenda": meeting.items.get().pk,
    }
    for name, key in with_error.items():
        page.goto(SITE + reverse(f"cases:{name}", args=[key]))
        with page.expect_navigation():
            page.locator("main form [type=submit]").first.click()
        assert page.locator(".ot-error-summary").count() == 1, name
        check_everywhere(page)
        picture(page, f"small-{name}")
    as_it_opens = {
        "start_support": waiting.pk,
        "change_guardian": held_by.pk,
        "change_child": case.pk,
        "move_home": case.pk,
        "change_question": case.pk,
        "lead": case.pk,
        "step": case.pk,
        "evaluate": case.pk,
        "close": case.pk,
        "hold_meeting": meeting.pk,
        "cancel_meeting": meeting.pk,
        "move_meeting": meeting.pk,
        "change_task": task.pk,
        "progress": made.plan.goals.first().pk,
        "end_goal": made.plan.goals.first().pk,
        "agree_plan": case.pk,
    }
    for name, key in as_it_opens.items():
        look(page, f"small-{name}", reverse(f"cases:{name}", args=[key]))
    look(page, "terms", reverse("cases:terms"))


def test_a_refusal_keeps_what_was_typed(case: Case, town: Town, client: Client, new_page) -> None:
    """Sharing without a basis: the page says whose consent is needed, and the text is still there."""
    filled(case, town)
    page = answered_by(new_page(), sign_in(client, town.ib))
    page.goto(SITE + reverse("cases:share", args=[case.pk]))
    page.get_by_label("Met wie?").select_option(label="GGD 0")
    page.get_by_label("Waarvoor?").select_option("overdracht")
    page.get_by_label("Wat deelt u?").fill("Het hele verhaal.")
    with page.expect_navigation():
        page.get_by_role("button", name="Delen").click()
    assert "Er is geen geldige toestemming" in page.locator(".ot-error-summary").inner_text()
    assert page.get_by_label("Wat deelt u?").input_value() == "Het hele verhaal."
    picture(page, "refusal")
