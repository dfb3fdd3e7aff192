"""The mandate is held by the database too: who brings support in, or asks for specialist youth care, has the mandate for that
domain at that team on that day [domain 1, 003 §1.1]. What others decide on (Wlz, Zvw) anybody of the team writes down."""

from django.db import migrations, models

from schools.enums import DEFAULT_MANDATE

DEFAULTS = " ".join(
    f"when '{role}' then array[{', '.join(repr(str(domain)) for domain in domains)}]"
    for role, domains in DEFAULT_MANDATE.items()
)
MANDATE = f"""
create function app.default_mandate(role text) returns text[] immutable parallel safe language sql as $$
  select case role {DEFAULTS} else '{{}}'::text[] end $$;
create function app.acts_with_mandate(team uuid, domain text, day date) returns boolean
stable security definer set search_path = '' language sql as $$
  select exists (select from public.schools_appointment a
    where a.person_id = app.actor() and a.role = app.role() and a.team_id = team and a.period @> day
      and a.confirmed_at is not null and domain = any (coalesce(a.mandate::text[], app.default_mandate(a.role)))) $$;
revoke all on function app.acts_with_mandate(uuid, text, date) from public;
create function app.support_with_mandate() returns trigger security definer set search_path = '' language plpgsql as $$ begin
  if app.actor() is not null and new.domain not in ('wlz', 'zvw')
    and not app.acts_with_mandate(new.team_id, new.domain, new.asked_on) then
    raise exception 'no mandate for this domain' using errcode = '23514',
      constraint = 'support_with_mandate', table = 'cases_support';
  end if;
  return new;
end $$;
create trigger support_with_mandate before insert on cases_support
  for each row execute function app.support_with_mandate();
create function app.asked_with_mandate() returns trigger security definer set search_path = '' language plpgsql as $$ begin
  if app.actor() is not null and new.route = '01'
    and not app.acts_with_mandate(new.team_id, 'jeugd_specialist', new.requested_on) then
    raise exception 'no mandate for specialist youth care' using errcode = '23514',
      constraint = 'escalation_asked_with_mandate', table = 'cases_escalation';
  end if;
  return new;
end $$;
create trigger asked_with_mandate before insert on cases_escalation
  for each row execute function app.asked_with_mandate();
"""
HULPVORM = [
    ("01", "door het wijkteam"),
    ("02", "ambulant op locatie van de aanbieder"),
    ("03", "daghulp op locatie van de aanbieder"),
    ("04", "in het netwerk van de jeugdige (thuis, school)"),
    ("11", "pleegzorg"),
    ("12", "gezinsgericht"),
    ("13", "gesloten plaatsing"),
    ("14", "overig verblijf"),
]


class Migration(migrations.Migration):
    dependencies = [("cases", "0019_ages_are_settings")]

    operations = [
        migrations.RunSQL(MANDATE, migrations.RunSQL.noop),
        migrations.AlterField(
            "support",
            "hulpvorm",
            models.CharField("hulpvorm", blank=True, choices=HULPVORM, max_length=2),
        ),
    ]
