"""A report goes through a leader's hands: states and steps of signing, what it may speak of, what it replaces, its signed copy."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
import reporting.models
from django.conf import settings
from django.db import migrations, models


def tell_what_is_known(apps, schema_editor):
    """Reports that are there begin their log with what their rows say; who froze them was not kept."""
    step = apps.get_model("reporting", "ReportStep")
    for report in apps.get_model("reporting", "Report").objects.all():
        step.objects.create(report=report, kind="laid_out", by_id=report.created_by_id, at=report.created_at)
        if report.frozen_at:
            step.objects.create(report=report, kind="submitted", at=report.frozen_at)


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0009_ledger_of_reminders_taken"),
        ("directives", "0007_keep_history"),
        ("plans", "0025_notice_of_a_letter"),
        ("reporting", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ReportStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("laid_out", "Lập dự thảo"),
                            ("submitted", "Trình ký"),
                            ("revised", "Sửa lời văn khi đang trình"),
                            ("returned", "Trả lại"),
                            ("approved", "Duyệt"),
                            ("reopened", "Mở lại dự thảo"),
                            ("passed_on", "Chuyển cơ quan kế tục"),
                            ("issued", "Cấp số, ban hành"),
                            ("signed_copy", "Gắn bản ký"),
                            ("replaced", "Được thay thế"),
                        ],
                        max_length=12,
                        verbose_name="việc",
                    ),
                ),
                ("post", models.CharField(blank=True, max_length=250, verbose_name="với chức trách")),
                ("at", models.DateTimeField(verbose_name="lúc")),
                ("reason", models.CharField(blank=True, max_length=1000, verbose_name="lý do")),
            ],
            options={
                "verbose_name": "bước của báo cáo",
                "verbose_name_plural": "các bước của báo cáo",
                "ordering": ("at", "id"),
            },
        ),
        migrations.CreateModel(
            name="SignedCopy",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("file", models.FileField(max_length=200, upload_to=reporting.models._copy_path, verbose_name="tệp")),
                ("name", models.CharField(max_length=200, verbose_name="tên tệp")),
                ("content_type", models.CharField(max_length=100, verbose_name="kiểu nội dung")),
                ("size", models.PositiveBigIntegerField(verbose_name="dung lượng, byte")),
                ("sha256", models.CharField(max_length=64)),
                ("at", models.DateTimeField(verbose_name="lúc")),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="lý do thay")),
            ],
            options={
                "verbose_name": "bản ký của báo cáo",
                "verbose_name_plural": "bản ký của báo cáo",
                "ordering": ("-at", "-id"),
            },
        ),
        migrations.AddField(
            model_name="report",
            name="about_agency",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="reports_about",
                to="agencies.agency",
                verbose_name="về cơ quan",
            ),
        ),
        migrations.AddField(
            model_name="report",
            name="about_group",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="reports_about",
                to="agencies.agencygroup",
                verbose_name="về nhóm đơn vị",
            ),
        ),
        migrations.AddField(
            model_name="report",
            name="replaces",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="replacements",
                to="reporting.report",
                verbose_name="thay thế",
            ),
        ),
        migrations.AlterField(
            model_name="report",
            name="directive",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="reports",
                to="directives.directive",
                verbose_name="văn bản",
            ),
        ),
        migrations.AlterField(
            model_name="report",
            name="state",
            field=models.CharField(
                choices=[
                    ("draft", "dự thảo"),
                    ("frozen", "trình ký"),
                    ("approved", "đã duyệt"),
                    ("issued", "đã ban hành"),
                ],
                default="draft",
                max_length=10,
                verbose_name="trạng thái",
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("about_agency__isnull", True), ("about_group__isnull", True), ("directive__isnull", False)
                    ),
                    models.Q(
                        ("about_agency__isnull", False),
                        ("about_group__isnull", True),
                        ("directive__isnull", True),
                        ("whole_subtree", False),
                    ),
                    models.Q(("about_agency__isnull", True), ("directive__isnull", True), ("whole_subtree", False)),
                    _connector="OR",
                ),
                name="report_about_one_thing",
                violation_error_message="Báo cáo nói về một văn bản, một cơ quan hoặc một nhóm đơn vị.",
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("replaces__isnull", True), models.Q(("replaces", models.F("id")), _negated=True), _connector="OR"
                ),
                name="report_replaces_another",
                violation_error_message="Báo cáo không thay thế chính nó.",
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.UniqueConstraint(
                fields=("replaces",),
                name="report_replaced_once",
                violation_error_message="Báo cáo này đã có báo cáo thay thế.",
            ),
        ),
        migrations.AddField(
            model_name="reportstep",
            name="by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="người thực hiện",
            ),
        ),
        migrations.AddField(
            model_name="reportstep",
            name="report",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="steps",
                to="reporting.report",
                verbose_name="báo cáo",
            ),
        ),
        migrations.AddField(
            model_name="signedcopy",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="người gắn",
            ),
        ),
        migrations.AddField(
            model_name="signedcopy",
            name="report",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="signed_copies",
                to="reporting.report",
                verbose_name="báo cáo",
            ),
        ),
        migrations.AddConstraint(
            model_name="reportstep",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind__in", ("returned", "reopened")), _negated=True),
                    models.Q(("reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="step_back_has_reason",
                violation_error_message="Trả lại hoặc mở lại thì phải ghi lý do.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reportstep",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="8640603a4afd12fdc6f63a2052a71f3894a01392",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_f6a5e",
                    table="reporting_reportstep",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="signedcopy",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="9be1e5b62bd974b25ac3deba6141e6910f727022",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_75e0a",
                    table="reporting_signedcopy",
                    when="BEFORE",
                ),
            ),
        ),
        # Last: after rows were written, no table may be changed in the same transaction.
        migrations.RunPython(tell_what_is_known, migrations.RunPython.noop),
    ]
