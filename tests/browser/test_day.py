"""A working day of three officers, at a desk and on a phone; every page on the way is sound."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from agencies.models import Agency, Officer
from agencies.wording import format_day
from config.supervise import PASSWORD
from plans.choices import ExtensionState, Lifecycle, PlanState
from plans.models import Assignment, Note, Plan, SavedView, Task, WorkItem
from plans.services import notes, progress
from plans.services.extensions import ask_extension
from plans.services.planning import assign
from tests.browser.conftest import Visit, Visitor
from tests.browser.stage import DEVICES
from tests.directives.files import pdf

pytestmark = pytest.mark.slow


@dataclass
class Walk:
    """One officer's way through the pages; each stop is looked at, each kind of page by axe once."""

    visitor: Visitor
    searched: set[str] = field(default_factory=set)

    @property
    def page(self) -> Page:
        return self.visitor.page

    def look(self) -> None:
        """Nothing for axe to find, nothing wider than the window, nothing said in the console."""
        self.page.wait_for_load_state("networkidle")
        kind = re.sub(r"\d+", "…", urlsplit(self.page.url).path)
        if kind not in self.searched:
            self.searched.add(kind)
            found = Axe().run(self.page)
            assert found.violations_count == 0, f"{self.page.url}\n{found.generate_report()}"
        assert self.visitor.overflow() <= 0, self.page.url
        assert self.visitor.complaints == [], self.page.url

    def go(self, path: str) -> None:
        self.visitor.go(path)
        self.look()

    def follow(self, link: Locator) -> None:
        """Click what leads to another page."""
        before = self.page.url
        link.click()
        self.page.wait_for_url(lambda url: url != before)
        self.look()

    def follow_button(self, name: str | re.Pattern[str]) -> None:
        """Press what leads to another page without a word about what happened."""
        self.follow(self.page.get_by_role("button", name=name, exact=isinstance(name, str)))

    def do(self, button: str, told: str | re.Pattern[str]) -> None:
        """Press a button and read what happened at the head of the next page."""
        self.page.get_by_role("button", name=button, exact=True).click()
        expect(self.page.locator(".messages")).to_contain_text(told)
        self.look()

    def link(self, name: str | re.Pattern[str]) -> Locator:
        return self.page.get_by_role("link", name=name).first

    def write(self, label: str | re.Pattern[str], words: str) -> None:
        self.page.get_by_role("textbox", name=label).first.fill(words)

    def pick(self, label: str, typed: str, option: str) -> None:
        """Choose in a list that is searched by typing."""
        self.page.get_by_role("combobox", name=label).fill(typed)
        self.page.get_by_role("option", name=option).first.click()


def officer(username: str) -> Officer:
    return Officer.objects.get(username=username).enter(on=timezone.localdate())


def of_plan(path: str) -> Task:
    return Task.objects.get(plan__directive__number="54-CV/TU", path=path)


def given(path: str, username: str, *, days_ago: int, due_in: int | None) -> Assignment:
    """A line of 54-CV/TU that its monitor gave to an officer's agency some days ago: a product, or on the cycle."""
    now = timezone.now() - timedelta(days=days_ago)
    due_on = timezone.localdate() + timedelta(days=due_in) if due_in else None
    agency = officer(username).current_posts[0].agency
    return assign(of_plan(path), by=officer("vanphong"), now=now, role="lead", agency=agency, due_on=due_on)


def item_of(line: Assignment) -> WorkItem:
    return WorkItem.objects.with_names().filter(assignment=line).order_by("due_on", "id")[0]


