"""Tables that keep every change, the triggers that fill them, and one first event for each row there is."""

import directives.models
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
        ("directives", "0006_fold_texts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AddresseeChange",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_id", models.BigAutoField(primary_key=True, serialize=False)),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("text", models.CharField(blank=True, max_length=300, verbose_name="như in trên văn bản")),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("execute", "để thực hiện"),
                            ("report", "để báo cáo"),
                            ("inform", "để biết"),
                            ("file", "lưu"),
                            ("assigned", "được phân công"),
                        ],
                        default="execute",
                        max_length=10,
                        verbose_name="mục đích",
                    ),
                ),
                ("since", models.DateField(blank=True, null=True, verbose_name="từ ngày")),
                ("position", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "verbose_name": "lịch sử: nơi nhận",
                "verbose_name_plural": "lịch sử: nơi nhận",
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="DirectiveChange",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_id", models.BigAutoField(primary_key=True, serialize=False)),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "type_code",
                    models.CharField(
                        choices=[
                            ("BC", "Báo cáo"),
                            ("BB", "Biên bản"),
                            ("CT", "Chỉ thị"),
                            ("CTr", "Chương trình"),
                            ("CĐ", "Công điện"),
                            ("CV", "Công văn"),
                            ("ĐA", "Đề án"),
                            ("HD", "Hướng dẫn"),
                            ("KH", "Kế hoạch"),
                            ("KL", "Kết luận"),
                            ("NQ", "Nghị quyết"),
                            ("PA", "Phương án"),
                            ("QC", "Quy chế"),
                            ("QĐ", "Quyết định, quy định"),
                            ("TB", "Thông báo"),
                            ("TT", "Thông tri"),
                            ("TTr", "Tờ trình"),
                        ],
                        max_length=5,
                        verbose_name="loại văn bản",
                    ),
                ),
                ("number", models.CharField(blank=True, max_length=60, verbose_name="số, ký hiệu")),
                (
                    "number_as_printed",
                    models.CharField(blank=True, max_length=80, verbose_name="số, ký hiệu như in trên văn bản"),
                ),
                (
                    "issuer_text",
                    models.CharField(blank=True, max_length=250, verbose_name="cơ quan ban hành như in trên văn bản"),
                ),
                ("issuer_deduced", models.BooleanField(default=False, verbose_name="cơ quan ban hành do suy ra")),
                ("acting_body", models.CharField(blank=True, max_length=120, verbose_name="thay mặt")),
                ("place", models.CharField(blank=True, max_length=60, verbose_name="địa danh")),
                ("issued_on", models.DateField(blank=True, null=True, verbose_name="ngày ban hành")),
                ("subject", models.TextField(blank=True, max_length=1000, verbose_name="trích yếu")),
                (
                    "secrecy",
                    models.CharField(
                        choices=[("normal", "Thường"), ("internal", "Lưu hành nội bộ")],
                        default="normal",
                        max_length=10,
                        verbose_name="mức độ",
                    ),
                ),
                (
                    "urgency",
                    models.CharField(
                        choices=[
                            ("normal", "Thường"),
                            ("urgent", "Khẩn"),
                            ("very_urgent", "Thượng khẩn"),
                            ("express", "Hỏa tốc"),
                        ],
                        default="normal",
                        max_length=15,
                        verbose_name="độ khẩn",
                    ),
                ),
                (
                    "source_kind",
                    models.CharField(
                        choices=[("document", "Văn bản"), ("press", "Nguồn báo chí")],
                        default="document",
                        max_length=10,
                        verbose_name="nguồn",
                    ),
                ),
                ("is_stub", models.BooleanField(default=False, verbose_name="chưa có toàn văn")),
                ("signer_authority", models.CharField(blank=True, max_length=120, verbose_name="thẩm quyền ký")),
                ("signer_title", models.CharField(blank=True, max_length=120, verbose_name="chức vụ người ký")),
                ("signer_name", models.CharField(blank=True, max_length=120, verbose_name="người ký")),
                ("recorded_at", models.DateTimeField(verbose_name="nhập lúc")),
                ("is_sample", models.BooleanField(default=False, verbose_name="dữ liệu minh họa")),
            ],
            options={
                "verbose_name": "lịch sử: văn bản chỉ đạo",
                "verbose_name_plural": "lịch sử: văn bản chỉ đạo",
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="DirectiveCopyChange",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_id", models.BigAutoField(primary_key=True, serialize=False)),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("text_hash", models.CharField(blank=True, editable=False, max_length=64)),
                ("is_common", models.BooleanField(default=False, verbose_name="dùng chung")),
                ("added_at", models.DateTimeField(verbose_name="thêm lúc")),
            ],
            options={
                "verbose_name": "lịch sử: bản toàn văn",
                "verbose_name_plural": "lịch sử: bản toàn văn",
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="DirectiveFileChange",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_id", models.BigAutoField(primary_key=True, serialize=False)),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "file",
                    models.FileField(max_length=200, upload_to=directives.models._directive_path, verbose_name="tệp"),
                ),
                ("name", models.CharField(max_length=200, verbose_name="tên tệp")),
                ("content_type", models.CharField(max_length=100, verbose_name="kiểu nội dung")),
                ("size", models.PositiveBigIntegerField(verbose_name="dung lượng, byte")),
                ("sha256", models.CharField(max_length=64)),
                ("added_at", models.DateTimeField(verbose_name="thêm lúc")),
            ],
            options={
                "verbose_name": "lịch sử: tệp văn bản",
                "verbose_name_plural": "lịch sử: tệp văn bản",
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="DirectiveLinkChange",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_id", models.BigAutoField(primary_key=True, serialize=False)),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("implements", "thực hiện"),
                            ("continues", "tiếp tục thực hiện"),
                            ("basis", "căn cứ"),
                            ("replaces", "thay thế"),
                            ("amends", "sửa đổi, bổ sung"),
                            ("cites", "viện dẫn"),
                        ],
                        max_length=12,
                        verbose_name="quan hệ",
                    ),
                ),
            ],
            options={
                "verbose_name": "lịch sử: liên kết văn bản",
                "verbose_name_plural": "lịch sử: liên kết văn bản",
                "abstract": False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="addressee",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "directives_addresseechange" ("agency_id", "directive_id", "group_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "purpose", "since", "text") VALUES (NEW."agency_id", NEW."directive_id", NEW."group_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."position", NEW."purpose", NEW."since", NEW."text"); RETURN NULL;',
                    hash="aedbe569f320185c8c3483cc8b4f8f31cfc91794",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_a4b98",
                    table="directives_addressee",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="addressee",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "directives_addresseechange" ("agency_id", "directive_id", "group_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "purpose", "since", "text") VALUES (NEW."agency_id", NEW."directive_id", NEW."group_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."position", NEW."purpose", NEW."since", NEW."text"); RETURN NULL;',
                    hash="68ddb2ecf3e94b69a67f91634a056632488c1f19",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_c4a55",
                    table="directives_addressee",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="addressee",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "directives_addresseechange" ("agency_id", "directive_id", "group_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "purpose", "since", "text") VALUES (OLD."agency_id", OLD."directive_id", OLD."group_id", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."position", OLD."purpose", OLD."since", OLD."text"); RETURN NULL;',
                    hash="6d459821a727b2b4272ec3a8a758eeb9b667c775",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_42064",
                    table="directives_addressee",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="directive",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "directives_directivechange" ("acting_body", "id", "is_sample", "is_stub", "issued_on", "issuer_deduced", "issuer_id", "issuer_text", "number", "number_as_printed", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "recorded_at", "recorded_by_id", "recorded_by_officer_id", "secrecy", "signer_authority", "signer_name", "signer_title", "source_kind", "subject", "term_id", "type_code", "urgency") VALUES (NEW."acting_body", NEW."id", NEW."is_sample", NEW."is_stub", NEW."issued_on", NEW."issuer_deduced", NEW."issuer_id", NEW."issuer_text", NEW."number", NEW."number_as_printed", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."place", NEW."recorded_at", NEW."recorded_by_id", NEW."recorded_by_officer_id", NEW."secrecy", NEW."signer_authority", NEW."signer_name", NEW."signer_title", NEW."source_kind", NEW."subject", NEW."term_id", NEW."type_code", NEW."urgency"); RETURN NULL;',
                    hash="0e136804c7f93418f0ce89ad59ec1da2b7d99e85",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_50616",
                    table="directives_directive",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="directive",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."acting_body" IS DISTINCT FROM (NEW."acting_body") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_sample" IS DISTINCT FROM (NEW."is_sample") OR OLD."is_stub" IS DISTINCT FROM (NEW."is_stub") OR OLD."issued_on" IS DISTINCT FROM (NEW."issued_on") OR OLD."issuer_id" IS DISTINCT FROM (NEW."issuer_id") OR OLD."issuer_deduced" IS DISTINCT FROM (NEW."issuer_deduced") OR OLD."issuer_text" IS DISTINCT FROM (NEW."issuer_text") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."number_as_printed" IS DISTINCT FROM (NEW."number_as_printed") OR OLD."place" IS DISTINCT FROM (NEW."place") OR OLD."recorded_at" IS DISTINCT FROM (NEW."recorded_at") OR OLD."recorded_by_id" IS DISTINCT FROM (NEW."recorded_by_id") OR OLD."recorded_by_officer_id" IS DISTINCT FROM (NEW."recorded_by_officer_id") OR OLD."secrecy" IS DISTINCT FROM (NEW."secrecy") OR OLD."signer_authority" IS DISTINCT FROM (NEW."signer_authority") OR OLD."signer_name" IS DISTINCT FROM (NEW."signer_name") OR OLD."signer_title" IS DISTINCT FROM (NEW."signer_title") OR OLD."source_kind" IS DISTINCT FROM (NEW."source_kind") OR OLD."subject" IS DISTINCT FROM (NEW."subject") OR OLD."term_id" IS DISTINCT FROM (NEW."term_id") OR OLD."type_code" IS DISTINCT FROM (NEW."type_code") OR OLD."urgency" IS DISTINCT FROM (NEW."urgency"))',
                    func='INSERT INTO "directives_directivechange" ("acting_body", "id", "is_sample", "is_stub", "issued_on", "issuer_deduced", "issuer_id", "issuer_text", "number", "number_as_printed", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "recorded_at", "recorded_by_id", "recorded_by_officer_id", "secrecy", "signer_authority", "signer_name", "signer_title", "source_kind", "subject", "term_id", "type_code", "urgency") VALUES (NEW."acting_body", NEW."id", NEW."is_sample", NEW."is_stub", NEW."issued_on", NEW."issuer_deduced", NEW."issuer_id", NEW."issuer_text", NEW."number", NEW."number_as_printed", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."place", NEW."recorded_at", NEW."recorded_by_id", NEW."recorded_by_officer_id", NEW."secrecy", NEW."signer_authority", NEW."signer_name", NEW."signer_title", NEW."source_kind", NEW."subject", NEW."term_id", NEW."type_code", NEW."urgency"); RETURN NULL;',
                    hash="9ff2e4d74e6f8ea7bb368752c064a3acb74e9f13",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_6cb00",
                    table="directives_directive",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="directive",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "directives_directivechange" ("acting_body", "id", "is_sample", "is_stub", "issued_on", "issuer_deduced", "issuer_id", "issuer_text", "number", "number_as_printed", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "recorded_at", "recorded_by_id", "recorded_by_officer_id", "secrecy", "signer_authority", "signer_name", "signer_title", "source_kind", "subject", "term_id", "type_code", "urgency") VALUES (OLD."acting_body", OLD."id", OLD."is_sample", OLD."is_stub", OLD."issued_on", OLD."issuer_deduced", OLD."issuer_id", OLD."issuer_text", OLD."number", OLD."number_as_printed", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."place", OLD."recorded_at", OLD."recorded_by_id", OLD."recorded_by_officer_id", OLD."secrecy", OLD."signer_authority", OLD."signer_name", OLD."signer_title", OLD."source_kind", OLD."subject", OLD."term_id", OLD."type_code", OLD."urgency"); RETURN NULL;',
                    hash="650fa5c123b59fcb3cbc52842e61da16151a8954",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_6c0bc",
                    table="directives_directive",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="directivecopy",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "directives_directivecopychange" ("added_at", "added_by_id", "directive_id", "id", "is_common", "office_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "text_hash") VALUES (NEW."added_at", NEW."added_by_id", NEW."directive_id", NEW."id", NEW."is_common", NEW."office_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."text_hash"); RETURN NULL;',
                    hash="c4c324c032edeccfd6fd1d467564bdb1ae763186",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_42661",
                    table="directives_directivecopy",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="directivecopy",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."added_at" IS DISTINCT FROM (NEW."added_at") OR OLD."added_by_id" IS DISTINCT FROM (NEW."added_by_id") OR OLD."directive_id" IS DISTINCT FROM (NEW."directive_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_common" IS DISTINCT FROM (NEW."is_common") OR OLD."office_id" IS DISTINCT FROM (NEW."office_id") OR OLD."text_hash" IS DISTINCT FROM (NEW."text_hash"))',
                    func='INSERT INTO "directives_directivecopychange" ("added_at", "added_by_id", "directive_id", "id", "is_common", "office_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "text_hash") VALUES (NEW."added_at", NEW."added_by_id", NEW."directive_id", NEW."id", NEW."is_common", NEW."office_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."text_hash"); RETURN NULL;',
                    hash="0913cdae2dd4879e378b7ad656bc56077f9caab4",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_422ee",
                    table="directives_directivecopy",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="directivecopy",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "directives_directivecopychange" ("added_at", "added_by_id", "directive_id", "id", "is_common", "office_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "text_hash") VALUES (OLD."added_at", OLD."added_by_id", OLD."directive_id", OLD."id", OLD."is_common", OLD."office_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."text_hash"); RETURN NULL;',
                    hash="efd30d131b1cc0039ff4f265ecfd6cbc38a171e3",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_b50de",
                    table="directives_directivecopy",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="directivefile",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "directives_directivefilechange" ("added_at", "added_by_id", "content_type", "copy_id", "file", "id", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sha256", "size") VALUES (NEW."added_at", NEW."added_by_id", NEW."content_type", NEW."copy_id", NEW."file", NEW."id", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."sha256", NEW."size"); RETURN NULL;',
                    hash="80324a11dc1572cad13b8b4f91b07d2d2fb2901b",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_58534",
                    table="directives_directivefile",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="directivefile",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "directives_directivefilechange" ("added_at", "added_by_id", "content_type", "copy_id", "file", "id", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sha256", "size") VALUES (NEW."added_at", NEW."added_by_id", NEW."content_type", NEW."copy_id", NEW."file", NEW."id", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."sha256", NEW."size"); RETURN NULL;',
                    hash="b918af3aba3c642c86b40a1e8b408ca75b4cd0f5",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_da96d",
                    table="directives_directivefile",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="directivefile",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "directives_directivefilechange" ("added_at", "added_by_id", "content_type", "copy_id", "file", "id", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sha256", "size") VALUES (OLD."added_at", OLD."added_by_id", OLD."content_type", OLD."copy_id", OLD."file", OLD."id", OLD."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."sha256", OLD."size"); RETURN NULL;',
                    hash="52df3ee391971dfb31bd8f9237a1f32a396ea08f",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_ca807",
                    table="directives_directivefile",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="directivelink",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "directives_directivelinkchange" ("directive_id", "id", "kind", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "superior_id") VALUES (NEW."directive_id", NEW."id", NEW."kind", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."superior_id"); RETURN NULL;',
                    hash="e434019a32cac504bcea57a181d3c62907736663",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_091f6",
                    table="directives_directivelink",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="directivelink",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "directives_directivelinkchange" ("directive_id", "id", "kind", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "superior_id") VALUES (NEW."directive_id", NEW."id", NEW."kind", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."superior_id"); RETURN NULL;',
                    hash="1d934a3240577f0e1e5d66077efe5c8cb943ad6a",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_4741d",
                    table="directives_directivelink",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="directivelink",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "directives_directivelinkchange" ("directive_id", "id", "kind", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "superior_id") VALUES (OLD."directive_id", OLD."id", OLD."kind", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."superior_id"); RETURN NULL;',
                    hash="1ca42e08b9c14576553099578a821b5269bbc4d5",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_ada29",
                    table="directives_directivelink",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddField(
            model_name="addresseechange",
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
                verbose_name="cơ quan",
            ),
        ),
        migrations.AddField(
            model_name="addresseechange",
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
            model_name="addresseechange",
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
                verbose_name="nhóm",
            ),
        ),
        migrations.AddField(
            model_name="addresseechange",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="directives.addressee",
            ),
        ),
        migrations.AddField(
            model_name="directivechange",
            name="issuer",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="agencies.agency",
                verbose_name="cơ quan ban hành",
            ),
        ),
        migrations.AddField(
            model_name="directivechange",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="directives.directive",
            ),
        ),
        migrations.AddField(
            model_name="directivechange",
            name="recorded_by",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="agencies.agency",
                verbose_name="văn phòng nhập",
            ),
        ),
        migrations.AddField(
            model_name="directivechange",
            name="recorded_by_officer",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="người nhập",
            ),
        ),
        migrations.AddField(
            model_name="directivechange",
            name="term",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="directives.term",
                verbose_name="nhiệm kỳ",
            ),
        ),
        migrations.AddField(
            model_name="directivecopychange",
            name="added_by",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="người thêm",
            ),
        ),
        migrations.AddField(
            model_name="directivecopychange",
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
            model_name="directivecopychange",
            name="office",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="agencies.agency",
                verbose_name="văn phòng giữ",
            ),
        ),
        migrations.AddField(
            model_name="directivecopychange",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="directives.directivecopy",
            ),
        ),
        migrations.AddField(
            model_name="directivefilechange",
            name="added_by",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="người thêm",
            ),
        ),
        migrations.AddField(
            model_name="directivefilechange",
            name="copy",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="directives.directivecopy",
                verbose_name="bản toàn văn",
            ),
        ),
        migrations.AddField(
            model_name="directivefilechange",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="directives.directivefile",
            ),
        ),
        migrations.AddField(
            model_name="directivelinkchange",
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
            model_name="directivelinkchange",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="directives.directivelink",
            ),
        ),
        migrations.AddField(
            model_name="directivelinkchange",
            name="superior",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="directives.directive",
                verbose_name="văn bản cấp trên",
            ),
        ),
        migrations.AddIndex(
            model_name="addresseechange",
            index=models.Index(fields=["directive"], name="directives__directi_b90a6a_idx"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="addresseechange",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="cdf0be24dd0c809deeb679488782c7e57ade0b0e",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_9a560",
                    table="directives_addresseechange",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="directivechange",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="2aa7c5fee2f220462ec46bb270eb60738eca7a91",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_1d846",
                    table="directives_directivechange",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="directivecopychange",
            index=models.Index(fields=["directive"], name="directives__directi_614ed0_idx"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="directivecopychange",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="26a4628b2665e8593bfdc981148cbf084bff3f2d",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_600de",
                    table="directives_directivecopychange",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="directivefilechange",
            index=models.Index(fields=["copy"], name="directives__copy_id_195775_idx"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="directivefilechange",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="ae8ac0677240efda1e04cc680c8edabcb9239711",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_0906c",
                    table="directives_directivefilechange",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="directivelinkchange",
            index=models.Index(fields=["directive"], name="directives__directi_2c2870_idx"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="directivelinkchange",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="3974ce614dbeceba3fb75985e8f8c4fa3142e15b",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_75cf6",
                    table="directives_directivelinkchange",
                    when="BEFORE",
                ),
            ),
        ),
        begin("directives", "Directive", "DirectiveLink", "Addressee", "DirectiveCopy", "DirectiveFile"),
    ]
