"""Verbs that record documents, link them, address them and keep what an office holds of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction

from agencies.models import Agency, AgencyGroup, Officer
from agencies.services import SavedByOthers
from agencies.text import nfc, search_key, text_hash
from agencies.verdict import Denied
from directives import chain
from directives.choices import Purpose, Secrecy, SourceKind, Urgency
from directives.identity import identity_key, term_for
from directives.models import Addressee, Directive, DirectiveCopy, DirectiveFile, DirectiveLink
from directives.numbers import parse_number
from directives.rules import holds_for_issuer, may_complete, may_edit, may_record

if TYPE_CHECKING:
    from agencies.uploads import CheckedFile


class DuplicateDirective(Exception):
    """The document is already in the installation; `existing` is its record, to be linked to instead (decision 15)."""

    def __init__(self, existing: Directive) -> None:
        super().__init__(f"{existing.title} đã có trong hệ thống.")
        self.existing = existing


@dataclass(frozen=True, slots=True)
class Entry:
    """What is known of a document when it is entered; empty values are unknown, never guessed."""

    type_code: str
    number_as_printed: str = ""
    issuer: Agency | None = None
    issuer_text: str = ""
    issuer_deduced: bool = False
    acting_body: str = ""
    place: str = ""
    issued_on: date | None = None
    subject: str = ""
    secrecy: str = Secrecy.NORMAL
    urgency: str = Urgency.NORMAL
    source_kind: str = SourceKind.DOCUMENT
    signer_authority: str = ""
    signer_title: str = ""
    signer_name: str = ""
    text: str = ""

    def columns(self, *, office: Agency) -> dict[str, Any]:
        """Column values of the record, with number parsed and identity computed."""
        parsed = parse_number(self.number_as_printed) if self.number_as_printed else None
        printed = nfc(self.number_as_printed).strip()
        # A form's blank place ("Số:   /KH-UBND") is no number; one that cannot be taken apart is kept as printed.
        number = ((parsed.canonical if parsed.value is not None else "") if parsed else printed)[:60]
        term = term_for(self.issuer, self.issued_on)
        subject = nfc(self.subject).strip()
        return {
            "type_code": self.type_code,
            "number": number,
            "number_as_printed": printed,
            "number_value": parsed.value if parsed else None,
            "issuer": self.issuer,
            "issuer_text": nfc(self.issuer_text).strip(),
            "issuer_deduced": self.issuer_deduced,
            "acting_body": self.acting_body.strip(),
            "place": self.place.strip(),
            "issued_on": self.issued_on,
            "term": term,
            "subject": subject,
            "secrecy": self.secrecy,
            "urgency": self.urgency,
            "source_kind": self.source_kind,
            "signer_authority": self.signer_authority.strip(),
            "signer_title": self.signer_title.strip(),
            "signer_name": self.signer_name.strip(),
            "identity_key": identity_key(
                type_code=self.type_code, number=number, issuer=self.issuer, issuer_text=self.issuer_text,
                issued_on=self.issued_on, subject=subject, text=self.text, term=term, office=office,
            ),
        }  # fmt: skip


def find_duplicate(entry: Entry, *, office: Agency) -> Directive | None:
    """The record of the same document, seen or unseen by the one who asks: facts of the record may be shown (decision 15)."""
    key = entry.columns(office=office)["identity_key"]
    return Directive.objects.filter(identity_key=key).select_related("issuer", "recorded_by").first()


def _refusal(error: IntegrityError, identity_key: str) -> DuplicateDirective | Denied:
    """What the database's no means: only `directive_once` says that somebody entered the same document a moment ago."""
    broken = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
    if broken == "directive_once":
        twin = Directive.objects.filter(identity_key=identity_key).first()
        if twin is not None:
            return DuplicateDirective(twin)
        return Denied("Có người vừa nhập rồi bỏ chính văn bản này. Hãy lưu lại lần nữa.")
    rules = {rule.name: rule.violation_error_message for rule in Directive._meta.constraints}
    said = str(rules.get(str(broken)) or "Hồ sơ văn bản có chỗ cơ sở dữ liệu không nhận.")
    return Denied(f"{said} Chưa có gì được lưu.")


