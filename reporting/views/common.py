"""What several pages of reports need."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import wraps
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from agencies.http import officer_of
from agencies.models import Post
from agencies.services import SavedByOthers
from agencies.verdict import Overtaken
from directives.choices import Secrecy
from plans.rules import acts_for
from reporting.checking_numbers import Doubt
from reporting.models import Part, Report


def the_report(request: HttpRequest, pk: int) -> Report:
    """A report the officer may see, with what every page of it prints."""
    reports = Report.objects.visible_to(officer_of(request)).select_related(
        *("office", "office__parent", "office__serves", "recipient", "directive", "directive__issuer", "created_by"),
        *("about_agency", "about_group", "replaces", "replaces__office"),
        *("fulfils", "fulfils__task", "fulfils__assignment", "fulfils__period", "fulfils__agency"),
    )
    return get_object_or_404(reports, pk=pk)


def confirm(
    request: HttpRequest, report: Report, *, title: str, lead: str, told: Iterable[str], action: str, form: Form,
    doubts: Sequence[Doubt] = (), acting: Post | None = None,
) -> HttpResponse:  # fmt: skip
    """What will happen to whom, before it happens; typed numbers that disagree stand beside it."""
    context = {
        "title": title, "lead": lead, "consequences": list(told), "action_label": action, "form": form, "report": report,
        "back_url": f"/bao-cao/{report.pk}/", "sample": report.is_sample, "doubts": doubts,
        "acting": acting or acts_for(officer_of(request), report.office_id),
    }  # fmt: skip
    return render(request, "reporting/report_confirm.html", context)


def internal_of(report: Report) -> int | None:
    """The internal document a report is about, for the log of reads."""
    about = report.directive
    return about.pk if about is not None and about.secrecy == Secrecy.INTERNAL else None


def told_when_overtaken[**P](name: str) -> Callable[[Callable[P, HttpResponse]], Callable[P, HttpResponse]]:
    """Answer a button that somebody else, or another tab, pressed first: the page `name` of the thing as it is now, with why.

    Only what is sent is answered so; a page that is merely opened keeps saying why it is closed.
    """

    def answering(view: Callable[P, HttpResponse]) -> Callable[P, HttpResponse]:
        @wraps(view)
        def answered(*args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            request: Any = args[0]
            try:
                return view(*args, **kwargs)
            except Overtaken as refusal:
                pk: Any = kwargs.get("pk")
                seen: Any = Report if name == "reporting:report-detail" else Part
                if request.method != "POST" or not seen.objects.visible_to(request.user).filter(pk=pk).exists():
                    raise
                messages.warning(request, refusal.reason)
                return redirect(name, pk=pk)

        return answered

    return answering


def the_replacement(report: Report) -> SafeString:
    """The refusal of a second correction, with the way to the first."""
    other = report.replacements.order_by("pk").first()
    url = reverse("reporting:report-detail", args=[other.pk]) if other else ""
    return format_html('Báo cáo này đã có <a href="{}">báo cáo thay thế</a>. Hãy làm tiếp báo cáo đó.', url)


def told_when_saved_by_others[**P](view: Callable[P, HttpResponse]) -> Callable[P, HttpResponse]:
    """Answer `SavedByOthers`: back to the report as it is now, with words."""

    @wraps(view)
    def answered(*args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            return view(*args, **kwargs)
        except SavedByOthers as others:
            request: Any = args[0]
            messages.warning(
                request, "Có người vừa sửa báo cáo này nên việc của đồng chí chưa thực hiện. Xem lại rồi làm lại."
            )
            return redirect("reporting:report-detail", pk=getattr(others.current, "pk", kwargs.get("pk")))

    return answered
