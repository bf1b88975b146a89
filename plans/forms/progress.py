"""Forms by which agencies report and monitors answer."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Q

from agencies.form_fields import Composed
from agencies.models import Officer
from agencies.rendering import ManyFiles, believable
from agencies.uploads import ACCEPT, CheckedFile, UploadRefused, check_upload
from agencies.wording import format_day
from directives.forms import unmarked
from directives.models import Directive
from plans.forms.planning import picker
from plans.models import WorkItem

MAX_FILES = 10
PRODUCTS_OFFERED = 300
SPOKEN = ("results", "difficulties", "proposals")


class EvidenceFiles(ManyFiles):
    """Evidence: each file checked by content in memory; each refused one names itself, also an empty one."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            required=False,
            label="Minh chứng",
            help_text="PDF, Word, Excel hoặc ảnh; tối đa 10 tệp, mỗi tệp đến 20 MB.",
            **kwargs,
        )
        self.widget.attrs["accept"] = ACCEPT

    def clean(self, data: Any, initial: Any = None) -> list[CheckedFile]:
        """Checked files; refuses more than ten, and every file that cannot be kept, each with its reason."""
        given = data if isinstance(data, (list, tuple)) else [data]
        files: list[UploadedFile[Any]] = [file for file in given if file]
        if len(files) > MAX_FILES:
            raise forms.ValidationError(f"Mỗi lần gửi tối đa {MAX_FILES} tệp.")
        checked, refusals = [], []
        for file in files:
            try:
                checked.append(check_upload(file))
            except UploadRefused as refusal:
                refusals.extend(refusal.messages)
        if refusals:
            raise forms.ValidationError(refusals)
        return checked


class Words(forms.CharField):
    """A text whose hint says when it may stay empty, so that the label does not call it optional."""

    unmarked = True


def words(label: str, *, rows: int, hint: str = "", required: bool = False) -> forms.CharField:
    """A long text field with the house's limit."""
    area = forms.Textarea(attrs={"rows": rows, "data-draft": ""})
    return Words(label=label, help_text=hint, max_length=10_000, required=required, widget=area, validators=[unmarked])


def _period_words(item: Any) -> str:
    """How another owed period is offered: "Kỳ quý I/2022, hạn 12/4/2022"."""
    return f"Kỳ {item.period.label}, hạn {format_day(item.due_on)}"


