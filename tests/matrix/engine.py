"""Tries cells: an address or a verb, as one officer, on the row of one state; what came of it is undone."""

from __future__ import annotations

import copy
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import unescape
from http.cookies import SimpleCookie
from types import SimpleNamespace
from typing import Any, Final

from django.apps import apps
from django.conf import settings
from django.contrib.messages import WARNING, get_messages
from django.db import connection, models, transaction
from django.test import Client
from django.urls import reverse
from lxml import html

from agencies.models import Officer
from agencies.services import SavedByOthers
from agencies.verdict import Denied
from tests.matrix import acts_cycle, acts_people  # noqa: F401 - they enter their addresses and verbs
from tests.matrix.acts import PAGES, QUIET, VERBS, Page
from tests.matrix.table import MAY, NOTHING, REFUSED, SIGN_IN, UNSEEN, Row
from tests.matrix.world import RELATIONS, SECRETS, MatrixWorld

WRITES: Final = re.compile(r"^\s*(?:WITH\b.*?\b)?(INSERT|UPDATE|DELETE)\b(?!.*\bdjango_session\b)", re.I | re.S)
BESIDE: Final = re.compile(
    r'UPDATE "agencies_officer" SET "last_login"|INSERT INTO "agencies_readentry"|UPDATE "plans_calendarfeed" SET "read_at"',
    re.I,
)
DIACRITICS: Final = re.compile(r"[ăâđêôơưàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ]", re.I)
LEAST_REASON: Final = 15
# Classes of elements that say why something was not done.
TELLING: Final = ("error", "alert", "invalid", "overtaken")


@dataclass
class Findings:
    """How the cells came out; `wrong` says for each that is not as the table says what came instead."""

    tried: int = 0
    missed: int = 0
    wrong: list[str] = field(default_factory=list)

    def note(self, right: bool, words: str) -> None:
        self.tried += 1
        if not right:
            self.miss(words)

    def miss(self, words: str, *, cells: int = 1) -> None:
        self.missed += cells
        self.wrong.append(words)

    def add(self, others: Findings, *, tell: Callable[[str], None]) -> None:
        """Take in what was found elsewhere, and tell what was wrong there."""
        self.tried += others.tried
        self.missed += others.missed
        self.wrong += others.wrong
        for line in others.wrong:
            tell(line)


class Writes:
    """Counts what was written to the product's tables inside the block; sessions, sign-ins and notes of reading are no content."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if WRITES.match(sql) and not BESIDE.match(sql):
            self.count += 1
        return execute(sql, params, many, context)


@contextmanager
def undone() -> Iterator[Writes]:
    """A try whose effects are rolled back; a durable transaction inside it is let through, as in a test case."""
    block = transaction.atomic()
    block._from_testcase = True  # type: ignore[attr-defined]
    writes = Writes()
    with block:
        with connection.execute_wrapper(writes):
            yield writes
        transaction.set_rollback(True)


def fingerprint() -> str:
    """Of every row of every table of the product."""
    configs = [apps.get_app_config(name) for name in ("agencies", "directives", "plans", "reporting")]
    tables = sorted(
        {model._meta.db_table for config in configs for model in config.get_models(include_auto_created=True)}
    )
    one = "(SELECT coalesce(md5(string_agg(t::text, '' ORDER BY t::text)), '') FROM {} t)"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT md5({' || '.join(one.format(table) for table in tables)})")
        return str(cursor.fetchone()[0])


def is_reason(text: str) -> bool:
    """Whether an officer can read why: some words of Vietnamese."""
    return len(text.strip()) >= LEAST_REASON and bool(DIACRITICS.search(text))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one try gave: an answer of the tables, or something that none of them allows, with words on it."""

    answer: str
    words: str = ""


