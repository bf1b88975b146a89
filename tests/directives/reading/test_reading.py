"""What is read from our own specimens: every shape that offices use, and the traps in their words."""

from __future__ import annotations

from typing import Any

import pytest

from directives.reading.document import Document, read
from tests.directives.reading import specimens


def tasks(document: Document) -> dict[str, dict[str, Any]]:
    record: dict[str, Any] = document.to_json()
    return {task["path"]: task for task in record["tasks"]}


def kinds(document: Document) -> set[str]:
    return {one.kind for one in document.findings}


def value(found: Any) -> str | None:
    return found.value if found else None


class TestPartyLetter:
    document = read(specimens.PARTY_LETTER)

    def test_the_head_with_its_subject_above_the_motto(self) -> None:
        record = self.document.to_json()
        assert record["type_code"] == "CV"
        assert record["number"] == "77-CV/TU"
        assert record["issuer"] == "Tỉnh ủy Đông Hải"
        assert (record["place"], record["date"]) == ("Đông Hải", "2021-05-07")
        assert record["title"] == "Triển khai thực hiện Kết luận số 41-KL/TW ngày 02/3/2021 của Ban Bí thư"
        assert record["addressees"] == ["Các ban cán sự đảng, đảng đoàn", "Ban Thường vụ các huyện ủy, thành ủy"]
        assert record["signer"] == {"authority": "T/M BAN THƯỜNG VỤ", "title": "PHÓ BÍ THƯ", "name": "Lê Văn Thử"}
        assert record["recipients"] == [
            "Ban Bí thư Trung ương Đảng (để báo cáo)",
            "Như kính gửi",
            "Lưu Văn phòng Tỉnh ủy",
        ]
        assert record["acting_body"] == "Ban Thường vụ Tỉnh ủy"

    def test_only_the_document_carried_out_is_implemented(self) -> None:
        assert [(one.number, one.date, one.issuer) for one in self.document.implements] == [
            ("41-KL/TW", "2021-03-02", "Ban Bí thư")
        ]
        assert {one.number for one in self.document.cites} == {"12-CT/TW", "41-NQ/TW"}

    def test_the_slip_in_a_number_is_a_question(self) -> None:
        slip = next(one for one in self.document.findings if one.kind == "unresolved_citation")
        assert "41-NQ/TW" in slip.message
        assert "41-KL/TW" in slip.message

    def test_short_names_are_tied_to_what_they_stand_for(self) -> None:
        meant = {short: long for short, long, _ in self.document.abbreviations}
        assert meant["Kết luận 41"].startswith("Kết luận số 41-KL/TW")
        assert meant["Chỉ thị 12"].startswith("Chỉ thị số 12-CT/TW")

    def test_the_preamble_charges_items_without_a_subject(self) -> None:
        first = tasks(self.document)["1"]
        assert first["lead"] == ["các cấp ủy đảng", "chính quyền", "các đoàn thể tỉnh"]
        assert first["lead_from"] == "preamble"

    def test_two_leads_in_one_item_and_genitives_none(self) -> None:
        second = tasks(self.document)["2"]
        assert second["lead"] == ["Đảng đoàn Hội đồng nhân dân tỉnh", "Ban cán sự đảng Ủy ban nhân dân tỉnh"]
        assert second["recurrence"] is None, "giáo dục thường xuyên is a kind of school"
        assert second["text"].count(";") == 2, "duties joined by semicolons stay one item"

    def test_dashes_below_a_heading_inherit_its_lead_and_page_breaks_are_joined(self) -> None:
        helps = tasks(self.document)["3.-1"]
        assert (helps["lead"], helps["lead_from"]) == (["Ban Tuyên giáo Tỉnh ủy"], "parent")
        assert "trên địa bàn tỉnh về thư viện" in helps["text"]
        assert not helps["is_reporting_duty"], "báo cáo viên is a speaker"

    def test_watching_and_reporting_without_a_period_ask_for_one(self) -> None:
        watches = tasks(self.document)["3.-2"]
        assert watches["is_monitoring_duty"]
        assert watches["is_reporting_duty"]
        assert watches["coordinating"] == ["các cơ quan liên quan"]
        assert watches["reports_to"] == ["Ban Thường vụ Tỉnh ủy"]
        assert (watches["recurrence"], watches["recurrence_periods"]) == ("định kỳ", ["định kỳ"])
        assert "period_not_said" in kinds(self.document)


