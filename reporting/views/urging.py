"""Pages of a công văn đôn đốc that need its paper: the letter itself, writing down that it left, its files."""

from __future__ import annotations

import logging
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agencies.choices import ReadKind
from agencies.http import officer_of, say
from agencies.reads.taking import Closable, took_out
from agencies.services import SavedByOthers
from agencies.text import search_key
from agencies.uploads import DOCX
from agencies.verdict import Denied
from agencies.wording import number
from plans import rules_urging as rules
from plans import urging as reading
from plans.forms.urging import SentForm
from plans.models import Urging, WorkItem
from plans.services import urging as services
from plans.urging import Lines
from plans.views.common import ask
from plans.views.urging import the_letter
from reporting import urging as compose
from reporting.layouts import LAYOUTS
from reporting.letter import Letter
from reporting.rendering.letter_docx import render_letter_docx
from reporting.rendering.letter_pdf import parts, render_letter_pdf

logger = logging.getLogger(__name__)


@require_safe
def urging(request: HttpRequest, pk: int) -> HttpResponse:
    """The letter as it is or was, its tasks, what came back, and what may be done with it."""
    row, officer, today = the_letter(request, pk), officer_of(request), timezone.localdate()
    lines = reading.lines_of(row, on=today)
    paper = compose.letter(row, lines)
    seen = WorkItem.objects.visible_to(officer).filter(pk__in=[line.item_id for line in lines.rows])
    context: dict[str, Any] = {
        "urging": row, "lines": lines, "seen": set(seen.values_list("pk", flat=True)), "layout": LAYOUTS[paper.layout_id],
        "steps": steps(row), "today": today, "may_edit": rules.may_edit(officer, row), "may_print": rules.may_print(officer, row),
        "may_reply": rules.may_reply(officer, row), "replies": _replies(row), "sample": row.is_sample, **parts(paper),
    }  # fmt: skip
    return render(request, "reporting/urging_detail.html", context)


def steps(row: Urging) -> list[dict[str, str]]:
    """Dự thảo → Đã gửi → Đã có trả lời, each with what is known of it."""
    place = {"draft": 0, "sent": 1, "answered": 2}[row.state]
    sent = f"số {row.numbered}" if row.number else "ghi số, ngày"
    notes = (
        ("Dự thảo", f"soạn bởi {row.drafted_by.full_name}"),
        ("Đã gửi", sent),
        ("Trả lời", "đã nhận" if place == 2 else "đính kèm khi có"),
    )
    states = ["past" if at < place else "here" if at == place else "next" for at in range(3)]
    return [{"label": label, "note": note, "state": state} for (label, note), state in zip(notes, states, strict=True)]


