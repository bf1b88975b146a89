"""The form of one's own letters: the optional occasions, the weekly summary, the hours."""

from __future__ import annotations

from typing import Any

from django import forms

from agencies.verdict import Verdict
from plans.choices import Occasion
from plans.models import ReminderPreference
from plans.policy import OPTIONAL

WORDS = {
    Occasion.BEFORE_30: "Việc còn 30 ngày thì đến hạn",
    Occasion.BEFORE_7: "Việc còn 7 ngày thì đến hạn",
    Occasion.PERIOD_OPENED: "Kỳ báo cáo đã chốt số liệu, bắt đầu báo cáo được",
}
_HOUR: dict[str, Any] = {
    "required": False,
    "input_formats": ["%H:%M", "%H:%M:%S", "%Hh%M", "%Hg%M", "%H"],
    "widget": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    "error_messages": {"invalid": "Không đọc được giờ này. Hãy nhập giờ:phút, ví dụ 08:30."},
}


class PreferenceForm(forms.Form):
    """What is ticked is received; `weekly` only where one leads an agency."""

    received = forms.MultipleChoiceField(
        label="Nhắc những mốc không bắt buộc",
        help_text="Bỏ dấu mốc nào thì mốc ấy thôi nhắc riêng; việc vẫn có trong thư của những ngày có mốc khác.",
        choices=[(occasion.value, WORDS[occasion]) for occasion in OPTIONAL],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    weekly = forms.BooleanField(label="Tổng hợp tuần về các đơn vị, trong thư sáng thứ Hai", required=False)
    not_before = forms.TimeField(label="Không gửi trước", **_HOUR)
    not_after = forms.TimeField(
        label="Không gửi sau",
        help_text="Để trống cả hai thì thư đến vào giờ gửi của cơ quan. Thư không gửi được trong giờ đã chọn thì sang ngày làm việc sau.",
        **_HOUR,
    )

    def __init__(self, *args: Any, chosen: ReminderPreference, leads: bool, **kwargs: Any) -> None:
        initial = {
            "received": [occasion.value for occasion in OPTIONAL if occasion not in chosen.skipped],
            "weekly": chosen.weekly, "not_before": chosen.not_before, "not_after": chosen.not_after,
        }  # fmt: skip
        super().__init__(*args, initial=initial, **kwargs)
        self.chosen = chosen
        if not leads:
            del self.fields["weekly"]

    @property
    def said(self) -> dict[str, Any]:
        """What the verb is told."""
        given = self.cleaned_data
        return {
            "skipped": [occasion.value for occasion in OPTIONAL if occasion not in given["received"]],
            "weekly": given.get("weekly", self.chosen.weekly),
            "not_before": given["not_before"],
            "not_after": given["not_after"],
        }

    def refuse_hours(self, verdict: Verdict) -> None:
        """Say at the hours why they cannot be."""
        self.add_error("not_after" if self.cleaned_data.get("not_after") else "not_before", verdict.reason)
