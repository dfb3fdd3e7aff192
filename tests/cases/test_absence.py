"""Absence: counting, imports that name every wrong cell, thuiszitters on a day, flags, and who reads it."""

import datetime
from collections.abc import Callable
from decimal import Decimal

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.acting import acting_as
from accounts.models import Look
from cases import actions, imports, policies
from cases.absence import Spell, Young, hours_in_window, thuiszitter_since, without_education_since
from cases.actions import flags
from cases.actions import school_administration as administration
from cases.actions.school_administration import Missed
from cases.enums import AccessScope
from cases.forms.school_administration import AbsenceTableForm, PupilTableForm
from cases.models import Absence, Case, CaseFlag, Pupil
from cases.models.absence import AbsenceKind
from cases.models.sharing import Purpose
from cases.reading import absence as reading
from tests.cases.conftest import TODAY, by, question
from tests.cases.parts import ground, leerplicht, sharing
from tests.cast import Town

D = datetime.date
K = AbsenceKind


def whole(first: D, last: D | None = None, hours: int | None = None) -> Spell:
    return Spell(first, last, Decimal(hours) if hours else None, whole_days=True)


def test_sixteen_hours_count_over_four_school_weeks_and_skip_a_holiday() -> None:
    # The autumn holiday of region Noord in 2026 is 10 to 18 October: four school weeks to 6 November began on 5 October.
    spells = [whole(D(2026, 10, 5), D(2026, 10, 9), 10), whole(D(2026, 11, 2), D(2026, 11, 3), 6)]

    assert hours_in_window(spells, today=D(2026, 11, 6), weeks=4) == Decimal(16)
    assert hours_in_window(spells, today=D(2026, 11, 13), weeks=4) == Decimal(6)


def test_hours_of_a_long_spell_are_spread_over_its_school_days() -> None:
    spell = whole(D(2026, 11, 2), D(2026, 11, 13), 20)

    assert hours_in_window([spell], today=D(2026, 11, 13), weeks=1) == Decimal(10)


def test_spells_with_only_a_weekend_between_are_one_run() -> None:
    spells = [whole(D(2026, 11, 2), D(2026, 11, 6)), whole(D(2026, 11, 9), None)]

    assert without_education_since(spells, D(2026, 11, 20)) == D(2026, 11, 2)
    assert without_education_since([spells[0], whole(D(2026, 11, 10))], D(2026, 11, 20)) == D(2026, 11, 10)


@pytest.mark.parametrize(
    ("day", "born", "qualified", "since"),
    [
        (D(2026, 11, 29), D(2015, 1, 1), None, None),  # 28 days: four weeks, not more
        (D(2026, 11, 30), D(2015, 1, 1), None, D(2026, 11, 2)),
        (D(2026, 11, 30), D(2022, 1, 1), None, None),  # 4 years old
        (D(2026, 11, 30), D(2008, 11, 30), None, None),  # 18 today
        (D(2026, 11, 30), D(2010, 1, 1), D(2026, 6, 1), None),
    ],
)
def test_who_is_a_thuiszitter(day: D, born: D, qualified: D | None, since: D | None) -> None:
    found = thuiszitter_since(Young(born, qualified), [whole(D(2026, 11, 2))], day, ages=(5, 18), longer_than=28)

    assert found == since


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.dates(D(2026, 9, 1), D(2026, 12, 1)), st.integers(0, 30)), max_size=6))
def test_a_run_begins_with_a_spell_and_covers_the_day(told: list[tuple[D, int]]) -> None:
    day = D(2026, 12, 15)
    spells = [whole(first, first + datetime.timedelta(days=length)) for first, length in told]
    since = without_education_since(spells, day)

    covering = [spell for spell in spells if spell.first <= day <= (spell.last or day)]
    assert (since is None) == (not covering)
    if since:
        assert since in {spell.first for spell in spells}
        assert since <= min(spell.first for spell in covering)


def missed(
    case: Case, first: D = TODAY, last: D | None = None, hours: int | None = None, kind: K = K.UNAUTHORISED
) -> Missed:
    return Missed(case.pupil_id, kind, first, last, Decimal(hours) if hours else None)


def test_the_same_file_twice_changes_nothing_and_a_later_one_lengthens(case: Case, town: Town) -> None:
    ib = by(town.ib, "IB")
    spell = missed(case, D(2026, 10, 1), D(2026, 10, 2), 8)
    first = administration.import_absence(by=ib, team=town.team, spells=[spell])
    again = administration.import_absence(by=ib, team=town.team, spells=[spell])
    longer = administration.import_absence(
        by=ib, team=town.team, spells=[missed(case, D(2026, 10, 1), D(2026, 10, 9), 20)]
    )

    assert [(one.new, one.changed, one.same) for one in (first, again, longer)] == [(1, 0, 0), (0, 0, 1), (0, 1, 0)]
    assert Absence.objects.get().hours == 20


