"""Verbs of công văn đôn đốc: draft, rewrite, send, keep its paper, write down a reply, discard."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from agencies import succession
from agencies.choices import ACTING
from agencies.models import Agency, Officer, Post
from agencies.services import SavedByOthers
from agencies.text import nfc
from agencies.trees import ids_before
from agencies.verdict import Denied
from agencies.wording import format_day
from plans import news
from plans import rules_urging as rules
from plans.choices import EventKind, UrgingState
from plans.models import Urging, UrgingFile, UrgingLine, UrgingReply, WorkItem
from plans.rules import acts_for
from plans.services.items import locked_items, write_event
from plans.urging import first_words, late_items, live_lines, overdue

if TYPE_CHECKING:
    from agencies.uploads import CheckedFile

WORDS: Final = (
    *("addressee", "subject", "opening", "closing", "recipients", "place", "symbol"),
    *("signer_title", "signer_name"),
)
"""What people may write anew in a draft."""
WRITTEN: Final = "Trả lời này đã được ghi. Mở lại trang nếu muốn ghi trả lời khác."
_LINES: Final = frozenset({"opening", "closing", "recipients"})


def _clean(name: str, text: str) -> str:
    """Composed letters without control signs; a single line where the paper has one."""
    text = "".join(c if c >= " " or c == "\n" else " " for c in nfc(text).replace("\r\n", "\n"))
    if name in _LINES:
        return "\n".join(" ".join(line.split()) for line in text.split("\n")).strip()
    return " ".join(text.split())


def _locked(urging: Urging, *, version: int | None = None) -> Urging:
    """The letter's row, held until the transaction ends; `SavedByOthers` when it is not the one the officer saw."""
    rows = Urging.objects.select_for_update(of=("self",)).select_related(
        "office", "office__serves", "office__parent", "agency"
    )
    row = rows.filter(pk=urging.pk).first()
    if row is None:
        raise Denied("Dự thảo công văn này vừa bị bỏ nên không làm tiếp được.")
    if version is not None and row.version != version:
        raise SavedByOthers(row)
    return row


def _chosen(office: Agency, agency: Agency, items: Iterable[int], *, by: Officer, on: date) -> list[WorkItem]:
    """The named items as far as they are overdue at that agency; refuses an empty, an overlong and an overtaken list."""
    ids = set(items)
    rows = late_items(WorkItem.objects.visible_to(by), office.pk, agency.pk).filter(pk__in=ids)
    found = list(overdue(rows, on=on))
    rules.is_a_list(len(ids), len(found)).require()
    return found


@transaction.atomic
def draft(
    office: Agency, *, to: Agency, items: Iterable[int], by: Officer, now: datetime, report_by: date,
    once_key: UUID | None = None, is_sample: bool = False,
) -> Urging:  # fmt: skip
    """Begin a letter about overdue items (by key) of one agency, in the office's first words; a second click finds the first."""
    on = localdate(now)
    rules.may_draft(by, office).require()
    rules.is_urged(office, to, heirs=succession.heirs_of(to, on=on), on=on).require()
    Agency.objects.select_for_update(of=("self",), no_key=True).get(pk=office.pk)  # two clicks come one after the other
    if once_key is not None and (known := Urging.objects.filter(once_key=once_key).first()):
        if known.drafted_by_id != by.pk:
            raise Denied("Dự thảo này đã được soạn. Mở lại trang nếu muốn soạn công văn khác.")
        return known
    chosen = _chosen(office, to, items, by=by, on=on)
    rules.asks_in_time(report_by, after=on).require()
    sample = is_sample or any(item.plan.directive.is_sample for item in chosen)
    row = Urging.objects.create(
        office=office, agency=to, report_by=report_by, drafted_by=by, drafted_post=acts_for(by, office.pk), drafted_at=now,
        is_sample=sample, once_key=once_key, **first_words(office, to, on=on),
    )  # fmt: skip
    _lay(row, chosen)
    return row


def _lay(urging: Urging, chosen: Iterable[WorkItem]) -> None:
    UrgingLine.objects.bulk_create(
        UrgingLine(urging=urging, work_item=item, position=place) for place, item in enumerate(chosen, start=1)
    )