class TestStatePlan:
    document = read(specimens.STATE_PLAN)

    def test_columns_that_stand_side_by_side_are_taken_apart(self) -> None:
        record: dict[str, Any] = self.document.to_json()
        assert record["issuer"] == "Ủy ban nhân dân tỉnh Bình An"
        assert record["number"] == "145/KH-UBND"
        assert record["place"] == "Bình An"
        assert record["signer"]["name"] == "Trần Văn Bình"
        assert record["recipients"] == ["Thủ tướng Chính phủ (để b/c)", "Các sở, ban, ngành", "Lưu: VT, KGVX"]

    def test_grounds_are_cited_the_title_says_what_is_carried_out(self) -> None:
        assert [one.number for one in self.document.implements] == ["20/CT-TTg"]
        assert {(one.number, one.relation) for one in self.document.cites} == {
            ("749/QĐ-TTg", "basis"),
            ("33/TTr-SNV", "cites"),
        }

    def test_blocks_below_an_item_are_its_lead_partners_and_time(self) -> None:
        item = tasks(self.document)["II.1.a"]
        assert item["lead"] == ["Sở Thông tin và Truyền thông"]
        assert item["lead_from"] == "section"
        assert item["coordinating"] == ["UBND các huyện, thành phố", "Viễn thông Bình An"]
        assert (item["deadline"], item["deadline_resolved"]) == ("Quý II/2024", "2024-06-30")
        yearly = tasks(self.document)["II.1.b"]
        assert yearly["deadline"] is None
        assert yearly["recurrence_periods"] == ["thường xuyên", "hằng năm"]

    def test_a_line_chu_tri_phoi_hop_parts_into_two_roles(self) -> None:
        item = tasks(self.document)["II.2"]
        assert (item["lead"], item["coordinating"]) == (["Sở Tư pháp"], ["Công an tỉnh"])
        assert item["deadline"] == "2024-06-30"

    def test_names_with_va_stay_whole_and_groups_stay_groups(self) -> None:
        assert tasks(self.document)["III.1.-1"]["coordinating"] == ["Sở Tài chính", "Sở Kế hoạch và Đầu tư"]
        assert tasks(self.document)["III.2"]["lead"] == ["Các sở, ban, ngành", "UBND các huyện, thành phố"]

    def test_a_period_that_is_said_wins_over_dinh_ky(self) -> None:
        assert tasks(self.document)["III.1.-2"]["recurrence_periods"] == ["6 tháng", "hằng năm"]

    def test_giao_charges_its_object(self) -> None:
        item = tasks(self.document)["III.4"]
        assert item["lead"] == ["Văn phòng UBND tỉnh"]
        assert item["is_monitoring_duty"]

    def test_the_standing_duty_to_report_trouble_closes_the_plan(self) -> None:
        last = tasks(self.document)["III.cuối"]
        assert last["lead"] == ["các cơ quan, đơn vị"]
        assert last["is_reporting_duty"]

    def test_aims_give_no_duties_but_a_hidden_order_is_a_question(self) -> None:
        assert not any(path.startswith("I.") for path in tasks(self.document))
        hidden = [one.message for one in self.document.findings if one.kind == "order_in_aims"]
        assert hidden == ["Mục I.2 nằm trong phần mục đích, yêu cầu nhưng có giao việc."]

    def test_a_number_left_out_is_a_question(self) -> None:
        assert "numbering_gap" in kinds(self.document)


class TestWrappedPlan:
    document = read(specimens.WRAPPED_PLAN)

    def test_a_number_on_two_lines_and_signing_stamps(self) -> None:
        record: dict[str, Any] = self.document.to_json()
        assert record["number"] == "12/KH-PVHTT"
        assert (record["issuer"], record["issuer_superior"]) == ("Phòng Văn hóa và Thông tin", "UBND huyện An Phú")
        assert record["date"] == "2020-10-09"
        assert record["signer"]["name"] == "Đỗ Thị Mai"

    def test_recipients_end_before_the_annex(self) -> None:
        assert [one.value for one in self.document.recipients] == ["Lưu: VT", "Sở VHTT (b/c)", "Các nhà trường (th/h)"]

    def test_wrapped_lines_join_and_unnumbered_paragraphs_count(self) -> None:
        found = tasks(self.document)
        assert list(found) == ["I.-1", "I.-2", "II.1.¶1", "II.1.¶2", "II.2.¶1", "II.2.¶2"]
        assert found["I.-1"]["text"].endswith("theo hướng dẫn của cấp trên;")
        assert found["II.1.¶2"]["coordinating"] == ["Thư viện huyện"]
        assert (found["II.2.¶1"]["deadline"], found["II.2.¶2"]["deadline"]) == ("2020-10-20", "2020-12-31")


