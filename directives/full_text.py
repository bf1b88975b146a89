"""Searching inside the full texts that an officer may read, and the words around what was found."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import Final

from django.db.models import F, Func, IntegerField, TextField, Value
from django.db.models.functions import Length, Lower

from agencies.lookups import among
from agencies.models import Officer
from agencies.text import search_terms
from directives.models import Directive, DirectiveCopy, DirectiveQuerySet

BEFORE: Final = 60
AROUND: Final = 220
_MARKED: Final = "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ"
_BARE: Final = "".join("d" if one == "đ" else unicodedata.normalize("NFD", one)[0] for one in _MARKED)


def in_record_or_text(documents: DirectiveQuerySet, query: str, officer: Officer) -> DirectiveQuerySet:
    """Documents found by their record, or by a full text that the officer may read and that holds every typed word.

    Text follows its own scope (decision 15): a copy of another office finds nothing.
    """
    terms = search_terms(query)
    if not terms:
        return documents
    copies = DirectiveCopy.objects.visible_to(officer)
    for term in terms:
        copies = copies.filter(search_key__contains=term)
    by_record = documents.matching(query).order_by().values("pk")
    found = among("pk", by_record), among("pk", copies.values("directive_id"))
    return documents.filter(found[0]) | documents.filter(found[1])


def excerpts(documents: Iterable[Directive], query: str, officer: Officer) -> dict[int, str]:
    """The words around the rarest-looking (longest) typed word in a text of each document, by document id; one query.

    The place is found letter by letter without diacritics, so it is the place in the text itself.
    """
    terms = search_terms(query)
    if not terms:
        return {}
    copies = DirectiveCopy.objects.visible_to(officer).filter(directive__in=[one.pk for one in documents])
    for term in terms:
        copies = copies.filter(search_key__contains=term)
    bare = Func(Lower("text"), Value(_MARKED), Value(_BARE), function="translate", output_field=TextField())
    place = Func(bare, Value(max(terms, key=len)), function="strpos", output_field=IntegerField())
    start = Func(place - Value(BEFORE), Value(1), function="greatest", output_field=IntegerField())
    part = Func(F("text"), start, Value(AROUND), function="substr", output_field=TextField())
    rows = copies.annotate(part=part, ends=Length("text"), starts=start).values_list(
        "directive_id", "part", "starts", "ends"
    )
    return {pk: _cut(part, first=starts > 1, last=starts + AROUND <= ends) for pk, part, starts, ends in rows}


def _cut(part: str, *, first: bool, last: bool) -> str:
    """On one line, whole words, with dots where the text goes on."""
    words = part.split()
    words = words[1:] if first else words
    words = words[:-1] if last else words
    return f"{'… ' if first else ''}{' '.join(words)}{' …' if last else ''}"
