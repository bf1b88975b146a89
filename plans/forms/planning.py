"""Forms that build a plan: its settings, its tasks, their lines, reporting duties, reasons."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from agencies.form_fields import Composed
from agencies.forms_catalogue import AgencyOption, ManyAgencies
from agencies.models import Agency, AgencyGroup, Officer, offices_of
from agencies.rendering import believable
from directives.forms import unmarked
from plans.choices import DueSource, MonitoringVerb, Preset, Role, TaskKind
from plans.cycles import Recurrence
from plans.models import Assignment, Plan, Task

NO_CYCLE = ("", "Không đặt kỳ")
DAY = {"data-day": "", "class": "day-field", "placeholder": "ngày/tháng/năm", "autocomplete": "off"}


def day_field(label: str, hint: str = "", *, required: bool = False) -> forms.DateField:
    box = forms.DateInput(attrs=DAY, format="%d/%m/%Y")  # a day that is there already is shown as it is typed
    return forms.DateField(label=label, help_text=hint, required=required, widget=box, validators=[believable])


def picker(queryset: Any, label: str, hint: str = "", *, required: bool = False) -> forms.ModelChoiceField[Any]:
    """One row of a long list, found by typing without diacritics."""
    widget = AgencyOption({"data-picker": ""})
    return forms.ModelChoiceField(
        queryset, label=label, help_text=hint, required=required, widget=widget, empty_label="Chưa chọn"
    )


class SettingsForm(forms.Form):
    """Who monitors, how often one reports, how due days are worked out."""

    monitor = picker(
        Agency.objects.none(),
        "Cơ quan theo dõi",
        "Nơi xác nhận kết quả. Để trống thì văn phòng chủ kế hoạch tự theo dõi.",
    )
    cycle = forms.ChoiceField(
        label="Kỳ cập nhật của việc không có hạn",
        help_text="Văn bản ghi “định kỳ” mà không nêu kỳ thì văn phòng ấn định ở đây.",
        choices=[NO_CYCLE, *Recurrence.choices()],
        required=False,
    )
    preset = forms.ChoiceField(label="Cách tính hạn của kỳ", choices=Preset.choices)
    days_after = forms.IntegerField(
        label="Số ngày sau khi hết kỳ",
        help_text="Dùng cho cách tính của Đảng; mặc định 10 ngày.",
        min_value=1,
        max_value=60,
    )
    rolls_forward = forms.BooleanField(label="Hạn rơi ngày nghỉ thì chuyển sang ngày làm việc sau", required=False)

    def __init__(self, *args: Any, officer: Officer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        monitors: Any = self.fields["monitor"]
        monitors.queryset = Agency.objects.visible_to(officer)


class PlanForm(SettingsForm):
    """A new plan; `owner` is one of the officer's own agencies."""

    owner = forms.ChoiceField(label="Văn phòng chủ kế hoạch", help_text="Theo chức trách của đồng chí.")
    field_order = ("owner", "monitor", "cycle", "preset", "days_after", "rolls_forward")

    def __init__(self, *args: Any, officer: Officer, **kwargs: Any) -> None:
        start = {
            "cycle": Recurrence.QUARTERLY.value,
            "preset": Preset.PARTY.value,
            "days_after": 10,
            "rolls_forward": True,
        }
        kwargs["initial"] = start | kwargs.get("initial", {})
        super().__init__(*args, officer=officer, **kwargs)
        self.offices = {str(office.pk): office for office in offices_of(officer)}
        owners: Any = self.fields["owner"]
        owners.choices = [(pk, office.name) for pk, office in self.offices.items()]

    def clean_owner(self) -> Agency:
        return self.offices[self.cleaned_data["owner"]]


class PlanSettingsForm(SettingsForm):
    """Settings of an existing plan; once published only the days granted after a return may change."""

    resubmit_days = forms.IntegerField(
        label="Số ngày làm việc để gửi lại sau khi bị trả",
        help_text="Gửi lại trong thời gian này thì giữ ngày gửi lần đầu.",
        min_value=1,
        max_value=30,
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, plan: Plan, officer: Officer, **kwargs: Any) -> None:
        names = ("monitor", "cycle", "preset", "days_after", "rolls_forward", "resubmit_days", "version")
        kwargs["initial"] = {name: getattr(plan, name) for name in names}
        super().__init__(*args, officer=officer, **kwargs)
        if not plan.is_draft:
            for name in ("monitor", "cycle", "preset", "days_after", "rolls_forward"):
                self.fields[name].disabled = True


VERBATIM = (("True", "Nguyên văn"), ("False", "Tóm lược"))