class TestMatrix:
    document = read(specimens.MATRIX)

    def test_sibling_sections_name_lead_partners_and_time_for_all_items(self) -> None:
        item = tasks(self.document)["A.I.1.b"]
        assert item["lead"] == [
            "Ban Chỉ đạo tỉnh",
            "Sở Nông nghiệp và Phát triển nông thôn",
            "Đài Khí tượng Thủy văn tỉnh",
        ]
        assert item["coordinating"] == ["Mặt trận Tổ quốc và Hội Chữ thập đỏ các cấp"]
        assert (item["deadline"], item["deadline_resolved"], item["recurrence"]) == (
            "Tháng 5/2022",
            "2022-05-31",
            "thường xuyên",
        )

    def test_a_section_number_used_twice_is_told_apart(self) -> None:
        assert tasks(self.document)["A.I(2).1.a"]["lead"] == ["Sở Xây dựng"]

    def test_head_and_foot_in_table_cells(self) -> None:
        record: dict[str, Any] = self.document.to_json()
        assert record["number"] == "25/KH-BCĐPCTT"
        assert record["recipients"] == ["Thủ tướng Chính phủ (b/c)", "Các thành viên Ban Chỉ đạo", "Lưu: VT"]
        assert record["signer"]["name"] == "Hoàng Minh Đức"
        assert [one.number for one in self.document.implements] == ["99/QĐ-TTg"]


class TestSegmented:
    document = read(specimens.SEGMENTED)

    def test_underscores_go_and_the_issuer_is_deduced(self) -> None:
        assert "_" not in self.document.shown
        assert self.document.issuer is not None
        assert (self.document.issuer.value, self.document.issuer.deduced) == ("Bộ trưởng Bộ Công Thương", True)
        assert "deduced_issuer" in kinds(self.document)

    def test_headings_name_lead_and_a_group_with_its_prefix(self) -> None:
        item = tasks(self.document)["I.1.1.a.-1"]
        assert item["lead"] == ["Vụ Thị trường trong nước"]
        assert item["coordinating"] == ["các Vụ: Kế hoạch, Pháp chế", "Cục Quản lý thị trường"]
        assert item["reports_to"] == ["Thủ tướng Chính phủ"]

    def test_a_line_hoan_thanh_belongs_to_the_dash_above(self) -> None:
        assert tasks(self.document)["I.1.1.a.-2"]["deadline_resolved"] == "2020-06-30"

    def test_a_day_of_each_month_is_monthly(self) -> None:
        assert tasks(self.document)["II.1"]["recurrence"] == "hằng tháng"


class TestPress:
    document = read(specimens.PRESS)

    def test_the_announced_document_is_read_not_the_article(self) -> None:
        assert self.document.source_kind == "press"
        assert (value(self.document.number), value(self.document.issuer), value(self.document.date)) == (
            "61-KH/TU",
            "Tỉnh ủy",
            "2022-05-09",
        )
        assert [one.number for one in self.document.implements] == ["41-KL/TW"]

    def test_paragraphs_with_a_body_as_subject_are_duties_and_the_comment_form_is_not(self) -> None:
        assert list(tasks(self.document)) == ["p1", "p2", "p2.s2", "p3"]

    def test_the_officer_may_say_that_it_is_the_document(self) -> None:
        assert read(specimens.PRESS, source_kind="document").source_kind == "document"


