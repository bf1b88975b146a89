"""Forms of reporting duties: set one, change it, end it; conditions of the list of periods; periods to write off."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from agencies.form_fields import Composed
from agencies.models import Agency, Officer
from agencies.wording import format_day
from plans.choices import Preset
from plans.cycles import Recurrence
from plans.forms.planning import day_field, picker
from plans.models import Assignment, Plan, ReportingDuty, WorkItem
from plans.periods import STAGES, Sent
from plans.schedules import NotADay, parse_days

LINE, EVERYONE, MONITOR = "line", "everyone", "monitor"
REPORTERS = (
    (LINE, "Một đơn vị chủ trì"),
    (EVERYONE, "Mọi đơn vị chủ trì, cả việc có hạn"),
    (MONITOR, "Cơ quan theo dõi tự báo cáo"),
)
MOST_GRACE = 30


class RuleForm(forms.Form):
    """How often and when: what setting and changing a duty have in common."""

    name = forms.CharField(
        label="Tên chế độ báo cáo", help_text="Ví dụ: Báo cáo 6 tháng gửi Ban Thường vụ.", max_length=200
    )
    recurrence = forms.ChoiceField(label="Kỳ", choices=Recurrence.duty_choices(), initial=Recurrence.HALF_YEARLY.value)
    days = forms.CharField(
        label="Các ngày phải báo cáo",
        help_text="Chỉ dùng cho kỳ “theo ngày ấn định”, mỗi ngày một dòng, có thể kèm tên kỳ. Ví dụ: 15/6: 6 tháng đầu năm, "
        "20/9: 9 tháng, 15/12: cả năm. Không ghi năm thì năm nào cũng phải báo cáo.",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    wording = Composed(label="Lời văn bản", help_text="Ví dụ “định kỳ báo cáo”.", max_length=300, required=False)
    recipient = picker(Agency.objects.none(), "Nơi nhận báo cáo", "Để trống thì cơ quan theo dõi nhận.")
    preset = forms.ChoiceField(label="Cách tính hạn", choices=Preset.choices, initial=Preset.PARTY.value)
    days_after = forms.IntegerField(label="Số ngày sau khi hết kỳ", min_value=1, max_value=60, initial=10)
    cut_off_days = forms.IntegerField(
        label="Chốt số liệu trước ngày cuối kỳ, số ngày",
        help_text="0 là chốt vào ngày cuối kỳ.",
        min_value=0,
        max_value=60,
        initial=0,
        required=False,
    )
    grace_days = forms.IntegerField(
        label="Ân hạn, số ngày sau hạn",
        help_text="Trong thời gian này chưa gửi thư nhắc quá hạn; xếp loại vẫn tính theo hạn.",
        min_value=0,
        max_value=MOST_GRACE,
        initial=0,
        required=False,
    )

    def __init__(self, *args: Any, officer: Officer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["recipient"].queryset = Agency.objects.visible_to(officer)
        for name in ("cut_off_days", "grace_days"):
            fields[name].unmarked = True

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        for name in ("cut_off_days", "grace_days"):
            said[name] = said.get(name) or 0
        typed = said.get("days") or ""
        said["days"] = ""
        if said.get("recurrence") == Recurrence.DATES and "days" not in self.errors:
            try:
                said["days"] = "\n".join(str(one) for one in parse_days(typed))
            except NotADay as reason:
                self.add_error("days", str(reason))
        elif typed.strip() and typed != self.get_initial_for_field(self.fields["days"], "days"):
            self.add_error(
                "days", "Các ngày này chỉ dùng với kỳ “theo ngày ấn định”: hãy chọn kỳ đó, hoặc xóa các ngày."
            )
        return said


class DutyForm(RuleForm):
    """A reporting duty: who, how often, to whom, in the document's words."""

    reporter = forms.ChoiceField(
        label="Ai báo cáo", choices=REPORTERS, initial=LINE, required=False,
        widget=forms.RadioSelect(attrs={"class": "choice"}),
    )  # fmt: skip
    assignment = forms.ModelChoiceField(
        Assignment.objects.none(), label="Đơn vị phải báo cáo", empty_label="Chọn đơn vị", required=False,
        help_text="Chọn khi chỉ một đơn vị báo cáo.",
    )  # fmt: skip
    is_report = forms.BooleanField(label="Là báo cáo ban hành gửi cấp trên", required=False)
    since = day_field("Từ ngày", required=True)
    until = day_field("Đến ngày", "Để trống thì báo cáo cho đến khi kế hoạch kết thúc.")
    field_order = (
        "reporter", "assignment", "name", "recurrence", "days", "wording", "recipient", "is_report", "since", "until", "preset",
        "days_after", "cut_off_days", "grace_days",
    )  # fmt: skip

    def __init__(self, *args: Any, officer: Officer, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, officer=officer, **kwargs)
        fields: Any = self.fields
        lines = Assignment.objects.active().leading().filter(task__plan=plan).select_related("task", "agency")
        fields["reporter"].unmarked = fields["assignment"].unmarked = True
        fields["assignment"].queryset = lines.order_by("task__position", "id")
        fields["assignment"].label_from_instance = lambda line: f"Mục {line.task.path}: {line.label}"
        self.known = ReportingDuty.objects.filter(plan=plan, until__isnull=True)

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        said["reporter"] = said.get("reporter") or LINE
        if said["reporter"] != LINE:
            said["assignment"] = None
        elif said.get("assignment") is None and "assignment" not in self.errors:
            self.add_error("assignment", "Chọn đơn vị phải báo cáo.")
        same = self.known.filter(
            assignment=said["assignment"] if said.get("assignment") else None,
            with_dated=said["reporter"] == EVERYONE, recurrence=said.get("recurrence", ""),
        )  # fmt: skip
        if said["reporter"] != MONITOR and (said.get("assignment") or said["reporter"] == EVERYONE) and same.exists():
            self.add_error("recurrence", "Đơn vị đã có chế độ báo cáo với kỳ này.")
        if said.get("until") and said.get("since") and said["until"] < said["since"]:
            self.add_error("until", "Ngày kết thúc phải sau ngày bắt đầu.")
        return said


