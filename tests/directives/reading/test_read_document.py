"""The reader on the command line: one JSON object, or one sentence and exit code 1."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from directives.reading.command import main
from tests.directives.files import xlsx
from tests.directives.reading.specimens import PARTY_LETTER


def test_prints_one_record(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "cong-van.txt"
    file.write_text(PARTY_LETTER)
    out = StringIO()
    call_command("read_document", str(file), stdout=out)
    assert json.loads(out.getvalue())["number"] == "77-CV/TU"
    assert main([str(file)]) == 0
    assert json.loads(capsys.readouterr().out) == json.loads(out.getvalue())


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("rong.txt", b"  \n ", "không có chữ nào"),
        ("mat.txt", "TUYỆT MẬT\nTỈNH ỦY ĐÔNG HẢI\nSố 1-CV/TU".encode(), "dấu TUYỆT MẬT"),
        (
            "thu.txt",
            "Hôm nay trời đẹp, mời các bạn đến nhà tôi ăn cơm nhé.".encode(),
            "Không nhận ra đây là một văn bản",
        ),
        ("cu.txt", "Kế hoạch".encode() + b"\xff\xfe\xfa", "UTF-8"),
        ("ban.docx", b"PK\x03\x04", "bị hỏng"),
        ("bang.xlsx", xlsx("Danh sách"), "bảng tính Excel"),
        ("lon.txt", b"a" * (20 * 1024 * 1024 + 1), "20 MB"),
    ],
)
def test_refuses_with_one_sentence(
    name: str, content: bytes, sentence: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    err = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("read_document", str(file), stderr=err)
    assert ended.value.code == 1
    assert sentence in err.getvalue()
    assert main([str(file)]) == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.count("\n") == 1


def test_a_missing_file_and_no_file_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path / "khong-co.txt")]) == 1
    assert "Không mở được" in capsys.readouterr().err
    assert main([]) == 1
