from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    """A reminder's key holds the calendar day its offset names, so that an edited calendar does not remind again."""

    dependencies = [("plans", "0001_initial")]

    operations = [
        migrations.RemoveConstraint(model_name="reminder", name="reminder_once"),
        migrations.AddField(
            model_name="reminder", name="named_on", field=models.DateField(null=True, verbose_name="mốc")
        ),
        migrations.RunSQL("UPDATE plans_reminder SET named_on = for_day", migrations.RunSQL.noop),
        migrations.AlterField(model_name="reminder", name="named_on", field=models.DateField(verbose_name="mốc")),
        migrations.AddConstraint(
            model_name="reminder",
            constraint=models.UniqueConstraint(
                fields=["work_item", "agency", "duty", "occasion", "named_on"], name="reminder_once"
            ),
        ),
        migrations.RemoveConstraint(model_name="delivery", name="reminder_once_per_officer"),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.UniqueConstraint(
                condition=Q(dropped=""), fields=["reminder", "officer"], name="reminder_once_per_officer"
            ),
        ),
    ]
