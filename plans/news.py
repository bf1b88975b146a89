"""What officers are told in their inboxes when something was decided, asked or finished: to whom, and in which words.

Called by verbs within their transaction; never told to who acted. Words speak of the act alone, without content.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.urls import reverse
from django.utils.timezone import localdate

from agencies.models import Officer
from agencies.succession import heirs_of
from agencies.wording import format_day, number
from plans import receivers
from plans.choices import BulkKind, HandoverKind, NoteKind, NoticeKind
from plans.models import (
    Assignment,
    AssignmentAnswer,
    BulkAct,
    Handover,
    HandoverLine,
    ItemExport,
    ItemImport,
    Note,
    NoteReceiver,
    NoteReply,
    Urging,
    WorkItem,
)
from plans.notices import Entry, tell
from plans.taken import TOLD
from plans.urging import page_of

# --- words ------------------------------------------------------------------------------------------

CONFIRMED = "Đã xác nhận hoàn thành"
RECORDED = "Cơ quan theo dõi đã nhập thay báo cáo giấy và ghi hoàn thành"
REFUSED_LINE = "Đơn vị trả lời không nhận việc, chờ cơ quan giao việc quyết định"
KEPT_LINE = "Cơ quan giao việc quyết định giữ phân công"
MOVED_LINE = "Việc này đã giao cho đơn vị khác"
URGED = "Có công văn đôn đốc mới"
ANSWERED_URGING = "Đã có trả lời công văn đôn đốc"
EXPORTED = "Tệp xuất đã sẵn sàng, tải được trong hai ngày"
NOT_EXPORTED = "Không ghi được tệp xuất; hãy xuất lại"
IMPORT_FAILED = "Không xử lý được tệp nhập, chưa có gì được ghi"
TAKEN_OVER = "Tiếp nhận bàn giao công việc"
BULK = {
    BulkKind.DUE_DATE: "Đổi hạn {} đầu việc của đơn vị",
    BulkKind.REASSIGN: "Giao {} việc của đơn vị cho đơn vị khác",
    BulkKind.CANCEL: "Hủy {} đầu việc của đơn vị",
}


def returned(until: date) -> str:
    """What a returned report asks of its agency."""
    return f"Bị trả lại, gửi lại chậm nhất {format_day(until)}"


def reopened(until: date) -> str:
    """What an item that was unlocked asks of its agency."""
    return f"Được mở lại, gửi lại báo cáo chậm nhất {format_day(until)}"


def extension_decided(day: date | None) -> str:
    """Granted until a day, or refused."""
    return f"Được gia hạn đến {format_day(day)}" if day else "Không được gia hạn, hạn cũ giữ nguyên"


def asked(note: Note) -> str:
    """What a new thread asks of who has to answer."""
    words = "Có câu hỏi, chờ trả lời" if note.kind == NoteKind.QUESTION else "Có ý kiến chỉ đạo, chờ trả lời"
    return f"{words} trước hết {format_day(note.due_on)}" if note.due_on else words


def saved_import(saved: int, refused: int) -> str:
    """How the saving of a workbook ended."""
    words = f"Đã ghi {number(saved)} dòng của tệp nhập"
    return f"{words}, {number(refused)} dòng không ghi được" if refused else words


def not_saved_import(refused: int) -> str:
    """Why a workbook that was wanted whole was not saved."""
    return f"Chưa ghi tệp nhập: {number(refused)} dòng không ghi được"


def checked_import(wrong: int) -> str:
    """How the check of a workbook ended."""
    return (
        f"Đã kiểm tra tệp nhập: {number(wrong)} dòng phải xem lại" if wrong else "Đã kiểm tra tệp nhập: ghi được cả tệp"
    )


def bulk_done(done: int, refused: int) -> str:
    """How an act on many rows ended."""
    words = f"Đã làm xong {number(done)} dòng"
    return f"{words}, {number(refused)} dòng không đổi được" if refused else words


# --- of an item -------------------------------------------------------------------------------------


def of_item(item: WorkItem, text: str, *, by: Officer, now: datetime) -> None:
    """Tell who handles an item in its agency what was decided about it."""
    found = receivers.of_items([item], on=localdate(now))[item.pk]
    path = reverse("plans:item-detail", args=[item.pk])
    tell(
        (
            Entry(officer, NoticeKind.DECISION, f"item:{item.pk}", text, path, work_item_id=item.pk)
            for officer in found - {by.pk}
        ),
        now=now,
    )


def of_many_items(counts: Mapping[int, int], text: str, *, subject: str, path: str, by: Officer, now: datetime) -> None:
    """Tell agencies in one entry each how many of their items one act changed; `text` has a place for the number."""
    found = receivers.of_agencies(list(counts), on=localdate(now))
    told = Counter[int]()  # who acts for several agencies reads one number
    for agency_id, officers in found.items():
        told.update(dict.fromkeys(officers - {by.pk}, counts[agency_id]))
    tell(
        (Entry(pk, NoticeKind.DECISION, subject, text.format(number(n)), path) for pk, n in told.items()),
        now=now,
    )


# --- of a line --------------------------------------------------------------------------------------


def _line_path(line: Assignment) -> str:
    return reverse("plans:line", args=[line.pk])


def of_refused_line(line: Assignment, *, by: Officer, now: datetime) -> None:
    """Tell the plan's owner that an agency refused a line (`task.plan` fetched)."""
    plan = line.task.plan
    found = receivers.of_agencies([plan.owner_id], on=localdate(now))[plan.owner_id]
    tell(
        (
            Entry(pk, NoticeKind.QUESTION, f"line:{line.pk}", REFUSED_LINE, _line_path(line), plan_id=plan.pk)
            for pk in found - {by.pk}
        ),
        now=now,
    )


