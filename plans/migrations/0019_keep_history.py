"""Tables that keep every change, the triggers that fill them, and one first event for each row there is."""

import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from agencies.history.beginning import begin


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0004_keep_history"),
        ("directives", "0007_keep_history"),
        ("plans", "0018_replaced_documents"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AssignmentChange",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_id", models.BigAutoField(primary_key=True, serialize=False)),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("agency_text", models.CharField(blank=True, max_length=300, verbose_name="như ghi trong văn bản")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("lead", "chủ trì"),
                            ("coordinating", "phối hợp"),
                            ("monitoring", "theo dõi, đôn đốc"),
                        ],
                        max_length=12,
                        verbose_name="vai trò",
                    ),
                ),
                ("heading", models.CharField(blank=True, max_length=300, verbose_name="việc riêng của đơn vị")),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="hạn riêng")),
                ("verbs", models.CharField(blank=True, max_length=200, verbose_name="việc theo dõi")),
                ("since", models.DateField(blank=True, null=True, verbose_name="từ ngày")),
                ("until", models.DateField(blank=True, null=True, verbose_name="đến ngày")),
                ("end_reason", models.CharField(blank=True, max_length=500, verbose_name="lý do kết thúc")),
            ],
            options={
                "verbose_name": "lịch sử: phân công",
                "verbose_name_plural": "lịch sử: phân công",
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PlanChange",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_id", models.BigAutoField(primary_key=True, serialize=False)),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "nháp"),
                            ("published", "đang theo dõi"),
                            ("paused", "tạm dừng"),
                            ("ended", "kết thúc"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="trạng thái",
                    ),
                ),
                (
                    "cycle",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("weekly", "hằng tuần"),
                            ("monthly", "hằng tháng"),
                            ("quarterly", "hằng quý"),
                            ("half_yearly", "6 tháng"),
                            ("yearly", "hằng năm"),
                        ],
                        default="quarterly",
                        max_length=12,
                        verbose_name="kỳ cập nhật",
                    ),
                ),
                (
                    "preset",
                    models.CharField(
                        choices=[("party", "Đảng: 10 ngày sau kỳ"), ("state", "Nhà nước: Nghị định 09/2019/NĐ-CP")],
                        default="party",
                        max_length=10,
                        verbose_name="cách tính hạn của kỳ",
                    ),
                ),
                ("days_after", models.PositiveSmallIntegerField(default=10, verbose_name="số ngày sau kỳ")),
                (
                    "rolls_forward",
                    models.BooleanField(
                        default=True, verbose_name="hạn rơi ngày nghỉ thì chuyển sang ngày làm việc sau"
                    ),
                ),
                (
                    "resubmit_days",
                    models.PositiveSmallIntegerField(
                        default=3, verbose_name="số ngày làm việc để gửi lại sau khi bị trả"
                    ),
                ),
                ("created_at", models.DateTimeField(verbose_name="lập lúc")),
                ("published_on", models.DateField(blank=True, null=True, verbose_name="phát hành ngày")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="kết thúc ngày")),
                ("end_reason", models.CharField(blank=True, max_length=500, verbose_name="lý do kết thúc")),
            ],
            options={
                "verbose_name": "lịch sử: kế hoạch theo dõi",
                "verbose_name_plural": "lịch sử: kế hoạch theo dõi",
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PlanPauseChange",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_id", models.BigAutoField(primary_key=True, serialize=False)),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("since", models.DateField(verbose_name="từ ngày")),
                ("until", models.DateField(blank=True, null=True, verbose_name="tiếp tục ngày")),
                ("reason", models.CharField(blank=True, max_length=500, verbose_name="lý do")),
            ],
            options={
                "verbose_name": "lịch sử: lần tạm dừng",
                "verbose_name_plural": "lịch sử: lần tạm dừng",
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ReportingDutyChange",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_id", models.BigAutoField(primary_key=True, serialize=False)),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("name", models.CharField(max_length=200, verbose_name="tên")),
                (
                    "recurrence",
                    models.CharField(
                        choices=[
                            ("weekly", "hằng tuần"),
                            ("monthly", "hằng tháng"),
                            ("quarterly", "hằng quý"),
                            ("half_yearly", "6 tháng"),
                            ("yearly", "hằng năm"),
                        ],
                        max_length=12,
                        verbose_name="kỳ",
                    ),
                ),
                ("wording", models.CharField(blank=True, max_length=300, verbose_name="lời văn bản")),
                ("is_report", models.BooleanField(default=False, verbose_name="là báo cáo gửi cấp trên")),
                (
                    "preset",
                    models.CharField(
                        choices=[("party", "Đảng: 10 ngày sau kỳ"), ("state", "Nhà nước: Nghị định 09/2019/NĐ-CP")],
                        default="party",
                        max_length=10,
                        verbose_name="cách tính hạn",
                    ),
                ),
                ("days_after", models.PositiveSmallIntegerField(default=10, verbose_name="số ngày sau kỳ")),
                ("since", models.DateField(verbose_name="từ ngày")),
                ("until", models.DateField(blank=True, null=True, verbose_name="đến ngày")),
            ],
            options={
                "verbose_name": "lịch sử: chế độ báo cáo",
                "verbose_name_plural": "lịch sử: chế độ báo cáo",
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="TaskChange",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_id", models.BigAutoField(primary_key=True, serialize=False)),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("path", models.CharField(max_length=40, verbose_name="mục")),
                ("position", models.PositiveIntegerField(default=0, verbose_name="thứ tự")),
                ("section", models.CharField(blank=True, max_length=500, verbose_name="phần, mục lớn")),
                ("heading", models.CharField(max_length=300, verbose_name="tên nhiệm vụ")),
                ("source_text", models.TextField(blank=True, verbose_name="lời văn bản")),
                ("is_verbatim", models.BooleanField(default=True, verbose_name="nguyên văn")),
                ("span_start", models.PositiveIntegerField(blank=True, null=True)),
                ("span_end", models.PositiveIntegerField(blank=True, null=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("continuing", "thường xuyên"),
                            ("product", "có sản phẩm"),
                            ("recurring", "báo cáo định kỳ"),
                            ("event", "sơ kết, tổng kết"),
                            ("supervision", "theo dõi, kiểm tra"),
                        ],
                        default="continuing",
                        max_length=12,
                        verbose_name="loại nhiệm vụ",
                    ),
                ),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="hạn")),
                ("due_wording", models.CharField(blank=True, max_length=300, verbose_name="lời văn về thời hạn")),
                (
                    "due_source",
                    models.CharField(
                        blank=True,
                        choices=[("document", "văn bản ấn định"), ("office", "văn phòng ấn định")],
                        max_length=10,
                        verbose_name="hạn do",
                    ),
                ),
                ("product", models.CharField(blank=True, max_length=300, verbose_name="sản phẩm")),
                ("needs_evidence", models.BooleanField(default=False, verbose_name="hoàn thành phải kèm minh chứng")),
                ("cancelled_on", models.DateField(blank=True, null=True, verbose_name="hủy ngày")),
                ("cancel_reason", models.CharField(blank=True, max_length=500, verbose_name="lý do hủy")),
            ],
            options={
                "verbose_name": "lịch sử: nhiệm vụ",
                "verbose_name_plural": "lịch sử: nhiệm vụ",
                "abstract": False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="assignment",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "plans_assignmentchange" ("agency_id", "agency_text", "due_on", "end_reason", "group_id", "heading", "id", "officer_in_charge_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "since", "supports_id", "task_id", "until", "verbs") VALUES (NEW."agency_id", NEW."agency_text", NEW."due_on", NEW."end_reason", NEW."group_id", NEW."heading", NEW."id", NEW."officer_in_charge_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."role", NEW."since", NEW."supports_id", NEW."task_id", NEW."until", NEW."verbs"); RETURN NULL;',
                    hash="a1707025f7a971e1f3d586eda634fb377a691586",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_8115d",
                    table="plans_assignment",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="assignment",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "plans_assignmentchange" ("agency_id", "agency_text", "due_on", "end_reason", "group_id", "heading", "id", "officer_in_charge_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "since", "supports_id", "task_id", "until", "verbs") VALUES (NEW."agency_id", NEW."agency_text", NEW."due_on", NEW."end_reason", NEW."group_id", NEW."heading", NEW."id", NEW."officer_in_charge_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."role", NEW."since", NEW."supports_id", NEW."task_id", NEW."until", NEW."verbs"); RETURN NULL;',
                    hash="3295765e7cb507dec7427f9aca1a3194b47955ab",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_c0858",
                    table="plans_assignment",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="assignment",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "plans_assignmentchange" ("agency_id", "agency_text", "due_on", "end_reason", "group_id", "heading", "id", "officer_in_charge_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "since", "supports_id", "task_id", "until", "verbs") VALUES (OLD."agency_id", OLD."agency_text", OLD."due_on", OLD."end_reason", OLD."group_id", OLD."heading", OLD."id", OLD."officer_in_charge_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."role", OLD."since", OLD."supports_id", OLD."task_id", OLD."until", OLD."verbs"); RETURN NULL;',
                    hash="30ec76d8cb7c7092d7eae38d40a4a5181bd45daf",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_831b1",
                    table="plans_assignment",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="plan",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "plans_planchange" ("created_at", "created_by_id", "cycle", "days_after", "directive_id", "end_reason", "ended_on", "id", "monitor_id", "owner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "preset", "published_by_id", "published_on", "resubmit_days", "rolls_forward", "state") VALUES (NEW."created_at", NEW."created_by_id", NEW."cycle", NEW."days_after", NEW."directive_id", NEW."end_reason", NEW."ended_on", NEW."id", NEW."monitor_id", NEW."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."preset", NEW."published_by_id", NEW."published_on", NEW."resubmit_days", NEW."rolls_forward", NEW."state"); RETURN NULL;',
                    hash="a7ea5a0b76d8926e14d4fff29a1e261ada0e79ab",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_8b340",
                    table="plans_plan",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="plan",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."created_by_id" IS DISTINCT FROM (NEW."created_by_id") OR OLD."cycle" IS DISTINCT FROM (NEW."cycle") OR OLD."days_after" IS DISTINCT FROM (NEW."days_after") OR OLD."directive_id" IS DISTINCT FROM (NEW."directive_id") OR OLD."end_reason" IS DISTINCT FROM (NEW."end_reason") OR OLD."ended_on" IS DISTINCT FROM (NEW."ended_on") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."monitor_id" IS DISTINCT FROM (NEW."monitor_id") OR OLD."owner_id" IS DISTINCT FROM (NEW."owner_id") OR OLD."preset" IS DISTINCT FROM (NEW."preset") OR OLD."published_by_id" IS DISTINCT FROM (NEW."published_by_id") OR OLD."published_on" IS DISTINCT FROM (NEW."published_on") OR OLD."resubmit_days" IS DISTINCT FROM (NEW."resubmit_days") OR OLD."rolls_forward" IS DISTINCT FROM (NEW."rolls_forward") OR OLD."state" IS DISTINCT FROM (NEW."state"))',
                    func='INSERT INTO "plans_planchange" ("created_at", "created_by_id", "cycle", "days_after", "directive_id", "end_reason", "ended_on", "id", "monitor_id", "owner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "preset", "published_by_id", "published_on", "resubmit_days", "rolls_forward", "state") VALUES (NEW."created_at", NEW."created_by_id", NEW."cycle", NEW."days_after", NEW."directive_id", NEW."end_reason", NEW."ended_on", NEW."id", NEW."monitor_id", NEW."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."preset", NEW."published_by_id", NEW."published_on", NEW."resubmit_days", NEW."rolls_forward", NEW."state"); RETURN NULL;',
                    hash="98beacc6bdbc66a25d92dab8165c7d0c02c64bbe",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_ee9c7",
                    table="plans_plan",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="plan",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "plans_planchange" ("created_at", "created_by_id", "cycle", "days_after", "directive_id", "end_reason", "ended_on", "id", "monitor_id", "owner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "preset", "published_by_id", "published_on", "resubmit_days", "rolls_forward", "state") VALUES (OLD."created_at", OLD."created_by_id", OLD."cycle", OLD."days_after", OLD."directive_id", OLD."end_reason", OLD."ended_on", OLD."id", OLD."monitor_id", OLD."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."preset", OLD."published_by_id", OLD."published_on", OLD."resubmit_days", OLD."rolls_forward", OLD."state"); RETURN NULL;',
                    hash="a9aa728780003dbc3ff1a2024c10be800787d426",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_3e165",
                    table="plans_plan",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="planpause",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "plans_planpausechange" ("id", "paused_by_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "reason", "resumed_by_id", "since", "until") VALUES (NEW."id", NEW."paused_by_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."plan_id", NEW."reason", NEW."resumed_by_id", NEW."since", NEW."until"); RETURN NULL;',
                    hash="e8c311d62d163ea702acaad98badfe3821ad0d9c",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_9e406",
                    table="plans_planpause",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="planpause",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "plans_planpausechange" ("id", "paused_by_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "reason", "resumed_by_id", "since", "until") VALUES (NEW."id", NEW."paused_by_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."plan_id", NEW."reason", NEW."resumed_by_id", NEW."since", NEW."until"); RETURN NULL;',
                    hash="78338f8a3c3c84721e211c0f63d531633728947c",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_fa137",
                    table="plans_planpause",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="planpause",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "plans_planpausechange" ("id", "paused_by_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "reason", "resumed_by_id", "since", "until") VALUES (OLD."id", OLD."paused_by_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."plan_id", OLD."reason", OLD."resumed_by_id", OLD."since", OLD."until"); RETURN NULL;',
                    hash="13768996f2e77e2aa48a64cbaa95cde7d995e366",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_a7147",
                    table="plans_planpause",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reportingduty",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "plans_reportingdutychange" ("assignment_id", "days_after", "id", "is_report", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "preset", "recipient_id", "recurrence", "since", "until", "wording") VALUES (NEW."assignment_id", NEW."days_after", NEW."id", NEW."is_report", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."plan_id", NEW."preset", NEW."recipient_id", NEW."recurrence", NEW."since", NEW."until", NEW."wording"); RETURN NULL;',
                    hash="38e3c3d63139a106d77ad7683ffc7cf9feaddd7c",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_7c719",
                    table="plans_reportingduty",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reportingduty",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "plans_reportingdutychange" ("assignment_id", "days_after", "id", "is_report", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "preset", "recipient_id", "recurrence", "since", "until", "wording") VALUES (NEW."assignment_id", NEW."days_after", NEW."id", NEW."is_report", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."plan_id", NEW."preset", NEW."recipient_id", NEW."recurrence", NEW."since", NEW."until", NEW."wording"); RETURN NULL;',
                    hash="393ad38ae233ac8558122c1445780c6bb11dcba3",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_b3691",
                    table="plans_reportingduty",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reportingduty",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "plans_reportingdutychange" ("assignment_id", "days_after", "id", "is_report", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "preset", "recipient_id", "recurrence", "since", "until", "wording") VALUES (OLD."assignment_id", OLD."days_after", OLD."id", OLD."is_report", OLD."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."plan_id", OLD."preset", OLD."recipient_id", OLD."recurrence", OLD."since", OLD."until", OLD."wording"); RETURN NULL;',
                    hash="f29f2954fa8db36ea971dff920cc3352547aa23d",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_1151f",
                    table="plans_reportingduty",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="task",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "plans_taskchange" ("cancel_reason", "cancelled_on", "due_on", "due_source", "due_wording", "heading", "id", "is_verbatim", "kind", "needs_evidence", "path", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "position", "product", "section", "source_text", "span_end", "span_start") VALUES (NEW."cancel_reason", NEW."cancelled_on", NEW."due_on", NEW."due_source", NEW."due_wording", NEW."heading", NEW."id", NEW."is_verbatim", NEW."kind", NEW."needs_evidence", NEW."path", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."plan_id", NEW."position", NEW."product", NEW."section", NEW."source_text", NEW."span_end", NEW."span_start"); RETURN NULL;',
                    hash="28787e6d7a47c121bd0df9f8cd0fde3bfddc9097",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_949f2",
                    table="plans_task",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="task",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."cancel_reason" IS DISTINCT FROM (NEW."cancel_reason") OR OLD."cancelled_on" IS DISTINCT FROM (NEW."cancelled_on") OR OLD."due_on" IS DISTINCT FROM (NEW."due_on") OR OLD."due_source" IS DISTINCT FROM (NEW."due_source") OR OLD."due_wording" IS DISTINCT FROM (NEW."due_wording") OR OLD."heading" IS DISTINCT FROM (NEW."heading") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_verbatim" IS DISTINCT FROM (NEW."is_verbatim") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."needs_evidence" IS DISTINCT FROM (NEW."needs_evidence") OR OLD."path" IS DISTINCT FROM (NEW."path") OR OLD."plan_id" IS DISTINCT FROM (NEW."plan_id") OR OLD."position" IS DISTINCT FROM (NEW."position") OR OLD."product" IS DISTINCT FROM (NEW."product") OR OLD."section" IS DISTINCT FROM (NEW."section") OR OLD."source_text" IS DISTINCT FROM (NEW."source_text") OR OLD."span_end" IS DISTINCT FROM (NEW."span_end") OR OLD."span_start" IS DISTINCT FROM (NEW."span_start"))',
                    func='INSERT INTO "plans_taskchange" ("cancel_reason", "cancelled_on", "due_on", "due_source", "due_wording", "heading", "id", "is_verbatim", "kind", "needs_evidence", "path", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "position", "product", "section", "source_text", "span_end", "span_start") VALUES (NEW."cancel_reason", NEW."cancelled_on", NEW."due_on", NEW."due_source", NEW."due_wording", NEW."heading", NEW."id", NEW."is_verbatim", NEW."kind", NEW."needs_evidence", NEW."path", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."plan_id", NEW."position", NEW."product", NEW."section", NEW."source_text", NEW."span_end", NEW."span_start"); RETURN NULL;',
                    hash="7fa87d2af563096983d4a52d273a7f50030d33d9",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_57082",
                    table="plans_task",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="task",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "plans_taskchange" ("cancel_reason", "cancelled_on", "due_on", "due_source", "due_wording", "heading", "id", "is_verbatim", "kind", "needs_evidence", "path", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "position", "product", "section", "source_text", "span_end", "span_start") VALUES (OLD."cancel_reason", OLD."cancelled_on", OLD."due_on", OLD."due_source", OLD."due_wording", OLD."heading", OLD."id", OLD."is_verbatim", OLD."kind", OLD."needs_evidence", OLD."path", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."plan_id", OLD."position", OLD."product", OLD."section", OLD."source_text", OLD."span_end", OLD."span_start"); RETURN NULL;',
                    hash="4c0e6b04a2face49d46247fd25cb1ed25ba62eea",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_3490d",
                    table="plans_task",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddField(
            model_name="assignmentchange",
            name="agency",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="agencies.agency",
                verbose_name="cơ quan, đơn vị",
            ),
        ),
        migrations.AddField(
            model_name="assignmentchange",
            name="group",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="agencies.agencygroup",
                verbose_name="tách từ nhóm",
            ),
        ),
        migrations.AddField(
            model_name="assignmentchange",
            name="officer_in_charge",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="cán bộ đầu mối",
            ),
        ),
        migrations.AddField(
            model_name="assignmentchange",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="plans.assignment",
            ),
        ),
        migrations.AddField(
            model_name="assignmentchange",
            name="supports",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="plans.assignment",
                verbose_name="phối hợp với",
            ),
        ),
        migrations.AddField(
            model_name="assignmentchange",
            name="task",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="plans.task",
                verbose_name="nhiệm vụ",
            ),
        ),
        migrations.AddField(
            model_name="planchange",
            name="created_by",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="người lập",
            ),
        ),
        migrations.AddField(
            model_name="planchange",
            name="directive",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="directives.directive",
                verbose_name="văn bản",
            ),
        ),
        migrations.AddField(
            model_name="planchange",
            name="monitor",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="agencies.agency",
                verbose_name="cơ quan theo dõi",
            ),
        ),
        migrations.AddField(
            model_name="planchange",
            name="owner",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="agencies.agency",
                verbose_name="văn phòng chủ kế hoạch",
            ),
        ),
        migrations.AddField(
            model_name="planchange",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name="+", to="plans.plan"
            ),
        ),
        migrations.AddField(
            model_name="planchange",
            name="published_by",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="người phát hành",
            ),
        ),
        migrations.AddField(
            model_name="planpausechange",
            name="paused_by",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="người cho tạm dừng",
            ),
        ),
        migrations.AddField(
            model_name="planpausechange",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="plans.planpause",
            ),
        ),
        migrations.AddField(
            model_name="planpausechange",
            name="plan",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="plans.plan",
                verbose_name="kế hoạch",
            ),
        ),
        migrations.AddField(
            model_name="planpausechange",
            name="resumed_by",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="người cho tiếp tục",
            ),
        ),
        migrations.AddField(
            model_name="reportingdutychange",
            name="assignment",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="plans.assignment",
                verbose_name="dòng phân công",
            ),
        ),
        migrations.AddField(
            model_name="reportingdutychange",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="plans.reportingduty",
            ),
        ),
        migrations.AddField(
            model_name="reportingdutychange",
            name="plan",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="plans.plan",
                verbose_name="kế hoạch",
            ),
        ),
        migrations.AddField(
            model_name="reportingdutychange",
            name="recipient",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="agencies.agency",
                verbose_name="nơi nhận báo cáo",
            ),
        ),
        migrations.AddField(
            model_name="taskchange",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name="+", to="plans.task"
            ),
        ),
        migrations.AddField(
            model_name="taskchange",
            name="plan",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="plans.plan",
                verbose_name="kế hoạch",
            ),
        ),
        migrations.AddIndex(
            model_name="assignmentchange",
            index=models.Index(fields=["task"], name="plans_assig_task_id_a0dd4e_idx"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="assignmentchange",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="17eab4c74e5ee6528cfa26ae27be4ef5e3a19387",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_cd0af",
                    table="plans_assignmentchange",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="planchange",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="1dca3114e928777567478f001e55527f01c8b754",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_aaec7",
                    table="plans_planchange",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="planpausechange",
            index=models.Index(fields=["plan"], name="plans_planp_plan_id_79a78b_idx"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="planpausechange",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="70fba69cbd77a48f46fdb151ea098e45d10c2daa",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_dbe8d",
                    table="plans_planpausechange",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="reportingdutychange",
            index=models.Index(fields=["plan"], name="plans_repor_plan_id_e1b30f_idx"),
        ),
        migrations.AddIndex(
            model_name="reportingdutychange",
            index=models.Index(fields=["assignment"], name="plans_repor_assignm_26969d_idx"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reportingdutychange",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="8b6a9133cab20a44f291d308e784605c1b95f012",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_34771",
                    table="plans_reportingdutychange",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="taskchange",
            index=models.Index(fields=["plan"], name="plans_taskc_plan_id_46f0bc_idx"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="taskchange",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="8fddfb1dd7d5c7bd16daec2f203edfa28f7c90e3",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_10738",
                    table="plans_taskchange",
                    when="BEFORE",
                ),
            ),
        ),
        begin("plans", "Plan", "PlanPause", "Task", "Assignment", "ReportingDuty"),
    ]
