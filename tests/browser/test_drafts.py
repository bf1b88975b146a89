"""What was typed outlives a session that ended, and goes once the server has it, also when the same address is opened again."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from plans.models import WorkItem
from tests.browser.conftest import Visit
from tests.browser.stage import PHONE
from tests.browser.test_working import owed_period
from tests.browser.test_working import sign_in as sign_in_by_form
from tests.directives.files import pdf

pytestmark = pytest.mark.slow


def results(page: Page) -> str:
    return page.get_by_role("textbox", name="Kết quả").input_value()


def drafts(page: Page) -> int:
    return int(page.evaluate("() => Object.keys(localStorage).filter(key => key.startsWith('nhap:')).length"))


def take_back(page: Page, item: WorkItem) -> None:
    page.goto(page.url.split("/viec-don-vi/")[0] + f"/viec-don-vi/{item.pk}/rut-lai/")
    page.get_by_role("button", name="Rút lại").click()
    page.wait_for_url("**/bao-cao/")


@pytest.mark.parametrize("with_file", [False, True])
def test_a_session_that_ends_loses_nothing_and_a_sent_form_leaves_no_draft(
    visit: Visit, tmp_path: Path, with_file: bool
) -> None:
    """With a file the form travels in the background, without one it is sent by the browser itself."""
    item = owed_period("codo")
    proof = tmp_path / "bien-ban.pdf"
    proof.write_bytes(pdf("Biên bản"))
    visitor = visit("codo", PHONE)
    page = visitor.go(f"/viec-don-vi/{item.pk}/bao-cao/")
    page.get_by_role("textbox", name="Kết quả").fill("Đã họp 3 lần")
    if with_file:
        page.set_input_files('input[type="file"]', proof)
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    page.get_by_role("button", name="Gửi báo cáo").click()
    expect(page.get_by_label("Tên đăng nhập")).to_be_visible()
    sign_in_by_form(page, "codo")
    expect(page.get_by_role("textbox", name="Kết quả")).to_have_value("Đã họp 3 lần")
    if with_file:
        page.set_input_files('input[type="file"]', proof)
    page.get_by_role("button", name="Gửi báo cáo").click()
    expect(page.locator(".messages .notice-success")).to_contain_text("Đã gửi báo cáo")
    expect(page.get_by_role("heading", level=1)).to_have_text("Việc của đơn vị")
    assert drafts(page) == 0
    take_back(page, item)
    assert results(page) == "", "the words that were sent are not offered again at the same address"
