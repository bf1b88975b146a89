from django.db import migrations, models


class Migration(migrations.Migration):
    """Whether anything happened after a day is asked before standing is read; figures of today then need no look at events."""

    dependencies = [("plans", "0003_reminder_without_item_index")]

    operations = [
        migrations.AddIndex(
            model_name="workitem",
            index=models.Index(fields=["last_event_on"], name="plans_worki_last_ev_f6cabc_idx"),
        ),
    ]
