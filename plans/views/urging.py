"""Pages of công văn đôn đốc that need no paper: the list, a new one, its words, throwing a draft away, what came back."""

from __future__ import annotations

from typing import Any, Final

from django.conf import settings
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from agencies.choices import ReadKind
from agencies.http import officer_of, say
from agencies.models import Agency
from agencies.paging import size_asked
from agencies.reads.taking import took_out
from agencies.services import SavedByOthers
from agencies.verdict import Denied
from agencies.wording import format_day
from plans import rules_urging as rules
from plans import urging as reading
from plans.choices import UrgingState
from plans.forms.urging import ChooseForm, ReplyForm, WordsForm
from plans.models import Urging, UrgingFile
from plans.services import urging as services
from plans.urging import page_of
from plans.views.common import ask, differing, knowing
from plans.views.work import SHOWN_IN_BROWSER

TABS: Final = {"du-thao": "Dự thảo", "cho-tra-loi": "Chờ trả lời", "gui-den": "Gửi đến đơn vị tôi", "tat-ca": "Tất cả"}


def the_letter(request: HttpRequest, pk: int) -> Urging:
    """A letter the officer may see, with what every page of it prints."""
    return get_object_or_404(Urging.objects.visible_to(officer_of(request)).with_names(), pk=pk)


@require_safe
def urging_list(request: HttpRequest) -> HttpResponse:
    """Drafts of my office, letters that wait for a reply, those my agency got, all I may read."""
    officer = officer_of(request)
    rows = Urging.objects.visible_to(officer).with_names()
    to_mine = reading.to_own(rows, officer)
    sets = {
        "du-thao": rows.filter(state=UrgingState.DRAFT), "cho-tra-loi": rows.waiting(), "gui-den": to_mine, "tat-ca": rows,
    }  # fmt: skip
    counts = {code: found.count() for code, found in sets.items()}
    asked = request.GET.get("muc", "")
    chosen = asked if asked in TABS else next((code for code in TABS if counts[code]), "tat-ca")
    tabs = [
        {"label": label, "url": f"?muc={code}", "count": counts[code], "current": code == chosen}
        for code, label in TABS.items()
    ]
    page = Paginator(sets[chosen], size_asked(request.GET.get("size"))).get_page(request.GET.get("page"))
    return render(
        request, "plans/urging_list.html", {"page": page, "tabs": tabs, "muc": chosen, "today": timezone.localdate()}
    )


