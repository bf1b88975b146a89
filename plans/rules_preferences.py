"""What an officer may choose about letters to themselves. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import time
from typing import Final

from agencies.verdict import ALLOWED, Verdict, refused
from plans.policy import OPTIONAL

# Letters leave one after another; a narrower gap may be missed on a busy morning.
LEAST_MINUTES: Final = 60


def may_refuse(occasions: Iterable[str]) -> Verdict:
    """Only what is optional."""
    if set(occasions) <= {occasion.value for occasion in OPTIONAL}:
        return ALLOWED
    return refused("Có mốc nhắc không thể từ chối. Hãy mở lại trang rồi chọn lại.")


def leaves_room(not_before: time | None, not_after: time | None, *, opens: time, closes: time) -> Verdict:
    """Whether an hour is left in which a letter may leave, within the office's hours and one's own."""
    if not_before is not None and not_after is not None and not_before >= not_after:
        return refused("Giờ bắt đầu phải trước giờ kết thúc.")
    first, last = max(opens, not_before or opens), min(closes, not_after or closes)
    if _minutes(last) - _minutes(first) >= min(LEAST_MINUTES, _minutes(closes) - _minutes(opens)):
        return ALLOWED
    return refused(
        f"Cơ quan gửi thư từ {opens:%H:%M} đến {closes:%H:%M}. Hãy để lại ít nhất {LEAST_MINUTES} phút trong khoảng ấy, nếu không "
        "thì không thư nào gửi được."
    )


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute
