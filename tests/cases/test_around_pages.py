"""Pages around a question: what they cost, that every one is in the log of looking, and how they look in a browser."""

import datetime
import os
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts.models import Look
from cases import actions
from cases.actions import removal, rights
from cases.actions import school_administration as administration
from cases.actions import transitions as moves
from cases.actions.attachments import attach
from cases.enums import Outcome
from cases.models import Case, FamilyRequest, Handover, Transition
from cases.models.absence import AbsenceKind
from cases.models.transitions import Part, TransitionKind
from cases.urls import urlpatterns
from tests.browser import check_everywhere
from tests.cases.conftest import TODAY, by, question
from tests.cases.in_client import SITE, answered_by
from tests.cases.parts import ground, planned
from tests.cases.test_part_pages import queries
from tests.cast import Town, sign_in

NOON = datetime.datetime(TODAY.year, TODAY.month, TODAY.day, 12, tzinfo=datetime.UTC)
PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\n%%EOF"
OF_CASE = {"attachments": 5, "absence": 5, "transition": 6, "rights": 10}
OF_TEAM = {"worklist": 7, "thuiszitters": 6, "keeping": 6}
PICTURES = os.environ.get("OT_PICTURES", "")


@pytest.fixture(autouse=True)
def on_the_day(tmp_path: Path, settings: object):
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]
    with time_machine.travel(NOON, tick=True):
        yield


def filled(case: Case, town: Town, *, rows: int = 1) -> Case:
    """That many of each thing, through the actions."""
    ib = by(town.ib, "IB")
    planned(case, town)
    for number in range(rows):
        attach(by=ib, case=case, name=f"brief {number}.pdf", content=PDF)
        first = TODAY - datetime.timedelta(days=40 + number)
        spell = administration.Missed(case.pupil_id, AbsenceKind.ABSOLUTE, first, None, Decimal(8))
        administration.import_absence(by=ib, team=town.team, spells=[spell])
        rights.add_statement(by=ib, case=case, told_by="Els", text="Zo zagen wij het.")
        actions.add_task(by=ib, case=case, task=actions.NewTask(f"Bellen {number}", TODAY, person=town.ib.pk))
        moves.hand_over(
            by=ib,
            handover=moves.NewHandover(
                case, town.other_team, town.stranger.pk, [Part.QUESTION], TODAY, "Bel mij even.", ground()
            ),
        )
    kinds = list(FamilyRequest.Kind)
    for kind in kinds[:rows]:
        rights.ask_right(by=ib, pupil=case.pupil, kind=kind, asked_by="Els", what="Graag snel.")
    moves.record_transition(
        by=ib, case=case, kind=TransitionKind.MOVE, on=TODAY, school="De Wilgen", to_team=town.other_team
    )
    asked = rights.ask_export(by=ib, pupil=case.pupil)
    rights.make_export(key=asked.pk, today=TODAY)
    return case


@pytest.mark.parametrize("rows", [1, 3])
def test_pages_cost_the_same_for_1_and_3_rows(case: Case, town: Town, as_: Callable[..., Client], rows: int) -> None:
    filled(case, town, rows=rows)
    actions.raise_questions(by=by(town.ib, "IB"), questions=[question(town, name=f"Kind {n}") for n in range(rows - 1)])
    client = as_(town.ib)
    client.get(reverse("cases:worklist"))

    cost = {name: queries(client, reverse(f"cases:{name}", args=[case.pk])) for name in OF_CASE}
    cost |= {name: queries(client, reverse(f"cases:{name}")) for name in OF_TEAM}

    assert cost == OF_CASE | OF_TEAM


def every_page_of(case: Case) -> dict[str, str]:
    """Every address of casework that has to do with one question and answers to GET, by its name."""
    export = rights.FamilyExport.objects.get()
    keys = {
        "hand_over": Transition.objects.get().pk,
        "handover": Handover.objects.values_list("pk", flat=True).first(),
        "answer_right": FamilyRequest.objects.values_list("pk", flat=True).first(),
    }
    found = {
        "hand_over": reverse("cases:hand_over", args=[keys["hand_over"]]),
        "handover": reverse("cases:handover", args=[keys["handover"]]),
        "answer_right": reverse("cases:answer_right", args=[case.pk, keys["answer_right"]]),
        "export": reverse("cases:export", args=[case.pk, export.pk]),
        "export_file": reverse("cases:export_file", args=[case.pk, export.pk, "pdf"]),
    }
    for pattern in urlpatterns:
        if str(pattern.pattern).startswith("vragen/<uuid:key>/") and str(pattern.pattern).count("<") == 1:
            found[str(pattern.name)] = reverse(f"cases:{pattern.name}", args=[case.pk])
    return found


