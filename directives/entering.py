"""Entering a whole document in one step: record, superiors, addressees, text and files, or nothing at all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction

from agencies.models import Agency, AgencyGroup, Officer
from directives.models import Addressee, Directive, DirectiveFile
from directives.services import (
    Entry,
    address_to,
    attach_file,
    drop_file,
    get_or_record_stub,
    keep_text,
    link,
    record_directive,
    revise_directive,
    unaddress,
)

if TYPE_CHECKING:
    from agencies.uploads import CheckedFile


@dataclass(frozen=True, slots=True)
class Superior:
    """A superior as typed: a document of the installation, or what is known of one that is not there yet."""

    kind: str
    existing: Directive | None = None
    cited: Entry | None = None


@dataclass(frozen=True, slots=True)
class Sent:
    """One line of addressees with its purpose."""

    purpose: str
    agencies: Sequence[Agency] = ()
    groups: Sequence[AgencyGroup] = ()
    texts: Sequence[str] = ()


def enter(
    entry: Entry,
    *,
    office: Agency,
    by: Officer,
    now: datetime,
    superiors: Iterable[Superior] = (),
    addressees: Iterable[Sent] = (),
    uploads: Iterable[CheckedFile] = (),
) -> Directive:
    """Record a document with everything typed about it; raises like `record_directive` and `link`, and then keeps nothing."""
    stored: list[DirectiveFile] = []
    try:
        with transaction.atomic():
            directive = record_directive(entry, office=office, by=by, now=now)
            for superior in superiors:
                tie(directive, superior, office=office, by=by, now=now)
            for line in addressees:
                send(directive, line)
            for upload in uploads:
                stored.append(attach_file(directive, office=office, upload=upload, by=by, now=now))  # noqa: PERF401 - kept on error
    except BaseException:
        forget(stored)
        raise
    return directive


def tie(directive: Directive, superior: Superior, *, office: Agency, by: Officer, now: datetime) -> Directive:
    """Link to a superior; one that is not there yet becomes a stub in the same step."""
    above = superior.existing
    if above is None and superior.cited is not None:
        above = get_or_record_stub(superior.cited, office=office, by=by, now=now)
    assert above is not None
    link(directive, superior=above, kind=superior.kind, by=by)
    return above


def send(directive: Directive, line: Sent) -> None:
    """Address the document to what one line names, from its own date on."""
    address_to(
        directive, agencies=line.agencies, groups=line.groups, texts=line.texts, purpose=line.purpose, since=directive.issued_on
    )  # fmt: skip


@transaction.atomic
def send_all(directive: Directive, lines: Iterable[Sent]) -> None:
    """Address the document to every line in the printed order, in one statement; who is there already stays as they are."""
    rows: list[Addressee] = []
    known = set(directive.addressees.values_list("purpose", "text"))
    for line in lines:
        named: list[dict[str, Any]] = [{"agency": one} for one in line.agencies] + [
            {"group": one} for one in line.groups
        ]
        named += [{"text": text} for text in line.texts if (line.purpose, text) not in known]
        known |= {(line.purpose, text) for text in line.texts}
        rows += [
            Addressee(directive=directive, purpose=line.purpose, since=directive.issued_on, **one) for one in named
        ]
    for position, row in enumerate(rows, start=directive.addressees.count()):
        row.position = position
    Addressee.objects.bulk_create(rows, ignore_conflicts=True)


def forget(stored: Iterable[DirectiveFile]) -> None:
    """Take files off the disk whose rows were rolled back; the storage knows nothing of transactions."""
    for row in stored:
        if not DirectiveFile.objects.filter(pk=row.pk).exists():
            row.file.storage.delete(str(row.file.name))


def amend(
    directive: Directive,
    *,
    entry: Entry,
    version: int,
    office: Agency,
    by: Officer,
    now: datetime,
    addressees: Iterable[Sent] = (),
    drop_addressees: Iterable[Addressee] = (),
    drop_files: Iterable[DirectiveFile] = (),
    uploads: Iterable[CheckedFile] = (),
) -> Directive:
    """Change a record with its addressees and the office's own text and files, or nothing; raises like `revise_directive`."""
    stored: list[DirectiveFile] = []
    try:
        with transaction.atomic():
            current = _revise_with_own_text(directive, entry=entry, version=version, office=office, by=by, now=now)
            for addressee in drop_addressees:
                unaddress(addressee, by=by)
            for line in addressees:
                send(current, line)
            for file in drop_files:
                drop_file(file, by=by)
            for upload in uploads:
                stored.append(attach_file(current, office=office, upload=upload, by=by, now=now))  # noqa: PERF401 - kept on error
    except BaseException:
        forget(stored)
        raise
    return current


def _revise_with_own_text(
    directive: Directive, *, entry: Entry, version: int, office: Agency, by: Officer, now: datetime
) -> Directive:
    """The text typed goes into the own copy of the one who typed it; the recorder's text stays what identity rests on."""
    holders = dict(directive.copies.values_list("office_id", "text"))
    own = office.pk == directive.recorded_by_id
    record = entry if own else replace(entry, text=holders.get(directive.recorded_by_id, ""))
    current = revise_directive(directive, entry=record, version=version, by=by, now=now)
    if (entry.text and not own) or (not entry.text and holders.get(office.pk)):
        keep_text(current, office=office, text=entry.text, by=by, now=now)
    return current