def _replies(row: Urging) -> list[dict[str, Any]]:
    """Replies with their files as the list of files takes them."""
    rows = row.replies.select_related("officer", "post__agency", "agency").prefetch_related("files")
    return [
        {
            "row": reply,
            "files": [
                {
                    "name": one.name,
                    "size": one.size,
                    "url": reverse("plans:urging-reply-file", args=[one.pk]),
                    "note": "",
                }
                for one in reply.files.all()
            ],
        }
        for reply in rows
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def urging_send(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down number and day, after saying what that does to whom."""
    row, officer, today = the_letter(request, pk), officer_of(request), timezone.localdate()
    rules.may_edit(officer, row).require()
    form = SentForm(request.POST or None, urging=row, today=today)
    if request.method == "POST" and form.is_valid() and (sent := _sent(request, row, form)):
        return sent
    return ask(
        request, title="Ghi số, ngày công văn đã gửi", lead=f"{row.office.name} gửi {row.agency.name}",
        told=_told_before_sending(row, reading.lines_of(row, on=today)), action="Ghi đã gửi",
        back=reverse("reporting:urging", args=[row.pk]), offices=[row.office_id], form=form,
    )  # fmt: skip


def _sent(request: HttpRequest, row: Urging, form: SentForm) -> HttpResponse | None:
    """Send and keep the paper; a refusal becomes an error of the form, next to what it is about."""
    said = form.cleaned_data
    try:
        sent = services.send(row, by=officer_of(request), now=timezone.now(), **said)
    except SavedByOthers:
        messages.warning(request, "Có người vừa sửa dự thảo này nên chưa ghi đã gửi. Xem lại rồi làm lại.")
        return redirect("reporting:urging", pk=row.pk)
    except Denied as refusal:
        field = (
            "number"
            if refusal.reason.startswith("Số ")
            else "issued_on"
            if "ngày ban hành" in refusal.reason.lower()
            else None
        )
        form.add_error(field, refusal.reason)
        return None
    say(
        request,
        f"Đã ghi công văn số {sent.numbered}. {sent.agency.name} thấy công văn trong Thông báo và trang công việc.",
    )
    _keep(request, sent)
    return redirect("reporting:urging", pk=row.pk)


def _keep(request: HttpRequest, row: Urging) -> None:
    """Make the final PDF and keep it; when that fails the letter stays sent and the page offers to try again."""
    try:
        services.keep_paper(row, by=officer_of(request), data=render_letter_pdf(_paper(row, on=timezone.localdate())))
    except Denied:
        raise
    except Exception:
        logger.exception("paper of letter %s could not be made", row.pk)
        messages.warning(
            request, "Chưa lưu được bản PDF chính thức. Bấm “Lưu bản PDF” để thử lại; nếu vẫn lỗi, báo người quản trị."
        )


def _told_before_sending(row: Urging, lines: Lines) -> list[str]:
    told = [
        f"{number(len(lines.rows))} nhiệm vụ được chốt như tình hình ngày ban hành; bản PDF được lưu và không đổi nữa.",
        f"Lịch sử từng đầu việc ghi một bước “công văn đôn đốc”; {row.agency.name} thấy công văn và được báo tin.",
        "Lời văn, số và ngày không sửa được sau bước này.",
    ]
    if lines.gone:
        told.insert(1, f"Không ghi vì không còn quá hạn: {'; '.join(lines.gone)}.")
    return told


@require_POST
def urging_print(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep the final PDF where that failed when the letter was sent."""
    row = the_letter(request, pk)
    rules.may_print(officer_of(request), row).require()
    _keep(request, row)
    return redirect("reporting:urging", pk=pk)


@require_safe
@never_cache
def urging_pdf(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The PDF: of a draft made now, of a sent letter the one that was kept."""
    row = the_letter(request, pk)
    if row.is_draft:
        return _served(request, row, render_letter_pdf(_paper(row, on=timezone.localdate())), "pdf", "application/pdf")
    if not row.paper:
        messages.warning(
            request, "Bản PDF chính thức của công văn này chưa lưu được. Cơ quan gửi bấm “Lưu bản PDF” rồi tải lại."
        )
        return redirect("reporting:urging", pk=pk)
    try:
        content = row.paper.open("rb")
    except FileNotFoundError:
        raise Http404("the file is gone from the store") from None
    _note(request, row, content)
    response = FileResponse(
        content, as_attachment=True, filename=shown_name(row, "pdf"), content_type="application/pdf"
    )
    response.headers["ETag"] = f'"{row.sha256}"'
    return response


@require_safe
@never_cache
def urging_docx(request: HttpRequest, pk: int) -> HttpResponse:
    """The same letter for Word, made now from what the letter says or kept."""
    row = the_letter(request, pk)
    return _served(request, row, render_letter_docx(_paper(row, on=timezone.localdate())), "docx", DOCX)


def _paper(row: Urging, *, on: date) -> Letter:
    return compose.letter(row, reading.lines_of(row, on=on))


def _served(request: HttpRequest, row: Urging, data: bytes, kind: str, content_type: str) -> HttpResponse:
    _note(request, row, None)
    response = HttpResponse(data, content_type=content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{shown_name(row, kind)}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _note(request: HttpRequest, row: Urging, leaving: Closable | None) -> None:
    """A letter carries rows of several tasks, so that each fetching is noted, whatever the documents' level."""
    took_out(
        officer_of(request), ReadKind.LETTER, now=timezone.now(), thing=row.pk, directive=reading.internal_document(row),
        holders=[row.office_id, row.agency_id], rows=row.lines.count(), leaving=leaving,
    )  # fmt: skip


def shown_name(row: Urging, kind: str) -> str:
    """ "cong-van-don-doc-05-cv-btgtu-dang-doan-lhh.pdf": plain letters that every system keeps."""
    words = search_key(f"công văn đôn đốc {row.numbered or 'dự thảo'} {row.agency.label}")
    return "-".join("".join(c if c.isalnum() and c.isascii() else " " for c in words).split())[:100] + f".{kind}"
