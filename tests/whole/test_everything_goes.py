"""Everything about a child, walked: the copy for the family tells of every row, and after destruction no word of it is left.

Which tables know a child is asked of the database (its foreign keys and its columns), so that a new table counts without
being named here. A table that `everything` leaves empty fails: whoever adds one puts a row into it there.
"""

import datetime
import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import CharField, TextField

from cases import actions, family_copy
from cases.actions import Contact, marks, removal, rights, withdrawals
from cases.actions import school_administration as administration
from cases.actions import transitions as moves
from cases.actions.attachments import attach
from cases.enums import Audience, ContactKind, Outcome
from cases.models import Case, CaseAccess, Escalation, FamilyExport, FamilyRequest, Match, Removal, Withdrawal
from cases.models.absence import AbsenceKind
from cases.models.marks import MarkBy
from cases.models.rows import PERSON, TeamRow
from cases.models.transitions import Part, TransitionKind
from cases.reading.whole_file import FAMILY, FILE, NOT_ABOUT_A_CHILD, Kind
from schools.models import Provider
from tests.cases.conftest import TODAY, by
from tests.cases.parts import ground
from tests.cast import Town
from tests.whole.everything import Everything, build_everything

#: Tables that name a child by its key and keep doing so, and why.
STAYS = {
    "cases_removal": "says that the file was destroyed, and by whom",
    "cases_matchcheck": "how often somebody asked for the blind match: a log",
    "accounts_look": "who looked: a log, read by the privacy officer alone",
    "accounts_change": "who changed: emptied of what it said",
    "cases_stalecase": "news for the worker, gone within a minute",
}
#: Words too short to say whose they are.
A_WORD = 4


def rows(query: str, *params: object) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(query, params)
        return cursor.fetchall()


def tables_about_a_child() -> set[str]:
    """Tables with a key of a pupil or a question, or from which foreign keys lead to one, however far."""
    named = rows(
        """select distinct c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid and not a.attisdropped
           where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace
             and a.attname in ('case_id', 'pupil_id', 'subjects', 'row_id')"""
    )
    led = rows(
        """with recursive led(oid) as (
             select 'cases_pupil'::regclass::oid
             union select f.conrelid from pg_constraint f join led on f.confrelid = led.oid where f.contype = 'f')
           select relname from pg_class where oid in (select oid from led)"""
    )
    return {name for (name,) in (*named, *led)}


def test_every_table_about_a_child_is_told_and_destroyed_or_says_why_it_stays(db: None) -> None:
    listed = {kind.model._meta.db_table for kind in (*FILE, *FAMILY)}
    without = {model._meta.db_table for model in NOT_ABOUT_A_CHILD}

    assert tables_about_a_child() - listed - without == set(STAYS)
    assert listed - tables_about_a_child() == {"cases_guardian", "cases_household"}, "a family, theirs while a child is"


def test_no_table_of_a_file_lets_a_row_go_without_two_people(db: None) -> None:
    """Whoever adds a table with rows about a child gives it the trigger. Guardians and households are held by their keys."""
    held = {name for (name,) in rows("select tgrelid::regclass::text from pg_trigger where tgname = 'removed_by_two'")}

    assert {kind.model._meta.db_table for kind in FILE} - held == {"cases_match"}


#: A talk that was written into this file by mistake.
OF_ANOTHER = "Bram vertelde over zijn broertje."


@pytest.fixture
def everything(town: Town, tmp_path: Path, settings: Any) -> Everything:
    """A question with everything in it, made by the actions; what `build_everything` leaves empty is added here."""
    settings.MEDIA_ROOT = tmp_path
    made = build_everything(town)
    case, ib, jgw = made.case, by(town.ib, "IB"), by(town.mate, "JGW")
    case.refresh_from_db()
    rights.add_statement(by=ib, case=case, told_by="Els de Wit", text="Wij zagen het heel anders.")
    rights.ask_right(by=ib, pupil=case.pupil, kind=FamilyRequest.Kind.REMOVAL, asked_by="Els de Wit", what="Alles weg.")
    attach(by=ib, case=case, name="Brief van oma Truus.txt", content=b"Lieve juf, Noor is moe.")
    spell = administration.Missed(case.pupil_id, AbsenceKind.SICK, TODAY, None, None)
    administration.record_absence(by=ib, pupil=case.pupil, spell=spell)
    actions.join_household(by=ib, pupil=case.pupil, on=TODAY, name="Gezin De Wit aan de Vecht")
    told = Contact(case, TODAY, ContactKind.MELDCODE, 20, "Overlegd met Veilig Thuis.", Audience.YOUTH)
    actions.release_meldcode(by=jgw, entry=actions.log_contact(by=jgw, contact=told), reason="Samen besproken.")
    wrong = actions.log_contact(by=jgw, contact=Contact(case, TODAY, ContactKind.CHILD, 20, OF_ANOTHER))
    withdrawals.withdraw_entry(by=ib, entry=wrong, reason="Hoort bij een ander kind.")
    actions.ask_other_lead(by=ib, case=case, asked_by="Els de Wit", wish="Liever iemand die Noor kent.")
    mark = marks.NewMark(case, Provider.objects.get(), MarkBy.SCHOOL, 7, note="Belde altijd terug naar Els.")
    marks.mark_provider(by=ib, mark=mark)
    moves.record_transition(by=ib, case=case, kind=TransitionKind.MOVE, on=TODAY, school="De Wilgen bij oma")
    parts = [Part.QUESTION]
    moves.hand_over(
        by=ib,
        handover=moves.NewHandover(
            case, town.other_team, town.stranger.pk, parts, TODAY, "Bel mij over Noor.", ground()
        ),
    )
    Match.objects.create(case=case, team=town.team, other_team=town.other_team, other_lead=town.stranger, on=TODAY)
    return made


