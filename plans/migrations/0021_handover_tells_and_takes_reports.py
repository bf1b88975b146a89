import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Who takes work over is told of it by a row of the reminders' ledger, and gets the reports that were not issued."""

    dependencies = [("plans", "0020_history_of_new_facts")]

    operations = [
        migrations.AddField(
            model_name="reminder",
            name="handover",
            field=models.ForeignKey(
                blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name="notices",
                to="plans.handover", verbose_name="báo tin bàn giao",
            ),
        ),
        migrations.AlterField(
            model_name="reminder",
            name="occasion",
            field=models.CharField(
                choices=[
                    ("before_7", "còn 7 ngày"), ("before_3", "còn 3 ngày"), ("before_1", "còn 1 ngày"),
                    ("due", "đến hạn hôm nay"), ("overdue_1", "quá hạn 1 ngày"), ("overdue_3", "quá hạn 3 ngày"),
                    ("overdue_7", "quá hạn 7 ngày"), ("overdue_weekly", "vẫn quá hạn"), ("silent", "chưa cập nhật 2 kỳ"),
                    ("taken_over", "tiếp nhận bàn giao"),
                ],
                max_length=15,
                verbose_name="dịp nhắc",
            ),
        ),
        migrations.AddConstraint(
            model_name="reminder",
            constraint=models.UniqueConstraint(
                fields=["handover", "agency", "duty"], name="reminder_handover_told_once"
            ),
        ),
        migrations.AlterField(
            model_name="handoverline",
            name="kind",
            field=models.CharField(
                choices=[
                    ("lead", "dòng chủ trì"), ("coordinating", "dòng phối hợp"), ("monitoring", "dòng theo dõi"),
                    ("item", "đầu việc"), ("owner", "chủ kế hoạch"), ("monitor", "cơ quan theo dõi"),
                    ("duty", "chế độ báo cáo"), ("post", "chức trách"), ("group", "nhóm đơn vị"),
                    ("body", "cơ quan trực thuộc"), ("report", "báo cáo chưa ban hành"),
                ],
                max_length=12,
                verbose_name="nội dung",
            ),
        ),
    ]  # fmt: skip
