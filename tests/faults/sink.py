"""`python -m tests.faults.sink PORT FOLDER`: a mail server in a process of its own that keeps letters and errs as it is told.

What it is told lies in manners.json, a list of manners; what it kept and how it erred goes to kept.jsonl and erred.jsonl.
"""

from __future__ import annotations

import asyncio
import email
import json
import os
import re
import sys
from collections import Counter
from dataclasses import asdict, dataclass
from email import policy
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP

_ITEM = re.compile(r"/nhiem-vu/(\d+)/")
GONE = "421 4.3.2 going away"


@dataclass(frozen=True, slots=True)
class Manner:
    """How to err: at which phase, what to do (drop, forget, slow, hang, or the code to answer), how often, to whom."""

    phase: str
    do: str
    times: int = 1
    to: tuple[str, ...] = ()
    seconds: float = 0.0
    number: int = 0


@dataclass(frozen=True, slots=True)
class Letter:
    """What the sink kept: a copy of a letter, with the items its text leads to."""

    message_id: str
    to: tuple[str, ...]
    items: tuple[int, ...]


class Desk:
    """The files between the campaign and the sink; each line is appended in one write."""

    def __init__(self, folder: Path) -> None:
        self.manners, self.kept, self.erred = folder / "manners.json", folder / "kept.jsonl", folder / "erred.jsonl"

    def tell(self, manners: list[Manner]) -> None:
        """Say how to err from now on."""
        draft = self.manners.with_suffix(".draft")
        draft.write_text(json.dumps([asdict(manner) for manner in manners]), encoding="utf-8")
        draft.replace(self.manners)

    def told(self) -> list[Manner]:
        """How to err now."""
        try:
            found = json.loads(self.manners.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return []
        return [Manner(**{**manner, "to": tuple(manner["to"])}) for manner in found]

    def note(self, path: Path, line: dict[str, Any]) -> None:
        """Append a line, whole or not at all."""
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            os.write(descriptor, (json.dumps(line) + "\n").encode())
        finally:
            os.close(descriptor)

    def letters(self) -> list[Letter]:
        """Every copy that was kept, in order."""
        return [Letter(one["message_id"], tuple(one["to"]), tuple(one["items"])) for one in _lines(self.kept)]

    def errors(self) -> list[dict[str, Any]]:
        """Every time it erred, in order."""
        return _lines(self.erred)


def _lines(path: Path) -> list[dict[str, Any]]:
    if not path.exists():
        return []
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


class Sink:
    """aiosmtpd's handler: asks at each phase whether to err."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        # A sink started again goes on counting.
        self.used = Counter((int(line["number"]), str(line["key"])) for line in desk.errors())

    async def err(self, phase: str, server: SMTP, *, to: str = "") -> str | None:
        """The answer to give instead, or nothing; a dropped connection answers to nobody."""
        for manner in self.desk.told():
            # Each recipient of a manner has turns of their own.
            key = to if manner.to else ""
            if manner.phase != phase or (manner.to and to not in manner.to):
                continue
            if self.used[manner.number, key] >= manner.times:
                continue
            self.used[manner.number, key] += 1
            self.desk.note(self.desk.erred, {"number": manner.number, "key": key, "phase": phase, "do": manner.do})
            if manner.seconds:
                await asyncio.sleep(manner.seconds)
            if manner.do == "slow":
                return None
            if manner.do in ("drop", "hang"):
                if server.transport is not None:
                    server.transport.abort()
                return GONE
            return manner.do
        return None

    async def handle_EHLO(  # noqa: N802
        self, server: Any, session: Any, envelope: Any, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        wrong = await self.err("ehlo", server)
        return [wrong] if wrong else responses

    async def handle_MAIL(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802
        if wrong := await self.err("mail", server):
            return wrong
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802
        if wrong := await self.err("rcpt", server, to=address):
            return wrong
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        to = envelope.rcpt_tos[0]
        if wrong := await self.err("unkept", server, to=to):
            return "250 OK" if wrong == "forget" else wrong
        message = email.message_from_bytes(envelope.content, policy=policy.default)
        body = message.get_body(("plain",))
        text = str(body.get_content()) if body is not None else ""
        line = {
            "message_id": str(message["Message-ID"]).strip(),
            "to": envelope.rcpt_tos,
            "items": sorted({int(number) for number in _ITEM.findall(text)}),
        }
        self.desk.note(self.desk.kept, line)
        return await self.err("kept", server, to=to) or "250 OK"


class Server(SMTP):  # type: ignore[misc]
    """Errs also where a handler is not asked: in the greeting, before the go-ahead and after it."""

    greeted = False

    async def push(self, status: Any) -> None:
        text = status if isinstance(status, str) else status.decode()
        if not self.greeted and text.startswith("220"):
            self.greeted = True
            status = await self.event_handler.err("connect", self) or status
        await super().push(status)
        if text.startswith("354"):
            to = self.envelope.rcpt_tos[0] if self.envelope else ""
            await self.event_handler.err("go-ahead", self, to=to)

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802
        to = self.envelope.rcpt_tos[0] if self.envelope and self.envelope.rcpt_tos else ""
        if to and (wrong := await self.event_handler.err("data", self, to=to)):
            await self.push(wrong)
            return
        await super().smtp_DATA(arg)


async def serve(port: int, folder: Path) -> None:
    """Until killed."""
    handler = Sink(Desk(folder))
    server = await asyncio.get_running_loop().create_server(
        lambda: Server(handler, hostname="localhost", enable_SMTPUTF8=True, timeout=60), "127.0.0.1", port
    )
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), Path(sys.argv[2])))
