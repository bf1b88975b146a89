"""Pages that say when reminders go: an office's default, what one plan sets apart; the ladder of an item stopped and going on."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from agencies.form_page import attempt, bound
from agencies.http import officer_of, say
from agencies.models import Agency, Officer, offices_of
from agencies.services import SavedByOthers
from agencies.verdict import Denied
from agencies.wording import number
from plans.choices import PlanState
from plans.forms.planning import ReasonForm
from plans.forms.reminding import AsSeenForm, OfficePolicyForm, PolicyForm
from plans.models import Plan, ReminderPolicy, WorkItem
from plans.policy import DEFAULT, STEPS, Policy, as_policy
from plans.rules import acts_as
from plans.rules_reminding import may_resume_ladder, may_set_default, may_set_policy, may_stop_ladder
from plans.services import reminding
from plans.views.common import ask, differing, knowing, plan_url, the_plan


@require_http_methods(["GET", "HEAD", "POST"])
def office_policy(request: HttpRequest) -> HttpResponse:
    """When one's own office reminds, unless a plan sets something apart."""
    officer = officer_of(request)
    office, others = _the_office(request, officer)
    may_set_default(officer, office, works_as_office=reminding.has_default(office)).require()
    row = ReminderPolicy.objects.filter(agency=office).first()
    start = _initial(row, DEFAULT) | _hour(row)
    form = OfficePolicyForm(request.POST or None, beside=DEFAULT, source="mặc định", initial=start)
    if (done := _saved(office, officer, form)) is True:
        say(request, f"Đã lưu chế độ nhắc việc của {office.name}; áp dụng từ hôm nay.")
        return redirect(f"{reverse('plans:reminder-policy')}?co_quan={office.pk}")
    apart = Plan.objects.visible_to(officer).filter(owner=office, reminder_policy__isnull=False)
    return render(request, "plans/reminder_policy.html", {
        "form": form, "office": office, "others": others, "row": row, "clash": done, "told": _office_told(office),
        "apart": apart.select_related("directive"), "acting": acts_as(officer, office.pk),
    })  # fmt: skip


def _the_office(request: HttpRequest, officer: Officer) -> tuple[Agency, list[Agency]]:
    """The office that is asked for, else the first of one's own that has a default; with the others that have one."""
    mine = offices_of(officer)
    if not mine:
        raise Denied("Chế độ nhắc việc do cán bộ văn phòng đặt cho cơ quan mình.")
    having = [office for office in mine if reminding.has_default(office)]
    asked = request.GET.get("co_quan", "")
    office = next((one for one in mine if str(one.pk) == asked), having[0] if having else mine[0])
    return office, [one for one in having if one.pk != office.pk]


def _initial(row: ReminderPolicy | None, otherwise: Policy) -> dict[str, Any]:
    """What a form starts with: the row, else what holds without one."""
    policy = as_policy(row) if row else otherwise
    steps = [step.value for step in STEPS if policy.has(step)]
    return asdict(policy) | {"occasions": steps, "version": row.version if row else 0}


def _hour(row: ReminderPolicy | None) -> dict[str, Any]:
    """What only an office's policy says, as it is typed."""
    at = row.digest_at if row else None
    return {"digest_at": f"{at:%H:%M}" if at else "", "feed_titles": row.feed_titles if row else True}


def _saved(subject: Agency | Plan, officer: Officer, form: PolicyForm) -> Any:
    """True when saved; the rows of differences when somebody else saved first; nothing otherwise."""
    if not form.is_bound or not form.is_valid():
        return None
    try:
        reminding.set_policy(subject, by=officer, now=timezone.now(), **form.cleaned_data)
    except SavedByOthers as clash:
        now_stands: Any = clash.current  # the policy, or nothing where somebody dropped it
        stands = _initial(now_stands, DEFAULT) if now_stands else {}
        form.initial = {**form.initial, **stands, **(_hour(now_stands) if isinstance(form, OfficePolicyForm) else {})}
        knowing(form, version=now_stands.version if now_stands else 0)
        return differing(form) or [("Chế độ nhắc việc", "đã đổi", "như đang lưu")]
    except Denied as refusal:
        form.add_error(None, refusal.reason)
        return None
    return True


def _office_told(office: Agency) -> list[str]:
    plans = reminding.touched(office)
    items = WorkItem.objects.open().filter(plan__in=plans.filter(state=PlanState.PUBLISHED)).count()
    whole = f"{number(items)} đầu việc đang mở của {number(plans.count())} kế hoạch theo chế độ này"
    return [f"Áp dụng cho {whole}; kế hoạch đặt riêng không đổi.", *_always()]