@pytest.mark.parametrize(("width", "paths"), [("1280", "123"), ("360", "567")])
def test_a_day_of_an_agency(visit: Visit, tmp_path: Path, width: str, paths: str) -> None:
    silent = item_of(given(paths[0], "lhh", days_ago=100, due_in=None))
    line = given(paths[1], "lhh", days_ago=2, due_in=20)
    product, tight = item_of(line), item_of(given(paths[2], "lhh", days_ago=1, due_in=5))
    notes.direct(
        product.plan, by=officer("lanhdao"), now=timezone.now(), text="Đề nghị nêu rõ số hội viên đã học tập.",
        task=line.task, agencies=[product.agency],
    )  # fmt: skip
    walk = Walk(visit(None, DEVICES[width]))
    walk.go("/dang-nhap/")
    walk.write("Tên đăng nhập", "lhh")
    walk.page.get_by_label("Mật khẩu", exact=True).fill(PASSWORD)
    walk.page.get_by_role("button", name="Đăng nhập").click()
    walk.page.wait_for_url("**/viec-don-vi/")
    walk.look()

    walk.page.get_by_role("button", name=f"Nhận việc: {line.task.heading}").click()
    expect(walk.page.locator(".messages")).to_contain_text("Đã nhận việc")

    walk.follow(walk.page.get_by_role("link", name="Người phụ trách", exact=True))
    walk.page.locator(f'input[name="lines"][value="{line.pk}"]').check()
    walk.page.get_by_role("combobox", name="Người phụ trách").select_option(label=officer("lhh").full_name)
    walk.do("Lưu", "phụ trách")
    walk.go("/viec-don-vi/")

    walk.page.get_by_role("button", name=f"Không phát sinh: {silent.title}, {silent.occurrence}").click()
    expect(walk.page.locator(".messages")).to_contain_text("Đã gửi báo cáo")
    silent.refresh_from_db()
    assert silent.lifecycle == Lifecycle.SUBMITTED

    walk.follow(walk.page.locator(f'a[href="/viec-don-vi/{tight.pk}/bao-cao/"]').first)
    walk.follow(walk.link("Xin gia hạn"))
    walk.write("Xin lùi hạn đến ngày", format_day(timezone.localdate() + timedelta(days=40)))
    walk.write("Lý do", "Chờ ý kiến của các hội thành viên.")
    walk.do("Gửi đề nghị", "Đã gửi đề nghị gia hạn")
    assert tight.extensions.filter(state=ExtensionState.PENDING).exists()

    proof = tmp_path / "ke-hoach.pdf"
    proof.write_bytes(pdf("Kế hoạch triển khai"))
    walk.follow(walk.page.locator(f'a[href="/viec-don-vi/{product.pk}/bao-cao/"]').first)
    walk.page.get_by_label("Báo hoàn thành").check()
    walk.write("Kết quả", "Đã ban hành kế hoạch, gửi các hội thành viên.")
    walk.page.set_input_files('input[type="file"]', proof)
    walk.do("Gửi báo cáo", "Đã gửi báo cáo")
    product.refresh_from_db()
    assert product.lifecycle == Lifecycle.SUBMITTED

    walk.follow(walk.link("Đề nghị nêu rõ số hội viên"))
    walk.write("Trả lời", "Có 412 hội viên học tập.")
    walk.do("Gửi trả lời", "Đã gửi")

    walk.follow(walk.link(f"mục {line.task.path}:"))
    walk.follow(walk.link("Hỏi cơ quan theo dõi"))
    walk.write("Câu hỏi, vướng mắc", "Hội thành viên cấp huyện có báo cáo riêng không?")
    walk.do("Gửi", "Chờ Ban Tuyên giáo")

    walk.go("/viec-don-vi/")
    walk.follow(walk.page.locator(f'a[href="/viec-don-vi/{product.pk}/rut-lai/"]'))
    walk.do("Rút lại", "Đã rút lại báo cáo")
    product.refresh_from_db()
    assert product.lifecycle == Lifecycle.IN_PROGRESS


@pytest.mark.parametrize(("width", "paths"), [("1280", "134"), ("360", "567")])
def test_a_day_of_the_office(visit: Visit, width: str, paths: str) -> None:
    lines = [given(path, "codo", days_ago=2, due_in=20) for path in paths]
    good, thin, tight = (item_of(line) for line in lines)
    codo, now = officer("codo"), timezone.now()
    for item in (good, thin):
        progress.report(item, by=codo, now=now, submits=True, results="Huyện ủy đã ban hành kế hoạch.")
    extension = ask_extension(
        tight, by=codo, now=now, new_due_on=timezone.localdate() + timedelta(days=30), reason="Chờ hướng dẫn"
    )
    question = notes.ask(lines[0].task, by=codo, now=now, text=f"Có phải gửi bản giấy không? ({width})")
    walk = Walk(visit("vanphong", DEVICES[width]))
    walk.go("/ban-lam-viec/")
    walk.go("/cho-xac-nhan/")
    walk.follow(walk.page.locator(f'a[href="/cho-xac-nhan/{good.pk}/"]').first)
    walk.do("Xác nhận hoàn thành", "Đã xác nhận")
    walk.go(f"/cho-xac-nhan/{thin.pk}/")
    walk.write("Lý do trả lại", "Chưa nêu thời gian thực hiện.")
    walk.do("Trả lại đơn vị", "trả lại")

    walk.go("/cho-xac-nhan/")
    walk.follow(walk.page.locator(f'a[href="/gia-han/{extension.pk}/"]').first)
    walk.page.get_by_label("Đồng ý", exact=True).check()
    if walk.page.get_by_text("Hạn này do văn bản ấn định").count():
        walk.write("Số văn bản cho phép", "60-CV/TU")
    walk.do("Ghi quyết định", "Đã đồng ý gia hạn")

    walk.go(f"/nhiem-vu/{good.pk}/")
    walk.follow(walk.link("Mở lại"))
    walk.write("Lý do", "Kế hoạch thiếu phần kinh phí.")
    walk.do("Mở lại", "Đã mở lại")
    good.refresh_from_db()
    assert good.lifecycle == Lifecycle.IN_PROGRESS

    walk.go("/nhiem-vu/")
    walk.page.get_by_role("searchbox", name="Tìm việc, đơn vị, số văn bản").fill("co do")
    walk.follow_button("Lọc")
    listed = walk.page.url
    walk.page.get_by_text("Chế độ xem", exact=True).click()
    walk.look()
    walk.follow(walk.link("Lưu chế độ xem này"))
    walk.write("Tên", f"Việc của Cờ Đỏ {width}")
    walk.do("Lưu chế độ xem", "Đã lưu chế độ xem")
    assert SavedView.objects.filter(name=f"Việc của Cờ Đỏ {width}").exists()

    walk.page.goto(listed)
    walk.page.locator(f'input[name="chon"][value="{tight.pk}"]').check()
    walk.look()
    walk.follow_button("Đổi hạn…")
    expect(walk.page.get_by_text("Điều sẽ xảy ra")).to_be_visible()
    walk.write("Hạn mới", format_day(timezone.localdate() + timedelta(days=60)))
    walk.write(re.compile("^Lý do"), "Theo lịch làm việc mới.")
    if walk.page.get_by_label("Số văn bản cho phép").count():
        walk.write("Số văn bản cho phép", "61-CV/TU")
    walk.follow_button("Đổi hạn")
    expect(walk.page.get_by_text("Đã đổi 1 trong 1 dòng")).to_be_visible()

    walk.go("/ban-lam-viec/")
    walk.follow(walk.link(f"Có phải gửi bản giấy không? ({width})"))
    walk.write("Trả lời", "Gửi trên hệ thống là đủ.")
    walk.do("Gửi trả lời", "Đã gửi")
    assert not Note.objects.with_names().get(pk=question.pk).waits_for

    walk.page.goto(listed)
    with walk.page.expect_download() as book:
        walk.link("Xuất XLSX").click()
    walk.go("/nhiem-vu/nhap/")
    walk.page.set_input_files('input[type="file"]', book.value.path())
    walk.follow_button("Đọc tệp")
    walk.follow_button(re.compile("^Kiểm tra"))
    expect(walk.page.get_by_role("heading", level=1)).to_have_text("Không có gì để ghi")
    expect(walk.link(re.compile("^Không đổi"))).to_be_visible()


