"""`make import-bench`: a workbook of 5,000 rows with 200 planted errors, judged and saved; time, memory, every error at its cell.

ROWS, ERRORS and TASKS (the size of the database) set other sizes. Fails where an error is missed, told elsewhere, or where a worker
that dies half-way leaves anything behind.
"""

from __future__ import annotations

import os
import resource
import sys
import time
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from random import Random
from typing import Any, Final

if __name__ == "__main__":  # a test borrows the planted errors, and must keep its own environment
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    os.environ |= {"DONDOC_DEMO": "0", "DEBUG": "0", "LOG_LEVEL": "ERROR"}

Row = dict[str, Any]
HEAD: Final = 6  # the head stands in line 6, as in the export
# What is spoilt, in which column it must be told, and how; the first need a row with an ID, the second one without.
KNOWN: Final[tuple[tuple[str, Callable[[Row], object]], ...]] = (
    ("Ngày hoàn thành (KH)", lambda row: "31/2/2027"),
    ("Ngày hoàn thành (KH)", lambda row: "#N/A"),
    ("ID nhiệm vụ", lambda row: 900_000_000 + row["ID nhiệm vụ"]),
    ("ID nhiệm vụ", lambda row: f"NV-{row['ID nhiệm vụ']}"),
    ("Tên nhiệm vụ", lambda row: f"{row['Tên nhiệm vụ']} (sửa)"),
    ("Đơn vị chủ trì", lambda row: "Ban Không Có Thật"),
    ("Mức độ hoàn thành", lambda row: 140),
)
NEW: Final[tuple[tuple[str, Callable[[Row], object]], ...]] = (
    ("Tên nhiệm vụ", lambda row: None),
    ("Tên nhiệm vụ", lambda row: "Dài " * 100),
    ("Đơn vị chủ trì", lambda row: "Ban Không Có Thật"),
    ("Ngày hoàn thành (KH)", lambda row: "hôm qua"),
    ("Ngày hoàn thành (KH)", lambda row: date(2999, 1, 1)),
    ("Loại nhiệm vụ", lambda row: "đột xuất"),
    ("Nguồn gốc", lambda row: "999999-CV/TU, mục 1"),
)


def plant(rows: list[Row], headings: list[str], *, errors: int, seed: int) -> set[str]:
    """Spoil that many rows, each in one cell; returns the cells by name."""
    from plans.workbook.reading import column_name

    rng, cells = Random(seed), set()
    for place in rng.sample(range(len(rows)), errors):
        row = rows[place]
        heading, spoil = rng.choice(KNOWN if row.get("ID nhiệm vụ") else NEW)
        row[heading] = spoil(row)
        cells.add(f"{column_name(headings.index(heading))}{HEAD + 1 + place}")
    return cells


