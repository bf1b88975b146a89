"""What one asks of a history: days, officer, or the state on a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms

from agencies.history.reading import Asked
from agencies.rendering import believable


def _day(label: str) -> forms.DateField:
    box = forms.TextInput(attrs={"data-day": "", "inputmode": "numeric", "autocomplete": "off"})
    return forms.DateField(label=label, required=False, widget=box, validators=[believable])


class HistoryForm(forms.Form):
    """Narrows the list of acts; a day that cannot be read is told beside its field, the other answers stand."""

    tu = _day("Từ ngày")
    den = _day("Đến ngày")
    can_bo = forms.ChoiceField(label="Người thực hiện", required=False)

    def __init__(self, data: Any, *, actors: Iterable[tuple[int, str]]) -> None:
        super().__init__(data)
        chosen: Any = self.fields["can_bo"]
        chosen.choices = [("", "Mọi người"), *((str(pk), name) for pk, name in actors)]

    @property
    def asked(self) -> Asked:
        """What was understood."""
        self.is_valid()
        said = self.cleaned_data
        return Asked(said.get("tu"), said.get("den"), int(said["can_bo"]) if said.get("can_bo") else None)


class DayForm(forms.Form):
    """Asks for the state on a past day; `today` is the last one there is."""

    ngay = _day("Xem như ngày")

    def __init__(self, data: Any, *, today: date) -> None:
        super().__init__(data)
        self._today = today

    def clean_ngay(self) -> date | None:
        day: date | None = self.cleaned_data["ngay"]
        if day and day > self._today:
            raise forms.ValidationError(
                "Ngày này chưa đến nên chưa có gì để xem. Hãy chọn hôm nay hoặc một ngày trước đó."
            )
        return day