class ChangeForm(RuleForm):
    """Another rule for a duty that runs, from the next period on."""

    reason = forms.CharField(
        label="Lý do đổi",
        help_text="Bắt buộc khi đổi kỳ, hạn, ngày chốt hoặc ân hạn của chế độ đang chạy; các đơn vị sẽ đọc được.",
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "data-draft": ""}),
    )

    SAID = (
        "name", "recurrence", "days", "wording", "recipient", "preset", "days_after", "cut_off_days", "grace_days",
    )  # fmt: skip

    def __init__(self, *args: Any, officer: Officer, duty: ReportingDuty, **kwargs: Any) -> None:
        kwargs["initial"] = {name: getattr(duty, name) for name in self.SAID}
        super().__init__(*args, officer=officer, **kwargs)
        if duty.is_cycle:
            fields: Any = self.fields
            fields["recurrence"].choices = Recurrence.choices()
            del self.fields["days"]


class EndForm(forms.Form):
    """The last day of a duty, and why."""

    until = day_field(
        "Ngày cuối cùng", "Kỳ bắt đầu sau ngày này không mở nữa; kỳ đã mở vẫn phải báo cáo.", required=True
    )
    reason = forms.CharField(
        label="Lý do", help_text="Các đơn vị liên quan sẽ đọc được.", max_length=400,
        widget=forms.Textarea(attrs={"rows": 3, "data-draft": ""}),
    )  # fmt: skip


class CycleForm(forms.Form):
    """The answer to “định kỳ” without a period."""

    recurrence = forms.ChoiceField(
        label="“Định kỳ” là", choices=Recurrence.choices(), initial=Recurrence.HALF_YEARLY.value,
        help_text="Văn bản không nêu kỳ; 6 tháng là kỳ thường dùng.",
    )  # fmt: skip


class PeriodFilter(forms.Form):
    """What the list of periods is narrowed to; everything stands in the URL."""

    ke_hoach = forms.TypedChoiceField(label="Kế hoạch", coerce=int, empty_value=None, required=False)
    don_vi = forms.TypedChoiceField(label="Đơn vị", coerce=int, empty_value=None, required=False)
    ky = forms.ChoiceField(label="Kỳ", required=False)
    giai_doan = forms.ChoiceField(label="Tình trạng kỳ", choices=STAGES, required=False)
    tinh_trang = forms.ChoiceField(label="Báo cáo", choices=[("", "Mọi báo cáo"), *Sent.choices()], required=False)

    def __init__(
        self,
        *args: Any,
        plans: list[tuple[int, str]],
        agencies: list[tuple[int, str]],
        labels: list[str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["ke_hoach"].choices = [("", "Mọi kế hoạch"), *plans]
        fields["don_vi"].choices = [("", "Mọi đơn vị"), *agencies]
        fields["ky"].choices = [("", "Mọi kỳ báo cáo"), *((label, label) for label in labels)]
        for one in self.fields.values():
            one.widget.attrs["class"] = "field-sm"

    def said(self, name: str) -> Any:
        """The value of a condition; nothing for one that cannot be read."""
        self.is_valid()
        return self.cleaned_data.get(name)


class WriteOffForm(forms.Form):
    """Which silent periods are written off, and why."""

    dau_viec = forms.ModelMultipleChoiceField(
        WorkItem.objects.none(), label="Báo cáo được ghi bỏ",
        error_messages={"required": "Chọn ít nhất một báo cáo.", "invalid_choice": "Có báo cáo không còn ghi bỏ được."},
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    reason = forms.CharField(
        label="Lý do", help_text="Các đơn vị liên quan sẽ đọc được.", max_length=400,
        widget=forms.Textarea(attrs={"rows": 3, "data-draft": ""}),
    )  # fmt: skip

    def __init__(self, *args: Any, items: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["dau_viec"].queryset = items
        fields["dau_viec"].label_from_instance = lambda item: (
            f"{item.agency.label}: {item.title}, hạn {format_day(item.due_on)}"
        )


class AgainForm(forms.Form):
    """Why a report that was written off is asked for again."""

    reason = forms.CharField(
        label="Lý do", help_text="Đơn vị sẽ đọc được.", max_length=400, widget=forms.Textarea(attrs={"rows": 3})
    )


class EventForm(forms.Form):
    """One sơ kết or tổng kết to plan: what it is called, and its day or the words "cuối kỳ"."""

    chosen = forms.BooleanField(label="Đưa vào kế hoạch", required=False)
    heading = Composed(label="Tên", max_length=200, required=False)
    due_on = day_field("Ngày dự kiến", "Để trống thì ghi “cuối kỳ”; văn phòng ấn định ngày sau.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        heading: Any = self.fields["heading"]
        heading.unmarked = True

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("chosen") and not (said.get("heading") or "").strip():
            self.add_error("heading", "Ghi tên cuộc sơ kết, tổng kết.")
        return said


class EventsForm(forms.Form):
    """Who holds the reviews that are planned."""

    agency = picker(Agency.objects.none(), "Cơ quan chủ trì", "Thường là cơ quan theo dõi.", required=True)

    def __init__(self, *args: Any, officer: Officer, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["agency"].queryset = Agency.objects.visible_to(officer).existing(on=on)
