"""A long list is written by a job: the same rows, shown on its way, fetched by who asked and by nobody else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from agencies.services import end_post
from plans import jobs
from plans.models import ItemExport
from plans.services import exporting
from plans.views import workbook
from tests.cast import NOW, World, login
from tests.plans.workbook.sheets import read_sheet
from tests.plans.workbook.test_export import EXPORT, exported, ids

Clock = Callable[[Any], datetime]


def test_a_long_list_waits_for_its_job(
    client: Client, world: World, at: Clock, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    login(client, "vanphong")
    query = "?muc=tat-ca&sort=-han"
    at_once = exported(client, query)
    monkeypatch.setattr(workbook, "AT_ONCE", 3)
    asked: list[int] = []
    monkeypatch.setattr(jobs.write_export, "delay", asked.append)
    page = client.get(f"{EXPORT}{query}").content.decode()
    assert 'name="query" value="muc=tat-ca&amp;sort=-han"' in page
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(f"{EXPORT}nen/", {"query": query[1:]})
        client.post(f"{EXPORT}nen/", {"query": query[1:]})  # the second click
    one = ItemExport.objects.get()
    assert answer["Location"] == f"{EXPORT}{one.pk}/"
    assert "Chờ đến lượt." in client.get(f"{EXPORT}{one.pk}/").content.decode()
    assert client.get(f"{EXPORT}{one.pk}/tep/").status_code == 404
    assert exporting.write_waiting(now=NOW) == 1  # the broker lost the message
    jobs.write_export(one.pk)  # which comes after all
    assert f'href="{EXPORT}{one.pk}/tep/"' in client.get(f"{EXPORT}{one.pk}/").content.decode()
    sent: Any = client.get(f"{EXPORT}{one.pk}/tep/")
    assert ids(read_sheet(b"".join(sent.streaming_content))) == ids(at_once)
    found_again = f'<a href="{EXPORT}{one.pk}/">'
    assert found_again in client.get(f"{EXPORT}{query}").content.decode(), "whoever left the page finds the file"
    colleague = login(Client(), "truongban").get(f"{EXPORT}{query}").content.decode()
    assert (">Ghi tệp<" in colleague, found_again in colleague) == (True, False)
    for stranger in ("truongban", "quangngai", "lhh"):
        assert login(client, stranger).get(f"{EXPORT}{one.pk}/tep/").status_code == 404


def test_who_acts_elsewhere_since_fetches_nothing_and_files_go(client: Client, world: World, at: Clock) -> None:
    officer = world.officer("vanphong").enter(on=NOW.date())
    one = exporting.begin(by=officer, now=NOW, query="muc=tat-ca&sort=han", on=NOW.date(), total=9)
    exporting.write(one.pk, now=NOW)
    sent: Any = login(client, "vanphong").get(f"{EXPORT}{one.pk}/tep/")
    assert (sent.status_code, bool(b"".join(sent.streaming_content))) == (200, True)
    end_post(officer.posts.get(), on=at("2022-07-13").date())
    at(NOW)
    assert client.get(f"{EXPORT}{one.pk}/tep/").status_code == 404
    assert exporting.forget_old(now=NOW + exporting.KEPT * 2) == 1
