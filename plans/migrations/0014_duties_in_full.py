"""Typed days, cut-off, grace and ends of reporting duties; the day figures close kept per period."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0001_initial"),
        ("plans", "0013_lines"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="reportingduty",
            name="duty_once",
        ),
        migrations.AddField(
            model_name="reportingduty",
            name="cut_off_days",
            field=models.PositiveSmallIntegerField(default=0, verbose_name="chốt số liệu trước ngày cuối kỳ, ngày"),
        ),
        migrations.AddField(
            model_name="reportingduty",
            name="days",
            field=models.TextField(blank=True, verbose_name="các ngày ấn định"),
        ),
        migrations.AddField(
            model_name="reportingduty",
            name="end_reason",
            field=models.CharField(blank=True, max_length=500, verbose_name="lý do kết thúc"),
        ),
        migrations.AddField(
            model_name="reportingduty",
            name="grace_days",
            field=models.PositiveSmallIntegerField(default=0, verbose_name="ân hạn, ngày"),
        ),
        migrations.AddField(
            model_name="reportingduty",
            name="replaces",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="replaced_by",
                to="plans.reportingduty",
                verbose_name="thay cho",
            ),
        ),
        migrations.AddField(
            model_name="reportingduty",
            name="with_dated",
            field=models.BooleanField(default=False, verbose_name="cả đơn vị chủ trì việc có hạn"),
        ),
        migrations.AddField(
            model_name="reportingperiod",
            name="cut_off_on",
            field=models.DateField(blank=True, null=True, verbose_name="ngày chốt số liệu"),
        ),
        migrations.AddField(
            model_name="reportingperiod",
            name="grace_until",
            field=models.DateField(blank=True, null=True, verbose_name="ân hạn đến ngày"),
        ),
        migrations.AlterField(
            model_name="reportingduty",
            name="recurrence",
            field=models.CharField(
                choices=[
                    ("weekly", "hằng tuần"),
                    ("monthly", "hằng tháng"),
                    ("quarterly", "hằng quý"),
                    ("half_yearly", "6 tháng"),
                    ("yearly", "hằng năm"),
                    ("term", "nhiệm kỳ (5 năm)"),
                    ("dates", "theo ngày ấn định"),
                ],
                max_length=12,
                verbose_name="kỳ",
            ),
        ),
        migrations.AlterField(
            model_name="workitemevent",
            name="kind",
            field=models.CharField(
                choices=[
                    ("opened", "giao việc"),
                    ("reported", "báo cáo tiến độ"),
                    ("submitted", "báo hoàn thành"),
                    ("withdrawn", "rút lại báo cáo"),
                    ("confirmed", "xác nhận hoàn thành"),
                    ("returned", "trả lại"),
                    ("extended", "gia hạn"),
                    ("cancelled", "hủy"),
                    ("paused", "tạm dừng"),
                    ("resumed", "tiếp tục"),
                    ("waived", "ghi bỏ kỳ báo cáo"),
                    ("moved", "đổi hạn theo lịch làm việc"),
                ],
                max_length=10,
                verbose_name="việc",
            ),
        ),
        migrations.AddConstraint(
            model_name="reportingduty",
            constraint=models.UniqueConstraint(
                condition=models.Q(("until__isnull", True)),
                fields=("plan", "assignment", "with_dated", "recurrence"),
                name="duty_once",
                nulls_distinct=False,
                violation_error_message="Chế độ báo cáo này đã có.",
            ),
        ),
        migrations.AddConstraint(
            model_name="reportingduty",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("recurrence", "dates"), _negated=True),
                    models.Q(("days", ""), _negated=True),
                    _connector="OR",
                ),
                name="duty_dates_named",
                violation_error_message="Ghi các ngày phải báo cáo.",
            ),
        ),
        migrations.AddConstraint(
            model_name="reportingduty",
            constraint=models.CheckConstraint(
                condition=models.Q(("assignment__isnull", True), ("with_dated", False), _connector="OR"),
                name="duty_of_line_or_of_all",
                violation_error_message="Chế độ của một đơn vị không áp dụng cho mọi đơn vị.",
            ),
        ),
    ]
