"""Work done in a browser: an agency reports from a phone, the monitor confirms at a desk; the same form without JavaScript."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from agencies.models import Officer
from config.supervise import PASSWORD
from plans.choices import Lifecycle, PlanState
from plans.models import Evidence, StatusUpdate, WorkItem
from tests.browser.conftest import Visit
from tests.browser.stage import PHONE
from tests.directives.files import pdf

pytestmark = pytest.mark.slow
WORDS = "Đã tổ chức 3 hội nghị quán triệt, 412 người dự."


@pytest.fixture
def proof(tmp_path: Path) -> Path:
    made = tmp_path / "bien-ban-hoi-nghi.pdf"
    made.write_bytes(pdf("Biên bản hội nghị"))
    return made


def owed_period(username: str) -> WorkItem:
    """A period's check-in that the agency still owes and nobody has written about."""
    officer = Officer.objects.get(username=username)
    found = WorkItem.objects.with_names().filter(
        agency_id__in=officer.scope.own, plan__state=PlanState.PUBLISHED, lifecycle=Lifecycle.NOT_STARTED, period__isnull=False
    )  # fmt: skip
    item = found.order_by("-due_on", "-id").first()
    assert item is not None, f"the sample leaves {username} nothing to report"
    return item


def monitor_of(item: WorkItem) -> str:
    """A clerk of the body that confirms the item."""
    officer = Officer.objects.filter(posts__agency=item.monitor, posts__duty="clerk").order_by("pk").first()
    assert officer is not None
    return officer.username


def sign_in(page: Page, username: str) -> None:
    page.get_by_label("Tên đăng nhập").fill(username)
    page.get_by_label("Mật khẩu", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()


def test_an_agency_reports_from_a_phone_and_the_monitor_confirms(visit: Visit, proof: Path) -> None:
    item = owed_period("codo")
    phone = visit(None, PHONE)
    page = phone.go("/dang-nhap/")
    sign_in(page, "codo")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert page.url.endswith("/viec-don-vi/")
    page.locator(f'a[href="/viec-don-vi/{item.pk}/bao-cao/"]').first.click()
    page.get_by_role("textbox", name="Kết quả").fill(WORDS)
    page.set_input_files('input[type="file"]', proof)
    expect(page.get_by_text("bien-ban-hoi-nghi.pdf")).to_be_visible()
    assert phone.overflow() <= 0
    page.get_by_role("button", name="Gửi báo cáo").click()
    page.wait_for_url("**/viec-don-vi/")
    expect(page.locator(".messages")).to_contain_text("gửi")
    item.refresh_from_db()
    assert item.lifecycle == Lifecycle.SUBMITTED
    assert phone.complaints == []

    desk = visit(monitor_of(item))
    page = desk.go(f"/cho-xac-nhan/{item.pk}/")
    expect(page.get_by_text(WORDS)).to_be_visible()
    page.get_by_role("button", name="Xác nhận hoàn thành").click()
    expect(page.locator(".messages")).to_contain_text("Đã xác nhận")
    item.refresh_from_db()
    assert item.lifecycle == Lifecycle.CONFIRMED
    assert desk.complaints == []


def test_typed_words_outlive_a_closed_page(visit: Visit) -> None:
    """A phone rings, the page is gone: what was typed is offered again."""
    item = owed_period("codo")
    visitor = visit("codo", PHONE)
    page = visitor.go(f"/viec-don-vi/{item.pk}/bao-cao/")
    page.get_by_role("textbox", name="Kết quả").fill("Đang soạn dở")
    page.wait_for_function(
        "() => Object.keys(localStorage).some(key => (localStorage[key] || '').includes('Đang soạn dở'))"
    )
    visitor.go("/viec-don-vi/")
    page = visitor.go(f"/viec-don-vi/{item.pk}/bao-cao/")
    expect(page.get_by_role("textbox", name="Kết quả")).to_have_value("Đang soạn dở")


def test_the_report_form_works_without_javascript(visit: Visit, proof: Path) -> None:
    item = owed_period("codo")
    page = visit("codo", PHONE, java_script_enabled=False).go(f"/viec-don-vi/{item.pk}/bao-cao/")
    page.get_by_role("button", name="Gửi báo cáo").click()
    expect(page.get_by_role("alert")).to_contain_text("Ghi kết quả")
    assert not StatusUpdate.objects.filter(events__work_item=item).exists()
    page.get_by_role("textbox", name="Kết quả").fill("Gửi khi tắt JavaScript")
    page.set_input_files('input[type="file"]', proof)
    page.get_by_role("button", name="Gửi báo cáo").click()
    page.wait_for_url("**/viec-don-vi/")
    item.refresh_from_db()
    assert item.lifecycle == Lifecycle.SUBMITTED
    assert Evidence.objects.filter(update__events__work_item=item, name__startswith="bien-ban").exists()


def test_a_list_is_filtered_without_javascript(visit: Visit) -> None:
    page = visit("vanphong", java_script_enabled=False).go("/van-ban/?q=93+kl")
    expect(page.get_by_role("link", name="93-KL/TW").first).to_be_visible()
    expect(page.get_by_role("link", name="70/CTr-LHH")).to_have_count(0)