def texts(model: type[TeamRow], found: Iterable[Any]) -> set[str]:
    """What these rows say about a person, as text."""
    names = [
        field.name
        for field in model._meta.concrete_fields
        if isinstance(field, CharField | TextField) and model.PRIVACY.get(field.name) == PERSON
    ]
    return {text for row in found for name in names if len(text := str(getattr(row, name) or "")) >= A_WORD}


def test_the_copy_tells_of_every_row_and_every_word(everything: Everything, town: Town) -> None:
    """School and youth each give their own side and what is for the team; together that is everything."""
    pupil, told = everything.case.pupil_id, []
    for someone, role in ((town.ib, "IB"), (town.mate, "JGW")):
        asked = rights.ask_export(by=by(someone, role), pupil=everything.case.pupil)
        made = rights.make_export(key=asked.pk, today=TODAY)
        assert made.state == FamilyExport.State.DONE
        told.append(json.loads(family_copy.place(made, "json").read_text())["tables"])

    silent = []
    assert OF_ANOTHER not in json.dumps(told, ensure_ascii=False)
    out_of_sight = set(Withdrawal.objects.values_list("entry", flat=True))
    for kind in (*FILE, *FAMILY):
        found = [row for row in kind.rows(pupil) if row.pk not in out_of_sight]
        assert found, f"{kind.model.__name__}: nothing of this child, so nothing could be missing"
        name = str(kind.model._meta.model_name)
        lines = {json.dumps(row, ensure_ascii=False) for copy in told for row in copy[name]}
        if not lines:
            silent.append(f"{name}: no row")
        said = "\n".join(lines)
        internal = {"match_key", "name_key", "stored", "sha256"}
        hidden = {str(getattr(row, field)) for row in found for field in internal if hasattr(row, field)}
        spoken = {text: json.dumps(text, ensure_ascii=False)[1:-1] for text in texts(kind.model, found) - hidden}
        silent += [f"{name}: {text}" for text, written in spoken.items() if written not in said]
    assert silent == []


def let_go(case: Case, town: Town, *, on: datetime.date) -> None:
    """Nothing runs any more."""
    ib = by(town.ib, "IB", today=on)
    for one in Escalation.objects.filter(case=case):
        actions.withdraw(by=ib, escalation=one, on=TODAY)
    for given in CaseAccess.objects.filter(case=case, period__contains=on):
        actions.end_access(by=ib, given=given)
    actions.close(by=ib, case=case, outcome=Outcome.DECLINED)


def test_no_word_about_the_child_is_left_anywhere(everything: Everything, town: Town) -> None:
    case, later = everything.case, TODAY + datetime.timedelta(weeks=8)
    known = {name for (name,) in rows("select name from accounts_user")}
    words = set().union(*(texts(kind.model, kind.rows(case.pupil_id)) for kind in (*FILE, *FAMILY))) - known
    assert {"Noor", "Els de Wit", "Noor vertelde over thuis.", "Gezin De Wit aan de Vecht"} <= words
    assert left_of(words) != []
    let_go(case, town, on=later)
    asked = removal.ask_removal(by=by(town.ib, "IB", today=later), pupil=case.pupil)
    removal.approve_removal(by=by(town.privacy, "PRIVACY", today=later), removal=asked)

    done = removal.execute_removal(key=asked.pk, today=later)

    assert (done.state, done.blocked_by) == (Removal.State.DONE, [])
    assert [kind.model.__name__ for kind in (*FILE, *FAMILY) if rows_of_children(kind)] == []
    assert left_of(words) == []


def rows_of_children(kind: Kind) -> bool:
    """Whether anything is left; support for a whole class has no child."""
    found = kind.model._default_manager.all()
    return (found.filter(case__isnull=False) if kind.path == "case__pupil" else found).exists()


def left_of(words: set[str]) -> list[str]:
    """Every table of the program in which one of these words still stands."""
    tables = {model._meta.db_table for model in apps.get_models(include_auto_created=True) if model._meta.managed}
    patterns = {word: re.compile(rf"(?<!\w){re.escape(word)}(?!\w)") for word in words}  # Noor is not in Noord
    found = set()
    for table in tables:
        for (text,) in rows(f'select t::text from "{table}" t'):
            found |= {f"{table}: {word}" for word, pattern in patterns.items() if pattern.search(text)}
    return sorted(found)
