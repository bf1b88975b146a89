"""How documents and their files are named in the log of reads, to those who may see them."""

from __future__ import annotations

from collections.abc import Collection

from django.urls import reverse

from agencies.choices import ReadKind
from agencies.models import Officer
from agencies.reads.naming import Named, supply_names
from directives.models import Directive, DirectiveFile


def _documents(user: Officer, ids: Collection[int]) -> dict[int, Named]:
    rows = Directive.objects.visible_to(user).filter(pk__in=ids)
    return {row.pk: Named(row.label, reverse("directives:detail", args=[row.pk])) for row in rows}


def _files(user: Officer, ids: Collection[int]) -> dict[int, Named]:
    rows = DirectiveFile.objects.visible_to(user).filter(pk__in=ids).select_related("copy__directive")
    return {
        row.pk: Named(row.name, reverse("directives:detail", args=[row.copy.directive_id]), row.copy.directive.label)
        for row in rows
    }


def supply() -> None:
    """Name what was read of documents."""
    supply_names(ReadKind.TEXT, _documents)
    supply_names(ReadKind.FILE, _files)
