"""What a report says on paper, free of any file format, layout or database.

A renderer (PDF, Word) takes a `Paper` and a layout; nothing here knows about either.
Texts are plain: capitals, bold and numbering of sections come from the layout.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal

from reporting.spool import Cells, Spool, held

ILLUSTRATION = "DỮ LIỆU MINH HỌA"


def foot_of(*, draft: bool, illustration: bool) -> str:
    """The words at the foot of every page of a draft or an illustration; empty on a paper that is real."""
    return " · ".join(filter(None, ("DỰ THẢO" if draft else "", ILLUSTRATION if illustration else "")))


type Align = Literal["left", "center", "right"]


@dataclass(frozen=True, slots=True)
class Paragraph:
    kind: ClassVar[str] = "paragraph"
    text: str


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside a section, with its own number ("1. …", "a) …") as part of the text."""

    kind: ClassVar[str] = "heading"
    text: str
    level: Literal[1, 2] = 1


@dataclass(frozen=True, slots=True)
class ListBlock:
    kind: ClassVar[str] = "list"
    items: tuple[str, ...]
    ordered: bool = False

    @property
    def lines(self) -> tuple[str, ...]:
        """Items with the sign the office puts before them: "- …" or "(1) …"."""
        if self.ordered:
            return tuple(f"({place}) {item}" for place, item in enumerate(self.items, start=1))
        return tuple(f"- {item}" for item in self.items)


@dataclass(frozen=True, slots=True)
class Column:
    """`share` is the width relative to the other columns of the table, in any unit."""

    title: str
    share: float
    align: Align = "left"


@dataclass(frozen=True, slots=True)
class Table:
    """Cells are printed as they come; `total` is a last row in bold. Raises ValueError when a row does not fit.

    Rows beyond what is held in memory are a `Spool`: they can be gone through more than once, never all at a time.
    """

    kind: ClassVar[str] = "table"
    columns: tuple[Column, ...]
    rows: tuple[Cells, ...] | Spool
    caption: str = ""
    total: Cells | None = None

    def __post_init__(self) -> None:
        rows = () if isinstance(self.rows, Spool) else self.rows
        if any(len(row) != len(self.columns) for row in (*rows, self.total or self.columns)):
            raise ValueError(f"every row of {self.caption!r} needs {len(self.columns)} cells")

    @property
    def widths(self) -> tuple[float, ...]:
        """Percent of the table's width, per column; they add up to 100."""
        whole = sum(column.share for column in self.columns)
        return tuple(round(100 * column.share / whole, 3) for column in self.columns)

    @property
    def aligns(self) -> tuple[Align, ...]:
        return tuple(column.align for column in self.columns)

    @property
    def lines(self) -> Iterator[tuple[tuple[Column, str], ...]]:
        return (tuple(zip(self.columns, row, strict=True)) for row in self.rows)

    @property
    def total_line(self) -> tuple[tuple[Column, str], ...]:
        return tuple(zip(self.columns, self.total or (), strict=True)) if self.total else ()


def long_table(columns: tuple[Column, ...], rows: Iterable[Cells]) -> Table:
    """A table of however many rows: many of them wait in files, not in memory."""
    return Table(columns, held(rows, width=len(columns)))


@dataclass(frozen=True, slots=True)
class Figure:
    """`svg` comes from `rendering.charts`, never from typed text."""

    kind: ClassVar[str] = "figure"
    svg: str
    caption: str = ""


type Block = Paragraph | Heading | ListBlock | Table | Figure


@dataclass(frozen=True, slots=True)
class Section:
    heading: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Appendix:
    title: str
    table: Table
    landscape: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Letterhead:
    """The head of page 1. `symbol` is what follows the number: "BC/BTGTU" (party), "BC-UBND" (state).

    Without `number` or `issued_on` a space is left for the pen; `expected_on` then gives month and year.
    """

    superior: str
    issuer: str
    place: str
    symbol: str
    number: int | None = None
    issued_on: date | None = None
    expected_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """`authority` is the line above the office held: "T/M BAN THƯỜNG VỤ", "K/T TRƯỞNG BAN", or nothing."""

    title: str
    name: str
    authority: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """`issuer` names the reporting body as running text does ("Ban Tuyên giáo Thành ủy Cần Thơ").

    `addressee`: who is addressed ("Kính gửi") where the layout has a line for it; a báo cáo of the Party has none.
    """

    layout_id: str
    letterhead: Letterhead
    issuer: str
    subject: str
    sections: tuple[Section, ...]
    signature: Signature
    recipients: tuple[str, ...]
    kind_name: str = "Báo cáo"
    addressee: str = ""
    appendices: tuple[Appendix, ...] = ()
    illustration: bool = False
    draft: bool = False

    @property
    def foot(self) -> str:
        """What every page says at its foot of a paper that nobody is to sign yet, or that tells of nobody."""
        return foot_of(draft=self.draft, illustration=self.illustration)

    @property
    def title(self) -> str:
        """One line naming the paper: title of the file and first bookmark."""
        return " ".join(f"{self.kind_name} {self.subject}".split())

    @property
    def dated(self) -> date | None:
        return self.letterhead.issued_on or self.letterhead.expected_on


def ended(blocks: Sequence[Block], mark: str) -> tuple[Block, ...]:
    """The same blocks, the last words of which end with `mark` ("." or "./."); a table or figure takes none."""
    if not blocks:
        return ()
    *before, last = blocks
    match last:
        case Paragraph(text):
            last = Paragraph(_end(text, mark))
        case ListBlock(items, ordered) if items:
            last = ListBlock((*items[:-1], _end(items[-1], mark)), ordered)
    return (*before, last)


def _end(text: str, mark: str) -> str:
    return text.rstrip(" .;,/") + mark
