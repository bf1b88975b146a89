"""The list of agencies: as a tree while nothing is asked, as rows in Vietnamese order once something is."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django import forms
from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet
from django.http import QueryDict

from agencies.choices import AgencyKind, Level
from agencies.models import Agency, Officer, scope_of

SIZES: Final = (50, 100, 200)
DEEPEST: Final = 6
STATES: Final = (
    ("", "Đang hoạt động"), ("tam-ghi", "Tạm ghi, chờ xác nhận"), ("ket-thuc", "Đã kết thúc"), ("tat-ca", "Tất cả"),
)  # fmt: skip


class ListForm(forms.Form):
    """Conditions on the catalogue, all in the URL."""

    q = forms.CharField(
        label="Tìm cơ quan", required=False,
        widget=forms.TextInput(attrs={"type": "search", "class": "field-sm", "placeholder": "Tên, tên cũ, chữ viết tắt"}),
    )  # fmt: skip
    cap = forms.ChoiceField(label="Cấp", required=False, choices=[("", "Mọi cấp"), *Level.choices])
    loai = forms.ChoiceField(label="Loại", required=False, choices=[("", "Mọi loại"), *AgencyKind.choices])
    con = forms.ChoiceField(label="Tình trạng", required=False, choices=STATES)

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data)
        for name in ("cap", "loai", "con"):
            self.fields[name].widget.attrs["class"] = "field-sm"
        self.is_valid()

    def said(self, name: str) -> str:
        """A condition as it was understood; nothing for what is not a choice."""
        return str(self.cleaned_data.get(name, ""))


@dataclass(frozen=True, slots=True)
class Row:
    """An agency of the list and how deep it stands; 0 where the list is no tree."""

    agency: Any
    depth: int


class AgencyList:
    """What of the catalogue an officer asked for: `whole` beyond the own subtree, for those who administer one."""

    def __init__(self, query: QueryDict, *, officer: Officer, on: date) -> None:
        self.query, self.officer, self.on = query, officer, on
        self.form = ListForm(query)
        self.own = scope_of(officer).administered
        self.whole = not self.own or query.get("pv") == "tat-ca"

    def found(self) -> QuerySet[Agency]:
        """The agencies under the conditions."""
        rows: Any = Agency.objects.visible_to(self.officer)
        if not self.whole:
            rows = rows.filter(pk__in=self.own)
        state = self.form.said("con")
        if state == "ket-thuc":
            rows = rows.filter(ended_on__lt=self.on)
        elif state != "tat-ca":
            rows = rows.existing(on=self.on)
        if state == "tam-ghi":
            rows = rows.filter(provisional=True)
        if level := self.form.said("cap"):
            rows = rows.filter(level=level)
        if kind := self.form.said("loai"):
            rows = rows.filter(kind=kind)
        return rows.matching(self.form.said("q"))  # type: ignore[no-any-return]

    @property
    def is_tree(self) -> bool:
        """Whether the list shows who stands under whom."""
        return not any(self.form.said(name) for name in ("q", "cap", "loai", "con"))

    def page(self) -> Page[Any]:
        """The rows of a page; the tree is laid out from ids alone, and only a page of it is fetched whole."""
        size = next((n for n in SIZES if self.query.get("size") == str(n)), SIZES[0])
        order = self._laid_out() if self.is_tree else [(pk, 0) for pk in self._ids()]
        page: Page[Any] = Paginator(order, size).get_page(self.query.get("page"))
        rows = Agency.objects.select_related("parent", "successor").annotate(
            serving=Count("posts__officer", filter=_holding(self.on), distinct=True)
        )
        known = rows.in_bulk([pk for pk, _ in page.object_list])
        page.object_list = [Row(known[pk], depth) for pk, depth in page.object_list if pk in known]
        return page

    def _ids(self) -> list[int]:
        return list(self.found().order_by("sort_key", "id").values_list("pk", flat=True).distinct())

    def _laid_out(self) -> list[tuple[int, int]]:
        """Ids with their depth, each superior before those under it; one whose superior is not shown stands at the top."""
        pairs = list(self.found().order_by("sort_key", "id").values_list("pk", "parent_id"))
        shown = {pk for pk, _ in pairs}
        below: dict[int | None, list[int]] = defaultdict(list)
        for pk, parent in pairs:
            below[parent if parent in shown else None].append(pk)
        order: list[tuple[int, int]] = []
        waiting = [(pk, 0) for pk in reversed(below[None])]
        while waiting:
            pk, depth = waiting.pop()
            order.append((pk, min(depth, DEEPEST)))
            waiting += [(child, depth + 1) for child in reversed(below[pk])]
        return order


def _holding(on: date) -> Q:
    """`active_on` for posts seen from their agency."""
    return Q(posts__since__lte=on) & (Q(posts__until__isnull=True) | Q(posts__until__gte=on))
