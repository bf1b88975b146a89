"""The columns of the workbook in their usual order; headings are what offices read and what an import would look for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

SHEET: Final = "Nhiệm vụ"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name in code, the heading over it, its width in characters, and whether it holds days."""

    name: str
    heading: str
    width: int
    is_day: bool = False


COLUMNS: Final = (
    Column("place", "STT", 6),
    Column("title", "Tên nhiệm vụ", 46),
    Column("office_leader", "LĐVP chủ trì", 18),
    Column("lead", "Đơn vị chủ trì", 34),
    Column("partners", "Đơn vị phối hợp", 34),
    Column("officer", "Đầu mối thực hiện", 22),
    Column("opened_on", "Ngày thực hiện", 14, is_day=True),
    Column("due_on", "Ngày hoàn thành (KH)", 14, is_day=True),
    Column("kind", "Loại nhiệm vụ", 18),
    Column("source", "Nguồn gốc", 24),
    Column("life", "Trạng thái", 18),
    Column("results", "Kết quả thực hiện", 46),
    Column("standing", "Mức độ hoàn thành", 22),
    Column("difficulties", "Khó khăn", 34),
    Column("proposals", "Đề xuất", 34),
    Column("id", "ID nhiệm vụ", 12),
    Column("ordered_by", "Người giao", 22),
    Column("schedule", "Lộ trình", 26),
    Column("updated_on", "Ngày cập nhật", 14, is_day=True),
    Column("done_on", "Ngày HT thực tế", 14, is_day=True),
    Column("extensions", "Gia hạn – Số lần", 10),
    Column("old_due", "Gia hạn – Mốc cũ", 16, is_day=True),
    Column("approver", "Người phê duyệt – Họ tên", 22),
    Column("approver_email", "Người phê duyệt – Email", 26),
    Column("approver_phone", "Người phê duyệt – ĐT", 16),
)
