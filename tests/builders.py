"""Small helpers that make one more row through the services, with everything not named by the test chosen for it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from itertools import count
from typing import Any

from agencies.models import Agency, Officer
from directives.choices import Purpose
from directives.models import Directive
from directives.services import Entry, address_to, record_directive
from plans.choices import Role, TaskKind
from plans.models import Extension, Plan, Review, StatusUpdate, Task, WorkItem
from plans.services.extensions import ask_extension
from plans.services.planning import add_task, assign, open_plan
from plans.services.progress import confirm, report, send_back
from plans.services.publishing import publish
from tests.cast import NOW, World, moment

_numbers = count(500)


def a_directive(world: World, *, issuer: Agency | None = None, by: Officer | None = None, **values: Any) -> Directive:
    """A công văn of Thành ủy Cần Thơ recorded by Ban Tuyên giáo, unless told otherwise; numbers never repeat."""
    by = by or world.officers["vanphong"]
    office = values.pop("office", None) or by.current_posts[0].agency
    entry = Entry(
        type_code=values.pop("type_code", "CV"),
        number_as_printed=values.pop("number", f"{next(_numbers)}-CV/TU"),
        issuer=issuer or world.agencies.thanh_uy,
        issued_on=values.pop("issued_on", date(2022, 6, 1)),
        subject=values.pop("subject", "Văn bản dùng để thử"),
        **values,
    )
    return record_directive(entry, office=office, by=by, now=NOW)


def a_draft(
    world: World, directive: Directive, *, by: Officer | None = None, now: datetime = NOW, **values: Any
) -> Plan:
    """A draft plan on a document, owned by the officer's first agency."""
    by = by or world.officers["vanphong"]
    owner = values.pop("owner", None) or by.current_posts[0].agency
    return open_plan(directive, owner=owner, by=by, now=now, **values)


def a_task(plan: Plan, *leads: Agency, by: Officer, now: datetime = NOW, **values: Any) -> Task:
    """A task with the given lead agencies; `due_on` makes it a product."""
    path = values.pop("path", None) or str(plan.tasks.count() + 1)
    values.setdefault("heading", f"Nhiệm vụ {path}")
    values.setdefault("kind", TaskKind.PRODUCT if values.get("due_on") else TaskKind.CONTINUING)
    task = add_task(plan, by=by, path=path, **values)
    for agency in leads:
        assign(task, by=by, now=now, role=Role.LEAD, agency=agency)
    return task


def a_plan(
    world: World, *leads: Agency, by: Officer | None = None, now: datetime = NOW, due_on: date | None = None
) -> Plan:
    """A published plan with one task on a new document; a product when `due_on` is given, else on the quarterly cycle."""
    by = by or world.officers["vanphong"]
    plan = a_draft(world, a_directive(world, by=by), by=by, now=now)
    a_task(plan, *leads, by=by, now=now, due_on=due_on)
    return publish(plan, by=by, now=now)


def an_item(
    world: World, agency: Agency, *, due_on: date | None = None, now: datetime = NOW, by: Officer | None = None
) -> WorkItem:
    """One open work item of an agency: a product when `due_on` is given, else the current quarter's check-in."""
    plan = a_plan(world, agency, by=by, now=now, due_on=due_on)
    return plan.items.with_names().get()


def a_submission(
    item: WorkItem,
    *,
    by: Officer,
    now: datetime = NOW,
    results: str = "Đã thực hiện xong.",
    also: Sequence[WorkItem] = (),
    **values: Any,
) -> StatusUpdate:
    """The item is declared done and waits for confirmation."""
    return report(item, by=by, now=now, submits=True, results=results, also=also, **values)


def a_confirmation(item: WorkItem, *, by: Officer, monitor: Officer, now: datetime = NOW, **values: Any) -> Review:
    """The item is submitted by one and confirmed by the other, at the same moment."""
    a_submission(item, by=by, now=now, **values)
    return confirm(item, by=monitor, now=now)


def a_return(item: WorkItem, *, by: Officer, now: datetime = NOW, reason: str = "Chưa nêu số liệu cụ thể.") -> Review:
    """A waiting submission is sent back."""
    return send_back(item, by=by, now=now, reason=reason)


def an_extension(item: WorkItem, *, by: Officer, new_due_on: date | str, now: datetime = NOW) -> Extension:
    """A request for more time that waits for its decision."""
    day = moment(new_due_on).date()
    return ask_extension(item, by=by, now=now, new_due_on=day, reason="Cần thêm thời gian lấy ý kiến các cơ quan.")


def address(directive: Directive, *agencies: Agency, purpose: str = Purpose.INFORM) -> None:
    """Send a document to agencies, which opens it to them."""
    address_to(directive, agencies=agencies, purpose=purpose, since=directive.issued_on)
