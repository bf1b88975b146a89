"""Stretches of days in which a plan was not tracked."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("plans", "0005_intake"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PlanPause",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("since", models.DateField(verbose_name="từ ngày")),
                ("until", models.DateField(blank=True, null=True, verbose_name="tiếp tục ngày")),
                ("reason", models.CharField(blank=True, max_length=500, verbose_name="lý do")),
                (
                    "paused_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người cho tạm dừng",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="pauses",
                        to="plans.plan",
                        verbose_name="kế hoạch",
                    ),
                ),
                (
                    "resumed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người cho tiếp tục",
                    ),
                ),
            ],
            options={
                "verbose_name": "lần tạm dừng",
                "verbose_name_plural": "lần tạm dừng",
                "ordering": ("since", "id"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("until__isnull", True)),
                        fields=("plan",),
                        name="pause_one_open",
                        violation_error_message="Kế hoạch đang tạm dừng rồi.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("until__isnull", True), ("until__gte", models.F("since")), _connector="OR"),
                        name="pause_dates",
                        violation_error_message="Ngày tiếp tục không thể trước ngày tạm dừng.",
                    ),
                ],
            },
        ),
    ]
