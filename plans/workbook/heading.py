"""Where a sheet's table begins and what its columns are: the head row found under whatever stands above it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from itertools import islice
from typing import IO, Any, Final

from agencies.text import nfc, search_key
from agencies.wording import number
from plans.workbook.columns import COLUMNS, SHEET
from plans.workbook.reading import MOST_ROWS, BadWorkbook, Book, Line, Sheet, column_name

LOOKED_AT: Final = 40  # lines above the table, and its head among them
MOST_SHEETS: Final = 20
MOST_AREAS: Final = 500
# Other words that offices put over the same columns.
ALSO: Final[Mapping[str, tuple[str, ...]]] = {
    "title": (
        "nhiem vu",
        "noi dung nhiem vu",
        "noi dung",
        "noi dung cong viec",
        "noi dung thuc hien",
        "ten viec",
        "ten dau viec",
        "cong viec",
        "ten cong viec",
    ),
    "lead": ("co quan chu tri", "don vi thuc hien", "chu tri", "don vi"),
    "partners": ("co quan phoi hop", "phoi hop"),
    "due_on": ("ngay hoan thanh", "han hoan thanh", "thoi han", "han", "thoi han hoan thanh", "han thuc hien"),
    "kind": ("loai", "loai viec"),
    "source": ("van ban giao", "van ban", "can cu"),
    "schedule": ("loi van ve thoi han", "ghi chu thoi han"),
    "results": ("ket qua", "tinh hinh thuc hien"),
    "standing": ("muc do hoan thanh", "tien do", "ty le hoan thanh"),
    "difficulties": ("kho khan vuong mac", "vuong mac", "ton tai"),
    "proposals": ("kien nghi", "de xuat kien nghi"),
    "id": ("id", "ma nhiem vu", "ma"),
}
KNOWN: Final = {search_key(column.heading): column.name for column in COLUMNS} | {
    words: name for name, others in ALSO.items() for words in others
}


@dataclass(slots=True)
class Survey:
    """What was seen of a file before anything in it was judged; kept with the import as JSON.

    `headings`: words over each column, by its index. `merged`: areas under the head as first line, last line, first, last column.
    """

    part: str
    sheet: str
    head: int
    headings: dict[int, str]
    day: str = ""
    rows: int = 0
    hidden_rows: int = 0
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    passed_over: list[str] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        return asdict(self) | {"headings": {str(place): words for place, words in self.headings.items()}}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Survey:
        return cls(**{**data, "headings": {int(place): words for place, words in data["headings"].items()}})

    @property
    def on(self) -> date | None:
        """The day as of which the file says it was made."""
        return date.fromisoformat(self.day) if self.day else None

    def choices(self) -> list[tuple[str, str]]:
        """The columns of the file as the officer may choose among them."""
        return [(str(place), f"{column_name(place)} – {words}"[:90]) for place, words in self.headings.items()]


def survey(file: IO[bytes]) -> Survey:
    """Find the table and count its rows; raises `BadWorkbook` with what is wrong with the file."""
    book = Book(file)
    shown = [sheet for sheet in book.sheets if not sheet.hidden][:MOST_SHEETS]
    if not shown:
        raise BadWorkbook("Mọi trang tính trong tệp đều bị ẩn. Hãy bỏ ẩn trang có danh sách nhiệm vụ rồi gửi lại.")
    shown.sort(key=lambda sheet: search_key(sheet.name) != search_key(SHEET))
    found = [(sheet, *_head(book, sheet)) for sheet in shown]
    sheet, head, _ = max(found, key=lambda row: row[2])
    if head is None:
        raise BadWorkbook(
            f"Không thấy bảng nào trong tệp. Hàng tiêu đề phải nằm trong {LOOKED_AT} dòng đầu của trang tính."
        )
    headings = {place: _words(cell.value) for place, cell in sorted(head.cells.items()) if _words(cell.value)}
    seen = Survey(sheet.part, sheet.name, head.number, headings, day=_day(book, sheet, head.number))
    seen.passed_over = [other.name for other in book.sheets if other.part != sheet.part][:MOST_SHEETS]
    _count(book, sheet, seen)
    return seen


def guess(headings: Mapping[int, str]) -> tuple[dict[str, int], list[str]]:
    """Which column holds what, by heading without diacritics, and the headings that mean nothing here or come twice."""
    found: dict[str, int] = {}
    unknown = []
    exact = {search_key(column.heading): column.name for column in COLUMNS}
    for names in (exact, KNOWN):  # the usual words first: another column may bear one that is only like them
        for place, words in headings.items():
            name = names.get(search_key(words))
            if name and name not in found and place not in found.values():
                found[name] = place
    unknown = [f"{column_name(place)} – {words}" for place, words in headings.items() if place not in found.values()]
    return found, unknown


def table(file: IO[bytes], seen: Survey) -> Iterable[Line]:
    """The rows under the head."""
    book = Book(file)
    sheet = next((one for one in book.sheets if one.part == seen.part), None)
    if sheet is None:
        raise BadWorkbook("Trang tính đã chọn không còn trong tệp.")
    return (line for line in book.lines(sheet) if line.number > seen.head)


def _head(book: Book, sheet: Sheet) -> tuple[Line | None, int]:
    """The line that bears most known headings; where none does, the first with at least three words."""
    best: tuple[Line | None, int] = (None, 0)
    for line in islice(book.lines(sheet), LOOKED_AT):
        words = [search_key(str(cell.value)) for cell in line.cells.values() if isinstance(cell.value, str)]
        score = 10 * len({KNOWN[word] for word in words if word in KNOWN})
        if not score and len(words) > 2:
            score = 1
        if score > best[1]:
            best = (line, score)
    return best


def _day(book: Book, sheet: Sheet, head: int) -> str:
    for line in islice(book.lines(sheet), LOOKED_AT):
        if line.number >= head:
            break
        values = [cell.value for cell in line.cells.values()]
        if any(isinstance(value, str) and search_key(value).startswith("ngay chot") for value in values):
            return next((value.isoformat() for value in values if isinstance(value, date)), "")
    return ""


def _count(book: Book, sheet: Sheet, seen: Survey) -> None:
    for line in book.lines(sheet):
        if line.number <= seen.head:
            continue
        seen.rows += 1
        seen.hidden_rows += line.hidden
        if seen.rows > MOST_ROWS:
            raise BadWorkbook(
                f"Tệp có hơn {number(MOST_ROWS)} dòng; mỗi lần nhập được {number(MOST_ROWS)} dòng. Hãy chia thành nhiều tệp."
            )
    areas = [area for area in book.merged[sheet.part] if area[1] > seen.head]
    if len(areas) > MOST_AREAS:
        raise BadWorkbook("Bảng có quá nhiều ô bị gộp. Hãy bỏ gộp ô (Merge Cells) rồi gửi lại.")
    seen.merged = areas


def _words(value: object) -> str:
    return " ".join(nfc(str(value)).split())[:120] if value is not None else ""
