"""Texts that are kept already get their hash, so that a second entry of the same words is noticed."""

from typing import Any

from django.db import migrations

from agencies.text import text_hash


def hash_texts(apps: Any, schema_editor: Any) -> None:
    copies = apps.get_model("directives", "DirectiveCopy").objects.exclude(text="")
    for copy in copies.only("text").iterator(chunk_size=500):
        copies.filter(pk=copy.pk).update(text_hash=text_hash(copy.text))


class Migration(migrations.Migration):
    dependencies = [("directives", "0003_text_hash_and_number_index")]

    # Backwards: the column goes, and with it what was filled in.
    operations = [migrations.RunPython(hash_texts, migrations.RunPython.noop)]
