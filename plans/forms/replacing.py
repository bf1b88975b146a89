"""The form that asks, task by task, what a newer document means for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.forms import BoundField

from plans.choices import Fate
from plans.models import Task
from plans.services.replacing import Answer

LATER: Final = ""
LABELS: Final[tuple[tuple[str, str], ...]] = (
    (LATER, "Trả lời sau"),
    (Fate.KEEP, "Giữ"),
    (Fate.MOVE, "Chuyển"),
    (Fate.CANCEL, "Hủy"),
)


@dataclass(frozen=True, slots=True)
class Row:
    """One task with its answer."""

    task: Task
    field: BoundField


class ReplacedForm(forms.Form):
    """One answer per task; the reason is common to all that are cancelled."""

    reason = forms.CharField(
        label="Lý do hủy", help_text="Chỉ cần khi có mục hủy; các đơn vị liên quan sẽ đọc được.", max_length=450,
        required=False, widget=forms.Textarea(attrs={"rows": 2, "data-draft": ""}),
    )  # fmt: skip

    def __init__(self, *args: Any, tasks: Sequence[Task], may_move: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.tasks = tasks
        choices = [pair for pair in LABELS if may_move or pair[0] != Fate.MOVE]
        for task in tasks:
            self.fields[f"muc-{task.pk}"] = forms.ChoiceField(
                label=f"Mục {task.path}", choices=choices, required=False,
                widget=forms.Select(attrs={"aria-label": f"Trả lời cho mục {task.path}"}),
            )  # fmt: skip

    @property
    def rows(self) -> list[Row]:
        return [Row(task, self[f"muc-{task.pk}"]) for task in self.tasks]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        fates = [said.get(f"muc-{task.pk}", LATER) for task in self.tasks]
        if Fate.CANCEL in fates and not (said.get("reason") or "").strip():
            self.add_error("reason", "Có mục hủy: ghi lý do để các đơn vị biết.")
        if not any(fates):
            self.add_error(None, "Chọn trả lời cho ít nhất một mục.")
        return said

    @property
    def answers(self) -> dict[int, Answer]:
        """What was answered, by task; tasks left for later are not named."""
        found = {}
        for task in self.tasks:
            if fate := self.cleaned_data.get(f"muc-{task.pk}"):
                found[task.pk] = Answer(fate, self.cleaned_data["reason"] if fate == Fate.CANCEL else "")
        return found
