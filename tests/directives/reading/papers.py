# ruff: noqa: E501 (whole paragraphs, as offices write them)
"""Whole papers written for these tests, each printed as text, Word, PDF and web page the way offices do it."""

from __future__ import annotations

import io
import random
from dataclasses import dataclass
from html import escape
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt
from weasyprint import HTML

HEAD_ROW = ("STT", "Nội dung nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời gian hoàn thành")
STYLE = """
@page { size: A4; margin: 2cm 1.5cm 2cm 3cm; @top-center { content: counter(page); font-size: 11pt } }
body { font: 13pt Tinos, "DejaVu Serif", serif; text-align: justify }
p { margin: 6pt 0; text-indent: 1cm } .c, td p { text-indent: 0; margin: 0 } .c { text-align: center }
table { border-collapse: collapse; width: 100%; text-align: left } .g td, .g th { border: 0.5pt solid black; padding: 3pt }
.h { margin-bottom: 12pt } .h td { vertical-align: top; width: 50% } .h td:first-child { width: 42% }
"""


_DOERS = (
    "Sở Y tế",
    "Sở Nội vụ",
    "Sở Tài chính",
    "Ban Tuyên giáo Tỉnh ủy",
    "Công an tỉnh",
    "Sở Công Thương",
    "Văn phòng Tỉnh ủy",
)
_DO = (
    "rà soát",
    "tổ chức tập huấn",
    "kiểm tra",
    "xây dựng kế hoạch",
    "tuyên truyền",
    "thống kê",
    "lập danh mục",
    "bố trí kinh phí cho",
)
_WHAT = ("nhà văn hóa thôn", "trạm y tế xã", "tuyến đường liên huyện", "thư viện trường học", "làng nghề truyền thống", "chợ đầu mối",
         "công trình thủy lợi", "hồ sơ lưu trữ", "đội ngũ cán bộ trẻ", "vùng trồng cây ăn quả", "bến thủy nội địa")  # fmt: skip
_WHERE = (
    "ở vùng cao",
    "ở các xã biên giới",
    "trong các khu dân cư",
    "tại các huyện ven biển",
    "trên địa bàn toàn tỉnh",
    "ở đô thị",
)


def prose(chance: random.Random, sentences: int) -> str:
    """Sentences as plans have them, hardly any twice."""
    return " ".join(
        f"{chance.choice(_DOERS)} {chance.choice(_DO)} {chance.randint(2, 99)} {chance.choice(_WHAT)} {chance.choice(_WHERE)}, "
        f"{chance.choice(_DO)} {chance.choice(_WHAT)} và {chance.choice(_DO)} {chance.choice(_WHAT)} {chance.choice(_WHERE)}, "
        f"báo cáo trước ngày {chance.randint(1, 28)}/{chance.randint(1, 12)}/2025."
        for _ in range(sentences)
    )


@dataclass(frozen=True)
class Paper:
    """A paper in its parts; `body` holds (shape, words): "p" plain, "1" and "a" and "-" listed, "h" heading, or rows of a task table."""

    issuer: tuple[str, ...]
    motto: tuple[str, ...]
    number: str
    dated: str
    kind: tuple[str, ...]
    to: tuple[str, ...]
    body: tuple[tuple[str, str | tuple[tuple[str, ...], ...]], ...]
    recipients: tuple[str, ...]
    signed: tuple[str, ...]
    name: str

    def lines(self) -> list[tuple[str, str | tuple[tuple[str, ...], ...]]]:
        """The body with its marks as they are printed."""
        out: list[tuple[str, str | tuple[tuple[str, ...], ...]]] = []
        numbers = letters = 0
        for shape, words in self.body:
            if shape == "h":
                numbers = 0
            if shape == "1":
                numbers, letters = numbers + 1, 0
                words = f"{numbers}. {words}"
            elif shape == "a":
                letters += 1
                words = f"{'abcdefgh'[letters - 1]}) {words}"
            elif shape == "-":
                words = f"- {words}"
            out.append((shape, words))
        return out