def test_flags_of_absence_and_of_a_thuiszitter(case: Case, town: Town) -> None:
    ib = by(town.ib, "IB")
    administration.record_absence(by=ib, pupil=case.pupil, spell=missed(case, D(2026, 9, 21), None, 40))
    flags.drain_stale(today=TODAY)

    standing = dict(CaseFlag.objects.filter(cleared_on=None).values_list("rule", "level"))
    assert {"absence_risk": "warn", "thuiszitter": "urgent"}.items() <= standing.items()
    with pytest.raises(policies.NotNow, match="staat er al"):
        administration.record_absence(by=ib, pupil=case.pupil, spell=missed(case, D(2026, 9, 21), None, 40))


def test_illness_counts_for_neither(case: Case, town: Town) -> None:
    spell = missed(case, D(2026, 9, 1), None, 99, K.SICK)
    administration.record_absence(by=by(town.ib, "IB"), pupil=case.pupil, spell=spell)
    flags.drain_stale(today=TODAY)

    assert not CaseFlag.objects.filter(rule__in=["absence_risk", "thuiszitter"]).exists()
    assert reading.thuiszitters(TODAY) == []


def test_a_flag_says_when_the_child_is_in_the_last_year(case: Case) -> None:
    Pupil.objects.update(group="8")
    flags.recompute_flags(cases=[case.pk], today=TODAY)

    assert CaseFlag.objects.get(rule="transition").level == "note"


def test_thuiszitters_on_any_reference_date_enrolled_or_not(case: Case, town: Town) -> None:
    spell = missed(case, D(2026, 6, 1), D(2026, 8, 31), None, K.ABSOLUTE)
    administration.record_absence(by=by(town.ib, "IB"), pupil=case.pupil, spell=spell)
    Pupil.objects.update(left_on=D(2026, 5, 31))

    assert reading.thuiszitters(D(2026, 6, 15)) == []
    (found,) = reading.thuiszitters(D(2026, 7, 1))
    assert (found.since, found.days, found.enrolled, found.case) == (D(2026, 6, 1), 31, False, case.pk)
    assert reading.thuiszitters(D(2026, 9, 15)) == []


def test_leerplicht_reads_absence_after_a_report_on_a_statutory_ground_and_nobody_else_does(
    case: Case, town: Town
) -> None:
    administration.record_absence(by=by(town.ib, "IB"), pupil=case.pupil, spell=missed(case))
    reads = by(town.leerplicht, "LEERPLICHT")
    with acting_as(reads, writes=False):
        assert Absence.objects.count() == 0
    actions.let_in(
        by=by(town.ib, "IB"),
        sharing=sharing(case, leerplicht(case, town), Purpose.REPORT, ground("leerplicht")),
        scope=AccessScope.REQUEST,
    )

    with acting_as(reads, writes=False):
        assert Absence.objects.count() == 1
    for someone, role in ((town.jeugdconsulent, "JEUGDCONSULENT"), (town.stranger, "IB")):
        with acting_as(by(someone, role), writes=False):
            assert Absence.objects.count() == 0


@pytest.mark.parametrize(
    ("constraint", "changes"),
    [
        ("absence_days_in_order", {"last_on": D(2020, 1, 1)}),
        ("absence_hours", {"hours": 0}),
    ],
)
def test_the_database_holds_the_rule(case: Case, town: Town, constraint: str, changes: dict) -> None:
    administration.record_absence(by=by(town.ib, "IB"), pupil=case.pupil, spell=missed(case))

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Absence.objects.update(**changes)


# ---- Files of a school ------------------------------------------------------------------------------------------------
GOOD = "voornaam;tussenvoegsel;achternaam;geboortedatum;groep\nMila;;Jansen;1-9-2016;5\nSem;van;Dijk;2015-02-03;6\n"


def pupils(text: str, town: Town) -> PupilTableForm:
    import uuid

    data = {"team": town.team.pk, "text": text, "once": uuid.uuid4()}
    form = PupilTableForm(data, {}, teams=(town.team.pk,), today=TODAY)
    form.is_valid()
    return form


def test_pupils_are_taken_over_once(town: Town) -> None:
    form = pupils(GOOD, town)
    assert (form.errors, form.table.wrong) == ({}, [])

    first = administration.import_pupils(by=by(town.ib, "IB"), team=town.team, pupils=form.found)
    again = administration.import_pupils(by=by(town.ib, "IB"), team=town.team, pupils=form.found)

    assert [(one.new, one.changed, one.same) for one in (first, again)] == [(2, 0, 0), (0, 0, 2)]
    assert sorted(Pupil.objects.values_list("given_name", "infix", "group")) == [("Mila", "", "5"), ("Sem", "van", "6")]