class TestOtherShapes:
    def test_without_a_letterhead_the_opening_says_who_speaks(self) -> None:
        document = read(specimens.NO_HEADER)
        assert value(document.issuer) == "Ban Thường vụ Huyện ủy"
        assert [one.number for one in document.implements] == ["25-KH/TU", "41-KL/TW"]
        assert {"missing_number", "deduced_issuer", "order_in_aims", "no_agency"} <= kinds(document)
        found = tasks(document)
        assert found["II.1.-1"]["recurrence"] == "thường xuyên"
        assert found["II.1.-2"]["recurrence"] is None
        assert found["II.1.-2"]["lead"] == [], "the leadership of a body is no assignment"

    def test_a_reminder_orders_only_what_it_asks_now(self) -> None:
        document = read(specimens.REMINDER)
        found = tasks(document)
        assert list(found) == ["¶3"]
        assert (found["¶3"]["lead"], found["¶3"]["recurrence"]) == (["quý Bộ"], None)
        assert found["¶3"]["is_reporting_duty"]
        assert [(one.number, one.date) for one in document.cites] == [("349/TB-VPCP", "2013-09-19")]

    def test_articles(self) -> None:
        found = tasks(read(specimens.ARTICLES))
        assert found["Điều 1"]["lead"] == ["Ủy ban nhân dân tỉnh"]
        assert found["Điều 2"]["is_monitoring_duty"]

    def test_dates_of_cited_documents_and_starts_are_no_deadlines(self) -> None:
        item = (
            "1. Sở Y tế thực hiện Quyết định số 12/QĐ-BYT ngày 03/4/2020 của Bộ Y tế từ ngày 01/5/2020; "
            "trả lời Công văn số 8/SYT ngày 1/2/2020."
        )
        assert tasks(read(f"KẾ HOẠCH\nvề y tế\n\n{item}"))["1"]["deadline"] is None

    def test_a_due_day_that_does_not_exist_is_no_date(self) -> None:
        assert tasks(read("KẾ HOẠCH\nvề y tế\n\n1. Sở Y tế báo cáo trước ngày 31/2/2020."))["1"]["deadline"] is None

    def test_days_after_signing_are_counted_from_the_date_of_the_document(self) -> None:
        head = "SỞ Y TẾ\nSố: 5/KH-SYT\nAn Phú, ngày 10 tháng 3 năm 2024\n\nKẾ HOẠCH\nvề y tế\n\n"
        found = tasks(
            read(
                head
                + "1. Phòng Nghiệp vụ hoàn thành trong 15 ngày kể từ ngày ký.\n2. Phòng Tổ chức báo cáo trước ngày 01/02."
            )
        )
        assert found["1"]["deadline_resolved"] == "2024-03-25"
        assert found["2"]["deadline_resolved"] == "2025-02-01"

    def test_partners_without_voi_and_a_place_beside_the_number(self) -> None:
        head = "SỞ Y TẾ\nSố 09 /CTr-SYT An Phú, ngày 15 tháng 02 năm 2019\nCHƯƠNG TRÌNH\nvề y tế\n\n"
        document = read(head + "1. Thanh tra Sở: phối hợp Công an tỉnh kiểm tra việc thực hiện trong quý I, II/2019.")
        assert (value(document.place), value(document.date)) == ("An Phú", "2019-02-15")
        item = tasks(document)["1"]
        assert (item["lead"], item["coordinating"]) == (["Thanh tra Sở"], ["Công an tỉnh"])
        assert item["is_monitoring_duty"]

    def test_an_enacting_article_orders_nothing(self) -> None:
        document = read(
            "QUYẾT ĐỊNH\nVề quản lý chợ\n\nCăn cứ Nghị định số 2/2003/NĐ-CP ngày 14/01/2003 của Chính phủ;\n\nQUYẾT ĐỊNH:\n\n"
            "Điều 1. Ban hành kèm theo Quyết định này Quy chế quản lý chợ.\n\n"
            "Điều 2. Giao Sở Công Thương hướng dẫn thực hiện; định kỳ hàng quý báo cáo UBND tỉnh.\n"
        )
        assert list(tasks(document)) == ["Điều 2"]
        assert tasks(document)["Điều 2"]["recurrence"] == "hằng quý"


@pytest.mark.parametrize(
    ("opening", "found"),
    [
        ("Thực hiện Nghị quyết Đại hội đại biểu Đảng bộ tỉnh Hòa Lâm lần thứ XV, nhiệm kỳ 2025-2030, Tỉnh ủy chỉ đạo như sau:",
         [("Đại hội đại biểu Đảng bộ tỉnh Hòa Lâm lần thứ XV", "implements")]),
        ("Triển khai Nghị quyết Đại hội Công đoàn tỉnh Hòa Lâm lần thứ 9, Tỉnh ủy xây dựng kế hoạch như sau:",
         [("Đại hội Công đoàn tỉnh Hòa Lâm lần thứ 9", "implements")]),
        ("Căn cứ Nghị quyết Đại hội đại biểu Đảng bộ huyện lần thứ XX, Huyện ủy xây dựng kế hoạch như sau:", []),
        ("Thực hiện nghị quyết của cấp ủy về công tác đại hội, Huyện ủy xây dựng kế hoạch như sau:", []),
    ],
)  # fmt: skip
def test_a_congress_is_cited_by_its_name(opening: str, found: list[tuple[str, str]]) -> None:
    """Its resolution has no number; only what the opening carries out counts."""
    document = read(f"TỈNH ỦY HÒA LÂM\nSố 12-KH/TU\n\n{opening}\n\n1. Ban Tuyên giáo Tỉnh ủy tổ chức quán triệt.\n")
    assert [(one.issuer, one.relation) for one in document.implements if one.number is None] == found
    assert [one for one in document.cites if one.number is None] == []
