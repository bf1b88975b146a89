"""The side doors: lists, counts, searches, exports, suggestions and letters, looked through for words planted in each content."""

from __future__ import annotations

import zipfile
from collections import defaultdict
from collections.abc import Collection
from io import BytesIO
from typing import Any, Final

from django.urls import reverse

from agencies.verdict import Denied
from plans.models import Digest
from plans.reminders.addressing import address
from plans.reminders.opening import open_reminders
from plans.reminders.sending import compose
from plans.services.feeds import make as make_feed
from tests.cast import NOW, TODAY
from tests.matrix.engine import Findings, Trial, body_of, undone
from tests.matrix.table import MAY, SIDE_DOORS, rows_of
from tests.matrix.world import ANCHOR, RELATIONS, SECRETS

TABS: Final = ("chua-hoan-thanh", "qua-han", "cho-xac-nhan", "chua-co-don-vi", "tat-ca", "bao-chi", "ngoai")
# Addresses without a row of their own, with the conditions that widen what they show.
LISTS: Final = (
    *(("plans:item-list", f"muc={tab}&size=200") for tab in TABS),
    *(("plans:item-export", f"muc={tab}") for tab in ("tat-ca", "ngoai", "chua-co-don-vi")),
    ("plans:item-list", "muc=tat-ca&ngay=2022-05-05&size=200"),
    *((name, "") for name in ("plans:desk", "plans:agency-work", "plans:review-list", "plans:duty-list", "reporting:report-list")),
    ("reporting:overview", ""),
    ("reporting:overview", "du=1&ky=2022"),
    ("reporting:report-create", ""),
    ("directives:list", "size=200"),
    ("directives:create", ""),
    ("plans:intake-start", ""),
    ("agencies:account", ""),
    *((name, "") for name in ("plans:note-list", "plans:view-list", "plans:bulk-list", "plans:handover-list", "plans:charge-many",
                              "plans:item-import-start", "agencies:officer-list", "agencies:calendar")),
    ("plans:due-calendar", ""),
    ("plans:due-calendar", "xem=tuan"),
    ("plans:due-calendar", "ngay=2022-07-01"),
    ("plans:feed-list", ""),
    *(("plans:note-list", f"muc={tab}") for tab in ("cho-tra-loi", "da-gui", "tat-ca")),
    ("agencies:agency-list", "size=200"),
    ("agencies:read-list", "size=200"),
    ("directives:list", f"q={ANCHOR}&toan_van=on"),
    ("plans:health", ""),
    ("plans:metrics", ""),
)  # fmt: skip
# Search boxes and suggestions: asked for the beginning of a word, so that the page does not merely echo it.
SEARCHES: Final = (
    ("plans:item-list", "muc=tat-ca&q={}"),
    ("plans:item-list", "muc=ngoai&q={}"),
    ("plans:item-list", "muc=chua-co-don-vi&q={}"),
    ("plans:item-export", "muc=tat-ca&q={}"),
    ("directives:list", "q={}"),
    ("directives:find", "row=superiors-0&superiors-0-query={}"),
    ("directives:list", "toan_van=on&q={}"),
)
UNTYPED: Final = 3
LETTERS: Final = "thư nhắc"
# What is counted → where, and the name of the number in the page's context.
COUNTS: Final = {
    "đếm đầu việc": ("plans:item-list", "muc=tat-ca"),
    "đếm việc ngoài tính toán": ("plans:item-list", "muc=ngoai"),
    "đếm văn bản": ("directives:list", ""),
    "đếm báo cáo": ("reporting:report-list", ""),
    "đếm chờ xác nhận": ("plans:review-list", ""),
}


