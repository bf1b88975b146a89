"""Verbs of an import: begin it, settle what its columns are, check it, ask to save it, throw it away; `import_writing` saves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from itertools import batched
from typing import IO, TYPE_CHECKING, Final

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localdate

from agencies.choices import ACTING
from agencies.models import Agency, Officer
from agencies.text import nfc
from agencies.verdict import Denied
from plans import news
from plans.importing.cells import Judged
from plans.importing.judging import Judge
from plans.models import ImportRow, ImportState, ItemImport, Plan, RowKind
from plans.services import queues
from plans.services.queues import Queue
from plans.workbook.heading import Survey, table
from plans.workbook.reading import BadWorkbook

if TYPE_CHECKING:
    from agencies.uploads import CheckedFile

AT_ONCE: Final = 500  # rows that are checked while the officer waits
SAVED_AT_ONCE: Final = 100  # rows that are saved while the officer waits; each costs some ten statements
AT_ONE_GO: Final = 3
LEASE: Final = timedelta(minutes=30)
QUEUES: Final = {
    ImportState.TO_CHECK: Queue(ItemImport, ImportState.TO_CHECK, ImportState.CHECKING, LEASE),
    ImportState.TO_SAVE: Queue(ItemImport, ImportState.TO_SAVE, ImportState.SAVING, LEASE),
}
KEPT: Final = timedelta(days=30)
UNFINISHED: Final = 20
FAILURE: Final = "Không nhập được tệp này vì một lỗi của hệ thống. Chưa có gì được ghi. Hãy báo người quản trị."


@transaction.atomic
def begin(
    *, office: Agency, by: Officer, now: datetime, upload: CheckedFile, survey: Survey, columns: Mapping[str, int]
) -> ItemImport:
    """Keep a checked workbook whose table was found; what its rows would do is still to be judged."""
    if not by.post_in([office.pk], *ACTING):
        raise Denied("Chỉ văn thư, chuyên viên hoặc lãnh đạo của một đơn vị mới nhập nhiệm vụ từ tệp.")
    if ItemImport.objects.filter(made_by=by).unfinished().count() >= UNFINISHED:
        raise Denied(f"Đồng chí đang có {UNFINISHED} tệp nhập dở. Hãy bỏ bớt rồi nhập tiếp.")
    one = ItemImport(
        office=office, made_by=by, made_at=now, name=upload.name, size=upload.size, sha256=upload.sha256,
        survey=survey.to_json(), columns=dict(columns), total=survey.rows,
    )  # fmt: skip
    one.file.save(upload.name, upload.content, save=False)
    try:
        with transaction.atomic():
            one.save()
    except BaseException:
        one.file.storage.delete(str(one.file.name))
        raise
    return one


@transaction.atomic
def settle(
    one: ItemImport,
    *,
    by: Officer,
    columns: Mapping[str, int],
    plan: Plan | None,
    reason: str = "",
    decision_number: str = "",
) -> ItemImport:
    """Say which column is what, where new work goes, and why dates move; the file is checked anew."""
    current = locked(one, by=by)
    if current.state not in (ImportState.MAPPING, ImportState.CHECKED):
        raise Denied("Tệp này đang được xử lý hoặc đã ghi nên không ghép lại cột được.")
    current.columns, current.plan = dict(columns), plan
    current.reason, current.decision_number = nfc(reason).strip(), decision_number.strip()
    current.state, current.attempts, current.failure = ImportState.TO_CHECK, 0, ""
    current.version += 1
    current.save()
    return current


def check(pk: int, *, now: datetime) -> ItemImport | None:
    """Judge every row of one waiting file; None when somebody else does it already. Saves nothing but the judgement."""
    one = claim(pk, ImportState.TO_CHECK, now=now)
    if one is None:
        return None
    try:
        return _check(one, now=now)
    except Exception as error:
        fail(one, error)
        return None


@transaction.atomic
def _check(one: ItemImport, *, now: datetime) -> ItemImport | None:
    current = held(one)
    if current is None:
        return None
    current.rows.all().delete()
    counts: Counter[str] = Counter(dict.fromkeys(RowKind.values, 0))
    judge, done = judge_of(current, one.made_by.enter(on=localdate(now)), now=now), 0
    with opened(current) as file:
        for some in batched(judge.judge(table(file, judge.survey)), AT_ONCE):
            ImportRow.objects.bulk_create([_row(current, judged) for judged in some])
            for judged in some:
                counts[judged.kind] += 1
                counts.update(f"do_{act['do']}" for act in judged.acts if act["do"] != "line" and "again" not in act)
            done += len(some)
            tell(current.pk, done)
    current.counts, current.state, current.checked_at = dict(counts), ImportState.CHECKED, now
    current.version += 1
    current.save(update_fields=["counts", "state", "checked_at", "version"])
    if current.total > AT_ONCE:
        wrong = counts[RowKind.ERROR] + counts[RowKind.CONFLICT]
        news.of_import(current, news.checked_import(wrong), now=now)
    return current


def judge_of(one: ItemImport, officer: Officer, *, now: datetime) -> Judge:
    """The judge of an import's rows, with what the officer settled for the whole file."""
    plan = Plan.objects.visible_to(officer).select_related("directive").filter(pk=one.plan_id or 0).first()
    survey = Survey.from_json(one.survey)
    return Judge(officer, localdate(now), survey, one.columns, plan, one.reason, one.decision_number)


