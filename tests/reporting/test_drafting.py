"""The drafted text, read as an officer reads it: what there is to say is said once, what there is not is left out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from agencies.models import Agency
from directives.models import Directive
from reporting import compose, drafting, narrative, periods, signing_page
from reporting.checking_numbers import Known, doubts
from reporting.counts import CheckIns, Counts, Figures, Group, Line, Silent
from reporting.latency import Came, Cascade
from reporting.models import Report
from reporting.selection import Aside
from reporting.snapshot import Earlier, Snapshot, Voice

DAYS: dict[str, Any] = {"period_from": date(2022, 1, 1), "period_to": date(2022, 6, 30), "on": date(2022, 7, 14)}


def _report() -> Report:
    city = Agency(pk=1, name="Thành ủy Cần Thơ", kind="committee", level="province")
    office = Agency(pk=2, name="Ban Tuyên giáo Thành ủy Cần Thơ", kind="party_organ", level="province")
    order = Directive(pk=1, type_code="CV", number="54-CV/TU", issued_on=date(2020, 12, 24), issuer=city)
    return Report(
        office=office,
        directive=order,
        recipient=city,
        recipient_body="Ban Thường vụ",
        whole_subtree=True,
        layout="hd05",
    )


def _flat(text: str) -> str:
    """The words without their line breaks."""
    return " ".join(text.split())


def _drafted(figures: Figures, *, report: Report | None = None, **more: Any) -> dict[str, str]:
    return drafting.draft(report or _report(), Snapshot(figures=figures, promises={}, **more))


FULL = Figures(
    **DAYS,
    counts=Counts(done_on_time=30, done_late=8, within=6, overdue=10, not_started=3),
    by_agency=(
        Line(3, "Huyện ủy Cờ Đỏ", Counts(done_on_time=20, overdue=10)),
        Line(4, "Báo Cần Thơ", Counts(done_on_time=10, done_late=8)),
        Line(5, "Quận ủy Ô Môn", Counts(within=6, not_started=3)),
    ),
    by_directive=(Line(1, "54-CV/TU", Counts(done_on_time=30, overdue=10)), Line(2, "25-KH/TU", Counts(done_late=8, within=9))),
    by_task=(Line(7, "1. Quán triệt", Counts(done_on_time=38, within=19)),),
    by_kind=(
        Group("continuing", "thường xuyên", Counts(done_on_time=30, overdue=10)),
        Group("product", "có sản phẩm", Counts(within=17)),
    ),
    by_level=(
        Group("central", "Trung ương", Counts(done_on_time=3)),
        Group("district", "Quận, huyện", Counts(done_on_time=27, overdue=10)),
    ),
    ageing=(2, 3, 2, 1, 2),
    check_ins=CheckIns(told=20, nil=3, silent=7, late=5),
    silent=(Silent(3, "Huyện ủy Cờ Đỏ", ("quý I/2022", "quý II/2022"), 4),),
    reporting_agencies=3, extensions=3, extensions_pending=1, extensions_refused=2,
)  # fmt: skip


def test_everything_there_is_to_say_is_said() -> None:
    before = Earlier("6 tháng cuối năm 2021", date(2022, 1, 14), Counts(done_on_time=20, overdue=12, within=18))
    year = Earlier("6 tháng đầu năm 2021", date(2021, 7, 14), Counts(done_on_time=10, overdue=10))
    texts = _drafted(
        FULL, earlier=before, last_year=year, tasks=2, documents=2, cycle="hằng quý",
        without_agency=(Aside(1, "54-CV/TU", 1, ("6",)),),
        difficulties=(Voice("Huyện ủy Cờ Đỏ", "Chưa bố trí được kinh phí.", 5, "2. Quán triệt", "2022-07-05"),),
        proposals=(Voice("Báo Cần Thơ", "Đề nghị hướng dẫn mẫu biểu"),),
        cascade=(
            Cascade(9, "93-KL/TW", 34, (Came("54-CV/TU", "Thành ủy Cần Thơ", 34),), ()),
            Cascade(
                1, "54-CV/TU", 60, (Came("a", "x", 40), Came("b", "y", 60), Came("c", "z", 90)), ("Quận ủy Ô Môn", "Báo Cần Thơ"),
            ),
        ),
    )  # fmt: skip
    assert _flat(texts["leadership"]) == _flat("""
        Thực hiện Công văn số 54-CV/TU, ngày 24/12/2020 của Thành ủy Cần Thơ và 1 văn bản triển khai, Ban Tuyên giáo
        Thành ủy Cần Thơ theo dõi 2 nhiệm vụ do 3 cơ quan, đơn vị chủ trì, cập nhật kết quả hằng quý; còn 1 nhiệm
        vụ chưa có đơn vị chủ trì, chưa tính vào số liệu.
        Thành ủy Cần Thơ ban hành 54-CV/TU sau 34 ngày kể từ khi có 93-KL/TW.
        Đã có 3 văn bản triển khai 54-CV/TU, một nửa ban hành trong vòng 60 ngày kể từ ngày ký.
        Trên hệ thống chưa có văn bản triển khai 54-CV/TU của Quận ủy Ô Môn và Báo Cần Thơ (Phụ lục 4).
        Về thời hạn: đã đồng ý gia hạn 3 lượt; không đồng ý 2 đề nghị gia hạn; 1 đề nghị gia hạn đang chờ quyết định.
    """)
    assert _flat(texts["results"]) == _flat("""
        Tính đến ngày 14/7/2022, đã giao 57 đầu việc; hoàn thành 38 (đạt 66,7%), trong đó đúng hạn 30, quá hạn 8; chưa
        hoàn thành 19, trong đó trong hạn 9 (3 chưa thực hiện), quá hạn 10.
        So với 6 tháng cuối năm 2021 (tính đến ngày 14/01/2022), số đầu việc được giao tăng 7 (từ 50 lên 57); tỷ lệ
        hoàn thành tăng 26,7 điểm phần trăm (từ 40,0% lên 66,7%); số đầu việc quá hạn giảm 2 (từ 12 xuống 10).
        So với cùng kỳ năm trước (6 tháng đầu năm 2021, tính đến ngày 14/7/2021), số đầu việc được giao tăng 37 (từ 20
        lên 57); tỷ lệ hoàn thành tăng 16,7 điểm phần trăm (từ 50,0% lên 66,7%); số đầu việc quá hạn không đổi (10).
        Trong 2 văn bản, tỷ lệ hoàn thành cao nhất là 54-CV/TU (75,0%), thấp nhất là 25-KH/TU (47,1%).
        Theo cấp: cấp Trung ương có 3 đầu việc, hoàn thành 3 (đạt 100,0%); cấp quận, huyện có 37 đầu việc, hoàn thành
        27 (đạt 73,0%), quá hạn 10.
        Theo loại nhiệm vụ: nhiệm vụ thường xuyên có 40 đầu việc, hoàn thành 30 (đạt 75,0%), quá hạn 10; nhiệm vụ có
        sản phẩm có 17 đầu việc, chưa hoàn thành đầu việc nào.
        Có 1 cơ quan, đơn vị hoàn thành toàn bộ đầu việc được giao: Báo Cần Thơ.
        Trong kỳ có 30 lượt phải cập nhật: 20 lượt đã cập nhật kết quả, 3 lượt báo không phát sinh, 7
        lượt chưa cập nhật, trong đó 5 lượt đã quá hạn.
        Có 2/3 cơ quan, đơn vị đã báo cáo đủ các kỳ đến hạn; còn 1 cơ quan, đơn vị chưa báo cáo đủ (Phụ lục 3).
    """)
    assert "- Theo Huyện ủy Cờ Đỏ (báo cáo ngày 05/7/2022): chưa bố trí được kinh phí." in texts["obstacles"]
    assert "5 đầu việc quá hạn trên 30 ngày, trong đó 2 đầu việc trên 90 ngày." in texts["obstacles"]
    assert "- Theo Báo Cần Thơ: đề nghị hướng dẫn mẫu biểu." in texts["proposals"]
    assert "- Đôn đốc 2 cơ quan, đơn vị nhận 54-CV/TU ban hành văn bản triển khai." in texts["next"]


def test_no_sentence_of_the_draft_is_doubted() -> None:
    """As when one section is saved after a small change: nothing of the rest is called wrong."""
    report, before = _report(), Earlier("kỳ trước", date(2022, 1, 14), Counts(done_on_time=20, overdue=12))
    seen = Snapshot(
        figures=FULL, promises={}, earlier=before, tasks=2, documents=2,
        difficulties=(Voice("Hội Cựu chiến binh", "Mới hoàn thành 2 đầu việc. Còn 3 đầu việc quá hạn."),),
    )  # fmt: skip
    known = signing_page.known(report, seen)
    assert doubts("\n".join(drafting.draft(report, seen).values()), known) == []
    broken_down = drafting.draft(report, replace(seen, difficulties=()))
    assert doubts("\n".join(broken_down.values()), replace(known, drafted="")) == []
    (one,) = doubts(broken_down["results"].replace("hoàn thành 38", "hoàn thành 39"), known)
    assert (one.typed, one.counted) == ("39", "38")


@pytest.mark.parametrize(
    ("overdue", "said"),
    [
        ((4, 3), "thuộc A và B."),
        ((4, 3, 3, 2, 1), "thuộc 5 cơ quan, đơn vị, nhiều nhất là A (4 đầu việc)."),
        ((4, 4, 4, 2, 1), "thuộc 5 cơ quan, đơn vị, nhiều nhất là A, B và C (mỗi nơi 4 đầu việc)."),
        ((4, 4, 4, 4, 4, 1), "thuộc 6 cơ quan, đơn vị, nhiều nhất là 5 nơi, mỗi nơi 4 đầu việc."),
        ((2, 2, 2, 2, 2), "thuộc 5 cơ quan, đơn vị, mỗi nơi 2 đầu việc."),
    ],
)
def test_of_those_who_have_the_most_no_equal_is_left_out(overdue: tuple[int, ...], said: str) -> None:
    lines = tuple(Line(pk, "ABCDEF"[pk], Counts(overdue=count)) for pk, count in enumerate(overdue))
    texts = _drafted(Figures(**DAYS, counts=Counts(overdue=sum(overdue)), by_agency=lines))
    assert texts["obstacles"] == f"Còn {sum(overdue)} đầu việc quá hạn, {said}"


def test_what_there_is_not_is_not_said() -> None:
    alone = Line(3, "Huyện ủy Cờ Đỏ", Counts(done_on_time=2))
    texts = _drafted(
        Figures(
            **DAYS, counts=alone.counts, by_agency=(alone,), by_directive=(Line(1, "54-CV/TU", alone.counts),),
            by_task=(Line(7, "1. Quán triệt", alone.counts),), by_kind=(Group("continuing", "thường xuyên", alone.counts),),
            by_level=(Group("district", "Quận, huyện", alone.counts),), check_ins=CheckIns(told=2), reporting_agencies=1,
        ),
        tasks=1, documents=1,
    )  # fmt: skip
    assert _flat(texts["leadership"]) == _flat("""
        Thực hiện Công văn số 54-CV/TU, ngày 24/12/2020 của Thành ủy Cần Thơ, Ban Tuyên giáo Thành ủy Cần Thơ theo dõi
        1 nhiệm vụ do 1 cơ quan, đơn vị chủ trì.
    """)
    assert _flat(texts["results"].partition("\n")[2]) == _flat("""
        Trong kỳ có 2 lượt phải cập nhật: 2 lượt đã cập nhật kết quả.
        Cơ quan chủ trì đã báo cáo đủ các kỳ đến hạn.
    """)
    assert texts["obstacles"] == "Không có đầu việc quá hạn."
    for word in ("gia hạn", "Phụ lục", "So với", "Theo cấp", "Theo loại"):
        assert not any(word in text for text in texts.values()), word


def test_the_silent_are_set_beside_those_of_the_period_before() -> None:
    """Where the earlier figures know who had to report; a report of a state body refers to its appendices in Roman numerals."""
    many = tuple(Silent(pk, f"Huyện ủy {pk}", ("quý I/2022",), 1) for pk in (5, 6, 7))
    counts = Counts(done_on_time=20)
    before = Earlier(
        "kỳ trước", date(2022, 1, 14), counts, 1, Figures(**DAYS, counts=counts, silent=many, reporting_agencies=4)
    )
    said = "còn 1 cơ quan, đơn vị chưa báo cáo đủ (Phụ lục 3), so với kỳ trước giảm 2 (từ 3 xuống 1)."
    assert said in _drafted(FULL, earlier=before)["results"]
    state = _report()
    state.layout = "nd30"
    texts = _drafted(FULL, report=state, cascade=(Cascade(1, "54-CV/TU", 0, (), ("Quận ủy Ô Môn",)),))
    assert "(Phụ lục III)" in texts["results"]
    assert "của Quận ủy Ô Môn (Phụ lục IV)" in texts["leadership"]


def test_an_office_of_the_state_writes_to_its_superior_as_the_state_does() -> None:
    """Nghị định 30/2020/NĐ-CP: "Kính gửi" where it goes to a superior, the copy kept by the văn thư."""
    state = Agency(pk=9, name="Sở Khoa học và Công nghệ", side="state", kind="state_organ", level="province")
    city = Agency(pk=10, name="Ủy ban nhân dân thành phố Cần Thơ", side="state", kind="state_organ", level="province")
    assert drafting.recipients_for(state, city, "")[-1] == "Lưu: VT"
    assert drafting.recipients_for(_report().office, None, "")[-1] == "Lưu Văn phòng Ban Tuyên giáo Thành ủy Cần Thơ"
    report = _report()
    assert compose.addressee(report) == ""
    report.layout, report.office, report.recipient, report.recipient_body = "nd30", state, city, ""
    assert compose.addressee(report) == "Ủy ban nhân dân thành phố Cần Thơ"


def test_zeros_of_what_nobody_completed_are_not_told() -> None:
    """One clause instead of "hoàn thành 0 (đạt 0,0%), trong đó đúng hạn 0, quá hạn 0"; typed over, its numbers are still read."""
    counts = Counts(within=1, not_started=2, overdue=11)
    first = _drafted(Figures(**DAYS, counts=counts))["results"].splitlines()[0]
    assert first == (
        "Tính đến ngày 14/7/2022, đã giao 14 đầu việc; chưa hoàn thành đầu việc nào: trong hạn 3 (2 chưa thực hiện), quá hạn 11."
    )
    known = Known(counts=counts)
    assert doubts(first, known) == []
    assert [one.typed for one in doubts(first.replace("hạn 3", "hạn 4").replace("hạn 11", "hạn 12"), known)] == [
        "12",
        "4",
    ]


def test_days_of_ones_own_are_called_a_period() -> None:
    """ "So với kỳ từ 16/4/2026 đến 31/7/2026": also where an older report keeps the label without the noun."""
    own = periods.of_days(date(2026, 4, 16), date(2026, 7, 31)).label
    for label in (own, own.removeprefix("kỳ ")):
        then = Earlier(label, date(2026, 8, 15), Counts(done_on_time=1))
        said = drafting.comparison(Counts(done_on_time=2), then)
        assert said.startswith("So với kỳ từ 16/4/2026 đến 31/7/2026 (tính đến ngày 15/8/2026), số đầu việc")
        again = drafting.comparison(Counts(done_on_time=2), then, last_year=True)
        assert again.startswith("So với cùng kỳ năm trước (kỳ từ 16/4/2026 đến 31/7/2026, tính đến")
    assert periods.of_days(date(2026, 4, 16), date(2026, 7, 31)).heading.startswith("Kỳ từ 16/4/2026")


def test_words_of_agencies_keep_their_names_and_the_same_words_stand_once() -> None:
    voices = (
        Voice("Huyện ủy Cờ Đỏ", "Chưa bố trí được kinh phí.", on="2022-07-05"),
        Voice("Báo Cần Thơ", "Báo Cần Thơ thiếu phóng viên; UBND chưa trả lời"),
        Voice("Quận ủy Ô Môn", "chưa bố trí được kinh phí", on="2022-07-05"),
        Voice("Sở Tài chính", "UBND thành phố chưa trả lời"),
        Voice("Quận ủy Ninh Kiều", "Chờ hướng dẫn", on="2022-07-01"),
        Voice("Quận ủy Ninh Kiều", "Chờ hướng dẫn."),
        Voice("Quận ủy Cái Răng", "Chờ hướng dẫn", on="2022-07-02"),
    )
    said = _drafted(FULL, difficulties=voices)["obstacles"].splitlines()
    assert said[-4:] == [
        "- Theo Huyện ủy Cờ Đỏ và Quận ủy Ô Môn (báo cáo ngày 05/7/2022): chưa bố trí được kinh phí.",
        "- Theo Báo Cần Thơ: Báo Cần Thơ thiếu phóng viên; UBND chưa trả lời.",
        "- Theo Sở Tài chính: UBND thành phố chưa trả lời.",
        "- Theo Quận ủy Ninh Kiều (báo cáo ngày 01/7/2022) và Quận ủy Cái Răng (báo cáo ngày 02/7/2022): chờ hướng dẫn.",
    ]


def test_marks_of_a_list_are_no_words() -> None:
    typed = "- Đã mở 2 hội nghị.\n + Đã ban hành kế hoạch;\n• Đã phân công\n\nGiảm -5% so với dự toán."
    assert narrative.in_one_line(typed) == (
        "Đã mở 2 hội nghị; Đã ban hành kế hoạch; Đã phân công; Giảm -5% so với dự toán"
    )
    assert narrative.in_one_line("-5% so với dự toán") == "-5% so với dự toán"
    assert narrative.in_one_line("Bàn giao - tiếp nhận") == "Bàn giao - tiếp nhận"


def test_a_period_without_anything_is_one_sentence() -> None:
    texts = _drafted(Figures(**DAYS), tasks=0, documents=0)
    assert texts["results"] == "Tính đến ngày 14/7/2022, chưa có đầu việc nào được giao trong kỳ."
    assert texts["leadership"].endswith(", Ban Tuyên giáo Thành ủy Cần Thơ chưa có đầu việc nào trong kỳ.")
    assert texts["obstacles"] == "Chưa có đầu việc nào được giao trong kỳ."
