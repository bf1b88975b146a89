"""Forms of reminding: the policy of an office or of a plan."""

from __future__ import annotations

from datetime import time
from itertools import pairwise
from typing import Any

from django import forms
from django.conf import settings

from plans.choices import Occasion
from plans.policy import STEPS, Policy
from plans.rules_reminding import LONGEST, ladder_rises

DAYS = (
    ("leader_days", "Báo lãnh đạo đơn vị khi quá hạn, số ngày"),
    ("monitor_days", "Báo cơ quan theo dõi khi quá hạn, số ngày"),
    ("committee_days", "Báo Thường trực cấp ủy khi quá hạn, số ngày"),
    ("review_days", "Nhắc nơi xác nhận khi báo cáo chờ, số ngày"),
    ("question_days", "Nhắc nơi phải trả lời khi câu hỏi chờ, số ngày"),
)


# Steps whose short name does not say when they come.
WORDS = {
    Occasion.OVERDUE_WEEKLY: "Vẫn quá hạn: mỗi tuần một lần, từ ngày thứ 14",
    Occasion.PERIOD_OPENED: "Đến kỳ báo cáo: vào ngày chốt số liệu",
    Occasion.SILENT: "Chưa cập nhật 2 kỳ liền: nhắc lãnh đạo đơn vị",
    Occasion.ASSIGNED: "Việc mới giao: ngày làm việc sau khi giao",
}


class AsSeenForm(forms.Form):
    """A question about a row as it stood on the page; `version` says which one that was."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


def days_words(days: int | None) -> str:
    """7 ngày; tắt."""
    return "tắt" if days is None else f"{days} ngày"


class PolicyForm(forms.Form):
    """When reminders go; beside each choice stands what holds without it (`beside`, called `source`)."""

    occasions = forms.MultipleChoiceField(
        label="Các mốc nhắc đơn vị", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="Đến hạn, bị trả lại, hết hạn gửi lại và tiếp nhận bàn giao thì luôn nhắc, không tắt được.",
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, beside: Policy, source: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["occasions"].unmarked = True
        fields["occasions"].choices = [
            (
                step.value,
                WORDS.get(step, step.label.capitalize()) + ("" if beside.has(step) else f" ({source}: không)"),
            )
            for step in STEPS
        ]
        for name, label in DAYS:
            hint = f"{source[:1].upper()}{source[1:]}: {days_words(getattr(beside, name))}. Để trống là tắt."
            box = forms.NumberInput(attrs={"class": "number-field"})
            self.fields[name] = forms.IntegerField(
                label=label, help_text=hint, required=False, min_value=1, max_value=LONGEST, widget=box
            )
            fields[name].unmarked = True

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        rungs = [(name, said[name]) for name in ("leader_days", "monitor_days", "committee_days") if said.get(name)]
        for (_, earlier), (name, later) in pairwise(rungs):
            if not (rises := ladder_rises(earlier, later, None)):
                self.add_error(name, rises.reason)
                break
        return said


class OfficePolicyForm(PolicyForm):
    """The office's default, with what only an office says."""

    digest_at = forms.TimeField(
        label="Giờ gửi thư nhắc", required=False, widget=forms.TimeInput(format="%H:%M", attrs={"placeholder": "07:30"}),
        error_messages={"invalid": "Không đọc được giờ này. Hãy nhập giờ:phút, ví dụ 07:30."},
    )  # fmt: skip
    feed_titles = forms.BooleanField(
        label="Ghi tên việc trong lịch mà cán bộ nối vào điện thoại (bỏ chọn thì lịch chỉ ghi “việc đến hạn”)",
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(["occasions", *(name for name, _ in DAYS)])
        opens, closes = settings.REMINDERS["opens"], settings.REMINDERS["closes"]
        digest: Any = self.fields["digest_at"]
        digest.help_text = f"Mặc định: {opens}. Từ {opens} đến {closes}; để trống là theo mặc định."
        digest.unmarked = True

    def clean_digest_at(self) -> time | None:
        at: time | None = self.cleaned_data["digest_at"]
        opens, closes = settings.REMINDERS["opens"], settings.REMINDERS["closes"]
        if at is not None and not time.fromisoformat(opens) <= at <= time.fromisoformat(closes):
            raise forms.ValidationError(f"Thư chỉ gửi trong khoảng {opens}–{closes}. Hãy chọn giờ trong khoảng này.")
        return at
