"""The proposed record as it is entered."""

from __future__ import annotations

from datetime import date

from agencies.models import Agency
from directives.services import Entry
from plans.intake.proposal import Proposal


def entry_of(proposal: Proposal, *, issuer: Agency | None, text: str) -> Entry:
    """The record as it will be entered."""
    record = proposal.record
    deduced = record.doubts.get("issuer") == "deduced"
    return Entry(
        type_code=record.type_code, number_as_printed=record.number[:80], issuer=issuer, issuer_text=record.issuer_name[:250],
        issuer_deduced=deduced, acting_body=record.acting_body[:120], place=record.place[:60],
        issued_on=date.fromisoformat(record.date) if record.date else None, subject=record.subject[:1000], secrecy=record.secrecy,
        source_kind=record.source_kind, signer_authority=record.signer_authority[:120], signer_title=record.signer_title[:120],
        signer_name=record.signer_name[:120], text=text,
    )  # fmt: skip