@transaction.atomic
def rewrite(
    urging: Urging, *, by: Officer, now: datetime, version: int, words: Mapping[str, str],
    report_by: date | None = None, items: Collection[int] | None = None,
) -> Urging:  # fmt: skip
    """Change words, the day asked for, or which items are named; only in a draft."""
    row, on = _locked(urging, version=version), localdate(now)
    rules.may_edit(by, row).require()
    for name in WORDS:
        if name in words:
            setattr(row, name, _clean(name, words[name]))
    if not (row.addressee and row.subject and row.opening):
        raise Denied("Công văn cần có nơi nhận (kính gửi), trích yếu và đoạn mở đầu.")
    if report_by is not None:
        rules.asks_in_time(report_by, after=on).require()
        row.report_by = report_by
    if items is not None:
        chosen = _chosen(row.office, row.agency, items, by=by, on=on)
        row.lines.all().delete()
        _lay(row, chosen)
    row.version += 1
    row.save(update_fields=[*WORDS, "report_by", "version"])
    return row


def numbers_taken(office: Agency, *, year: int) -> set[int]:
    """Numbers that letters of the office bear in a year."""
    sent = Urging.objects.filter(office=office, number__isnull=False, issued_on__year=year)
    return {number for number in sent.values_list("number", flat=True) if number is not None}


@transaction.atomic
def send(urging: Urging, *, by: Officer, now: datetime, version: int, number: int, issued_on: date) -> Urging:
    """Write down that the letter left: number and day, its lines as of that day for good, a step in the diary of each item.

    The paper is made by whoever calls, after the commit, and kept by `keep_paper`.
    """
    # Two letters cannot take the same number. Held before the letter, as a handover holds what it ends.
    Agency.objects.select_for_update(of=("self",), no_key=True).get(pk=urging.office_id)
    row, on = _locked(urging, version=version), localdate(now)
    rules.may_edit(by, row).require()
    rules.is_urged(row.office, row.agency, heirs=succession.heirs_of(row.agency, on=on), on=on).require()
    rules.is_datable(row, issued_on, on=on, drafted_on=localdate(row.drafted_at)).require()
    rules.is_free(number, numbers_taken(row.office, year=issued_on.year), year=issued_on.year).require()
    row.number, row.issued_on, row.state = number, issued_on, UrgingState.SENT
    row.sent_by, row.sent_post, row.sent_at = by, acts_for(by, row.office_id), now
    _freeze(row, by=by, now=now)
    row.version += 1
    row.save(update_fields=["number", "issued_on", "state", "sent_by", "sent_post", "sent_at", "is_sample", "version"])
    news.of_urging(row, by=by, now=now)
    return row


def _freeze(urging: Urging, *, by: Officer, now: datetime) -> None:
    """Keep the lines as of the day of the letter, drop those that were not late then, tell every item."""
    assert urging.issued_on is not None  # just set
    held = locked_items(WorkItem.objects.filter(urged_by__urging=urging))
    now_late = {line.item_id: line for line in live_lines(urging, on=urging.issued_on).rows if line.item_id}
    if not now_late:
        raise Denied(
            "Không còn nhiệm vụ nào trong công văn quá hạn tính đến ngày ban hành: bỏ dự thảo này, hoặc chọn nhiệm vụ khác."
        )
    urging.lines.exclude(work_item__in=now_late).delete()
    kept = {row.work_item_id: row for row in urging.lines.all()}
    for place, (item_id, line) in enumerate(now_late.items(), start=1):
        row = kept[item_id]
        row.position, row.title, row.source, row.document = place, line.title, line.source, line.document
        row.due_on, row.days_overdue = line.due_on, line.days
    UrgingLine.objects.bulk_update(kept.values(), ["position", "title", "source", "document", "due_on", "days_overdue"])
    sample = WorkItem.objects.filter(pk__in=now_late, plan__directive__is_sample=True)
    urging.is_sample = urging.is_sample or sample.exists()
    told = (
        f"Số {urging.numbered}, ngày {format_day(urging.issued_on)} của {urging.office.name}, "
        f"đề nghị báo cáo trước ngày {format_day(urging.report_by)}"
    )
    for item in held:
        if item.pk in now_late:
            write_event(item, kind=EventKind.URGED, on=localdate(now), now=now, by=by, note=told[:500])


