"""The task list's conditions, all in the URL: which set of items, as of which day, and the tabs that count them.

Parameters, shared with every page that links a number to its rows: `van_ban` (id; with `cay=1` its whole subtree),
`ke_hoach`, `nhiem_vu`, `don_vi`, `ky` (ids), `xep_loai` (class, several allowed), `loai` (kind of item), `tu` and `den` (the
set a period counts, decision 3), `ngay` (standing as of that day, today by default), `qua_han_tu` and `qua_han_den` (days
overdue, an ageing column), `han_tu` and `han_den` (due days), `cua` (whose work, a part of the calendar), `loai_nv` (kind of
task), `cap` (level of the agency), `tra_loi` (how a check-in was answered), `gia_han` (what came of requests for more time),
`theo_ky` (of a period closed by then), `q`. `muc` names the tab.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from urllib.parse import urlencode

import django_filters as filters
from django import forms
from django.db.models import Count, Q, QuerySet
from django.http import QueryDict
from django.urls import reverse

from agencies.choices import Level
from agencies.lookups import among
from agencies.models import Agency, Officer
from agencies.rendering import believable
from agencies.wording import format_day
from directives.chain import ids_down
from directives.choices import SourceKind
from directives.models import Directive
from plans.answers import with_answers
from plans.choices import (
    CLASSES,
    OPEN,
    OUTSIDE,
    UNCONFIRMED,
    Answer,
    ItemKind,
    Lifecycle,
    MoreTime,
    NoticeKind,
    PlanState,
    Role,
    Standing,
    TaskKind,
)
from plans.models import Assignment, Notice, Plan, ReportingPeriod, Task, WorkItem
from plans.more_time import items_asking

CHOICES_SHOWN: Final = 200
UNFINISHED: Final = (Standing.WITHIN, Standing.OVERDUE, Standing.NOT_STARTED)
TRACKED: Final = (PlanState.PUBLISHED, PlanState.PAUSED, PlanState.ENDED)
# Conditions that a task without any line can meet; the others speak of items.
TASK_WORDS: Final = frozenset({"van_ban", "cay", "ke_hoach", "q"})
OWED, WATCHED = "don-vi", "van-phong"
WHOSE: Final = ((OWED, "Việc của đơn vị tôi"), (WATCHED, "Việc văn phòng theo dõi"))

SORTS: Final[Mapping[str, tuple[str, ...]]] = {
    "viec": ("plan_id", "task__position", "task_id"),
    "don_vi": ("agency__sort_key", "agency_id"),
    "han": ("due_on",),
    "tinh_trang": ("rank", "due_on"),
    "cap_nhat": ("last_update_on",),
}


@dataclass(frozen=True, slots=True)
class Tab:
    """A part of the list: its name in the URL, its label, and which items it holds, by lifecycle and perhaps class.

    Lifecycle decides wherever it can: today it is a plain column, so an index can answer.
    """

    code: str
    label: str
    lives: tuple[Lifecycle, ...]
    standing: Standing | None = None

    @property
    def where(self) -> Q:
        """The condition on items with standing."""
        where = Q(life__in=self.lives)
        return where & Q(standing=self.standing) if self.standing else where

    def holds(self, standing: str, life: str) -> bool:
        """Whether an item so classed belongs here."""
        return life in self.lives and self.standing in (None, standing)


TABS: Final = (
    Tab("chua-hoan-thanh", "Chưa hoàn thành", UNCONFIRMED),
    Tab("qua-han", "Quá hạn", OPEN, Standing.OVERDUE),
    Tab("cho-xac-nhan", "Chờ xác nhận", (Lifecycle.SUBMITTED,)),
    Tab("tat-ca", "Tất cả", (*UNCONFIRMED, Lifecycle.CONFIRMED)),
    Tab("ngoai", "Ngoài tính toán", OUTSIDE),
)
NO_AGENCY: Final = "chua-co-don-vi"
PRESS: Final = "bao-chi"
BY_CODE: Final = {tab.code: tab for tab in TABS}


def of_whom(items: Any, officer: Officer, whose: str) -> Any:
    """Narrowed to what the officer's own agencies lead, or to what they own or monitor as an office; all of them for no word."""
    own = officer.scope.own
    if whose == OWED:
        return items.filter(agency_id__in=own)
    return items.filter(Q(owner_id__in=own) | Q(monitor_id__in=own)) if whose == WATCHED else items


def item_list_url(**query: Any) -> str:
    """Address of the list with conditions; empty ones are left out, lists repeat."""
    kept = [
        (key, value.isoformat() if isinstance(value, date) else value)
        for key, value in query.items()
        if value not in (None, "", [])
    ]
    return f"{reverse('plans:item-list')}?{urlencode(kept, doseq=True)}"


