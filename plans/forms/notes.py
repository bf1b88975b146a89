"""Forms of threads: a direction, a question, an answer."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms

from agencies.models import Agency
from agencies.rendering import believable
from directives.forms import unmarked
from plans.forms.planning import DAY

MANY = 12
"""From how many agencies on they are picked by typing instead of ticked."""


def _text(label: str, hint: str) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": 5, "data-draft": ""})
    return forms.CharField(label=label, help_text=hint, max_length=4000, widget=area, validators=[unmarked])


class DirectionForm(forms.Form):
    """A leader's word: to whom, what, answered by when."""

    once_key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    agencies = forms.ModelMultipleChoiceField(Agency.objects.none(), label="Đơn vị phải trả lời", required=False)
    text = _text("Nội dung", "Đơn vị nhận và cơ quan theo dõi cùng đọc; ý kiến được nêu trong báo cáo định kỳ.")
    due_on = forms.DateField(
        label="Trả lời trước hết ngày", help_text="Để trống nếu không đặt ngày.", required=False,
        widget=forms.TextInput(attrs=DAY), validators=[believable],
    )  # fmt: skip

    def __init__(
        self, *args: Any, leads: Iterable[Agency] | None, on: date | None = None, monitor: str = "", **kwargs: Any
    ) -> None:
        """`leads`: who may be asked, those who exist `on` the day being offered; None where the agency is given."""
        super().__init__(*args, **kwargs)
        self.fields["once_key"].initial = uuid.uuid4
        if leads is None:
            del self.fields["agencies"]
            return
        known = list(leads)
        living = [agency for agency in known if on is None or agency.ended_on is None or agency.ended_on >= on]
        ids = [agency.pk for agency in living]
        field: Any = self.fields["agencies"]
        few = len(ids) <= MANY
        field.widget = forms.CheckboxSelectMultiple() if few else forms.SelectMultiple(attrs={"data-picker": ""})
        # One that ended while the page was open is known, so that the verb says who took its place.
        field.queryset = Agency.objects.filter(pk__in=[agency.pk for agency in known])
        field.widget.choices = [(agency.pk, agency.name) for agency in living]
        field.initial = ids if few and len(ids) == 1 else []
        field.help_text = f"Không chọn đơn vị nào thì {monitor} trả lời." if ids else ""
        if not known:
            del self.fields["agencies"]

    @property
    def said(self) -> dict[str, Any]:
        """Arguments of the verbs of `plans.services.notes`."""
        return dict(self.cleaned_data)


class QuestionForm(forms.Form):
    """What an agency wants to know about its task."""

    once_key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    text = _text("Câu hỏi, vướng mắc", "Cơ quan theo dõi nhận được và trả lời ngay trong trang này.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["once_key"].initial = uuid.uuid4


class ReplyForm(forms.Form):
    """One answer in a thread."""

    text = _text("Trả lời", "")
    asks_again = forms.BooleanField(label="Chưa đạt, yêu cầu trả lời tiếp", required=False)

    def __init__(self, *args: Any, begins: bool, **kwargs: Any) -> None:
        """`begins`: the officer speaks for who began the thread, and may ask again."""
        super().__init__(*args, **kwargs)
        if not begins:
            del self.fields["asks_again"]
