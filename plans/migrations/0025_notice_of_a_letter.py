import django.db.models.deletion
from django.db import migrations, models

# The index is made after this in the same transaction, which nothing deferred may stand in the way of.
# Entries written before had the letter's number and office among their words, and no key to ask by who may still see it.
FILL = """
SET CONSTRAINTS ALL IMMEDIATE;
UPDATE plans_notice AS entry
SET urging_id = letter.id,
    text = CASE entry.kind WHEN 'reminder' THEN 'Có công văn đôn đốc mới' ELSE 'Đã có trả lời công văn đôn đốc' END
FROM plans_urging AS letter
WHERE entry.subject = 'urging:' || letter.id;
DELETE FROM plans_notice WHERE subject LIKE 'urging:%' AND urging_id IS NULL;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("plans", "0024_policy_from_a_day"),
    ]

    operations = [
        migrations.AddField(
            model_name="notice",
            name="urging",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="notices",
                to="plans.urging",
                verbose_name="công văn đôn đốc",
            ),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
