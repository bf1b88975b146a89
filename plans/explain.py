"""Why an item stands where it stands: the facts in the order of their days, and the rule that draws the conclusion. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

from agencies.wording import format_day, number, weekday_name
from plans.choices import OPEN, OUTSIDE, Lifecycle, Standing
from plans.standing import DUE_SOON_DAYS, is_due_soon, standing_of

_DAY = timedelta(days=1)
_SATURDAY = 5


class Reason(NamedTuple):
    """One fact and the day it belongs to."""

    day: date
    words: str


class Granted(NamedTuple):
    """An extension that counts: the day of the decision, both dates, the number of the decision where it has one."""

    on: date
    old: date
    new: date
    number: str = ""


class Asked(NamedTuple):
    """A request for more time that waits."""

    on: date
    new: date


class Returned(NamedTuple):
    """A submission that was sent back, or opened again after it had been confirmed."""

    on: date
    reason: str
    resubmit_by: date | None = None
    reopened: bool = False


class Silent(NamedTuple):
    """Another period of the same line whose due day has passed in silence."""

    label: str
    due_on: date


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known about one item on a day; `first_due_on` is before any extension, `named_due_on` before days off."""

    on: date
    opened_on: date
    life: str
    due_on: date | None = None
    named_due_on: date | None = None
    first_due_on: date | None = None
    sent_on: date | None = None
    completed_on: date | None = None
    last_update_on: date | None = None
    period: str = ""
    period_ends_on: date | None = None
    set_by: str = "văn phòng ấn định"
    wording: str = ""
    days_off: Mapping[date, str] = field(default_factory=dict)
    granted: tuple[Granted, ...] = ()
    asked: Asked | None = None
    returned: tuple[Returned, ...] = ()
    silent: tuple[Silent, ...] = ()
    handed: tuple[tuple[date, str], ...] = ()

    @property
    def standing(self) -> Standing:
        """The class, by the one rule."""
        return standing_of(lifecycle=self.life, due_on=self.due_on, submitted_on=self.sent_on, on=self.on)


@dataclass(frozen=True, slots=True)
class Explanation:
    """The question, its facts by day, and the rule."""

    question: str
    reasons: tuple[Reason, ...]
    rule: str


def explain(facts: Facts) -> Explanation:
    """Answer "vì sao?" for any class."""
    found = [*_beginning(facts), *_due(facts), *_happened(facts), *_silence(facts)]
    return Explanation(_question(facts), tuple(sorted(found, key=lambda reason: reason.day)), _rule(facts))


def _question(facts: Facts) -> str:
    if facts.life in OUTSIDE:
        return "Vì sao ngoài tính toán?"
    if facts.life == Lifecycle.SUBMITTED:
        return "Vì sao chờ xác nhận?"
    return f"Vì sao {facts.standing.label}?"


def _beginning(facts: Facts) -> Iterator[Reason]:
    if not facts.period:
        yield Reason(facts.opened_on, "Giao việc.")
        return
    if facts.period_ends_on is None or facts.period_ends_on > facts.on:
        yield Reason(facts.opened_on, f"Mở kỳ {facts.period}.")
        return
    named = f" Hạn báo cáo theo chế độ: {format_day(facts.named_due_on)}." if facts.named_due_on else ""
    yield Reason(facts.period_ends_on, f"Chốt kỳ {facts.period}.{named}")


def _due(facts: Facts) -> Iterator[Reason]:
    first = facts.granted[0].old if facts.granted else facts.first_due_on or facts.due_on
    named = facts.named_due_on if not facts.granted else None
    if first is None:
        return
    if named and named != first:
        yield Reason(named, f"{off_words(named, first, facts.days_off)}. Hạn chuyển sang {format_day(first)}.")
    elif not facts.period or facts.period_ends_on is None or facts.period_ends_on > facts.on:
        words = f" (“{facts.wording}”)" if facts.wording else ""
        yield Reason(first, f"Hạn do {facts.set_by}{words}." if not facts.period else "Hạn báo cáo theo chế độ.")
    for step in facts.granted:
        by = f" theo văn bản {step.number}" if step.number else ""
        yield Reason(step.on, f"Gia hạn{by}: hạn từ {format_day(step.old)} sang {format_day(step.new)}.")


