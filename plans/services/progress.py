"""Verbs of progress: report, submit, withdraw, confirm, return, support, record on behalf."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils.timezone import localdate

from agencies.models import Officer, working_calendar
from agencies.text import nfc
from agencies.verdict import Denied
from directives.choices import Purpose, Secrecy
from directives.models import Directive
from directives.services import address_to
from plans import news
from plans.choices import OUTSIDE, Decision, EventKind, Lifecycle, Role
from plans.models import Assignment, Evidence, Review, StatusUpdate, WorkItem, WorkItemEvent
from plans.rules import (
    acts_as,
    acts_for,
    is_complete_enough,
    may_record_for,
    may_reopen,
    may_report,
    may_review,
    may_support,
    may_withdraw,
)
from plans.services.items import locked_items, write_event

if TYPE_CHECKING:
    from agencies.uploads import CheckedFile

STATE = ("lifecycle", "submitted_on", "first_submitted_on", "resubmit_by", "completed_on", "percent", "last_update_on",
         "last_event_on", "remind_from", "version")  # fmt: skip


def _save(item: WorkItem, *, on: date) -> None:
    item.last_event_on = on
    item.version += 1
    item.save(update_fields=STATE)


@contextmanager
def _writing() -> Iterator[list[Evidence]]:
    """One transaction with the list of files stored in it; when it fails they leave the disk, which knows no transactions."""
    stored: list[Evidence] = []
    try:
        with transaction.atomic():
            yield stored
    except BaseException:
        for row in stored:
            if row.file.name and not Evidence.objects.filter(pk=row.pk).exists():
                row.file.storage.delete(row.file.name)
        raise


def _keep(update: StatusUpdate, evidence: Iterable[CheckedFile], stored: list[Evidence]) -> None:
    """Store checked files with an update, each named in `stored` before its row is written."""
    for upload in evidence:
        row = Evidence(
            update=update, name=upload.name, content_type=upload.content_type, size=upload.size, sha256=upload.sha256
        )
        stored.append(row)
        row.file.save(upload.name, upload.content, save=False)
        row.save()


def latest_submission(item: WorkItem) -> StatusUpdate | None:
    """The update that put the item up for confirmation, the newest first."""
    events = item.events.filter(kind=EventKind.SUBMITTED)
    event = events.select_related(
        "update__officer", "update__post__agency", "update__assignment__agency", "update__product"
    ).first()
    return event.update if event else None


def latest_submissions(items: Iterable[WorkItem]) -> dict[int, StatusUpdate]:
    """What `latest_submission` gives, for all those that wait for confirmation; one query."""
    waiting = [item.pk for item in items if item.lifecycle == Lifecycle.SUBMITTED]
    events = WorkItemEvent.objects.filter(work_item__in=waiting, kind=EventKind.SUBMITTED).select_related("update")
    newest = events.order_by("work_item_id", "-on", "-id").distinct("work_item_id")
    return {event.work_item_id: event.update for event in newest if event.update}


def sent_before(officer: Officer, once_key: UUID | None) -> StatusUpdate | None:
    """What this officer sent under a key: the first of two clicks."""
    return StatusUpdate.objects.filter(once_key=once_key, officer=officer).first() if once_key else None


def report(
    item: WorkItem,
    *,
    by: Officer,
    now: datetime,
    submits: bool,
    results: str = "",
    difficulties: str = "",
    proposals: str = "",
    percent: int | None = None,
    is_nil: bool = False,
    evidence: Sequence[CheckedFile] = (),
    also: Sequence[WorkItem] = (),
    product: Directive | None = None,
    once_key: UUID | None = None,
) -> StatusUpdate:
    """Report progress on an item, or declare it done; `also` are further items of the same line that it answers.

    `product` is the document that came out of the work; its record opens to those who see the report. A second call with the
    same `once_key` (a double click) returns the first update and changes nothing.
    """
    with _writing() as stored:
        rows = locked_items([item, *also])
        if known := sent_before(by, once_key):
            return known  # asked under the lock, so that the second of two clicks waits for the first
        for row in rows:
            may_report(by, row).require()
            if row.assignment_id != item.assignment_id:
                raise Denied("Một báo cáo chỉ trả lời các kỳ của cùng một phân công.")
            is_complete_enough(
                row,
                submits=submits,
                is_nil=is_nil,
                results=results,
                files=len(evidence),
                has_document=product is not None,
            ).require()
        on = localdate(now)
        first = next(row for row in rows if row.pk == item.pk)
        update = _write_update(
            first.assignment, by=by, on=on, now=now, submits=submits, is_nil=is_nil, results=results, difficulties=difficulties,
            proposals=proposals, percent=None if first.is_check_in else percent, once_key=once_key, product=product,
        )  # fmt: skip
        _keep(update, evidence, stored)
        if product is not None:
            _show_product(product, first, by=by, on=on)
        for row in rows:
            _advance(row, update, on=on, now=now, by=by)
        return update


def _show_product(product: Directive, item: WorkItem, *, by: Officer, on: date) -> None:
    """Open the document that a report names to those who see the report: monitor, owner, partners of the line (decision 14).

    Refuses one that the officer cannot read.
    """
    if not Directive.objects.readable_by(by).filter(pk=product.pk).exists():
        raise Denied("Không tìm thấy văn bản sản phẩm này trong những văn bản đồng chí được xem.")
    partners = Assignment.objects.active().filter(
        Q(supports=item.assignment_id) | Q(supports__isnull=True), task=item.task_id, role=Role.COORDINATING
    )
    helpers = [line.agency for line in partners.select_related("agency") if line.agency]
    whom = {agency.pk: agency for agency in (item.monitor, item.owner, *helpers)}
    # An internal document opens only to who must act on it, as those who judge this one must (decision 19).
    purpose = Purpose.ASSIGNED if product.secrecy == Secrecy.INTERNAL else Purpose.REPORT
    address_to(product, agencies=whom.values(), purpose=purpose, since=on)


def _write_update(assignment: Assignment, *, by: Officer, on: date, now: datetime, **said: Any) -> StatusUpdate:
    """Append what was said, in the capacity in which it was said."""
    for name in ("results", "difficulties", "proposals"):
        said[name] = nfc(said.get(name, "")).strip()
    post = acts_for(by, assignment.agency_id) if assignment.agency_id else None
    try:
        with transaction.atomic():
            return StatusUpdate.objects.create(assignment=assignment, officer=by, post=post, sent_at=now, on=on, **said)
    except IntegrityError as error:
        if "update_says_something" in str(error):
            raise Denied("Báo cáo phải có nội dung, hoặc chọn “Không phát sinh”.") from None
        if "once_key" in str(error):
            raise Denied("Báo cáo này đã được gửi. Mở lại trang nếu muốn gửi báo cáo khác.") from None
        raise


def _advance(item: WorkItem, update: StatusUpdate, *, on: date, now: datetime, by: Officer) -> None:
    """Move one item on by an update; a resubmission in the days granted keeps the first submission's date (decision 6)."""
    item.last_update_on = on
    if update.percent is not None:
        item.percent = update.percent
    if not update.submits:
        item.lifecycle = Lifecycle.IN_PROGRESS
        _save(item, on=on)
        write_event(item, kind=EventKind.REPORTED, on=on, now=now, by=by, update=update)
        return
    in_time = item.first_submitted_on is not None and item.resubmit_by is not None and on <= item.resubmit_by
    item.submitted_on = item.first_submitted_on if in_time else on
    item.first_submitted_on = item.submitted_on
    item.lifecycle = Lifecycle.SUBMITTED
    _save(item, on=on)
    write_event(item, kind=EventKind.SUBMITTED, on=on, now=now, by=by, update=update)


