# ruff: noqa: E501 (raw markup)
"""Files made to hurt, and good files broken at random: each is read or refused, in bounded time, and nothing is fetched.

DONDOC_FUZZ sets the number of random mutations (300 unless set).
"""

from __future__ import annotations

import io
import os
import random
import socket
import time
import zipfile
import zlib
from collections import Counter
from contextlib import suppress

import pikepdf
import pytest
from docx import Document

from directives.reading.command import record_of
from directives.reading.extraction import Extracted, Refused, extract, extract_safely
from tests.directives.files import packed, pdf
from tests.directives.reading.papers import ALL, as_html, as_pdf, as_text, as_web, as_word, prose, saved

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
GOOD_WORD = as_word(ALL["state_plan"])
GOOD_PDF = as_pdf(ALL["state_plan"])
SECONDS = 25
MUTATIONS = int(os.environ.get("DONDOC_FUZZ", "300"))


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*arguments: object, **named: object) -> None:
        raise AssertionError("a file made us reach out")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


def outcome(content: bytes) -> Extracted | Refused:
    """What became of a file; any other exception fails the test, and so does a slow one."""
    began = time.monotonic()
    try:
        found: Extracted | Refused = extract(content)
    except Refused as reason:
        found = reason
    assert time.monotonic() - began < SECONDS
    return found


def remade(parts: dict[str, bytes | str], *, drop: tuple[str, ...] = ()) -> bytes:
    """The good Word document with parts replaced or added."""
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(GOOD_WORD)) as old, zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in parts and name not in drop:
                new.writestr(name, old.read(name))
        for name, content in parts.items():
            new.writestr(name, content)
    return kept.getvalue()


def body(inner: str, *, before: str = "") -> bytes:
    """The good Word document with another body."""
    return remade(
        {"word/document.xml": f'{before}<w:document xmlns:w="{W}"><w:body>{inner}</w:body></w:document>'.encode()}
    )


BILLION = "<!DOCTYPE l [" + "".join(
    f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "lol"}">' for n in range(10)
) + "]>"  # fmt: skip
EXTERNAL = '<!DOCTYPE l [<!ENTITY x SYSTEM "file:///etc/passwd"><!ENTITY y SYSTEM "http://127.0.0.1:9/y">]>'
PARAGRAPH = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>"


def test_entities_in_word_are_refused() -> None:
    for content in (
        body(PARAGRAPH.format("&l9;"), before=BILLION),
        body(PARAGRAPH.format("&x;&y;"), before=EXTERNAL),
        body(PARAGRAPH.format("chữ"), before='<!DOCTYPE l SYSTEM "http://127.0.0.1:9/l.dtd">'),
        remade({"word/styles.xml": EXTERNAL + f'<w:styles xmlns:w="{W}"/>'}),
        remade({"word/document.xml": (EXTERNAL + "<a>&x;</a>").encode("utf-16")}),
    ):
        found = outcome(content)
        assert isinstance(found, Refused)
        assert "bất thường" in str(found) or "bị hỏng" in str(found)


def test_bombs_in_archives_are_refused() -> None:
    zeros = bytes(30 * 1024 * 1024)
    nested = packed({"bomb.zip": packed({"bomb.bin": zeros})})
    for content, sentence in (
        (remade({"word/media/a.bin": zeros, "word/media/b.bin": zeros}), "phình ra"),
        (remade({"word/embeddings/a.zip": nested}), ""),
        (remade({f"word/media/{n}.bin": b"" for n in range(3100)}), "phình ra"),
        (remade({"word/vbaProject.bin": b"x"}), "macro"),
        (nested, "giải nén"),
        (remade({"word/document.xml": b"<a>" + b" " * (41 * 1024 * 1024) + b"</a>"}), "quá lớn"),
    ):
        found = outcome(content)
        assert isinstance(found, Refused) or not sentence
        assert sentence in str(found)


def test_a_part_larger_than_it_says_is_refused() -> None:
    content = bytearray(remade({"word/document.xml": b"<a>" + b"x" * 5_000_000 + b"</a>"}))
    for signature, offset in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        place = content.find(signature)
        while place >= 0:
            if b"word/document.xml" in content[place : place + 80]:
                content[place + offset : place + offset + 4] = (100).to_bytes(4, "little")
            place = content.find(signature, place + 4)
    assert isinstance(outcome(bytes(content)), Refused)