def off_words(first: date, until: date, names: Mapping[date, str]) -> str:
    """The days off from one day up to, not including, another: "Chủ nhật, Giỗ Tổ Hùng Vương; 11/4 nghỉ bù"."""
    said = []
    day = first
    while day < until:
        parts = [weekday_name(day)] if day.weekday() >= _SATURDAY else []
        name = names.get(day, "")
        parts += [name] if name else []
        where = "" if day == first else f"{day.day}/{day.month} "
        said.append(where + (", ".join(parts) or "ngày nghỉ"))
        day += _DAY
    return "; ".join(said)


def _happened(facts: Facts) -> Iterator[Reason]:
    for day, words in facts.handed:
        yield Reason(day, f"{words}.")
    for back in facts.returned:
        until = f" Gửi lại chậm nhất {format_day(back.resubmit_by)} thì giữ ngày gửi đầu." if back.resubmit_by else ""
        what = "Mở lại sau khi đã xác nhận" if back.reopened else "Bị trả lại"
        yield Reason(back.on, f"{what}: {back.reason.rstrip('.')}.{until}")
    if facts.asked:
        yield Reason(
            facts.asked.on,
            f"Xin gia hạn đến {format_day(facts.asked.new)}: đang chờ quyết định, tạm thôi nhắc nhưng vẫn tính hạn cũ.",
        )
    if facts.sent_on and facts.life in (Lifecycle.SUBMITTED, Lifecycle.CONFIRMED):
        yield Reason(facts.sent_on, f"Đơn vị báo hoàn thành{_how_late(facts.sent_on, facts.due_on)}.")
    elif facts.last_update_on and facts.life in OPEN:
        yield Reason(facts.last_update_on, "Báo cáo tiến độ gần nhất; chưa báo hoàn thành.")
    if facts.completed_on and facts.life == Lifecycle.CONFIRMED:
        yield Reason(facts.completed_on, "Nơi theo dõi xác nhận hoàn thành.")


def _how_late(day: date, due_on: date | None) -> str:
    if due_on is None:
        return ""
    return f", sau hạn {number((day - due_on).days)} ngày" if day > due_on else ", trong hạn"


def _silence(facts: Facts) -> Iterator[Reason]:
    if facts.standing != Standing.OVERDUE or facts.due_on is None:
        return
    what = "Chưa có báo cáo nào của kỳ này" if facts.period and not facts.last_update_on else "Chưa báo hoàn thành"
    yield Reason(facts.due_on + _DAY, f"{what}: bắt đầu quá hạn.")
    late = sorted(facts.silent, key=lambda other: other.due_on)
    for count, other in enumerate(late, start=2):
        yield Reason(
            max(other.due_on, facts.due_on) + _DAY,
            f"Kỳ {other.label} (hạn {format_day(other.due_on)}) cũng chưa có: {count} kỳ chưa báo cáo.",
        )


def _rule(facts: Facts) -> str:
    standing = facts.standing
    if standing == Standing.OUTSIDE:
        return "Quy tắc: việc tạm dừng, hủy hoặc chuyển giao đứng ngoài các tỷ lệ."
    if standing == Standing.OVERDUE and facts.due_on:
        days = number((facts.on - facts.due_on).days)
        more = " Chưa cập nhật 2 kỳ thì nhắc cả lãnh đạo đơn vị." if facts.silent else ""
        return (
            "Quy tắc: quá hạn tính từ ngày sau ngày hạn; "
            f"từ {format_day(facts.due_on)} đến {format_day(facts.on)} là {days} ngày.{more}"
        )
    if standing in (Standing.DONE_ON_TIME, Standing.DONE_LATE):
        return "Quy tắc: ngày đơn vị báo hoàn thành quyết định đúng hạn hay quá hạn; xác nhận chậm không làm đơn vị quá hạn."
    if facts.due_on is None:
        return "Quy tắc: việc không có hạn thì không bao giờ quá hạn."
    if facts.life == Lifecycle.SUBMITTED:
        return "Quy tắc: đã báo hoàn thành thì chờ xác nhận, không tính quá hạn dù ngày hạn đã qua."
    if is_due_soon(lifecycle=facts.life, due_on=facts.due_on, on=facts.on):
        return f"Quy tắc: còn {DUE_SOON_DAYS} ngày trở xuống là sắp đến hạn; ngày hạn vẫn là trong hạn."
    return "Quy tắc: chưa đến hết ngày hạn thì còn trong hạn; chưa có báo cáo nào là chưa thực hiện."
