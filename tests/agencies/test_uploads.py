"""Uploads are known by content, cleaned, and refused with a sentence before anything is stored."""

import io
import unicodedata
from typing import Any

import pytest
from django.conf import settings as project_settings
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from agencies import uploads
from agencies.uploads import UploadRefused, check_upload, clean_name
from tests.directives.files import docx, packed, pdf, photo, xlsx


def sent(name: str, content: bytes, claimed: str = "application/octet-stream") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type=claimed)


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("van-ban.pdf", pdf("Kế hoạch"), uploads.PDF),
        ("van-ban.docx", docx("Kế hoạch"), uploads.DOCX),
        ("bang.xlsx", xlsx("Kế hoạch"), uploads.XLSX),
        ("loi.txt", "Kế hoạch số 1\n".encode(), uploads.TEXT),
        ("anh.jpg", photo(), uploads.JPEG),
        ("anh.png", photo("PNG"), uploads.PNG),
        ("cu.doc", uploads._OLE + b"\0" * 512 + "WordDocument".encode("utf-16-le"), uploads.DOC),
        ("cu.xls", uploads._OLE + b"\0" * 512 + "Workbook".encode("utf-16-le"), uploads.XLS),
    ],
)
def test_type_comes_from_the_content(name: str, content: bytes, kind: str) -> None:
    checked = check_upload(sent(name, content, "text/html"))
    assert (checked.content_type, checked.name) == (kind, name)
    assert checked.size == len(checked.content.read())
    assert len(checked.sha256) == 64
    assert checked.sha256 == check_upload(sent("khac-ten.bin", content)).sha256


@pytest.mark.parametrize(
    "content",
    [
        b"MZ\x90\x00" + b"\0" * 200,
        b"<!DOCTYPE html><script>alert(1)</script>",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        packed({"a.txt": "nén"}),
        packed({"[Content_Types].xml": "", "ppt/presentation.xml": ""}),
        "Tiếng Việt cũ".encode("cp1258", "replace") + b"\xb5",
        b"\x89PNG\r\n\x1a\nbroken",
        b"",
    ],
)
def test_other_content_is_refused_whatever_its_name(content: bytes) -> None:
    with pytest.raises(UploadRefused) as refused:
        check_upload(sent("ke-hoach.pdf", content, "application/pdf"))
    assert "ke-hoach.pdf" in refused.value.messages[0]


def test_a_wrong_extension_is_put_right() -> None:
    assert check_upload(sent("ke-hoach.docx", pdf("Kế hoạch"))).name == "ke-hoach.pdf"
    assert check_upload(sent("bản quét", pdf("Kế hoạch"))).name == "bản quét.pdf"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Văn bản\\Kế hoạch.docx", "Kế hoạch.docx"),
        (unicodedata.normalize("NFD", "Kế hoạch.pdf"), "Kế hoạch.pdf"),
        ("a\u202efdp.exe\x00.pdf", "afdp.exe.pdf"),
        ("  .an  ninh.pdf ", "an ninh.pdf"),
        ('a<b>"c".pdf', "a_b__c_.pdf"),
        ("", "tep"),
    ],
)
def test_names_are_cleaned(given: str, kept: str) -> None:
    assert clean_name(given) == kept


def test_a_long_name_keeps_its_extension() -> None:
    name = clean_name("k" * 300 + ".pdf")
    assert len(name) == 120
    assert name.endswith(".pdf")


def test_pictures_lose_what_they_tell_about_their_maker_and_stand_upright() -> None:
    checked = check_upload(sent("anh.jpg", photo(author="Nguyễn Văn A")))
    kept = Image.open(io.BytesIO(checked.content.read()))
    assert dict(kept.getexif()) == {}
    assert kept.size == (20, 40)


def test_a_picture_of_too_many_points_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "_MAX_PIXELS", 100)
    with pytest.raises(UploadRefused, match="quá lớn"):
        check_upload(sent("anh.jpg", photo()))


def test_a_zip_bomb_macros_and_locked_files_are_refused() -> None:
    bomb = packed({"[Content_Types].xml": "", "word/document.xml": b"0" * 30_000_000})
    with pytest.raises(UploadRefused, match="phình ra"):
        check_upload(sent("bom.docx", bomb))
    with pytest.raises(UploadRefused, match="macro"):
        check_upload(
            sent("m.docx", packed({"[Content_Types].xml": "", "word/document.xml": "", "word/vbaProject.bin": "x"}))
        )


def test_size_is_limited(settings: Any) -> None:
    settings.UPLOAD_MAX_BYTES = 1024 * 1024
    with pytest.raises(UploadRefused, match="lớn hơn 1 MB"):
        check_upload(sent("to.txt", b"a" * (1024 * 1024 + 1)))


def test_every_upload_is_checked_for_a_secrecy_marking() -> None:
    with pytest.raises(UploadRefused, match="không nhận văn bản mật"):
        check_upload(sent("bao-cao.docx", docx("TỈNH ỦY", "MẬT")))


def test_requests_never_touch_the_disk() -> None:
    assert project_settings.FILE_UPLOAD_HANDLERS == ["agencies.uploads.InMemoryOnly"]
