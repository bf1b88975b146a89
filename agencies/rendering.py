"""How forms come out: the house's own field templates and classes, used by every `{{ form }}`."""

from __future__ import annotations

from datetime import date
from typing import Any, Final, cast

from django import forms
from django.forms import BoundField
from django.forms.renderers import TemplatesSetting
from django.forms.utils import flatatt
from django.utils.html import format_html
from django.utils.safestring import SafeString

CLASSES = {
    "checkbox": "form-check-input",
    "checkboxselectmultiple": "checks",
    "radioselect": "choice-radio",
    "select": "form-select",
    "selectmultiple": "form-select",
    "nullbooleanselect": "form-select",
}
BARE = frozenset({"hidden", "multiplehidden", "splitdatetime"})
FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 2200


def believable(day: date) -> None:
    """Refuse a day that nobody can mean: periods and offsets counted from it would leave the calendar."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise forms.ValidationError(f"Năm phải từ {FIRST_YEAR} đến {LAST_YEAR}.")


class HouseBoundField(BoundField):
    """A field on a page: controls carry the classes of static/css/forms.css and say which hint and error are theirs."""

    def __init__(self, form: forms.BaseForm, field: forms.Field, name: str) -> None:
        super().__init__(form, field, name)
        self._speak_plainly()
        if isinstance(field.widget, forms.Textarea):
            # A browser cuts what is pasted beyond maxlength without a word; the server refuses it and keeps every letter.
            field.widget.attrs.pop("maxlength", None)

    def _speak_plainly(self) -> None:
        """Say what to do where Django would only say that a "field" is wrong; a form's own words stay."""
        said = self.field.error_messages
        if said.get("required") == forms.Field.default_error_messages["required"]:
            verb = "chọn" if isinstance(self.field, (forms.ChoiceField, forms.FileField)) else "nhập"
            label = str(self.label)
            said["required"] = f"Cần {verb} {label if label[:2].isupper() else label[:1].lower() + label[1:]}."
        if said.get("invalid") == forms.DateField.default_error_messages["invalid"]:
            said["invalid"] = "Không đọc được ngày này. Hãy nhập ngày/tháng/năm, ví dụ 30/6/2022."
        if said.get("invalid") == forms.UUIDField.default_error_messages["invalid"]:
            said["invalid"] = "Trang này mở từ trước hoặc đã bị sửa. Hãy mở lại trang rồi gửi."
        if "invalid_pk_value" in said:
            said["invalid_pk_value"] = "“%(pk)s” không có trong danh sách. Hãy chọn lại."
        said.setdefault(
            "null_characters_not_allowed", "Có ký tự lạ (ký tự rỗng) trong nội dung. Hãy xóa ký tự đó rồi gửi."
        )
        said.setdefault("max_length", "Dài quá: tối đa %(limit_value)d ký tự, đang có %(show_value)d. Hãy rút gọn.")

    @property
    def anchor(self) -> str:
        """Id of the control that a link of the error summary should land on."""
        return self.id_for_label or (f"{self.auto_id}_0" if self.use_fieldset else str(self.auto_id))

    @property
    def kind(self) -> str:
        """Which shape the field template gives: check, files, or plain."""
        if self.widget_type == "checkbox":
            return "check"
        return "files" if isinstance(self.field.widget, forms.FileInput) else "plain"

    @property
    def many(self) -> bool:
        """Whether several files may be chosen at once."""
        return bool(getattr(self.field.widget, "allow_multiple_selected", False))

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        """Django's attributes and the house's class beside whatever class the form itself asked for."""
        built = cast("dict[str, Any]", super().build_widget_attrs(attrs, widget))
        if self.widget_type not in BARE and not self.is_hidden:
            own = (self.field.widget.attrs.get("class", ""), built.get("class", ""))
            wanted = (*own, CLASSES.get(self.widget_type, "form-control"))
            built["class"] = " ".join(dict.fromkeys(" ".join(wanted).split()))
        return built


SELECT = "django/forms/widgets/select.html"
OPTION = "django/forms/widgets/select_option.html"


def _option(option: dict[str, Any]) -> str:
    return format_html('<option value="{}"{}>{}</option>', option["value"], flatatt(option["attrs"]), option["label"])


def _select(widget: dict[str, Any]) -> SafeString:
    """The markup of Django's own select templates, written without a template per option."""
    parts: list[str] = [format_html('<select name="{}"{}>', widget["name"], flatatt(widget["attrs"]))]
    for label, options, _ in widget["optgroups"]:
        inside = [_option(option) for option in options]
        parts += [format_html('<optgroup label="{}">', label), *inside, "</optgroup>"] if label else inside
    return SafeString("\n".join((*parts, "</select>")))


class HouseRenderer(TemplatesSetting):
    """Form renderer of the project (settings.FORM_RENDERER); widgets stay Django's."""

    form_template_name = "components/_fields.html"
    field_template_name = "components/_field.html"
    bound_field_class = HouseBoundField

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        """Selects are written here: Django renders two templates for each option, and lists of agencies have hundreds."""
        if template_name == SELECT:
            widget = context["widget"]
            if all(option["template_name"] == OPTION for _, group, _ in widget["optgroups"] for option in group):
                return _select(widget)
        return super().render(template_name, context, request)


class ManyFilesInput(forms.ClearableFileInput):
    """A file input that takes several files at once."""

    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"


class ManyFiles(forms.FileField):
    """Several files; cleans to a list, empty when none was chosen."""

    widget = ManyFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Every file goes through the field's own checks."""
        given = data if isinstance(data, (list, tuple)) else [data]
        cleaned = [super(ManyFiles, self).clean(one, initial) for one in given] if any(given) else []
        if self.required and not cleaned:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        return cleaned
