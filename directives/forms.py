"""What officers type about documents."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import flatatt
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from agencies.form_fields import Composed
from agencies.models import Agency, AgencyGroup, Officer
from agencies.rendering import ManyFiles, believable
from agencies.text import nfc
from agencies.uploads import ACCEPT, KINDS_IN_WORDS, CheckedFile, check_upload
from directives.choices import LinkKind, Purpose, Secrecy, SourceKind, Urgency
from directives.entering import Sent, Superior
from directives.models import TYPE_CHOICES, Addressee, Directive, DirectiveFile
from directives.numbers import TYPES, number_key, parse_number
from directives.reading.secrecy import marking_in, refusal
from directives.services import Entry

BY_NUMBER = [("", "Theo số, ký hiệu"), *TYPE_CHOICES]
UNKNOWN_TYPE = [("", "Chọn loại văn bản"), *TYPE_CHOICES]
SENT_FOR = [(p.value, p.label) for p in Purpose if p != Purpose.ASSIGNED]
CANDIDATES = 8


class Catalogue:
    """Agencies and groups an officer may name, read once for all rows of a form; keys are "a12" and "g3"."""

    def __init__(self, user: Officer) -> None:
        self.agencies = {f"a{a.pk}": a for a in Agency.objects.visible_to(user)}
        self.groups = {f"g{g.pk}": g for g in AgencyGroup.objects.visible_to(user).select_related("owner")}

    @cached_property
    def agency_options(self) -> list[tuple[str, SafeString]]:
        """Options after their `value` attribute; made once, since a form prints them for every row."""
        return [
            (
                key,
                format_html(
                    ' data-also="{} {} {}">{}</option>',
                    a.short_name,
                    a.symbol,
                    f"{a.former_names} {a.former_labels}",
                    a.name,
                ),
            )
            for key, a in self.agencies.items()
        ]

    @cached_property
    def group_options(self) -> list[tuple[str, SafeString]]:
        """Groups say whose they are."""
        return [(key, format_html(">{} ({})</option>", g.name, g.owner.label)) for key, g in self.groups.items()]


class CatalogueSelect(forms.Select):
    """A picker over the catalogue, written without a template: several hundred options in each of a dozen rows."""

    option_sets: Sequence[tuple[str, Sequence[tuple[str, SafeString]]]] = ()

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        given = value if isinstance(value, (list, tuple)) else [value]
        chosen = {str(one) for one in given if one}
        shown = {"data-picker": "co-quan", **self.build_attrs(self.attrs, attrs), "name": name}
        if self.allow_multiple_selected:
            shown["multiple"] = True
        parts = [] if self.allow_multiple_selected else [mark_safe('<option value="">Chọn cơ quan</option>')]
        for label, options in self.option_sets:
            # Keys are ours and the rest was escaped when it was made: escaping thousands of options again is what would cost.
            rows = SafeString(
                "".join(f'<option value="{k}"{" selected" if k in chosen else ""}{rest}' for k, rest in options)
            )
            parts.append(format_html('<optgroup label="{}">{}</optgroup>', label, rows) if label else rows)
        return format_html("<select{}>{}</select>", flatatt(shown), SafeString("".join(parts)))


class CatalogueSelectMany(CatalogueSelect, forms.SelectMultiple):
    """The same for several choices."""

    allow_multiple_selected = True


class AgencyField(forms.Field):
    """One agency of the catalogue; cleans to the Agency or None."""

    widget = CatalogueSelect
    catalogue: Catalogue

    def use(self, catalogue: Catalogue) -> None:
        """Take names and options from the catalogue read for this form."""
        self.catalogue = catalogue
        self.widget.option_sets = [("", catalogue.agency_options)]

    def to_python(self, value: Any) -> Agency | None:
        if not value:
            return None
        if value not in self.catalogue.agencies:
            raise ValidationError("Cơ quan này không có trong danh mục.")
        return self.catalogue.agencies[value]

    def validate(self, value: Any) -> None:
        """Nothing to add: the printed name may stand in for the catalogue's, which the form knows."""

    def prepare_value(self, value: Any) -> Any:
        return f"a{value.pk}" if isinstance(value, Agency) else value


class BodiesField(forms.Field):
    """Several agencies and groups; cleans to a list of both."""

    widget = CatalogueSelectMany
    catalogue: Catalogue

    def use(self, catalogue: Catalogue) -> None:
        """Take names and options from the catalogue read for this form."""
        self.catalogue = catalogue
        self.widget.option_sets = [
            ("Nhóm đơn vị", catalogue.group_options),
            ("Cơ quan, đơn vị", catalogue.agency_options),
        ]

    def to_python(self, value: Any) -> list[Agency | AgencyGroup]:
        known: dict[str, Agency | AgencyGroup] = {**self.catalogue.agencies, **self.catalogue.groups}
        if any(one not in known for one in value or ()):
            raise ValidationError("Có nơi nhận không có trong danh mục.")
        return [known[one] for one in value or ()]


