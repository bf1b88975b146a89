"""The appendices of an implementation report: their titles and columns, ready to be filled with words."""

from collections.abc import Iterable, Iterator
from enum import IntEnum

from reporting.paper import Appendix, Column, long_table


class Place(IntEnum):
    """Which appendix of the report it is, as its text refers to it."""

    TASKS = 1
    OVERDUE = 2
    SILENT = 3
    UNISSUED = 4


TASK_COLUMNS = (
    Column("STT", 5, "center"),
    Column("Nhiệm vụ, đầu việc", 27),
    Column("Đơn vị chủ trì", 17),
    Column("Hạn", 9, "center"),
    Column("Tình trạng", 15),
    Column("Kết quả, khó khăn", 27),
)
OVERDUE_COLUMNS = (
    Column("STT", 5, "center"),
    Column("Đầu việc", 28),
    Column("Đơn vị chủ trì", 18),
    Column("Hạn", 9, "center"),
    Column("Số ngày quá hạn", 9, "right"),
    Column("Nguyên nhân", 21),
    Column("Ngày hẹn", 10, "center"),
)
UNISSUED_COLUMNS = (Column("STT", 5, "center"), Column("Văn bản", 35), Column("Cơ quan, đơn vị nhận để thực hiện", 60))
SILENT_COLUMNS = (Column("STT", 5, "center"), Column("Cơ quan, đơn vị", 50), Column("Kỳ chưa báo cáo", 45))


def task_appendix(rows: Iterable[tuple[str, str, str, str, str]]) -> Appendix:
    """Rows: task, agency, due day, standing, results and difficulties; the running number is put before them."""
    return Appendix("Danh mục đầu việc và tình trạng thực hiện", long_table(TASK_COLUMNS, _counted(rows)))


def overdue_appendix(rows: Iterable[tuple[str, str, str, str, str, str]]) -> Appendix:
    """Rows: task, agency, due day, days overdue, reason, promised day."""
    return Appendix("Đầu việc quá hạn, nguyên nhân và ngày hẹn hoàn thành", long_table(OVERDUE_COLUMNS, _counted(rows)))


def silent_appendix(rows: Iterable[tuple[str, str]]) -> Appendix:
    """Rows: agency, periods without a report."""
    return Appendix("Cơ quan, đơn vị chưa báo cáo", long_table(SILENT_COLUMNS, _counted(rows)))


def unissued_appendix(rows: Iterable[tuple[str, str]]) -> Appendix:
    """Rows: document, agency that has issued nothing under it."""
    return Appendix("Văn bản chưa có văn bản triển khai của nơi nhận", long_table(UNISSUED_COLUMNS, _counted(rows)))


def _counted(rows: Iterable[tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    return ((str(place), *row) for place, row in enumerate(rows, start=1))
