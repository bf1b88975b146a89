"""Fields that several forms share."""

from __future__ import annotations

from typing import Any

from django import forms

from agencies.text import nfc


class Composed(forms.CharField):
    """Typed words as they will be stored: composed before their length is counted, as composing makes some signs longer."""

    def to_python(self, value: Any) -> Any:
        """The stored form of what was typed."""
        text = super().to_python(value)
        return nfc(text) if isinstance(text, str) and text else text
