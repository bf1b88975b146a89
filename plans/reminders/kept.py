"""Letters that the demo's mail sink kept, for the page that shows them; nothing of this exists outside the demo."""

from __future__ import annotations

import mailbox
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from email import message_from_binary_file, policy
from email.message import EmailMessage
from email.utils import getaddresses
from pathlib import Path

import nh3
from django.utils import timezone

# The newest ones; a demo left alone for months keeps more than anybody reads.
SHOWN = 200
_TAGS = {
    "a",
    "b",
    "br",
    "div",
    "h1",
    "h2",
    "h3",
    "li",
    "ol",
    "p",
    "span",
    "strong",
    "table",
    "tbody",
    "td",
    "th",
    "tr",
    "ul",
}
_UNSEEN = {"script", "style", "title"}
# What only a list of letters shows beside the subject.
_PREHEADER = re.compile(r'<div class="preheader".*?</div>', re.S)
_UNTITLED = "(không có tiêu đề)"


@dataclass(frozen=True, slots=True)
class Kept:
    """One letter as the pages show it."""

    key: str
    subject: str
    sender: str
    at: datetime | None
    text: str = ""
    html: str = ""


def letters_for(address: str, folder: Path) -> list[Kept]:
    """Letters to one address, the newest first; whatever cannot be read is left out."""
    found = []
    for key, path in _newest_first(folder):
        message = _read(path)
        if message is not None and _is_to(message, address):
            found.append(_kept(key, message, path))
            if len(found) == SHOWN:
                break
    return found


def letter_for(address: str, folder: Path, key: str) -> Kept | None:
    """One letter with its words; None when there is none of that key to this address."""
    for other, path in _newest_first(folder):
        if other == key:
            message = _read(path)
            if message is None or not _is_to(message, address):
                return None
            return _kept(key, message, path, text=_body(message, "plain"), html=clean(_body(message, "html")))
    return None


def clean(html: str) -> str:
    """A letter's HTML without anything that acts, loads or styles: the page's own style sheet shows it."""
    return nh3.clean(
        _PREHEADER.sub("", html),
        tags=_TAGS,
        clean_content_tags=_UNSEEN,
        attributes={"a": {"href"}},
        url_schemes={"http", "https"},
        link_rel=None,
    )


def _newest_first(folder: Path) -> Iterator[tuple[str, Path]]:
    """Keys and files of a Maildir; a folder that does not exist yet is an empty one."""
    if not (folder / "new").is_dir():
        return
    box = mailbox.Maildir(str(folder), create=False)
    files = []
    for key in box.iterkeys():
        for part in ("new", "cur"):
            path = folder / part / key
            with suppress(OSError):
                files.append((path.stat().st_mtime, key, path))
    for _, key, path in sorted(files, reverse=True):
        yield key, path


def _read(path: Path) -> EmailMessage | None:
    try:
        with open(path, "rb") as file:
            return message_from_binary_file(file, policy=policy.default)
    except (OSError, ValueError, LookupError):
        return None


def _is_to(message: EmailMessage, address: str) -> bool:
    """Whether the letter went to an address; headers that cannot be parsed name nobody."""
    try:
        named = [str(value) for name in ("To", "X-RcptTo") for value in message.get_all(name, [])]
    except (ValueError, LookupError, AttributeError, IndexError):
        return False
    return bool(address) and address.casefold() in {found.casefold() for _, found in getaddresses(named)}


def _header(message: EmailMessage, name: str) -> str:
    try:
        return str(message.get(name, ""))
    except (ValueError, LookupError, AttributeError, IndexError):
        return ""


def _kept(key: str, message: EmailMessage, path: Path, *, text: str = "", html: str = "") -> Kept:
    at = datetime.fromtimestamp(path.stat().st_mtime, tz=timezone.get_current_timezone())
    return Kept(key, _header(message, "Subject") or _UNTITLED, _header(message, "From"), at, text, html)


def _body(message: EmailMessage, kind: str) -> str:
    try:
        part = message.get_body(preferencelist=(kind,))
        return str(part.get_content()) if part is not None else ""
    except (ValueError, LookupError, AttributeError, TypeError):
        return ""
