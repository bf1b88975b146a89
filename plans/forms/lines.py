"""Forms about lines: who handles them, a decision on refused work, filling an open set, answers about members of a group."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms

from agencies.form_fields import Composed
from agencies.models import Agency, Officer
from plans.lines import candidates
from plans.models import Assignment
from plans.office_lines import Member

REASON = forms.Textarea(attrs={"rows": 3, "data-draft": ""})


def _agencies(label: str, hint: str = "", *, required: bool = False) -> forms.ModelMultipleChoiceField[Any]:
    box = forms.SelectMultiple(attrs={"data-picker": ""})
    return forms.ModelMultipleChoiceField(
        Agency.objects.none(), label=label, help_text=hint, required=required, widget=box
    )


class ChargeForm(forms.Form):
    """One officer of the agency, or nobody in particular."""

    officer = forms.ModelChoiceField(
        Officer.objects.none(), label="Người phụ trách", required=False, empty_label="Chưa phân công",
        help_text="Thư nhắc gửi cho người phụ trách; chưa phân công thì gửi mọi cán bộ của đơn vị.",
    )  # fmt: skip

    def __init__(self, *args: Any, agency_ids: Iterable[int], on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["officer"].queryset = candidates(agency_ids, on=on)
        fields["officer"].label_from_instance = lambda officer: officer.full_name


class ChargeManyForm(ChargeForm):
    """Several lines of the agency at once."""

    lines = forms.ModelMultipleChoiceField(
        Assignment.objects.none(),
        label="Việc",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Đánh dấu ít nhất một việc."},
    )

    def __init__(self, *args: Any, lines: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["lines"].queryset = lines


class RefuseForm(forms.Form):
    """Why the agency does not take the work on."""

    reason = Composed(
        label="Lý do không nhận",
        help_text="Ví dụ: việc thuộc nhiệm vụ của cơ quan khác. Văn phòng chủ kế hoạch đọc và quyết định.",
        max_length=2000,
        widget=REASON,
    )


KEEP, ELSEWHERE = "keep", "elsewhere"


class DecideForm(forms.Form):
    """The owner's answer to a refusal: the work stays, or goes to others."""

    answer = forms.ChoiceField(
        label="Quyết định",
        choices=[(KEEP, "Giữ phân công"), (ELSEWHERE, "Phân công lại")],
        widget=forms.RadioSelect,
    )
    agencies = _agencies("Giao cho đơn vị khác", "Chỉ dùng khi phân công lại; để trống thì việc chờ đơn vị.")
    reason = Composed(label="Lý do", help_text="Đơn vị không nhận việc sẽ đọc được.", max_length=480, widget=REASON)

    def __init__(self, *args: Any, officer: Officer, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["agencies"].queryset = Agency.objects.visible_to(officer).existing(on=on)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("agencies") and said.get("answer") == KEEP:
            self.add_error(
                "agencies", "Giữ phân công thì không giao cho đơn vị khác; bỏ chọn đơn vị hoặc chọn “Phân công lại”."
            )
        return said


class FillForm(forms.Form):
    """The agencies that the words of an open set mean."""

    agencies = _agencies("Cơ quan, đơn vị", required=True)

    def __init__(self, *args: Any, officer: Officer, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["agencies"].queryset = Agency.objects.visible_to(officer).existing(on=on)


YES, NO = "yes", "no"


class MemberForm(forms.Form):
    """What follows from a change of a group's members for one task."""

    answer = forms.ChoiceField(label="Quyết định", widget=forms.RadioSelect)
    reason = Composed(label="Lý do", max_length=480, required=False, widget=REASON)

    def __init__(self, *args: Any, asked: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = asked
        fields: Any = self.fields
        fields["answer"].choices = (
            [(YES, "Giao nhiệm vụ"), (NO, "Không giao")]
            if asked.joined
            else [(YES, "Bỏ phân công"), (NO, "Giữ phân công")]
        )
        fields["reason"].help_text = "Bắt buộc khi không giao." if asked.joined else "Đơn vị sẽ đọc được."

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        needs = not (self.asked.joined and said.get("answer") == YES)
        if said.get("answer") and needs and not (said.get("reason") or "").strip() and "reason" not in self.errors:
            self.add_error("reason", "Cần ghi lý do.")
        return said