def of_decided_line(
    line: Assignment, text: str, *, by: Officer, now: datetime, refusal: AssignmentAnswer | None = None
) -> None:
    """Tell a line's agency what became of it: who refused it there, else who handles it.

    Without the plan: an agency whose line has ended keeps its line and no longer sees the plan.
    """
    if line.agency_id is None:
        return
    on = localdate(now)
    if refusal is not None and receivers.still_there(refusal.officer, line.agency_id, on=on):
        found = {refusal.officer_id}
    else:
        found = receivers.of_lines([line], on=on)[line.pk]
    tell(
        (Entry(pk, NoticeKind.DECISION, f"line:{line.pk}", text, _line_path(line)) for pk in found - {by.pk}),
        now=now,
    )


# --- of a thread ------------------------------------------------------------------------------------


def of_new_note(note: Note, rows: Iterable[NoteReceiver], *, by: Officer, now: datetime) -> None:
    """Tell those who have to answer, and those who only read along."""
    answering = {row.agency_id for row in rows if row.answers}
    reading = {row.agency_id for row in rows} - answering
    along = "Có câu hỏi mới" if note.kind == NoteKind.QUESTION else "Có ý kiến chỉ đạo mới"
    _of_note(note, {pk: asked(note) for pk in answering} | dict.fromkeys(reading, along), by=by, now=now)


def of_reply(note: Note, reply: NoteReply, rows: Iterable[NoteReceiver], *, by: Officer, now: datetime) -> None:
    """Tell the other sides of a thread: who began it, and who has to answer; not the agency that wrote."""
    answering = {row.agency_id for row in rows if row.answers}
    text = "Được yêu cầu trả lời tiếp" if reply.asks_again else "Có trả lời mới"
    whom = dict.fromkeys((answering | {note.from_agency_id}) - {reply.agency_id}, text)
    _of_note(note, whom, by=by, now=now)


def _of_note(note: Note, words: Mapping[int, str], *, by: Officer, now: datetime) -> None:
    """Say to each agency its words: to who began the thread there, to who handles the task, else to the agency."""
    on, agencies = localdate(now), set(words)
    found: receivers.Receivers = {}
    if note.from_agency_id in agencies and receivers.still_there(note.officer, note.from_agency_id, on=on):
        found[note.from_agency_id] = {note.officer_id}
    others = sorted(agencies - set(found))
    if note.task is not None:
        found |= receivers.of_task(note.task, others, on=on)
    else:
        found |= receivers.of_agencies(others, on=on)
    path = reverse("plans:note", args=[note.pk])
    tell(
        (
            Entry(pk, NoticeKind.QUESTION, f"note:{note.pk}", words[agency], path, note_id=note.pk)
            for agency in sorted(found)
            for pk in found[agency] - {by.pk}
        ),
        now=now,
    )


