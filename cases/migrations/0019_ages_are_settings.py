"""The ages of consent are settings: the functions that hold the rule ask for them. `zwolle_ot.law` tells them after each
`migrate`; here they are those of the law as it was when this was written."""

from django.db import migrations

AGES = """
create function app.consent_together_from() returns integer immutable parallel safe language sql as $$ select 12 $$;
create function app.consent_alone_from() returns integer immutable parallel safe language sql as $$ select 16 $$;
create or replace function app.consent_holds(consent uuid, day date) returns boolean
stable security definer set search_path = '' language sql as $$
  select coalesce((
    select c.period @> day
      and (a.years < app.consent_together_from() or exists (
        select from public.cases_consentvoice v where v.consent_id = c.id and v.guardian_id is null
          and v.given_on <= day and (v.withdrawn_on is null or v.withdrawn_on > day)))
      and (a.years >= app.consent_alone_from() or (
        exists (select from public.cases_guardianship g where g.pupil_id = k.pupil_id and g.gezag and g.period @> day)
        and not exists (
          select from public.cases_guardianship g where g.pupil_id = k.pupil_id and g.gezag and g.period @> day
            and not exists (
              select from public.cases_consentvoice v where v.consent_id = c.id and v.guardian_id = g.guardian_id
                and v.given_on <= day and (v.withdrawn_on is null or v.withdrawn_on > day)))))
    from public.cases_consent c
    join public.cases_case k on k.id = c.case_id
    join public.cases_pupil p on p.id = k.pupil_id
    cross join lateral (select extract(year from age(day, p.birth_date)) as years) a
    where c.id = consent), false) $$;

-- The first day from `since` on which the consent does not hold, as far as is known now; null is without end.
create or replace function app.consent_ends(consent uuid, since date) returns date
stable security definer set search_path = '' language sql as $$
  select min(turning.day) from (
    select since as day
    union select upper(period) from public.cases_consent where id = consent
    union select withdrawn_on from public.cases_consentvoice where consent_id = consent
    union select (p.birth_date + make_interval(years => years))::date
      from public.cases_consent c join public.cases_case k on k.id = c.case_id join public.cases_pupil p on p.id = k.pupil_id
      cross join (values (app.consent_together_from()), (app.consent_alone_from())) as birthdays (years) where c.id = consent
    union select unnest(array[lower(g.period), upper(g.period)])
      from public.cases_consent c join public.cases_case k on k.id = c.case_id
      join public.cases_guardianship g on g.pupil_id = k.pupil_id and g.gezag where c.id = consent
  ) turning where turning.day >= since and not app.consent_holds(consent, turning.day) $$;
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0018_plan_needs_education_goals")]

    operations = [migrations.RunSQL(AGES, migrations.RunSQL.noop)]
