"""Forms of công văn đôn đốc: which tasks and by when, its words, number and day, what came back."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms

from agencies.form_fields import Composed
from agencies.wording import format_day, number
from directives.forms import unmarked
from plans.forms.planning import day_field
from plans.forms.progress import EvidenceFiles
from plans.models import Urging
from plans.services.urging import WORDS


def _words(label: str, most: int, hint: str = "", *, rows: int = 0, required: bool = True) -> forms.CharField:
    box = forms.Textarea(attrs={"rows": rows, "data-draft": ""}) if rows else forms.TextInput()
    return Composed(label=label, help_text=hint, max_length=most, required=required, widget=box, validators=[unmarked])


class Overdue(forms.MultipleChoiceField):
    """Overdue items of one agency, by key, each told with its day and what was said about it already."""

    def __init__(self) -> None:
        super().__init__(
            label="Nhiệm vụ quá hạn ghi trong công văn",
            widget=forms.CheckboxSelectMultiple,
            error_messages={
                "required": "Chọn ít nhất một nhiệm vụ quá hạn.",
                "invalid_choice": "Có nhiệm vụ vừa được báo cáo hoặc gia hạn nên không còn trong danh sách. Hãy xem và chọn lại.",
            },
        )


def told(item: Any, before: Urging | None) -> str:
    """An item as it is offered: "Phản biện các đề án, kỳ quý I/2022 – hạn 12/4/2022, quá hạn 93 ngày"."""
    period = f", kỳ {item.period.label}" if item.period else ""
    said = f"{item.title}{period} – hạn {format_day(item.limit_on)}, quá hạn {number(item.days_overdue)} ngày"
    if item.pending:
        said += "; đang xin gia hạn hoặc còn hạn gửi lại"
    if before is not None and before.issued_on is not None:
        said += f"; đã đôn đốc bằng công văn số {before.numbered}, ngày {format_day(before.issued_on)}"
    return said


class ChooseForm(forms.Form):
    """A new letter: which overdue tasks, and by when the agency reports."""

    once_key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    items = Overdue()
    report_by = day_field("Đề nghị báo cáo trước ngày", required=True)

    def __init__(
        self, *args: Any, offered: Iterable[Any], before: Mapping[int, Urging], asked_by: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        rows = list(offered)
        _offer(self, rows, before, ticked=[item.pk for item in rows if not item.pending])
        self.fields["once_key"].initial = uuid.uuid4
        self.fields["report_by"].initial = asked_by

    @property
    def said(self) -> dict[str, Any]:
        """Arguments of `services.urging.draft`."""
        said = self.cleaned_data
        return {
            "items": [int(pk) for pk in said["items"]], "report_by": said["report_by"], "once_key": said["once_key"],
        }  # fmt: skip


def _offer(form: forms.Form, rows: list[Any], before: Mapping[int, Urging], *, ticked: list[int]) -> None:
    field: Any = form.fields["items"]
    field.choices = [(str(item.pk), told(item, before.get(item.pk))) for item in rows]
    field.initial = [str(pk) for pk in ticked]


class WordsForm(forms.Form):
    """Everything people may write in a draft; the list of tasks and the sentence with the day are written by the paper."""

    addressee = _words("Kính gửi", 300)
    subject = _words("Trích yếu", 300, "Đứng sau chữ “V/v”, dưới số và ký hiệu.")
    opening = _words("Đoạn mở đầu", 4000, "Sau đoạn này là câu nêu số nhiệm vụ quá hạn và bảng nhiệm vụ.", rows=4)
    items = Overdue()
    report_by = day_field("Đề nghị báo cáo trước ngày", "Câu đề nghị có ngày này do phần mềm viết.", required=True)
    closing = _words("Đoạn kết", 4000, "Đứng sau câu đề nghị báo cáo.", rows=4, required=False)
    recipients = _words("Nơi nhận", 2000, "Mỗi dòng một nơi nhận.", rows=4, required=False)
    place = _words("Địa danh", 60, required=False)
    symbol = _words("Ký hiệu", 40, "Phần đứng sau số, ví dụ CV/BTGTU.", required=False)
    signer_title = _words(
        "Chức vụ người ký", 120, "Cấp phó ký thì ghi chức vụ cấp phó, phần mềm tự thêm K/T.", required=False
    )
    signer_name = _words("Họ và tên người ký", 120, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, urging: Urging, offered: Iterable[Any], before: Mapping[int, Urging], **kwargs: Any
    ) -> None:
        first = {name: getattr(urging, name) for name in (*WORDS, "report_by", "version")}
        kwargs["initial"] = first
        super().__init__(*args, **kwargs)
        chosen = set(urging.lines.values_list("work_item_id", flat=True))
        rows = list(offered)
        _offer(self, rows, before, ticked=[item.pk for item in rows if item.pk in chosen])

    @property
    def said(self) -> dict[str, Any]:
        """Arguments of `services.urging.rewrite`."""
        said = self.cleaned_data
        return {
            "version": said["version"], "words": {name: said[name] for name in WORDS}, "report_by": said["report_by"],
            "items": [int(pk) for pk in said["items"]],
        }  # fmt: skip


class SentForm(forms.Form):
    """Number and day, typed by the clerk who registered the letter."""

    number = forms.IntegerField(
        label="Số công văn", min_value=1, max_value=999_999, widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={"invalid": "Số công văn chỉ gồm chữ số, ví dụ 125."},
    )  # fmt: skip
    issued_on = day_field("Ngày ban hành", required=True)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, urging: Urging, today: date, **kwargs: Any) -> None:
        kwargs["initial"] = {"issued_on": today, "version": urging.version}
        super().__init__(*args, **kwargs)
        self.fields[
            "number"
        ].help_text = f"Theo sổ văn bản đi của {urging.office.name}; ký hiệu {urging.symbol or 'để trống'}."


class ReplyForm(forms.Form):
    """What came back: number and day of the reply, a summary, its files."""

    once_key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    number = _words("Số, ký hiệu văn bản trả lời", 80, "Ví dụ 45-CV/ĐĐ. Không có số thì để trống.", required=False)
    replied_on = day_field("Ngày trả lời", required=True)
    note = _words("Tóm tắt nội dung", 2000, rows=4, required=False)
    attached = EvidenceFiles()

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["once_key"].initial = uuid.uuid4
        self.fields["replied_on"].initial = today
        self.fields["attached"].label = "Tệp trả lời"

    @property
    def said(self) -> dict[str, Any]:
        """Arguments of `services.urging.attach_reply`."""
        said = dict(self.cleaned_data)
        said["files"] = said.pop("attached")
        return said