def fresh_rows(bodies: list[str], n: int, *, day: date, seed: int) -> list[Row]:
    """New rows: every third names two leads, every fifth a task of an earlier row with another lead."""
    rng, rows = Random(seed), []
    for place in range(n):
        name = f"Nhiệm vụ nhập số {place // 5 * 5 if place % 5 == 4 else place}"
        first = place % len(bodies)
        leads = [bodies[first], *([bodies[(first + 1) % len(bodies)]] if place % 3 == 0 and place % 5 < 3 else [])]
        due = day + timedelta(days=30 + (place // 5 * 5 if place % 5 == 4 else place) % 300)
        rows.append({"Tên nhiệm vụ": name, "Đơn vị chủ trì": "; ".join(leads), "Ngày hoàn thành (KH)": due})
        if rng.random() < 0.3:
            rows[-1]["Đơn vị phối hợp"] = bodies[(first + 7) % len(bodies)]
    return rows


class Bench:
    """One run on a generated database."""

    def __init__(self, *, rows: int, errors: int) -> None:
        self.rows, self.errors, self.later = rows, errors, timedelta()

    def run(self) -> bool:
        """Build, judge, let a worker die, save, and send the list round; True when everything came out right."""
        content, cells, valid = self._book()
        print(f"workbook: {self.rows} rows, {self.errors} planted errors, {len(content) / 1e6:.1f} MB")
        one = self._begun(content)
        checked = self._timed("check", lambda: self._check(one))
        found = {error["cell"] for row in checked.rows.all() for error in row.errors}
        print(f"errors at their cells: {len(found & cells)}/{len(cells)}; told elsewhere: {sorted(found - cells)[:10]}")
        before = self._counts()
        self._dies(checked, after=min(valid // 2, 500))
        whole = self._counts() == before
        print(f"a worker that dies after {min(valid // 2, 500)} rows leaves: {'nothing' if whole else 'something'}")
        saved = self._timed("save", lambda: self._save(checked))
        print(f"saved: {saved.saved} of {valid} rows; {saved.counts}")
        same = self._round()
        return found == cells and whole and saved.saved == valid and same

    def _book(self) -> tuple[bytes, set[str], int]:
        from django.db.models import Count
        from django.test import Client
        from django.utils import timezone

        from agencies.models import Agency
        from plans.choices import UNCONFIRMED, ExtensionState
        from plans.models import Extension, Plan, WorkItem
        from tests.bench import pages
        from tests.plans.importing.books import HEADINGS, a_book, rows_in

        self.day = timezone.localdate()
        self.officer = pages.People.busiest().office.enter(on=self.day)
        own = [post.agency_id for post in self.officer.current_posts]
        plans = Plan.objects.filter(owner_id__in=own, state="published").annotate(n=Count("tasks")).order_by("n")
        self.plan = plans[0]
        self.client = Client()
        self.client.force_login(self.officer)
        answer: Any = self.client.get("/nhiem-vu/xuat/?muc=tat-ca")
        listed = rows_in(b"".join(answer.streaming_content))
        rows = listed[: self.rows * 7 // 10]
        pending = Extension.objects.filter(state=ExtensionState.PENDING).values("work_item_id")
        movable = set(
            WorkItem.objects.filter(
                pk__in=[row["ID nhiệm vụ"] for row in rows], monitor_id__in=own, lifecycle__in=UNCONFIRMED,
                due_on__isnull=False, plan__state="published",
            ).exclude(agency_id__in=own).exclude(pk__in=pending).values_list("pk", flat=True)
        )  # fmt: skip
        for row in [row for row in rows if row["ID nhiệm vụ"] in movable][: self.rows // 5]:
            row["Ngày hoàn thành (KH)"] = max(row["Ngày hoàn thành (KH)"], self.day) + timedelta(days=45)
            row["moved"] = True
        near = Agency.objects.filter(parent_id__in=Agency.objects.filter(pk__in=own).values("parent_id"))
        names = Counter(Agency.objects.values_list("name", flat=True))
        found = near.exclude(pk__in=own).order_by("pk").values_list("name", flat=True)
        bodies = [name for name in found if names[name] == 1][:40]
        rows += fresh_rows(bodies, self.rows - len(rows), day=self.day, seed=1)
        cells = plant(rows, HEADINGS, errors=self.errors, seed=1)
        spoilt = {int("".join(letter for letter in cell if letter.isdecimal())) for cell in cells}
        valid = sum(
            HEAD + 1 + place not in spoilt and ("moved" in row or not row.get("ID nhiệm vụ"))
            for place, row in enumerate(rows)
        )
        return a_book(rows, day=self.day), cells, valid

    def _begun(self, content: bytes) -> Any:
        from tests.plans.importing.books import upload

        answer = self._timed("upload", lambda: upload(self.client, content))
        assert answer.status_code == 302, answer.content.decode()[:3000]
        from plans.models import ItemImport

        return ItemImport.objects.latest("pk")

    def _check(self, one: Any) -> Any:
        from django.utils import timezone

        from plans.services import importing

        importing.settle(
            one, by=self.officer, columns=one.columns, plan=self.plan, reason="Chờ hướng dẫn", decision_number="1-CV/TU"
        )
        checked = importing.check(one.pk, now=timezone.now())
        assert checked is not None
        return checked

    def _save(self, one: Any) -> Any:
        from django.utils import timezone

        from plans.services import importing
        from plans.services.import_writing import save

        one.refresh_from_db()
        if one.state == "checked":
            importing.ask_to_save(one, by=self.officer, version=one.version, whole=False)
        self.later += importing.LEASE * 2  # when a dead worker's claim has run out
        save(one.pk, now=timezone.now() + self.later)
        one.refresh_from_db()
        return one

    def _dies(self, one: Any, *, after: int) -> None:
        """A worker that is killed in the middle of saving."""
        from unittest.mock import patch

        from plans.services import import_writing

        real, calls = import_writing._Saving._write, []

        def dies(saving: Any, row: Any) -> None:
            calls.append(1)
            if len(calls) > after:
                raise KeyboardInterrupt
            real(saving, row)

        with patch.object(import_writing._Saving, "_write", dies):
            try:
                self._save(one)
            except KeyboardInterrupt:
                return

    def _counts(self) -> dict[str, int]:
        from plans.models import Assignment, Extension, StatusUpdate, Task, WorkItem, WorkItemEvent

        models = (Assignment, Extension, StatusUpdate, Task, WorkItem, WorkItemEvent)
        return {model.__name__: model._default_manager.count() for model in models}

    def _round(self) -> bool:
        """The list as it is now goes out and comes back: every row unchanged."""
        from tests.plans.importing.books import exported

        content = self._timed("export", lambda: exported(self.client))
        checked = self._check(self._begun(content))
        print(f"export and import again: {checked.counts}")
        return all(not checked.counts[kind] for kind in ("error", "create", "update", "conflict"))

    def _timed(self, what: str, run: Callable[[], Any]) -> Any:
        begin, cpu = time.perf_counter(), time.process_time()
        found = run()
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(
            f"{what}: {time.perf_counter() - begin:.1f} s ({time.process_time() - cpu:.1f} s CPU), peak {peak:.0f} MiB"
        )
        return found


def main() -> None:
    """Load a database of the bench's own and run once."""
    from config import embedded

    with embedded.held():
        import django
        from django.conf import settings

        from tests.bench import database

        database.point()
        settings.ALLOWED_HOSTS = ["testserver"]
        settings.SECURE_SSL_REDIRECT = False
        settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
        settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
        django.setup()
        import tempfile

        from django.core.management import call_command

        from plans.views import workbook

        setattr(workbook, "AT_ONCE", 50_000)  # noqa: B010  # the file itself, not the page that has it written

        with tempfile.TemporaryDirectory() as folder, database.fresh(keep=bool(os.environ.get("KEEP"))):
            settings.MEDIA_ROOT = folder
            call_command("generate_load", tasks=int(os.environ.get("TASKS", "20000")), seed=1, verbosity=0)
            right = Bench(rows=int(os.environ.get("ROWS", "5000")), errors=int(os.environ.get("ERRORS", "200"))).run()
    sys.exit(0 if right else 1)


if __name__ == "__main__":
    main()