def _row(one: ItemImport, judged: Judged) -> ImportRow:
    return ImportRow(
        item_import=one, line=judged.line, kind=judged.kind, title=judged.title, body=judged.body, item_key=judged.item_key,
        item_version=judged.item_version, acts=judged.acts, changes=judged.changes, findings=judged.findings,
    )  # fmt: skip


@transaction.atomic
def ask_to_save(one: ItemImport, *, by: Officer, version: int, whole: bool) -> bool:
    """Put a checked import in the queue for saving, once: False for the second of two clicks.

    `whole`: all rows or none; not possible while a row is wrong.
    """
    current = locked(one, by=by)
    if current.state != ImportState.CHECKED:
        return False
    if current.version != version:
        raise Denied("Tệp này vừa được kiểm tra lại ở cửa sổ khác. Hãy xem lại kết quả rồi ghi.")
    wrong = current.counts.get(RowKind.ERROR, 0) + current.counts.get(RowKind.CONFLICT, 0)
    if whole and wrong:
        raise Denied(
            f"Còn {wrong} dòng lỗi nên không ghi được cả tệp. Hãy sửa tệp rồi nhập lại, hoặc chỉ ghi các dòng hợp lệ."
        )
    if not current.rows.filter(kind__in=(RowKind.CREATE, RowKind.UPDATE)).exists():
        raise Denied("Không có dòng nào cần ghi.")
    current.state, current.whole, current.attempts = ImportState.TO_SAVE, whole, 0
    current.save(update_fields=["state", "whole", "attempts"])
    tell(current.pk, 0)
    return True


@transaction.atomic
def discard(one: ItemImport, *, by: Officer) -> None:
    """Throw an import away with its file; what it saved stays."""
    _throw_away(locked(one, by=by))


def forget_old(*, now: datetime) -> int:
    """Throw away imports a month old, saved or not, with their files; returns how many."""
    old = list(ItemImport.objects.filter(made_at__lt=now - KEPT).values_list("pk", flat=True)[:200])
    for pk in old:
        with transaction.atomic():
            current = ItemImport.objects.select_for_update(of=("self",)).filter(pk=pk).first()
            if current is not None and current.state not in (ImportState.CHECKING, ImportState.SAVING):
                _throw_away(current)
    return len(old)


