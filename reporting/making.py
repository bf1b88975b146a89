"""Making a report's file: outside any transaction; the row says how far it is, and a worker that died is replaced.

A second run does no harm: only who holds the row may finish it.
"""

from __future__ import annotations

import hashlib
import logging
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import IO, Any, Final

from django.core.files import File
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.timezone import localdate

from agencies.verdict import Denied
from plans import news
from plans.services.queues import ATTEMPTS, Queue
from reporting import posting
from reporting.choices import FileKind, FileState
from reporting.makers import MAKERS, Work
from reporting.models import FileWish, Report, ReportFile

logger = logging.getLogger(__name__)

QUEUE: Final = Queue(ReportFile, FileState.WAITING, FileState.MAKING, lease=timedelta(minutes=5))
"""A worker says at each step that it lives; none of its steps may take as long as the lease."""

AT_ONE_GO: Final = 3
SAY_EVERY: Final = timedelta(seconds=1)
READY: Final = "{} của báo cáo đã sẵn sàng"
NOT_MADE: Final = "Không tạo được {} của báo cáo; xem lý do ở trang báo cáo"
CHANGED: Final = "Báo cáo đã sửa sau khi yêu cầu tệp này. Hãy tạo lại."
BROKEN: Final = "Máy không tạo được tệp này. Hãy thử lại; nếu vẫn lỗi, báo người quản trị kèm mã báo cáo."
GIVEN_UP: Final = "Tiến trình tạo tệp dừng giữa chừng nhiều lần. Hãy báo người quản trị, rồi thử lại."


class TakenOver(Exception):
    """Nothing was heard of this worker for so long that another one makes the file."""


@dataclass(slots=True)
class Hold:
    """A claimed file: as long as the row bears the moment that was last said, it is this worker's."""

    pk: int
    at: datetime
    now: Callable[[], datetime]

    @property
    def row(self) -> QuerySet[Any]:
        return QUEUE.mine(self.pk, now=self.at)

    def told(self, percent: int, words: str) -> None:
        """Say how far it is, at most once a second, and that the worker lives. Raises TakenOver."""
        at = self.now()
        if at - self.at < SAY_EVERY:
            return
        if not self.row.update(claimed_at=at, progress=min(max(percent, 0), 99), doing=words[:80]):
            raise TakenOver
        self.at = at


def make(file_id: int, *, now: Callable[[], datetime]) -> None:
    """Make and keep the file; a failure is kept with words for the officer. Nothing happens to a file that is ready."""
    began = now()
    if not QUEUE.claim(file_id, now=began, progress=0, doing="", error=""):
        return
    about = [
        f"report__{name}" for name in ("office", "directive", "about_agency", "about_group", "replaces", "recipient")
    ]
    hold = Hold(file_id, began, now)
    file = ReportFile.objects.select_related("report", *about).get(pk=file_id)
    if file.report.version != file.report_version:
        _fail(hold, file, CHANGED)
        return
    with tempfile.TemporaryFile() as out:
        try:
            pages = MAKERS[FileKind(file.kind)].make(Work(file.report, localdate(began), out, hold.told))
            _keep(hold, file, out, pages)
        except TakenOver:
            logger.warning("report file %s was taken over by another worker", file_id)
        except Denied as reason:
            _fail(hold, file, reason.reason)
        except Exception:
            logger.exception("report file %s could not be made", file_id)
            _fail(hold, file, BROKEN)


def _keep(hold: Hold, file: ReportFile, out: IO[bytes], pages: int) -> None:
    """Store the bytes, then let the row point to them; a file that another worker took over is left alone.

    Of a report that was changed or reopened meanwhile nothing is kept: its rows may have gone while they were read.
    """
    if not Report.objects.filter(pk=file.report_id, version=file.report_version).exists():
        _fail(hold, file, CHANGED)
        return
    size = out.tell()
    out.seek(0)
    digest = hashlib.file_digest(out, "sha256").hexdigest()  # type: ignore[arg-type]
    earlier, storage = file.file.name, file.file.storage
    out.seek(0)
    file.file.save(f"{file.report_version}-{digest[:16]}{MAKERS[FileKind(file.kind)].suffix}", File(out), save=False)
    now = hold.now()
    with transaction.atomic():
        won = hold.row.update(
            state=FileState.READY, file=file.file.name, size=size, pages=pages, sha256=digest, error="", made_at=now,
            progress=100, doing="",
        )  # fmt: skip
        if won:
            _tell(file, READY, now=now)
            _drop_superseded(file)
    if not won:
        storage.delete(str(file.file.name))
        return
    if earlier and earlier != file.file.name:
        storage.delete(earlier)
    posting.send_for(file.pk, now=now)


def _drop_superseded(file: ReportFile) -> None:
    """Of drafts the last file of each kind is kept; what was made of frozen figures stays."""
    older = ReportFile.objects.filter(report=file.report_id, kind=file.kind, report_version__lt=file.report_version)
    for one in older.filter(of_draft=True).exclude(state=FileState.MAKING):
        name = str(one.file.name or "")
        one.delete()
        if name:
            transaction.on_commit(lambda name=name: file.file.storage.delete(name))  # type: ignore[misc]


def _fail(hold: Hold, file: ReportFile, why: str) -> None:
    now = hold.now()
    with transaction.atomic():
        if hold.row.update(state=FileState.FAILED, error=why[:300], doing=""):
            _tell(file, NOT_MADE, now=now)


def _tell(file: ReportFile, text: str, *, now: datetime) -> None:
    """Say to those who wait for the file how it ended."""
    path = f"{reverse('reporting:report-detail', args=[file.report_id])}#tep"
    words = text.format(FileKind(file.kind).label)
    waiting = FileWish.objects.filter(file=file, told_at=None)
    for officer_id in list(waiting.order_by("officer_id").values_list("officer_id", flat=True)):
        news.of_work(officer_id, words, subject=f"report:{file.report_id}", path=path, now=now)
    waiting.update(told_at=now)


def make_waiting(*, now: Callable[[], datetime]) -> int:
    """Make what lost jobs or dead workers left behind, then send the letters that are owed; returns how many files."""
    for file in ReportFile.objects.filter(
        state=FileState.MAKING, attempts__gte=ATTEMPTS, claimed_at__lt=now() - QUEUE.lease
    ):
        assert file.claimed_at is not None  # the filter asks for it
        _fail(Hold(file.pk, file.claimed_at, now), file, GIVEN_UP)
    waiting = ReportFile.objects.filter(QUEUE.waits(now())).order_by("asked_at")
    found = list(waiting.values_list("pk", flat=True)[:AT_ONE_GO])
    for pk in found:
        make(pk, now=now)
    with suppress(OSError):
        posting.send_waiting(now=now())
    return len(found)
