"""The form of one day of the working calendar."""

from __future__ import annotations

from typing import Any

from django import forms

from agencies.calendars import fits, stamp
from agencies.choices import DayKind
from agencies.models import CalendarDay
from agencies.rendering import believable

DAY = {"data-day": "", "class": "day-field", "placeholder": "ngày/tháng/năm", "autocomplete": "off"}


class DayForm(forms.Form):
    """A day off or a day worked in its stead, with what it rests on."""

    day = forms.DateField(
        label="Ngày", validators=[believable], widget=forms.DateInput(attrs=DAY, format="%d/%m/%Y"),
    )  # fmt: skip
    kind = forms.ChoiceField(label="Là", choices=DayKind.choices, widget=forms.RadioSelect(attrs={"class": "choice"}))
    name = forms.CharField(label="Tên", help_text="Ví dụ: Quốc khánh; Làm bù cho ngày 31/8/2026.", max_length=120)
    source = forms.CharField(
        label="Căn cứ", help_text="Số văn bản hoặc điều luật, ví dụ: Thông báo 6150/TB-BNV.", max_length=200
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, row: CalendarDay | None, **kwargs: Any) -> None:
        start: dict[str, Any] = {"kind": DayKind.OFF}
        if row is not None:
            start = {"day": row.day, "kind": row.kind, "name": row.name, "source": row.source, "seen": stamp(row)}
        super().__init__(*args, **{"initial": start, **kwargs})
        self.row = row

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("day") and said.get("kind"):
            if not (may := fits(said["day"], said["kind"], said.get("source") or "-")):
                self.add_error("day", may.reason)
            other = CalendarDay.objects.filter(day=said["day"]).first()
            if other is not None and (self.row is None or other.pk != self.row.pk):
                self.add_error("day", f"Ngày này đã có trong lịch: {other.name}.")
        return said