def untyped(query: QueryDict) -> str:
    """The conditions that are ids, days and codes, as a query; words that somebody typed are left out."""
    known = sorted({"muc", *ItemFilter.base_filters} - {"q"})
    kept = [
        (name, value) for name in known for value in query.getlist(name) if re.fullmatch(r"[\w./-]{1,40}", value, re.A)
    ]
    return urlencode(kept)


class Select(forms.Select):
    """A plain select for the form that still takes several values from a link."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        return [value for value in data.getlist(name) if value] if isinstance(data, QueryDict) else []


class ItemFilter(filters.FilterSet):
    """Conditions on items; `xep_loai` and the tab are applied apart, so that the tabs can count without them."""

    q = filters.CharFilter(label="Tìm việc, đơn vị, số văn bản", method="by_words")
    van_ban = filters.NumberFilter(label="Văn bản", method="by_directive", widget=forms.Select)
    don_vi = filters.NumberFilter(label="Đơn vị", field_name="agency_id", widget=forms.Select)
    xep_loai = filters.MultipleChoiceFilter(
        label="Tình trạng", method="later", choices=[(c.value, c.label) for c in CLASSES]
    )
    loai = filters.ChoiceFilter(
        label="Loại đầu việc", field_name="kind", choices=ItemKind.choices, empty_label="Mọi loại"
    )
    tu = filters.DateFilter(label="Trong thời gian từ", method="later", validators=[believable])
    den = filters.DateFilter(label="đến", method="later", validators=[believable])
    ngay = filters.DateFilter(label="Tính đến ngày", method="later", validators=[believable])
    ke_hoach = filters.NumberFilter(field_name="plan_id", widget=forms.HiddenInput)
    nhiem_vu = filters.NumberFilter(field_name="task_id", widget=forms.HiddenInput)
    ky = filters.NumberFilter(method="by_period", widget=forms.HiddenInput)
    cay = filters.BooleanFilter(method="later", widget=forms.HiddenInput)
    qua_han_tu = filters.NumberFilter(method="later", widget=forms.HiddenInput)
    qua_han_den = filters.NumberFilter(method="later", widget=forms.HiddenInput)
    han_tu = filters.DateFilter(
        field_name="due_on", lookup_expr="gte", validators=[believable], widget=forms.HiddenInput
    )
    han_den = filters.DateFilter(
        field_name="due_on", lookup_expr="lte", validators=[believable], widget=forms.HiddenInput
    )
    cua = filters.ChoiceFilter(method="by_side", choices=WHOSE, widget=forms.HiddenInput)
    loai_nv = filters.ChoiceFilter(field_name="task__kind", choices=TaskKind.choices, widget=forms.HiddenInput)
    cap = filters.ChoiceFilter(field_name="agency__level", choices=Level.choices, widget=forms.HiddenInput)
    tra_loi = filters.ChoiceFilter(method="later", choices=Answer.choices, widget=forms.HiddenInput)
    gia_han = filters.ChoiceFilter(method="later", choices=MoreTime.choices, widget=forms.HiddenInput)
    theo_ky = filters.BooleanFilter(method="later", widget=forms.HiddenInput)

    def __init__(self, data: QueryDict, *, officer: Officer, today: date) -> None:
        self.officer, self.today = officer, today
        super().__init__(data=data, queryset=WorkItem.objects.visible_to(officer))
        for name in ("van_ban", "don_vi", "loai"):
            self.form.fields[name].widget.attrs["class"] = "field-sm"
        self.form.fields["van_ban"].widget.choices = [("", "Mọi văn bản"), *self._directives()]
        self.form.fields["don_vi"].widget.choices = [("", "Mọi đơn vị"), *self._agencies()]
        self.form.fields["xep_loai"].widget = Select(
            choices=[("", "Mọi tình trạng"), *((c.value, c.label.capitalize()) for c in CLASSES)],
            attrs={"class": "field-sm"},
        )
        for name in ("tu", "den", "ngay"):
            self.form.fields[name].widget = forms.TextInput(
                attrs={"data-day": "", "placeholder": "ngày/tháng/năm", "class": "day-field"}
            )

    def by_period(self, items: QuerySet[WorkItem], name: str, value: Any) -> QuerySet[WorkItem]:
        """Items of a plan's period, whichever duty they follow: a line's own duty runs beside the plan's cycle."""
        return items.filter(period__in=ReportingPeriod.objects.alongside(value))

    def by_side(self, items: QuerySet[WorkItem], name: str, value: str) -> Any:
        return of_whom(items, self.officer, value)

    def _directives(self) -> list[tuple[int, str]]:
        plans = Plan.objects.visible_to(self.officer).exclude(state=PlanState.DRAFT)
        found = Directive.objects.filter(among("pk", plans.values("directive_id"))).only("type_code", "number")
        found = found.order_by("-issued_on", "-id")[:CHOICES_SHOWN]
        return self._with_chosen(
            "van_ban", [(row.pk, row.label) for row in found], Directive.objects.visible_to(self.officer)
        )

    def _agencies(self) -> list[tuple[int, str]]:
        plans = Plan.objects.visible_to(self.officer).exclude(state=PlanState.DRAFT)
        leads = Assignment.objects.filter(role=Role.LEAD, agency__isnull=False, task__plan__in=plans)
        found = Agency.objects.filter(among("pk", leads.values("agency_id").distinct()))
        names = found.values_list("pk", "short_name", "name")[:CHOICES_SHOWN]
        return self._with_chosen(
            "don_vi", [(pk, short or name) for pk, short, name in names], Agency.objects.visible_to(self.officer)
        )

    def _with_chosen(self, name: str, choices: list[tuple[int, str]], known: Any) -> list[tuple[int, str]]:
        """The choices and, where it is not among them, the one the URL names (a long list is cut, a chosen one never)."""
        value = str(self.data.get(name, ""))
        if not value.isdecimal() or any(str(pk) == value for pk, _ in choices):
            return choices
        return [*choices, *((row.pk, row.label) for row in known.filter(pk=int(value[:15])))]

    def by_words(self, items: Any, name: str, value: str) -> Any:
        return items.matching(value)

    def by_directive(self, items: Any, name: str, value: Any) -> Any:
        return items.filter(plan__directive_id__in=self.directive_ids(value))

    def later(self, items: Any, name: str, value: Any) -> Any:
        return items

    def directive_ids(self, value: Any) -> Iterable[int]:
        """The document, or with `cay=1` everything below it too."""
        return ids_down(int(value)) if self.form.cleaned_data.get("cay") else [int(value)]

    @property
    def on(self) -> date:
        """The day of standing."""
        self.form.is_valid()
        return self.form.cleaned_data.get("ngay") or self.today

    def found(self) -> Any:
        """The items that meet the conditions, with standing as of the day, whatever plan they are of."""
        self.form.is_valid()
        said = self.form.cleaned_data
        items = self.with_standing(self._narrowed(self.qs.in_period(since=said.get("tu"), until=said.get("den"))))
        if said.get("tra_loi"):
            items = with_answers(items, on=self.on).filter(answer=said["tra_loi"]).exclude(standing=Standing.OUTSIDE)
        if said.get("qua_han_tu") is not None:
            items = items.filter(days_overdue__gte=said["qua_han_tu"])
        return items if said.get("qua_han_den") is None else items.filter(days_overdue__lte=said["qua_han_den"])

    def _narrowed(self, items: Any) -> Any:
        """By what needs the period or the day, but no standing."""
        said = self.form.cleaned_data
        if said.get("gia_han"):
            items = items.filter(pk__in=items_asking(said["gia_han"], since=said.get("tu"), on=self.on))
        if said.get("theo_ky"):
            items = items.filter(period__ends_on__lte=min(said.get("den") or self.on, self.on))
        return items

    def with_standing(self, items: Any) -> Any:
        """Standing as of the day; today's needs no look at events."""
        return items.as_of(on=self.on) if self.on < self.today else items.with_standing(on=self.on)

    def counted(self, *, press: bool = False) -> Any:
        """The tracked items, documents and press sources apart (decision 3)."""
        source = SourceKind.PRESS if press else SourceKind.DOCUMENT
        return self.found().filter(plan__state__in=TRACKED, plan__directive__source_kind=source)

    def with_classes(self, items: Any) -> Any:
        """Narrowed to the chosen classes."""
        chosen = self.form.cleaned_data.get("xep_loai")
        return items.filter(standing__in=chosen) if chosen else items

    def tasks_without_agency(self) -> Any:
        """Tasks of tracked plans that wait for an agency; only conditions a task can meet apply."""
        self.form.is_valid()
        said = self.form.cleaned_data
        tasks = Task.objects.filter(
            plan__in=Plan.objects.overseen_by(self.officer).filter(state__in=TRACKED)
        ).without_agency()
        if said.get("van_ban"):
            tasks = tasks.filter(plan__directive_id__in=self.directive_ids(said["van_ban"]))
        if said.get("ke_hoach"):
            tasks = tasks.filter(plan_id=said["ke_hoach"])
        return tasks.matching(said.get("q") or "").select_related("plan", "plan__directive")