class TaskForm(forms.Form):
    """One duty with the words that order it."""

    path = Composed(label="Mục", help_text="Như đánh số trong văn bản, ví dụ 3.1.", max_length=40)
    section = Composed(label="Phần, mục lớn", max_length=500, required=False)
    heading = Composed(label="Tên nhiệm vụ", help_text="Ngắn gọn; hiện trong danh sách và thư nhắc.", max_length=300)
    source_text = forms.CharField(
        validators=[unmarked],
        label="Lời văn bản",
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 6, "data-draft": ""}),
    )
    is_verbatim = forms.TypedChoiceField(
        label="Lời văn trên là", choices=VERBATIM, coerce=lambda value: value == "True", initial="True",
        widget=forms.RadioSelect(attrs={"class": "choice"}),
    )  # fmt: skip
    kind = forms.ChoiceField(label="Loại nhiệm vụ", choices=[(k.value, k.label.capitalize()) for k in TaskKind])
    due_on = day_field("Hạn", "Để trống nếu văn bản không nêu; việc sẽ theo kỳ cập nhật của kế hoạch.")
    due_wording = forms.CharField(
        label="Lời văn về thời hạn",
        help_text="Giữ nguyên như văn bản, ví dụ “trong quý II”.",
        max_length=300,
        required=False,
    )
    due_source = forms.ChoiceField(
        label="Hạn do ai đặt",
        help_text="Hạn do văn bản ấn định thì gia hạn phải có văn bản của cơ quan ban hành.",
        choices=[("", "Không có hạn"), *((s.value, s.label.capitalize()) for s in DueSource)],
        required=False,
    )
    product = forms.CharField(
        label="Sản phẩm", help_text="Ví dụ: báo cáo, đề án, kế hoạch.", max_length=300, required=False
    )
    needs_evidence = forms.BooleanField(label="Báo hoàn thành phải kèm tệp minh chứng", required=False)
    needs_document = forms.BooleanField(
        label="Báo hoàn thành phải đăng ký văn bản sản phẩm",
        help_text="Đơn vị chọn văn bản đã ban hành trong mục Văn bản.",
        required=False,
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    WRITTEN = (
        "path", "section", "heading", "source_text", "is_verbatim", "kind", "due_on", "due_wording", "due_source", "product",
        "needs_evidence", "needs_document",
    )  # fmt: skip

    @classmethod
    def of(cls, task: Task) -> dict[str, Any]:
        """What the form starts with for an existing task."""
        return {name: getattr(task, name) for name in (*cls.WRITTEN, "version")} | {
            "is_verbatim": str(task.is_verbatim)
        }

    @property
    def written(self) -> dict[str, Any]:
        """The cleaned fields of the task itself."""
        return {name: self.cleaned_data[name] for name in self.WRITTEN}

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("due_on") and not said.get("due_source"):
            said["due_source"] = DueSource.OFFICE
        if not said.get("due_on"):
            said["due_source"] = ""
        return said


class AssignForm(forms.Form):
    """Give agencies a role in a task: bodies of the catalogue, every member of a group, or the words of an open set."""

    role = forms.ChoiceField(
        label="Vai trò", choices=[(r.value, r.label.capitalize()) for r in Role], initial=Role.LEAD,
        widget=forms.RadioSelect(attrs={"class": "choice"}),
    )  # fmt: skip
    agencies = forms.ModelMultipleChoiceField(
        Agency.objects.none(),
        label="Cơ quan, đơn vị",
        required=False,
        widget=ManyAgencies({"data-picker": ""}),
    )
    agency_text = forms.CharField(
        label="Nhóm mở, ghi như văn bản",
        help_text="Ví dụ “các cơ quan có liên quan”; giữ bằng chữ cho đến khi giao đích danh.",
        max_length=300,
        required=False,
    )
    heading = Composed(label="Việc riêng của các đơn vị này", max_length=300, required=False)
    due_on = day_field("Hạn riêng", "Để trống thì theo hạn của nhiệm vụ.")
    supports = forms.ModelChoiceField(
        Assignment.objects.none(), label="Phối hợp với", required=False, empty_label="Mọi đơn vị chủ trì",
        help_text="Chỉ dùng cho vai trò phối hợp.",
    )  # fmt: skip
    verbs = forms.MultipleChoiceField(
        label="Việc theo dõi",
        help_text="Chỉ dùng cho vai trò theo dõi, đôn đốc.",
        choices=MonitoringVerb.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, officer: Officer, task: Task, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["agencies"].queryset = Agency.objects.visible_to(officer).existing(on=on)
        leads = task.assignments.active().leading().select_related("agency")
        fields["supports"].queryset = leads
        if not leads:
            del self.fields["supports"]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not said.get("agencies") and not (said.get("agency_text") or "").strip():
            raise forms.ValidationError("Chọn ít nhất một cơ quan, hoặc ghi nhóm mở như trong văn bản.")
        if said.get("supports") and said.get("role") != Role.COORDINATING:
            self.add_error("supports", "Chỉ đơn vị phối hợp mới gắn với một đơn vị chủ trì.")
        if said.get("verbs") and said.get("role") != Role.MONITORING:
            self.add_error("verbs", "Chỉ cơ quan theo dõi, đôn đốc mới có các việc này.")
        return said


class GroupForm(forms.Form):
    """Split a group into one line per member, in one click."""

    group = forms.ModelChoiceField(AgencyGroup.objects.none(), widget=forms.HiddenInput, empty_label=None)

    def __init__(self, *args: Any, officer: Officer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups: Any = self.fields["group"]
        groups.queryset = AgencyGroup.objects.visible_to(officer)


class ReasonForm(forms.Form):
    """Why; kept with what it explains."""

    reason = forms.CharField(
        label="Lý do",
        help_text="Các đơn vị liên quan sẽ đọc được.",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3, "data-draft": ""}),
    )
