"""Which two reports are set side by side, and which of their items are listed; all of it in the URL."""

from __future__ import annotations

from typing import Any

from django import forms

from agencies.models import Officer
from reporting.comparing import AFTER, BEFORE, Narrow
from reporting.models import Report

SHOWN = 200


class CompareForm(forms.Form):
    """Reports are asked for by id; one out of sight is left to the view, which answers as for any page that does not exist."""

    a = forms.ChoiceField(label="Báo cáo trước", required=False)
    b = forms.ChoiceField(label="Báo cáo sau", required=False)
    don_vi = forms.ChoiceField(label="Đơn vị", required=False, choices=[("", "Mọi đơn vị")])
    van_ban = forms.ChoiceField(label="Văn bản", required=False, choices=[("", "Mọi văn bản")])
    truoc = forms.CharField(required=False, widget=forms.HiddenInput)
    sau = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any, *, officer: Officer) -> None:
        super().__init__(data)
        seen = Report.objects.visible_to(officer).with_about().defer("figures", "sections")
        listed = [("", "Chọn báo cáo…"), *((str(one.pk), _named(one)) for one in seen[:SHOWN])]
        for name in ("a", "b"):
            self.fields[name].choices = self._with_asked(name, listed, seen)  # type: ignore[attr-defined]

    def _with_asked(self, name: str, listed: list[tuple[str, str]], seen: Any) -> list[tuple[str, str]]:
        """The list, and the report the URL names where it is older than the list reaches."""
        pk = _number(self.data.get(name))
        if pk is None or str(pk) in dict(listed):
            return listed
        return [*listed, *((str(one.pk), _named(one)) for one in seen.filter(pk=pk))]

    @property
    def pair(self) -> tuple[int, int] | None:
        """Ids of both, where both are named."""
        a, b = (_number(self.data.get(name)) for name in ("a", "b"))
        return (a, b) if a is not None and b is not None else None

    @property
    def narrow(self) -> Narrow:
        """Which items are listed; what cannot be read narrows nothing."""
        before, after = self.data.get("truoc", ""), self.data.get("sau", "")
        return Narrow(
            before if before in BEFORE else "", after if after in AFTER else "",
            _number(self.data.get("don_vi")), _number(self.data.get("van_ban")),
        )  # fmt: skip

    def offer(self, agencies: list[tuple[int, str]], directives: list[tuple[int, str]]) -> None:
        """The agencies and documents of the two."""
        for name, found in (("don_vi", agencies), ("van_ban", directives)):
            field: Any = self.fields[name]
            field.choices = [*field.choices, *((str(pk), label) for pk, label in found)]


def _named(report: Report) -> str:
    """What tells reports apart comes first: a narrow select cuts the end."""
    number = f"số {report.numbered}" if report.number_value else report.get_state_display()
    said = f"{report.period_label}, {report.about}, {number} ({report.office.label})"
    return said[:1].upper() + said[1:]


def _number(typed: str | None) -> int | None:
    return int(typed) if typed and typed.isascii() and typed.isdigit() and len(typed) < 10 else None
