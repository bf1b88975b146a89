"""Until when an entry of the inbox is put off."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Final

from django import forms

from agencies.wording import format_day
from plans.forms.planning import day_field
from plans.services.inbox import LONGEST

TOMORROW: Final = "mai"
NEXT_WEEK: Final = "tuan-sau"
OTHER_DAY: Final = "ngay"


def next_monday(on: date) -> date:
    """The beginning of the week after a day's."""
    return on + timedelta(days=7 - on.weekday())


class SnoozeForm(forms.Form):
    """Tomorrow, next week's Monday, or a day of one's own within two months."""

    when = forms.ChoiceField(label="Xem lại vào", widget=forms.RadioSelect)
    until = day_field("Ngày xem lại", "Khi chọn Ngày khác; sau hôm nay, nhiều nhất 60 ngày.", required=False)

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": {"when": TOMORROW}, **kwargs})
        self.on = on
        self.days = {TOMORROW: on + timedelta(days=1), NEXT_WEEK: next_monday(on)}
        words = {TOMORROW: "Ngày mai", NEXT_WEEK: "Thứ Hai tuần sau"}
        when: Any = self.fields["when"]
        when.choices = [
            *((code, f"{words[code]}, {format_day(day).rpartition('/')[0]}") for code, day in self.days.items()),
            (OTHER_DAY, "Ngày khác"),
        ]

    def clean(self) -> dict[str, Any]:
        """The day that was meant, as `until`."""
        data: dict[str, Any] = super().clean() or {}
        when, typed = data.get("when"), data.get("until")
        if when in self.days:
            self.errors.pop("until", None)  # what stands in a box that was not chosen is no mistake
            data["until"] = self.days[when]
        elif when == OTHER_DAY and typed is None and "until" not in self.errors:
            self.add_error("until", "Ghi ngày xem lại, hoặc chọn ngày mai, thứ Hai tuần sau.")
        elif when == OTHER_DAY and typed is not None and not self.on < typed <= self.on + LONGEST:
            last = format_day(self.on + LONGEST)
            self.add_error("until", f"Chọn ngày sau hôm nay, muộn nhất {last}.")
        return data
