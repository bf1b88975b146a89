"""What officers type on a report's way to the signature."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from agencies.uploads import JPEG, PDF, PNG, CheckedFile, UploadRefused, check_upload
from agencies.wording import number
from directives.forms import unmarked
from reporting.checking_numbers import Doubt
from reporting.models import Report

COPY_KINDS = (PDF, JPEG, PNG)


class SeenForm(forms.Form):
    """Which state of the report the officer saw, and that doubtful numbers in its words were looked at."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, report: Report, found: Sequence[Doubt] = (), early: bool = False, **kwargs: Any
    ) -> None:
        kwargs["initial"] = {"version": report.version, **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        add_seen(self, found)
        if early:
            self.fields["early"] = forms.BooleanField(
                label="Vẫn trình bây giờ, trước ngày đã hẹn với các đơn vị nêu trên",
                error_messages={
                    "required": "Các đơn vị này còn thời gian chốt phần của mình. Đánh dấu nếu vẫn trình bây giờ."
                },
            )


def add_seen(form: forms.Form, found: Sequence[Doubt]) -> None:
    """Ask for a tick where typed numbers disagree: a warning, nothing more, since people may mean something else."""
    if not found:
        return
    form.fields["seen"] = forms.BooleanField(
        label=f"Đã xem {number(len(found))} chỗ số liệu không khớp, giữ nguyên lời văn",
        error_messages={"required": "Hãy xem các chỗ không khớp ở trên: sửa lời văn, hoặc đánh dấu là đã xem."},
    )


class ReasonForm(forms.Form):
    """Why a report goes a step back."""

    reason = forms.CharField(
        label="Lý do", max_length=1000, widget=forms.Textarea(attrs={"rows": 4, "data-draft": ""}), validators=[unmarked],
        help_text="Người soạn và người trình thấy lý do này ở trang báo cáo.",
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, report: Report, **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": {"version": report.version}, **kwargs})


class SignedFile(forms.FileField):
    """A scan or a signed PDF, checked by content in memory; kept as it is."""

    def __init__(self) -> None:
        super().__init__(
            label="Bản ký",
            help_text="Bản quét có chữ ký, dấu hoặc tệp PDF ký số; PDF hoặc ảnh, đến 20 MB.",
            widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
            error_messages={
                "empty": "Tệp rỗng, không có nội dung. Quét hoặc xuất lại tệp rồi gắn.",
            },
        )

    def clean(self, data: Any, initial: Any = None) -> CheckedFile:
        """The checked file; a refusal carries its reason."""
        given = super().clean(data, initial)
        try:
            checked = check_upload(given, wanted="PDF hoặc ảnh JPG, PNG")
        except UploadRefused as refusal:
            raise forms.ValidationError(refusal.messages) from None
        if checked.content_type not in COPY_KINDS:
            raise forms.ValidationError("Bản ký là PDF hoặc ảnh JPG, PNG. Hãy quét văn bản đã ký thành PDF.")
        return checked


class CopyForm(forms.Form):
    """The signed copy, and why it takes the place of another."""

    upload = SignedFile()
    note = forms.CharField(
        label="Lý do thay bản ký", max_length=500, widget=forms.Textarea(attrs={"rows": 2}), validators=[unmarked],
        help_text="Bản ký trước vẫn được giữ cùng lý do thay.",
    )  # fmt: skip

    def __init__(self, *args: Any, known: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not known:
            del self.fields["note"]
