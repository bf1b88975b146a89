"""For which of their agencies officers act when a form asks it."""

from __future__ import annotations

from typing import Any

from django import forms

from agencies.models import Agency, Officer, offices_of


class OfficeForm(forms.Form):
    """One of the officer's own agencies to enter something for; not asked where there is only one."""

    office = forms.ChoiceField(label="Nhập cho", help_text="Theo chức trách của đồng chí.")

    def __init__(self, *args: Any, officer: Officer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offices = {str(office.pk): office for office in offices_of(officer)}
        field: Any = self.fields["office"]
        field.choices = [(pk, office.name) for pk, office in self.offices.items()]
        if len(self.offices) == 1:
            field.widget = forms.HiddenInput()
            field.initial = next(iter(self.offices))

    def clean_office(self) -> Agency:
        return self.offices[self.cleaned_data["office"]]
