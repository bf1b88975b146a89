"""Documents that somebody is entering."""

import django.db.models.deletion
import plans.models.intake
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0001_initial"),
        ("directives", "0004_hash_texts"),
        ("plans", "0004_item_last_event_index"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Intake",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("made_at", models.DateTimeField(verbose_name="bắt đầu lúc")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("queued", "chờ đọc"),
                            ("reading", "đang đọc"),
                            ("ready", "chờ xem lại"),
                            ("failed", "không đọc được"),
                            ("done", "đã tạo văn bản"),
                        ],
                        default="queued",
                        max_length=10,
                        verbose_name="trạng thái",
                    ),
                ),
                ("stage", models.PositiveSmallIntegerField(default=0, verbose_name="bước đang làm")),
                ("claimed_at", models.DateTimeField(blank=True, null=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="số lần đã đọc")),
                ("failure", models.CharField(blank=True, max_length=300, verbose_name="vì sao không đọc được")),
                ("text", models.TextField(blank=True, verbose_name="chữ của văn bản")),
                ("text_hash", models.CharField(blank=True, max_length=64)),
                ("kind", models.CharField(blank=True, max_length=10, verbose_name="dạng tệp")),
                ("pages", models.PositiveIntegerField(blank=True, null=True, verbose_name="số trang")),
                (
                    "file",
                    models.FileField(
                        blank=True, max_length=200, upload_to=plans.models.intake._intake_path, verbose_name="tệp gốc"
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=200, verbose_name="tên tệp")),
                ("content_type", models.CharField(blank=True, max_length=100, verbose_name="kiểu nội dung")),
                ("size", models.PositiveBigIntegerField(default=0, verbose_name="dung lượng, byte")),
                ("sha256", models.CharField(blank=True, max_length=64)),
                ("notes", models.JSONField(default=list, verbose_name="lưu ý khi lấy chữ")),
                ("proposal", models.JSONField(blank=True, null=True, verbose_name="đề xuất")),
                ("version", models.PositiveIntegerField(default=1)),
                ("left", models.JSONField(default=list, verbose_name="câu hỏi còn lại")),
                (
                    "directive",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="directives.directive",
                        verbose_name="văn bản đã tạo",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="intakes",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người nhập",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.agency",
                        verbose_name="nhập cho",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="plans.plan",
                        verbose_name="kế hoạch đã tạo",
                    ),
                ),
            ],
            options={
                "verbose_name": "văn bản đang nhập",
                "verbose_name_plural": "văn bản đang nhập",
                "ordering": ("-made_at", "-id"),
                "indexes": [
                    models.Index(fields=["made_by", "state", "-made_at"], name="plans_intak_made_by_9564ed_idx"),
                    models.Index(fields=["state", "claimed_at"], name="plans_intak_state_dbf393_idx"),
                ],
            },
        ),
    ]