@transaction.atomic
def withdraw(item: WorkItem, *, by: Officer, now: datetime) -> WorkItem:
    """Take a submission back before it is reviewed; the words stay in the history.

    A submission that answered several periods goes back from all of them that still wait.
    """
    update = latest_submission(item)
    rows = locked_items([item, *answered_together(item, update)])
    row = next(row for row in rows if row.pk == item.pk)
    may_withdraw(by, row).require()
    for one in rows:
        if one.lifecycle == Lifecycle.SUBMITTED and latest_submission(one) == update:
            _take_back(one, update, by=by, now=now)
    if update is not None and not update.reviews.exists():
        update.withdrawn_at = now
        update.save(update_fields=["withdrawn_at"])
    return row


def answered_together(item: WorkItem, update: StatusUpdate | None) -> QuerySet[WorkItem]:
    """Other items of the line that wait for confirmation by the same update."""
    if update is None:
        return WorkItem.objects.none()
    same = WorkItem.objects.filter(
        events__update=update, events__kind=EventKind.SUBMITTED, lifecycle=Lifecycle.SUBMITTED
    )
    return same.exclude(pk=item.pk).select_related("period").order_by("due_on", "id").distinct()


def _take_back(item: WorkItem, update: StatusUpdate | None, *, by: Officer, now: datetime) -> None:
    """Put one item back among those owed; a first date kept after a return stays as long as its days last."""
    item.lifecycle, item.submitted_on = Lifecycle.IN_PROGRESS, None
    if item.resubmit_by is None:
        item.first_submitted_on = None
    _save(item, on=localdate(now))
    write_event(item, kind=EventKind.WITHDRAWN, on=localdate(now), now=now, by=by, update=update)


