"""The form that ends a plan: the common reason, and an answer for each item that is still open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.forms import BoundField

from agencies.models import Officer
from plans.choices import Lifecycle
from plans.forms.planning import ReasonForm
from plans.models import StatusUpdate, WorkItem
from plans.rules import may_review
from plans.services.ending import Closing

CONFIRM: Final = "xac-nhan"
ASIDE: Final = "thoi-theo-doi"
LONGEST: Final = 450


@dataclass(frozen=True, slots=True)
class Row:
    """One open item with its controls; `why_not` says why its report cannot be confirmed here."""

    item: WorkItem
    reason: BoundField
    answer: BoundField | None = None
    why_not: str = ""


class EndForm(ReasonForm):
    """Asks about each item it is given: a waiting report is confirmed or set aside, others may take a reason of their own."""

    def __init__(
        self,
        *args: Any,
        officer: Officer,
        items: Sequence[WorkItem],
        submissions: Mapping[int, StatusUpdate],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = "Lý do kết thúc"
        self.fields[
            "reason"
        ].help_text = "Dùng cho mọi đầu việc không ghi lý do riêng; các đơn vị liên quan sẽ đọc được."
        self.items, self.why_not = items, dict[int, str]()
        for item in items:
            name = f"{item.agency.label}, mục {item.task.path}, {item.occurrence}"
            self.fields[f"ly-do-{item.pk}"] = forms.CharField(
                label=f"Lý do riêng: {name}", required=False, max_length=LONGEST,
                widget=forms.TextInput(attrs={"aria-label": f"Lý do riêng: {name}", "placeholder": "theo lý do chung"}),
            )  # fmt: skip
            if item.lifecycle == Lifecycle.SUBMITTED:
                self._ask(item, name, officer, submissions[item.pk])

    def _ask(self, item: WorkItem, name: str, officer: Officer, submission: StatusUpdate) -> None:
        """Two answers to a report that waits, each tied to the report that is shown."""
        may = may_review(officer, item, submission)
        self.why_not[item.pk] = may.reason
        choices = [(f"{CONFIRM}:{submission.pk}", "Xác nhận hoàn thành")] if may else []
        self.fields[f"xu-ly-{item.pk}"] = forms.ChoiceField(
            label=name, choices=[*choices, (f"{ASIDE}:{submission.pk}", "Thôi theo dõi")], widget=forms.RadioSelect,
            error_messages={
                "required": f"{name}: báo cáo đang chờ xác nhận. Chọn một cách xử lý.",
                "invalid_choice": f"{name}: đơn vị vừa gửi báo cáo khác. Đọc lại rồi chọn.",
            },
        )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        for item in self.items:
            if item.lifecycle != Lifecycle.SUBMITTED and self.data.get(f"xu-ly-{item.pk}"):
                where = f"{item.agency.label}, mục {item.task.path}"
                self.add_error(None, f"{where}: báo cáo vừa được rút lại hoặc trả lại. Xem lại rồi bấm Kết thúc.")
        return said

    @property
    def rows(self) -> list[Row]:
        """What the page lists, waiting reports first as they were given."""
        return [
            Row(
                item,
                self[f"ly-do-{item.pk}"],
                self[f"xu-ly-{item.pk}"] if f"xu-ly-{item.pk}" in self.fields else None,
                self.why_not.get(item.pk, ""),
            )
            for item in self.items
        ]

    @property
    def closings(self) -> dict[int, Closing]:
        """The answers by item id."""
        found = {}
        for item in self.items:
            act, _, submission = str(self.cleaned_data.get(f"xu-ly-{item.pk}", "")).partition(":")
            reason = self.cleaned_data[f"ly-do-{item.pk}"]
            found[item.pk] = Closing(reason, int(submission) if submission else None, act == CONFIRM)
        return found