class Trial:
    """The world with a signed-in client for each officer."""

    def __init__(self, world: MatrixWorld, *, officers: int | None = None) -> None:
        self.world, self.officers = world, officers  # so many of each relation, all when nothing is said
        self.cookies = {name: self._session(officer) for name, officer in world.officers.items()}
        self.before = fingerprint()
        self.kept: dict[tuple[str, str, str], dict[str, Any]] = {}
        # By officer and kind of content, where a planted word was read on a page.
        self.told: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))

    # --- as whom, with what -----------------------------------------------------------------------

    @staticmethod
    def _session(officer: Officer) -> str:
        client = Client()
        client.force_login(officer)
        return str(client.cookies[settings.SESSION_COOKIE_NAME].value)

    def client(self, username: str) -> Client:
        """A fresh client with the officer's session, or a stranger's."""
        client = Client(raise_request_exception=True)
        if username:
            client.cookies = SimpleCookie({settings.SESSION_COOKIE_NAME: self.cookies[username]})
        return client

    def room(self, kind: str, state: str) -> SimpleNamespace:
        """Copies of the rows of a state: a verb may change what it is given."""
        rooms = self.world.rooms[kind]
        rows = rooms[state] if state in rooms else next(iter(rooms.values()))
        assert state in rooms or not state or state == "mọi", f"no {kind} is {state}"
        return SimpleNamespace(
            **{name: copy.copy(row) if isinstance(row, models.Model) else row for name, row in rows.items()}
        )

    # --- addresses --------------------------------------------------------------------------------

    def url(self, page: Page, room: SimpleNamespace) -> str:
        given = {
            name: value if isinstance(value := getattr(room, key), str | int) else value.pk
            for name, key in page.params.items()
        }
        return reverse(page.name, kwargs=given)

    def send(self, method: str, page: Page, state: str, username: str) -> tuple[Any, int]:
        """The answer and how many writes it made."""
        room = self.room(page.kind, state)
        room.username = username
        url, headers = self.url(page, room), {"HX-Request": "true"} if page.hx else {}
        if method == "POST":
            data = self.typed(page, url, state, username) | (page.post(self.world, room) if page.post else {})
            with undone() as writes:
                answer = self.client(username).post(url + page.query_of(room), data, headers=headers)
                body_of(answer)
                # What was written and then refused must have been taken back by the verb itself.
                left = writes.count if writes.count and fingerprint() != self.before else 0
            return answer, left
        with undone() as writes:
            answer = self.client(username).get(url + page.query_of(room), headers=headers)
            body_of(answer)
        return answer, writes.count

    def typed(self, page: Page, url: str, state: str, username: str) -> dict[str, Any]:
        """The form as its page shows it to the one whose business it is; where each has their own, to this officer first."""
        for one in dict.fromkeys((username, page.voice) if page.own_form else (page.voice,)):
            key = (url, state, one)
            if key not in self.kept:
                with undone():
                    answer = self.client(one).get(url + page.query_of(self.room(page.kind, state)))
                    self.kept[key] = fields_of(body_of(answer)) if answer.status_code == 200 else {}
            if self.kept[key]:
                return dict(self.kept[key])
        return {}

    def address(self, code: str, state: str, username: str) -> Outcome:
        """Try "GET plans:plan-edit" or "POST …"."""
        method, _, name = code.partition(" ")
        try:
            answer, writes = self.send(method, PAGES[name], state, username)
        except Exception as error:
            return Outcome("lỗi", f"{type(error).__name__}: {error}"[:300])
        self._listen(username, body_of(answer), f"{code} [{state}]")
        said = self._judged(method, answer, writes or int(code in QUIET))
        return self._kept_still(said, writes, method)

    def _listen(self, username: str, text: str, where: str) -> None:
        for kind, word in SECRETS.items():
            if word in text:
                self.told[username][kind].add(where)

    def _judged(self, method: str, answer: Any, writes: int) -> Outcome:
        status, text = answer.status_code, body_of(answer)
        if status == 302 and answer["Location"].startswith(settings.LOGIN_URL):
            return Outcome(SIGN_IN)
        if status == 404:
            return Outcome(UNSEEN)
        if status == 405:
            return Outcome(NOTHING)
        if status == 403:
            reason = _text_of(text, "p", "lead")
            return Outcome(REFUSED if is_reason(reason) else "từ chối không lý do", reason)
        if status in (200, 302) and (method == "GET" or writes):
            return Outcome(MAY)
        told = [str(one) for one in get_messages(answer.wsgi_request) if one.level >= WARNING]
        told += _errors(text)
        return Outcome(REFUSED if any(map(is_reason, told)) else f"{status} không lời", "; ".join(told)[:200])

    def _kept_still(self, said: Outcome, writes: int, method: str) -> Outcome:
        """What is refused or only read leaves everything as it was."""
        if writes and (method == "GET" or said.answer != MAY):
            return Outcome("ghi", f"{said.answer}, nhưng có {writes} lệnh ghi")
        return said

    # --- verbs ------------------------------------------------------------------------------------

    def verb(self, code: str, state: str, username: str) -> Outcome:
        """Call a verb as it stands, without the page before it."""
        kind, act = VERBS[code]
        room, by = self.room(kind, state), self.world.officer(username)
        with undone() as writes:
            try:
                act(self.world, room, by)
                said = Outcome(MAY if writes.count or code in QUIET else "✓ không ghi gì")
            except Denied as refusal:
                said = Outcome(REFUSED if is_reason(refusal.reason) else "từ chối không lý do", refusal.reason)
                if writes.count and fingerprint() != self.before:
                    said = Outcome("ghi", f"từ chối, nhưng có thay đổi: {refusal.reason}")
            except SavedByOthers as error:
                said = Outcome("lỗi", str(error))
            except Exception as error:
                said = Outcome("lỗi", f"{type(error).__name__}: {error}"[:300])
        return said

    # --- rows -------------------------------------------------------------------------------------

    def try_row(self, row: Row, *, findings: Findings) -> None:
        """Every cell of a row, as each officer of its relation; those that miss alike are told together."""
        attempt = self.address if row.code.partition(" ")[0] in ("GET", "POST") else self.verb
        missed: dict[tuple[str, str], list[str]] = defaultdict(list)
        for relation, expected in row.cells:
            for username in RELATIONS[relation][: self.officers]:
                came = attempt(row.code, row.state, username)
                findings.tried += 1
                if came.answer != expected:
                    missed[expected, f"{came.answer} {came.words}".strip()].append(username or "khách")
        for (expected, instead), names in missed.items():
            told = f"{row.where} {row.code} [{row.state}]: {expected} ≠ {instead}: {', '.join(names)}"
            findings.miss(told, cells=len(names))

    def try_all(self, rows: Iterable[Row], *, tell: Callable[[str], None] = print) -> Findings:
        """All cells of all rows, telling what is wrong as it comes; at the end nothing of the world has changed."""
        findings = Findings()
        for row in rows:
            one = Findings()
            self.try_row(row, findings=one)
            findings.add(one, tell=tell)
        findings.note(fingerprint() == self.before, "something of the world changed")
        return findings


