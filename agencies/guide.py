"""The user guide: Markdown files of docs/user-guide/, listed by duty, shown as pages of the product."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Final

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

from agencies.text import search_key

FOLDER: Final = Path(settings.BASE_DIR) / "docs" / "user-guide"
CONTENTS: Final = "muc-luc.toml"


@dataclass(frozen=True, slots=True)
class Entry:
    """A page in the table of contents; `title` is the file's first heading."""

    slug: str
    title: str


@dataclass(frozen=True, slots=True)
class Part:
    """Pages for one duty; a page may stand in several parts."""

    title: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A second-level heading of a page, to jump to."""

    anchor: str
    title: str


@dataclass(frozen=True, slots=True)
class Page:
    """One file as a page: its title, its sections, its body as safe HTML."""

    slug: str
    title: str
    sections: tuple[Section, ...]
    body: SafeString


def contents() -> tuple[Part, ...]:
    """The table of contents in the order of its file; pages that are not written yet are left out, and so are empty parts."""
    listed = tomllib.loads((FOLDER / CONTENTS).read_text(encoding="utf-8"))["phan"]
    parts = [
        Part(part["ten"], tuple(Entry(slug, title) for slug in part["trang"] if (title := _title(slug))))
        for part in listed
    ]
    return tuple(part for part in parts if part.entries)


def page(slug: str) -> Page | None:
    """The page of a slug; None unless the table of contents names it, so no other file can be reached."""
    known = {entry.slug for part in contents() for entry in part.entries}
    if slug not in known:
        return None
    path = FOLDER / f"{slug}.md"
    return _rendered(slug, path.stat().st_mtime_ns)


def _title(slug: str) -> str:
    path = FOLDER / f"{slug}.md"
    if not path.is_file():
        return ""
    with path.open(encoding="utf-8") as lines:
        return next((line[2:].strip() for line in lines if line.startswith("# ")), slug)


@cache
def _rendered(slug: str, changed: int) -> Page:
    """`changed` makes an edited file a new page."""
    # Raw HTML stays text, and links are checked by the parser (no javascript:, no data:).
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")
    tokens = markdown.parse((FOLDER / f"{slug}.md").read_text(encoding="utf-8"))
    title = slug
    if tokens and tokens[0].type == "heading_open" and tokens[0].tag == "h1":
        title, tokens = tokens[1].content, tokens[3:]
    sections = _name_sections(tokens)
    _adapt(tokens)
    body = mark_safe(markdown.renderer.render(tokens, markdown.options, {}))  # noqa: S308 - the renderer escapes, see above
    return Page(slug, title, sections, body)


def _name_sections(tokens: list[Token]) -> tuple[Section, ...]:
    """Give each second-level heading its anchor: the words without diacritics, joined by hyphens."""
    found = []
    for opening, words in pairwise(tokens):
        if opening.type == "heading_open" and opening.tag == "h2":
            anchor = "-".join(search_key(words.content).split())
            opening.attrSet("id", anchor)
            found.append(Section(anchor, words.content))
    return tuple(found)


def _adapt(tokens: list[Token]) -> None:
    """Links between files lead to pages, tables look like those of the house."""
    for token in tokens:
        if token.type == "table_open":
            token.attrSet("class", "tbl")
        for inner in token.children or ():
            target = str(inner.attrGet("href") or "") if inner.type == "link_open" else ""
            name, mark, anchor = target.partition("#")
            if name.endswith(".md") and "/" not in name:
                address = reverse("agencies:guide-page", kwargs={"slug": name.removesuffix(".md")})
                inner.attrSet("href", f"{address}{mark}{anchor}")
