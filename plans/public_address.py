"""The address that letters carry (PUBLIC_URL): whether it is one, and whether it answers from here."""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
from contextlib import suppress
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Final
from urllib.parse import urlsplit

from django.core.cache import cache

PROBE: Final = "/suc-khoe/"
TIMEOUT: Final = 3.0
KEPT_FOR: Final = 60
_OK: Final = 200


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: the status, 0 when nothing did; `error` is in Vietnamese, `leads_to` the place of a redirect."""

    status: int = 0
    error: str = ""
    leads_to: str = ""

    @property
    def is_well(self) -> bool:
        """Whether the probe's own answer came."""
        return self.status == _OK


def fault_of(address: str) -> str:
    """Why something cannot be the address officers open, in Vietnamese; empty when it can."""
    try:
        parts = urlsplit(address)
        parts.port  # noqa: B018 - raises when it is no port
    except ValueError:
        return f"PUBLIC_URL “{address}” không phải một địa chỉ."
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return f"PUBLIC_URL “{address}” phải bắt đầu bằng https:// và có tên máy chủ."
    if any(letter.isspace() or letter in "\\<>\"'" for letter in address):
        return f"PUBLIC_URL “{address}” có dấu cách hoặc ký tự không dùng trong địa chỉ."
    if parts.username or parts.password:
        return "PUBLIC_URL không được mang tên đăng nhập, mật khẩu: thư nhắc in địa chỉ này."
    if parts.path.rstrip("/") or parts.query or parts.fragment:
        return f"PUBLIC_URL “{address}” chỉ gồm tên máy chủ, không kèm đường dẫn."
    return ""


def is_of_this_machine(address: str) -> bool:
    """Whether an address leads to whoever opens it, and to nobody else's machine."""
    host = urlsplit(address).hostname or ""
    with suppress(ValueError):
        return ip_address(host).is_loopback
    return host == "localhost" or host.endswith(".localhost")


def ask(address: str) -> Answer:
    """Ask the probe behind the address; an answer less than a minute old is told again."""
    key = f"public-address:{address}"
    known: tuple[int, str, str] | None = None
    with suppress(Exception):  # a cache that is away must not hide how the address is
        known = cache.get(key)
    if known is not None:
        return Answer(*known)
    found = _bounded(address)
    with suppress(Exception):
        cache.set(key, (found.status, found.error, found.leads_to), KEPT_FOR)
    return found


def _bounded(address: str) -> Answer:
    """One request that ends in time whatever the other side does: a slow name server or a trickling answer is left behind."""
    found: list[Answer] = []
    thread = threading.Thread(target=lambda: found.append(_request(address)), daemon=True)
    thread.start()
    thread.join(TIMEOUT + 0.5)
    return found[0] if found else Answer(error=f"không trả lời trong {TIMEOUT:.0f} giây")


def _request(address: str) -> Answer:
    """To the named server only: no proxy, no redirect followed, no more than the status read."""
    parts = urlsplit(address)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = kind(str(parts.hostname), parts.port, timeout=TIMEOUT)
    try:
        connection.request("GET", PROBE, headers={"User-Agent": "DonDoc-health", "Accept": "text/plain"})
        answer = connection.getresponse()
        return Answer(answer.status, leads_to=(answer.getheader("Location") or "")[:200])
    except ssl.SSLCertVerificationError as error:
        return Answer(error=f"chứng thư máy chủ không được tin cậy ({error.verify_message})")
    except TimeoutError:
        return Answer(error=f"không trả lời trong {TIMEOUT:.0f} giây")
    except socket.gaierror:
        return Answer(error="không tìm thấy máy chủ có tên này")
    except (OSError, http.client.HTTPException, ValueError) as error:
        return Answer(error=f"không kết nối được ({type(error).__name__})")
    finally:
        connection.close()