PARTY_LETTER = Paper(
    ("TỈNH ỦY AN THỊNH", "*"), ("ĐẢNG CỘNG SẢN VIỆT NAM",), "Số 315-CV/TU", "An Thịnh, ngày 14 tháng 6 năm 2023",
    ("V/v thực hiện Chỉ thị số 19-CT/TW", "về công tác lưu trữ"), ("Các ban cán sự đảng, đảng đoàn,", "Các huyện ủy, thành ủy."),
    (
        ("p", "Thực hiện Chỉ thị số 19-CT/TW ngày 03/4/2023 của Ban Bí thư về tăng cường công tác lưu trữ, Ban Thường vụ Tỉnh ủy yêu cầu các cấp ủy, tổ chức đảng thực hiện tốt những nội dung sau:"),
        ("1", "Ban Tuyên giáo Tỉnh ủy chủ trì, phối hợp với Văn phòng Tỉnh ủy hướng dẫn việc học tập, quán triệt Chỉ thị; hoàn thành trước ngày 30/8/2023, báo cáo kết quả với Ban Thường vụ Tỉnh ủy qua Văn phòng Tỉnh ủy."),
        ("1", "Ban Tổ chức Tỉnh ủy:"),
        ("a", "Rà soát đội ngũ làm lưu trữ ở các cơ quan của Tỉnh ủy, đề xuất bố trí đủ người trong năm 2023."),
        ("a", "Mở lớp bồi dưỡng nghiệp vụ cho cấp huyện trước ngày 15/11/2023."),
        ("1", "Đảng ủy Khối các cơ quan tỉnh lãnh đạo các chi bộ trực thuộc lập danh mục hồ sơ hằng năm và nộp lưu đúng hạn."),
        ("p", "Giao Văn phòng Tỉnh ủy theo dõi, đôn đốc việc thực hiện Công văn này, định kỳ 6 tháng báo cáo Ban Thường vụ Tỉnh ủy."),
    ),
    ("Như kính gửi,", "Lưu Văn phòng Tỉnh ủy."), ("T/M BAN THƯỜNG VỤ", "PHÓ BÍ THƯ"), "Đặng Thị Lan",
)  # fmt: skip

STATE_PLAN = Paper(
    ("ỦY BAN NHÂN DÂN", "TỈNH HÀ LONG"), ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"),
    "Số: 208/KH-UBND", "Hà Long, ngày 21 tháng 02 năm 2024",
    ("KẾ HOẠCH", "Triển khai thực hiện Chỉ thị số 07/CT-TTg ngày 15/01/2024 của Thủ tướng Chính phủ", "về bảo đảm nước sạch nông thôn"), (),
    (
        ("p", "Căn cứ Chỉ thị số 07/CT-TTg ngày 15/01/2024 của Thủ tướng Chính phủ về bảo đảm nước sạch nông thôn, Ủy ban nhân dân tỉnh ban hành Kế hoạch thực hiện với các nội dung sau:"),
        ("h", "I. MỤC ĐÍCH, YÊU CẦU"),
        ("p", "Nâng cao trách nhiệm của các cấp, các ngành trong việc bảo đảm nguồn nước sinh hoạt cho người dân."),
        ("h", "II. NHIỆM VỤ CỤ THỂ"),
        ("t", (
            HEAD_ROW,
            ("1", "Rà soát các công trình cấp nước tập trung, lập danh mục công trình hư hỏng cần sửa chữa", "Sở Nông nghiệp và Phát triển nông thôn", "UBND các huyện, thành phố", "Trước ngày 30/4/2024"),
            ("2", "Lấy mẫu, xét nghiệm chất lượng nước tại các xã vùng hạn", "Sở Y tế", "Sở Tài nguyên và Môi trường", "Hằng quý"),
            ("3", "Bố trí vốn sửa chữa công trình", "Sở Tài chính", "Sở Kế hoạch và Đầu tư", "Quý III/2024"),
        )),
        ("h", "III. TỔ CHỨC THỰC HIỆN"),
        ("1", "Sở Nông nghiệp và Phát triển nông thôn theo dõi, đôn đốc việc thực hiện Kế hoạch; định kỳ 6 tháng, hằng năm tổng hợp báo cáo Ủy ban nhân dân tỉnh."),
        ("1", "Ủy ban nhân dân các huyện, thành phố xây dựng kế hoạch của địa phương trước ngày 31/3/2024."),
    ),
    ("Thủ tướng Chính phủ (để b/c);", "Các sở, ban, ngành;", "Lưu: VT, NN."), ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"), "Ngô Văn Tùng",
)  # fmt: skip