@require_http_methods(["GET", "HEAD", "POST"])
def urging_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose overdue tasks of one agency; the draft opens at once."""
    officer, today = officer_of(request), timezone.localdate()
    agency = get_object_or_404(Agency.objects.visible_to(officer), pk=pk)
    offices = reading.offices_over(officer, agency, on=today)
    if not offices:
        raise Denied(
            f"{agency.name} không có nhiệm vụ quá hạn nào do cơ quan của đồng chí theo dõi nên chưa có gì để đôn đốc."
        )
    office = next((one for one in offices if str(one.pk) == request.GET.get("tu")), offices[0])
    rows = reading.offered(officer, office, agency, on=today)
    form = ChooseForm(
        request.POST or None, offered=rows, before=reading.urged_before(rows), asked_by=reading.answer_day(on=today)
    )
    if request.method == "POST" and form.is_valid() and (made := _drafted(request, office, agency, form)):
        say(request, "Đã soạn dự thảo công văn. Xem lại, sửa lời văn nếu cần, rồi tải về trình ký.")
        return redirect(page_of(made))
    drafts = Urging.objects.visible_to(officer).filter(office=office, agency=agency, state=UrgingState.DRAFT)
    context = {"form": form, "office": office, "offices": offices, "agency": agency, "drafts": drafts.with_names()[:5]}
    return render(request, "plans/urging_new.html", context | {"most": rules.MOST if len(rows) == rules.MOST else 0})


def _drafted(request: HttpRequest, office: Agency, agency: Agency, form: ChooseForm) -> Urging | None:
    """The draft; a refusal becomes an error of the form."""
    try:
        return services.draft(
            office, to=agency, by=officer_of(request), now=timezone.now(), is_sample=settings.DEMO, **form.said
        )
    except Denied as refusal:
        form.add_error("report_by" if "Ngày đề nghị" in refusal.reason else None, refusal.reason)
        return None


@require_http_methods(["GET", "HEAD", "POST"])
def urging_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The words of a draft and the tasks it names; nothing typed is lost."""
    urging, officer, today = the_letter(request, pk), officer_of(request), timezone.localdate()
    rules.may_edit(officer, urging).require()
    rows = reading.offered(officer, urging.office, urging.agency, on=today)
    given: dict[str, Any] = {"offered": rows, "before": reading.urged_before(rows)}
    form = WordsForm(request.POST or None, urging=urging, **given)
    context: dict[str, Any] = {"urging": urging, "form": form, "back_url": page_of(urging), "differing": []}
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            services.rewrite(urging, by=officer, now=timezone.now(), **form.said)
        except SavedByOthers as others:
            theirs = WordsForm(request.POST, urging=the_letter(request, pk), **given)
            knowing(theirs, version=getattr(others.current, "version", urging.version))
            context |= {"form": theirs, "differing": differing(theirs)}
            status = 409
        except Denied as refusal:
            form.add_error("report_by" if "Ngày đề nghị" in refusal.reason else None, refusal.reason)
        else:
            say(request, "Đã lưu dự thảo công văn.")
            return redirect(page_of(urging))
    return render(request, "plans/urging_edit.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def urging_discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw a draft away, after saying what that means."""
    urging, officer = the_letter(request, pk), officer_of(request)
    rules.may_edit(officer, urging).require()
    if request.method == "POST":
        services.discard(urging, by=officer)
        say(request, "Đã bỏ dự thảo công văn. Các nhiệm vụ quá hạn không thay đổi.")
        return redirect("plans:urging-list")
    told = [
        "Dự thảo bị xóa, không lấy lại được.",
        "Chưa ai ngoài cơ quan thấy dự thảo này; nhiệm vụ quá hạn không thay đổi.",
    ]
    lead = f"Gửi {urging.agency.name}, soạn ngày {format_day(timezone.localdate(urging.drafted_at))}"
    return ask(
        request, title="Bỏ dự thảo công văn?", lead=lead, told=told, action="Bỏ dự thảo", back=page_of(urging),
        offices=[urging.office_id],
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def urging_reply(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down what came back, with its files."""
    urging, officer = the_letter(request, pk), officer_of(request)
    rules.may_reply(officer, urging).require()
    form = ReplyForm(request.POST or None, request.FILES or None, today=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        try:
            services.attach_reply(urging, by=officer, now=timezone.now(), **form.said)
        except Denied as refusal:
            form.add_error("replied_on" if "Ngày trả lời" in refusal.reason else None, refusal.reason)
        else:
            say(request, "Đã ghi trả lời. Các đầu việc vẫn chờ đơn vị báo cáo ở từng việc.")
            return redirect(page_of(urging))
    return render(request, "plans/urging_reply.html", {"urging": urging, "form": form, "back_url": page_of(urging)})


@require_safe
@never_cache
def reply_file(request: HttpRequest, pk: int) -> FileResponse:
    """One file of a reply, for those who may see its letter."""
    officer = officer_of(request)
    row = get_object_or_404(UrgingFile.objects.visible_to(officer).select_related("reply__urging"), pk=pk)
    urging = row.reply.urging
    try:
        content = row.file.open("rb")
    except FileNotFoundError:
        raise Http404("the file is gone from the store") from None
    took_out(
        officer, ReadKind.LETTER, now=timezone.now(), thing=urging.pk, directive=reading.internal_document(urging),
        holders=[urging.office_id, urging.agency_id], leaving=content,
    )  # fmt: skip
    shown = row.content_type in SHOWN_IN_BROWSER
    return FileResponse(content, as_attachment=not shown, filename=row.name, content_type=row.content_type)
