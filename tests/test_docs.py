"""What the documents say must be what the code does: links, accounts, variables, identifiers, paths."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PIL import Image

from config import supervise

ROOT = Path(__file__).resolve().parent.parent
APPS = ("config", "agencies", "directives", "plans", "reporting")
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
CODE = "\n".join(path.read_text(encoding="utf-8") for app in APPS for path in (ROOT / app).rglob("*.py"))


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("document", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_between_documents_leads_somewhere(document: Path) -> None:
    for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", document.read_text(encoding="utf-8")):
        if "://" not in target:
            assert (document.parent / target).exists(), target


def test_the_readme_names_the_accounts_and_commands_that_exist() -> None:
    text = read("README.md")
    assert set(re.findall(r"^\| `(\w+)` \|", text, re.M)) == set(supervise.ACCOUNTS)
    assert f"`{supervise.PASSWORD}`" in text
    targets = set(re.findall(r"^(\w[\w-]*):", read("Makefile"), re.M))
    assert set(re.findall(r"make (\w[\w-]*)", text)) <= targets


def test_the_picture_of_the_readme_is_the_desk_and_small() -> None:
    path = ROOT / "docs" / "img" / "ban-lam-viec.png"
    assert path.stat().st_size < 200_000
    with Image.open(path) as picture:
        assert picture.width == 1280


def test_operations_lists_exactly_the_variables_that_are_read() -> None:
    read_by_settings = set(re.findall(r"env\.\w+\(\s*\"([A-Z_]+)\"", read("config/settings.py")))
    read_elsewhere = set(re.findall(r"os\.environ(?:\.get\(|\[)\"((?:DONDOC|WEB)_[A-Z_]+)\"", CODE))
    told = set(re.findall(r"`([A-Z][A-Z_]+)`", read("docs/operations.md")))
    unspoken = {"DEBUG", "DONDOC_TEST_DB", "DEMO_MAILDIR"}  # for developers and the supervisor
    assert (read_by_settings | read_elsewhere) - told - unspoken == set()
    known = read_by_settings | read_elsewhere | {"PYTHON", "PORT"}
    assert {name for name in told if name not in known} == set()


def test_the_glossary_speaks_of_what_exists() -> None:
    """Identifiers in its first column: classes, members, fields and functions of the code."""
    for row in re.findall(r"^\| ([^|]*`[^|]*) \|", read("docs/glossary.md"), re.M):
        for name in re.findall(r"`([^`]+)`", row):
            last = name.rpartition(".")[2]
            assert re.search(rf"\b{re.escape(last)}\b", CODE), f"{name} is in the glossary, not in the code"


def test_the_architecture_names_places_that_exist() -> None:
    for name in re.findall(r"`([a-z_]+/[\w/.{},-]*)`", read("docs/architecture.md")):
        assert (ROOT / name).exists(), name
    for dotted in re.findall(r"`((?:agencies|directives|plans|reporting)(?:\.\w+)+)`", read("docs/architecture.md")):
        assert re.search(rf"\b(def|class) {dotted.rpartition('.')[2]}\b", CODE), dotted


def test_every_decision_record_stands_in_the_index_with_its_title() -> None:
    index = dict(re.findall(r"\[(\d{4})\]\([\w.-]+\) \| (.+?) \|", read("docs/decisions/README.md")))
    for path in (ROOT / "docs" / "decisions").glob("[0-9]*.md"):
        number, title = re.match(r"# (\d{4}) · (.+)", path.read_text(encoding="utf-8")).groups()  # type: ignore[union-attr]
        assert index.get(number) == title
        assert path.name.startswith(number)


def test_numbers_cited_in_the_code_are_explained() -> None:
    """ "decision 12" and "domain.md §4.10" lead to a paragraph."""
    settled = set(re.findall(r"^(\d+)\. ", read("docs/decisions/README.md"), re.M))
    cited = {
        number
        for found in re.findall(r"decisions? (\d+(?:(?:, |–| and )\d+)*)", CODE)
        for number in re.findall(r"\d+", found)
    }
    assert cited - settled == set()
    domain = read("docs/domain.md")
    for section, point in re.findall(r"domain\.md §(\d)(?:\.(\d+))?", CODE):
        chapter = domain.partition(f"\n## {section}. ")[2].partition("\n## ")[0]
        assert chapter, section
        assert not point or re.search(rf"^{point}\. ", chapter, re.M), f"§{section}.{point}"
