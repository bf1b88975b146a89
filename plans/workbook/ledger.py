"""The ledger of reminders as rows of a workbook, read in batches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import batched
from typing import Final

from agencies.choices import Duty
from agencies.templatetags.parts import moment
from plans.choices import Channel, DigestState, Occasion, ReminderState
from plans.ledger import about, capital, dressed, ending, path_of, receivers
from plans.models import Digest, Reminder
from plans.workbook.columns import Column
from plans.workbook.rows import Row
from plans.workbook.writing import Layout

AT_ONCE: Final = 1_000
COLUMNS: Final = (
    Column("place", "STT", 6),
    Column("for_day", "Ngày", 12, is_day=True),
    Column("named_on", "Mốc", 12, is_day=True),
    Column("occasion", "Dịp nhắc", 24),
    Column("about", "Việc", 46),
    Column("source", "Văn bản, mục", 26),
    Column("agency", "Đơn vị nhận", 34),
    Column("duty", "Chức trách nhận", 20),
    Column("receivers", "Gửi cho ai", 40),
    Column("state", "Trạng thái", 18),
    Column("note", "Lý do, ghi chú", 40),
    Column("sent_at", "Gửi lúc", 18),
)
LETTER_COLUMNS: Final = (
    Column("place", "STT", 6),
    Column("day", "Ngày", 12, is_day=True),
    Column("officer", "Người nhận", 34),
    Column("channel", "Cách gửi", 20),
    Column("weekly", "Tổng hợp tuần", 16),
    Column("state", "Trạng thái", 18),
    Column("attempts", "Số lần thử", 12),
    Column("sent_at", "Gửi lúc", 18),
    Column("error", "Lỗi gần nhất", 46),
)
LETTERS: Final = Layout("Thư nhắc việc", "THƯ NHẮC VIỆC", LETTER_COLUMNS, "Ngày xuất", "Tổng số thư")
LAYOUT: Final = Layout("Sổ nhắc việc", "SỔ NHẮC VIỆC", COLUMNS, "Ngày xuất", "Tổng số lần nhắc")


def rows_of_reminders(ids: Iterable[int]) -> Iterator[Row]:
    """One row per reminder in the order of `ids`, which the caller has scoped."""
    for some in batched(ids, AT_ONCE):
        found = {row.pk: row for row in dressed(Reminder.objects.filter(pk__in=some).order_by())}
        for row in (found[pk] for pk in some if pk in found):
            yield {
                "for_day": row.for_day,
                "named_on": row.named_on,
                "occasion": capital(Occasion(row.occasion).label),
                "about": about(row),
                "source": path_of(row),
                "agency": row.agency.name,
                "duty": Duty(row.duty).label,
                "receivers": "; ".join(f"{name}: {words}" for name, words in receivers(row)),
                "state": capital(ReminderState(row.state).label),
                "note": ending(row),
                "sent_at": moment(row.sent_at) if row.sent_at else "",
            }


def rows_of_letters(ids: Iterable[int]) -> Iterator[Row]:
    """One row per letter in the order of `ids`, which the caller has scoped; what became of it, never what it says."""
    for some in batched(ids, AT_ONCE):
        found = Digest.objects.select_related("officer").in_bulk(some)
        for letter in (found[pk] for pk in some if pk in found):
            yield {
                "day": letter.day,
                "officer": letter.officer.full_name,
                "channel": capital(Channel(letter.channel).label),
                "weekly": "Có" if letter.weekly else "",
                "state": capital(DigestState(letter.state).label),
                "attempts": letter.attempts,
                "sent_at": moment(letter.sent_at) if letter.sent_at else "",
                "error": letter.error,
            }
