"""Forms of the catalogue: facts of an agency, a new name, a new superior, other names, groups."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet

from agencies.choices import AgencyKind, Level, Side
from agencies.form_fields import Composed
from agencies.models import Agency, Officer, scope_of
from agencies.rendering import believable
from agencies.text import nfc, search_key


class AgencyOption(forms.Select):
    """A select found by typing: short names, symbols and former names find a body as well."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"data-picker": "co-quan", **(attrs or {})})

    def create_option(self, name: str, value: Any, label: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, label, *args, **kwargs)
        agency = getattr(value, "instance", None)
        if isinstance(agency, Agency):
            option["attrs"]["data-also"] = (
                f"{agency.short_name} {agency.symbol} {agency.former_names} {agency.former_labels}".strip()
            )
        return option


class ManyAgencies(AgencyOption, forms.SelectMultiple):
    """The same for several bodies."""


def agencies_field(label: str, hint: str = "", *, required: bool = True) -> forms.ModelChoiceField[Agency]:
    """One body; the form says of which ones."""
    return forms.ModelChoiceField(
        Agency.objects.none(),
        label=label,
        help_text=hint,
        required=required,
        widget=AgencyOption(),
        empty_label="Chọn cơ quan",
    )


def day_field(label: str, hint: str = "", *, required: bool = True) -> forms.DateField:
    """A day, typed or picked."""
    widget = forms.DateInput(attrs={"data-day": "", "placeholder": "ngày/tháng/năm", "class": "day-field"})
    return forms.DateField(label=label, help_text=hint, required=required, validators=[believable], widget=widget)


def kept_by(officer: Officer, *, on: date) -> QuerySet[Agency]:
    """Bodies of the administered subtree that still exist."""
    found = Agency.objects.existing(on=on)
    return found if officer.is_superuser else found.filter(pk__in=scope_of(officer).administered)


class FactsForm(forms.Form):
    """What an agency is; changes of name or superior by a decision have forms of their own."""

    name = Composed(label="Tên đầy đủ", max_length=250)
    short_name = Composed(label="Tên ngắn", max_length=120, required=False, help_text="Dùng ở chỗ hẹp: bảng, thư nhắc.")
    kind = forms.ChoiceField(label="Loại", choices=AgencyKind.choices)
    side = forms.ChoiceField(label="Khối", choices=Side.choices)
    level = forms.ChoiceField(label="Cấp", choices=Level.choices)
    serves = agencies_field(
        "Tham mưu, giúp việc cho",
        "Đặt cho văn phòng, ban của cấp ủy: cơ quan đó nhập văn bản, lập kế hoạch và theo dõi thay cấp ủy.",
        required=False,
    )
    acting_body = forms.CharField(
        label="Tập thể thay mặt", max_length=120, required=False, help_text="Ví dụ: Ban Thường vụ"
    )
    symbol = forms.CharField(
        label="Chữ viết tắt trong ký hiệu", max_length=30, required=False, help_text="Ví dụ: TU, BTGTU, LHH"
    )
    place = Composed(label="Địa danh", max_length=60, required=False)
    started_on = day_field("Thành lập ngày", required=False)

    def __init__(self, *args: Any, officer: Officer, on: date, agency: Agency | None = None, **kwargs: Any) -> None:
        if agency is not None:
            kwargs.setdefault("initial", {name: getattr(agency, name) for name in self.base_fields if name != "parent"})
        super().__init__(*args, **kwargs)
        self.agency = agency
        served: Any = self.fields["serves"]
        bodies = kept_by(officer, on=on)
        if agency is not None:
            # Whom the head of the subtree serves may stand above it; it can stay so.
            bodies = (bodies | Agency.objects.filter(pk=agency.serves_id or 0)).exclude(pk=agency.pk)
            self.fields["name"].help_text = "Chỉ sửa lỗi chính tả ở đây; đổi tên theo quyết định thì dùng “Đổi tên”."
        served.queryset = bodies.distinct()

    def clean_name(self) -> str:
        words = " ".join(nfc(str(self.cleaned_data["name"])).split())
        if not search_key(words):
            raise forms.ValidationError("Tên phải có chữ.")
        return words