PROGRAMME = Paper(
    ("TỈNH ỦY BÌNH SƠN", "*"), ("ĐẢNG CỘNG SẢN VIỆT NAM",), "Số 24-CTr/TU", "Bình Sơn, ngày 09 tháng 01 năm 2025",
    ("CHƯƠNG TRÌNH", "kiểm tra, giám sát năm 2025 của Ban Thường vụ Tỉnh ủy"), (),
    (
        ("p", "Căn cứ Quy định số 22-QĐ/TW ngày 28/7/2021 của Ban Chấp hành Trung ương về công tác kiểm tra, giám sát của Đảng, Ban Thường vụ Tỉnh ủy xây dựng Chương trình kiểm tra, giám sát năm 2025 như sau:"),
        ("h", "I. NỘI DUNG KIỂM TRA"),
        ("1", "Ủy ban Kiểm tra Tỉnh ủy chủ trì kiểm tra việc chấp hành nguyên tắc tập trung dân chủ tại ba đảng bộ trực thuộc, hoàn thành trong quý II/2025."),
        ("1", "Ban Nội chính Tỉnh ủy tham mưu kiểm tra việc lãnh đạo công tác phòng, chống tham nhũng, hoàn thành trước ngày 30/9/2025."),
        ("h", "II. TỔ CHỨC THỰC HIỆN"),
        ("1", "Văn phòng Tỉnh ủy bố trí lịch làm việc của các đoàn kiểm tra."),
        ("1", "Ủy ban Kiểm tra Tỉnh ủy đôn đốc việc thực hiện Chương trình, báo cáo Ban Thường vụ Tỉnh ủy hằng quý."),
    ),
    ("Ban Bí thư (để báo cáo),", "Các đồng chí Tỉnh ủy viên,", "Lưu Văn phòng Tỉnh ủy."), ("T/M BAN THƯỜNG VỤ", "BÍ THƯ"), "Hồ Quang Minh",
)  # fmt: skip

ALL = {"party_letter": PARTY_LETTER, "state_plan": STATE_PLAN, "programme": PROGRAMME}


def as_text(paper: Paper) -> bytes:
    out = [
        *paper.issuer,
        paper.number,
        *(paper.kind if not _titled(paper) else ()),
        "",
        *paper.motto,
        "",
        paper.dated,
        "",
    ]
    if _titled(paper):
        out += [*paper.kind, ""]
    if paper.to:
        out += [f"Kính gửi: - {paper.to[0]}", *(f"- {one}" for one in paper.to[1:]), ""]
    for _, words in paper.lines():
        if isinstance(words, str):
            out += [words, ""]
        else:
            out += [*(f"| {' | '.join(row)} |" for row in words), ""]
    out += ["Nơi nhận:", *(f"- {one}" for one in paper.recipients), "", *paper.signed, "", paper.name]
    return "\n".join(out).encode()


def _titled(paper: Paper) -> bool:
    return not paper.kind[0].startswith("V/v")


def as_html(paper: Paper) -> str:
    """The paper alone, as a page to be printed."""
    return f"<!doctype html><html><head><meta charset='utf-8'><style>{STYLE}</style></head><body>{inner_html(paper)}</body></html>"


def inner_html(paper: Paper) -> str:
    def lines(*said: str) -> str:
        return "".join(f"<p class='c' style='text-align: center'>{escape(one)}</p>" for one in said)

    about = () if _titled(paper) else paper.kind
    out = (
        f"<table class='h'><tr><td>{lines(*paper.issuer)}</td><td>{lines(*paper.motto)}</td></tr>"
        f"<tr><td>{lines(paper.number, *about)}</td><td>{lines(paper.dated)}</td></tr></table>"
    )
    if _titled(paper):
        out += f"<p class='c' style='text-align: center'><b>{escape(paper.kind[0])}</b></p>{lines(*paper.kind[1:])}"
    if paper.to:
        out += "<table class='h'><tr><td style='width: 20%'>Kính gửi:</td><td style='width: 80%'>"
        out += "".join(f"<p>- {escape(one)}</p>" for one in paper.to) + "</td></tr></table>"
    for _, words in paper.lines():
        out += f"<p>{escape(words)}</p>" if isinstance(words, str) else _html_table(words)
    out += "<table class='h'><tr><td><p><b>Nơi nhận:</b></p>" + "".join(
        f"<p>- {escape(one)}</p>" for one in paper.recipients
    )
    return f"{out}</td><td>{lines(*paper.signed)}<p><br><br></p>{lines(paper.name)}</td></tr></table>"


def _html_table(rows: tuple[tuple[str, ...], ...]) -> str:
    out = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<table class='g'><col style='width: 8%'><col style='width: 34%'><col><col><col>{out}</table>"


def as_pdf(paper: Paper) -> bytes:
    return bytes(HTML(string=as_html(paper)).write_pdf() or b"")


