"""Who helped a line that goes from a draft stays and helps the whole task."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("plans", "0007_pauses_of_paused_plans"),
    ]

    operations = [
        migrations.AlterField(
            model_name="assignment",
            name="supports",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="supporters",
                to="plans.assignment",
                verbose_name="phối hợp với",
            ),
        ),
    ]