def tab_counts(chosen: ItemFilter) -> dict[str, int]:
    """How many rows each tab holds, that of press sources included: one pass, each row classified once.

    Counted by plan, so that the few plans are looked at and not joined to every row.
    """
    groups = chosen.found().order_by().values_list("plan_id", "standing", "life").annotate(n=Count("pk"))
    rows = list(groups)
    plans = Plan.objects.filter(pk__in={row[0] for row in rows}, state__in=TRACKED).order_by()
    sources = dict(plans.values_list("pk", "directive__source_kind"))
    counts = dict.fromkeys((*BY_CODE, PRESS), 0)
    for plan, standing, life, n in rows:
        if sources.get(plan) == SourceKind.PRESS:
            counts[PRESS] += n if BY_CODE["tat-ca"].holds(standing, life) else 0
        elif plan in sources:
            for tab in TABS:
                counts[tab.code] += n if tab.holds(standing, life) else 0
    return counts


def named(filterset: ItemFilter, query: QueryDict) -> list[dict[str, str]]:
    """The conditions in force as words, each with the query that takes it away."""
    found = []
    for name in query:
        for value in query.getlist(name):
            if name in filterset.form.fields and value.strip() and (words := _words(filterset, name, value)):
                rest = query.copy()
                rest.setlist(name, [other for other in query.getlist(name) if other != value])
                rest.pop("page", None)
                found.append({"words": words, "without": f"?{rest.urlencode()}"})
    return found


