"""The top of the work list as a function (`cases.reading.worklist.my_day`).

One query, because people open that page all day; each row says what it is. To plan it takes PostgreSQL twice as long as to
answer it, so its plan is kept: one for each connection and database role. It runs with the rights of who asks: row security
holds in every part of it.
"""

from django.db import migrations

MY_DAY = """
create function app.my_day(of_whom uuid, on_day date, school text[], news int, marks int)
  returns table (sort text, "text" text, key uuid, pupil uuid, name text, day date, number bigint, flags bigint, urgent bigint,
    thing uuid)
  stable language plpgsql set search_path = 'public' set plan_cache_mode = force_generic_plan as $$
#variable_conflict use_column
begin
  return query
  select found.sort::text, found.text::text, found.key, found.pupil, found.name::text, found.day, found.number, found.flags,
    found.urgent, found.thing
  from (
  with mine as materialized (
    select k.id, k.pupil_id, k.state, k.state_since, k.follow_up_on,
      concat_ws(' ', p.given_name, nullif(p.infix, ''), p.family_name) as name
    from cases_case k join cases_pupil p on p.id = k.pupil_id where k.lead_id = of_whom and k.closed_on is null),
  side as materialized (
    select case when exists (select from schools_appointment a where a.person_id = of_whom and a.role = any (school)
      and a.team_id is not null and a.period @> on_day) then 'school' else 'hulpverlener' end as by),
  ended as materialized (
    select e.case_id, e.provider_id, max(e.stopped_on) as day from cases_escalation e
    where e.stopped_on > on_day - marks and e.provider_id is not null
      and (e.requested_by_id = of_whom or e.case_id in (select id from mine)) group by 1, 2
    union all
    select s.case_id, s.provider_id, max(s.ended_on) from cases_support s
    where s.ended_on > on_day - marks and s.started_on is not null and s.provider_id is not null
      and s.case_id in (select id from mine) group by 1, 2)
  select 'telling' as sort, '' as text, null::uuid as key, null::uuid as pupil, '' as name, null::date as day,
    (select count(*) from mine) as number, count(f.id) as flags, count(f.id) filter (where f.level = 'urgent') as urgent,
    null::uuid as thing
    from cases_caseflag f where f.case_id in (select id from mine) and f.cleared_on is null and not of_whom = any (f.seen_by)
  union all select 'filter', f.query, f.id, null, f.name, null, 0, 0, 0, null from cases_savedfilter f where f.owner_id = of_whom
  union all select 'besluit', e.status, e.case_id, k.pupil_id, concat_ws(' ', p.given_name, nullif(p.infix, ''), p.family_name),
      e.decided_on, 0, 0, 0, null
    from cases_escalation e join cases_case k on k.id = e.case_id join cases_pupil p on p.id = k.pupil_id
    where (e.requested_by_id = of_whom or k.lead_id = of_whom) and e.decided_on > on_day - news and k.closed_on is null
      and not exists (select from cases_logentry l
        where l.case_id = e.case_id and l.author_id = of_whom and l."on" >= e.decided_on)
  union all (select 'overleg', t.name, m.id, null, n.name, m."on", 0, 0, 0, null
    from cases_meeting m join cases_meetingkind n on n.id = m.kind_id join schools_supportteam t on t.id = m.team_id
    where m.state = 'gepland' and m."on" >= on_day order by m."on", m.at, m.id limit 1)
  union all (select 'actie', t.what, t.case_id, k.pupil_id, concat_ws(' ', p.given_name, nullif(p.infix, ''), p.family_name),
      t.due_on, 0, 0, 0, t.id
    from cases_task t join cases_case k on k.id = t.case_id join cases_pupil p on p.id = k.pupil_id
    where t.person_id = of_whom and t.done_on is null and k.closed_on is null order by t.due_on, t.id limit 20)
  union all select 'verzoek', '', r.id, mine.pupil_id, mine.name, r.asked_on, 0, 0, 0, null
    from cases_leadrequest r join mine on mine.id = r.case_id where r.answered_on is null
  union all select 'elders', '', m.id, mine.pupil_id, mine.name, m."on", 0, 0, 0, null
    from cases_match m join mine on mine.id = m.case_id where m.told_on is null
  union all select 'overdracht', '', h.id, null, '', h.given_on, 0, 0, 0, null
    from cases_handover h where h.receiver_id = of_whom and h.received_on is null
  union all select 'meedenken', '', c.id, null, '', c.asked_on, 0, 0, 0, null
    from cases_consultation c where c.person_id = of_whom and c.answered_on is null
  union all select 'cijfer', '', x.case_id, k.pupil_id, concat_ws(' ', p.given_name, nullif(p.infix, ''), p.family_name),
      max(x.day), 0, 0, 0, null
    from ended x join cases_case k on k.id = x.case_id join cases_pupil p on p.id = k.pupil_id
    where not exists (select from cases_providermark m join side on side.by = m.by
      where m.case_id = x.case_id and m.provider_id = x.provider_id)
    group by x.case_id, k.pupil_id, p.id
  union all select mine.state, '', mine.id, mine.pupil_id, mine.name,
      case when mine.state = 'evaluated' then mine.state_since else mine.follow_up_on end, 0, 0, 0, null
    from mine where mine.state = 'evaluated' or (mine.state = 'following' and mine.follow_up_on <= on_day)
  ) found order by found.day nulls first, found.name;
end $$;
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0026_search_forgives_in_the_log")]

    operations = [migrations.RunSQL(MY_DAY, "drop function app.my_day(uuid, date, text[], int, int)")]
