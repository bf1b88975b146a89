"""A công văn đôn đốc as a letter: its head and signature as the office writes them, its sentences around the list."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from agencies.choices import AgencyKind
from agencies.wording import format_day, number
from plans.models import Urging
from plans.urging import Line, Lines
from reporting.compose import letterhead_names
from reporting.layouts import LAYOUTS, Word
from reporting.letter import Letter
from reporting.narrative import tidy
from reporting.paper import Column, Letterhead, Paragraph, Signature, Table, ended
from reporting.rules import Signer, signer_for
from reporting.services import layout_on

_COLUMNS = (
    Column("TT", 7, "center"), Column("Nhiệm vụ, văn bản giao", 61), Column("Hạn", 17, "center"),
    Column("Số ngày quá hạn", 15, "center"),
)  # fmt: skip


def letter(urging: Urging, lines: Lines) -> Letter:
    """The whole letter; `lines` are of today for a draft, of its own day for one that was sent. Refuses without a layout."""
    on = urging.issued_on or lines.on
    layout = layout_on(urging.office, on)
    superior, issuer = letterhead_names(urging.office, on=on)
    signer = _signer(urging)
    return Letter(
        layout_id=layout,
        letterhead=Letterhead(
            superior=superior, issuer=issuer, place=urging.place or "……", symbol=urging.symbol, number=urging.number,
            issued_on=urging.issued_on, expected_on=on,
        ),
        issuer=urging.office.name_on(on),
        about=_line(urging.subject),
        addressee=_line(urging.addressee),
        before=tuple(_before(urging, lines, on=on)),
        table=Table(_COLUMNS, tuple(_row(place, line) for place, line in enumerate(lines.rows, start=1))),
        after=_after(urging, on=on, mark=LAYOUTS[layout].word(Word.END_MARK)),
        signature=Signature(authority=signer.authority, title=_line(signer.title), name=_line(signer.name)),
        recipients=tuple(map(_line, urging.recipient_lines)),
        draft=urging.is_draft,
        illustration=urging.is_sample,
    )  # fmt: skip


def _line(text: str) -> str:
    return " ".join(tidy(text).split())


def _paragraphs(text: str) -> Iterator[Paragraph]:
    return (Paragraph(line) for one in tidy(text).split("\n") if (line := " ".join(one.split())))


def _before(urging: Urging, lines: Lines, *, on: date) -> Iterator[Paragraph]:
    yield from _paragraphs(urging.opening)
    yield Paragraph(
        f"Tính đến ngày {format_day(lines.on)}, {urging.agency.name_on(on)} còn {number(len(lines.rows))} nhiệm vụ quá hạn "
        "chưa báo cáo hoàn thành, cụ thể:"
    )


def _after(urging: Urging, *, on: date, mark: str) -> tuple[Paragraph, ...]:
    asked = Paragraph(
        f"Đề nghị {urging.agency.name_on(on)} chỉ đạo thực hiện các nhiệm vụ nêu trên và gửi báo cáo kết quả về "
        f"{urging.office.name_on(on)} trước ngày {format_day(urging.report_by)}."
    )
    whole = ended((asked, *_paragraphs(urging.closing)), mark)
    return tuple(block for block in whole if isinstance(block, Paragraph))


def _row(place: int, line: Line) -> tuple[str, str, str, str]:
    given = ": ".join(filter(None, (line.document, line.source)))
    words = f"{_line(line.title)}\n({_line(given)})" if given else _line(line.title)
    return (str(place), words, format_day(line.due_on) if line.due_on else "–", number(line.days))


def _signer(urging: Urging) -> Signer:
    """T/M for a collective, K/T for a deputy (decision 24); without a title the block of the head is left to be completed."""
    kinds = (AgencyKind.COMMITTEE, AgencyKind.PARTY_GROUP)
    head = "Bí thư" if urging.office.kind in kinds else "Thủ trưởng"
    return signer_for(urging.office, title=urging.signer_title or head, name=urging.signer_name)