def _review(item: WorkItem, update: StatusUpdate, *, by: Officer, on: date, now: datetime, decision: str, reason: str = "",
            resubmit_by: date | None = None) -> Review:  # fmt: skip
    """Write the answer; two at once cannot both win, the row is unique per submission."""
    capacity = acts_as(by, item.monitor_id, item.monitor.serves_id)
    return Review.objects.create(
        work_item=item, update=update, decision=decision, reason=reason, officer=by, post=capacity, on=on, at=now,
        resubmit_by=resubmit_by,
    )  # fmt: skip


def _waiting(item: WorkItem, *, by: Officer, seen: int | None) -> tuple[WorkItem, StatusUpdate]:
    """The locked item and the submission that is answered; refuses when another one came than the one that was read."""
    row = locked_items([item])[0]
    update = latest_submission(row)
    may_review(by, row, update).require()
    assert update is not None  # the rule refuses without one
    if seen is not None and update.pk != seen:
        raise Denied(f"{row.agency.name} vừa gửi báo cáo khác thay cho báo cáo này. Hãy đọc báo cáo mới rồi trả lời.")
    return row, update


@transaction.atomic
def confirm(item: WorkItem, *, by: Officer, now: datetime, seen: int | None = None) -> Review:
    """Confirm a submission: the submission's day decides on time or late, not this day (domain.md §3).

    `seen` is the key of the update that the officer has read, where a page showed one.
    """
    row, update = _waiting(item, by=by, seen=seen)
    on = localdate(now)
    review = _review(row, update, by=by, on=on, now=now, decision=Decision.CONFIRMED)
    row.lifecycle, row.completed_on = Lifecycle.CONFIRMED, on
    _save(row, on=on)
    write_event(row, kind=EventKind.CONFIRMED, on=on, now=now, by=by, update=update, review=review)
    news.of_item(row, news.CONFIRMED, by=by, now=now)
    return review


@transaction.atomic
def send_back(item: WorkItem, *, by: Officer, now: datetime, reason: str, seen: int | None = None) -> Review:
    """Return a submission with a reason and the day until which a new one keeps the first date (decision 6)."""
    row, update = _waiting(item, by=by, seen=seen)
    if not reason.strip():
        raise Denied("Trả lại thì phải ghi lý do để đơn vị biết cần làm gì.")
    on = localdate(now)
    until = working_calendar().add(on, row.plan.resubmit_days)
    review = _review(
        row, update, by=by, on=on, now=now, decision=Decision.RETURNED, reason=nfc(reason).strip(), resubmit_by=until
    )
    row.lifecycle, row.submitted_on, row.resubmit_by = Lifecycle.IN_PROGRESS, None, until
    _save(row, on=on)
    write_event(
        row, kind=EventKind.RETURNED, on=on, now=now, by=by, update=update, review=review, note=reason.strip()[:500]
    )
    news.of_item(row, news.returned(until), by=by, now=now)
    return review


def fulfilled_by_report(item: WorkItem) -> bool:
    """Whether an issued report confirmed the item: nobody reviewed it and it was not recorded from paper."""
    confirmed = item.events.filter(kind=EventKind.CONFIRMED).select_related("update").first()
    return (
        confirmed is not None and confirmed.review_id is None and not (confirmed.update and confirmed.update.on_behalf)
    )


