"""The forms of one page as one thing: record, superiors and addressees, valid or not together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.forms.utils import ErrorDict, ErrorList
from django.http import HttpRequest, QueryDict

from agencies.choices import Duty
from agencies.http import officer_of
from agencies.models import Agency, Officer, offices_of
from agencies.verdict import Denied
from directives.choices import Secrecy, SourceKind, Urgency
from directives.entering import Sent, Superior, enter
from directives.forms import AddresseeRows, Catalogue, EntryForm, ReviseForm, SuperiorRows
from directives.models import TYPE_CHOICES, Directive, DirectiveCopy
from directives.rules import may_edit
from directives.services import DuplicateDirective, find_duplicate, take_up

# What is compared when somebody saved first, in the order of the form.
COMPARED = (
    "number_as_printed", "type_code", "issued_on", "subject", "issuer", "issuer_text", "issuer_deduced", "acting_body", "place",
    "secrecy", "urgency", "source_kind", "signer_authority", "signer_title", "signer_name",
)  # fmt: skip


CHOICES: dict[str, dict[Any, Any]] = {
    "type_code": dict(TYPE_CHOICES),
    "secrecy": dict(Secrecy.choices),
    "urgency": dict(Urgency.choices),
    "source_kind": dict(SourceKind.choices),
}


def _offices(officer: Officer) -> list[Agency]:
    if not (offices := offices_of(officer)):
        raise Denied("Chỉ văn thư, chuyên viên hoặc lãnh đạo của một đơn vị mới nhập văn bản.")
    return offices


def editing_office(officer: Officer, directive: Directive) -> Agency:
    """The agency in whose name a document is changed: its recorder where the officer acts for it, else its issuer."""
    for agency_id in (directive.recorded_by_id, directive.issuer_id):
        if agency_id and (post := officer.post_in([agency_id], Duty.CLERK, Duty.LEADER)):
            return post.agency
    raise Denied(may_edit(officer, directive).reason)


def _with_more(data: QueryDict, wanted: str) -> QueryDict:
    """The typed data with two more rows of one kind."""
    data = data.copy()
    key = f"{wanted}-TOTAL_FORMS"
    shown = str(data.get(key, ""))
    if shown.isdecimal():
        data[key] = str(min(int(shown[:3]) + 2, 30))
    return data


def _leave_unjudged(form: forms.Form, *row_sets: Any) -> None:
    """More rows were asked for: show what is typed, without judging what is not finished."""
    for one in (form, *(row for rows in row_sets for row in rows.forms)):
        one._errors, one.cleaned_data = ErrorDict(), {}
    for rows in row_sets:
        rows._errors, rows._non_form_errors = [], ErrorList()


@dataclass(frozen=True, slots=True)
class Wrong:
    """One error of the summary at the top: the field it links to (if any), its label, the words."""

    anchor: str
    label: str
    text: str


def _wrong(*groups: Iterable[forms.Form]) -> list[Wrong]:
    """Every error of the page in the order of its fields; nothing while the forms were not judged."""
    found: list[Wrong] = []
    for form in (form for forms_ in groups for form in forms_ if form.is_bound):
        found += [Wrong("", "", str(text)) for text in form.non_field_errors()]
        found += [
            Wrong(str(getattr(bound, "anchor", bound.auto_id)), str(bound.label), str(text))
            for bound in form
            for text in bound.errors
        ]
    return found


class EntrySheet:
    """The page "Nhập văn bản"; `twin` is the record of the same document once it is found."""

    def __init__(self, request: HttpRequest) -> None:
        self.officer = officer_of(request)
        sent = request.method == "POST"
        self.more = request.POST.get("more", "")
        self.hold = request.POST.get("hold", "")
        data = _with_more(request.POST, self.more) if sent else None
        catalogue = Catalogue(self.officer)
        self.form = EntryForm(
            data, request.FILES if sent else None, catalogue=catalogue, offices=_offices(self.officer)
        )
        rows: dict[str, Any] = {"form_kwargs": {"user": self.officer, "catalogue": catalogue}}
        self.superiors = SuperiorRows(data, prefix="superiors", **rows)
        self.addressees = AddresseeRows(data, prefix="addressees", **rows)
        self.twin: Directive | None = None
        if self.more:
            _leave_unjudged(self.form, self.superiors, self.addressees)

    def is_valid(self) -> bool:
        """Whether everything may be saved; every form is asked, so that all errors show at once."""
        return not self.more and all([self.form.is_valid(), self.superiors.is_valid(), self.addressees.is_valid()])

    @property
    def wrong(self) -> list[Wrong]:
        """The summary of errors."""
        return _wrong([self.form], self.superiors.forms, self.addressees.forms)

    @property
    def twin_is_visible(self) -> bool:
        """Whether the found record may be opened by this officer."""
        return self.twin is not None and Directive.objects.visible_to(self.officer).filter(pk=self.twin.pk).exists()

    def save(self, *, now: datetime) -> tuple[Directive, str] | None:
        """Enter the document and say what happened; None when the page has something to ask first."""
        form, office = self.form, self.form.chosen_office
        entry, uploads = form.entry(), form.cleaned_data["uploads"]
        known = find_duplicate(entry, office=office)
        if known and str(known.pk) == self.hold:
            take_up(known, office=office, by=self.officer, now=now, text=entry.text, uploads=uploads)
            return known, f"{known.title} đã có trong hệ thống; bản của {office.name} được giữ cùng hồ sơ đó."
        try:
            directive = enter(
                entry, office=office, by=self.officer, now=now, uploads=uploads,
                superiors=named_superiors(self.superiors), addressees=named_addressees(self.addressees),
            )  # fmt: skip
        except DuplicateDirective as found:
            self.twin = found.existing
            return None
        except Denied as refusal:
            form.add_error(None, refusal.reason)
            return None
        if known:
            return (
                directive,
                f"{directive.title} trước đây mới biết qua văn bản khác; hồ sơ đã được bổ sung, các liên kết giữ nguyên.",
            )
        return directive, f"Đã nhập {directive.title}."


def named_superiors(rows: Any) -> list[Superior]:
    """The superiors of the rows that were filled in."""
    return [form.superior for form in rows if getattr(form, "superior", None)]


def named_addressees(rows: Any) -> list[Sent]:
    """The lines of addressees that name somebody."""
    return [sent for form in rows if hasattr(form, "cleaned_data") and (sent := form.sent)]


class ReviseSheet:
    """The page "Sửa văn bản"; `theirs` lists what somebody else saved first beside what was typed."""

    def __init__(
        self, request: HttpRequest, directive: Directive, *, office: Agency, version: int | None = None
    ) -> None:
        self.officer, self.directive, self.office = officer_of(request), directive, office
        self.more = request.POST.get("more", "")
        data: QueryDict | None = None
        if request.method == "POST":
            data = _with_more(request.POST, self.more)
            data["version"] = str(version or data.get("version", ""))
        self.copy = DirectiveCopy.objects.filter(directive=directive, office=office).prefetch_related("files").first()
        catalogue = Catalogue(self.officer)
        self.form = ReviseForm(
            data, request.FILES if data is not None else None, initial=self._initial(), catalogue=catalogue, offices=[office],
            addressees=directive.addressees.select_related("agency", "group"),
            kept_files=self.copy.files.all() if self.copy else (),
        )  # fmt: skip
        self.addressees = AddresseeRows(data, prefix="addressees", form_kwargs={"catalogue": catalogue})
        self.theirs: list[tuple[str, str, str]] = []
        self.was_overtaken = version is not None
        if self.more:
            _leave_unjudged(self.form, self.addressees)

    def _initial(self) -> dict[str, Any]:
        shown = {name: getattr(self.directive, name) for name in COMPARED}
        shown["number_as_printed"] = self.directive.number_as_printed or self.directive.number
        return {**shown, "version": self.directive.version, "text": self.copy.text if self.copy else ""}

    def is_valid(self) -> bool:
        """Whether everything may be saved."""
        return not self.more and all([self.form.is_valid(), self.addressees.is_valid()])

    @property
    def wrong(self) -> list[Wrong]:
        """The summary of errors."""
        return _wrong([self.form], self.addressees.forms)

    def compare(self, current: Directive) -> None:
        """Set what is saved now beside what was typed, where they differ."""
        for name in COMPARED:
            theirs, mine = getattr(current, name), self.form.cleaned_data.get(name)
            if (theirs or "") != (mine or ""):
                self.theirs.append((str(self.form.fields[name].label), _shown(name, theirs), _shown(name, mine)))


def _shown(name: str, value: Any) -> str:
    """A value of the record as people read it."""
    if name == "issued_on":
        return f"{value:%d/%m/%Y}" if value else "–"
    if isinstance(value, bool):
        return "có" if value else "không"
    if name in CHOICES:
        return str(CHOICES[name].get(value, "–"))
    return str(value or "–")