# --- reading answers ----------------------------------------------------------------------------------


def body_of(answer: Any) -> str:
    """The body; of a file that is sent, nothing is told here."""
    if answer.streaming:
        if not hasattr(answer, "_told"):
            answer._told = b"".join(answer.streaming_content).decode(errors="replace")
        return str(answer._told)
    return str(answer.content.decode(errors="replace"))


def _text_of(page: str, tag: str, css: str) -> str:
    found = re.search(rf'<{tag} class="{css}">(.*?)</{tag}>', page, re.S)
    return unescape(re.sub(r"<[^>]+>", "", found.group(1))) if found else ""


def _errors(page: str) -> list[str]:
    """What stands on a page as an error, a warning or a refusal."""
    if not page.strip():
        return []
    tree: Any = html.fromstring(page)
    found = tree.xpath("|".join((*(f"//*[contains(@class,'{css}')]" for css in TELLING), "//*[@role='alert']")))
    return [" ".join(node.text_content().split()) for node in found]


def fields_of(page: str) -> dict[str, Any]:
    """The fields of the page's own form with the values it shows; buttons are pressed by who names them."""
    tree: Any = html.fromstring(page)
    forms = [form for form in tree.xpath("//main//form") if (form.get("method") or "").lower() == "post"] or tree.xpath(
        "//form[@method='post']"
    )
    if not forms:
        return {}
    form = max(forms, key=lambda one: len(one.xpath(".//input|.//select|.//textarea")))
    found: dict[str, Any] = {}
    for key, value in form.form_values():
        if key == "csrfmiddlewaretoken":
            continue
        found[key] = (
            [*found[key], value] if isinstance(found.get(key), list) else [found[key], value] if key in found else value
        )
    return found
