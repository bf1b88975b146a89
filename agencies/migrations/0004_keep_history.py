"""Tables that keep every change, the triggers that fill them, and one first event for each row there is."""

import django.contrib.auth.validators
import django.db.models.deletion
import django.utils.timezone
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from agencies.history.beginning import begin


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0003_succession"),
    ]

    operations = [
        migrations.CreateModel(
            name="AgencyAliasChange",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_id", models.BigAutoField(primary_key=True, serialize=False)),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("text", models.CharField(max_length=250, verbose_name="cách gọi khác")),
            ],
            options={
                "verbose_name": "lịch sử: cách gọi khác",
                "verbose_name_plural": "lịch sử: cách gọi khác",
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="AgencyChange",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_id", models.BigAutoField(primary_key=True, serialize=False)),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("name", models.CharField(max_length=250, verbose_name="tên đầy đủ")),
                ("short_name", models.CharField(blank=True, max_length=120, verbose_name="tên ngắn")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("committee", "Cấp ủy"),
                            ("party_organ", "Ban, văn phòng của cấp ủy"),
                            ("party_group", "Ban cán sự đảng, đảng đoàn"),
                            ("state", "Cơ quan nhà nước"),
                            ("front", "Mặt trận, đoàn thể"),
                            ("association", "Hội quần chúng"),
                            ("press", "Báo, đài"),
                            ("unit", "Đơn vị trực thuộc"),
                        ],
                        max_length=20,
                        verbose_name="loại",
                    ),
                ),
                (
                    "side",
                    models.CharField(
                        choices=[("party", "Khối đảng"), ("state", "Khối nhà nước")],
                        default="party",
                        max_length=10,
                        verbose_name="khối",
                    ),
                ),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("central", "Trung ương"),
                            ("province", "Tỉnh, thành phố"),
                            ("district", "Quận, huyện"),
                            ("commune", "Xã, phường"),
                        ],
                        max_length=10,
                        verbose_name="cấp",
                    ),
                ),
                (
                    "acting_body",
                    models.CharField(
                        blank=True, help_text="Ví dụ: Ban Thường vụ", max_length=120, verbose_name="tập thể thay mặt"
                    ),
                ),
                (
                    "symbol",
                    models.CharField(
                        blank=True,
                        help_text="Ví dụ: TU, BTGTU, LHH",
                        max_length=30,
                        verbose_name="chữ viết tắt trong ký hiệu",
                    ),
                ),
                ("place", models.CharField(blank=True, max_length=60, verbose_name="địa danh")),
                ("started_on", models.DateField(blank=True, null=True, verbose_name="thành lập ngày")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="kết thúc ngày")),
                ("provisional", models.BooleanField(default=False, verbose_name="tạm ghi")),
            ],
            options={
                "verbose_name": "lịch sử: cơ quan, đơn vị",
                "verbose_name_plural": "lịch sử: cơ quan, đơn vị",
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="AgencyGroupChange",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_id", models.BigAutoField(primary_key=True, serialize=False)),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("name", models.CharField(max_length=200, verbose_name="tên nhóm")),
            ],
            options={
                "verbose_name": "lịch sử: nhóm đơn vị",
                "verbose_name_plural": "lịch sử: nhóm đơn vị",
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="CalendarDayChange",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_id", models.BigAutoField(primary_key=True, serialize=False)),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("day", models.DateField(verbose_name="ngày")),
                (
                    "kind",
                    models.CharField(
                        choices=[("off", "Ngày nghỉ"), ("working", "Ngày làm bù")], max_length=10, verbose_name="loại"
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="tên")),
                ("source", models.CharField(blank=True, max_length=200, verbose_name="căn cứ")),
            ],
            options={
                "verbose_name": "lịch sử: ngày trong lịch làm việc",
                "verbose_name_plural": "lịch sử: lịch làm việc",
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="GroupMembershipChange",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_id", models.BigAutoField(primary_key=True, serialize=False)),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("since", models.DateField(verbose_name="từ ngày")),
                ("until", models.DateField(blank=True, null=True, verbose_name="đến ngày")),
            ],
            options={
                "verbose_name": "lịch sử: thành viên nhóm",
                "verbose_name_plural": "lịch sử: thành viên nhóm",
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="OfficerChange",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_id", models.BigAutoField(primary_key=True, serialize=False)),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "is_superuser",
                    models.BooleanField(
                        default=False,
                        help_text="Designates that this user has all permissions without explicitly assigning them.",
                        verbose_name="superuser status",
                    ),
                ),
                (
                    "username",
                    models.CharField(
                        error_messages={"unique": "A user with that username already exists."},
                        help_text="Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.",
                        max_length=150,
                        validators=[django.contrib.auth.validators.UnicodeUsernameValidator()],
                        verbose_name="username",
                    ),
                ),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="email address")),
                (
                    "is_staff",
                    models.BooleanField(
                        default=False,
                        help_text="Designates whether the user can log into this admin site.",
                        verbose_name="staff status",
                    ),
                ),
                (
                    "is_active",
                    models.BooleanField(
                        default=True,
                        help_text="Designates whether this user should be treated as active. Unselect this instead of deleting accounts.",
                        verbose_name="active",
                    ),
                ),
                ("date_joined", models.DateTimeField(default=django.utils.timezone.now, verbose_name="date joined")),
                ("full_name", models.CharField(max_length=120, verbose_name="họ và tên")),
                ("phone", models.CharField(blank=True, max_length=30, verbose_name="điện thoại")),
                ("is_sample", models.BooleanField(default=False, verbose_name="tài khoản minh họa")),
            ],
            options={
                "verbose_name": "lịch sử: cán bộ",
                "verbose_name_plural": "lịch sử: cán bộ",
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PostChange",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_id", models.BigAutoField(primary_key=True, serialize=False)),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "duty",
                    models.CharField(
                        choices=[
                            ("clerk", "Văn thư, chuyên viên"),
                            ("leader", "Lãnh đạo"),
                            ("administrator", "Quản trị"),
                        ],
                        max_length=15,
                        verbose_name="chức trách",
                    ),
                ),
                ("title", models.CharField(blank=True, max_length=120, verbose_name="chức danh")),
                ("since", models.DateField(verbose_name="từ ngày")),
                ("until", models.DateField(blank=True, null=True, verbose_name="đến ngày")),
            ],
            options={
                "verbose_name": "lịch sử: chức trách",
                "verbose_name_plural": "lịch sử: chức trách",
                "abstract": False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="agency",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "agencies_agencychange" ("acting_body", "ended_on", "id", "kind", "level", "name", "parent_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "provisional", "recorded_by_id", "serves_id", "short_name", "side", "started_on", "successor_id", "symbol") VALUES (NEW."acting_body", NEW."ended_on", NEW."id", NEW."kind", NEW."level", NEW."name", NEW."parent_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."place", NEW."provisional", NEW."recorded_by_id", NEW."serves_id", NEW."short_name", NEW."side", NEW."started_on", NEW."successor_id", NEW."symbol"); RETURN NULL;',
                    hash="ed3746fd5bcd28d7e7a247450a1c3045681ffd2a",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_064bb",
                    table="agencies_agency",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="agency",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."acting_body" IS DISTINCT FROM (NEW."acting_body") OR OLD."ended_on" IS DISTINCT FROM (NEW."ended_on") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."level" IS DISTINCT FROM (NEW."level") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."parent_id" IS DISTINCT FROM (NEW."parent_id") OR OLD."place" IS DISTINCT FROM (NEW."place") OR OLD."provisional" IS DISTINCT FROM (NEW."provisional") OR OLD."recorded_by_id" IS DISTINCT FROM (NEW."recorded_by_id") OR OLD."serves_id" IS DISTINCT FROM (NEW."serves_id") OR OLD."short_name" IS DISTINCT FROM (NEW."short_name") OR OLD."side" IS DISTINCT FROM (NEW."side") OR OLD."started_on" IS DISTINCT FROM (NEW."started_on") OR OLD."successor_id" IS DISTINCT FROM (NEW."successor_id") OR OLD."symbol" IS DISTINCT FROM (NEW."symbol"))',
                    func='INSERT INTO "agencies_agencychange" ("acting_body", "ended_on", "id", "kind", "level", "name", "parent_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "provisional", "recorded_by_id", "serves_id", "short_name", "side", "started_on", "successor_id", "symbol") VALUES (NEW."acting_body", NEW."ended_on", NEW."id", NEW."kind", NEW."level", NEW."name", NEW."parent_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."place", NEW."provisional", NEW."recorded_by_id", NEW."serves_id", NEW."short_name", NEW."side", NEW."started_on", NEW."successor_id", NEW."symbol"); RETURN NULL;',
                    hash="9eadbd7bd3660e3c1ebc0da317b1d1dd1543e9ef",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_187e7",
                    table="agencies_agency",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="agency",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "agencies_agencychange" ("acting_body", "ended_on", "id", "kind", "level", "name", "parent_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "provisional", "recorded_by_id", "serves_id", "short_name", "side", "started_on", "successor_id", "symbol") VALUES (OLD."acting_body", OLD."ended_on", OLD."id", OLD."kind", OLD."level", OLD."name", OLD."parent_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."place", OLD."provisional", OLD."recorded_by_id", OLD."serves_id", OLD."short_name", OLD."side", OLD."started_on", OLD."successor_id", OLD."symbol"); RETURN NULL;',
                    hash="7e0e67c1d1dc47888d89b6a07ab88f6f48c9947c",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_9c312",
                    table="agencies_agency",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="agencyalias",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "agencies_agencyaliaschange" ("agency_id", "branch_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "text") VALUES (NEW."agency_id", NEW."branch_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."text"); RETURN NULL;',
                    hash="29c1cc653bebc1431d7a0ef8599efd919f0846be",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_6b7ff",
                    table="agencies_agencyalias",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="agencyalias",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."agency_id" IS DISTINCT FROM (NEW."agency_id") OR OLD."branch_id" IS DISTINCT FROM (NEW."branch_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."text" IS DISTINCT FROM (NEW."text"))',
                    func='INSERT INTO "agencies_agencyaliaschange" ("agency_id", "branch_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "text") VALUES (NEW."agency_id", NEW."branch_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."text"); RETURN NULL;',
                    hash="a12a85860d6a88e34460137b190040534a0534c6",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_356f8",
                    table="agencies_agencyalias",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="agencyalias",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "agencies_agencyaliaschange" ("agency_id", "branch_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "text") VALUES (OLD."agency_id", OLD."branch_id", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."text"); RETURN NULL;',
                    hash="39763faa1622278093e40e0af51de672674502fb",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_18c1f",
                    table="agencies_agencyalias",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="agencygroup",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "agencies_agencygroupchange" ("id", "name", "owner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."id", NEW."name", NEW."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id"); RETURN NULL;',
                    hash="069831a7a384972e4adc4b107ae3cc5624ba433a",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_b9a9d",
                    table="agencies_agencygroup",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="agencygroup",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."owner_id" IS DISTINCT FROM (NEW."owner_id"))',
                    func='INSERT INTO "agencies_agencygroupchange" ("id", "name", "owner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."id", NEW."name", NEW."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id"); RETURN NULL;',
                    hash="73b8844616275158c5421eafeb6d6f687da9fbb4",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_fd060",
                    table="agencies_agencygroup",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="agencygroup",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "agencies_agencygroupchange" ("id", "name", "owner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."id", OLD."name", OLD."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id"); RETURN NULL;',
                    hash="b15dcaeb94ec3b37e1d97a5e5f2ee335e61376e6",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_2f876",
                    table="agencies_agencygroup",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="calendarday",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "agencies_calendardaychange" ("day", "id", "kind", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source") VALUES (NEW."day", NEW."id", NEW."kind", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."source"); RETURN NULL;',
                    hash="4c18ce6a32097cf4b969bbdc02f25dedc3c86622",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_06a87",
                    table="agencies_calendarday",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="calendarday",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "agencies_calendardaychange" ("day", "id", "kind", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source") VALUES (NEW."day", NEW."id", NEW."kind", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."source"); RETURN NULL;',
                    hash="a51c6d835cb6f98f44941ffde5da7ee221a1838c",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_df833",
                    table="agencies_calendarday",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="calendarday",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "agencies_calendardaychange" ("day", "id", "kind", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source") VALUES (OLD."day", OLD."id", OLD."kind", OLD."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."source"); RETURN NULL;',
                    hash="86ab9ab09737eed35e608b64afbeb52e25052420",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_18267",
                    table="agencies_calendarday",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="groupmembership",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "agencies_groupmembershipchange" ("agency_id", "group_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "since", "until") VALUES (NEW."agency_id", NEW."group_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."since", NEW."until"); RETURN NULL;',
                    hash="2bae807602ffac10f92b133d41df9f6c28da1bb7",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_e8a01",
                    table="agencies_groupmembership",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="groupmembership",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "agencies_groupmembershipchange" ("agency_id", "group_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "since", "until") VALUES (NEW."agency_id", NEW."group_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."since", NEW."until"); RETURN NULL;',
                    hash="5772039b8596ba43db9237eb762cf611f27d0ee7",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_ef6d8",
                    table="agencies_groupmembership",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="groupmembership",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "agencies_groupmembershipchange" ("agency_id", "group_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "since", "until") VALUES (OLD."agency_id", OLD."group_id", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."since", OLD."until"); RETURN NULL;',
                    hash="90bec2655d3e6c07e1d4b54a206157ec2cc2420d",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_73e78",
                    table="agencies_groupmembership",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="officer",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "agencies_officerchange" ("date_joined", "email", "full_name", "id", "is_active", "is_sample", "is_staff", "is_superuser", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "username") VALUES (NEW."date_joined", NEW."email", NEW."full_name", NEW."id", NEW."is_active", NEW."is_sample", NEW."is_staff", NEW."is_superuser", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."phone", NEW."username"); RETURN NULL;',
                    hash="af81a770ce31964f1043d90ce72e2de194e83aab",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_fa026",
                    table="agencies_officer",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="officer",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."date_joined" IS DISTINCT FROM (NEW."date_joined") OR OLD."email" IS DISTINCT FROM (NEW."email") OR OLD."full_name" IS DISTINCT FROM (NEW."full_name") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_active" IS DISTINCT FROM (NEW."is_active") OR OLD."is_sample" IS DISTINCT FROM (NEW."is_sample") OR OLD."is_staff" IS DISTINCT FROM (NEW."is_staff") OR OLD."is_superuser" IS DISTINCT FROM (NEW."is_superuser") OR OLD."phone" IS DISTINCT FROM (NEW."phone") OR OLD."username" IS DISTINCT FROM (NEW."username"))',
                    func='INSERT INTO "agencies_officerchange" ("date_joined", "email", "full_name", "id", "is_active", "is_sample", "is_staff", "is_superuser", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "username") VALUES (NEW."date_joined", NEW."email", NEW."full_name", NEW."id", NEW."is_active", NEW."is_sample", NEW."is_staff", NEW."is_superuser", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."phone", NEW."username"); RETURN NULL;',
                    hash="c9c060597e580733b039ab744892e257bfa91f20",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_e51e7",
                    table="agencies_officer",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="officer",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "agencies_officerchange" ("date_joined", "email", "full_name", "id", "is_active", "is_sample", "is_staff", "is_superuser", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "username") VALUES (OLD."date_joined", OLD."email", OLD."full_name", OLD."id", OLD."is_active", OLD."is_sample", OLD."is_staff", OLD."is_superuser", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."phone", OLD."username"); RETURN NULL;',
                    hash="f25b06ddafa6748ce374c6794f9758168e0064ad",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_75b16",
                    table="agencies_officer",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="post",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "agencies_postchange" ("agency_id", "duty", "id", "officer_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "since", "title", "until") VALUES (NEW."agency_id", NEW."duty", NEW."id", NEW."officer_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."since", NEW."title", NEW."until"); RETURN NULL;',
                    hash="14ad6794700d4cda78cf86b855010adea27204a3",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_6b99c",
                    table="agencies_post",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="post",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "agencies_postchange" ("agency_id", "duty", "id", "officer_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "since", "title", "until") VALUES (NEW."agency_id", NEW."duty", NEW."id", NEW."officer_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."since", NEW."title", NEW."until"); RETURN NULL;',
                    hash="05d8f0e11bc5f42e441dd0b86cfe8efe95589e82",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_3ffde",
                    table="agencies_post",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="post",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "agencies_postchange" ("agency_id", "duty", "id", "officer_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "since", "title", "until") VALUES (OLD."agency_id", OLD."duty", OLD."id", OLD."officer_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."since", OLD."title", OLD."until"); RETURN NULL;',
                    hash="1f62fd2d6a9f9dad7b47ab3e5eb78edc2e0531b9",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_acab8",
                    table="agencies_post",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddField(
            model_name="agencyaliaschange",
            name="agency",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="agencies.agency",
                verbose_name="cơ quan",
            ),
        ),
        migrations.AddField(
            model_name="agencyaliaschange",
            name="branch",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="agencies.agency",
                verbose_name="dùng trong",
            ),
        ),
        migrations.AddField(
            model_name="agencyaliaschange",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="agencies.agencyalias",
            ),
        ),
        migrations.AddField(
            model_name="agencychange",
            name="parent",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="agencies.agency",
                verbose_name="cấp trên trực tiếp",
            ),
        ),
        migrations.AddField(
            model_name="agencychange",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="agencies.agency",
            ),
        ),
        migrations.AddField(
            model_name="agencychange",
            name="recorded_by",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="agencies.agency",
                verbose_name="nơi tạm ghi",
            ),
        ),
        migrations.AddField(
            model_name="agencychange",
            name="serves",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="agencies.agency",
                verbose_name="tham mưu, giúp việc cho",
            ),
        ),
        migrations.AddField(
            model_name="agencychange",
            name="successor",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="agencies.agency",
                verbose_name="cơ quan kế tục",
            ),
        ),
        migrations.AddField(
            model_name="agencygroupchange",
            name="owner",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="agencies.agency",
                verbose_name="thuộc về",
            ),
        ),
        migrations.AddField(
            model_name="agencygroupchange",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="agencies.agencygroup",
            ),
        ),
        migrations.AddField(
            model_name="calendardaychange",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="agencies.calendarday",
            ),
        ),
        migrations.AddField(
            model_name="groupmembershipchange",
            name="agency",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="agencies.agency",
                verbose_name="cơ quan",
            ),
        ),
        migrations.AddField(
            model_name="groupmembershipchange",
            name="group",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="agencies.agencygroup",
                verbose_name="nhóm",
            ),
        ),
        migrations.AddField(
            model_name="groupmembershipchange",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="agencies.groupmembership",
            ),
        ),
        migrations.AddField(
            model_name="officerchange",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="postchange",
            name="agency",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="agencies.agency",
                verbose_name="cơ quan",
            ),
        ),
        migrations.AddField(
            model_name="postchange",
            name="officer",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="cán bộ",
            ),
        ),
        migrations.AddField(
            model_name="postchange",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="agencies.post",
            ),
        ),
        migrations.AddIndex(
            model_name="agencyaliaschange",
            index=models.Index(fields=["agency"], name="agencies_ag_agency__5121da_idx"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="agencyaliaschange",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="875ad297cbde02be42dd0eedf5c8f6243abdd64c",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_fe3e0",
                    table="agencies_agencyaliaschange",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="agencychange",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="0d2fb39ff991ccb21c940797e92498c386b624c7",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_d8f92",
                    table="agencies_agencychange",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="agencygroupchange",
            index=models.Index(fields=["owner"], name="agencies_ag_owner_i_1f4293_idx"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="agencygroupchange",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="a88908fe4a55fa3ff367e34635c61947f5b0c343",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_f6a4a",
                    table="agencies_agencygroupchange",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="calendardaychange",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="a367cd16148a3002b1869e6be39cecdc1a00723c",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_c5e78",
                    table="agencies_calendardaychange",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="groupmembershipchange",
            index=models.Index(fields=["group"], name="agencies_gr_group_i_310e5a_idx"),
        ),
        migrations.AddIndex(
            model_name="groupmembershipchange",
            index=models.Index(fields=["agency"], name="agencies_gr_agency__6cc2e4_idx"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="groupmembershipchange",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="8886cffafda23581df707b374cd2b3defcf83e30",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_7af84",
                    table="agencies_groupmembershipchange",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="officerchange",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="701788cba5c7c0830f033d1c3f39534e8343ad35",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_66ded",
                    table="agencies_officerchange",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="postchange",
            index=models.Index(fields=["officer"], name="agencies_po_officer_4ea3ae_idx"),
        ),
        migrations.AddIndex(
            model_name="postchange",
            index=models.Index(fields=["agency"], name="agencies_po_agency__a0bcff_idx"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="postchange",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="c46fb263ba8217351006c5302add77a6a00de0fb",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_14664",
                    table="agencies_postchange",
                    when="BEFORE",
                ),
            ),
        ),
        begin("agencies", "Agency", "AgencyAlias", "AgencyGroup", "GroupMembership", "Officer", "Post", "CalendarDay"),
    ]
