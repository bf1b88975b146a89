"""A form on a page of its own: what was typed, what it will do, and refusals beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from agencies.verdict import Denied


def attempt[Done](form: forms.Form, act: Callable[[dict[str, Any]], Done]) -> Done | None:
    """What the act gave; nothing where the form is wrong or a rule refuses, which then stands in the form."""
    if not form.is_bound or not form.is_valid():
        return None
    try:
        return act(form.cleaned_data)
    except Denied as denied:
        form.add_error(None, denied.reason)
        return None


def bound[F: forms.Form](make: Callable[..., F], request: HttpRequest, **kwargs: Any) -> F:
    """The form with what was typed, or with its first values."""
    if request.method == "POST":
        kwargs.pop("initial", None)
        return make(request.POST, **kwargs)
    return make(**kwargs)


def form_page(
    request: HttpRequest,
    form: forms.Form | None,
    *,
    title: str,
    crumbs: Iterable[tuple[str, str]],
    action: str,
    back: str,
    lead: str = "",
    told: Iterable[str] = (),
    hidden: dict[str, str] | None = None,
) -> HttpResponse:
    """The page; `told` are the consequences shown above the form, `crumbs` pairs of words and address."""
    context = {
        "form": form, "title": title, "crumbs": list(crumbs), "action_label": action, "back_url": back, "lead": lead,
        "consequences": list(told), "hidden": hidden or {},
    }  # fmt: skip
    return render(request, "agencies/form.html", context)
