"""The user guide inside the product: every file is a page, nothing else is reachable, what is written cannot run."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from agencies import guide
from tests.cast import CAST, World, login


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A guide of its own, with a secret beside it."""
    (tmp_path / "bi-mat.md").write_text("# Không phải hướng dẫn", encoding="utf-8")
    made = tmp_path / "user-guide"
    made.mkdir()
    (made / "muc-luc.toml").write_text('[[phan]]\nten = "Mọi cán bộ"\ntrang = ["mot", "chua-viet"]\n', encoding="utf-8")
    monkeypatch.setattr(guide, "FOLDER", made)
    return made


def write(folder: Path, text: str) -> guide.Page:
    (folder / "mot.md").write_text(text, encoding="utf-8")
    guide._rendered.cache_clear()
    page = guide.page("mot")
    assert page is not None
    return page


def test_every_file_stands_in_the_table_of_contents_and_every_link_leads_somewhere() -> None:
    files = {path.stem for path in guide.FOLDER.glob("*.md")}
    listed = {entry.slug for part in guide.contents() for entry in part.entries}
    assert files == listed
    for slug in files:
        for target in re.findall(r"\]\(([^)]+)\)", (guide.FOLDER / f"{slug}.md").read_text(encoding="utf-8")):
            name, _, anchor = target.partition("#")
            page = guide.page(name.removesuffix(".md") if name else slug)
            assert page is not None, f"{slug}.md links to {target}"
            assert not anchor or anchor in {section.anchor for section in page.sections}, f"{slug}.md links to {target}"


@pytest.mark.parametrize("username", CAST)
def test_every_officer_reads_every_page(client: Client, world: World, username: str) -> None:
    login(client, username)
    index = client.get(reverse("agencies:guide")).content.decode()
    for part in guide.contents():
        assert part.title in index
        for entry in part.entries:
            answer = client.get(reverse("agencies:guide-page", kwargs={"slug": entry.slug}))
            assert answer.status_code == 200
            assert f"<h1>{entry.title}</h1>" in answer.content.decode()


@pytest.mark.parametrize("path", ["khong-co", "muc-luc", "..%2Fbi-mat", "%2e%2e/bi-mat", "bat-dau.md", "../../README"])
def test_nothing_else_is_a_page(client: Client, world: World, path: str) -> None:
    login(client, "lhh")
    assert client.get(f"/huong-dan/{path}/").status_code == 404


@pytest.mark.parametrize("slug", ["../bi-mat", "chua-viet", "muc-luc", "", "/etc/passwd"])
def test_a_slug_outside_the_table_of_contents_opens_no_file(folder: Path, slug: str) -> None:
    assert guide.page(slug) is None


def test_markup_and_scripts_in_a_file_stay_text(folder: Path) -> None:
    page = write(
        folder, "# Một\n\n<script>alert(1)</script>\n\n[bấm](javascript:alert(1)) ![x](https://example.org/x.png)\n"
    )
    assert "<script" not in page.body
    assert "&lt;script&gt;" in page.body
    assert 'href="javascript' not in page.body
    assert "<img" not in page.body


def test_headings_links_and_tables_fit_the_house(folder: Path) -> None:
    page = write(
        folder, "# Tên trang\n\n## Báo cáo tiến độ\n\n[xem](hai.md#muc-1)\n\n| a | b |\n|---|---|\n| 1 | 2 |\n"
    )
    assert page.title == "Tên trang"
    assert page.sections == (guide.Section("bao-cao-tien-do", "Báo cáo tiến độ"),)
    assert '<h2 id="bao-cao-tien-do">' in page.body
    assert 'href="/huong-dan/hai/#muc-1"' in page.body
    assert '<table class="tbl">' in page.body
    assert "<h1>" not in page.body


def test_an_edited_file_shows_at_once(folder: Path) -> None:
    write(folder, "# Một\n\ncũ\n")
    path = folder / "mot.md"
    path.write_text("# Một\n\nmới\n", encoding="utf-8")
    page: Any = guide.page("mot")
    assert "mới" in page.body