def _words(filterset: ItemFilter, name: str, value: str) -> str:
    """What one condition says; nothing for one that only colours another or that cannot be read."""
    said = filterset.form.cleaned_data
    if name not in said or said[name] in (None, "", []):
        return ""
    if name in ("tu", "den", "ngay"):
        return f"{ {'tu': 'từ', 'den': 'đến', 'ngay': 'tính đến'}[name] } {format_day(said[name])}"
    if name in ("han_tu", "han_den"):
        return f"hạn {'từ' if name == 'han_tu' else 'đến'} {format_day(said[name])}"
    if name == "cua":
        return dict(WHOSE)[said[name]].lower()
    if name in ("qua_han_tu", "qua_han_den"):
        return f"quá hạn {'từ' if name == 'qua_han_tu' else 'đến'} {said[name]} ngày"
    if name == "q":
        return f"“{value}”"
    if name == "cay":
        return "cả văn bản cấp dưới" if said[name] else ""
    if name in ("van_ban", "don_vi"):
        choices: Any = filterset.form.fields[name].widget.choices
        return next((str(label) for key, label in choices if str(key) == value), "không rõ")
    if name in ("loai_nv", "cap", "tra_loi", "gia_han"):
        return {"loai_nv": "Nhiệm vụ ", "cap": "Cấp ", "tra_loi": "Kỳ cập nhật ", "gia_han": "Đầu việc "}[
            name
        ] + _label(filterset, name)
    if name == "theo_ky":
        return "kỳ báo cáo đã kết thúc" if said[name] else ""
    if name in ("xep_loai", "loai"):
        known = dict(ItemKind.choices) | {c.value: c.label for c in CLASSES}
        return str(known.get(value, "")).capitalize()
    return _row_words(filterset.officer, name, int(said[name]))


def _label(filterset: ItemFilter, name: str) -> str:
    """The chosen word of a closed list, as it stands within a sentence."""
    label = str(dict(filterset.form.fields[name].choices)[filterset.form.cleaned_data[name]])
    return label[:1].lower() + label[1:]


def _row_words(officer: Officer, name: str, pk: int) -> str:
    if name == "ke_hoach":
        plan = Plan.objects.visible_to(officer).select_related("directive").filter(pk=pk).first()
        return f"Kế hoạch {plan.directive.label}" if plan else "kế hoạch không rõ"
    if name == "nhiem_vu":
        task = Task.objects.visible_to(officer).filter(pk=pk).first()
        return f"Mục {task.path}" if task else "mục không rõ"
    period = ReportingPeriod.objects.filter(pk=pk, duty__plan__in=Plan.objects.visible_to(officer)).first()
    return f"Kỳ {period.label}" if period else "kỳ không rõ"


class InboxFilter(filters.FilterSet):
    """Kind of entry, and whether only new ones are wanted."""

    loai = filters.ChoiceFilter(
        label="Loại", field_name="kind", empty_label="Mọi loại",
        choices=[(kind.value, kind.label.capitalize()) for kind in NoticeKind],
        widget=forms.Select(attrs={"class": "field-sm"}),
    )  # fmt: skip
    moi = filters.BooleanFilter(label="Chỉ chưa đọc", method="only_new", widget=forms.CheckboxInput)

    class Meta:
        model = Notice
        fields: tuple[str, ...] = ()

    def only_new(self, notices: Any, name: str, value: bool) -> Any:
        return notices.unread() if value else notices
