"""What rows of casework count for, as SQL: the one definition that triggers, rebuild and benchmark share.

A trigger counts the rows it touches twice, as they were before the statement and as they are now, and appends the
difference. To count "before", the table that changed is replaced by a sub-select that takes the statement back.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from cases.models.absence import VALID
from cases.reading.absence import WHOLE_DAYS
from insights.models import HoursCount, QuestionCount

CASES, RESIDENCES = "public.cases_case", "public.cases_residence"
ESCALATIONS, SUPPORT = "public.cases_escalation", "public.cases_support"
PUPILS, ABSENCES = "public.cases_pupil", "public.cases_absence"
ENTRIES, TEAM_TIME = "public.cases_logentry", "public.cases_teamtime"
EVENTS = ("insert", "update", "delete")
TRANSITION = {
    "insert": "new table as new_rows",
    "update": "old table as old_rows new table as new_rows",
    "delete": "old table as old_rows",
}

QUESTION_KEY, QUESTION_MEASURES = ", ".join(QuestionCount.KEY), QuestionCount.MEASURES
HOURS_KEY, HOURS_MEASURES = ", ".join(HoursCount.KEY), HoursCount.MEASURES


def questions(
    cases: str = CASES, residences: str = RESIDENCES, escalations: str = ESCALATIONS, support: str = SUPPORT
) -> str:
    """SELECT of what these cases count for. Each relation is a table or a sub-select of its shape.

    Who handled a closed question: escalated when specialist care was granted or came over another route; brought in
    when other support was started, save what the school itself does within education; else the team itself.
    """
    return f"""
select date_trunc('month', day)::date as month, team_id, figure, home, theme, approach, route, kind, form, count(*)::int as n,
  (count(*) filter (where turn_in_month = 1))::int as in_month,
  (count(*) filter (where turn_in_quarter = 1))::int as in_quarter,
  (count(*) filter (where turn_in_year = 1))::int as in_year,
  (count(*) filter (where turn_in_school_year = 1))::int as in_school_year
from (
  select e.*, t.theme,
    row_number() over (partition by e.pupil_id, e.figure, t.theme, date_trunc('month', e.day) order by e.day, e.id) turn_in_month,
    row_number() over (partition by e.pupil_id, e.figure, t.theme, date_trunc('quarter', e.day) order by e.day, e.id) turn_in_quarter,
    row_number() over (partition by e.pupil_id, e.figure, t.theme, date_trunc('year', e.day) order by e.day, e.id) turn_in_year,
    row_number() over (partition by e.pupil_id, e.figure, t.theme, date_trunc('year', e.day - interval '7 months')
                       order by e.day, e.id) turn_in_school_year
  from (
    select c.id, c.pupil_id, c.team_id, c.themes, f.figure, f.day, f.home, f.approach, f.route, f.kind, '' as form
    from {cases} c
    cross join lateral ({lives("c.pupil_id", "c.raised_on", residences)}) lives
    cross join lateral (
      select 'raised' as figure, c.raised_on as day, lives.code as home, c.approach, '' as route, '' as kind
      union all
      select 'closed', c.closed_on, lives.code, c.approach, '', case
        when exists (select from {escalations} e where e.case_id = c.id and e.status in ('granted', 'outside')) then 'escalated'
        when exists (select from {support} s where s.case_id = c.id and s.started_on is not null
                     and (s.domain, s.kind) <> ('onderwijs', 'gewoon')) then 'brought_in'
        else 'team' end
      union all select 'wait_support', c.first_support_on, '', '', '', (c.first_support_on - c.raised_on)::text
      union all select 'mark_pupil', c.closed_on, '', '', '', c.pupil_mark::text where c.pupil_mark is not null
      union all select 'mark_parents', c.closed_on, '', '', '', c.parents_mark::text where c.parents_mark is not null
    ) f
    where f.day is not null
    union all
    select e.id, c.pupil_id, c.team_id, c.themes, f.figure, f.day, f.home, f.approach, e.route, f.kind, ''
    from {cases} c join {escalations} e on e.case_id = c.id join public.schools_municipality m on m.id = e.home_id
    cross join lateral (
      select 'escalated' as figure, e.requested_on as day, m.code as home, c.approach, e.status as kind
      union all select 'wait_decision', e.decided_on, '', '', (e.decided_on - e.requested_on)::text
      union all select 'wait_start', e.started_on, '', '', (e.started_on - coalesce(e.decided_on, e.requested_on))::text
    ) f
    where f.day is not null
    union all
    select s.id, c.pupil_id, c.team_id, '{{}}'::varchar[], 'support', s.started_on, lives.code, c.approach, '', s.domain, s.form
    from {cases} c join {support} s on s.case_id = c.id
    cross join lateral ({lives("c.pupil_id", "c.raised_on", residences)}) lives
    where s.started_on is not null
  ) e
  cross join lateral (select '' as theme union select unnest(e.themes)) t
) turns
group by month, team_id, figure, home, theme, approach, route, kind, form"""


def lives(pupil: str, day: str, residences: str) -> str:
    """SELECT of the woongemeente of a pupil on a day, as `code`; '' when it is not known."""
    return f"""select coalesce((select m.code from {residences} r join public.schools_municipality m on m.id = r.home_id
      where r.pupil_id = {pupil} and r.period @> {day}), '') as code"""


def collective(support: str = SUPPORT) -> str:
    """SELECT of the offers to a group or class without a child by name: they are about as many pupils as they say."""
    children = ", ".join(f"sum(children)::int as {name}" for name in QUESTION_MEASURES[1:])
    return f"""
