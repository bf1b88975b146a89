"""Ways to find a document again that is entered a second time: by its words, and by its number whatever the case."""

import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("directives", "0002_terms")]

    operations = [
        migrations.AddField(
            model_name="directivecopy",
            name="text_hash",
            field=models.CharField(blank=True, db_index=True, editable=False, max_length=64, default=""),
            preserve_default=False,
        ),
        migrations.AddIndex(
            model_name="directive",
            index=models.Index(django.db.models.functions.text.Upper("number"), name="directive_number_upper"),
        ),
    ]
