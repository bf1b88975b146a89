"""The rows of a file, one after the other: what each would do; the database is asked per thousand rows, not per row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import batched
from typing import Any, Final

from agencies.models import Officer
from plans.choices import ExtensionState
from plans.importing.bodies import Bodies
from plans.importing.cells import CellError, Judged, Typed, id_of
from plans.importing.creating import Plans, judge_creation
from plans.importing.former import days_before, partners_of
from plans.importing.updating import Known, judge_update
from plans.models import Extension, Plan, RowKind, WorkItem
from plans.workbook.heading import Survey
from plans.workbook.reading import Line, column_name
from plans.workbook.rows import Row, rows_of_items

AT_ONCE: Final = 1_000
NOBODYS: Final = "không có việc số {id} trong phạm vi của đồng chí. Việc mới thì để trống ô này."


@dataclass
class Judge:
    """One officer's file on one day; keeps what earlier rows of the file said."""

    officer: Officer
    on: date
    survey: Survey
    columns: Mapping[str, int]
    plan: Plan | None = None
    reason: str = ""
    decision_number: str = ""
    _seen: dict[int, int] = field(default_factory=dict)

    def judge(self, lines: Iterable[Line]) -> Iterator[Judged]:
        """What each row does, in the order of the file; rows that hold nothing known are left out."""
        rows = (row for line in lines if not (row := Typed(line, self.columns)).is_blank)
        for some in batched(rows, AT_ONCE):
            ids = {row.line.number: self._id(row) for row in some}
            known = self._known({one for one in ids.values() if isinstance(one, int)})
            for row in some:
                judged = self._one(row, ids[row.line.number], known)
                self._look_for_merged(row, judged)
                yield judged

    def _id(self, row: Typed) -> int | CellError | None:
        cell = row.cell("id")
        if cell is None:
            return None
        try:
            return id_of(cell)
        except CellError as error:
            return error

    def _one(self, row: Typed, pk: int | CellError | None, known: Mapping[int, Known]) -> Judged:
        if pk is None:
            return judge_creation(row, self.plans, bodies=self.bodies, officer=self.officer)
        wrong = Judged(row.line.number, RowKind.ERROR, title=_title(row))
        if isinstance(pk, CellError):
            wrong.wrong(row.ref("id"), str(pk))
        elif pk not in known:
            wrong.wrong(row.ref("id"), NOBODYS.format(id=pk))
        elif pk in self._seen:
            wrong.wrong(row.ref("id"), f"ID {pk} đã có ở dòng {self._seen[pk]} của tệp; mỗi việc chỉ một dòng.")
        else:
            self._seen[pk] = row.line.number
            return judge_update(
                row, known[pk], officer=self.officer, on=self.on, reason=self.reason,
                decision_number=self.decision_number,
            )  # fmt: skip
        return wrong

    def _look_for_merged(self, row: Typed, judged: Judged) -> None:
        """A merged area gives its value to its first cell only: what the others mean cannot be known."""
        for first, last, left, right in self.survey.merged:
            if first <= row.line.number <= last and (first < last or left < right):
                judged.wrong(
                    f"{column_name(left)}{row.line.number}",
                    f"ô bị gộp ({column_name(left)}{first}:{column_name(right)}{last}). Hãy bỏ gộp và ghi từng ô.",
                )
                judged.kind, judged.acts, judged.changes = RowKind.ERROR, [], []

    def _known(self, ids: set[int]) -> dict[int, Known]:
        """The items that the officer may see, with what the list prints for them now and printed on the file's day."""
        items: Any = WorkItem.objects.visible_to(self.officer).filter(pk__in=ids).order_by()
        rows = items.select_related("assignment").prefetch_related(
            "task", "agency", "period", "plan__directive", "plan__owner", "monitor__serves", "owner"
        )
        found = {item.pk: item for item in rows}
        pending = set(
            Extension.objects.filter(work_item__in=found, state=ExtensionState.PENDING).values_list(
                "work_item_id", flat=True
            )
        )
        now = self._printed(found, on=self.on)
        day = self.survey.on
        then = self._printed(found, on=day) if day and day < self.on else {}
        rolled, partners = days_before(found, since=day), partners_of(found.values(), self.officer, since=day)
        return {
            pk: Known(item, now[pk], then.get(pk, now[pk]), pk in pending, rolled.get(pk, frozenset()), partners[pk])
            for pk, item in found.items()
            if pk in now
        }

    def _printed(self, ids: Iterable[int], *, on: date) -> dict[int, Row]:
        def dress(items: Any) -> Any:
            return items.as_of(on=on) if on < self.on else items.with_standing(on=on)

        plans = Plan.objects.visible_to(self.officer)
        rows = rows_of_items(sorted(ids), dress=dress, plans=plans, on=on)
        return {pk: row for row in rows if isinstance(pk := row["id"], int)}

    @cached_property
    def plans(self) -> Plans:
        """The plans that rows without an ID may mean."""
        return Plans(self.officer, self.plan)

    @cached_property
    def bodies(self) -> Bodies:
        """The catalogue that names are looked up in."""
        return Bodies(self.officer, self.on)


def _title(row: Typed) -> str:
    cell = row.cell("title")
    return str(cell.value)[:300] if cell and cell.value is not None else ""