def test_every_page_and_copy_of_a_file_is_in_the_log_of_looking(
    case: Case, town: Town, as_: Callable[..., Client]
) -> None:
    """Walks every address of a question; whichever shows it has written so, in the same request."""
    filled(case, town)
    client = as_(town.mate, role="JGW")
    silent, opened = [], 0
    for name, url in every_page_of(case).items():
        client = as_(town.ib if name.startswith("export") else town.mate)
        before = Look.objects.count()
        answer = client.get(url)
        if answer.status_code == 200:
            opened += 1
            if Look.objects.filter(case=case.pk).count() == 0 or Look.objects.count() == before:
                silent.append(name)

    assert silent == []
    assert opened >= 35


def look(page, name: str, path: str) -> None:
    check_everywhere(page, SITE + path)
    for width in (1280, 375) if PICTURES else ():
        page.set_viewport_size({"width": width, "height": 900})
        page.screenshot(path=Path(PICTURES) / f"{name}-{width}.png", full_page=True)


@pytest.mark.browser
def test_filled_pages_break_no_rule(case: Case, town: Town, client: Client, new_page) -> None:
    filled(case, town, rows=2)
    page = answered_by(new_page(), sign_in(client, town.ib))
    for name in OF_CASE:
        look(page, name, reverse(f"cases:{name}", args=[case.pk]))
    for name, url in every_page_of(case).items():
        if name in FORMS_OF_CASE:
            look(page, name, url)
    for name in (
        "worklist",
        "thuiszitters",
        "import_pupils",
        "import_absence",
        "quick_contact",
        "caseload",
        "digest",
        "keeping",
    ):
        look(page, name, reverse(f"cases:{name}"))
    look(page, "worklist-search", reverse("cases:worklist") + "?zoek=Nor&van=mij")


FORMS_OF_CASE = (
    *("ask_right", "answer_right", "add_statement", "ask_export", "ask_removal", "export", "attach", "record_absence"),
    *("hand_over", "handover", "mark_provider", "change_question"),
)


@pytest.mark.browser
def test_empty_pages_and_errors_break_no_rule(unshared: Case, town: Town, client: Client, new_page) -> None:
    page = answered_by(new_page(), sign_in(client, town.ib))
    for name in OF_CASE:
        look(page, f"empty-{name}", reverse(f"cases:{name}", args=[unshared.pk]))
    for name in ("worklist", "thuiszitters", "keeping"):
        look(page, f"empty-{name}", reverse(f"cases:{name}"))
    look(page, "worklist-nothing", reverse("cases:worklist") + "?zoek=xyzzy")
    for name in ("record_absence", "ask_right", "add_statement", "record_transition", "attach"):
        page.goto(SITE + reverse(f"cases:{name}", args=[unshared.pk]))
        page.locator("main button[type=submit]").last.click()
        page.wait_for_selector("[data-error-summary]")
        check_everywhere(page)


@pytest.mark.browser
def test_an_import_shows_wrong_cells_and_then_what_it_read(town: Town, client: Client, new_page) -> None:
    page = answered_by(new_page(), sign_in(client, town.ib))
    page.goto(SITE + reverse("cases:import_pupils"))
    page.fill("textarea[name=text]", "voornaam;achternaam;geboortedatum\nMila;Jansen;morgen\n")
    page.click("main button[type=submit]")
    page.wait_for_selector("text=Cellen die niet kloppen")
    check_everywhere(page)
    page.fill("textarea[name=text]", "voornaam;achternaam;geboortedatum\nMila;Jansen;1-9-2016\n")
    page.click("main button[type=submit]")
    page.wait_for_selector("text=Neem 1 rijen over")
    check_everywhere(page)


@pytest.mark.browser
def test_the_second_person_decides(case: Case, town: Town, client: Client, new_page) -> None:
    page = answered_by(new_page(), sign_in(client, town.privacy))
    look(page, "empty-removals", "/vernietiging/")
    actions.close(by=by(town.ib, "IB"), case=case, outcome=Outcome.DECLINED)
    rights.ask_right(by=by(town.ib, "IB"), pupil=case.pupil, kind=FamilyRequest.Kind.REMOVAL, asked_by="Els")
    removal.ask_removal(by=by(town.ib, "IB"), pupil=case.pupil)
    look(page, "removals", "/vernietiging/")
    assert Look.objects.filter(actor=town.privacy.pk, subjects=[case.pupil_id]).exists()
