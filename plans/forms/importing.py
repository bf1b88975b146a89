"""What an officer says when work comes back in a workbook: the file, its columns, where new work goes, how to save."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError

from agencies.choices import ACTING
from agencies.models import Officer
from agencies.uploads import DOC, DOCX, PDF, XLS, XLSX, CheckedFile, UploadRefused, check_upload
from agencies.wording import number
from directives.forms import unmarked
from plans.choices import PlanState
from plans.forms.office import OfficeForm
from plans.forms.planning import picker
from plans.importing.cells import HEADINGS
from plans.models import ItemImport, Plan
from plans.workbook.heading import Survey, survey
from plans.workbook.reading import MOST_ROWS, BadWorkbook

# What a file may bring in, in the order of the form's columns; everything else is the system's own.
BROUGHT: Final = (
    "id", "title", "lead", "partners", "due_on", "kind", "source", "schedule", "results", "standing", "difficulties",
    "proposals",
)  # fmt: skip
OTHER_KINDS: Final = {
    XLS: "Tệp là Excel đời cũ (.xls)",
    DOC: "Đây là tệp Word",
    DOCX: "Đây là tệp Word",
    PDF: "Đây là tệp PDF",
}


class ImportForm(OfficeForm):
    """A workbook; cleans to a checked file and what was seen of its table. Nothing is stored while it is checked (decision 19)."""

    workbook = forms.FileField(
        label="Tệp Excel",
        help_text=f"Tệp .xlsx có một hàng tiêu đề cột; tối đa 20 MB, {number(MOST_ROWS)} dòng.",
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.upload: CheckedFile | None = None
        self.seen: Survey | None = None

    def clean_workbook(self) -> CheckedFile:
        try:
            upload = check_upload(self.cleaned_data["workbook"], wanted="sổ tính Excel (.xlsx)")
            if upload.content_type != XLSX:
                what = OTHER_KINDS.get(upload.content_type, "Đây không phải sổ tính Excel")
                raise ValidationError(f"{what}. Hãy lưu lại thành .xlsx (Excel: Lưu thành, Sổ làm việc Excel) rồi gửi.")
            self.seen = survey(io.BytesIO(upload.content.read()))
        except UploadRefused as reason:
            raise ValidationError(reason.messages) from None
        except BadWorkbook as reason:
            raise ValidationError(str(reason)) from None
        if not self.seen.rows:
            raise ValidationError("Bảng trong tệp không có dòng nào dưới hàng tiêu đề.")
        upload.content.seek(0)
        return upload


class ColumnsForm(forms.Form):
    """Which column is what, where new work goes, and why dates move."""

    plan = picker(
        Plan.objects.none(),
        "Kế hoạch nhận việc mới",
        "Dùng cho dòng không có ID. Dòng ghi số văn bản ở cột Nguồn gốc thì theo kế hoạch của văn bản đó.",
    )
    reason = forms.CharField(
        label="Lý do đổi hạn", required=False, max_length=500, validators=[unmarked],
        help_text="Cần khi tệp đổi ngày hoàn thành của việc đang theo dõi: mỗi lần đổi là một lần gia hạn.",
        widget=forms.Textarea(attrs={"rows": 2, "data-draft": ""}),
    )  # fmt: skip
    decision_number = forms.CharField(
        label="Số văn bản cho đổi hạn", required=False, max_length=80, validators=[unmarked],
        help_text="Cần khi hạn do văn bản ấn định.",
    )  # fmt: skip

    def __init__(self, *args: Any, item_import: ItemImport, officer: Officer, **kwargs: Any) -> None:
        self.seen, self.known = Survey.from_json(item_import.survey), dict(item_import.columns)
        names = {f"col_{name}": str(self.known.get(name, "")) for name in BROUGHT}
        start = {
            "plan": item_import.plan_id, "reason": item_import.reason, "decision_number": item_import.decision_number,
        }  # fmt: skip
        kwargs["initial"] = {**names, **start}
        super().__init__(*args, **kwargs)
        plans: Any = self.fields["plan"]
        mine = [post.agency_id for post in officer.current_posts if post.duty in ACTING]
        plans.queryset = (
            Plan.objects.visible_to(officer).filter(owner_id__in=mine).exclude(state=PlanState.ENDED)
            .select_related("directive")
        )  # fmt: skip
        plans.label_from_instance = lambda plan: f"{plan.directive.title}: {plan.directive.subject}"[:160]
        for name in BROUGHT:
            self.fields[f"col_{name}"] = forms.ChoiceField(
                label=HEADINGS[name], required=False, choices=[("", "Không có trong tệp"), *self.seen.choices()]
            )
            self.fields[f"col_{name}"].unmarked = True  # type: ignore[attr-defined]

    @property
    def column_fields(self) -> list[forms.BoundField]:
        return [self[f"col_{name}"] for name in BROUGHT]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        chosen = {name: value for name in BROUGHT if (value := said.get(f"col_{name}"))}
        for name, value in chosen.items():
            first = next(other for other, same in chosen.items() if same == value)
            if first != name:
                self.add_error(f"col_{name}", f"Cột này đã dùng cho “{HEADINGS[first]}”.")
        if not {"id", "title"} & set(chosen) and not self.errors:
            self.add_error("col_title", "Tệp phải có cột “Tên nhiệm vụ” hoặc “ID nhiệm vụ”.")
        return said

    @property
    def columns(self) -> Mapping[str, int]:
        """The columns by name: those chosen, and the system's own where no other use was chosen for them."""
        chosen = {name: int(value) for name in BROUGHT if (value := self.cleaned_data.get(f"col_{name}"))}
        taken = set(chosen.values())
        own = {name: place for name, place in self.known.items() if name not in BROUGHT and place not in taken}
        return own | chosen


class SaveForm(forms.Form):
    """All rows or those that can be saved."""

    manner = forms.ChoiceField(label="Cách ghi", widget=forms.RadioSelect(attrs={"class": "choice"}))
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, valid: int, wrong: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        some = f"Ghi {valid} dòng hợp lệ" + (f", bỏ {wrong} dòng lỗi" if wrong else "; dòng nào vừa bị đổi thì bỏ qua")
        manners: Any = self.fields["manner"]
        manners.choices = [("some", some), ("whole", "Chỉ ghi khi mọi dòng đều ghi được, không thì không ghi gì")]
        manners.initial = "some"
