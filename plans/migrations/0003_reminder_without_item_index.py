import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """The reminders' unique key and their index by day both begin with the item: a third index only slows writing."""

    dependencies = [("plans", "0002_reminder_named_on")]

    operations = [
        migrations.AlterField(
            model_name="reminder",
            name="work_item",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="reminders",
                to="plans.workitem",
                verbose_name="đầu việc",
            ),
        ),
    ]
