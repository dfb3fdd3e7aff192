"""Leaving school and a start qualification come after birth."""

from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies = [("cases", "0008_terms_of_answers")]
    operations = [
        migrations.AddConstraint(
            "pupil",
            models.CheckConstraint(
                condition=Q(left_on__isnull=True) | Q(left_on__gt=F("birth_date")),
                name="pupil_left_after_birth",
                violation_error_message="Het kind ging niet van school voordat het geboren was.",
            ),
        ),
        migrations.AddConstraint(
            "pupil",
            models.CheckConstraint(
                condition=Q(start_qualification_on__isnull=True) | Q(start_qualification_on__gt=F("birth_date")),
                name="pupil_qualified_after_birth",
                violation_error_message="De startkwalificatie ligt niet voor de geboortedatum.",
            ),
        ),
    ]