class FoundForm(FactsForm):
    """A new agency under one of the own subtree."""

    parent = agencies_field("Cấp trên trực tiếp", "Cấp trên thấy công việc của mọi cơ quan dưới mình.")
    field_order = ("parent",)

    def __init__(self, *args: Any, officer: Officer, on: date, **kwargs: Any) -> None:
        super().__init__(*args, officer=officer, on=on, **kwargs)
        parents: Any = self.fields["parent"]
        parents.queryset = kept_by(officer, on=on)
        parents.required = not officer.is_superuser


class RenameForm(forms.Form):
    """A new name by a decision."""

    name = Composed(label="Tên mới", max_length=250)
    short_name = Composed(label="Tên ngắn mới", max_length=120, required=False)
    since = day_field("Có hiệu lực từ ngày", "Không ghi trước quyết định chưa có hiệu lực.")
    decision = Composed(
        label="Quyết định", max_length=200, help_text="Số, ký hiệu, ngày và nơi ban hành của quyết định đổi tên."
    )


class MoveForm(forms.Form):
    """A new superior by a decision."""

    parent = agencies_field("Cấp trên mới")
    since = day_field("Có hiệu lực từ ngày", "Không ghi trước quyết định chưa có hiệu lực.")
    decision = Composed(label="Quyết định", max_length=200, help_text="Số, ký hiệu, ngày và nơi ban hành.")

    def __init__(self, *args: Any, officer: Officer, agency: Agency, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parents: Any = self.fields["parent"]
        parents.queryset = kept_by(officer, on=on).exclude(pk__in=[agency.pk, agency.parent_id or 0])
        parents.required = not officer.is_superuser


class MergeForm(forms.Form):
    """Which known body a provisional one is."""

    into = agencies_field("Gộp vào cơ quan", "Cơ quan chính thức mà tên tạm ghi thực ra nói đến.")

    def __init__(self, *args: Any, officer: Officer, agency: Agency, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bodies: Any = self.fields["into"]
        bodies.queryset = kept_by(officer, on=on).filter(provisional=False).exclude(pk=agency.pk)


class AliasForm(forms.Form):
    """Another way texts name the agency."""

    text = Composed(label="Cách gọi khác", max_length=250, help_text="Ví dụ: “BTG Thành ủy”.")
    branch = agencies_field("Dùng trong", "Cách gọi được hiểu ở cơ quan này và các cơ quan dưới nó.")

    def __init__(self, *args: Any, officer: Officer, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        branches: Any = self.fields["branch"]
        branches.queryset = kept_by(officer, on=on)
        branches.required = not officer.is_superuser

    def clean_text(self) -> str:
        words = str(self.cleaned_data["text"])
        if not search_key(words):
            raise forms.ValidationError("Cách gọi phải có chữ.")
        return words


class GroupForm(forms.Form):
    """A category with its first members."""

    name = Composed(label="Tên nhóm", max_length=200, help_text="Như văn bản gọi: “các quận ủy, huyện ủy”.")
    members = forms.ModelMultipleChoiceField(Agency.objects.none(), label="Thành viên", widget=ManyAgencies())
    since = day_field("Là thành viên từ ngày")

    def __init__(self, *args: Any, officer: Officer, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        members: Any = self.fields["members"]
        members.queryset = Agency.objects.visible_to(officer).existing(on=on)

    def clean_name(self) -> str:
        words = " ".join(nfc(str(self.cleaned_data["name"])).split())
        if not search_key(words):
            raise forms.ValidationError("Tên nhóm phải có chữ.")
        return words


class MembersForm(GroupForm):
    """Agencies that join a group."""

    name = None  # type: ignore[assignment]


class LastDayForm(forms.Form):
    """The last day of something that ends."""

    last = day_field("Ngày cuối cùng")
