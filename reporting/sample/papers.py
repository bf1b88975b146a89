"""Puts the eleven documents with their links and addressees in place, as their offices would enter them."""

from __future__ import annotations

from datetime import datetime

from agencies.models import Officer
from directives.models import Directive
from directives.services import (
    DuplicateDirective,
    Entry,
    address_to,
    get_or_record_stub,
    keep_text,
    link,
    record_directive,
)
from reporting.sample.documents import DOCUMENTS, Document
from reporting.sample.people import People

HEADING = "TÓM LƯỢC (dữ liệu minh họa, không phải nguyên văn)"


def ensure_documents(people: People, *, now: datetime) -> dict[str, Directive]:
    """Records by key; a document that is there keeps whatever was changed in it."""
    made: dict[str, Directive] = {}
    for document in DOCUMENTS:
        made[document.key] = _record(document, people, made, now=now)
    return made


def _entry(document: Document, people: People) -> Entry:
    authority, title, name = document.signer
    return Entry(
        type_code=document.type_code, number_as_printed=document.number,
        issuer=people.agencies[document.issuer] if document.issuer else None, issuer_text=document.issuer_text,
        issuer_deduced=document.issuer_deduced, acting_body=document.acting, place=document.place, issued_on=document.issued_on,
        subject=document.subject, source_kind=document.source_kind, signer_authority=authority, signer_title=title,
        signer_name=name,
    )  # fmt: skip


def _record(document: Document, people: People, made: dict[str, Directive], *, now: datetime) -> Directive:
    entry, office, by = _entry(document, people), people.agencies[document.office], people.clerk(document.office)
    if document.is_stub:
        directive = get_or_record_stub(entry, office=office, by=by, now=now, is_sample=True)
    else:
        try:
            directive = record_directive(entry, office=office, by=by, now=now, is_sample=True)
        except DuplicateDirective as known:
            return known.existing
        keep_text(directive, office=office, text=f"{HEADING}\n\n{document.summary}\n", by=by, now=now)
    _tie(directive, document, people, made, by=by)
    return directive


def _tie(directive: Directive, document: Document, people: People, made: dict[str, Directive], *, by: Officer) -> None:
    """Links and addressees of a document that has none yet."""
    if not directive.links.exists():
        for superior, kind in document.links:
            link(directive, superior=made[superior], kind=kind, by=by)
    for recipients in document.recipients:
        address_to(
            directive, agencies=[people.agencies[key] for key in recipients.agencies],
            groups=[people.groups[key] for key in recipients.groups], texts=recipients.texts, purpose=recipients.purpose,
            since=directive.issued_on,
        )  # fmt: skip