select date_trunc('month', started_on)::date as month, team_id, 'support' as figure, '' as home, '' as theme, '' as approach,
  '' as route, domain as kind, form, count(*)::int as n, {children}
from {support} s where case_id is null and started_on is not null group by 1, 2, 8, 9"""


def absences(absences: str = ABSENCES, pupils: str = PUPILS, residences: str = RESIDENCES) -> str:
    """SELECT of the pupils with much absence, and of the thuiszitters, on each reference day: what `cases.absence` says
    of one child, for all of them. Spells with only days off between them are one run."""
    once = ", ".join(f"count(*)::int as {name}" for name in QUESTION_MEASURES)
    return f"""
select month, team_id, figure, home, '' as theme, '' as approach, '' as route, '' as kind, '' as form, {once}
from (
  with spells as (
    select id, pupil_id, kind, first_on, coalesce(last_on, 'infinity') as last_on, hours
    from {absences} a where kind not in ({_listed(VALID)})
  ), whole as (
    select *, max(last_on) over (partition by pupil_id order by first_on, id
                                 rows between unbounded preceding and 1 preceding) as reach
    from spells where kind in ({_listed(WHOLE_DAYS)})
  ), runs as (
    select *, max(first_on) filter (where begins) over (partition by pupil_id order by first_on, id) as since
    from (select *, reach is null or exists (
            select from public.insights_schoolday s where s.day > reach and s.day < first_on) as begins from whole) w
  ), counted as (
    select distinct r.pupil_id, d.month, d.day, 'thuiszitter' as figure
    from runs r join public.insights_referenceday d on d.day >= r.first_on and d.day <= r.last_on and d.day - r.since + 1 > d.days
    union all
    select s.pupil_id, d.month, d.day, 'absent'
    from spells s join public.insights_referenceday d on s.first_on <= d.day and s.last_on >= d.since
    cross join lateral (
      select count(*) as all_days, count(*) filter (where o.day >= d.since) as inside
      from public.insights_schoolday o where o.day between s.first_on and least(s.last_on, d.day)) school
    where s.hours is not null
    group by s.pupil_id, d.month, d.day, d.hours
    having round(sum(s.hours * case when all_days > 0 then inside else (s.first_on >= d.since)::int end
                     / greatest(all_days, 1)), 2) >= d.hours
  )
  select c.month, p.team_id, c.figure, home.code as home
  from counted c join {pupils} p on p.id = c.pupil_id join public.insights_referenceday d on d.month = c.month
  cross join lateral ({lives("c.pupil_id", "c.day", residences)}) home
  where c.figure = 'absent' or ((p.start_qualification_on is null or p.start_qualification_on > c.day)
    and extract(year from age(c.day, p.birth_date)) >= d.age_from and extract(year from age(c.day, p.birth_date)) < d.age_until)
) those
group by month, team_id, figure, home"""


def _listed(kinds: Iterable[str]) -> str:
    return ", ".join(f"'{kind}'" for kind in kinds)


def hours(entries: str = ENTRIES, team_time: str = TEAM_TIME) -> str:
    """SELECT of the minutes of these rows. A contact moment that another one corrects does not count."""
    return f"""
select date_trunc('month', day)::date as month, team_id, role, kind, sum(minutes) as minutes
from (
  select "on" as day, team_id, role, 'vraag' as kind, minutes from {entries} e
  where not exists (select from {entries} later where later.corrects_id = e.id)
  union all
  select "on", team_id, role, kind, minutes from {team_time} t
) worked
where minutes <> 0
group by month, team_id, role, kind"""


@dataclass(frozen=True)
class Side:
    """A relation as it is now, and as it was before this statement; both narrowed to what the statement can matter for."""

    now: str
    before: str


def side(table: str, event: str, narrow: str, *, changed: bool = True) -> Side:
    """`narrow` is a condition on alias `t`. An unchanged table was before what it is now."""
    now = f"(select t.* from {table} t where {narrow})"
    if not changed:
        return Side(now, now)
    parts = []
    if event == "delete":
        parts.append(now[1:-1])
    else:
        parts.append(f"select t.* from {table} t where {narrow} and t.id not in (select id from new_rows)")
    if event != "insert":
        parts.append(f"select t.* from old_rows t where {narrow}")
    return Side(now, f"({' union all '.join(parts)})")


def difference(key: str, measures: tuple[str, ...], plus: str, minus: str) -> str:
    """SELECT of `plus` minus `minus`, per key, without what did not change."""
    sums = ", ".join(f"sum({name})" for name in measures)
    negative = ", ".join(f"-{name}" for name in measures)
    names = ", ".join(measures)
    changed = " or ".join(f"sum({name}) <> 0" for name in measures)
    return (
        f"select {key}, {sums} from (select {key}, {names} from ({plus}) plus "
        f"union all select {key}, {negative} from ({minus}) minus) both_sides group by {key} having {changed}"
    )