def _always() -> list[str]:
    return [
        "Tính từ hôm nay: mốc đã qua mà trước đó không nhắc thì không gửi bù.",
        "Thư đã lập và đang chờ gửi thì vẫn gửi.",
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def plan_policy(request: HttpRequest, pk: int) -> HttpResponse:
    """What a plan sets apart from its office's way of reminding."""
    plan, officer = the_plan(request, pk), officer_of(request)
    may_set_policy(officer, plan).require()
    row, office = _rows(plan)
    form = PolicyForm(request.POST or None, beside=office, source="văn phòng", initial=_initial(row, office))
    if (done := _saved(plan, officer, form)) is True:
        say(request, "Đã lưu chế độ nhắc việc riêng của kế hoạch; áp dụng từ hôm nay.")
        return redirect(plan_url(plan))
    told = [f"Áp dụng cho {number(_open(plan))} đầu việc đang mở của kế hoạch.", *_always()]
    return render(request, "plans/plan_reminders.html", {
        "form": form, "plan": plan, "row": row, "clash": done, "told": told, "acting": acts_as(officer, plan.owner_id),
    })  # fmt: skip


def _rows(plan: Plan) -> tuple[ReminderPolicy | None, Policy]:
    """What the plan sets apart, and what holds for its office otherwise."""
    rows = {row.plan_id: row for row in ReminderPolicy.objects.filter(plan=plan)}
    office = ReminderPolicy.objects.filter(agency=plan.owner_id).first()
    return rows.get(plan.pk), as_policy(office) if office else DEFAULT


def _open(plan: Plan) -> int:
    return plan.items.open().count()


@require_http_methods(["GET", "HEAD", "POST"])
def plan_policy_drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Follow the office again, after saying what that means."""
    plan, officer = the_plan(request, pk), officer_of(request)
    may_set_policy(officer, plan).require()
    row, _ = _rows(plan)
    if row is None:
        raise Denied("Kế hoạch này đang dùng chế độ nhắc việc của văn phòng.")
    back = reverse("plans:plan-reminders", args=[plan.pk])
    form = AsSeenForm(request.POST or None, initial={"version": row.version})
    if _dropped(plan, officer, form):
        say(request, "Kế hoạch trở lại nhắc theo văn phòng, từ hôm nay.")
        return redirect(plan_url(plan))
    told = [
        f"{number(_open(plan))} đầu việc đang mở nhắc theo chế độ của {plan.owner.name}; chế độ riêng bị bỏ, lịch sử vẫn giữ.",
        *_always(),
    ]
    return ask(
        request, title="Dùng theo văn phòng?", lead=str(plan), told=told, action="Dùng theo văn phòng", back=back,
        offices=[plan.owner_id], form=form,
    )  # fmt: skip


def _dropped(plan: Plan, officer: Officer, form: AsSeenForm) -> bool:
    """Whether the policy that was seen is gone; when somebody changed it since, the page says so and asks about the new one."""
    if not form.is_bound:
        return False
    try:
        seen = form.cleaned_data["version"] if form.is_valid() else -1
        reminding.drop_policy(plan, by=officer, now=timezone.now(), version=seen)
    except SavedByOthers as clash:
        knowing(form, version=getattr(clash.current, "version", 0))
        form.full_clean()
        form.add_error(
            None, "Có người vừa lưu trước: chế độ riêng của kế hoạch đã đổi. Xem lại rồi bấm lần nữa nếu vẫn muốn bỏ."
        )
        return False
    return True


# --- the ladder of one item -----------------------------------------------------------------------------


def _the_item(request: HttpRequest, pk: int) -> WorkItem:
    return get_object_or_404(WorkItem.objects.visible_to(officer_of(request)).with_names(), pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def ladder_stop(request: HttpRequest, pk: int) -> HttpResponse:
    """Tell no superior of this item, for a reason."""
    item, officer = _the_item(request, pk), officer_of(request)
    stopped = item.ladder_stops.filter(until__isnull=True).exists()
    may_stop_ladder(officer, item, stopped=stopped).require()
    form, now = bound(ReasonForm, request), timezone.now()
    back = f"{reverse('plans:item-detail', args=[pk])}#bao-cap-tren"
    if attempt(form, lambda said: reminding.stop_ladder(item, by=officer, now=now, reason=said["reason"])):
        say(request, "Đã dừng báo cấp trên về đầu việc này.")
        return redirect(back)
    told = [
        f"Từ hôm nay không báo lãnh đạo {item.agency.label}, cơ quan theo dõi và Thường trực, cho đến khi tiếp tục.",
        f"Cán bộ của {item.agency.label} vẫn được nhắc như thường; xếp loại không đổi.",
        "Bước nào rơi vào lúc dừng thì bỏ qua, không gửi bù.",
    ]
    return ask(
        request, title="Dừng báo cấp trên?", lead=f"{item.title} – {item.agency.name}", told=told, action="Dừng báo cấp trên",
        back=back, form=form, offices=[item.owner_id, item.monitor_id],
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def ladder_resume(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the ladder go on from today."""
    item, officer = _the_item(request, pk), officer_of(request)
    stop = item.ladder_stops.filter(until__isnull=True).first()
    may_resume_ladder(officer, item, stopped=stop is not None).require()
    assert stop is not None  # the rule refuses without one
    back = f"{reverse('plans:item-detail', args=[pk])}#bao-cap-tren"
    if request.method == "POST":
        reminding.resume_ladder(item, by=officer, now=timezone.now())
        say(request, "Việc báo cấp trên tiếp tục từ hôm nay.")
        return redirect(back)
    told = [
        "Từ hôm nay báo cấp trên theo các mốc còn lại; bước đã rơi vào lúc dừng thì không gửi bù.",
        f"Lý do đã dừng: {stop.reason}",
    ]
    return ask(
        request, title="Tiếp tục báo cấp trên?", lead=f"{item.title} – {item.agency.name}", told=told,
        action="Tiếp tục báo cấp trên",
        back=back, offices=[item.owner_id, item.monitor_id],
    )  # fmt: skip