class Doors:
    """What each officer was told, by secret, and where."""

    def __init__(self, trial: Trial, usernames: list[str]) -> None:
        self.trial, self.usernames = trial, usernames
        self.told: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        self.counted: dict[str, dict[str, int]] = defaultdict(dict)
        self.findings = Findings()

    def look(self, username: str, text: str, where: str) -> None:
        for kind, word in SECRETS.items():
            if word in text:
                self.told[username][kind].add(where)

    def get(self, username: str, name: str, query: str, *, hx: bool = False) -> Any:
        headers = {"HX-Request": "true"} if hx else {}
        with undone():
            answer = self.trial.client(username).get(f"{reverse(name)}?{query}", headers=headers)
            text = _cells(answer) if name.endswith("export") else body_of(answer)
        self.findings.note(answer.status_code < 500, f"{name}?{query} as {username}: {answer.status_code}")
        self.look(username, text, f"{name}?{query}{' (HX)' if hx else ''}")
        return answer

    def walk(self, username: str, *, asked: Collection[str] = tuple(SECRETS.values())) -> None:
        """Every list, as a page and as the part that htmx asks for, and every search for the words that are asked."""
        for name, query in LISTS:
            answer = self.get(username, name, query)
            self.get(username, name, query, hx=True)
            if name == "plans:item-list" and answer.status_code == 200:
                self.same_number(username, query, answer.context)
        for name, query in SEARCHES:
            for word in asked:
                self.get(username, name, query.format(word[:-UNTYPED]))
        self.calendar(username)
        for kind, (name, query) in COUNTS.items():
            self.counted[username][kind] = _number(kind, self.get(username, name, query).context)

    def calendar(self, username: str) -> None:
        """What the officer's own private calendar tells a calendar program; who has no work gets none."""
        with undone():
            try:
                _, token = make_feed(by=self.trial.world.officer(username), now=NOW, name="thử")
            except Denied:
                return
            answer = self.trial.client(username).get(reverse("plans:feed", args=[token]))
            self.findings.note(answer.status_code == 200, f"the calendar of {username}: {answer.status_code}")
            self.look(username, answer.content.decode().replace("\r\n ", ""), "lịch riêng")

    def same_number(self, username: str, query: str, context: Any) -> None:
        """The number on a tab is the number of its rows."""
        current = next(tab for tab in context["tabs"] if tab["current"])
        rows = context["page"].paginator.count
        self.findings.note(
            int(current["count"]) == rows == len(list(context["page"])),
            f"{query} as {username}: the tab says {current['count']}, there are {rows}",
        )

    def letters(self) -> None:
        """Write every letter of the day, without sending it."""
        with undone():
            open_reminders(on=TODAY, now=NOW)
            address(day=TODAY)
            for digest in Digest.objects.filter(day=TODAY).select_related("officer"):
                if message := compose(digest, day=TODAY):
                    text = "\n".join(
                        [str(message.subject), str(message.body), *(str(part[0]) for part in message.alternatives)]
                    )
                    self.counted[digest.officer.username][LETTERS] = 1
                    self.look(digest.officer.username, text, "thư nhắc")

    def judge(self, *, only_kept: bool = False) -> None:
        """Each row of the table: told, or told nowhere; what is to be told can only be judged after every page was seen."""
        for row in rows_of(SIDE_DOORS):
            for relation, expected in row.cells:
                if only_kept and expected == MAY:
                    continue
                asked = [name for name in RELATIONS[relation] if name in self.usernames]
                came = {name: self._came(row.code, name) for name in asked}
                good = [bool(found) == (expected == MAY) for found in came.values()]
                right = any(good) if row.code == LETTERS and expected == MAY else all(good)
                if asked:
                    self.findings.note(right, f"{row.where} {row.code} {relation}: {expected} ≠ {came}")

    def _came(self, code: str, username: str) -> Any:
        if code in SECRETS:
            return sorted(self.told[username][code] | self.trial.told[username][code])[:4]
        return self.counted[username].get(code, 0)


def _number(kind: str, context: Any) -> int:
    if kind == "đếm chờ xác nhận":
        return int(context["total"]) + len(context["extensions"])
    return int(context["page"].paginator.count)


def _cells(answer: Any) -> str:
    """The words of a workbook."""
    raw = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if not raw.startswith(b"PK"):
        return raw.decode(errors="replace")
    with zipfile.ZipFile(BytesIO(raw)) as book:
        return "\n".join(book.read(name).decode() for name in book.namelist() if name.endswith(".xml"))