def as_web(paper: Paper) -> bytes:
    """The paper as a portal shows it: menus, share buttons, a picture with its caption, readers' comments."""
    return f"""<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title>Cổng thông tin</title><script>var a = 1;</script></head><body>
<header id="site-header"><div class="menu"><a href="/">Trang chủ</a> <a href="/gt">Giới thiệu</a></div></header>
<nav><ul><li><a href="/a">Tin tức</a></li><li><a href="/b">Văn bản</a></li></ul></nav>
<div class="breadcrumb">Trang chủ &gt; Văn bản chỉ đạo</div>
<main><article><div class="noi-dung">{inner_html(paper)}</div>
<figure><img src="https://anh.invalid/a.jpg"><figcaption>Quang cảnh buổi làm việc.</figcaption></figure>
<div class="share-buttons"><a href="#">Chia sẻ Facebook</a></div></article></main>
<section id="comments"><h3>Bình luận</h3><p>Sở Xây dựng chủ trì việc này trước ngày 01/01/2030.</p><form><label>Họ tên</label><input name="n"><textarea></textarea><button>Gửi bình luận</button></form></section>
<aside><h4>Tin liên quan</h4><a href="/1">Hội nghị toàn tỉnh</a></aside>
<footer>Bản quyền thuộc Cổng thông tin. Điện thoại: 0123 456 789.</footer></body></html>""".encode()


def as_word(paper: Paper) -> bytes:
    """With a letterhead of two columns, automatic numbering, a real task table."""
    document = Document()
    lists = _lists(document)
    head = document.add_table(rows=2, cols=2)
    _fill(head.cell(0, 0), paper.issuer)
    _fill(head.cell(0, 1), paper.motto)
    _fill(head.cell(1, 0), (paper.number, *(() if _titled(paper) else paper.kind)))
    _fill(head.cell(1, 1), (paper.dated,))
    for line in paper.kind if _titled(paper) else ():
        document.add_paragraph(line).alignment = WD_ALIGN_PARAGRAPH.CENTER
    if paper.to:
        to = document.add_table(rows=1, cols=2)
        _fill(to.cell(0, 0), ("Kính gửi:",))
        _fill(to.cell(0, 1), tuple(f"- {one}" for one in paper.to))
    number = ""
    for shape, words in paper.body:
        if isinstance(words, tuple):
            _table(document, words)
            continue
        if shape == "h" or not number:
            number = lists.another()
        listed(document.add_paragraph(words), number, {"1": 0, "a": 1, "-": 2}.get(shape))
    foot = document.add_table(rows=1, cols=2)
    _fill(foot.cell(0, 0), ("Nơi nhận:", *(f"- {one}" for one in paper.recipients)))
    _fill(foot.cell(0, 1), (*paper.signed, "", "", paper.name))
    return saved(document)


def saved(document: Any) -> bytes:
    kept = io.BytesIO()
    document.save(kept)
    return kept.getvalue()


def _fill(cell: Any, lines: tuple[str, ...]) -> None:
    for place, line in enumerate(lines):
        paragraph = cell.paragraphs[0] if place == 0 else cell.add_paragraph()
        paragraph.add_run(line).font.size = Pt(13)


def _table(document: Any, rows: tuple[tuple[str, ...], ...]) -> None:
    table = document.add_table(rows=0, cols=len(rows[0]), style="Table Grid")
    for row in rows:
        for cell, words in zip(table.add_row().cells, row, strict=True):
            cell.text = words
            cell.width = Cm(3)


class Lists:
    """Numbered lists of a document: 1. / a) / -, begun anew each time one is asked for."""

    def __init__(self, document: Any) -> None:
        self.root = document.part.numbering_part.element
        levels = "".join(
            f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
            for depth, (form, text) in enumerate((("decimal", "%1."), ("lowerLetter", "%2)"), ("bullet", "·")))
        )
        shape = parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="900">{levels}</w:abstractNum>')
        self.root.insert(0, shape)
        self.next = 900

    def another(self) -> str:
        self.next += 1
        self.root.append(parse_xml(
            f'<w:num {nsdecls("w")} w:numId="{self.next}"><w:abstractNumId w:val="900"/>'
            '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
        ))  # fmt: skip
        return str(self.next)


def _lists(document: Any) -> Lists:
    return Lists(document)


def listed(paragraph: Any, number: str, depth: int | None) -> None:
    if depth is None:
        return
    mark = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    level, own = OxmlElement("w:ilvl"), OxmlElement("w:numId")
    level.set(qn("w:val"), str(depth))
    own.set(qn("w:val"), number)
    mark.append(level)
    mark.append(own)