@transaction.atomic
def record_directive(
    entry: Entry, *, office: Agency, by: Officer | None, now: datetime, is_stub: bool = False, is_sample: bool = False
) -> Directive:
    """Enter a document. A stub of the same document is completed and keeps its links; a full record raises `DuplicateDirective`."""
    if by is not None:
        may_record(by, office).require()
    columns = entry.columns(office=office)
    existing = Directive.objects.select_for_update(of=("self",)).filter(identity_key=columns["identity_key"]).first()
    if existing is not None:
        if is_stub or not existing.is_stub:
            raise DuplicateDirective(existing)
        return _complete(existing, columns, entry, office=office, by=by, now=now)
    try:
        with transaction.atomic():
            directive = Directive.objects.create(
                **columns,
                is_stub=is_stub,
                recorded_by=office,
                recorded_by_officer=by,
                recorded_at=now,
                is_sample=is_sample,
            )
    except IntegrityError as error:
        raise _refusal(error, columns["identity_key"]) from error
    if entry.text:
        keep_text(directive, office=office, text=entry.text, by=by, now=now)
    return directive


def _complete(
    stub: Directive, columns: dict[str, Any], entry: Entry, *, office: Agency, by: Officer | None, now: datetime
) -> Directive:
    """Turn a stub into the full record of the office that now holds the document."""
    for name, value in columns.items():
        setattr(stub, name, value)
    stub.is_stub = False
    stub.recorded_by, stub.recorded_by_officer, stub.recorded_at = office, by, now
    stub.version += 1
    stub.save()
    if entry.text:
        keep_text(stub, office=office, text=entry.text, by=by, now=now)
    return stub


@transaction.atomic
def complete_directive(known: Directive, *, entry: Entry, office: Agency, by: Officer, now: datetime) -> Directive:
    """Put the full document in the place of what was known of it by citation or from the press; its links stay."""
    may_record(by, office).require()
    current = Directive.objects.select_for_update(of=("self",)).get(pk=known.pk)
    may_complete(by, current).require()
    columns = entry.columns(office=office)
    twin = Directive.objects.filter(identity_key=columns["identity_key"]).exclude(pk=current.pk).first()
    if twin is not None:
        raise DuplicateDirective(twin)
    try:
        with transaction.atomic():
            return _complete(current, columns, entry, office=office, by=by, now=now)
    except IntegrityError as error:  # somebody gave another record this number a moment ago
        raise _refusal(error, columns["identity_key"]) from None


def get_or_record_stub(
    entry: Entry, *, office: Agency, by: Officer | None, now: datetime, is_sample: bool = False
) -> Directive:
    """The record of a cited document, made as a stub when the installation does not know it yet."""
    try:
        return record_directive(entry, office=office, by=by, now=now, is_stub=True, is_sample=is_sample)
    except DuplicateDirective as found:
        return found.existing


@transaction.atomic
def revise_directive(directive: Directive, *, entry: Entry, version: int, by: Officer, now: datetime) -> Directive:
    """Change the record; the second of two savers gets `SavedByOthers` and loses nothing."""
    current = Directive.objects.select_for_update(of=("self",)).get(pk=directive.pk)
    may_edit(by, current).require()
    if current.version != version:
        raise SavedByOthers(current)
    columns = entry.columns(office=current.recorded_by)
    twin = Directive.objects.filter(identity_key=columns["identity_key"]).exclude(pk=current.pk).first()
    if twin is not None:
        raise DuplicateDirective(twin)
    for name, value in columns.items():
        setattr(current, name, value)
    current.version += 1
    current.is_stub = current.is_stub and not entry.text
    try:
        with transaction.atomic():
            current.save()
    except IntegrityError as error:
        raise _refusal(error, columns["identity_key"]) from error
    # The issuer may change the record; the recorder's own text is the recorder's.
    if entry.text and may_record(by, current.recorded_by):
        keep_text(current, office=current.recorded_by, text=entry.text, by=by, now=now)
    return current


@transaction.atomic
def link(directive: Directive, *, superior: Directive, kind: str, by: Officer | None) -> DirectiveLink:
    """Tie a document to a superior; a second kind replaces the first, a circle is refused."""
    if by is not None:
        may_edit(by, directive).require()
    # Both rows, in one order: two opposite links at once would close a circle that neither sees.
    ends = Directive.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=(directive.pk, superior.pk))
    list(ends.order_by("pk").values_list("pk"))
    if directive.pk == superior.pk or directive.pk in chain.ids_up(superior.pk):
        raise Denied(f"{superior.title} đã nằm dưới {directive.title} trong chuỗi, không thể là cấp trên.")
    made, _ = DirectiveLink.objects.update_or_create(directive=directive, superior=superior, defaults={"kind": kind})
    return made