def test_word_that_points_outside_is_read_without_going_there() -> None:
    document = Document()
    document.add_paragraph(prose(random.Random(1), 3))
    for target in ("http://127.0.0.1:9/mau.dotm", "file:///etc/passwd", "\\\\127.0.0.1\\share\\a.docx"):
        document.part.relate_to(
            target,
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate",
            is_external=True,
        )
    found = outcome(saved(document))
    assert isinstance(found, Extracted)
    assert "root:" not in found.text


def test_deep_and_huge_tables_in_word() -> None:
    deep = body("<w:tbl><w:tr><w:tc>" * 1000 + PARAGRAPH.format("đáy") + "</w:tc></w:tr></w:tbl>" * 1000)
    assert isinstance(outcome(deep), Refused)
    fair = body("<w:tbl><w:tr><w:tc>" * 30 + PARAGRAPH.format("đáy bảng") + "</w:tc></w:tr></w:tbl>" * 30)
    found = outcome(fair)
    assert isinstance(found, Extracted)
    assert "đáy bảng" in found.text
    row = f"<w:tr>{''.join(f'<w:tc>{PARAGRAPH.format(f"ô {n}")}</w:tc>' for n in range(10))}</w:tr>"
    found = outcome(body(f"<w:tbl>{row * 2000}</w:tbl>"))
    assert isinstance(found, Extracted)
    assert found.text.count("ô 7") == 2000
    wide = f'<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="99999999"/></w:tcPr>{PARAGRAPH.format("rộng")}</w:tc></w:tr></w:tbl>'
    assert isinstance(outcome(body(wide)), Extracted)


def test_styles_and_lists_that_turn_in_circles() -> None:
    styles = f"""<w:styles xmlns:w="{W}"><w:style w:type="paragraph" w:styleId="A"><w:basedOn w:val="B"/></w:style>
    <w:style w:type="paragraph" w:styleId="B"><w:basedOn w:val="A"/></w:style></w:styles>"""
    numbering = f"""<w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="999999"/>
    <w:numFmt w:val="upperLetter"/><w:lvlText w:val="%1%2%9."/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>
    <w:num w:numId="2"><w:abstractNumId w:val="404"/></w:num></w:numbering>"""
    shape = '<w:p><w:pPr><w:pStyle w:val="A"/><w:numPr><w:ilvl w:val="{}"/><w:numId w:val="{}"/></w:numPr></w:pPr><w:r><w:t>chữ</w:t></w:r></w:p>'
    inner = "".join(shape.format(depth, number) for depth in (0, 8, 9, 40, "x") for number in (1, 2, 3, "x"))
    document = f'<w:document xmlns:w="{W}"><w:body>{inner}</w:body></w:document>'
    found = outcome(remade({"word/styles.xml": styles, "word/numbering.xml": numbering, "word/document.xml": document}))
    assert isinstance(found, Extracted)
    assert found.text.count("chữ") == 20


def test_deep_and_huge_pages() -> None:
    words = prose(random.Random(2), 4)
    for page in (
        "<div>" * 100_000 + words,
        "<b><i>" * 50_000 + words,
        "<table><tr><td>" * 3_000 + words,
        "<ul><li>" * 30_000 + words,
        "<ol>" + "<li>việc</li>" * 20_000 + "</ol>",
        "<p>" + "&amp;" * 500_000,
        "<p " + "a='1' " * 100_000 + ">" + words,
        "<!--" * 100_000 + words,
        "<![CDATA[" * 10_000 + words,
        "<div class='" + "share " * 50_000 + "'>" + words,
        "<table>" + "<tr>" + f"<td colspan=9999 rowspan=9999>{words}</td>" * 200 + "</tr></table>",
        '<iframe src="http://127.0.0.1:9/"></iframe><img src="http://127.0.0.1:9/a.png"><link rel=stylesheet href="http://127.0.0.1:9/a.css">'
        + words,
        '<?xml version="1.0"?>' + EXTERNAL + "<html><body><p>&x;&y;" + words + "</p></body></html>",
        BILLION + "<html><body><p>&l9;" + words,
    ):
        found = outcome(f"<html><body>{page}</body></html>".encode())
        assert isinstance(found, Refused) or "root:" not in found.text


def stream_pdf(data: bytes, extra: str = "") -> bytes:
    return pdf("Ban Tổ chức").replace(b"/Type /Catalog", f"/Type /Catalog {extra}".encode()) + data


