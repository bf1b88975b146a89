"""Forms over the long list: a name for its conditions, and what is to be done to many rows."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from django import forms

from agencies.form_fields import Composed
from agencies.models import Agency, Officer, offices_of
from agencies.wording import number
from plans.choices import BulkKind
from plans.forms.planning import day_field, picker

Row = tuple[int, int]


class SaveViewForm(forms.Form):
    """A name for the conditions of a list, for oneself or for the office."""

    query = forms.CharField(widget=forms.HiddenInput, required=False, max_length=1000)
    name = Composed(label="Tên", max_length=60, help_text="Ví dụ: Quá hạn của các quận, huyện.")
    share = forms.ChoiceField(label="Dùng cho", required=False)

    def __init__(self, *args: Any, officer: Officer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offices = {str(office.pk): office for office in offices_of(officer)}
        share: Any = self.fields["share"]
        share.choices = [
            ("", "Riêng tôi"),
            *((pk, f"Mọi cán bộ của {office.label}") for pk, office in self.offices.items()),
        ]

    @property
    def said(self) -> dict[str, Any]:
        """Arguments of `plans.services.saved_views.save_view`."""
        data = self.cleaned_data
        return {"name": data["name"], "query": data["query"], "share": self.offices.get(data["share"])}


class BulkForm(forms.Form):
    """What is done to the previewed rows, and why; `dong` carries the rows with their versions."""

    once_key = forms.UUIDField(widget=forms.HiddenInput)
    dong = forms.CharField(widget=forms.HiddenInput)
    truy_van = forms.CharField(widget=forms.HiddenInput, required=False)
    agency = picker(Agency.objects.none(), "Đơn vị chủ trì mới", required=True)
    agencies = forms.ModelMultipleChoiceField(
        Agency.objects.none(), label="Đơn vị chủ trì", widget=forms.SelectMultiple(attrs={"data-picker": ""}),
        help_text="Mỗi đơn vị thành một dòng phân công ở từng nhiệm vụ đã chọn.",
    )  # fmt: skip
    new_due_on = day_field(
        "Hạn mới", "Phải sau hạn hiện tại của từng đầu việc; rơi ngày nghỉ thì chuyển theo kế hoạch.", required=True
    )
    decision_number = Composed(label="Số văn bản cho phép", required=False, max_length=80)
    reason = forms.CharField(
        label="Lý do", help_text="Lưu ở từng đầu việc; các đơn vị liên quan sẽ đọc được.", max_length=500,
        widget=forms.Textarea(attrs={"rows": 3, "data-draft": ""}),
    )  # fmt: skip

    FIELDS = {
        BulkKind.DUE_DATE: ("new_due_on", "decision_number"),
        BulkKind.REASSIGN: ("agency",),
        BulkKind.ASSIGN: ("agencies",),
        BulkKind.CANCEL: (),
    }

    def __init__(
        self, *args: Any, kind: str, officer: Officer, on: date, dated_by_document: int = 0, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["once_key"].initial = uuid.uuid4
        for name in {name for names in self.FIELDS.values() for name in names} - set(self.FIELDS[BulkKind(kind)]):
            del self.fields[name]
        for name in ("agency", "agencies"):
            if name in self.fields:
                field: Any = self.fields[name]
                field.queryset = Agency.objects.visible_to(officer).existing(on=on)
        self.tell_dated(dated_by_document)

    def tell_dated(self, by_document: int) -> None:
        """Say how many of the rows have a day of the document, which needs a number to move."""
        if "decision_number" in self.fields:
            self.fields["decision_number"].help_text = self["decision_number"].help_text = (
                f"{number(by_document)} đầu việc có hạn do văn bản ấn định; không ghi số thì các dòng đó không đổi."
                if by_document
                else "Không có thì để trống."
            )

    def clean_dong(self) -> list[Row]:
        """Pairs of id and version: "12:3,14:1"."""
        try:
            return [
                (int(pk[:15]), int(version[:9]))
                for pk, _, version in (one.partition(":") for one in self.cleaned_data["dong"].split(","))
            ]
        except ValueError:
            raise forms.ValidationError("Danh sách dòng không đọc được. Trở lại danh sách và chọn lại.") from None

    @property
    def said(self) -> dict[str, Any]:
        """What `BulkAct.said` keeps: plain values."""
        data = self.cleaned_data
        found: dict[str, Any] = {}
        if "new_due_on" in data:
            found |= {"new_due_on": data["new_due_on"].isoformat(), "decision_number": data["decision_number"].strip()}
        if "agency" in data:
            found |= {"agency": data["agency"].pk, "names": [data["agency"].name]}
        if "agencies" in data:
            found |= {"agencies": [one.pk for one in data["agencies"]], "names": [one.name for one in data["agencies"]]}
        return found
