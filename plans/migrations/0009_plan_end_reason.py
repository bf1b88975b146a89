"""Why a plan ended."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("plans", "0008_keep_helpers"),
    ]

    operations = [
        migrations.AddField(
            model_name="plan",
            name="end_reason",
            field=models.CharField(blank=True, max_length=500, verbose_name="lý do kết thúc"),
        ),
    ]
