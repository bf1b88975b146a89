"""Making a report's file: outside any transaction, the row says how far it is, a second run does no harm."""

from __future__ import annotations

import hashlib
import io
import logging
from collections.abc import Callable
from datetime import datetime

import pikepdf
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.timezone import localdate

from agencies.verdict import Denied
from plans import news
from reporting import compose
from reporting.choices import FileState
from reporting.models import ReportFile
from reporting.rendering.pdf import render_pdf

logger = logging.getLogger(__name__)

READY = "Tệp báo cáo đã sẵn sàng"
NOT_MADE = "Không tạo được tệp báo cáo; xem lý do ở trang báo cáo"


def make(file_id: int, *, now: Callable[[], datetime]) -> None:
    """Render and keep the file; a failure is kept with words for the officer. Nothing happens to a file that is ready."""
    wanted = ReportFile.objects.filter(Q(state=FileState.WAITING) | Q(state=FileState.MAKING), pk=file_id)
    if not wanted.update(state=FileState.MAKING):
        return
    about = [
        f"report__{name}" for name in ("office", "directive", "about_agency", "about_group", "replaces", "recipient")
    ]
    file = wanted.select_related("report", *about).get()
    if file.report.version != file.report_version:
        _fail(file, "Báo cáo đã sửa sau khi yêu cầu tệp này. Hãy tạo lại.", now=now())
        return
    try:
        data = render_pdf(compose.paper(file.report, on=localdate(now())))
    except Denied as reason:
        _fail(file, reason.reason, now=now())
    except Exception:
        logger.exception("report file %s could not be made", file_id)
        why = "Máy không tạo được tệp này. Hãy thử lại; nếu vẫn lỗi, báo người quản trị kèm mã báo cáo."
        _fail(file, why, now=now())
    else:
        _keep(file, data, now=now())


def _keep(file: ReportFile, data: bytes, *, now: datetime) -> None:
    """Store the bytes, then let the row point to them; a file that another run finished meanwhile is left alone."""
    digest = hashlib.sha256(data).hexdigest()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pages = len(pdf.pages)
    earlier = file.file.name
    file.file.save(f"{file.report_version}-{digest[:16]}.pdf", ContentFile(data), save=False)
    with transaction.atomic():
        won = ReportFile.objects.filter(pk=file.pk, state=FileState.MAKING).update(
            state=FileState.READY,
            file=file.file.name,
            size=len(data),
            pages=pages,
            sha256=digest,
            error="",
            made_at=now,
        )
        if won:
            _tell(file, READY, now=now)
    if not won:
        file.file.storage.delete(str(file.file.name))
    elif earlier and earlier != file.file.name:
        file.file.storage.delete(earlier)


@transaction.atomic
def _fail(file: ReportFile, why: str, *, now: datetime) -> None:
    making = ReportFile.objects.filter(pk=file.pk, state=FileState.MAKING)
    if making.update(state=FileState.FAILED, error=why[:300]):
        _tell(file, NOT_MADE, now=now)


def _tell(file: ReportFile, text: str, *, now: datetime) -> None:
    """Say to who asked for the file how it ended."""
    path = reverse("reporting:report-detail", args=[file.report_id])
    news.of_work(file.asked_by_id, text, subject=f"report:{file.report_id}", path=path, now=now)
