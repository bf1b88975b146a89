"""Long files: planted errors found at their cells, as many questions for any number of rows, a job that shows how far it is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from plans import jobs
from plans.models import ImportRow, ImportState, Task
from plans.services import importing
from plans.services.import_writing import save
from tests.bench.importing import fresh_rows, plant
from tests.cast import NOW, TODAY, World, login
from tests.plans.importing.books import HEADINGS, a_book, brought, errors, exported, kinds, rows_in

Clock = Callable[[Any], datetime]
LEADS = ["Huyện ủy Cờ Đỏ", "Quận ủy Ô Môn", "Huyện ủy Phong Điền", "Báo Cần Thơ", "Văn phòng Thành ủy Cần Thơ"]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_planted_error_is_told_at_its_cell_and_nowhere_else(
    client: Client, world: World, at: Clock, seed: int
) -> None:
    rows = rows_in(exported(login(client, "vanphong")))
    rows += fresh_rows(LEADS, 60, day=TODAY, seed=seed)
    cells = plant(rows, HEADINGS, errors=30, seed=seed)
    one = brought(client, a_book(rows, day=TODAY), plan=world.plan.pk)
    assert set(errors(one)) == cells
    assert kinds(one).count("error") == 30


def judged(client: Client, world: World, n: int) -> int:
    """How many questions the check of a file with n new and all known rows asks."""
    rows = rows_in(exported(client))
    one = brought(client, a_book(rows + fresh_rows(LEADS, n, day=TODAY, seed=1)), plan=world.plan.pk)
    importing.settle(one, by=world.officers["vanphong"], columns=one.columns, plan=world.plan)
    with CaptureQueriesContext(connection) as asked:
        assert importing.check(one.pk, now=NOW) is not None
    return len(asked)


def test_more_rows_cost_no_more_questions(client: Client, world: World, at: Clock) -> None:
    login(client, "vanphong")
    judged(client, world, 5)
    assert judged(client, world, 200) <= judged(client, world, 5)


def test_a_long_file_waits_for_its_job_and_a_lost_job_is_made_good(
    client: Client, world: World, at: Clock, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    login(client, "vanphong")
    asked: list[int] = []
    monkeypatch.setattr(importing, "AT_ONCE", 5)
    monkeypatch.setattr(importing, "SAVED_AT_ONCE", 5)
    monkeypatch.setattr(jobs.work_on_import, "delay", asked.append)
    with django_capture_on_commit_callbacks(execute=True):
        one = brought(client, a_book(fresh_rows(LEADS, 30, day=TODAY, seed=1)), plan=world.plan.pk)
    assert (asked, one.state) == ([one.pk], "to_check")
    assert "Chờ đến lượt." in client.get(f"/nhiem-vu/nhap/{one.pk}/").content.decode()
    jobs.work_on_import(one.pk)
    one.refresh_from_db()
    assert one.state == "checked"
    with django_capture_on_commit_callbacks():  # the broker is emptied before anybody hears of it
        client.post(f"/nhiem-vu/nhap/{one.pk}/ghi/", {"manner": "some", "version": one.version})
    importing.tell(one.pk, 20)
    one.refresh_from_db()
    assert one.state == "to_save"
    page = client.get(f"/nhiem-vu/nhap/{one.pk}/").content.decode()
    assert 'max="30" value="20"' in page
    assert importing.claim(one.pk, ImportState.TO_SAVE, now=NOW) is not None
    assert importing.claim(one.pk, ImportState.TO_SAVE, now=NOW) is None
    assert importing.work_waiting(now=NOW + importing.LEASE * 2, save=save) == 1
    one.refresh_from_db()
    assert (one.state, one.saved) == ("done", 30)
    assert Task.objects.filter(plan=world.plan, heading__startswith="Nhiệm vụ nhập").count() == 24
    assert not ImportRow.objects.filter(item_import=one, is_saved=False).exists()
