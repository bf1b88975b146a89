"""Where a number leads: the one place that spells the filters of the list of work items behind it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Self
from urllib.parse import urlencode

from django.urls import reverse

from agencies.wording import format_day
from plans.choices import CLASSES, Answer, MoreTime, Standing
from reporting.counts import AGEING, Figures, Group, Line, Silent

GROUPS = {
    "assigned": CLASSES,
    "done": (Standing.DONE_ON_TIME, Standing.DONE_LATE),
    "undone": (Standing.WITHIN, Standing.NOT_STARTED, Standing.OVERDUE),
    "in_time": (Standing.WITHIN, Standing.NOT_STARTED),
    **{standing.value: (standing,) for standing in CLASSES},
}
"""Numbers that are printed, and the classes each is a sum of."""


@dataclass(frozen=True, slots=True)
class Drill:
    """The rows behind some figures: the period, the day they stand on, the documents; every link narrows them."""

    period_from: date
    period_to: date
    on: date
    directives: tuple[int, ...] = ()
    agency: int | None = None
    whole_subtree: bool = False
    base: str = ""
    more: tuple[tuple[str, str], ...] = ()

    def to(self, name: str) -> str:
        """Link to the rows of one number of `GROUPS`."""
        classes = GROUPS[name]
        return self._url(("xep_loai", standing.value) for standing in classes if len(classes) < len(CLASSES))

    def aged(self, column: int) -> str:
        """Link to the overdue rows of one ageing column, 0–4."""
        first, last = AGEING[column]
        days = [("qua_han_tu", str(first)), *([("qua_han_den", str(last))] if last else [])]
        return self._url([("xep_loai", Standing.OVERDUE.value), *days])

    def of_agency(self, line: Line) -> Self:
        """The same for one agency."""
        return replace(self, agency=line.pk)

    def of_directive(self, line: Line) -> Self:
        """The same for one document."""
        return replace(self, directives=(line.pk,), whole_subtree=False)

    def of_kind(self, group: Group) -> Self:
        """The same for one kind of task."""
        return replace(self, more=(*self.more, ("loai_nv", group.code)))

    def of_level(self, group: Group) -> Self:
        """The same for the agencies of one level."""
        return replace(self, more=(*self.more, ("cap", group.code)))

    def answered(self, answer: Answer | str = "", *, late: bool = False) -> str:
        """Link to check-ins by their answer; to the overdue ones among the silent."""
        late_only = [("xep_loai", Standing.OVERDUE.value)] if late else []
        return self._url([("tra_loi", str(answer)), *late_only])

    def asking(self, what: MoreTime | str) -> str:
        """Link to the items that requests for more time are about."""
        return self._url([("gia_han", str(what))])

    def saying(self, head: str) -> str:
        """Link to the rows of a report that name difficulties ("kho-khan") or proposals ("de-xuat")."""
        return self._url([("noi", head)])

    def silent(self, one: Silent) -> str:
        """Link to what an agency owes of closed periods."""
        return replace(self, agency=one.agency).silence()

    def silence(self) -> str:
        """Link to what all agencies owe of closed periods."""
        return self._url([("xep_loai", Standing.OVERDUE.value), ("theo_ky", "1")])

    def _url(self, extra: Iterable[tuple[str, str]]) -> str:
        if not self.base:
            extra = [*extra, ("muc", "tat-ca"), *([("cay", "1")] if self.whole_subtree else [])]
        days = (("tu", self.period_from), ("den", self.period_to), ("ngay", self.on))
        query = [
            *(("van_ban", str(pk)) for pk in self.directives),
            *([("don_vi", str(self.agency))] if self.agency is not None else []),
            *self.more,
            *extra,
            *((name, format_day(day)) for name, day in days if not self.base),
        ]
        return f"{self.base or reverse('plans:item-list')}?{urlencode(query)}"


@dataclass(frozen=True, slots=True)
class Numbers:
    """Links of one set of counts, by the names templates use: `links.overdue`, `links.done` …"""

    drill: Drill

    def __getattr__(self, name: str) -> str:
        if name not in GROUPS:
            raise AttributeError(name)
        return self.drill.to(name)

    @property
    def classes(self) -> dict[str, str]:
        """Links of the five classes, for the legend."""
        return {standing.value: self.drill.to(standing.value) for standing in CLASSES}


def of_report(pk: int, figures: Figures) -> Drill:
    """The report's own rows: every figure of a report opens them."""
    base = reverse("reporting:report-rows", args=[pk])
    return Drill(figures.period_from, figures.period_to, figures.on, base=base)
