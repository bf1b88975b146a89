"""What makes two records the same document (decision 16)."""

from __future__ import annotations

import hashlib
from datetime import date

from django.db.models import Q

from agencies.choices import Side
from agencies.models import Agency
from agencies.text import search_key
from directives.models import Term
from directives.numbers import number_key


def term_for(issuer: Agency | None, issued_on: date | None) -> Term | None:
    """The term of office a date falls into: the issuer's own where one is recorded, else its level's; None when unknown."""
    if issuer is None or issued_on is None:
        return None
    mine = Q(agency=issuer) | Q(agency__isnull=True, level=issuer.level)
    terms = Term.objects.filter(mine, Q(until__isnull=True) | Q(until__gte=issued_on), since__lte=issued_on)
    return terms.order_by("agency_id", "-since").first()


def terms_of(issuer: Agency | None) -> list[tuple[str, date, date | None]]:
    """Terms of office as (name, first day, last day): the body's own where some are recorded, else its level's."""
    if issuer is None:
        return []
    own = Term.objects.filter(agency=issuer)
    level = Term.objects.filter(agency__isnull=True, level=issuer.level)
    return list((own if own.exists() else level).order_by("since").values_list("name", "since", "until"))


def identity_key(
    *,
    type_code: str,
    number: str,
    issuer: Agency | None,
    issuer_text: str,
    issued_on: date | None,
    subject: str,
    text: str,
    term: Term | None,
    office: Agency,
) -> str:
    """One string per document of the installation: issuer + type + number + term (party) or year (state).

    Without number: issuer + type + date + hash of the text, or of the subject where there is no text. An issuer outside the
    catalogue counts within the office that recorded it.
    """
    who = f"co-quan:{issuer.pk}" if issuer else f"ghi:{office.pk}:{search_key(issuer_text)}"
    if not number:
        words = hashlib.sha256(search_key(text or subject).encode()).hexdigest()[:32]
        return f"{who}|{type_code}|{issued_on or 'khong-ngay'}|{words}"[:300]
    if issuer is not None and issuer.side == Side.PARTY:
        since = f"khoa:{term.pk}" if term else f"nam:{issued_on.year if issued_on else '?'}"
    else:
        since = f"nam:{issued_on.year if issued_on else '?'}"
    return f"{who}|{type_code}|{number_key(number)}|{since}"[:300]