def _throw_away(current: ItemImport) -> None:
    if current.state in (ImportState.CHECKING, ImportState.SAVING):
        raise Denied("Tệp này đang được xử lý. Hãy chờ xong rồi bỏ.")
    storage, name = current.file.storage, str(current.file.name or "")
    current.delete()
    if name:
        transaction.on_commit(lambda: storage.delete(name))


def locked(one: ItemImport, *, by: Officer) -> ItemImport:
    """The officer's own import, held until the transaction ends."""
    current = ItemImport.objects.select_for_update(of=("self",)).filter(pk=one.pk, made_by=by).first()
    if current is None:
        raise Denied("Tệp nhập này không còn nữa.")
    return current


# --- the queue ----------------------------------------------------------------------------------------


def is_done_at_once(one: ItemImport) -> bool:
    """Whether what comes next is short enough to be done within the request."""
    if one.state == ImportState.TO_SAVE:
        return sum(int(one.counts.get(kind, 0)) for kind in (RowKind.CREATE, RowKind.UPDATE)) <= SAVED_AT_ONCE
    return one.total <= AT_ONCE


def claim(pk: int, queue: ImportState, *, now: datetime) -> ItemImport | None:
    """The import, taken by one conditional UPDATE; None when somebody else has it or it is gone."""
    if not QUEUES[queue].claim(pk, now=now):
        return None
    tell(pk, 0)
    return ItemImport.objects.select_related("made_by", "office").get(pk=pk)


def held(one: ItemImport) -> ItemImport | None:
    """The claimed import's row until the transaction ends; None when another worker took it over meanwhile."""
    rows = ItemImport.objects.select_for_update(of=("self",))
    return rows.filter(pk=one.pk, state=one.state, claimed_at=one.claimed_at).first()


def fail(one: ItemImport, error: Exception) -> None:
    """Whatever a file does to its worker, its maker is told and nothing is saved."""
    mine = ItemImport.objects.filter(pk=one.pk, state=one.state, claimed_at=one.claimed_at)
    if isinstance(error, BadWorkbook):
        failure = str(error)[:300]
    else:
        queues.log_failure(f"Import ({one.state})", one.pk, error)
        failure = FAILURE
    with transaction.atomic():
        if mine.update(state=ImportState.FAILED, failure=failure) and one.total > AT_ONCE:
            assert one.claimed_at is not None  # whoever works on it has claimed it
            news.of_import(one, news.IMPORT_FAILED, now=one.claimed_at)


def work(pk: int, *, now: datetime, save: Callable[..., object]) -> None:
    """Do what one import waits for."""
    state = ItemImport.objects.filter(pk=pk).values_list("state", flat=True).first()
    if state in (ImportState.TO_CHECK, ImportState.CHECKING):
        check(pk, now=now)
    elif state in (ImportState.TO_SAVE, ImportState.SAVING):
        save(pk, now=now)


def work_waiting(*, now: datetime, save: Callable[..., object]) -> int:
    """Do what lost jobs or dead workers left behind; returns how many."""
    waiting = Q()
    for queue in QUEUES.values():
        queue.give_up(now=now, state=ImportState.FAILED, failure=FAILURE)
        waiting |= queue.waits(now)
    rows = ItemImport.objects.filter(waiting).order_by("made_at")
    found = list(rows.values_list("pk", flat=True)[:AT_ONE_GO])
    for pk in found:
        work(pk, now=now, save=save)
    return len(found)


@contextmanager
def opened(one: ItemImport) -> Iterator[IO[bytes]]:
    """The workbook in the store."""
    try:
        file = one.file.open("rb")
    except (FileNotFoundError, ValueError):
        raise BadWorkbook("Tệp đã gửi không còn trong kho. Hãy gửi lại tệp.") from None
    try:
        yield file
    finally:
        file.close()


def tell(pk: int, done: int) -> None:
    """Let the page know how many rows are done."""
    queues.tell("import", pk, done)


def told(one: ItemImport) -> int:
    """How many rows of a running import are done."""
    return queues.told("import", one.pk)