def _looped() -> bytes:
    document = pikepdf.new()
    document.add_blank_page()
    pages = document.Root.Pages
    pages.Kids.append(pages)
    pages.Count = 100_000
    kept = io.BytesIO()
    document.save(kept)
    return kept.getvalue()


def _absurd() -> bytes:
    packed_stream = zlib.compress(bytes(80 * 1024 * 1024))
    return (
        b"%PDF-1.5\n1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj\n2 0 obj << /Type /Pages /Kids [3 0 R] /Count 1 >> endobj\n"
        b"3 0 obj << /Type /Page /Parent 2 0 R /MediaBox [0 0 1e30 -1e30] /Contents 5 0 R >> endobj\n"
        b"4 0 obj << /Type /ObjStm /N 99999999 /First 99999999 /Extends 4 0 R /Filter /FlateDecode /Length "
        + str(len(packed_stream)).encode() + b" >> stream\n" + packed_stream + b"\nendstream endobj\n"
        b"5 0 obj << /Length 5 0 R >> stream\nBT ET\nendstream endobj\ntrailer << /Root 1 0 R /Size 999999999 /Prev 9 >>\nstartxref\n9\n%%EOF"
    )  # fmt: skip


def test_pdf_made_to_hurt() -> None:
    script = "/OpenAction << /S /JavaScript /JS (app.launchURL('http://127.0.0.1:9/');) >> /AA << /O << /S /URI /URI (http://127.0.0.1:9/) >> >>"
    operators = pdf(*["q " * 50]).replace(b"BT /F 12 Tf", b"q " * 100_000 + b"BT /F 12 Tf")
    for content in (
        _looped(), _absurd(), operators, stream_pdf(b"", script), GOOD_PDF[: len(GOOD_PDF) // 2], GOOD_PDF[:200], b"%PDF-1.7\n" * 10_000,
        b"%PDF-1.7\n" + b"1 0 obj\n" * 200_000, b"%PDF-1.7\n" + b"[" * 2_000_000, b"%PDF-1.7\n" + b"<<" * 1_000_000,
        GOOD_PDF.replace(b"/Kids", b"/Kinds"), GOOD_PDF.replace(b"/Count 1", b"/Count 9999999"),
    ):  # fmt: skip
        began = time.monotonic()
        with suppress(Refused):
            extract_safely(content)
        assert time.monotonic() - began < SECONDS + 5


def _mutated(content: bytes, chance: random.Random) -> bytes:
    out = bytearray(content)
    for _ in range(chance.choice((1, 1, 2, 8))):
        at = chance.randrange(len(out))
        way = chance.randrange(9) // 2
        if way == 0:
            out[at] = chance.randrange(256)
        elif way == 1:
            del out[at : at + chance.randrange(1, 200)]
        elif way == 2:
            out[at:at] = bytes(chance.randrange(256) for _ in range(chance.randrange(1, 50)))
        elif way == 3:
            other = chance.randrange(len(out))
            out[at:at] = out[other : other + chance.randrange(1, 400)]
        else:
            del out[chance.randrange(len(out)) :]
        if len(out) < 20:
            return bytes(out) + content[:40]
    return bytes(out)


def _mutated_inside(chance: random.Random) -> bytes:
    """A Word document whose XML is broken, in an archive that is not."""
    with zipfile.ZipFile(io.BytesIO(GOOD_WORD)) as package:
        name = chance.choice(["word/document.xml", "word/numbering.xml", "word/styles.xml", "[Content_Types].xml"])
        return remade({name: _mutated(package.read(name), chance)})


def test_good_files_broken_at_random_are_read_or_refused() -> None:
    chance = random.Random(20240617)
    pages = as_web(ALL["state_plan"])
    printed = as_html(ALL["party_letter"]).encode()
    seeds = [
        GOOD_WORD,
        GOOD_PDF,
        pages,
        printed,
        as_text(ALL["party_letter"]),
        as_text(ALL["programme"]).decode().encode("utf-16"),
    ]
    counts: Counter[str] = Counter()
    for number in range(MUTATIONS):
        content = _mutated_inside(chance) if number % 4 == 0 else _mutated(chance.choice(seeds), chance)
        found = outcome(content)
        if isinstance(found, Extracted):
            counts[found.kind] += 1
            try:
                record_of(found.text)
            except Refused:
                counts["no document"] += 1
        else:
            assert "\n" not in str(found)
            counts["refused"] += 1
    print(f"{MUTATIONS} mutations: {dict(counts)}")
    assert counts["refused"] < MUTATIONS
    assert counts["refused"] > 0
