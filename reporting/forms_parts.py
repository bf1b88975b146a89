"""What is typed about agencies' parts of a report: the office's request, and the agency's own words."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from django import forms

from agencies.models import Agency
from directives.forms import day_field, unmarked
from reporting.models import Part
from reporting.parts import HEADS
from reporting.rules_parts import is_wanted_in_time

_HINTS = {
    "results": "Việc làm được trong kỳ mà số liệu chưa nói hết. Mỗi dòng một ý.",
    "difficulties": "Điều đang vướng và vì sao. Mỗi dòng một ý.",
    "proposals": "Đề nghị cấp trên, cơ quan theo dõi làm gì. Mỗi dòng một ý.",
}


class OpenAgencies(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Agencies that may still be asked; one that was asked meanwhile is told by its name."""

    asked: dict[str, str]

    def clean(self, value: Any) -> Any:
        """The chosen agencies."""
        if names := [self.asked[pk] for pk in value or () if pk in self.asked]:
            raise forms.ValidationError(f"{', '.join(names)} đã được đề nghị rồi. Xem lại các đơn vị còn lại rồi gửi.")
        return super().clean(value)


class AskPartsForm(forms.Form):
    """Who is asked for a part, for what, by when; `sure` is whom the officer was told that will be asked."""

    agencies = OpenAgencies(
        label="Cơ quan, đơn vị", queryset=Agency.objects.none(), widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Chọn ít nhất một cơ quan, đơn vị.",
            "invalid_choice": "Có đơn vị không chủ trì đầu việc nào trong kỳ của báo cáo này. Chọn lại trong danh sách.",
        },
    )  # fmt: skip
    words = forms.CharField(
        label="Nội dung đề nghị", required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3}), validators=[unmarked],
        help_text="Để trống thì đơn vị được đề nghị nêu kết quả nổi bật, khó khăn và kiến nghị.",
    )  # fmt: skip
    wanted_by = day_field(
        "Chốt trước hết ngày", help_text="Đến khi trình ký mà đơn vị chưa chốt thì lấy theo số liệu đang có."
    )

    sure = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, open_to: Collection[Agency], asked: Collection[Agency] = (), today: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._today = today
        chosen: Any = self.fields["agencies"]
        chosen.queryset = Agency.objects.filter(pk__in=[one.pk for one in open_to]).order_by("sort_key", "pk")
        chosen.asked = {str(one.pk): one.name for one in asked}

    @property
    def chosen(self) -> Sequence[Agency]:
        """Who will be asked, once the form is clean."""
        return list(self.cleaned_data["agencies"]) if self.is_valid() else []

    @property
    def is_sure(self) -> bool:
        """Whether the officer was told exactly who will be asked."""
        return self.is_valid() and self.cleaned_data["sure"] == self.told

    @property
    def told(self) -> str:
        """Whom the page named, so that nobody is told unseen."""
        return ",".join(str(one.pk) for one in self.chosen)

    @property
    def said(self) -> dict[str, Any]:
        """What `parting.ask_parts` takes."""
        return {name: self.cleaned_data[name] for name in ("agencies", "words", "wanted_by")}

    def clean_wanted_by(self) -> date | None:
        """A day to come."""
        day: date | None = self.cleaned_data["wanted_by"]
        if not (verdict := is_wanted_in_time(day, on=self._today)):
            raise forms.ValidationError(verdict.reason)
        return day


class PartForm(forms.Form):
    """An agency's own words for a report."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, part: Part, **kwargs: Any) -> None:
        kwargs["initial"] = {"version": part.version, **{name: getattr(part, name) for name in HEADS}}
        super().__init__(*args, **kwargs)
        for name, label in HEADS.items():
            self.fields[name] = forms.CharField(
                label=label, required=False, max_length=10_000, validators=[unmarked], help_text=_HINTS[name],
                widget=forms.Textarea(attrs={"rows": 5, "data-draft": ""}),
            )  # fmt: skip


class ReopenPartForm(forms.Form):
    """Why a part goes back to its agency."""

    reason = forms.CharField(
        label="Lý do", max_length=900, widget=forms.Textarea(attrs={"rows": 3}), validators=[unmarked],
        help_text="Đơn vị thấy lý do này ở đầu phần của mình.",
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput)
