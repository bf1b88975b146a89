"""A few small files as proof: minutes as PDF and a drawn picture, marked as illustration, made in code."""

from __future__ import annotations

import io
from collections.abc import Sequence
from functools import cache

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.html import format_html
from PIL import Image, ImageDraw
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from agencies.uploads import PDF, PNG, CheckedFile, check_upload
from reporting.rendering.vendor import FONT_FILES, VendorFetcher
from reporting.sample.officers import number_from

MINUTES = (
    (
        "bien-ban-hoi-nghi.pdf",
        "Biên bản hội nghị quán triệt",
        "Hội nghị nghe phổ biến Kết luận 93-KL/TW và phân công đầu mối.",
    ),
    (
        "ket-luan-giam-sat.pdf",
        "Kết luận giám sát chuyên đề",
        "Đoàn giám sát ghi nhận kết quả và nêu kiến nghị khắc phục.",
    ),
    (
        "ke-hoach-trien-khai.pdf",
        "Kế hoạch triển khai",
        "Kế hoạch nêu mục tiêu, nội dung, phân công và thời gian thực hiện.",
    ),
)
PICTURE = "anh-hoi-nghi.png"
# One report in so many carries a file.
_ONE_IN = 6


def for_report(name: Sequence[object]) -> tuple[CheckedFile, ...]:
    """The files that belong to a report: none for most, minutes for some, minutes and a picture for a few."""
    seed = number_from("tệp", *name)
    if seed % _ONE_IN:
        return ()
    files = [minutes(seed // _ONE_IN % len(MINUTES))]
    if seed // 100 % 2:
        files.append(picture())
    return tuple(files)


def minutes(place: int) -> CheckedFile:
    """A page of minutes; each call gives a fresh handle on the same bytes."""
    name, title, text = MINUTES[place]
    return check_upload(SimpleUploadedFile(name, _pdf(title, text), content_type=PDF))


def picture() -> CheckedFile:
    """A drawing that stands for a photograph."""
    return check_upload(SimpleUploadedFile(PICTURE, _png(), content_type=PNG))


@cache
def _pdf(title: str, text: str) -> bytes:
    fetcher, fonts = VendorFetcher(), FontConfiguration()
    sheet = "".join(
        f'@font-face {{ font-family: Tinos; src: url("vendor:{file}"); '
        f"font-weight: {'bold' if bold else 'normal'}; font-style: {'italic' if italic else 'normal'} }}"
        for (bold, italic), file in FONT_FILES.items()
    )
    sheet += "@page { size: A5; margin: 20mm } html { font: 12pt/1.4 Tinos } h1 { font-size: 14pt; text-align: center }"
    body = format_html("<h1>{}</h1><p>{}</p><p><i>DỮ LIỆU MINH HỌA, không phải văn bản thật.</i></p>", title, text)
    html = HTML(string=f'<html lang="vi"><title>{title}</title><body>{body}</body></html>', url_fetcher=fetcher)
    data: bytes = html.write_pdf(
        stylesheets=[CSS(string=sheet, url_fetcher=fetcher, font_config=fonts)], font_config=fonts
    )
    return data


@cache
def _png() -> bytes:
    """A hall with rows of seats."""
    image = Image.new("RGB", (640, 400), "#e9edf2")
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, 640, 150), fill="#c9d3de")
    draw.rectangle((190, 40, 450, 120), fill="#f8fafc", outline="#8a97a6", width=3)
    for row in range(4):
        for seat in range(9):
            left, top = 60 + seat * 60 - row * 6, 190 + row * 50
            draw.ellipse((left, top, left + 30, top + 30), fill="#5f6b7a")
            draw.rectangle((left - 5, top + 26, left + 35, top + 44), fill="#8a97a6")
    stream = io.BytesIO()
    image.save(stream, "PNG", optimize=True)
    return stream.getvalue()
