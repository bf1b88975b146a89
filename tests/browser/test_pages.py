"""Each main page at a desk and on a phone: nothing for axe to find, nothing in the console, nothing wider than the window."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from django.utils import timezone

from agencies.choices import ReadKind
from agencies.models import Agency, AgencyGroup, Officer
from agencies.reads.taking import took_out
from directives.models import Directive
from plans.choices import PlanState
from plans.models import Assignment, Plan, ReportingDuty, ReportingPeriod, WorkItem
from reporting.models import Report
from tests.browser.conftest import Visit
from tests.browser.stage import DEVICES

pytestmark = pytest.mark.slow


def owed_by(username: str) -> WorkItem:
    """What an officer's agency owes longest, overdue before anything else."""
    officer = Officer.objects.get(username=username)
    found = WorkItem.objects.visible_to(officer).filter(
        agency_id__in=officer.scope.own, plan__state=PlanState.PUBLISHED
    )
    item = found.open().order_by("due_on", "id").first()
    assert item is not None, f"the sample has nothing that {username} owes"
    return item


def can_tho() -> Directive:
    return Directive.objects.get(number="54-CV/TU")


def can_tho_plan() -> Plan:
    return can_tho().plans.get()


def late() -> WorkItem:
    """The item of the city's plan that is overdue longest."""
    item = can_tho_plan().items.open().order_by("due_on", "id").first()
    assert item is not None, "the sample has nothing open in 54-CV/TU"
    return item


def waiting() -> WorkItem:
    item = WorkItem.objects.awaiting(Officer.objects.get(username="vanphong")).first()
    assert item is not None, "the sample has nothing that waits for confirmation"
    return item


def city() -> Agency:
    return can_tho_plan().owner.serves or can_tho_plan().owner


def cac_quan_huyen() -> AgencyGroup:
    return AgencyGroup.objects.get(name="các quận ủy, huyện ủy")


def lhh() -> Officer:
    return Officer.objects.get(username="lhh")


def line_of_lhh() -> Assignment:
    return owed_by("lhh").assignment


def duty() -> ReportingDuty:
    return can_tho_plan().duties.order_by("pk")[0]


def period() -> ReportingPeriod:
    return ReportingPeriod.objects.filter(duty__plan=can_tho_plan(), opened_on__isnull=False).order_by("due_on")[0]


def report() -> Report:
    found = Report.objects.order_by("-id").first()
    assert found is not None, "the sample has no report"
    return found


def log_of_reads() -> str:
    about, reader = can_tho(), Officer.objects.get(username="truongban")
    took_out(reader, ReadKind.TEXT, now=timezone.now(), thing=about.pk, directive=about.pk)
    took_out(reader, ReadKind.ITEMS, now=timezone.now(), rows=1234, query="muc=qua-han")
    return reverse("agencies:read-list")


@dataclass(frozen=True, slots=True)
class Sight:
    """A page as one officer sees it."""

    username: str | None
    path: Callable[[], str]


def at(name: str, row: Callable[[], object] | None = None, username: str | None = "vanphong") -> Sight:
    def path() -> str:
        return reverse(name, args=[row().pk] if row else [])  # type: ignore[attr-defined]  # a model's row

    return Sight(username, path)


SIGHTS = {
    "sign in": at("agencies:login", username=None),
    "desk": at("plans:desk"),
    "documents": at("directives:list"),
    "document": at("directives:detail", can_tho),
    "entry": at("directives:create"),
    "plan": at("plans:plan-detail", can_tho_plan),
    "history of a plan": Sight("vanphong", lambda: reverse("agencies:history", args=["ke-hoach", can_tho_plan().pk])),
    "ending a plan": at("plans:plan-end", can_tho_plan),
    "items": at("plans:item-list"),
    "item": at("plans:item-detail", late),
    "agency's work": at("plans:agency-work", username="lhh"),
    "due days": at("plans:due-calendar"),
    "due days of a week": Sight("lhh", lambda: f"{reverse('plans:due-calendar')}?xem=tuan"),
    "private calendars": at("plans:feed-list", username="lhh"),
    "report form": at("plans:report-form", lambda: owed_by("lhh"), username="lhh"),
    "item of an agency": at("plans:item-detail", lambda: owed_by("codo"), username="codo"),
    "review queue": at("plans:review-list"),
    "review": at("plans:review", waiting),
    "duties": at("plans:duty-list"),
    "overview": at("reporting:overview", username="lanhdao"),
    "reports": at("reporting:report-list"),
    "report": at("reporting:report-detail", report, username="truongban"),
    "account": at("agencies:account", username="codo"),
    "guide": at("agencies:guide", username="codo"),
    "agencies": at("agencies:agency-list", username="quantri"),
    "agency": at("agencies:agency-detail", city, username="quantri"),
    "group": at("agencies:group-detail", cac_quan_huyen, username="quantri"),
    "officers": at("agencies:officer-list", username="quantri"),
    "officer": at("agencies:officer-detail", lhh, username="quantri"),
    "log of reads": Sight("truongban", log_of_reads),
    "delegation": at("agencies:delegate", username="truongban"),
    "calendar": at("agencies:calendar", username="quantri"),
    "duty": at("plans:duty-detail", duty),
    "period": at("plans:period-detail", period),
    "handovers": at("plans:handover-list", username="quantri"),
    "line": at("plans:line", line_of_lhh, username="lhh"),
    "who handles what": at("plans:charge-many", username="lhh"),
    "a new task": at("plans:task-add", can_tho_plan),
    "import": at("plans:item-import-start"),
    "direction": at("plans:note-plan", can_tho_plan, username="lanhdao"),
    "guide page": Sight("codo", lambda: reverse("agencies:guide-page", args=["bat-dau"])),
}


@pytest.mark.parametrize("width", DEVICES)
@pytest.mark.parametrize("name", SIGHTS)
def test_a_page_is_sound(visit: Visit, name: str, width: str) -> None:
    sight = SIGHTS[name]
    visitor = visit(sight.username, DEVICES[width])
    page = visitor.go(sight.path())
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert visitor.overflow() <= 0
    assert visitor.complaints == []


KEYS = {
    "sign in": "Đăng nhập",
    "documents": "Nhập văn bản",
    "report form": "Gửi",
    "review": "Xác nhận",
    "overview": "quá hạn",
}


@pytest.mark.parametrize("name", KEYS)
def test_the_main_action_is_reached_by_keyboard_and_shows_where_one_is(visit: Visit, name: str) -> None:
    sight = SIGHTS[name]
    page = visit(sight.username).go(sight.path())
    for _ in range(150):
        page.keyboard.press("Tab")
        at_main = page.evaluate(
            """words => {
                const here = document.activeElement;
                return document.getElementById('noi-dung').contains(here) && ['A', 'BUTTON', 'SUMMARY'].includes(here.tagName)
                    && here.innerText.toLowerCase().includes(words.toLowerCase());
            }""",
            KEYS[name],
        )
        if at_main:
            break
    else:
        pytest.fail(f"150 times Tab and “{KEYS[name]}” was not reached")
    outline = page.evaluate("parseFloat(getComputedStyle(document.activeElement).outlineWidth)")
    assert outline >= 2


def test_the_way_past_the_navigation_is_the_first_stop(visit: Visit) -> None:
    page = visit("vanphong").go("/ban-lam-viec/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.innerText") == "Đến nội dung chính"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "noi-dung"
