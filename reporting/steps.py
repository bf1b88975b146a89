"""The log of a report's life: the one place that writes it; called by verbs within their transaction."""

from __future__ import annotations

from datetime import datetime

from agencies.models import Officer
from agencies.text import nfc
from agencies.wording import number
from plans.rules import acts_as
from reporting.choices import StepKind
from reporting.models import Report, ReportStep


def looked_at(doubted: int) -> str:
    """What a step says where whoever took it had seen typed numbers that disagree, and kept the words; else nothing."""
    return f"Đã xem {number(doubted)} chỗ số liệu không khớp, giữ nguyên lời văn." if doubted else ""


def write_step(
    report: Report,
    kind: StepKind,
    *,
    by: Officer | None,
    now: datetime,
    reason: str = "",
    acting_for: int | None = None,
) -> ReportStep:
    """Write down what was done by whom, in the capacity in which they act for the office, the committee it serves, or another."""
    bodies = (acting_for,) if acting_for is not None else (report.office_id, report.office.serves_id)
    post = acts_as(by, *bodies) if by is not None else None
    return ReportStep.objects.create(
        report=report, kind=kind, by=by, post=str(post or "")[:250], at=now, reason=" ".join(nfc(reason).split())[:1000]
    )  # fmt: skip
