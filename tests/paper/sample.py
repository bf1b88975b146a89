"""One paper for each layout with every part that is measured: a page of nothing but text, tables, drawings, three appendices."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Final

from reporting.paper import Column, Figure, Heading, Letterhead, Paper, Paragraph, Section, Signature, Table
from reporting.rendering.charts import Point, ageing_columns, trend_line
from tests.paper.expected import VIETNAMESE
from tests.reporting.papers import half_year_paper

LONG: Final = (
    "Cấp ủy, tổ chức đảng, chính quyền các cấp đã quán triệt đầy đủ, kịp thời; người đứng đầu trực tiếp chỉ đạo, phân công rõ"
    " người, rõ việc, rõ thời gian, rõ kết quả, đồng thời thường xuyên kiểm tra, đôn đốc và tháo gỡ vướng mắc ngay từ cơ sở."
)
SHORT: Final = "Đoạn ngắn để đo khoảng cách."
PERCENTS: Final = (
    Point("I/21", 81.0, "quý I năm 2021"), Point("II/21", 79.5, "quý II năm 2021"), Point("III/21", 76.1, "quý III năm 2021"),
    Point("IV/21", 74.0, "quý IV năm 2021"), Point("I/22", 73.2, "quý I năm 2022"), Point("II/22", 71.7, "quý II năm 2022"),
)  # fmt: skip
_PARTY = Letterhead(
    superior="Thành ủy Cần Thơ",
    issuer="Ban Tuyên giáo",
    place="Cần Thơ",
    symbol="BC/BTGTU",
    number=5,
    issued_on=date(2022, 7, 4),
)
_STATE = Letterhead(
    superior="Ủy ban nhân dân thành phố Cần Thơ", issuer="Sở Khoa học và Công nghệ", place="Cần Thơ", symbol="BC-SKHCN",
    number=9, issued_on=date(2026, 2, 3),
)  # fmt: skip


def sample(layout_id: str) -> Paper:
    """The half-year report as a party body or a state body issues it, with one section more that fills a page with text."""
    paper = half_year_paper(layout_id=layout_id, letterhead=_PARTY)
    first, results, *others = paper.sections
    drawings = (
        Figure(trend_line(PERCENTS), "Tỷ lệ hoàn thành qua các kỳ"),
        Figure(ageing_columns((4, 3, 2, 0, 1)), "Đầu việc quá hạn theo số ngày"),
    )
    body = tuple(Paragraph(f"{LONG} {LONG}") for _ in range(9))
    told = Section(
        "Đánh giá chung",
        (Heading("1. Kết quả nổi bật"), Paragraph(SHORT), Paragraph(SHORT), Heading("a) Về tuyên truyền", 2), *body),
    )
    paper = replace(paper, sections=(first, told, replace(results, blocks=(*results.blocks, *drawings)), *others))
    if layout_id != "nd30":
        return paper
    return replace(
        paper, letterhead=_STATE, issuer="Sở Khoa học và Công nghệ", addressee="Ủy ban nhân dân thành phố Cần Thơ",
        signature=Signature(authority="KT. Giám đốc", title="Phó Giám đốc", name="Nguyễn Thị Hồng Ánh"),
        recipients=("Ủy ban nhân dân thành phố", "Các sở, ban, ngành", "Lưu: VT, KHTC"),
    )  # fmt: skip


def specimen(layout_id: str) -> Paper:
    """Every Vietnamese letter as text, as a heading, in a caption and in a table."""
    table = Table((Column("Chữ", 1),), ((" ".join(VIETNAMESE),),), " ".join(VIETNAMESE))
    blocks = (Paragraph(" ".join(VIETNAMESE)), Heading(" ".join(VIETNAMESE)), table)
    return replace(sample(layout_id), sections=(Section("Mẫu chữ", blocks),), appendices=())
