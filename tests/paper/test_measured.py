"""A small part of `make paper`: each layout once, each kind of PDF once, and the ruler itself."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reporting.rendering.pdf import render_pdf
from reporting.rendering.profiles import Profile
from tests.paper import campaign, measures
from tests.paper.documents import claims
from tests.paper.expected import SHAPES
from tests.paper.reading import read
from tests.paper.sample import sample


@pytest.mark.parametrize(("layout_id", "profile"), list(zip(SHAPES, Profile, strict=True)))
def test_a_printed_report_keeps_every_measure_of_its_layout(layout_id: str, profile: Profile) -> None:
    paper, attached = sample(layout_id), campaign.ATTACHED if profile is Profile.ARCHIVE else ()
    data = render_pdf(paper, profile=profile, attachments=attached)
    taken = [*measures.measured(paper, read(data)), *claims(paper, data, profile, attached)]
    assert len(taken) > 280
    assert [str(one) for one in taken if not one.within] == []


def test_a_paper_of_another_layout_or_moved_a_little_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    paper = sample("hd05")
    pages, shapes = read(render_pdf(paper)), dict(SHAPES)

    def wrong(layout_id: str = "hd05", **changes: object) -> set[str]:
        monkeypatch.setitem(SHAPES, "hd05", replace(shapes[layout_id], **changes))  # type: ignore[arg-type]
        return {one.what for one in measures.measured(paper, pages) if not one.within}

    assert wrong() == set()
    assert {"lề trái", "dòng nơi nhận"} & wrong(left=(31.5, 31.5)) == {"lề trái"}
    assert "giãn dòng" in wrong(pitch=(18.3, 20))
    assert wrong(end="./.") == {"dấu kết thúc văn bản"}
    assert {what for what in wrong("hd36") if "đậm" in what} == {"signer-title: “PHÓ TRƯỞNG BAN”, đậm"}
    first = pages[0]
    line = first.line("ngày 04 tháng 7 năm 2022")
    assert (line.text, line.italic, line.bold) == ("Cần Thơ, ngày 04 tháng 7 năm 2022", True, False)
    assert first.line("ĐẢNG CỘNG SẢN VIỆT NAM").text == "ĐẢNG CỘNG SẢN VIỆT NAM"
    with pytest.raises(LookupError):
        first.line("không có dòng này")
