"""The search forgives a typing mistake in a word of the question too, and finds a part of a long word: when nothing else
was found, among the questions that the acting person may see."""

from django.db import migrations

SEARCH = """
select public.word_similarity('', '');  -- loads pg_trgm: before that only a superuser may name its settings
create or replace function app.search_cases(words text, most integer) returns table (case_id uuid, score real)
stable security definer set search_path = '' set pg_trgm.word_similarity_threshold = '0.5' language plpgsql as $$
declare
  teams uuid[] := app.my_teams();
  let_in uuid[] := app.my_cases(false);
  files uuid[] := app.my_files();
  side text := app.side();
  name text := app.plain(words);
  query tsquery := websearch_to_tsquery('public.nl', words);
begin
  return query
  select hit.id, max(hit.points)::real from (
    select k.id, 1 + public.word_similarity(name, p.name_key) as points
    from public.cases_pupil p join public.cases_case k on k.pupil_id = p.id
    where name operator(public.<%) p.name_key and (p.team_id = any (teams) or k.id = any (let_in))
    union all
    select k.id, ts_rank(to_tsvector('public.nl'::regconfig, k.question), query)
    from public.cases_case k
    where to_tsvector('public.nl'::regconfig, k.question) @@ query and (k.team_id = any (teams) or k.id = any (let_in))
    union all
    select e.case_id, ts_rank(to_tsvector('public.nl'::regconfig, e.body), query)
    from public.cases_logentry e
    where to_tsvector('public.nl'::regconfig, e.body) @@ query
      and ((e.team_id = any (teams) and e.audience in ('team', side)) or (e.case_id = any (files) and e.audience = 'team'))
  ) hit group by hit.id order by 2 desc limit least(most, 500);
  if not found then
    return query
    select k.id, public.word_similarity(name, app.plain(k.question)) as points
    from public.cases_case k
    where (k.team_id = any (teams) or k.id = any (let_in)) and length(name) >= 4
      and public.word_similarity(name, app.plain(k.question)) >= 0.5
    order by 2 desc limit least(most, 500);
  end if;
end $$;
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0012_signs_of_life")]

    operations = [migrations.RunSQL(SEARCH, migrations.RunSQL.noop)]