# --- of a letter that urges -------------------------------------------------------------------------


def of_urging(urging: Urging, *, by: Officer, now: datetime) -> None:
    """Tell who acts for the addressed agency that a letter came."""
    _of_urging(urging, [urging.agency_id], NoticeKind.REMINDER, URGED, by=by, now=now)


def of_answered_urging(urging: Urging, *, by: Officer, now: datetime) -> None:
    """Tell who acts for the office, or for who took its place, that an answer to its letter was written down."""
    on, office = localdate(now), urging.office
    ended = office.ended_on is not None and office.ended_on < on
    offices = [heir.pk for heir in heirs_of(office, on=on)] if ended else [office.pk]
    _of_urging(urging, offices, NoticeKind.QUESTION, ANSWERED_URGING, by=by, now=now)


def _of_urging(
    urging: Urging, agencies: Iterable[int], kind: NoticeKind, text: str, *, by: Officer, now: datetime
) -> None:
    """Clerks and leaders alike: an official letter goes to the head of the house too."""
    everybody = [receivers.everybody_of(agency_id, on=localdate(now)) for agency_id in agencies]
    found = set[int]().union(*everybody) - {by.pk}
    path = page_of(urging)
    tell((Entry(pk, kind, f"urging:{urging.pk}", text, path, urging_id=urging.pk) for pk in found), now=now)


# --- of a handover ----------------------------------------------------------------------------------


def of_handover(handover: Handover, lines: Iterable[HandoverLine], *, by: Officer, now: datetime) -> None:
    """Tell the successors how many items came to them, or that other work did: what they help with, own, confirm or report on."""
    rows = [line for line in lines if line.successor_id and line.kind in TOLD]
    came = Counter(line.successor_id for line in rows if line.kind == HandoverKind.ITEM and line.successor_id)
    others = {line.successor_id: 0 for line in rows if line.successor_id and line.successor_id not in came}
    subject, path = f"handover:{handover.pk}", reverse("plans:handover-detail", args=[handover.pk])
    # Who acts for several successors reads the number: what is said last stays.
    of_many_items(others, TAKEN_OVER, subject=subject, path=path, by=by, now=now)
    of_many_items(came, "Tiếp nhận bàn giao {} đầu việc", subject=subject, path=path, by=by, now=now)


# --- of long work: to who asked ---------------------------------------------------------------------


def of_work(officer_id: int | None, text: str, *, subject: str, path: str, now: datetime) -> None:
    """Tell who asked for it that work in the background has ended."""
    if officer_id is not None:
        tell([Entry(officer_id, NoticeKind.JOB, subject, text, path)], now=now)


def of_export(one: ItemExport, text: str, *, now: datetime) -> None:
    """The long list somebody waits for can be fetched, or could not be written."""
    path = reverse("plans:item-export-long", args=[one.pk])
    of_work(one.made_by_id, text, subject=f"export:{one.pk}", path=path, now=now)


def of_import(one: ItemImport, text: str, *, now: datetime) -> None:
    """A workbook too long to wait for was checked or saved."""
    path = reverse("plans:item-import", args=[one.pk])
    of_work(one.made_by_id, text, subject=f"import:{one.pk}", path=path, now=now)


def of_bulk(act: BulkAct, counts: Mapping[int, int], *, waited_for: bool, by: Officer, now: datetime) -> None:
    """The act is done: to its officer unless they saw it happen, and to the agencies in one entry each, by number of items."""
    subject = f"bulk:{act.pk}"
    if not waited_for:
        path = reverse("plans:bulk-act", args=[act.pk])
        of_work(act.officer_id, bulk_done(act.done, len(act.refused)), subject=subject, path=path, now=now)
    if words := BULK.get(BulkKind(act.kind)):
        of_many_items(counts, words, subject=subject, path=reverse("plans:agency-work"), by=by, now=now)
