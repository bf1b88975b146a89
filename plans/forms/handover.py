"""Forms of organisation change: the decision with its successors, and who receives what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID, uuid4

from django import forms
from django.forms import BoundField

from agencies import succession
from agencies.form_fields import Composed
from agencies.models import Agency, Officer
from agencies.uploads import ACCEPT, KINDS_IN_WORDS, UploadRefused, check_upload
from directives.forms import unmarked
from plans.forms.planning import day_field
from plans.handing import Choices, Load
from plans.services.handover import Decision

NOBODY: Final = ""


class DecisionForm(forms.Form):
    """The numbered decision, its days, and who takes the agency's place."""

    number = Composed(label="Số quyết định", help_text="Ví dụ 1656-QĐ/TU.", max_length=80)
    decided_on = day_field("Ngày quyết định", required=True)
    issuer = forms.CharField(
        label="Cơ quan quyết định", help_text="Như ghi trên quyết định.", max_length=200, validators=[unmarked]
    )
    effective_on = day_field(
        "Ngày hiệu lực", "Từ ngày này cơ quan cũ không còn; chức trách và nhóm đơn vị theo ngày này.", required=True
    )
    successors = forms.ModelMultipleChoiceField(
        Agency.objects.none(),
        label="Cơ quan kế tục",
        help_text="Sáp nhập, đổi tên thành cơ quan mới: chọn một. Chia tách: chọn nhiều, bước sau hỏi ai nhận việc nào.",
        widget=forms.SelectMultiple(attrs={"data-picker": ""}),
        error_messages={"required": "Chọn ít nhất một cơ quan kế tục."},
    )
    once_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, officer: Officer, agency: Agency, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.officer, self.agency, self.on = officer, agency, on
        self.initial.setdefault("once_key", uuid4())
        living = Agency.objects.filter(pk__in=officer.scope.administered).existing(on=on).exclude(pk=agency.pk)
        successors: Any = self.fields["successors"]
        successors.queryset = living.filter(provisional=False)

    def clean_decided_on(self) -> date:
        day: date = self.cleaned_data["decided_on"]
        if day > self.on:
            raise forms.ValidationError("Ngày quyết định chưa đến.")
        return day

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        day, chosen = said.get("effective_on"), said.get("successors")
        if day and not (may := succession.is_day(self.agency, day, self.on)):
            self.add_error("effective_on", may.reason)
        elif day and chosen:
            may = succession.may_succeed(self.officer, self.agency, list(chosen), effective_on=day, on=self.on)
            if not may:
                self.add_error("successors", may.reason)
        return said

    @property
    def given_key(self) -> UUID | None:
        """The key of this page as it was sent; nothing when it is none."""
        try:
            return UUID(str(self.data.get("once_key", "")))
        except ValueError:
            return None

    @property
    def decision(self) -> Decision:
        said = self.cleaned_data
        return Decision(said["number"], said["decided_on"], said["issuer"], said["effective_on"])


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: what it is about, in numbers of a document, and who receives it."""

    where: str
    what: str
    field: BoundField


class ChoicesForm(forms.Form):
    """Who receives what: the common receiver, lines and plans that go elsewhere, and what becomes of each post."""

    def __init__(self, *args: Any, load: Load, successors: Sequence[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.load, self.by_id = load, {str(one.pk): one for one in successors}
        names = [(str(one.pk), one.name) for one in successors]
        self.fields["chung"] = forms.ChoiceField(
            label="Tất cả cho", choices=names, initial=names[0][0], help_text="Trừ những dòng chọn riêng bên dưới."
        )
        if len(successors) == 1:
            self.fields["chung"].widget = forms.HiddenInput()
        for key, label in self._parts() if len(successors) > 1 else ():
            self.fields[key] = forms.ChoiceField(
                label=label,
                choices=[("", "theo lựa chọn chung"), *names],
                required=False,
                widget=_select(f"Nơi nhận: {label}"),
            )
        for post in load.posts:
            goes = succession.goes_over(post, successors[0])
            label = f"{post.officer.full_name}, {post.title or post.get_duty_display()}"
            follows = [("", "Thôi giữ chức trách"), ("chung", "Theo việc, tới nơi nhận chung")]
            self.fields[f"chuc-trach-{post.pk}"] = forms.ChoiceField(
                label=label, choices=[*follows, *(names if len(names) > 1 else [])], required=False,
                initial="chung" if goes else "", widget=_select(f"Chức trách: {label}"),
            )  # fmt: skip

    def _parts(self) -> list[tuple[str, str]]:
        found = [
            (f"dong-{line.pk}", f"{line.task.plan.directive.label}, mục {line.task.path}, {line.get_role_display()}")
            for line in self.load.lines
        ]
        whole = {plan.pk: plan for plan in self.load.plans} | {duty.plan_id: duty.plan for duty in self.load.duties}
        return [*found, *((f"ke-hoach-{pk}", f"{plan.directive.label}, cả kế hoạch") for pk, plan in whole.items())]

    @property
    def lines(self) -> list[BoundField]:
        """One select per line and plan, where there is a choice."""
        return [self[name] for name in self.fields if name.startswith(("dong-", "ke-hoach-"))]

    @property
    def posts(self) -> list[BoundField]:
        """What becomes of each post."""
        return [self[name] for name in self.fields if name.startswith("chuc-trach-")]

    @property
    def receivers(self) -> list[Agency]:
        """The successors, the common receiver first."""
        said: Any = getattr(self, "cleaned_data", {})
        first = self.by_id.get(said.get("chung", ""), next(iter(self.by_id.values())))
        return [first, *(one for one in self.by_id.values() if one.pk != first.pk)]

    @property
    def choices(self) -> Choices:
        """The answers; empty before anything was asked."""
        said: Any = getattr(self, "cleaned_data", {})
        common = self.receivers[0]

        def chosen(prefix: str) -> dict[int, Agency]:
            named = {
                name: self.by_id[value]
                for name, value in said.items()
                if name.startswith(prefix) and value in self.by_id
            }
            return {int(name.removeprefix(prefix)): agency for name, agency in named.items()}

        posts: dict[int, Agency | None] = dict(chosen("chuc-trach-"))
        for post in self.load.posts:
            answer = said.get(f"chuc-trach-{post.pk}")
            if answer in ("", "chung"):
                posts[post.pk] = common if answer else None
        return Choices(lines=chosen("dong-"), plans=chosen("ke-hoach-"), posts=posts)


def _select(name: str) -> forms.Select:
    return forms.Select(attrs={"aria-label": name})


class DecisionFileForm(forms.Form):
    """The decision itself, as a file."""

    file = forms.FileField(
        label="Tệp quyết định",
        help_text=f"Nhận {KINDS_IN_WORDS}.",
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPT}),
    )

    def clean_file(self) -> Any:
        try:
            return check_upload(self.cleaned_data["file"])
        except UploadRefused as refusal:
            raise forms.ValidationError(refusal.messages) from None


class AgencyForm(forms.Form):
    """Which agency ends."""

    co_quan = forms.ModelChoiceField(
        Agency.objects.none(),
        label="Cơ quan kết thúc",
        widget=forms.Select(attrs={"data-picker": ""}),
        empty_label="Chưa chọn",
    )

    def __init__(self, *args: Any, officer: Officer, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        agencies: Any = self.fields["co_quan"]
        agencies.queryset = Agency.objects.filter(pk__in=officer.scope.administered).existing(on=on)
