"""Whether the installation already has a document that a text cites or that somebody is entering (decisions 15, 16)."""

from __future__ import annotations

from datetime import date

from django.db.models.functions import Upper

from agencies.models import Agency
from agencies.text import search_key
from directives.models import Directive
from directives.numbers import parse_number


def same_number(number: str, *, type_code: str = "") -> list[Directive]:
    """Every record of the installation with this number, however it is written and whoever may see it: facts only (decision 15)."""
    parsed = parse_number(number)
    canonical = parsed.canonical if parsed and parsed.value is not None else number.strip()
    if not canonical:
        return []
    found = Directive.objects.annotate(folded=Upper("number")).filter(folded=canonical.upper())
    return list(
        (found.filter(type_code=type_code) if type_code else found).select_related("issuer", "recorded_by")[:50]
    )


def record_of(
    number: str, *, type_code: str, issuer: Agency | None, issuer_words: str, on: date | None
) -> Directive | None:
    """The one record that a citation can only mean; None when there is none or more than one.

    The number must be the same, nothing else may contradict, and the issuer or the day must agree: many bodies count alike.
    """
    fitting = [
        one
        for one in same_number(number, type_code=type_code)
        if agree(one, issuer=issuer, issuer_words=issuer_words, on=on)
    ]
    return fitting[0] if len(fitting) == 1 else None


def agree(record: Directive, *, issuer: Agency | None, issuer_words: str, on: date | None) -> bool:
    """Whether what is known of a document fits a record of the same number, and something besides the number says so."""
    same_day = on is not None and record.issued_on == on
    if on is not None and record.issued_on is not None and not same_day:
        return False
    if issuer is not None and record.issuer is not None:
        return issuer.pk == record.issuer.pk
    mine = set(search_key(issuer.name if issuer else issuer_words).split())
    its = set(search_key(record.issuer_name).split())
    same_words = bool(mine) and (mine <= its or its <= mine)
    return same_day or same_words


def twins(
    *, number: str, issuer: Agency | None, issuer_words: str, on: date | None, words_hash: str
) -> list[Directive]:
    """Records that may be the document being entered, the likeliest first: same text, same number and issuer or day."""
    same_text = Directive.objects.filter(copies__text_hash=words_hash).distinct()
    mine = same_text.select_related("issuer", "recorded_by")[:20] if words_hash else ()
    found = {one.pk: one for one in mine}
    # Whatever type: the number has its own, and what a text is called may be read wrongly.
    for one in same_number(number) if number else ():
        if agree(one, issuer=issuer, issuer_words=issuer_words, on=on):
            found.setdefault(one.pk, one)
    return list(found.values())