@transaction.atomic
def unlink(link: DirectiveLink, *, by: Officer) -> None:
    """Remove a link; the superior's record stays."""
    may_edit(by, link.directive).require()
    link.delete()


@transaction.atomic
def address_to(
    directive: Directive,
    *,
    agencies: Iterable[Agency] = (),
    groups: Iterable[AgencyGroup] = (),
    texts: Iterable[str] = (),
    purpose: str,
    since: date | None = None,
) -> None:
    """Add addressees; those already there for the same purpose stay as they are. This is what opens a document to a body."""
    rows = [Addressee(directive=directive, agency=agency, purpose=purpose, since=since) for agency in agencies]
    rows += [Addressee(directive=directive, group=group, purpose=purpose, since=since) for group in groups]
    known = set(directive.addressees.filter(purpose=purpose).values_list("text", flat=True))
    rows += [
        Addressee(directive=directive, text=text, purpose=purpose, since=since) for text in texts if text not in known
    ]
    start = directive.addressees.count()
    for offset, row in enumerate(rows):
        row.position = start + offset
    Addressee.objects.bulk_create(rows, ignore_conflicts=True)


@transaction.atomic
def unaddress(addressee: Addressee, *, by: Officer) -> None:
    """Take back an addressee entered by mistake; who was assigned by a plan stays (the plan takes that back)."""
    may_edit(by, addressee.directive).require()
    if addressee.purpose == Purpose.ASSIGNED:
        raise Denied(
            f"{addressee.label} được giao nhiệm vụ trong kế hoạch nên vẫn là nơi nhận; hãy bỏ phân công trước."
        )
    addressee.delete()


@transaction.atomic
def take_up(
    directive: Directive, *, office: Agency, by: Officer, now: datetime, text: str = "", uploads: Iterable[CheckedFile] = ()
) -> DirectiveCopy:  # fmt: skip
    """Enter a document that the installation already has: the office gets its own copy beside the one record (decision 15)."""
    may_record(by, office).require()
    copy = _copy_of(directive, office=office, by=by, now=now)
    if text:
        keep_text(directive, office=office, text=text, by=by, now=now)
    for upload in uploads:
        attach_file(directive, office=office, upload=upload, by=by, now=now)
    return copy


@transaction.atomic
def drop_file(file: DirectiveFile, *, by: Officer) -> None:
    """Remove a file that one's own office attached; its content leaves the disk once the row is surely gone."""
    may_record(by, file.copy.office).require()
    storage, name = file.file.storage, str(file.file.name)
    file.delete()
    transaction.on_commit(lambda: storage.delete(name))


@transaction.atomic
def keep_text(directive: Directive, *, office: Agency, text: str, by: Officer | None, now: datetime) -> DirectiveCopy:
    """Keep the full text as this office holds it; common at once when the office is the issuer or acts for it (decision 15)."""
    if by is not None:
        may_record(by, office).require()
    copy = _copy_of(directive, office=office, by=by, now=now)
    copy.text = nfc(text)
    copy.text_hash = text_hash(copy.text) if copy.text.strip() else ""
    copy.search_key = search_key(copy.text)
    copy.save(update_fields=["text", "text_hash", "search_key"])
    return copy


@transaction.atomic
def attach_file(
    directive: Directive, *, office: Agency, upload: CheckedFile, by: Officer | None, now: datetime
) -> DirectiveFile:
    """Keep an original file as this office holds it; the same content a second time is the same row."""
    if by is not None:
        may_record(by, office).require()
    copy = _copy_of(directive, office=office, by=by, now=now)
    known = copy.files.filter(sha256=upload.sha256).first()
    if known is not None:
        return known
    row = DirectiveFile(
        copy=copy, name=upload.name, content_type=upload.content_type, size=upload.size, sha256=upload.sha256,
        added_by=by, added_at=now,
    )  # fmt: skip
    row.file.save(upload.name, upload.content, save=False)
    try:
        with transaction.atomic():
            row.save()
    except BaseException:
        row.file.storage.delete(str(row.file.name))
        raise
    if directive.is_stub and office.pk == directive.recorded_by_id:
        directive.is_stub = False
        directive.save(update_fields=["is_stub"])
    return row


def _copy_of(directive: Directive, *, office: Agency, by: Officer | None, now: datetime) -> DirectiveCopy:
    """The office's copy, made when it is the first thing the office holds of the document."""
    copy, _ = DirectiveCopy.objects.get_or_create(
        directive=directive,
        office=office,
        defaults={"added_by": by, "added_at": now, "is_common": holds_for_issuer(office, directive.issuer)},
    )
    return copy
