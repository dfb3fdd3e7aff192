"""The triggers on tables of cases and schools that keep the summaries: SQL for the migration of this app.

They belong to the owner (SECURITY DEFINER), so no web role needs a right on a summary, and bulk writes count too. All
are per statement. INSERT and UPDATE append a delta; DELETE is a removal, and moves what the rows counted for to the
remains, so that the counts stay as they are.
"""

from insights.contributions import (
    ABSENCES,
    CASES,
    ENTRIES,
    ESCALATIONS,
    EVENTS,
    HOURS_KEY,
    HOURS_MEASURES,
    PUPILS,
    QUESTION_KEY,
    QUESTION_MEASURES,
    RESIDENCES,
    SUPPORT,
    TEAM_TIME,
    TRANSITION,
    absences,
    collective,
    difference,
    hours,
    questions,
    side,
)

#: Columns that matter to a count: an update of others appends nothing, and is let off early.
COUNTED = {
    CASES: (
        "team_id",
        "pupil_id",
        "raised_on",
        "themes",
        "approach",
        "first_support_on",
        "closed_on",
        "pupil_mark",
        "parents_mark",
    ),
    ESCALATIONS: ("case_id", "team_id", "status", "route", "home_id", "requested_on", "decided_on", "started_on"),
    SUPPORT: ("case_id", "team_id", "domain", "kind", "form", "children", "started_on"),
    RESIDENCES: ("pupil_id", "home_id", "period"),
    PUPILS: ("team_id", "birth_date", "start_qualification_on"),
    ABSENCES: ("pupil_id", "kind", "first_on", "last_on", "hours"),
    ENTRIES: ("team_id", '"on"', "minutes", "role", "corrects_id", "recorded_at"),
    TEAM_TIME: ("team_id", '"on"', "minutes", "role", "kind"),
}


def _function(table: str, event: str, declare: str, body: str) -> str:
    name = table.removeprefix("public.")
    early = ""
    if event == "update":
        new, old = (", ".join(f"{alias}.{column}" for column in COUNTED[table]) for alias in ("n", "o"))
        same = f"select from new_rows n join old_rows o using (id) where ({new}) is distinct from ({old})"
        early = f"if not exists ({same}) then return null; end if;"
    return f"""
create function app.count_{name}_{event}() returns trigger security definer set search_path = 'pg_catalog' language plpgsql as $$
{declare}
begin
  {early}
  {body}
  return null;
end $$;
create trigger count_{event} after {event} on {table} referencing {TRANSITION[event]}
  for each statement execute function app.count_{name}_{event}();
"""


def _rows(event: str, column: str) -> str:
    """SELECT of a column over every row that the statement had or made."""
    sides = {"insert": ("new_rows",), "update": ("old_rows", "new_rows"), "delete": ("old_rows",)}[event]
    return " union ".join(f"select {column} from {rows}" for rows in sides)


def _append(event: str, what: str, key: str, measures: tuple[str, ...], now: str, before: str) -> str:
    target, plus, minus = ("remains", before, now) if event == "delete" else ("delta", now, before)
    return (
        f"insert into public.insights_{what}{target} ({key}, {', '.join(measures)}) "
        f"{difference(key, measures, plus, minus)};"
    )


def _questions(table: str, event: str) -> str:
    """All questions of the pupils concerned, before and now. Their rows are locked first: of two transactions on one
    pupil the second counts with what the first one left."""
    pupils = _rows(event, "pupil_id")
    if table in (ESCALATIONS, SUPPORT):
        pupils = f"select pupil_id from {CASES} where id in ({_rows(event, 'case_id')})"
    cases = side(CASES, event, "t.pupil_id = any (pupils)", changed=table == CASES)
    residences = side(RESIDENCES, event, "t.pupil_id = any (pupils)", changed=table == RESIDENCES)
    escalations = side(ESCALATIONS, event, "t.case_id = any (asked)", changed=table == ESCALATIONS)
    support = side(SUPPORT, event, "t.case_id = any (asked)", changed=table == SUPPORT)
    body = f"""
  select coalesce(array_agg(pupil_id), '{{}}') into pupils from ({pupils}) concerned;
  perform id from public.cases_pupil where id = any (pupils) order by id for no key update;
  select coalesce(array_agg(id), '{{}}') into asked from (
    select id from {CASES} where pupil_id = any (pupils)
    {f"union {_rows(event, 'id')}" if table == CASES else ""}) of_pupils;
  {
        _append(
            event,
            "question",
            QUESTION_KEY,
            QUESTION_MEASURES,
            questions(cases.now, residences.now, escalations.now, support.now),
            questions(cases.before, residences.before, escalations.before, support.before),
        )
    }"""
    if table == SUPPORT:
        body += f"\n  {_append(event, 'question', QUESTION_KEY, QUESTION_MEASURES, *_collective(event))}"
    if table == RESIDENCES:
        body += _absences(table, event)
    return _function(table, event, "declare pupils uuid[]; asked uuid[];", body)


