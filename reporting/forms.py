"""What officers type about reports."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.urls import reverse
from django.utils.html import format_html

from agencies.form_fields import Composed
from agencies.models import Agency, AgencyGroup, Officer, Post
from agencies.rendering import believable
from agencies.wording import format_day
from directives.forms import unmarked
from directives.models import Directive
from plans.choices import UNCONFIRMED, ItemKind
from plans.forms.planning import picker
from plans.models import ReportingPeriod, WorkItem
from reporting import doubling, periods, selection
from reporting.approving import approver_of
from reporting.choices import ReportState, Speaks
from reporting.compose import signers
from reporting.drafting import SECTIONS
from reporting.models import Report
from reporting.periods import Span
from reporting.rules import Signer, signer_for

LONGEST_SECTION = 30_000
LONGEST_YEARS = 5
LONGEST_PLACE = 60
OWN_DAYS = "khac"
SUBJECTS = {Speaks.DOCUMENT: "directive", Speaks.AGENCY: "about_agency", Speaks.GROUP: "about_group"}
"""Where the subject of each kind of report is chosen."""


def day_field(label: str, **options: Any) -> forms.DateField:
    """A day as officers type it."""
    return forms.DateField(
        label=label,
        widget=forms.TextInput(attrs={"data-day": "", "inputmode": "numeric"}),
        validators=[believable],
        **options,
    )


class LayOutForm(forms.Form):
    """What a new report is about: office, period, one document, agency or group, or everything; receiver."""

    office = forms.ModelChoiceField(Agency.objects.none(), label="Cơ quan báo cáo", empty_label=None)
    period = forms.ChoiceField(label="Kỳ báo cáo")
    since = day_field("Từ ngày", required=False, help_text="Chỉ điền khi chọn “Khoảng ngày khác”.")
    until = day_field("Đến ngày", required=False)
    speaks = forms.ChoiceField(label="Báo cáo về", choices=Speaks, required=False, widget=forms.RadioSelect)
    directive = forms.ModelChoiceField(
        Directive.objects.none(), label="Văn bản", required=False, empty_label="Chọn văn bản…",
        help_text="Khi báo cáo về một văn bản.",
    )  # fmt: skip
    whole_subtree = forms.BooleanField(label="Gồm cả các văn bản triển khai ở dưới", required=False)
    about_agency = picker(
        Agency.objects.none(), "Cơ quan được báo cáo", "Khi báo cáo về một cơ quan: gồm cả các đơn vị trực thuộc."
    )
    about_group = forms.ModelChoiceField(
        AgencyGroup.objects.none(), label="Nhóm đơn vị", required=False, empty_label="Chưa chọn",
        help_text="Khi báo cáo về một nhóm: các thành viên trong kỳ và đơn vị trực thuộc.",
    )  # fmt: skip
    recipient = forms.ModelChoiceField(
        Agency.objects.none(), label="Gửi", required=False, empty_label="Chưa chọn",
        widget=forms.Select(attrs={"data-picker": ""}), help_text="Nơi nhận xem và tải được báo cáo sau khi ban hành.",
    )  # fmt: skip
    recipient_body = Composed(
        label="Tập thể nhận",
        max_length=120,
        required=False,
        validators=[unmarked],
        help_text="Ví dụ: Ban Thường vụ. Để trống khi gửi cơ quan.",
    )
    fulfils = forms.ModelChoiceField(
        WorkItem.objects.none(), label="Hoàn thành đầu việc", required=False, empty_label="Không gắn đầu việc nào",
        help_text="Ban hành báo cáo này là hoàn thành đầu việc được chọn, không phải báo lại lần nữa.",
    )  # fmt: skip

    def __init__(self, *args: Any, officer: Officer, offices: Sequence[Agency], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._today = today
        self._choose("office", Agency.objects.filter(pk__in=[one.pk for one in offices]), offices[:1])
        self._offer_subjects(officer, offices)
        grouped = [*periods.choices(today), ("Khác", [(OWN_DAYS, "Khoảng ngày khác…")])]
        self.fields["period"].choices = grouped  # type: ignore[attr-defined]
        self.fields["period"].initial = periods.current(today).code
        receiver = next((one.serves or one.parent for one in offices), None)
        self._choose("recipient", Agency.objects.visible_to(officer).existing(on=today), [receiver] if receiver else [])
        self.fields["recipient_body"].initial = receiver.acting_body if receiver else ""
        self._offer_owed(officer, offices[:1], today)

    def _offer_owed(self, officer: Officer, first: Sequence[Agency], today: date) -> None:
        """Reports that are owed; the one of the period and office that the form begins with is chosen, none for any other."""
        owed = WorkItem.objects.visible_to(officer).with_names().filter(
            agency_id__in=officer.scope.own, kind=ItemKind.REPORT, lifecycle__in=UNCONFIRMED, opened_on__lte=today
        )  # fmt: skip
        span = periods.parse(str(self.get_initial_for_field(self.fields["period"], "period") or ""))
        fitting = owed.none()
        if span is not None:
            said = {"period__label": span.label, "period__ends_on": span.ends_on}
            fitting = owed.filter(agency__in=first, fulfilled_by=None, **said)
        self._choose("fulfils", owed.order_by("due_on"), list(fitting.order_by("due_on")[:1]))
        self.fields["fulfils"].label_from_instance = _owed  # type: ignore[attr-defined]

    def _offer_subjects(self, officer: Officer, offices: Sequence[Agency]) -> None:
        """Documents, agencies and groups that the offices have something to say about."""
        known = [one.pk for office in offices for one in selection.reportable(office)]
        found = Directive.objects.visible_to(officer).filter(pk__in=known)
        self._choose("directive", found, list(found) if len(found) == 1 else [])
        self.fields["directive"].label_from_instance = _named  # type: ignore[attr-defined]
        led = [pk for office in offices for pk in selection.agencies_led(office).values_list("pk", flat=True)]
        self._choose("about_agency", Agency.objects.visible_to(officer).filter(pk__in=led), [])
        self._choose("about_group", AgencyGroup.objects.visible_to(officer).order_by("search_key", "pk"), [])
        for name in ("speaks", *SUBJECTS.values()):
            self.fields[name].unmarked = True  # type: ignore[attr-defined]  # hints say when each is wanted
        first = next((kind for kind, name in SUBJECTS.items() if self.initial.get(name)), Speaks.DOCUMENT)
        self.fields["speaks"].initial = first

    def _choose(self, name: str, queryset: Any, first: Sequence[Any]) -> None:
        self.fields[name].queryset = queryset  # type: ignore[attr-defined]
        self.fields[name].initial = first[0].pk if first else None

    def clean(self) -> dict[str, Any]:
        """The period as one span; what the report is about, and nothing else."""
        said = super().clean() or {}
        if said.get("period") == OWN_DAYS:
            said["span"] = self._own_days(said.get("since"), said.get("until"))
        elif code := said.get("period"):
            said["span"] = periods.parse(code)
        item, span = said.get("fulfils"), said.get("span")
        if item is not None and span is not None and item.period is not None and not _is_of(item.period, span):
            self.add_error(
                "fulfils",
                f"Đầu việc này thuộc kỳ {item.period.label}, còn báo cáo là {span.label}. Đổi kỳ báo cáo, hoặc chọn "
                "“Không gắn đầu việc nào” để lập báo cáo không gắn đầu việc.",
            )
        asked = SUBJECTS.get(said.get("speaks") or Speaks.DOCUMENT)
        if asked and not said.get(asked) and asked not in self.errors:
            self.add_error(asked, f"Cần chọn {self[asked].label.lower()} để báo cáo về.")
        if span is not None and not self.errors:
            self._told_of_another()
        return said

    def _told_of_another(self) -> None:
        """A second report on the same is made only with a tick, which the form shows once it is needed."""
        if (known := doubling.unissued(self.said)) is None:
            return
        self.fields["again"] = forms.BooleanField(label="Vẫn lập thêm một báo cáo nữa", required=False)
        if not self.again:
            self.add_error(None, format_html(
                "Đã có <a href=\"{}\">{} {} về {}</a>. Hãy làm tiếp báo cáo đó, hoặc đánh dấu “Vẫn lập thêm một báo cáo nữa” ở "
                "cuối trang.", reverse("reporting:report-detail", args=[known.pk]),
                "dự thảo báo cáo" if known.state == ReportState.DRAFT else "báo cáo đang trình ký, chờ ban hành",
                known.period_label, known.about,
            ))  # fmt: skip

    @property
    def again(self) -> bool:
        """Whether one more on the same is meant."""
        return bool(self.data.get("again"))

    @property
    def said(self) -> dict[str, Any]:
        """What `services.lay_out_report` takes; what was chosen for another kind of subject is left out."""
        said = {name: self.cleaned_data[name] for name in ("office", "span", "recipient", "recipient_body", "fulfils")}
        asked = SUBJECTS.get(self.cleaned_data.get("speaks") or Speaks.DOCUMENT)
        subtree = self.cleaned_data["whole_subtree"] and asked == "directive"
        return said | ({asked: self.cleaned_data[asked]} if asked else {}) | {"whole_subtree": subtree}

    def _own_days(self, since: date | None, until: date | None) -> Span | None:
        for name, day in (("since", since), ("until", until)):
            if day is None and name not in self.errors:
                self.add_error(name, "Cần nhập ngày khi chọn khoảng ngày khác.")
        if since is None or until is None:
            return None
        if since > self._today:
            self.add_error(
                "since", f"Ngày {format_day(since)} chưa tới nên kỳ này chưa có số liệu. Chọn ngày từ hôm nay về trước."
            )
            return None
        if until >= _years_later(since, LONGEST_YEARS):
            self.add_error("until", f"Một báo cáo dài nhất {LONGEST_YEARS} năm. Chọn khoảng ngày ngắn hơn.")
            return None
        try:
            return periods.of_days(since, until)
        except ValueError as reason:
            self.add_error("until", str(reason))
            return None


def _is_of(period: ReportingPeriod, span: Span) -> bool:
    """Whether a report on a span answers a period: a quarter does not answer the half-year that ends with it."""
    return period.ends_on == span.ends_on and (span.recurrence is None or period.label == span.label)


def _years_later(day: date, years: int) -> date:
    return day.replace(year=day.year + years, day=28 if (day.month, day.day) == (2, 29) else day.day)


def _named(directive: Directive) -> str:
    issued = f", {format_day(directive.issued_on)}" if directive.issued_on else ""
    return f"{directive.title}{issued}: {directive.subject[:80]}" if directive.subject else f"{directive.title}{issued}"


def _owed(item: WorkItem) -> str:
    due = f", hạn {format_day(item.due_on)}" if item.due_on else ""
    return f"{item.title}, {item.occurrence}{due}"


def _short_place(typed: str) -> None:
    if len(typed) > LONGEST_PLACE:
        raise forms.ValidationError(f"Địa danh dài nhất {LONGEST_PLACE} ký tự; đồng chí đã nhập {len(typed)} ký tự.")


class TextForm(forms.Form):
    """The words of a report. Each section knows what stood in it when the page was shown, so that only edits count as edits."""

    subject = Composed(
        label="Trích yếu", max_length=500, widget=forms.Textarea(attrs={"rows": 2}), validators=[unmarked]
    )
    # Counted here, not by the browser, which would cut what is pasted without a word.
    place = Composed(label="Địa danh", required=False, validators=[_short_place, unmarked])
    recipients = Composed(
        label="Nơi nhận", required=False, widget=forms.Textarea(attrs={"rows": 4}), help_text="Mỗi dòng một nơi nhận.",
        validators=[unmarked], max_length=5_000,
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, report: Report, texts: dict[str, str], **kwargs: Any) -> None:
        first = {
            "subject": report.subject, "place": report.place, "recipients": "\n".join(report.recipients), "version": report.version,
        }  # fmt: skip
        kwargs["initial"] = first | texts
        super().__init__(*args, **kwargs)
        for key, heading in SECTIONS.items():
            self.fields[key] = forms.CharField(
                label=heading, required=False, show_hidden_initial=True,
                widget=forms.Textarea(attrs={"rows": 9, "class": "section-text"}),
            )  # fmt: skip
            if report.sections.get(key, {}).get("edited"):
                self.fields[f"redraft_{key}"] = forms.BooleanField(
                    label="Bỏ phần đã sửa, lấy lại lời soạn từ số liệu", required=False
                )
        self.order_fields([name for key in SECTIONS for name in (key, f"redraft_{key}")])

    @property
    def section_fields(self) -> list[tuple[forms.BoundField, forms.BoundField | None]]:
        """Each section with its way back to the draft, where it was edited."""
        return [(self[key], self[f"redraft_{key}"] if f"redraft_{key}" in self.fields else None) for key in SECTIONS]

    @property
    def other_fields(self) -> list[forms.BoundField]:
        """Head and foot of the paper."""
        return [self[name] for name in ("subject", "place", "recipients")]

    def clean(self) -> dict[str, Any]:
        """What people wrote: of sane length, without a mark of secrecy. A long draft they left alone hinders nobody."""
        said = super().clean() or {}
        for key in set(SECTIONS) & set(self.changed_data) & set(said):
            try:
                MaxLengthValidator(LONGEST_SECTION)(said[key])
                unmarked(said[key])
            except forms.ValidationError as refusal:
                self.add_error(key, refusal)
        return said

    def changes(self) -> dict[str, Any]:
        """What `services.revise_report` takes."""
        said = self.cleaned_data
        redraft = [key for key in SECTIONS if said.get(f"redraft_{key}")]
        edited = {key: said[key] for key in SECTIONS if key in self.changed_data and key not in redraft}
        return {
            "subject": said["subject"], "place": said["place"], "recipients": said["recipients"].splitlines(),
            "sections": edited, "redraft": redraft,
        }  # fmt: skip


class IssueForm(forms.Form):
    """Number, day and signature."""

    number = forms.IntegerField(
        label="Số", min_value=1, max_value=999_999, widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={
            "invalid": "Nhập số nguyên.", "min_value": "Số văn bản bắt đầu từ 1.",
            "max_value": "Số văn bản lớn nhất là 999999.",
        },
    )  # fmt: skip
    issued_on = day_field("Ngày ký")
    signer = forms.ChoiceField(label="Người ký", required=False)
    title = Composed(label="Chức vụ người ký", max_length=120, required=False, validators=[unmarked])
    name = Composed(label="Họ và tên người ký", max_length=120, required=False, validators=[unmarked])
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, report: Report, proposed: tuple[int, str], today: date, **kwargs: Any) -> None:
        number, when = proposed
        first = {"number": number, "issued_on": format_day(today), "version": report.version}
        kwargs["initial"] = first
        super().__init__(*args, **kwargs)
        self._office = report.office
        self._posts = {str(post.pk): post for post in signers(report.office, on=today)}
        self.fields[
            "number"
        ].help_text = f"Số tiếp theo trong sổ báo cáo của {report.office.label} {when}; ký hiệu {report.symbol}."
        if self._posts:
            choices = [(pk, self._block(post)) for pk, post in self._posts.items()]
            self.fields["signer"].choices = choices  # type: ignore[attr-defined]
            self.fields["signer"].required = True
            approver = approver_of(report)
            of_approver = (pk for pk, post in self._posts.items() if post.officer_id == approver)
            self.fields["signer"].initial = next(of_approver, choices[0][0])
            del self.fields["title"], self.fields["name"]
        else:
            del self.fields["signer"]
            self.fields["title"].required = self.fields["name"].required = True

    def _block(self, post: Post) -> str:
        signed = signer_for(self._office, title=post.title, name=post.officer.full_name)
        return ", ".join(filter(None, (signed.authority, signed.title, signed.name)))

    def signed(self) -> Signer:
        """The chosen block of signature."""
        if self._posts:
            post = self._posts[self.cleaned_data["signer"]]
            return signer_for(self._office, title=post.title, name=post.officer.full_name)
        return signer_for(self._office, title=self.cleaned_data["title"], name=self.cleaned_data["name"])


class PeriodField(forms.ChoiceField):
    """A period by its code: those that are offered, and any older one that a link names."""

    def valid_value(self, value: Any) -> bool:
        return super().valid_value(value) or periods.parse(str(value)) is not None


class OverviewForm(forms.Form):
    """Period, day and document of the overview, in the URL; anything unreadable falls back to the usual and is told."""

    ky = PeriodField(label="Kỳ", required=False)
    tu = day_field("Từ ngày", required=False)
    den = day_field("Đến ngày", required=False)
    ngay = day_field("Tính đến ngày", required=False)
    van_ban = forms.ModelChoiceField(
        Directive.objects.none(), label="Văn bản", required=False, empty_label="Mọi văn bản"
    )

    def __init__(self, *args: Any, directives: list[Directive], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._today = today
        listed = [*periods.choices(today), ("Khác", [(OWN_DAYS, "Khoảng ngày khác…")])]
        asked = periods.parse(str(self.data.get("ky", "")))
        if asked is not None and not any(asked.code == code for _, entries in listed for code, _ in entries):
            listed.append(("Kỳ đang xem", [(asked.code, asked.heading)]))
        self.fields["ky"].choices = listed  # type: ignore[attr-defined]
        found = Directive.objects.filter(pk__in=[one.pk for one in directives])
        self.fields["van_ban"].queryset = found  # type: ignore[attr-defined]
        self.fields["van_ban"].label_from_instance = lambda one: one.label  # type: ignore[attr-defined]

    @property
    def span(self) -> Span:
        """The chosen period; the usual one where the choice cannot be read."""
        self.is_valid()
        said = self.cleaned_data
        since, until = said.get("tu"), said.get("den")
        if said.get("ky") == OWN_DAYS and since and until and since <= until:
            return periods.of_days(since, until)
        return periods.parse(said.get("ky") or "") or periods.current(self._today)

    @property
    def on(self) -> date | None:
        """The chosen day of standing; None for the usual one of the period, and where `trouble` says why it cannot be taken."""
        self.is_valid()
        day: date | None = self.cleaned_data.get("ngay")
        return day if day is not None and not self.trouble else None

    @property
    def trouble(self) -> str:
        """Why the typed day is not used, in words; empty where it is, or where none was typed."""
        self.is_valid()
        if "ngay" in self.errors:
            return f"{self.errors['ngay'][0]} Số liệu đang tính theo ngày thường lệ của kỳ."
        day: date | None = self.cleaned_data.get("ngay")
        if day is not None and day > self._today:
            return f"Ngày {format_day(day)} chưa tới nên số liệu đang tính theo ngày thường lệ của kỳ."
        if day is not None and day < self.span.starts_on:
            return f"Ngày {format_day(day)} trước khi kỳ bắt đầu nên số liệu đang tính theo ngày thường lệ của kỳ."
        return ""

    @property
    def directive(self) -> Directive | None:
        """The chosen document."""
        self.is_valid()
        found: Directive | None = self.cleaned_data.get("van_ban")
        return found
