"""Files that wait to be made, counted with the other queues on the health page and in the metrics."""

from __future__ import annotations

from plans import claims
from reporting.choices import FileState
from reporting.making import QUEUE
from reporting.models import ReportFile


def supply() -> None:
    """Let the queues below know of this one."""
    states = (FileState.WAITING,), (FileState.MAKING,)
    claims.add(claims.Line("report", "tệp báo cáo chờ tạo", ReportFile, *states, "asked_at", QUEUE.lease))
