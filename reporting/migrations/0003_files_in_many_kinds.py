import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reporting", "0002_sign_off"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="FileWish",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(verbose_name="hỏi lúc")),
                ("told_at", models.DateTimeField(blank=True, null=True, verbose_name="báo lúc")),
                (
                    "mail",
                    models.CharField(
                        choices=[
                            ("none", "không cần thư"),
                            ("waiting", "chờ gửi"),
                            ("sent", "đã gửi"),
                            ("failed", "không gửi được"),
                        ],
                        default="none",
                        max_length=10,
                        verbose_name="thư báo",
                    ),
                ),
                ("mail_tries", models.PositiveSmallIntegerField(default=0, verbose_name="số lần gửi")),
            ],
            options={
                "verbose_name": "người chờ tệp báo cáo",
                "verbose_name_plural": "người chờ tệp báo cáo",
                "ordering": ("file", "at"),
            },
        ),
        migrations.AddField(
            model_name="reportfile",
            name="attempts",
            field=models.PositiveSmallIntegerField(default=0, verbose_name="số lần nhận làm"),
        ),
        migrations.AddField(
            model_name="reportfile",
            name="claimed_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="nhận làm lúc"),
        ),
        migrations.AddField(
            model_name="reportfile",
            name="doing",
            field=models.CharField(blank=True, max_length=80, verbose_name="đang làm"),
        ),
        migrations.AddField(
            model_name="reportfile",
            name="of_draft",
            field=models.BooleanField(default=False, verbose_name="của dự thảo"),
        ),
        migrations.AddField(
            model_name="reportfile",
            name="progress",
            field=models.PositiveSmallIntegerField(default=0, verbose_name="đã làm, %"),
        ),
        migrations.AlterField(
            model_name="reportfile",
            name="kind",
            field=models.CharField(
                choices=[
                    ("pdf", "PDF để ký"),
                    ("docx", "Word"),
                    ("xlsx", "Excel 25 cột"),
                    ("brief", "Phiếu họp"),
                    ("pdfa", "PDF lưu trữ"),
                    ("pdfua", "PDF dễ tiếp cận"),
                ],
                default="pdf",
                max_length=10,
                verbose_name="loại tệp",
            ),
        ),
        migrations.AddIndex(
            model_name="reportfile",
            index=models.Index(
                condition=models.Q(("state__in", ("waiting", "making"))),
                fields=["asked_at"],
                name="report_file_to_make",
            ),
        ),
        migrations.AddConstraint(
            model_name="reportfile",
            constraint=models.CheckConstraint(condition=models.Q(("progress__lte", 100)), name="report_file_progress"),
        ),
        migrations.AddField(
            model_name="filewish",
            name="file",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="wishes",
                to="reporting.reportfile",
                verbose_name="tệp",
            ),
        ),
        migrations.AddField(
            model_name="filewish",
            name="officer",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="người chờ tệp",
            ),
        ),
        migrations.AddIndex(
            model_name="filewish",
            index=models.Index(condition=models.Q(("mail", "waiting")), fields=["at"], name="file_wish_to_mail"),
        ),
        migrations.AddConstraint(
            model_name="filewish",
            constraint=models.UniqueConstraint(fields=("file", "officer"), name="file_wish_once"),
        ),
        # Nobody says of a file being made now when it was last heard of: it is made again.
        migrations.RunSQL(
            "UPDATE reporting_reportfile SET state = 'waiting' WHERE state = 'making'", migrations.RunSQL.noop
        ),
    ]