def day_field(label: str, **options: Any) -> forms.DateField:
    """A day typed as dd/mm/yyyy."""
    widget = forms.DateInput(
        format="%d/%m/%Y", attrs={"data-day": "", "class": "day-field", "inputmode": "numeric", "autocomplete": "off"}
    )
    return forms.DateField(label=label, required=False, widget=widget, validators=[believable], **options)


def words(label: str, limit: int, **options: Any) -> forms.CharField:
    """A line of optional words."""
    return Composed(label=label, max_length=limit, required=False, **options)


def refuse_marking(text: str) -> str:
    """The text, unless it carries a secrecy marking (decision 19)."""
    if marking := marking_in(text):
        reason = refusal(marking)
        raise ValidationError(f"{reason[:1].upper()}{reason[1:]}", code="secret")
    return text


def unmarked(text: str) -> None:
    """Validator of typed words anywhere: refuses a secrecy marking (decision 19)."""
    refuse_marking(text)


class EntryForm(forms.Form):
    """The record of a document with its text and original files."""

    number_as_printed = words(
        "Số, ký hiệu", 80, help_text="Ghi như in trên văn bản, ví dụ 54-CV/TU. Văn bản không số thì để trống."
    )
    type_code = forms.ChoiceField(label="Loại văn bản", choices=BY_NUMBER, required=False)
    issued_on = day_field("Ngày ban hành", help_text="Ngày/tháng/năm, ví dụ 24/12/2020.")
    subject = words("Trích yếu", 1000, widget=forms.Textarea(attrs={"rows": 2}), help_text="Văn bản nói về việc gì.")
    secrecy = forms.ChoiceField(
        label="Mức độ", choices=Secrecy.choices, initial=Secrecy.NORMAL, widget=forms.RadioSelect,
        help_text="Văn bản có dấu MẬT, TỐI MẬT, TUYỆT MẬT không được đưa vào hệ thống.",
    )  # fmt: skip
    urgency = forms.ChoiceField(label="Độ khẩn", choices=Urgency.choices, initial=Urgency.NORMAL)
    source_kind = forms.ChoiceField(
        label="Nguồn", choices=SourceKind.choices, initial=SourceKind.DOCUMENT,
        help_text="Chọn nguồn báo chí khi mới biết văn bản qua báo, đài; nhiệm vụ khi đó chỉ là tạm ghi.",
    )  # fmt: skip
    issuer = AgencyField(label="Cơ quan ban hành")
    issuer_text = words("Tên cơ quan như in trên văn bản", 250, help_text="Ghi khi cơ quan chưa có trong danh mục.")
    issuer_deduced = forms.BooleanField(label="Văn bản không ghi rõ, cơ quan ban hành do suy ra", required=False)
    acting_body = words("Thay mặt", 120, help_text="Tập thể đứng tên, ví dụ Ban Thường vụ.")
    place = words("Địa danh", 60, help_text="Nơi ghi trước ngày tháng, ví dụ Cần Thơ.")
    signer_authority = words("Thẩm quyền ký", 120, help_text="Ví dụ T/M BAN THƯỜNG VỤ.")
    signer_title = words("Chức vụ người ký", 120)
    signer_name = words("Người ký", 120)
    text = forms.CharField(
        label="Toàn văn", required=False, max_length=2_000_000, widget=forms.Textarea(attrs={"rows": 8}),
        help_text="Dán toàn văn nếu có; nhiệm vụ sau này dẫn đúng lời văn.",
    )  # fmt: skip
    uploads = ManyFiles(label="Tệp gốc", required=False, help_text=f"Nhận {KINDS_IN_WORDS}; mỗi tệp tối đa 20 MB.")
    office = forms.ChoiceField(label="Nhập thay", required=False)

    def __init__(self, *args: Any, catalogue: Catalogue, offices: Sequence[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offices = {str(office.pk): office for office in offices}
        self.fields["issuer"].use(catalogue)  # type: ignore[attr-defined]
        self.fields["uploads"].widget.attrs["accept"] = ACCEPT
        if len(offices) > 1:
            self.fields["office"] = forms.ChoiceField(
                label="Nhập cho đơn vị", choices=[(key, office.name) for key, office in self.offices.items()]
            )
        else:
            del self.fields["office"]

    @property
    def parsed(self) -> Any:
        """The number as it is read from what is typed, to be shown beside it; None when there is none."""
        return parse_number(str(self["number_as_printed"].value() or ""))

    def clean_uploads(self) -> list[CheckedFile]:
        """Each file checked by content, and for a secrecy marking, before anything is kept."""
        return [check_upload(file) for file in self.cleaned_data["uploads"]]

    def clean_text(self) -> str:
        return refuse_marking(self.cleaned_data["text"])

    def clean_subject(self) -> str:
        return refuse_marking(self.cleaned_data["subject"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        self._settle_type(data)
        if not data.get("issuer") and not data.get("issuer_text") and "issuer" not in self.errors:
            self.add_error("issuer", "Chọn cơ quan ban hành, hoặc ghi tên như in trên văn bản.")
        parsed = parse_number(data.get("number_as_printed") or "")
        has_number = bool(data.get("number_as_printed")) and (parsed is None or parsed.value is not None)
        if not has_number and not (data.get("issued_on") and data.get("subject")) and "issued_on" not in self.errors:
            self.add_error(
                "number_as_printed", "Ghi số, ký hiệu; văn bản không số thì ghi cả ngày ban hành và trích yếu."
            )
        return data

    def _settle_type(self, data: dict[str, Any]) -> None:
        """The type is read from the number where the officer left it open; a number that says otherwise is asked about."""
        parsed = parse_number(data.get("number_as_printed") or "")
        by_number = parsed.type_code if parsed else None
        if not data.get("type_code"):
            data["type_code"] = by_number or ""
        if not data["type_code"]:
            self.add_error("type_code", "Chọn loại văn bản: số, ký hiệu không cho biết loại.")
        elif by_number and by_number != data["type_code"]:
            told = f"Số ghi {by_number} ({TYPES[by_number]}) nhưng đang chọn {TYPES[data['type_code']]}. Hãy sửa một trong hai."
            self.add_error("type_code", told)

    @property
    def chosen_office(self) -> Agency:
        """The agency in whose name the document is entered."""
        return self.offices.get(self.cleaned_data.get("office", ""), next(iter(self.offices.values())))

    def entry(self, *, text: str | None = None) -> Entry:
        """What was typed, as the services take it."""
        names = set(Entry.__dataclass_fields__) - {"text"}
        values = {name: value for name, value in self.cleaned_data.items() if name in names}
        return Entry(**values, text=self.cleaned_data.get("text", "") if text is None else text)


class ReviseForm(EntryForm):
    """The record again, with what may be taken back and the version that was read."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, addressees: Iterable[Addressee], kept_files: Iterable[DirectiveFile], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.kept = {str(row.pk): row for row in addressees if row.purpose != Purpose.ASSIGNED}
        self.kept_files = {str(row.pk): row for row in kept_files}
        self.fields["drop_addressees"] = forms.MultipleChoiceField(
            label="Bỏ nơi nhận ghi nhầm", required=False, widget=forms.CheckboxSelectMultiple,
            choices=[(key, f"{row.label}, {row.get_purpose_display()}") for key, row in self.kept.items()],
        )  # fmt: skip
        self.fields["drop_files"] = forms.MultipleChoiceField(
            label="Bỏ tệp đã gửi", required=False, widget=forms.CheckboxSelectMultiple,
            choices=[(key, row.name) for key, row in self.kept_files.items()],
        )  # fmt: skip


class SuperiorForm(forms.Form):
    """One superior: a document of the installation found by typing, or what is known of another."""

    kind = forms.ChoiceField(label="Quan hệ", choices=LinkKind.choices, initial=LinkKind.IMPLEMENTS)
    query = words("Văn bản cấp trên", 120)
    existing = forms.CharField(required=False, widget=forms.HiddenInput)
    number = words("Số, ký hiệu", 80)
    type_code = forms.ChoiceField(label="Loại văn bản", choices=UNKNOWN_TYPE, required=False)
    issued_on = day_field("Ngày ban hành")
    issuer = AgencyField(label="Cơ quan ban hành", required=False)
    issuer_text = words("Tên cơ quan như in", 250)
    subject = words("Trích yếu hoặc tên gọi", 500)

    STUB = ("number", "type_code", "issued_on", "issuer", "issuer_text", "subject")

    def __init__(self, *args: Any, user: Officer, catalogue: Catalogue, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.visible = Directive.objects.visible_to(user).select_related("issuer")
        self.fields["issuer"].use(catalogue)  # type: ignore[attr-defined]
        self.fields["query"].widget.attrs.update(
            {"placeholder": "Gõ số hoặc trích yếu, ví dụ 93 kl", "autocomplete": "off"}
        )
        self.fields["query"].label = "Tìm văn bản đã có trong hệ thống"

    @cached_property
    def has_stub(self) -> bool:
        """Whether anything is typed about a document that is not found."""
        return any(str(self[name].value() or "").strip() for name in self.STUB)

    @cached_property
    def is_empty(self) -> bool:
        """Whether the row was left alone."""
        typed = str(self["query"].value() or "").strip() or str(self["existing"].value() or "")
        return not typed and not self.has_stub

    @cached_property
    def chosen(self) -> Directive | None:
        """The document that is marked, as far as the officer may see it."""
        marked = str(self["existing"].value() or "")
        return self.visible.filter(pk=int(marked)).first() if marked.isdecimal() and len(marked) < 18 else None

    @cached_property
    def candidates(self) -> list[Directive]:
        """Documents to choose from: the marked one first, then what fits the typed words."""
        query = str(self["query"].value() or "").strip()
        found = list(self.visible.best_first(query)[:CANDIDATES]) if query else []
        return found if self.chosen is None or self.chosen in found else [self.chosen, *found]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        self.superior: Superior | None = None
        if self.is_empty or self.errors:
            return data
        if data.get("existing") and self.chosen is None:
            self.add_error("query", "Không còn thấy văn bản đã chọn. Hãy tìm lại.")
        elif existing := self.chosen or (None if self.has_stub else self._found(data["query"])):
            self.superior = Superior(kind=data["kind"], existing=existing)
        elif self.has_stub:
            self._clean_stub(data)
        return data

    def _found(self, query: str) -> Directive | None:
        """The one document whose number is exactly what was typed; otherwise the officer is asked."""
        exact = [d for d in self.candidates if d.number and number_key(d.number) == number_key(query)]
        if len(exact) == 1:
            return exact[0]
        if self.candidates:
            self.add_error("query", "Có văn bản khớp: hãy đánh dấu văn bản đúng trong danh sách dưới đây.")
        else:
            self.add_error("query", "Không thấy văn bản này. Nếu chưa có trong hệ thống, ghi ở phần “Văn bản khác”.")
        return None

    def _clean_stub(self, data: dict[str, Any]) -> None:
        number = data["number"]  # an error takes the field out of the data
        parsed = parse_number(number)
        type_code = data["type_code"] or (parsed.type_code if parsed else None)
        if not type_code:
            self.add_error("type_code", "Chọn loại của văn bản khác.")
        if not data["issuer"] and not data["issuer_text"]:
            self.add_error("issuer", "Chọn hoặc ghi cơ quan ban hành của văn bản khác.")
        is_blank = not number or (parsed is not None and parsed.value is None)
        if is_blank and not data["subject"]:
            self.add_error("number", "Ghi số, ký hiệu; không có số thì ghi trích yếu hoặc tên gọi.")
        if not data["issued_on"] and (twin := self._same_number(number, type_code)):
            self.add_error(
                "issued_on",
                f"Đã có {twin.title} của {twin.issuer_name}. Hãy tìm và chọn văn bản đó, hoặc ghi ngày ban hành.",
            )
        if not self.errors:
            cited = Entry(
                type_code=str(type_code), number_as_printed=number, issuer=data["issuer"], issuer_text=data["issuer_text"],
                issued_on=data["issued_on"], subject=data["subject"],
            )  # fmt: skip
            self.superior = Superior(kind=data["kind"], cited=cited)

    def _same_number(self, number: str, type_code: str | None) -> Directive | None:
        """A known document that a number without a date may well mean; which, only the officer can say."""
        if not number:
            return None
        same = self.visible.filter(type_code=type_code or "").matching(number)[:CANDIDATES]
        return next((d for d in same if number_key(d.number) == number_key(number)), None)


class AddresseeForm(forms.Form):
    """One line of addressees: bodies of the catalogue or words, and what for."""

    bodies = BodiesField(label="Cơ quan, nhóm nhận", required=False)
    texts = words(
        "Nơi nhận khác, như in trên văn bản",
        2000,
        widget=forms.Textarea(attrs={"rows": 1}),
        help_text="Mỗi dòng một nơi nhận.",
    )
    purpose = forms.ChoiceField(label="Mục đích", choices=SENT_FOR, initial=Purpose.EXECUTE)

    def __init__(self, *args: Any, catalogue: Catalogue, **kwargs: Any) -> None:
        kwargs.pop("user", None)
        super().__init__(*args, **kwargs)
        self.fields["bodies"].use(catalogue)  # type: ignore[attr-defined]

    @property
    def sent(self) -> Sent | None:
        """The line as the services take it; None when nothing was named."""
        bodies = self.cleaned_data.get("bodies", [])
        texts = [line.strip()[:300] for line in nfc(self.cleaned_data.get("texts", "")).split("\n") if line.strip()]
        if not bodies and not texts:
            return None
        return Sent(
            purpose=self.cleaned_data["purpose"],
            agencies=[one for one in bodies if isinstance(one, Agency)],
            groups=[one for one in bodies if isinstance(one, AgencyGroup)],
            texts=texts,
        )


SuperiorRows = forms.formset_factory(SuperiorForm, extra=2, max_num=30, absolute_max=30)
AddresseeRows = forms.formset_factory(AddresseeForm, extra=2, max_num=20, absolute_max=20)
