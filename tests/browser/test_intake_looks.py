"""Entering a document in a browser: pages that are sound at a desk and on a phone, and a review that keys walk through."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from agencies.models import Officer
from plans.models import Intake, IntakeState
from plans.services import intake as entering
from tests.browser.conftest import Visit
from tests.browser.stage import DEVICES, PHONE

pytestmark = pytest.mark.slow
SPECIMENS = Path(__file__).parents[1] / "directives" / "reading" / "specimens"
OFFICER = "vanphong"
TWIN = """THÀNH ỦY CẦN THƠ
Số 54-CV/TU
Cần Thơ, ngày 24 tháng 12 năm 2020
V/v triển khai Kết luận 93-KL/TW

Kính gửi: Các quận ủy, huyện ủy

Thực hiện Kết luận số 93-KL/TW ngày 20/11/2020 của Ban Bí thư, Ban Thường vụ Thành ủy yêu cầu:

1. Các quận ủy, huyện ủy tổ chức quán triệt Kết luận trong quý I/2021.

T/M BAN THƯỜNG VỤ
PHÓ BÍ THƯ
Phạm Văn Hiếu
"""


def begun(text: str) -> Intake:
    by = Officer.objects.get(username=OFFICER).enter(on=timezone.localdate())
    return entering.begin(office=by.current_posts[0].agency, by=by, now=timezone.now(), text=text, kind="pasted")


def to_review(text: str = "") -> Intake:
    """An entry that has been read, with something to look at."""
    waiting = begun(text or (SPECIMENS / "cong-van-dang.txt").read_text(encoding="utf-8"))
    read = entering.read_intake(waiting.pk, now=timezone.now())
    assert read is not None
    return read


def first_task(intake: Intake) -> int:
    return int(intake.proposal["tasks"][0]["id"])


def page_of(name: str) -> str:
    intake = to_review()
    return reverse(name, args=[intake.pk])


def task_page(name: str) -> str:
    intake = to_review()
    return reverse(name, args=[intake.pk, first_task(intake)])


def name_page() -> str:
    intake = to_review()
    return reverse("plans:intake-name", args=[intake.pk], query={"ten": next(iter(intake.proposal["names"]))})


def failed_page() -> str:
    intake = begun("Chữ không đọc được. " * 5)
    Intake.objects.filter(pk=intake.pk).update(state=IntakeState.FAILED, failure=entering.FAILURE)
    return reverse("plans:intake", args=[intake.pk])


PAGES: dict[str, Callable[[], str]] = {
    "begin": lambda: reverse("plans:intake-start"),
    "by hand": lambda: reverse("directives:create"),
    "being read": lambda: reverse("plans:intake", args=[begun("Chữ còn chờ đọc. " * 5).pk]),
    "not readable": failed_page,
    "duplicate": lambda: reverse("plans:intake", args=[to_review(TWIN).pk]),
    "review": lambda: page_of("plans:intake"),
    "press": lambda: reverse(
        "plans:intake", args=[to_review((SPECIMENS / "bao-chi.txt").read_text(encoding="utf-8")).pk]
    ),
    "record": lambda: page_of("plans:intake-record"),
    "name": name_page,
    "task": lambda: task_page("plans:intake-task"),
    "split": lambda: task_page("plans:intake-split"),
    "make": lambda: page_of("plans:intake-publish"),
    "throw away": lambda: page_of("plans:intake-discard"),
}


@pytest.mark.parametrize("width", DEVICES)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_sound(visit: Visit, name: str, width: str) -> None:
    visitor = visit(OFFICER, DEVICES[width])
    page = visitor.go(PAGES[name]())
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert visitor.overflow() <= 0
    assert visitor.complaints == []


def test_keys_walk_through_the_review_and_answer(visit: Visit) -> None:
    intake = to_review()
    visitor = visit(OFFICER)
    page = visitor.go(reverse("plans:intake", args=[intake.pk]))
    asked = page.locator("[data-question]")
    assert asked.count() >= 2, "the specimen leaves nothing to look at"
    first, second = (asked.nth(place).get_attribute("data-question") for place in (0, 1))
    here = page.locator(".ask.now")
    page.keyboard.press("j")
    expect(here).to_be_focused()
    expect(here).to_have_attribute("data-question", str(first))
    page.keyboard.press("j")
    expect(here).to_have_attribute("data-question", str(second))
    page.keyboard.press("k")
    expect(here).to_have_attribute("data-question", str(first))
    expect(here).to_be_in_viewport()
    page.keyboard.press("1")
    expect(page.locator("#loi-bao")).to_contain_text("Đã trả lời")
    expect(asked.first).to_have_class(re.compile("is-answered"))
    expect(here).to_have_attribute("data-question", str(second))
    expect(here).to_be_focused()
    page.keyboard.press("u")
    expect(page.locator("#loi-bao")).to_contain_text("Đã lấy lại")
    expect(asked.first).not_to_have_class(re.compile("is-answered"))
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("Control+Enter")
    page.wait_for_url(f"**{reverse('plans:intake-publish', args=[intake.pk])}")
    assert visitor.complaints == []


def test_a_click_on_either_side_shows_the_other(visit: Visit) -> None:
    intake = to_review()
    page = visit(OFFICER).go(reverse("plans:intake", args=[intake.pk]))
    page.locator('.source a[href^="#task-"]').last.click()
    lit = page.locator(".proposal .lit")
    expect(lit).to_be_in_viewport()
    page.locator('#record a[href^="#s-record-"]').first.click()
    expect(page.locator(".source .lit").first).to_be_in_viewport()


def test_a_phone_shows_one_side_at_a_time(visit: Visit) -> None:
    intake = to_review()
    page = visit(OFFICER, PHONE).go(reverse("plans:intake", args=[intake.pk]))
    expect(page.locator(".source-panel")).to_be_hidden()
    page.get_by_role("navigation", name="Hai phía").get_by_role("link", name="Văn bản nguồn").click()
    expect(page.locator(".source-panel")).to_be_visible()
    page.locator(".source a.mk").first.click()
    expect(page.locator(".source-panel")).to_be_hidden()


def test_a_chosen_file_is_read_at_once(visit: Visit, tmp_path: Path) -> None:
    paper = tmp_path / "cong-van.txt"
    paper.write_text((SPECIMENS / "cong-van-dang.txt").read_text(encoding="utf-8"), encoding="utf-8")
    visitor = visit(OFFICER)
    page = visitor.go(reverse("plans:intake-start"))
    page.set_input_files('input[type="file"]', paper)
    expect(page.get_by_role("heading", level=1)).to_have_text("Xem lại trước khi tạo")
    expect(page.locator(".ask.now")).to_have_count(1)
    assert visitor.complaints == []


def test_pasted_words_outlive_a_refusal(visit: Visit) -> None:
    page = visit(OFFICER).go(reverse("plans:intake-start"))
    page.get_by_label("Hoặc dán toàn văn").fill("Quá ngắn để đọc")
    page.get_by_role("button", name="Đọc văn bản").click()
    expect(page.get_by_role("alert")).to_contain_text("quá ngắn")
    expect(page.get_by_label("Hoặc dán toàn văn")).to_have_value("Quá ngắn để đọc")


def test_the_review_works_without_javascript(visit: Visit) -> None:
    intake = to_review()
    page = visit(OFFICER, java_script_enabled=False).go(reverse("plans:intake", args=[intake.pk]))
    answered = page.locator(".ask.is-answered").count()
    page.locator('.ask button[name="answer"]').first.click()
    expect(page.locator(".ask.is-answered")).to_have_count(answered + 1)
    targets = page.locator(".source a.mk").evaluate_all(
        "marks => marks.map(mark => mark.getAttribute('href').slice(1))"
    )
    lost = {one for one in targets if page.locator(f'[id="{one}"]').count() == 0}
    assert not lost, f"marks lead nowhere: {lost}"