def test_every_wrong_cell_is_named(town: Town) -> None:
    form = pupils("voornaam,achternaam,geboortedatum,woongemeente\n,Jansen,morgen,\nSem,Dijk,3-2-2015,Nergens\n", town)

    assert [(one.line, one.column, one.text) for one in form.table.wrong] == [
        (2, "voornaam", ""), (2, "geboortedatum", "morgen"), (3, "woongemeente", "Nergens"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("voornaam;achternaam\nMila;Jansen", "Deze kolommen ontbreken: geboortedatum."),
        ("voornaam", "Er staan geen rijen in"),
    ],
)
def test_a_table_that_cannot_be_read_says_why(text: str, why: str) -> None:
    from cases.forms.school_administration import PUPILS

    with pytest.raises(imports.Unreadable, match=why):
        imports.read_table(text, PUPILS)


def test_absence_of_somebody_unknown_names_the_cell(case: Case, town: Town) -> None:
    import uuid

    text = (
        "voornaam;tussenvoegsel;achternaam;geboortedatum;soort;eerste dag;laatste dag;uren\n"
        "Noor;de;Wit;4-3-2017;ongeoorloofd;1-10-2026;2-10-2026;8\n"
        "Anna;;Onbekend;4-3-2017;ongeoorloofd;1-10-2026;;\n"
        "Noor;de;Wit;4-3-2017;zomaar;5-10-2026;1-10-2026;veel\n"
    )
    form = AbsenceTableForm(
        {"team": town.team.pk, "text": text, "once": uuid.uuid4()}, {}, teams=(town.team.pk,), today=TODAY
    )
    form.is_valid()

    assert [(one.line, one.column) for one in form.table.wrong] == [(4, "soort"), (4, "uren"), (3, "voornaam")]


def test_a_file_is_shown_first_and_done_after(case: Case, town: Town, as_: Callable[..., Client]) -> None:
    import uuid

    client, once = as_(town.ib), uuid.uuid4()
    sent = {"team": town.team.pk, "text": GOOD, "once": once}

    shown = client.post("/leerlingen/overnemen/", sent)
    assert (shown.status_code, Pupil.objects.count()) == (200, 1)
    done = client.post("/leerlingen/overnemen/", {**sent, "sure": "on"})

    assert (done.status_code, Pupil.objects.count()) == (302, 3)


def test_many_hours_stand_on_the_page_also_without_a_question(
    case: Case, town: Town, as_: Callable[..., Client]
) -> None:
    """16 hours in four school weeks, of a pupil whom only the school's administration brought."""
    ib, first = by(town.ib, "IB"), D(2026, 10, 26)
    mila = administration.Enrolled(actions.NewPupil("Mila", "Jansen", D(2014, 1, 1)), town.municipality)
    administration.import_pupils(by=ib, team=town.team, pupils=[mila])
    pupil = Pupil.objects.get(given_name="Mila")
    spells = [
        Missed(pupil.pk, K.UNAUTHORISED, first, first, Decimal(15)),
        Missed(case.pupil_id, K.SICK, first, first, Decimal(30)),
    ]
    administration.import_absence(by=ib, team=town.team, spells=spells)
    assert reading.absent_on(TODAY).much == []
    spell = Missed(pupil.pk, K.LATE, TODAY, TODAY, Decimal(1))
    administration.import_absence(by=ib, team=town.team, spells=[spell])

    (found,) = reading.absent_on(TODAY).much
    assert (found.pupil, found.hours, found.case) == (pupil, Decimal(16), None)
    assert reading.absent_on(first - datetime.timedelta(days=1)).much == []
    page = as_(town.ib).get("/verzuim/?peildatum=2-11-2026").content.decode()
    assert "Mila Jansen" in page and "de Wit" not in page


def test_leerplicht_finds_what_was_shared_with_its_absence_and_nothing_else(
    unshared: Case, town: Town, as_: Callable[..., Client]
) -> None:
    ib = by(town.ib, "IB")
    other = actions.raise_question(by=ib, question=question(town, name="Mila"))
    long_ago = TODAY - datetime.timedelta(days=60)
    for one in (unshared, other):
        administration.import_absence(
            by=ib, team=town.team, spells=[Missed(one.pupil_id, K.ABSOLUTE, long_ago, None, None)]
        )
    actions.let_in(by=ib, sharing=sharing(unshared, leerplicht(unshared, town), Purpose.FILE, ground("leerplicht")))
    with time_machine.travel(datetime.datetime(2026, 11, 2, 12, tzinfo=datetime.UTC)):
        client = as_(town.leerplicht)
        assert client.get("/", follow=True).redirect_chain[-1][0] == "/gedeeld/"
        page = client.get("/gedeeld/").content.decode()
        assert "Noor de Wit" in page and "thuis sinds 3 september 2026" in page and "Mila" not in page
        assert client.get(f"/vragen/{unshared.pk}/verzuim/").status_code == 200
        assert client.get(f"/vragen/{other.pk}/verzuim/").status_code == 404
        assert client.get("/aanvragen/").status_code == 403
        desk = as_(town.jeugdconsulent).get("/gedeeld/").content.decode()
    assert "Noor" not in desk
    assert Look.objects.filter(actor=town.leerplicht.pk, what="gedeelde vragen", subjects=[unshared.pupil_id]).exists()