def _collective(event: str) -> tuple[str, str]:
    """Offers without a child, now and before."""
    nothing = f"(select * from {SUPPORT} where false)"
    return (
        collective("new_rows" if event != "delete" else nothing),
        collective("old_rows" if event != "insert" else nothing),
    )


def _absences(table: str, event: str) -> str:
    """Statements that count the absence of `pupils` again."""
    spells = side(ABSENCES, event, "t.pupil_id = any (pupils)", changed=table == ABSENCES)
    young = side(PUPILS, event, "t.id = any (pupils)", changed=table == PUPILS)
    homes = side(RESIDENCES, event, "t.pupil_id = any (pupils)", changed=table == RESIDENCES)
    now, before = absences(spells.now, young.now, homes.now), absences(spells.before, young.before, homes.before)
    return f"""
  if exists (select from {ABSENCES} where pupil_id = any (pupils)){" or true" if table == ABSENCES else ""} then
    {_append(event, "question", QUESTION_KEY, QUESTION_MEASURES, now, before)}
  end if;"""


def _of_pupils(table: str, event: str) -> str:
    """A spell of absence, or what decides whether a child must go to school."""
    body = f"""
  select coalesce(array_agg(pupil_id), '{{}}') into pupils from (
    {_rows(event, "pupil_id" if table == ABSENCES else "id as pupil_id")}) concerned;
  perform id from {PUPILS} where id = any (pupils) order by id for no key update;
  {_absences(table, event)}"""
    return _function(table, event, "declare pupils uuid[];", body)


NO_ENTRIES = f"(select * from {ENTRIES} where false)"
NO_TIME = f"(select * from {TEAM_TIME} where false)"


def _entries(event: str) -> str:
    """A new contact moment is one row of minutes. A correction, or a change by the owner, counts what it touches again."""
    narrow = "(t.id = any (touched) or t.corrects_id = any (touched))"
    entries = side(ENTRIES, event, narrow)
    again = f"""
  select array_agg(id) into touched from ({_rows(event, "id")} union {_rows(event, "corrects_id")}) concerned;
  perform id from {ENTRIES} where id = any (touched) order by id for no key update;
  {_append(event, "hours", HOURS_KEY, HOURS_MEASURES, hours(entries.now, NO_TIME), hours(entries.before, NO_TIME))}"""
    if event != "insert":
        return _function(ENTRIES, event, "declare touched uuid[];", again)
    body = f"""
  if exists (select from new_rows where corrects_id is not null) then {again}
  else
    -- What `hours` gives of rows that nothing corrects yet, in the plainest words: this runs at every contact moment.
    insert into public.insights_hoursdelta (month, team_id, role, kind, minutes)
    select date_trunc('month', "on")::date, team_id, role, 'vraag', sum(minutes) from new_rows
    where minutes <> 0 group by 1, 2, 3;
  end if;"""
    return _function(ENTRIES, event, "declare touched uuid[];", body)


def _team_time(event: str) -> str:
    now = hours(NO_ENTRIES, "new_rows") if event != "delete" else hours(NO_ENTRIES, NO_TIME)
    before = hours(NO_ENTRIES, "old_rows") if event != "insert" else hours(NO_ENTRIES, NO_TIME)
    return _function(TEAM_TIME, event, "", _append(event, "hours", HOURS_KEY, HOURS_MEASURES, now, before))


def create_absence() -> str:
    """SQL that makes the triggers of absence: those tables are younger than the others."""
    made = [_of_pupils(ABSENCES, event) for event in EVENTS]
    return "".join([*made, *(_of_pupils(PUPILS, event) for event in EVENTS if event != "insert")])


def create() -> str:
    """SQL that makes every other trigger."""
    made = [_questions(table, event) for table in (CASES, RESIDENCES, ESCALATIONS, SUPPORT) for event in EVENTS]
    made += [_entries(event) for event in EVENTS]
    made += [_team_time(event) for event in EVENTS]
    return "".join(made)


def renew_entries() -> str:
    """SQL that makes the trigger on new contact moments again."""
    name = ENTRIES.removeprefix("public.")
    gone = f"drop trigger if exists count_insert on {ENTRIES}; drop function if exists app.count_{name}_insert();"
    return gone + _entries("insert")


def drop() -> str:
    """SQL that takes them away."""
    return "".join(
        f"drop trigger if exists count_{event} on {table}; "
        f"drop function if exists app.count_{table.removeprefix('public.')}_{event}();"
        for table in COUNTED
        for event in EVENTS
    )
