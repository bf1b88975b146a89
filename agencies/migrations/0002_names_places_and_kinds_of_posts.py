"""Names and superiors by date; posts say how they were come by, and may be stopped on the day they began."""

import datetime
import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="AgencyName",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=250, verbose_name="tên đầy đủ")),
                ("short_name", models.CharField(blank=True, max_length=120, verbose_name="tên ngắn")),
                ("since", models.DateField(blank=True, null=True, verbose_name="từ ngày")),
                ("until", models.DateField(blank=True, null=True, verbose_name="đến hết ngày")),
                ("decision", models.CharField(blank=True, max_length=200, verbose_name="căn cứ")),
            ],
            options={
                "verbose_name": "tên theo thời gian",
                "verbose_name_plural": "tên theo thời gian",
                "ordering": ("agency", models.OrderBy(models.F("since"), nulls_first=True)),
            },
        ),
        migrations.CreateModel(
            name="AgencyPlace",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("since", models.DateField(blank=True, null=True, verbose_name="từ ngày")),
                ("until", models.DateField(blank=True, null=True, verbose_name="đến hết ngày")),
                ("decision", models.CharField(blank=True, max_length=200, verbose_name="căn cứ")),
            ],
            options={
                "verbose_name": "cấp trên theo thời gian",
                "verbose_name_plural": "cấp trên theo thời gian",
                "ordering": ("agency", models.OrderBy(models.F("since"), nulls_first=True)),
            },
        ),
        migrations.RemoveConstraint(
            model_name="post",
            name="post_dates",
        ),
        migrations.AddField(
            model_name="agency",
            name="former_names",
            field=models.TextField(blank=True, default="", editable=False, verbose_name="tên trước đây"),
        ),
        migrations.AddField(
            model_name="agency",
            name="former_labels",
            field=models.TextField(blank=True, default="", editable=False, verbose_name="tên ngắn trước đây"),
        ),
        migrations.AddField(
            model_name="officer",
            name="must_change_password",
            field=models.BooleanField(default=False, editable=False, verbose_name="mật khẩu dùng một lần"),
        ),
        migrations.AddField(
            model_name="post",
            name="delegated_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="delegated_posts",
                to=settings.AUTH_USER_MODEL,
                verbose_name="người ủy quyền",
            ),
        ),
        migrations.AddField(
            model_name="post",
            name="kind",
            field=models.CharField(
                choices=[("main", "Chức trách chính"), ("concurrent", "Kiêm nhiệm"), ("delegated", "Ủy quyền")],
                default="main",
                max_length=10,
                verbose_name="hình thức",
            ),
        ),
        migrations.AddField(
            model_name="post",
            name="reason",
            field=models.CharField(blank=True, max_length=300, verbose_name="lý do, căn cứ"),
        ),
        migrations.AddConstraint(
            model_name="post",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("until__isnull", True),
                    (
                        "until__gte",
                        django.db.models.expressions.CombinedExpression(
                            models.F("since"), "-", models.Value(datetime.timedelta(days=1))
                        ),
                    ),
                    _connector="OR",
                ),
                name="post_dates",
                violation_error_message="Ngày kết thúc phải sau ngày bắt đầu.",
            ),
        ),
        migrations.AddConstraint(
            model_name="post",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "delegated"), _negated=True),
                    models.Q(("delegated_by__isnull", False), ("until__isnull", False)),
                    _connector="OR",
                ),
                name="post_delegation_named",
                violation_error_message="Ủy quyền phải có người ủy quyền và ngày kết thúc.",
            ),
        ),
        migrations.AddField(
            model_name="agencyname",
            name="agency",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="names",
                to="agencies.agency",
                verbose_name="cơ quan",
            ),
        ),
        migrations.AddField(
            model_name="agencyplace",
            name="agency",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="places",
                to="agencies.agency",
                verbose_name="cơ quan",
            ),
        ),
        migrations.AddField(
            model_name="agencyplace",
            name="parent",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="agencies.agency",
                verbose_name="cấp trên trực tiếp",
            ),
        ),
        migrations.AddConstraint(
            model_name="agencyname",
            constraint=models.UniqueConstraint(
                fields=("agency", "since"),
                name="agency_name_once",
                nulls_distinct=False,
                violation_error_message="Đã có một tên bắt đầu từ ngày này.",
            ),
        ),
        migrations.AddConstraint(
            model_name="agencyname",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("until__isnull", True), ("since__isnull", True), ("until__gte", models.F("since")), _connector="OR"
                ),
                name="agency_name_dates",
                violation_error_message="Ngày kết thúc phải sau ngày bắt đầu.",
            ),
        ),
        migrations.AddConstraint(
            model_name="agencyplace",
            constraint=models.UniqueConstraint(
                fields=("agency", "since"),
                name="agency_place_once",
                nulls_distinct=False,
                violation_error_message="Đã có một cấp trên bắt đầu từ ngày này.",
            ),
        ),
        migrations.AddConstraint(
            model_name="agencyplace",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("until__isnull", True), ("since__isnull", True), ("until__gte", models.F("since")), _connector="OR"
                ),
                name="agency_place_dates",
                violation_error_message="Ngày kết thúc phải sau ngày bắt đầu.",
            ),
        ),
    ]
