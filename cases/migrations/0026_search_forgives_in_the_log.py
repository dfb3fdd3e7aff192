"""The search forgives a typing mistake in a word of the log too: when nothing else was found, each word is replaced by the
words most like it of the entries that the acting person may read, and these are searched with the same index.

What is read for it are entries of one's own teams and files, never all: it costs the same however many there are elsewhere."""

from django.db import migrations

#: A word is like another from this share of trigrams in common; and hardly longer or shorter.
LIKE, LETTERS, AT_MOST = 0.4, 2, 6
READS = """not exists (select from public.cases_withdrawal w where w.entry_id = e.id)
      and ((e.team_id = any (teams) and e.audience in ('team', side)) or (e.case_id = any (files) and e.audience = 'team'))"""
SEARCH = f"""
select public.word_similarity('', '');  -- loads pg_trgm: before that only a superuser may name its settings
-- The letters of a word in alphabetical order: equal when two were typed the other way round.
create function app.letters(word text) returns text immutable parallel safe strict language sql as $$
  select string_agg(letter, '' order by letter) from unnest(string_to_array(word, null)) letter $$;

-- Words of the log that the acting person may read, in lower case, each once.
create function app.words_of_my_log() returns text[]
stable security definer set search_path = '' language plpgsql as $$
declare
  teams uuid[] := app.my_teams();
  files uuid[] := app.my_files();
  side text := app.side();
begin
  return (select array_agg(word) from (
    select distinct unnest(string_to_array(
      lower(translate(e.body, E'.,;:!?()[]/"''\\n\\r\\t', '                ')), ' ')) as word
    from public.cases_logentry e where {READS}
  ) found where length(word) >= 4);
end $$;
revoke all on function app.words_of_my_log() from public;

create or replace function app.search_cases(words text, most integer) returns table (case_id uuid, score real)
stable security definer set search_path = '' set pg_trgm.word_similarity_threshold = '0.5' language plpgsql as $$
declare
  teams uuid[] := app.my_teams();
  let_in uuid[] := app.my_cases(false);
  files uuid[] := app.my_files();
  side text := app.side();
  name text := app.plain(words);
  query tsquery := websearch_to_tsquery('public.nl', words);
  known text[];
  meant tsquery := ''::tsquery;
  part text;
  other text;
  like_it tsquery;
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
    where to_tsvector('public.nl'::regconfig, e.body) @@ query and {READS}
  ) hit group by hit.id order by 2 desc limit least(most, 500);
  if found or length(name) < 4 then return; end if;

  known := app.words_of_my_log();
  for part in select distinct one from unnest(string_to_array(name, ' ')) one where one <> '' loop
    like_it := plainto_tsquery('public.nl', part);
    if length(part) >= 4 then
      for other in
        select near.word from (
          select word, case when length(word) = length(part) and left(app.plain(word), 1) = left(part, 1)
              and app.letters(app.plain(word)) = app.letters(part) then 1
            else public.similarity(app.plain(word), part) end as points
          from unnest(known) word where abs(length(word) - length(part)) <= {LETTERS}
        ) near where near.points >= {LIKE} order by near.points desc, near.word limit {AT_MOST}
      loop
        like_it := like_it || plainto_tsquery('public.nl', other);
      end loop;
    end if;
    meant := meant && like_it;
  end loop;
  return query
  select hit.id, max(hit.points)::real from (
    select k.id, public.word_similarity(name, app.plain(k.question)) as points
    from public.cases_case k
    where (k.team_id = any (teams) or k.id = any (let_in))
      and public.word_similarity(name, app.plain(k.question)) >= 0.5
    union all
    select e.case_id, ts_rank(to_tsvector('public.nl'::regconfig, e.body), meant)
    from public.cases_logentry e
    where to_tsvector('public.nl'::regconfig, e.body) @@ meant and {READS}
  ) hit group by hit.id order by 2 desc limit least(most, 500);
end $$;
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0025_agenda_items_come_off")]

    operations = [migrations.RunSQL(SEARCH, migrations.RunSQL.noop)]
