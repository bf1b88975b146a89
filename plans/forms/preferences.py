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
WEEKLY = "weekly"
_HOUR: dict[str, Any] = {
    "required": False,
    "input_formats": ["%H:%M", "%H:%M:%S", "%Hh%M", "%Hg%M", "%H"],
    # Typed like days are: a browser's own control shows the hours of its language, often twelve.
    "widget": forms.TimeInput(attrs={"autocomplete": "off", "maxlength": 8}, format="%H:%M"),
    "error_messages": {"invalid": "Không đọc được giờ này. Hãy nhập giờ:phút, ví dụ 08:30."},
}


class PreferenceForm(forms.Form):
    """What is ticked is received; the weekly summary is asked about where one leads an agency."""

    received = forms.MultipleChoiceField(
        label="Gửi thư khi có",
        help_text="Bỏ dấu mốc nào thì không gửi thư vì mốc ấy nữa; việc vẫn có trong thư của những ngày có mốc khác.",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    not_before = forms.TimeField(label="Không gửi trước", help_text="Giờ:phút, ví dụ 08:30.", **_HOUR)
    not_after = forms.TimeField(
        label="Không gửi sau",
        help_text="Để trống cả hai thì thư đến vào giờ của cơ quan. Không gửi được trong giờ đã chọn thì sang ngày làm việc sau.",
        **_HOUR,
    )

    def __init__(self, data: Any = None, *, chosen: ReminderPreference, leads: bool) -> None:
        received = [occasion.value for occasion in OPTIONAL if occasion not in chosen.skipped]
        hours = {"not_before": chosen.not_before, "not_after": chosen.not_after}
        super().__init__(data, initial={"received": [*received, *([WEEKLY] if chosen.weekly else [])], **hours})
        self.chosen, self.leads = chosen, leads
        box: Any = self.fields["received"]
        box.unmarked = True
        box.choices = [(occasion.value, WORDS[occasion]) for occasion in OPTIONAL]
        if leads:
            box.choices = [*box.choices, (WEEKLY, "Tổng hợp tuần về các đơn vị, trong thư sáng thứ Hai")]

    @property
    def said(self) -> dict[str, Any]:
        """What the verb is told; a choice that was not asked about stays."""
        given = self.cleaned_data
        return {
            "skipped": [occasion.value for occasion in OPTIONAL if occasion not in given["received"]],
            "weekly": WEEKLY in given["received"] if self.leads else self.chosen.weekly,
            "not_before": given["not_before"],
            "not_after": given["not_after"],
        }

    def refuse_hours(self, verdict: Verdict) -> None:
        """Say at the hours why they cannot be."""
        self.add_error("not_after" if self.cleaned_data.get("not_after") else "not_before", verdict.reason)