def keep_paper(urging: Urging, *, by: Officer, data: bytes) -> Urging:
    """Keep the made PDF of a sent letter, once for ever; a second one is refused."""
    digest, stored = hashlib.sha256(data).hexdigest(), ""
    try:
        with transaction.atomic():
            row = _locked(urging)
            rules.may_print(by, row).require()
            row.paper.save(f"{digest[:32]}.pdf", ContentFile(data), save=False)
            stored = row.paper.name or ""
            row.paper_size, row.sha256 = len(data), digest
            row.save(update_fields=["paper", "paper_size", "sha256"])
            return row
    except BaseException:
        if stored:  # the disk knows no transactions
            Urging._meta.get_field("paper").storage.delete(stored)
        raise


@contextmanager
def _writing() -> Iterator[list[UrgingFile]]:
    """One transaction with the list of files stored in it; when it fails they leave the disk."""
    stored: list[UrgingFile] = []
    try:
        with transaction.atomic():
            yield stored
    except BaseException:
        for row in stored:
            if row.file.name:
                row.file.storage.delete(row.file.name)
        raise


def _side_of(officer: Officer, urging: Urging) -> tuple[Post, int]:
    """The post in whose capacity a reply is written down, and on whose side: the office's or the agency's."""
    sides = (urging.office_id, urging.agency_id)
    for side in sides:
        if post := acts_for(officer, side):
            return post, side
    for post in officer.current_posts:
        before = ids_before([post.agency_id]) if post.duty in ACTING else frozenset()
        if mine := [one for one in sides if one in before]:
            return post, mine[0]
    raise AssertionError("the rule refuses whoever is on neither side")


def _reply(**said: Any) -> UrgingReply:
    try:
        with transaction.atomic():
            return UrgingReply.objects.create(**said)
    except IntegrityError as error:
        if "once_key" in str(error):  # the same form sent twice at one moment, to two letters
            raise Denied(WRITTEN) from None
        raise


def attach_reply(
    urging: Urging, *, by: Officer, now: datetime, replied_on: date, number: str = "", note: str = "",
    files: Iterable[CheckedFile] = (), once_key: UUID | None = None,
) -> UrgingReply:  # fmt: skip
    """Write down a reply with its files; the letter counts as answered from the first one. A second click finds the first."""
    uploads = list(files)
    with _writing() as stored:
        row = _locked(urging)
        rules.may_reply(by, row).require()
        if once_key is not None and (known := UrgingReply.objects.filter(once_key=once_key).first()):
            if known.urging_id != row.pk or known.officer_id != by.pk:
                raise Denied(WRITTEN)
            return known
        number, note = _clean("number", number), _clean("opening", note)
        rules.says_something(number=number, note=note, files=len(uploads)).require()
        rules.is_reply_day(row, replied_on, on=localdate(now)).require()
        post, side = _side_of(by, row)
        reply = _reply(
            urging=row, number=number, replied_on=replied_on, note=note, agency_id=post.agency_id, officer=by, post=post, at=now,
            once_key=once_key,
        )  # fmt: skip
        for upload in uploads:
            kept = UrgingFile(
                reply=reply, name=upload.name, content_type=upload.content_type, size=upload.size, sha256=upload.sha256
            )
            stored.append(kept)
            kept.file.save(upload.name, upload.content, save=False)
            kept.save()
        if row.state == UrgingState.SENT:
            row.state = UrgingState.ANSWERED
            row.save(update_fields=["state"])
        if side != row.office_id:
            news.of_answered_urging(row, by=by, now=now)
        return reply


@transaction.atomic
def discard(urging: Urging, *, by: Officer) -> None:
    """Throw a draft away, with its lines; what was sent stays."""
    row = _locked(urging)
    rules.may_edit(by, row).require()
    row.delete()
