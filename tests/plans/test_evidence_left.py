"""A report that fails after its files were stored leaves neither rows nor files; one that succeeds keeps both."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile

from agencies.models import Officer
from agencies.uploads import CheckedFile
from plans.choices import Lifecycle, Role
from plans.models import Evidence, StatusUpdate, WorkItem
from plans.services import progress
from tests.cast import NOW, TODAY, World


def a_file(name: str, letter: str = "a") -> CheckedFile:
    content = f"%PDF-1.7 {name}".encode()
    return CheckedFile(name, ContentFile(content, name=name), "application/pdf", len(content), letter * 64)


def on_disk(root: Path) -> list[Path]:
    return [path for path in root.rglob("*") if path.is_file()]


@pytest.fixture
def product(world: World) -> WorkItem:
    return world.item("5", world.agencies.dang_doan_lhh)


def by(world: World, username: str) -> Officer:
    return world.officer(username).enter(on=TODAY)


def break_down(*args: Any, **kwargs: Any) -> None:
    raise RuntimeError("the machine stopped here")


def say_report(world: World, item: WorkItem, files: list[CheckedFile]) -> StatusUpdate:
    return progress.report(item, by=by(world, "lhh"), now=NOW, submits=True, results="Xong", evidence=files)


def say_on_behalf(world: World, item: WorkItem, files: list[CheckedFile]) -> StatusUpdate:
    office = by(world, "vanphong")
    return progress.record_on_behalf(
        item, by=office, now=NOW, received_on=TODAY, results="Theo báo cáo giấy", evidence=files
    )


def say_support(world: World, item: WorkItem, files: list[CheckedFile]) -> StatusUpdate:
    line = world.tasks["3"].assignments.get(role=Role.COORDINATING)
    return progress.support(line, by=by(world, "baocantho"), now=NOW, results="Đã đăng bài", evidence=files)


type Verb = Callable[[World, WorkItem, list[CheckedFile]], StatusUpdate]


@pytest.mark.parametrize(("verb", "later"), [(say_report, "_advance"), (say_on_behalf, "_finish")])
def test_what_fails_after_storing_leaves_nothing(
    world: World, product: WorkItem, media_root: Path, monkeypatch: pytest.MonkeyPatch, verb: Verb, later: str
) -> None:
    monkeypatch.setattr(progress, later, break_down)
    with pytest.raises(RuntimeError):
        verb(world, product, [a_file("mot.pdf", "a"), a_file("hai.pdf", "b")])
    assert not on_disk(media_root)
    assert not Evidence.objects.exists()
    assert not StatusUpdate.objects.exists()
    product.refresh_from_db()
    assert product.lifecycle == Lifecycle.NOT_STARTED


@pytest.mark.parametrize("verb", [say_report, say_on_behalf, say_support])
def test_a_second_file_that_cannot_be_kept_takes_the_first_with_it(
    world: World, product: WorkItem, media_root: Path, monkeypatch: pytest.MonkeyPatch, verb: Verb
) -> None:
    whole = Evidence.save

    def save(row: Evidence, *args: Any, **kwargs: Any) -> None:
        if row.name == "hai.pdf":
            break_down()
        whole(row, *args, **kwargs)

    monkeypatch.setattr(Evidence, "save", save)
    with pytest.raises(RuntimeError):
        verb(world, product, [a_file("mot.pdf", "a"), a_file("hai.pdf", "b")])
    assert not on_disk(media_root)
    assert not StatusUpdate.objects.exists()


@pytest.mark.parametrize("verb", [say_report, say_on_behalf, say_support])
def test_what_succeeds_keeps_its_files(world: World, product: WorkItem, media_root: Path, verb: Verb) -> None:
    update = verb(world, product, [a_file("mot.pdf", "a"), a_file("hai.pdf", "b")])
    assert {row.name for row in update.evidence.all()} == {"mot.pdf", "hai.pdf"}
    assert len(on_disk(media_root)) == 2