@transaction.atomic
def reopen(item: WorkItem, *, by: Officer, now: datetime, reason: str) -> WorkItem:
    """Unlock what was confirmed, with a reason: it is owed again, and a new report within the days granted keeps the first date.

    The confirmation stays in the history; figures of past days still count the item as finished (decision 5).
    """
    row = locked_items([item])[0]
    may_reopen(by, row, by_report=fulfilled_by_report(row)).require()
    if not reason.strip():
        raise Denied("Mở lại thì phải ghi lý do để đơn vị biết cần làm gì.")
    on = localdate(now)
    row.resubmit_by = working_calendar().add(on, row.plan.resubmit_days)
    row.first_submitted_on = row.submitted_on
    row.lifecycle, row.submitted_on, row.completed_on = Lifecycle.IN_PROGRESS, None, None
    row.remind_from = on  # what was not asked for while it was done is not asked for now
    _save(row, on=on)
    write_event(row, kind=EventKind.REOPENED, on=on, now=now, by=by, note=nfc(reason).strip()[:500])
    news.of_item(row, news.reopened(row.resubmit_by), by=by, now=now)
    return row


def support(
    assignment: Assignment,
    *,
    by: Officer,
    now: datetime,
    results: str,
    difficulties: str = "",
    proposals: str = "",
    evidence: Sequence[CheckedFile] = (),
) -> StatusUpdate:
    """A coordinating agency tells its share; seen by all partners, counted nowhere (decision 7)."""
    with _writing() as stored:
        line = (
            Assignment.objects.select_for_update(of=("self",), no_key=True)
            .select_related("task", "task__plan", "agency")
            .get(pk=assignment.pk)
        )
        may_support(by, line).require()
        again = StatusUpdate.objects.filter(assignment=line, officer=by, results=nfc(results).strip())
        if known := again.filter(sent_at__gte=now - timedelta(minutes=2)).first():
            return known  # a second click
        update = _write_update(
            line, by=by, on=localdate(now), now=now, results=results, difficulties=difficulties, proposals=proposals
        )
        _keep(update, evidence, stored)
        return update


def record_on_behalf(
    item: WorkItem,
    *,
    by: Officer,
    now: datetime,
    received_on: date,
    paper_number: str = "",
    results: str = "",
    is_nil: bool = False,
    evidence: Sequence[CheckedFile] = (),
) -> StatusUpdate:
    """Nhập thay: what came on paper on `received_on` is the submission, the entry is the confirmation (decision 10)."""
    with _writing() as stored:
        row = locked_items([item])[0]
        may_record_for(by, row).require()
        is_complete_enough(
            row,
            submits=True,
            is_nil=is_nil,
            results=results,
            files=len(evidence),
            has_document=bool(paper_number.strip()),
        ).require()
        on = localdate(now)
        if not row.opened_on <= received_on <= on:
            raise Denied("Ngày nhận phải từ ngày giao việc đến hôm nay.")
        update = _write_update(
            row.assignment, by=by, on=received_on, now=now, submits=True, is_nil=is_nil, results=results, on_behalf=True,
            paper_number=paper_number.strip(),
        )  # fmt: skip
        _keep(update, evidence, stored)
        _finish(row, update, submitted_on=received_on, by=by, on=on, now=now, note="nhập thay báo cáo giấy")
        news.of_item(row, news.RECORDED, by=by, now=now)
        return update


@transaction.atomic
def fulfil_by_report(item: WorkItem, *, by: Officer, now: datetime, note: str) -> None:
    """Issuing a report fulfils and confirms the reporting item it answers (decision 9, domain.md §4.6)."""
    row = locked_items([item])[0]
    if row.lifecycle in (Lifecycle.CONFIRMED, *OUTSIDE):
        return
    if not acts_for(by, row.agency_id):
        raise Denied(f"Báo cáo này hoàn thành việc của {row.agency.name}; chỉ cán bộ của đơn vị mới ban hành.")
    on = localdate(now)
    update = _write_update(row.assignment, by=by, on=on, now=now, submits=True, results=note)
    _finish(row, update, submitted_on=on, by=by, on=on, now=now, note=note)


def _finish(
    item: WorkItem, update: StatusUpdate, *, submitted_on: date, by: Officer, on: date, now: datetime, note: str
) -> None:
    """Submit and confirm in one step, for the two exceptions of decision 9."""
    item.lifecycle, item.submitted_on, item.first_submitted_on = Lifecycle.SUBMITTED, submitted_on, submitted_on
    item.last_update_on = max(submitted_on, item.last_update_on or submitted_on)
    write_event(item, kind=EventKind.SUBMITTED, on=on, now=now, by=by, update=update, note=note[:500])
    item.lifecycle, item.completed_on = Lifecycle.CONFIRMED, on
    _save(item, on=on)
    write_event(item, kind=EventKind.CONFIRMED, on=on, now=now, by=by, update=update, note=note[:500])