class ReportForm(forms.Form):
    """What an agency says about one item: for a period result or nil, for a product progress or done."""

    once_key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    answer = forms.ChoiceField(label="Trong kỳ này", widget=forms.RadioSelect(attrs={"data-draft": ""}))
    results = words("Kết quả", rows=5, hint="Việc đã làm, số liệu, văn bản đã ban hành")
    difficulties = words("Khó khăn", rows=3, hint="Không có thì để trống")
    proposals = words("Đề xuất", rows=3, hint="Không có thì để trống")
    percent = forms.TypedChoiceField(
        label="Mức độ hoàn thành",
        coerce=int,
        empty_value=None,
        required=False,
        choices=[(n, f"{n}%") for n in (0, 25, 50, 75, 100)],
        widget=forms.RadioSelect(attrs={"data-draft": "", "class": "choice-5"}),
    )
    also = forms.ModelMultipleChoiceField(
        label="Trả lời luôn các kỳ còn nợ",
        queryset=WorkItem.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    product = picker(Directive.objects.none(), "Văn bản sản phẩm")
    evidence = EvidenceFiles()

    def __init__(self, *args: Any, item: WorkItem, officer: Officer, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.item = item
        self._offer_products(officer)
        self.fields["once_key"].initial = uuid.uuid4
        answer = self.fields["answer"]
        assert isinstance(answer, forms.ChoiceField)
        if item.period_id:
            answer.choices = [("results", "Có kết quả"), ("nil", "Không phát sinh")]
            answer.initial = "results"
            answer.help_text = "Kỳ này không có việc gì mới thì chọn “Không phát sinh” rồi gửi, không cần ghi thêm."
            del self.fields["percent"]
        else:
            answer.label = "Lần gửi này"
            answer.choices = [("progress", "Báo tiến độ"), ("done", "Báo hoàn thành")]
            answer.initial = "progress"
            answer.help_text = (
                "Xong việc thì chọn “Báo hoàn thành” để gửi xác nhận; báo tiến độ thì không phải xác nhận."
            )
            self.fields["percent"].initial = item.percent
        self._offer_other_periods(on=on)
        if item.task.needs_evidence:
            self.fields["evidence"].help_text += " Nhiệm vụ này bắt buộc có minh chứng khi báo hoàn thành."

    def _offer_products(self, officer: Officer) -> None:
        """Documents of the agency itself, the newest first: what came out of the work, where that is a document."""
        if self.item.period_id and not self.item.task.needs_document:
            del self.fields["product"]
            return
        field: Any = self.fields["product"]
        mine = Directive.objects.readable_by(officer).filter(is_stub=False)
        own = mine.filter(Q(issuer=self.item.agency_id) | Q(recorded_by=self.item.agency_id)).select_related("issuer")
        newest = own.order_by("-issued_on", "-id").values_list("pk", flat=True)[:PRODUCTS_OFFERED]
        field.queryset = own.filter(pk__in=list(newest)).order_by("-issued_on", "-id")
        field.label_from_instance = lambda row: f"{row.title}, {row.subject}"[:160]
        must = " Nhiệm vụ này bắt buộc đăng ký khi báo hoàn thành." if self.item.task.needs_document else ""
        field.help_text = (
            f"Văn bản của đơn vị đã ghi trong mục Văn bản.{must} Chưa có thì ghi văn bản rồi trở lại trang này."
        )

    def _offer_other_periods(self, *, on: date) -> None:
        """One report may answer several owed periods of the same line, those that are over (decision 2)."""
        others = WorkItem.objects.open().filter(assignment=self.item.assignment_id, period__ends_on__lt=on)
        others = others.exclude(pk=self.item.pk).select_related("period").order_by("due_on", "id")
        field = self.fields["also"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        if not self.item.period_id or not others.exists():
            del self.fields["also"]
            return
        field.queryset = others
        field.label_from_instance = _period_words  # type: ignore[assignment,method-assign]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        answer, said = cleaned.get("answer"), [cleaned.get(name, "").strip() for name in SPOKEN]
        if answer == "results" and not said[0]:
            self.add_error("results", "Ghi kết quả đã làm được; nếu không có gì mới thì chọn “Không phát sinh”.")
        if answer == "nil" and said[0]:
            self.add_error("answer", "Đã ghi kết quả thì chọn “Có kết quả”; không phát sinh thì để trống phần kết quả.")
        if answer == "done" and not said[0]:
            self.add_error("results", "Báo hoàn thành phải ghi kết quả đã làm.")
        if answer == "progress" and not any(said) and cleaned.get("percent") is None:
            self.add_error("results", "Ghi ít nhất một nội dung: kết quả, khó khăn, đề xuất hoặc mức độ hoàn thành.")
        needs = self.item.task.needs_evidence and answer in ("results", "done")
        if needs and "evidence" not in self.errors and not cleaned.get("evidence"):
            self.add_error("evidence", "Nhiệm vụ này yêu cầu kèm tệp minh chứng khi báo hoàn thành.")
        must = self.item.task.needs_document and answer in ("results", "done")
        if must and "product" not in self.errors and not cleaned.get("product"):
            self.add_error("product", "Nhiệm vụ này yêu cầu đăng ký văn bản sản phẩm khi báo hoàn thành.")
        return cleaned

    @property
    def given_key(self) -> uuid.UUID | None:
        """The key that this form was opened with, read before anything is checked: a second click need not be valid."""
        try:
            return uuid.UUID(str(self.data.get("once_key", "")))
        except ValueError:
            return None

    @property
    def said(self) -> dict[str, Any]:
        """Arguments of `plans.services.progress.report`."""
        data = self.cleaned_data
        return {
            "submits": data["answer"] != "progress",
            "is_nil": data["answer"] == "nil",
            "results": data["results"],
            "difficulties": data["difficulties"],
            "proposals": data["proposals"],
            "percent": data.get("percent"),
            "evidence": data["evidence"],
            "also": list(data.get("also") or ()),
            "product": data.get("product"),
            "once_key": data["once_key"],
        }


def day(label: str, *, hint: str) -> forms.DateField:
    """A day typed as dd/mm/yyyy."""
    box = forms.DateInput(attrs={"class": "day-field", "inputmode": "numeric", "autocomplete": "off"})
    return forms.DateField(label=label, help_text=hint, widget=box, validators=[believable])


class SupportForm(forms.Form):
    """What a coordinating agency says about its share."""

    results = words("Phần việc đã làm", rows=5, required=True)
    difficulties = words("Khó khăn", rows=3, hint="Không có thì để trống")
    proposals = words("Đề xuất", rows=3, hint="Không có thì để trống")
    evidence = EvidenceFiles()


class ReturnForm(forms.Form):
    """Why a submission goes back."""

    reason = forms.CharField(
        label="Lý do trả lại",
        help_text="Nói rõ đơn vị cần bổ sung hoặc sửa gì.",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4, "data-draft": ""}),
        error_messages={"required": "Trả lại thì phải ghi lý do để đơn vị biết cần làm gì."},
    )


class OnBehalfForm(forms.Form):
    """A report that came on paper, as the monitor records it."""

    received_on = day(
        "Ngày nhận được báo cáo", hint="Ngày này được tính là ngày đơn vị gửi. Nhập ngày/tháng/năm, ví dụ 08/7/2022."
    )
    paper_number = Composed(label="Số, ký hiệu văn bản giấy", required=False, max_length=80)
    is_nil = forms.BooleanField(label="Đơn vị báo “Không phát sinh”", required=False)
    results = words("Kết quả", rows=5, hint="Ghi như trong báo cáo giấy")
    evidence = EvidenceFiles()

    def __init__(self, *args: Any, item: WorkItem, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.item = item
        if item.period_id is None:
            del self.fields["is_nil"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not cleaned.get("is_nil") and not cleaned.get("results", "").strip():
            nil = ", hoặc đánh dấu “Không phát sinh”" if "is_nil" in self.fields else ""
            self.add_error("results", f"Ghi kết quả trong báo cáo giấy{nil}.")
        needs = self.item.task.needs_evidence and not cleaned.get("is_nil")
        if needs and "evidence" not in self.errors and not cleaned.get("evidence"):
            self.add_error("evidence", "Nhiệm vụ này yêu cầu kèm tệp minh chứng: gắn bản chụp báo cáo giấy.")
        numbered = cleaned.get("is_nil") or cleaned.get("paper_number", "").strip() or self.errors.get("paper_number")
        if self.item.task.needs_document and not numbered:
            self.add_error("paper_number", "Nhiệm vụ này yêu cầu văn bản sản phẩm: ghi số, ký hiệu văn bản.")
        return cleaned


class ExtensionForm(forms.Form):
    """A request for more time."""

    new_due_on = day("Xin lùi hạn đến ngày", hint="Nhập ngày/tháng/năm, ví dụ 30/9/2022.")
    reason = Composed(label="Lý do", max_length=2000, widget=forms.Textarea(attrs={"rows": 4, "data-draft": ""}))


class ExtensionDecisionForm(forms.Form):
    """The answer to a request for more time."""

    granted = forms.ChoiceField(
        label="Quyết định",
        choices=[("yes", "Đồng ý"), ("no", "Không đồng ý")],
        widget=forms.RadioSelect(attrs={"data-draft": ""}),
    )
    decision_number = Words(label="Số văn bản cho phép", required=False, max_length=80)
    reason = Words(
        label="Ý kiến",
        required=False,
        max_length=2000,
        help_text="Không đồng ý thì phải ghi lý do.",
        widget=forms.Textarea(attrs={"rows": 3, "data-draft": ""}),
    )

    def __init__(self, *args: Any, needs_number: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.needs_number = needs_number
        self.fields["decision_number"].help_text = (
            "Hạn này do văn bản ấn định: đồng ý thì phải có số văn bản của cơ quan ban hành."
            if needs_number
            else "Không có thì để trống"
        )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        granted = cleaned.get("granted")
        if granted == "yes" and self.needs_number and not cleaned.get("decision_number", "").strip():
            self.add_error("decision_number", "Hạn do văn bản ấn định: ghi số văn bản của cơ quan ban hành cho phép.")
        if granted == "no" and not cleaned.get("reason", "").strip():
            self.add_error("reason", "Không đồng ý gia hạn thì phải ghi lý do.")
        return cleaned

    @property
    def said(self) -> dict[str, Any]:
        """Arguments of `plans.services.extensions.decide_extension`."""
        data = self.cleaned_data
        return {
            "granted": data["granted"] == "yes",
            "decision_number": data["decision_number"],
            "reason": data["reason"],
        }
