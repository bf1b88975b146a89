"""Hostile narrative: nothing is fetched, nothing runs, and the paper keeps its letters and its margins."""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from reporting import narrative
from reporting.paper import Appendix, Block, Column, Paper, Paragraph, Section, Table
from reporting.rendering import vendor
from reporting.rendering.pdf import render_html, render_pdf
from tests.paper.hostile import cases, huge
from tests.paper.reading import MM, Page, fonts, read
from tests.reporting.papers import half_year_paper


class Listener:
    """A server on the loopback that counts who connects."""

    def __init__(self) -> None:
        self.heard: list[Any] = []
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._socket.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            try:
                caller, address = self._socket.accept()
            except OSError:
                return
            self.heard.append(address)
            caller.close()

    def close(self) -> None:
        self._socket.close()


@pytest.fixture(scope="module")
def listener() -> Iterator[Listener]:
    server = Listener()
    yield server
    server.close()


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every address that a rendering wants to read, and every name or host that anything wants to reach."""
    wanted: list[str] = []
    real = vendor.vendor_path

    def note(url: str) -> Path:
        wanted.append(url)
        return real(url)

    def reach(*args: Any, **kwargs: Any) -> Any:
        wanted.append(f"reached for {args!r}")
        raise OSError("nothing is reached from a paper")

    monkeypatch.setattr(vendor, "vendor_path", note)
    monkeypatch.setattr(socket, "getaddrinfo", reach)
    monkeypatch.setattr(socket.socket, "connect", reach)
    return wanted


FONTS = {f"vendor:{name}" for name in vendor.FONT_FILES.values()}
TAGS = {"p", "h3", "h4", "ul", "ol", "li"}


class Tags(HTMLParser):
    """Tags and attributes of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.attributes: set[str] = set()
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        self.attributes |= {name for name, _ in attrs}


def section(place: int, text: str) -> Section:
    blocks: tuple[Block, ...] = narrative.blocks(text)
    return Section(f"Ca {place:03d}", (*blocks, Paragraph(f"Hết ca {place:03d}")))


def paper_of(texts: list[str]) -> Paper:
    return half_year_paper(
        sections=tuple(section(place, text) for place, text in enumerate(texts, start=1)), appendices=()
    )


def kept_whole(pages: list[Page], of: int) -> None:
    """Every case has its end, in order; no letter lies outside the margins; the paper still begins and ends as one."""
    text = " ".join(page.text for page in pages)
    assert re.findall(r"Hết ca (\d{3})", text) == [f"{place:03d}" for place in range(1, of + 1)]
    assert pages[0].has("ĐẢNG CỘNG SẢN VIỆT NAM")
    assert pages[-1].has("Nguyễn Thị Hồng Ánh")
    assert pages[-1].has("- Lưu Văn phòng Ban Tuyên giáo Thành ủy.")
    for place, page in enumerate(pages, start=1):
        assert (round(page.width / MM), round(page.height / MM)) == (210, 297)
        for line in page.lines:
            assert line.left > 29 * MM, (place, line.text)
            assert line.right < page.width - 14 * MM, (place, line.text)
            assert line.size < 17, (place, line.text)


def test_no_case_reaches_out_runs_or_breaks_the_paper(listener: Listener, asked: list[str]) -> None:
    texts = list(cases(listener.port))
    assert len(texts) >= 90
    paper = paper_of(texts)
    html = render_html(paper)
    plain = Tags(render_html(half_year_paper(appendices=())))
    assert Tags(html).names <= plain.names | {"h3", "h4"}
    assert Tags(html).attributes <= plain.attributes | {"class"}
    data = render_pdf(paper)
    assert set(asked) == FONTS
    assert listener.heard == []
    assert fonts(data) == {"Tinos"}
    pages = read(data)
    kept_whole(pages, len(texts))
    assert len(pages) < 40
    print(f"hostile: {len(texts)} cases, {len(asked)} files read, all of them fonts")


def test_on_pages_nothing_is_left_of_any_case_but_words(listener: Listener) -> None:
    for text in [*cases(listener.port), *huge(listener.port)]:
        found = Tags(narrative.clean(text))
        assert found.names <= TAGS, text[:80]
        assert not found.attributes, text[:80]


def test_what_else_is_typed_into_a_paper_is_printed_as_words(listener: Listener, asked: list[str]) -> None:
    """Names, titles, recipients, cells and the place of issue, each with another case."""
    texts = [text for text in cases(listener.port) if 0 < len(text) < 90]
    given = iter(texts)
    paper = half_year_paper()
    head = replace(paper.letterhead, superior=next(given), issuer=next(given), place=next(given), symbol=next(given))
    rows = tuple((next(given), text) for text in texts[9:40])
    paper = half_year_paper(
        letterhead=head,
        issuer=next(given),
        subject=next(given),
        signature=replace(paper.signature, authority=next(given), title=next(given), name=next(given)),
        recipients=tuple(texts[40:50]),
        appendices=(Appendix(texts[50], Table((Column(texts[51], 1), Column(texts[52], 3)), rows, texts[53])),),
    )
    assert not re.search(
        "[\\x00-\\x08\\u00ad\\u200b-\\u200f\\u202a-\\u202e\\u2066-\\u2069\\ufeff]|\\u0323{2}", render_html(paper)
    )
    data = render_pdf(paper)
    assert set(asked) == FONTS
    assert listener.heard == []
    assert fonts(data) == {"Tinos"}
    pages = read(data)
    assert len(pages) < 12
    assert all(line.right < page.width - 14 * MM for page in pages for line in page.lines)


def test_what_the_font_lacks_is_a_box_and_what_says_nothing_is_gone() -> None:
    said = narrative.tidy("Đạt 🙂 漢 \u202e%001\u202c \ue000 e\u0323\u0302\u0302\u0302\u0302 \x07hết")
    data = render_pdf(paper_of([said]))
    (line,) = (line for page in read(data) for line in page.lines if line.text.startswith("Đạt"))
    assert line.text.startswith("Đạt □ □ %001 ệ")
    assert line.text.endswith("hết")
    assert fonts(data) == {"Tinos"}