@pytest.mark.parametrize("width", DEVICES)
def test_a_day_of_a_district_in_another_province(visit: Visit, width: str) -> None:
    plan = Plan.objects.get(owner=officer("phuthien").current_posts[0].agency, state=PlanState.PUBLISHED)
    walk = Walk(visit("phuthien", DEVICES[width]))
    walk.go("/ban-lam-viec/")
    walk.go("/van-ban/")
    walk.go(f"/ke-hoach/{plan.pk}/")

    walk.follow(walk.link("Thêm nhiệm vụ"))
    walk.write("Mục", f"IV.{width}")
    walk.write("Tên nhiệm vụ", "Gặp mặt trí thức tiêu biểu của huyện")
    walk.do("Thêm nhiệm vụ", "Đã thêm mục")
    if not walk.page.url.endswith("/phan-cong/"):
        walk.follow(walk.link("Giao đơn vị"))
    walk.pick("Cơ quan, đơn vị", "ubnd phu thien", "Phú Thiện")
    walk.do("Giao đơn vị", "giao")
    task = plan.tasks.get(path=f"IV.{width}")
    line = task.assignments.get()
    assert line.agency is not None

    walk.go(f"/ke-hoach/{plan.pk}/")
    walk.page.get_by_text("Việc khác", exact=True).click()
    walk.follow(walk.link("Đặt chế độ báo cáo"))
    walk.page.get_by_label("Đơn vị phải báo cáo").select_option(value=str(line.pk))
    walk.write("Tên chế độ báo cáo", f"Báo cáo tháng gửi Văn phòng {width}")
    walk.page.get_by_label("Kỳ", exact=True).select_option("monthly")
    walk.write("Từ ngày", format_day(timezone.localdate()))
    walk.do("Đặt chế độ báo cáo", "Đã đặt chế độ báo cáo")

    walk.go(f"/ke-hoach/{plan.pk}/tam-dung/")
    walk.write("Lý do", "Huyện sắp xếp lại đơn vị.")
    walk.do("Tạm dừng", "Đã tạm dừng")
    walk.go(f"/ke-hoach/{plan.pk}/tiep-tuc/")
    walk.do("Tiếp tục", "Đã tiếp tục")

    walk.go("/van-ban/?q=54-CV/TU")
    expect(walk.page.get_by_role("link", name="54-CV/TU", exact=True)).to_have_count(0)
    walk.go("/nhiem-vu/?q=can+tho&muc=tat-ca")
    expect(walk.page.get_by_text("Không có dòng nào khớp bộ lọc")).to_be_visible()
    city = Agency.objects.get(name="Thành ủy Cần Thơ")
    for path in (
        f"/ke-hoach/{of_plan('1').plan_id}/",
        f"/nhiem-vu/{WorkItem.objects.filter(owner__serves=city)[0].pk}/",
    ):
        answer = walk.page.request.get(f"{walk.visitor.site}{path}")
        assert answer.status == 404, path
