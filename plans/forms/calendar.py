"""What the calendar is asked for in its address, and the name of a private address."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from agencies.form_fields import Composed
from agencies.models import Officer
from agencies.rendering import believable
from plans.choices import PlanState
from plans.due_calendar import MONTH, WEEK, Asked
from plans.filters import CHOICES_SHOWN, WHOSE
from plans.forms.planning import DAY
from plans.models import Plan

VIEWS = ((MONTH, "Tháng"), (WEEK, "Tuần"))


class CalendarForm(forms.Form):
    """Month or week, a day of it, whose work, of which plan; what cannot be read is told and left out."""

    xem = forms.ChoiceField(required=False, choices=VIEWS, widget=forms.HiddenInput)
    cua = forms.ChoiceField(required=False, choices=WHOSE, widget=forms.HiddenInput)
    ngay = forms.DateField(
        label="Đến ngày", required=False, validators=[believable],
        widget=forms.DateInput(attrs={**DAY, "class": "day-field field-sm", "inputmode": "numeric"}, format="%d/%m/%Y"),
    )  # fmt: skip
    ke_hoach = forms.ChoiceField(
        label="Kế hoạch", required=False, widget=forms.Select(attrs={"class": "field-sm"}),
        error_messages={"invalid_choice": "Kế hoạch này không có trong phạm vi của đồng chí."},
    )  # fmt: skip

    def __init__(self, data: Any, *, officer: Officer, today: date) -> None:
        super().__init__(data)
        self.today = today
        plans = Plan.objects.visible_to(officer).exclude(state=PlanState.DRAFT).select_related("directive")
        known = [(str(plan.pk), plan.directive.label) for plan in plans.order_by("-id")[:CHOICES_SHOWN]]
        chosen = str(data.get("ke_hoach", ""))
        if chosen.isascii() and chosen.isdecimal() and len(chosen) < 16 and chosen not in dict(known):
            known += [(str(plan.pk), plan.directive.label) for plan in plans.filter(pk=int(chosen))]
        choices: Any = self.fields["ke_hoach"]
        choices.choices = [("", "Mọi kế hoạch"), *known]

    @property
    def asked(self) -> Asked:
        """What to show, by default today's month with everything in sight."""
        self.is_valid()
        said = self.cleaned_data
        plan = said.get("ke_hoach")
        return Asked(
            on=said.get("ngay") or self.today,
            view=said.get("xem") or MONTH,
            whose=said.get("cua") or "",
            plan=int(plan) if plan else None,
        )


class FeedForm(forms.Form):
    """What an address is for, so that one knows which to revoke."""

    name = Composed(
        label="Dùng cho",
        help_text="Ví dụ: điện thoại, máy tính ở cơ quan. Mỗi thiết bị một địa chỉ, để thu hồi riêng từng địa chỉ.",
        max_length=100,
    )
