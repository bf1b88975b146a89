"""What came to agencies by handovers, added up for who takes it on: in the letter that tells it, and on the first pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from django.db.models import Count, Exists, OuterRef

from agencies.models import Agency, Officer
from agencies.wording import number
from plans.choices import HandoverKind
from plans.models import Handover, HandoverLine

SHOWN_DAYS: Final = 14
TOLD: Final = (
    HandoverKind.ITEM,
    HandoverKind.COORDINATING,
    HandoverKind.MONITORING,
    HandoverKind.OWNER,
    HandoverKind.DUTY,
)


@dataclass(frozen=True, slots=True)
class Taken:
    """What one agency took over by one handover: how many of each kind."""

    handover: Handover
    agency: Agency
    counts: Counter[str] = field(default_factory=Counter)

    @property
    def items(self) -> int:
        return self.counts[HandoverKind.ITEM]

    @property
    def title(self) -> str:
        """"12 đầu việc được chuyển giao từ Huyện ủy Cờ Đỏ"."""  # fmt: skip
        if not self.items:
            return f"Công việc tiếp nhận từ {self.handover.agency.name}"
        return f"{number(self.items)} đầu việc được chuyển giao từ {self.handover.agency.name}"

    @property
    def besides(self) -> str:
        """What else came: "3 dòng phối hợp, 1 chủ kế hoạch"; empty where nothing did."""
        return ", ".join(
            f"{number(self.counts[kind])} {kind.label}"
            for kind in TOLD
            if kind != HandoverKind.ITEM and self.counts[kind]
        )


def taken_by(pairs: Iterable[tuple[int, int]]) -> list[Taken]:
    """What came by handovers to agencies, each pair named by its keys; in the order of the handovers."""
    wanted = set(pairs)
    if not wanted:
        return []
    rows = HandoverLine.objects.filter(
        handover__in={act for act, _ in wanted}, successor__in={to for _, to in wanted}, kind__in=TOLD
    )
    found: dict[tuple[int, int], Counter[str]] = {pair: Counter() for pair in sorted(wanted)}
    for act, to, kind, n in rows.order_by().values_list("handover_id", "successor_id", "kind").annotate(n=Count("pk")):
        if to is not None and (act, to) in found:
            found[act, to][kind] = n
    acts = Handover.objects.select_related("agency").in_bulk({act for act, _ in wanted})
    names = Agency.objects.in_bulk({to for _, to in wanted})
    return [Taken(acts[act], names[to], counts) for (act, to), counts in found.items()]


def came_that_day() -> Exists:
    """Of lines: whether a handover brought them on the day they began; it has news of its own, new work given has another."""
    rows = HandoverLine.objects.filter(to_line=OuterRef("pk"), merged=False, handover__done_on=OuterRef("since"))
    return Exists(rows)


def lately_taken(officer: Officer, *, on: date) -> list[Taken]:
    """What came to the officer's own agencies in the last days, the newest handover first."""
    since = on - timedelta(days=SHOWN_DAYS)
    rows = Handover.objects.filter(done_on__gt=since, agency__successions__successor__in=officer.scope.own)
    pairs = rows.order_by("-pk").values_list("pk", "agency__successions__successor")
    return taken_by((act, to) for act, to in pairs if to in officer.scope.own)[::-1]
