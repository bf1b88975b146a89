"""What officers type while a document is being entered."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from agencies.form_fields import Composed
from agencies.models import Agency, AgencyGroup, Officer
from agencies.text import nfc, search_key
from agencies.uploads import CheckedFile, UploadRefused, check_upload
from directives.choices import Secrecy
from directives.forms import UNKNOWN_TYPE, unmarked
from directives.numbers import parse_number
from directives.reading.extraction import Extracted, Marked, Refused, extract_safely
from directives.reading.secrecy import marking_in, refusal
from plans.choices import TaskKind
from plans.cycles import Recurrence
from plans.forms.office import OfficeForm
from plans.forms.planning import NO_CYCLE, day_field, picker
from plans.intake.answers import ask_again_about_twins, choose
from plans.intake.proposal import Name, Proposal, TaskDraft

LONGEST_TEXT = 1_000_000
SHORTEST_TEXT = 40
KEPT_ORIGINALS = ("pdf", "docx", "txt")


class PastedText(forms.CharField):
    """Words as they come from a clipboard; signs that no paper carries are dropped."""

    def to_python(self, value: Any) -> str:
        return super().to_python(value.replace("\x00", "") if isinstance(value, str) else value) or ""


class StartForm(OfficeForm):
    """A document as pasted words or as a file; cleans to what may be read. Nothing is stored while it is checked (decision 19)."""

    document = forms.FileField(
        label="Tệp văn bản", required=False,
        help_text="Word (.docx), PDF có chữ, trang web đã lưu (.html) hoặc .txt; tối đa 20 MB, 300 trang.",
        widget=forms.FileInput(attrs={"accept": ".docx,.pdf,.html,.htm,.mht,.mhtml,.txt,.doc"}),
    )  # fmt: skip
    text = PastedText(
        label="Hoặc dán toàn văn", required=False, max_length=LONGEST_TEXT, strip=False,
        widget=forms.Textarea(attrs={"rows": 10, "placeholder": "Dán cả phần đầu, nơi nhận và chữ ký"}),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.extracted: Extracted | None = None
        self.upload: CheckedFile | None = None

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        uploaded, pasted = data.get("document"), data.get("text") or ""
        if self.errors:
            return data
        if uploaded is None and not pasted.strip():
            raise ValidationError("Chọn một tệp hoặc dán toàn văn.")
        if uploaded is not None and pasted.strip():
            raise ValidationError("Vừa có tệp vừa có chữ dán vào: hãy xóa chữ trong ô dán, hoặc không chọn tệp.")
        try:
            self.extracted = (
                self._from_file(uploaded) if uploaded is not None else Extracted(pasted, "pasted", None, ())
            )
        except Marked as reason:
            self._forget_words()
            raise ValidationError(str(reason)) from None
        except Refused as reason:
            raise ValidationError(str(reason)) from None
        except UploadRefused as reason:
            raise ValidationError(reason.messages) from None
        if marking := marking_in(self.extracted.text):
            self._forget_words()
            raise ValidationError(f"Không nhận: {refusal(marking)}")
        if len(self.extracted.text.strip()) < SHORTEST_TEXT:
            raise ValidationError("Nội dung quá ngắn, không phải một văn bản. Hãy gửi toàn văn.")
        return data

    def _forget_words(self) -> None:
        """A marked text is not even sent back to the page it came from (decision 19)."""
        self.extracted = self.upload = None
        kept: Any = self.data.copy()  # type: ignore[attr-defined]
        kept["text"] = ""
        self.data = kept

    def _from_file(self, uploaded: Any) -> Extracted:
        """The words of the file, and the original where it is kept beside the document."""
        uploaded.seek(0)
        found = extract_safely(uploaded.read(), name=uploaded.name or "")
        if found.kind in KEPT_ORIGINALS:
            try:
                self.upload = check_upload(uploaded, inspected=True)
            except UploadRefused:
                if found.kind != "txt":  # text in an old encoding is read, but kept only as the words it became
                    raise
        return found


class RecordForm(forms.Form):
    """The proposed header and signature, and how the plan is followed."""

    number = forms.CharField(
        label="Số, ký hiệu", help_text="Để trống nếu văn bản không có số.", max_length=80, required=False
    )
    type_code = forms.ChoiceField(label="Loại văn bản", choices=UNKNOWN_TYPE)
    issuer_agency = picker(
        Agency.objects.none(), "Cơ quan ban hành", "Gõ tên không dấu để tìm. Để trống nếu không có trong danh mục."
    )
    issuer_name = forms.CharField(
        label="Cơ quan ban hành như in trên văn bản", max_length=250, required=False, validators=[unmarked]
    )
    acting_body = Composed(label="Thay mặt", max_length=120, required=False, validators=[unmarked])
    date = day_field("Ngày ban hành")
    place = Composed(label="Địa danh", max_length=60, required=False, validators=[unmarked])
    subject = forms.CharField(
        label="Trích yếu",
        max_length=1000,
        required=False,
        validators=[unmarked],
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    signer_authority = Composed(label="Thẩm quyền ký", max_length=120, required=False, validators=[unmarked])
    signer_title = Composed(label="Chức vụ người ký", max_length=120, required=False, validators=[unmarked])
    signer_name = Composed(label="Người ký", max_length=120, required=False, validators=[unmarked])
    secrecy = forms.ChoiceField(label="Mức độ", choices=Secrecy.choices)
    monitor = picker(
        Agency.objects.none(),
        "Cơ quan theo dõi kế hoạch",
        "Nơi xác nhận kết quả. Để trống thì đơn vị nhập tự theo dõi.",
    )
    cycle = forms.ChoiceField(
        label="Kỳ cập nhật của việc không có hạn", choices=[NO_CYCLE, *Recurrence.choices()], required=False
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    COPIED = (
        "number", "type_code", "issuer_name", "acting_body", "place", "subject", "signer_authority", "signer_title", "signer_name",
        "secrecy",
    )  # fmt: skip

    def __init__(self, *args: Any, officer: Officer, proposal: Proposal, version: int, **kwargs: Any) -> None:
        record = proposal.record
        issuer = proposal.names.get(record.issuer)
        kwargs["initial"] = {
            **{name: getattr(record, name) for name in self.COPIED},
            "date": _typed(record.date),
            "issuer_agency": issuer.agency_id if issuer else None, "monitor": proposal.monitor, "cycle": proposal.cycle,
            "version": version,
        }  # fmt: skip
        super().__init__(*args, **kwargs)
        for name in ("issuer_agency", "monitor"):
            field: Any = self.fields[name]
            field.queryset = Agency.objects.visible_to(officer)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        number = data.get("number", "")
        if number and (parsed := parse_number(number)) is not None and parsed.value is None:
            self.add_error("number", "Số còn để trống. Ghi đủ số, hoặc xóa cả ô nếu văn bản không có số.")
        if not self.errors and not (number or data.get("date") or data.get("subject")):
            raise ValidationError("Văn bản không có số thì phải có ngày hoặc trích yếu.")
        return data

    def write(self, proposal: Proposal) -> None:
        """Put what was typed into the proposal; what the officer changed is no longer in doubt."""
        record, data = proposal.record, self.cleaned_data
        for name in self.COPIED:
            setattr(record, name, nfc(data[name]).strip())
        record.date = data["date"].isoformat() if data["date"] else None
        agency: Agency | None = data["issuer_agency"]
        if agency is not None:
            words = record.issuer_name or agency.name
            record.issuer, record.issuer_name = _issuer_key(proposal, words, agency), words
        else:
            record.issuer = ""
        for name in ("number", "type_code", "date", "subject"):
            if getattr(record, name):
                record.doubts.pop(name, None)
        if record.issuer_name:
            record.doubts.pop("issuer", None)
        monitor: Agency | None = data["monitor"]
        proposal.monitor, proposal.monitor_name = (monitor.pk, monitor.name) if monitor else (None, "")
        proposal.monitor_chosen = proposal.monitor_chosen or "monitor" in self.changed_data
        proposal.cycle = data["cycle"]
        ask_again_about_twins(proposal)


def _issuer_key(proposal: Proposal, words: str, agency: Agency) -> str:
    """The name of the issuer, meaning the chosen agency."""
    key = proposal.record.issuer
    if not key or search_key(proposal.names[key].words) != search_key(words):
        # A key of its own: the tasks that name the body which was taken for the issuer go on meaning it.
        key = f"{search_key(words)[:150]} (co quan ban hanh)"
        proposal.names[key] = Name(words[:300])
    choose(proposal, key, f"a{agency.pk}", label=agency.name)
    return key


class DraftTaskForm(forms.Form):
    """One proposed task: name, bodies, day."""

    title = forms.CharField(
        label="Tên nhiệm vụ", max_length=300, validators=[unmarked], widget=forms.Textarea(attrs={"rows": 2})
    )
    path = Composed(label="Mục", max_length=40)
    leads = forms.MultipleChoiceField(
        label="Đơn vị chủ trì", required=False, help_text="Chọn nhóm thì mỗi thành viên thành một dòng phân công.",
        widget=forms.SelectMultiple(attrs={"data-picker": "agency"}),
    )  # fmt: skip
    lead_words = forms.CharField(
        label="Chủ trì chưa xác định", required=False, max_length=2000, validators=[unmarked],
        help_text="Mỗi dòng một tên, giữ như văn bản ghi.", widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    helpers = forms.MultipleChoiceField(
        label="Đơn vị phối hợp", required=False, widget=forms.SelectMultiple(attrs={"data-picker": "agency"})
    )
    helper_words = forms.CharField(
        label="Phối hợp chưa xác định", required=False, max_length=2000, validators=[unmarked],
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    kind = forms.ChoiceField(label="Loại nhiệm vụ", choices=TaskKind.choices)
    due_on = day_field("Hạn")
    product = Composed(label="Sản phẩm", max_length=300, required=False, validators=[unmarked])
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, officer: Officer, proposal: Proposal, task: TaskDraft | None, version: int, **kwargs: Any
    ) -> None:
        kwargs["initial"] = {"version": version, "kind": TaskKind.CONTINUING.value} | (
            _initial(proposal, task) if task else {}
        )
        super().__init__(*args, **kwargs)
        agencies, groups = _bodies(officer)
        self.labels = agencies | groups
        leads: Any = self.fields["leads"]
        helpers: Any = self.fields["helpers"]
        leads.choices = helpers.choices = _in_sets(agencies, groups)

    def bodies(self, name: str) -> list[tuple[str, str]]:
        """The chosen bodies as option keys with their labels."""
        return [(key, self.labels[key]) for key in self.cleaned_data[name]]


def _typed(day: str | None) -> str:
    """An ISO day as officers type it."""
    return f"{date.fromisoformat(day):%d/%m/%Y}" if day else ""


def _initial(proposal: Proposal, task: TaskDraft) -> dict[str, Any]:
    names = proposal.names

    def chosen(role: str) -> list[str]:
        return [
            names[line.name].choice
            for line in task.lines
            if line.role == role and names[line.name].choice[:1] in "ag" and names[line.name].choice
        ]

    def words(role: str) -> str:
        said = [names[line.name] for line in task.lines if line.role == role]
        return "\n".join(name.words for name in said if not (name.agency_id or name.group_id))

    return {
        "title": task.title, "path": task.path, "kind": task.kind, "product": task.product,
        "due_on": _typed(task.due_on),
        "leads": chosen("lead"), "lead_words": words("lead"),
        "helpers": chosen("coordinating"), "helper_words": words("coordinating"),
    }  # fmt: skip


class NameForm(forms.Form):
    """Which body of the catalogue a printed name means; the issuer is one agency, never a group."""

    body = forms.ChoiceField(label="Đơn vị trong danh mục", widget=forms.Select(attrs={"data-picker": "agency"}))
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, officer: Officer, version: int, proposal: Proposal, key: str, **kwargs: Any) -> None:
        kwargs["initial"] = {"version": version, "body": proposal.names[key].choice}
        super().__init__(*args, **kwargs)
        self.key = key
        agencies, groups = _bodies(officer)
        self.labels = agencies if key == proposal.record.issuer else agencies | groups
        body: Any = self.fields["body"]
        body.choices = [("", ""), *_in_sets(agencies, {} if key == proposal.record.issuer else groups)]

    def write(self, proposal: Proposal) -> None:
        """Put the choice into the proposal."""
        chosen = self.cleaned_data["body"]
        choose(proposal, self.key, chosen, label=self.labels[chosen])


def _bodies(officer: Officer) -> tuple[dict[str, str], dict[str, str]]:
    """Names of the agencies and groups that the officer may see, by option key."""
    agencies = {f"a{pk}": name for pk, name in Agency.objects.visible_to(officer).values_list("pk", "name")}
    groups = {f"g{pk}": name for pk, name in AgencyGroup.objects.visible_to(officer).values_list("pk", "name")}
    return agencies, groups


def _in_sets(agencies: dict[str, str], groups: dict[str, str]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Choices under their headings, groups first."""
    sets = [("Nhóm đơn vị", list(groups.items()))] if groups else []
    return [*sets, ("Cơ quan", list(agencies.items()))]
