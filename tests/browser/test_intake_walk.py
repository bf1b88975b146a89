"""From a file to a tracked plan in the browser, every click and key counted; also for the real documents where they lie beside."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from django.db import connection
from playwright.sync_api import Page, expect

from directives.models import Directive
from plans.models import Assignment, Plan
from tests.browser.conftest import Visit
from tests.plans.intake.begun import SPECIMEN

pytestmark = pytest.mark.slow
SEEDS = Path(__file__).resolve().parents[3] / "shared" / "seeds"
MOST = 15
OPEN = ".ask:not(.is-answered)"


@pytest.fixture(scope="module", autouse=True)
def only_people(site: object) -> None:
    """The sample's agencies, groups and officers, without any document: the chain has to come out of the texts."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE directives_directive, plans_intake RESTART IDENTITY CASCADE")


@dataclass
class Hand:
    """Somebody at the page; each click and each key outside typed text counts, choosing a file as two."""

    page: Page
    acts: list[str] = field(default_factory=list)

    def click(self, name: str, role: str = "button") -> None:
        self.acts.append(f"bấm {name}")
        self.page.get_by_role(role, name=name).first.click()  # type: ignore[arg-type]
        self.rest()

    def key(self, key: str) -> None:
        self.acts.append(f"phím {key}")
        self.page.keyboard.press(key)
        self.rest()

    def rest(self) -> None:
        """Until the page has taken in what was done."""
        self.page.wait_for_load_state("networkidle")
        expect(self.page.locator("#review[aria-busy]")).to_have_count(0)

    def choose(self, file: Path) -> None:
        self.acts += ["mở hộp chọn tệp", "chọn tệp"]
        with self.page.expect_navigation(wait_until="networkidle", url="**/van-ban/nhap/*/"):
            self.page.locator('input[type="file"]').set_input_files(file)  # read at once


def open_questions(page: Page) -> int:
    return page.locator(OPEN).count()


def enter(visit: Visit, username: str, file: Path) -> tuple[Hand, Plan]:
    """Choose the file, answer every question by its first number, make and publish."""
    hand = Hand(visit(username).go("/van-ban/nhap/"))
    hand.choose(file)
    expect(hand.page.locator("h1")).to_have_text("Xem lại trước khi tạo")
    hand.key("j")
    while open_questions(hand.page) and len(hand.acts) < 3 * MOST:
        here = hand.page.locator(f"{OPEN}.now")
        # An order among the aims is no task of the counts in docs/domain.md §6.
        hand.key("2" if "Không phải nhiệm vụ" in here.inner_text() else "1")
    hand.key("Control+Enter")
    expect(hand.page.get_by_role("button", name="Tạo và phát hành")).to_be_visible()
    hand.click("Tạo và phát hành")
    expect(hand.page).to_have_url(re.compile("/ke-hoach/"))
    return hand, Plan.objects.latest("id")


def leads(plan: Plan, *, known: bool) -> int:
    return Assignment.objects.filter(task__plan=plan, role="lead", agency__isnull=not known).count()


def test_the_made_up_document_from_file_to_tracked_plan(visit: Visit, tmp_path: Path) -> None:
    file = tmp_path / "cong-van-812.txt"
    file.write_text(SPECIMEN, encoding="utf-8")
    hand, plan = enter(visit, "vanphong", file)
    assert len(hand.acts) <= MOST, hand.acts
    assert (plan.state, plan.tasks.count()) == ("published", 7)


def test_questions_are_answered_by_number_and_the_next_one_has_the_focus(visit: Visit, tmp_path: Path) -> None:
    file = tmp_path / "cong-van-815.txt"
    file.write_text(SPECIMEN.replace("812-CV/TU", "815-CV/TU").replace("hạ tầng", "thiết bị"), encoding="utf-8")
    hand = Hand(visit("vanphong").go("/van-ban/nhap/"))
    hand.choose(file)
    left = open_questions(hand.page)
    assert left >= 2
    hand.key("j")
    expect(hand.page.locator(".ask.now")).to_be_in_viewport(ratio=1)
    hand.key("1")
    expect(hand.page.locator(OPEN)).to_have_count(left - 1)
    expect(hand.page.locator(f"{OPEN}:focus")).to_be_in_viewport(ratio=1)
    hand.key("1")
    expect(hand.page.locator(OPEN)).to_have_count(left - 2)


REAL = [
    ("000", "vanphong", 7),
    ("001", "quangngai", 10),
    ("004", "phuthien", 10),
    ("002", "vanphong", 5),
    ("003", "lhh", 6),
]


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the real documents are not part of the project")
def test_the_five_real_documents_in_a_row(visit: Visit, capsys: pytest.CaptureFixture[str]) -> None:
    """Counts and chain as docs/domain.md §6 has them; 93-NQ/TW is a question, not a fact."""
    plans: dict[str, Plan] = {}
    for seed, username, tasks in REAL:
        (file,) = SEEDS.glob(f"{seed}_*.txt")
        hand, plan = enter(visit, username, file)
        plans[seed] = plan
        with capsys.disabled():
            print(
                f"\n{seed}: {len(hand.acts)} thao tác, {plan.tasks.count()} nhiệm vụ, {leads(plan, known=True)} dòng chủ trì"
            )
        assert plan.tasks.count() == tasks, seed
        assert len(hand.acts) <= MOST or seed not in ("000", "001"), hand.acts
    assert plans["004"].tasks.without_agency().count() >= 7
    links = {
        (link.directive.number or "Phú Thiện", link.superior.number or "NQ Đại hội"): link.kind
        for one in Directive.objects.all()
        for link in one.links.select_related("directive", "superior")
    }
    assert links[("93-KL/TW", "42-CT/TW")] == "continues"
    for lower in ("54-CV/TU", "186-CV/TU", "137-KH/TU", "25-KH/TU", "Phú Thiện"):
        assert links[(lower, "93-KL/TW")] == "implements", lower
    assert links[("Phú Thiện", "25-KH/TU")] == "implements"
    assert links[("04-CTr/TU", "42-CT/TW")] == "implements"
    assert links[("70/CTr-LHH", "230-CV/TU")] == "implements"
    assert links[("70/CTr-LHH", "NQ Đại hội")] == "implements"
    assert Directive.objects.filter(number="93-KL/TW").count() == 1
    assert Directive.objects.filter(number="42-CT/TW").count() == 1
