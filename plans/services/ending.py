"""The verb that ends a plan: what is still open is answered item by item (decision 12)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Greatest
from django.utils.timezone import localdate

from agencies.models import Officer
from agencies.text import nfc
from agencies.verdict import ALLOWED, Denied, Verdict, refused
from plans.choices import Lifecycle, PlanState
from plans.models import Plan, StatusUpdate, WorkItem
from plans.rules import may_end
from plans.services.planning import locked_plan, set_aside
from plans.services.progress import confirm, latest_submissions
from plans.services.publishing import end_pause, suppress_letters


@dataclass(frozen=True, slots=True)
class Closing:
    """What becomes of one open item when its plan ends: set aside, for a reason of its own or the common one, or confirmed.

    `submission` is the key of the report that waits there, as it was read; none where nothing waits.
    """

    reason: str = ""
    submission: int | None = None
    confirms: bool = False


COMMON = Closing()


@transaction.atomic
def end(plan: Plan, *, by: Officer, now: datetime, reason: str, closings: Mapping[int, Closing] | None = None) -> Plan:
    """Close the tracking; `closings` by item id, what is not named there is set aside for the common reason.

    A submission that waits has to be named: it is confirmed by whoever may review it, or set aside knowingly.
    """
    current = locked_plan(plan)
    may_end(by, current).require()
    on, why = localdate(now), nfc(reason).strip()
    if not why:
        raise Denied("Kết thúc theo dõi thì phải ghi lý do.")
    _close(current, closings or {}, by=by, now=now, why=why)
    end_pause(current, by=by, on=on)
    current.state, current.ended_on, current.end_reason = PlanState.ENDED, on, why[:500]
    current.version += 1
    current.save(update_fields=["state", "ended_on", "end_reason", "version"])
    # A duty that had not begun ends on its first day, which no run will see.
    current.duties.holding(on=on).update(until=Greatest(F("since"), Value(on)))
    suppress_letters(current, f"Kế hoạch kết thúc: {why}", news=True)
    return current


def _close(plan: Plan, closings: Mapping[int, Closing], *, by: Officer, now: datetime, why: str) -> None:
    held = WorkItem.objects.select_for_update(of=("self",), no_key=True).filter(plan=plan).unconfirmed().order_by("pk")
    rows = list(held.select_related("agency", "task", "period"))
    waiting = latest_submissions(rows)
    for row in rows:
        _is_as_read(row, closings.get(row.pk, COMMON), waiting.get(row.pk)).require()
    for row in rows:
        if (answer := closings.get(row.pk, COMMON)).confirms:
            confirm(row, by=by, now=now, seen=answer.submission)
    own = {pk: nfc(answer.reason).strip() for pk, answer in closings.items() if answer.reason.strip()}
    set_aside(WorkItem.objects.filter(plan=plan).unconfirmed(), by=by, now=now, reason=why, own=own)


def _is_as_read(item: WorkItem, answer: Closing, waiting: StatusUpdate | None) -> Verdict:
    """Nothing is decided over a report that nobody has looked at."""
    where = f"{item.agency.name}, mục {item.task.path}, {item.occurrence}"
    if item.lifecycle == Lifecycle.SUBMITTED and (waiting is None or waiting.pk != answer.submission):
        return refused(f"{where}: có báo cáo chờ xác nhận. Đọc báo cáo rồi chọn xác nhận hoặc thôi theo dõi.")
    if item.lifecycle != Lifecycle.SUBMITTED and answer.submission is not None:
        return refused(f"{where}: đơn vị vừa rút lại hoặc vừa có người trả lại báo cáo. Hãy xem lại rồi chọn.")
    return ALLOWED
