"""A report goes from the clerk to the leader and back, is numbered, signed and read by its receiver; at a desk and on a phone."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from agencies.models import AgencyGroup
from reporting.models import Report
from tests.browser.conftest import Visit, Visitor
from tests.browser.stage import DEVICES
from tests.directives.files import pdf

pytestmark = pytest.mark.slow
PATIENCE = 120_000  # the paper of an issued report is made within the request here
REASON = "Nêu rõ nguyên nhân của các đầu việc quá hạn."


def sound(visitor: Visitor) -> None:
    found = Axe().run(visitor.page)
    assert found.violations_count == 0, found.generate_report()
    assert visitor.overflow() <= 0
    assert visitor.complaints == []


def step(visitor: Visitor, link: str, button: str, said: str) -> Page:
    """Follow a link of the report's page, look at what it says will happen, press the button, read what happened."""
    page = visitor.page
    page.get_by_role("link", name=link).click()
    expect(page.get_by_role("heading", name="Điều sẽ xảy ra")).to_be_visible()
    sound(visitor)
    page.get_by_role("button", name=button).click(timeout=PATIENCE)
    expect(page.locator(".messages")).to_contain_text(said)
    return page


@pytest.mark.parametrize("width", DEVICES)
def test_a_report_is_prepared_returned_approved_numbered_signed_and_read(
    visit: Visit, tmp_path: Path, width: str
) -> None:
    scan = tmp_path / "bao-cao-da-ky.pdf"
    scan.write_bytes(pdf("Bản đã ký", width))
    office, head, city = (visit(name, DEVICES[width]) for name in ("vanphong", "truongban", "lanhdao"))

    page = office.go("/bao-cao/lap/")
    sound(office)
    page.get_by_label("Một nhóm đơn vị").check()
    group = AgencyGroup.objects.get(name="các quận ủy, huyện ủy")
    page.get_by_label("Nhóm đơn vị", exact=True).select_option(str(group.pk))
    page.get_by_label("Hoàn thành đầu việc").select_option("")
    page.get_by_role("button", name="Lập dự thảo").click()
    expect(page.locator(".messages")).to_contain_text("Đã lập dự thảo")
    report = Report.objects.order_by("-pk")[0]
    address = f"/bao-cao/{report.pk}/"
    sound(office)
    step(office, "Trình ký…", "Chốt số liệu, trình ký", "lãnh đạo duyệt")

    page = head.go("/tong-quan/")
    expect(page.get_by_text("Chờ đồng chí duyệt").first).to_be_visible()
    sound(head)
    page = head.go(address)
    sound(head)
    page.get_by_role("link", name="Trả lại…").click()
    page.get_by_role("button", name="Trả lại").click()
    expect(page.get_by_role("alert").first).to_contain_text("lý do")
    page.get_by_role("textbox", name="Lý do").fill(REASON)
    page.get_by_role("button", name="Trả lại").click()
    expect(page.locator(".messages")).to_contain_text("Đã trả lại")

    page = office.go(address)
    expect(page.get_by_text(REASON).first).to_be_visible()
    sound(office)
    step(office, "Trình ký…", "Chốt số liệu, trình ký", "lãnh đạo duyệt")
    head.go(address)
    step(head, "Duyệt…", "Duyệt", "Đã duyệt báo cáo")
    office.go(address)
    page = step(office, "Cấp số, ban hành…", "Ban hành", "Đã ban hành")
    page.get_by_role("link", name="Gắn bản ký…").click()
    sound(office)
    page.set_input_files('input[type="file"]', scan)
    page.get_by_role("button", name="Lưu bản ký").click()
    expect(page.locator(".messages")).to_contain_text("Đã gắn bản ký")
    page.locator("summary", has_text="Hành trình báo cáo").click()
    expect(page.locator(".journey li")).to_have_count(7)
    sound(office)

    page = city.go("/bao-cao/?cua=gui-den")
    sound(city)
    page.locator(f'a[href="{address}"]').first.click()
    expect(page.get_by_text("Bản ký", exact=True).first).to_be_visible()
    page.locator("summary", has_text="Hành trình báo cáo").click()
    # Issued and signed: what went back before is the house's own business.
    expect(page.locator(".journey li")).to_have_count(2)
    expect(page.get_by_text(REASON)).to_have_count(0)
    sound(city)
    with page.expect_download() as fetched:
        page.get_by_role("link", name="Tải bản ký").click()
    assert Path(fetched.value.path()).read_bytes() == scan.read_bytes()
