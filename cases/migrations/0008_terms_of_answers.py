"""A removal that the family asked for has a day by which it is decided; requests are news; laws without doubtful numbers."""

from django.db import migrations, models

# A request of the family, or its answer, is news about every question of that child: a closed one may be flagged too.
REQUEST_TELLS = "".join(
    f"""
create function app.familyrequest_tells_cases_{event}() returns trigger security definer set search_path = '' language plpgsql as $$ begin
  insert into public.cases_stalecase (case_id) select distinct k.id from public.cases_case k
  join touched t on k.pupil_id = t.pupil_id;
  return null;
end $$;
create trigger tell_cases_{event} after {event} on cases_familyrequest referencing new table as touched
  for each statement execute function app.familyrequest_tells_cases_{event}();"""
    for event in ("insert", "update")
)

# A number of an article stands here only when the sources of the project carry it; the law itself is named either way.
LAWS = """
update cases_statutoryground set article = case code
  when 'veilig_thuis' then 'Wmo 2015' when 'leerplicht' then 'Leerplichtwet 1969' when 'gi' then 'Jeugdwet, artikel 7.3.11'
  when 'raad' then 'Burgerlijk Wetboek' when 'gevaar' then 'AVG' else article end;
update cases_retentionterm set article = case code
  when 'jeugd_gesprek' then 'bewaarafspraak: vijf jaar na het laatste gesprek'
  when 'school' then 'bewaarafspraak: twee jaar na vertrek van school'
  when 'school_tlv' then 'bewaarafspraak: drie jaar na vertrek van school'
  when 'verzuim' then 'bewaarafspraak: vijf jaar na vertrek van school' else article end;
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0007_slice_of_youth")]
    operations = [
        migrations.AddField(
            "removal",
            "decide_by",
            models.DateField(blank=True, null=True, verbose_name="beslist uiterlijk op"),
        ),
        migrations.RunSQL(REQUEST_TELLS, migrations.RunSQL.noop),
        migrations.RunSQL(LAWS, migrations.RunSQL.noop),
    ]
