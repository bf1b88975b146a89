"""Texts that are kept already are folded, so that they are found without diacritics."""

from typing import Any

from django.db import migrations

from agencies.text import search_key


def fold_texts(apps: Any, schema_editor: Any) -> None:
    copies = apps.get_model("directives", "DirectiveCopy").objects.exclude(text="")
    for copy in copies.only("text").iterator(chunk_size=100):
        copies.filter(pk=copy.pk).update(search_key=search_key(copy.text))


class Migration(migrations.Migration):
    dependencies = [("directives", "0005_search_in_texts")]

    # Backwards: the column goes, and with it what was filled in.
    operations = [migrations.RunPython(fold_texts, migrations.RunPython.noop)]
