"""An entry or attachment in the wrong child's file is out of sight at once [domain 2.6]: row security hides it from every web
role, in the file, in the search and in the log of changing. It goes with the file, by two people."""

import django.db.models.deletion
import shell.keys
from django.conf import settings
from django.db import migrations, models

from accounts.rows import protect, record_changes, tell_stale

KEYS = """
alter table cases_withdrawal add constraint cases_withdrawal_tie_case foreign key (case_id, team_id)
  references cases_case (id, team_id) deferrable initially deferred;
alter table cases_withdrawal add constraint cases_withdrawal_tie_entry foreign key (entry_id, case_id)
  references cases_logentry (id, case_id) deferrable initially deferred;
create trigger municipality_of_team before insert or update of team_id, municipality_id on cases_withdrawal
  for each row execute function app.municipality_of_team();
create trigger removed_by_two before delete on cases_withdrawal for each row execute function app.removed_by_two();

-- It is seen by whoever might see what it hides.
create function app.withdrawal_follows() returns trigger security definer set search_path = '' language plpgsql as $$ begin
  select audience into new.audience from (
    select audience from public.cases_logentry where id = new.entry_id and case_id = new.case_id
    union all select audience from public.cases_attachment where id = new.attachment_id and case_id = new.case_id) hidden;
  if not found then
    raise exception 'nothing of this case' using errcode = '23514',
      constraint = 'withdrawal_of_its_case', table = 'cases_withdrawal';
  end if;
  return new;
end $$;
create trigger withdrawal_follows before insert on cases_withdrawal for each row execute function app.withdrawal_follows();
"""
HIDES = """
create function app.out_of_sight() returns uuid[] stable security definer set search_path = '' language sql as $$
  select coalesce(array_agg(coalesce(entry_id, attachment_id)), '{}') from public.cases_withdrawal
  where coalesce(entry_id, attachment_id) is not null and (team_id = any (app.my_teams()) or case_id = any (app.my_cases(false))) $$;
revoke all on function app.out_of_sight() from public;
grant execute on function app.out_of_sight() to ot_look, ot_case;
create policy in_sight on cases_logentry as restrictive for select to ot_look, ot_case
  using (id <> all ((select app.out_of_sight())::uuid[]));
create policy in_sight on cases_attachment as restrictive for select to ot_look, ot_case
  using (id <> all ((select app.out_of_sight())::uuid[]));
create policy in_sight on accounts_change as restrictive for select to ot_look, ot_case
  using (row_id is null or row_id <> all ((select app.out_of_sight())::uuid[]));
"""
RULE = """
create or replace function app.removed_by_two() returns trigger security definer set search_path = '' language plpgsql as $$
declare
  gone jsonb := to_jsonb(old);
  pupil uuid := case tg_table_name when 'cases_pupil' then old.id else coalesce((gone ->> 'pupil_id')::uuid,
    (select pupil_id from public.cases_case where id = (gone ->> 'case_id')::uuid)) end;
begin
  if not exists (
    select from public.cases_removal r where r.pupil_id = pupil and r.state = 'akkoord' and (r.slice = 'alles'
      or r.slice = 'verzuim' and tg_table_name = 'cases_absence'
      or r.slice = 'school' and tg_table_name in ('cases_logentry', 'cases_attachment', 'cases_meldcoderelease', 'cases_withdrawal')
         and coalesce(gone ->> 'keeper', 'school') = 'school'
      or r.slice = 'jeugd' and tg_table_name in ('cases_logentry', 'cases_attachment', 'cases_meldcoderelease', 'cases_withdrawal')
         and coalesce(gone ->> 'keeper', 'youth') = 'youth')) then
    raise exception 'no two people decided on this' using errcode = '23514',
      constraint = 'removal_by_two_people', table = tg_table_name;
  end if;
  return old;
end $$;
"""
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
      and not exists (select from public.cases_withdrawal w where w.entry_id = e.id)
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
    dependencies = [
        ("cases", "0020_mandate_in_the_database"),
        ("schools", "0006_decimals_of_any_length"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Withdrawal",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        db_default=shell.keys.UUID7(),
                        default=shell.keys.uuid7,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("on", models.DateField(verbose_name="weggehaald op")),
                ("reason", models.CharField(max_length=300, verbose_name="waarom")),
                (
                    "audience",
                    models.CharField(
                        choices=[("team", "het hele team"), ("school", "alleen school"), ("youth", "alleen jeugd")],
                        editable=False,
                        max_length=10,
                        verbose_name="voor wie",
                    ),
                ),
                (
                    "attachment",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="withdrawal",
                        to="cases.attachment",
                        verbose_name="bijlage",
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.case",
                        verbose_name="ondersteuningsvraag",
                    ),
                ),
                (
                    "entry",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="withdrawal",
                        to="cases.logentry",
                        verbose_name="regel",
                    ),
                ),
                (
                    "municipality",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="schools.municipality",
                        verbose_name="gemeente",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="schools.supportteam",
                        verbose_name="team",
                    ),
                ),
            ],
            options={
                "verbose_name": "uit het zicht gehaald",
                "verbose_name_plural": "uit het zicht gehaald",
                "ordering": ["-on", "-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("attachment__isnull", True), ("entry__isnull", False)),
                            models.Q(("attachment__isnull", False), ("entry__isnull", True)),
                            _connector="OR",
                        ),
                        name="withdrawal_of_one_thing",
                        violation_error_message="Kies een regel of een bijlage.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="withdrawal_has_reason",
                        violation_error_message="Vul in waarom.",
                    ),
                ],
            },
        ),
        migrations.RunSQL(RULE, migrations.RunSQL.noop),
        migrations.RunSQL(KEYS, migrations.RunSQL.noop),
        protect("cases_withdrawal", let_in=False, audience=True),
        migrations.RunSQL(HIDES, migrations.RunSQL.noop),
        migrations.RunSQL(SEARCH, migrations.RunSQL.noop),
        record_changes("cases_withdrawal", case="case_id"),
        tell_stale("cases_withdrawal", "case_id", "cases_stalecase", "case_id"),
    ]
