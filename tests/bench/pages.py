"""What is measured: the pages of each duty in the busiest province, and the two jobs that go over everything."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Count
from django.test import Client
from django.urls import NoReverseMatch, reverse

from agencies.choices import Duty
from agencies.models import Agency, Officer, Post
from directives.models import Directive
from plans.choices import PlanState
from plans.models import Plan, Task, WorkItem
from reporting import figures

LIST, PAGE = "list", "page"
# Every column by which the list can be sorted, in the words of the table.
SORTED = {
    "viec": "task", "don_vi": "agency", "han": "due day", "tinh_trang": "standing", "cap_nhat": "last update",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Page:
    """A page to measure: whose, where, how many rows stand behind it for this officer, and whether it is a list page."""

    name: str
    officer: Officer
    url: str
    rows: int
    kind: str = PAGE


def officer_in(agency_id: int, duty: Duty) -> Officer:
    """Whoever holds the duty there."""
    return Post.objects.filter(agency_id=agency_id, duty=duty).select_related("officer").order_by("pk")[0].officer


@dataclass(frozen=True, slots=True)
class People:
    """The officers with the most in sight: of the busiest office, of the committee above it, of the busiest lead agency."""

    office: Officer
    leader: Officer
    agency: Officer

    @classmethod
    def busiest(cls) -> People:
        """Found by counting, so that any load will do."""
        owner = _most("owner")
        committee = Agency.objects.get(pk=owner).serves_id or owner
        agency = _most("agency", parent=committee)
        return cls(officer_in(owner, Duty.CLERK), officer_in(committee, Duty.LEADER), officer_in(agency, Duty.CLERK))


def _most(column: str, *, parent: int | None = None) -> int:
    items = WorkItem.objects.all() if parent is None else WorkItem.objects.filter(agency__parent=parent)
    return int(items.values_list(f"{column}_id").annotate(n=Count("pk")).order_by("-n")[0][0])


def _address(name: str, *args: object, **query: str) -> str | None:
    try:
        return reverse(name, args=args, query=query or None)
    except NoReverseMatch:
        return None


def pages(people: People, *, wide: int, day: date) -> Iterator[Page]:
    """Every page of the list; one that the product does not have (yet) is told and left out. `wide` is the plan of 1,000 tasks."""
    office, leader, agency = people.office, people.leader, people.agency
    seen, mine = WorkItem.objects.visible_to(office).count(), WorkItem.objects.visible_to(agency).count()
    all_seen = WorkItem.objects.visible_to(leader).count()
    documents = Directive.objects.visible_to(office).count()
    all_documents = Directive.objects.visible_to(leader).count()
    plan = Plan.objects.filter(items__in=WorkItem.objects.visible_to(office), state=PlanState.PUBLISHED).exclude(
        pk=wide
    )
    plan_id, in_plan = plan.values_list("pk").annotate(n=Count("items")).order_by("-n")[0]
    term = Task.objects.filter(plan=plan_id).values_list("heading", flat=True)[0].split()[-1].lower()
    busiest = WorkItem.objects.visible_to(office).values_list("agency_id").annotate(n=Count("pk")).order_by("-n")[0][0]
    items, period = "plans:item-list", {"tu": f"{day - timedelta(days=180)}", "den": f"{day}"}
    wanted: list[tuple[str, Officer, str | None, int, str]] = [
        ("bare, in the frame", office, _address("framed"), 50, "yardstick"),
        ("desk", office, _address("plans:desk"), seen, PAGE),
        ("documents", office, _address("directives:list"), documents, LIST),
        ("documents, searched", office, _address("directives:list", q="ke hoach"), documents, LIST),
        ("documents of a leader", leader, _address("directives:list"), all_documents, LIST),
        ("tasks", office, _address(items), seen, LIST),
        ("tasks, filtered", office, _address(items, don_vi=str(busiest), xep_loai="overdue"), seen, LIST),
        ("tasks of a period", office, _address(items, **period), seen, LIST),
        *(
            (f"tasks, sorted by {words}", office, _address(items, sort=f"{way}{sort}", muc="tat-ca"), seen, LIST)
            for sort, words in SORTED.items()
            for way, words in (("", words), ("-", f"{words}, downwards"))
        ),
        ("tasks, filtered and sorted", office, _address(items, don_vi=str(busiest), sort="tinh_trang"), seen, LIST),
        ("tasks, searched", office, _address(items, q=term), seen, LIST),
        ("tasks, page 20", office, _address(items, muc="tat-ca", page="20"), seen, LIST),
        ("tasks, as of last quarter", office, _address(items, ngay=f"{day - timedelta(days=90)}"), seen, LIST),
        ("tasks of a leader", leader, _address(items), all_seen, LIST),
        ("tasks of an agency", agency, _address(items), mine, LIST),
        ("one plan", office, _address("plans:plan-detail", plan_id), in_plan, PAGE),
        ("plan of 1,000 tasks", office, _address("plans:plan-detail", wide), 1000, PAGE),
        ("plan of 1,000 tasks, searched", office, _address("plans:plan-detail", wide, q=term), 1000, PAGE),
        ("agency's work", agency, _address("plans:agency-work"), mine, PAGE),
        ("review queue", office, _address("plans:review-list"), WorkItem.objects.awaiting(office).count(), LIST),
        ("duties", office, _address("plans:duty-list"), seen, LIST),
        ("overview", leader, _address("reporting:overview"), all_seen, PAGE),
        ("reports", office, _address("reporting:report-list"), 0, LIST),
    ]
    for name, officer, url, rows, kind in wanted:
        if url is None:
            print(f"left out, no such page: {name}")
        else:
            yield Page(name, officer, url, rows, kind)


def visit(page: Page) -> Callable[[], object]:
    """A signed-in browser on the page; the session is kept, as a real one is."""
    client = Client(SERVER_NAME="localhost", raise_request_exception=True)
    client.force_login(page.officer)

    def get() -> object:
        response = client.get(page.url)
        if response.status_code != 200:
            raise RuntimeError(f"{page.url} answered {response.status_code}")
        return response.content

    return get


def opening(on: date) -> tuple[Callable[[], object], Callable[[], object]]:
    """Opening the reminders of everything, taken back each time; and the bare SELECT that finds the same rows."""
    from plans.reminders.opening import FINDING, finding_parameters, open_reminders

    def write() -> None:
        with transaction.atomic():
            open_reminders(on=on)
            transaction.set_rollback(True)

    parameters = finding_parameters(on=on)

    def find() -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM ({FINDING}) AS found", parameters)  # noqa: S608 - a constant
            cursor.fetchall()

    return write, find


def report(officer: Officer, *, on: date) -> tuple[Callable[[], object], Callable[[], object]]:
    """One half-year's figures of everything an office sees; and the bare count of the same items by agency."""
    items: Any = WorkItem.objects.visible_to(officer).counted()
    days: dict[str, Any] = {"period_from": on - timedelta(days=182), "period_to": on, "on": on}

    def collect() -> object:
        return figures.collect(items, **days)

    def bare() -> object:
        found = figures.belonging(items, **days)
        return list(found.values_list("agency_id").annotate(n=Count("pk")))

    return collect, bare
