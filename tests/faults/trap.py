"""Kills the process, or cuts its connection to the database, at the n-th step of a job; nothing of it lives in the product.

A step is whatever a worker may die between: a statement about to be sent, a commit before and after, a word to the mail server,
its answer before it is read and after.
"""

from __future__ import annotations

import json
import os
import signal
import smtplib
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from celery.signals import task_postrun, task_prerun
from django.db import OperationalError, connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper


class Trap:
    """Lies in a file with one or more steps: a run of its job that reaches the first springs it, the next run the next."""

    def __init__(self, folder: Path) -> None:
        self.file, self.record = folder / "trap.json", folder / "steps.json"
        self.sprung = folder / "sprung"
        self.armed: dict[str, Any] | None = None
        self.steps: list[str] = []

    # --- Laid by the campaign -----------------------------------------------------------------------------------------

    def lay(self, *, job: str, at: Sequence[int], act: str) -> None:
        """`act`: self, group, cut, or record, which only writes down the steps of a run that sent a letter."""
        self.sprung.unlink(missing_ok=True)
        self.record.unlink(missing_ok=True)
        self._write({"job": job, "at": list(at), "act": act})

    def _write(self, trap: dict[str, Any]) -> None:
        draft = self.file.with_suffix(f".{os.getpid()}")
        draft.write_text(json.dumps(trap), encoding="utf-8")
        draft.replace(self.file)

    def lift(self) -> None:
        """Take it away if nobody stepped on it."""
        self.file.unlink(missing_ok=True)

    def taken(self) -> list[str]:
        """Before which steps it sprang."""
        if not self.sprung.exists():
            return []
        return self.sprung.read_text(encoding="utf-8").splitlines()

    def recorded(self) -> list[str] | None:
        """The steps of a run that was recorded."""
        try:
            return list(json.loads(self.record.read_text(encoding="utf-8")))
        except (FileNotFoundError, ValueError):
            return None

    # --- Stepped on by the worker -------------------------------------------------------------------------------------

    def install(self) -> None:
        """Put a step before and after everything that leaves the process."""
        _step_on_statements(self)
        _step_on_words(self)
        task_prerun.connect(self._begin, weak=False)
        task_postrun.connect(self._end, weak=False)

    def _begin(self, task: Any = None, **kwargs: Any) -> None:
        self.armed, self.steps = None, []
        with suppress(FileNotFoundError, ValueError):
            found = json.loads(self.file.read_text(encoding="utf-8"))
            self.armed = found if task.name.endswith("." + found["job"]) else None

    def _end(self, **kwargs: Any) -> None:
        told = any("250 after body" in step for step in self.steps)
        if self.armed and self.armed["act"] == "record" and (told or self.armed["job"] != "send_reminders"):
            draft = self.record.with_suffix(".draft")
            draft.write_text(json.dumps(self.steps), encoding="utf-8")
            draft.replace(self.record)
            self.lift()
        self.armed = None

    def step(self, words: str) -> None:
        """One step more of the job under way."""
        if self.armed is None:
            return
        self.steps.append(words)
        trap = self.armed
        if not trap["at"] or len(self.steps) != trap["at"][0]:
            return
        self.armed = None
        try:
            self.file.rename(self.file.with_suffix(".taken"))  # of several workers one only
        except FileNotFoundError:
            return
        if len(trap["at"]) > 1:
            self._write({**trap, "at": trap["at"][1:]})
        with open(self.sprung, "a", encoding="utf-8") as file:
            file.write(words + "\n")
        act = trap["act"]
        if act == "self":
            os.kill(os.getpid(), signal.SIGKILL)
        if act == "group":
            os.killpg(os.getpgrp(), signal.SIGKILL)
        if connection.connection is not None:
            connection.connection.close()
        if words.startswith("after commit"):
            raise OperationalError("the answer to COMMIT never came")


def _step_on_statements(trap: Trap) -> None:
    execute, many = CursorWrapper._execute, CursorWrapper._executemany  # type: ignore[attr-defined]
    commit = BaseDatabaseWrapper._commit  # type: ignore[attr-defined]

    def step_and_execute(cursor: Any, sql: Any, params: Any, *more: Any) -> Any:
        trap.step(f"before {_short(sql)}")
        done = execute(cursor, sql, params, *more)
        if not cursor.db.in_atomic_block:
            trap.step(f"after {_short(sql)}")
        return done

    def step_and_execute_many(cursor: Any, sql: Any, params: Any, *more: Any) -> Any:
        trap.step(f"before {_short(sql)}")
        return many(cursor, sql, params, *more)

    def step_and_commit(database: Any) -> None:
        trap.step("before commit")
        commit(database)
        trap.step("after commit")

    CursorWrapper._execute = step_and_execute  # type: ignore[attr-defined]
    CursorWrapper._executemany = step_and_execute_many  # type: ignore[attr-defined]
    BaseDatabaseWrapper._commit = step_and_commit  # type: ignore[attr-defined]


def _step_on_words(trap: Trap) -> None:
    say, hear = smtplib.SMTP.putcmd, smtplib.SMTP.getreply

    def step_and_say(server: smtplib.SMTP, cmd: str, args: str = "") -> None:
        server.last_word = cmd.upper()  # type: ignore[attr-defined]
        trap.step(f"before {cmd.upper()}")
        say(server, cmd, args)

    def step_and_hear(server: smtplib.SMTP) -> tuple[int, bytes]:
        word = getattr(server, "last_word", "CONNECT")
        trap.step(f"before the answer to {word}")
        code, text = hear(server)
        trap.step(f"{code} after {word}")
        if word == "DATA":
            server.last_word = "body"  # type: ignore[attr-defined]
        return code, text

    smtplib.SMTP.putcmd = step_and_say  # type: ignore[method-assign, assignment]
    smtplib.SMTP.getreply = step_and_hear  # type: ignore[method-assign, assignment]


def _short(sql: Any) -> str:
    words = " ".join(str(sql).split())
    return words if len(words) <= 60 else f"{words[:30]}…{words[-30:]}"
