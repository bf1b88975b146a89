"""Small real files for tests: Word, Excel, PDF with words, pictures with data about their maker."""

import io
import zipfile

from PIL import Image

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def packed(parts: dict[str, str | bytes]) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return kept.getvalue()


def docx(*paragraphs: str, header: str = "") -> bytes:
    def body(lines: tuple[str, ...]) -> str:
        return "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in lines)

    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": "<Types/>",
        "word/document.xml": f'<w:document xmlns:w="{W}"><w:body>{body(paragraphs)}</w:body></w:document>',
    }
    if header:
        parts["word/header1.xml"] = f'<w:hdr xmlns:w="{W}">{body((header,))}</w:hdr>'
    return packed(parts)


def xlsx(*cells: str) -> bytes:
    strings = "".join(f"<si><t>{cell}</t></si>" for cell in cells)
    return packed(
        {
            "[Content_Types].xml": "<Types/>",
            "xl/workbook.xml": "<workbook/>",
            "xl/sharedStrings.xml": f"<sst>{strings}</sst>",
        }
    )


def pdf(*lines: str) -> bytes:
    """One page written with a Unicode map, the way office programs write Vietnamese."""
    letters = sorted({letter for line in lines for letter in line})
    codes = {letter: at + 1 for at, letter in enumerate(letters)}
    chars = "\n".join(f"<{codes[x]:02x}> <{ord(x):04x}>" for x in letters)
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap 1 begincodespacerange <00> <ff> endcodespacerange\n"
        f"{len(letters)} beginbfchar\n{chars}\nendbfchar endcmap end end"
    )
    shown = " ".join(f"<{''.join(f'{codes[x]:02x}' for x in line)}> Tj 0 -20 Td" for line in lines)
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>",
        _stream(f"BT /F 12 Tf 72 760 Td {shown} ET"),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 6 0 R >>",
        _stream(cmap),
    ]
    out, places = b"%PDF-1.4\n", []
    for number, written in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{written}\nendobj\n".encode()
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    size = len(objects) + 1
    return (
        out
        + f"xref\n0 {size}\n0000000000 65535 f \n{table}".encode()
        + f"trailer << /Size {size} /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF".encode()
    )


def _stream(content: str) -> str:
    return f"<< /Length {len(content)} >>\nstream\n{content}\nendstream"


def photo(kind: str = "JPEG", *, author: str = "Nguyễn Văn A") -> bytes:
    kept = io.BytesIO()
    picture = Image.new("RGB", (40, 20), "white")
    exif = Image.Exif()
    exif[0x013B] = author
    exif[0x0112] = 6  # lies on its side
    picture.save(kept, kind, exif=exif)
    return kept.getvalue()
