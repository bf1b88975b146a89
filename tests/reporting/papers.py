"""The half-year report of Ban Tuyên giáo Thành ủy Cần Thơ on 54-CV/TU, as a paper."""

from collections.abc import Iterator
from datetime import date

from reporting.appendices import overdue_appendix, silent_appendix, task_appendix
from reporting.layouts import LAYOUTS
from reporting.paper import (
    Column,
    Figure,
    Letterhead,
    ListBlock,
    Paper,
    Paragraph,
    Section,
    Signature,
    Table,
)
from reporting.rendering.charts import FiveClasses, stacked_bar
from reporting.rendering.wording import citation

DISTRICTS = (
    "Quận ủy Ninh Kiều",
    "Quận ủy Bình Thủy",
    "Quận ủy Cái Răng",
    "Quận ủy Ô Môn",
    "Quận ủy Thốt Nốt",
    "Huyện ủy Phong Điền",
    "Huyện ủy Thới Lai",
    "Huyện ủy Cờ Đỏ",
    "Huyện ủy Vĩnh Thạnh",
)


def half_year_paper(**changes: object) -> Paper:
    layout = LAYOUTS["hd05"]
    dispatch = citation(layout, kind="Công văn", number="54-CV/TU", on=date(2020, 12, 24), issuer="Thành ủy Cần Thơ")
    conclusion = citation(layout, kind="Kết luận", number="93-KL/TW", on=date(2020, 11, 20), issuer="Ban Bí thư")
    parts: dict[str, object] = {
        "layout_id": "hd05",
        "letterhead": Letterhead(
            superior="Thành ủy Cần Thơ",
            issuer="Ban Tuyên giáo",
            place="Cần Thơ",
            symbol="BC/BTGTU",
            expected_on=date(2022, 7, 14),
        ),
        "issuer": "Ban Tuyên giáo Thành ủy Cần Thơ",
        "subject": f"kết quả thực hiện {dispatch}, 6 tháng đầu năm 2022",
        "sections": (_leadership(dispatch, conclusion), _results(), _obstacles(), _next_steps(), _proposals()),
        "signature": Signature(authority="K/T Trưởng ban", title="Phó Trưởng ban", name="Nguyễn Thị Hồng Ánh"),
        "recipients": (
            "Ban Thường vụ Thành ủy (để báo cáo)",
            "Văn phòng Thành ủy",
            "Các cấp ủy trực thuộc Thành ủy",
            "Các đồng chí lãnh đạo Ban",
            "Lưu Văn phòng Ban Tuyên giáo Thành ủy",
        ),
        "appendices": (task_appendix(_task_rows()), overdue_appendix(_OVERDUE), silent_appendix(_SILENT)),
        "illustration": True,
    }
    return Paper(**{**parts, **changes})  # type: ignore[arg-type]


def _leadership(dispatch: str, conclusion: str) -> Section:
    return Section(
        "Tình hình lãnh đạo, chỉ đạo, quán triệt, triển khai",
        (
            Paragraph(
                f"Thực hiện {dispatch} về triển khai {conclusion}, Ban Tuyên giáo Thành ủy đã lập kế hoạch theo dõi"
                " gồm 7 nhiệm vụ, giao 24 cơ quan, đơn vị chủ trì, cập nhật kết quả hằng quý."
            ),
            Paragraph(
                "Trong kỳ, Ban đã hai lần nhắc các cấp ủy chậm cập nhật, trực tiếp làm việc với Đảng đoàn Liên hiệp"
                " các Hội Khoa học và Kỹ thuật thành phố về nội dung phản biện và kinh phí; trả lại 3 kết quả"
                " chưa có tài liệu chứng minh."
            ),
        ),
    )


def _results() -> Section:
    rows = (
        ("2", "Chỉ đạo thực hiện Chỉ thị số 42-CT/TW và Kết luận số 93-KL/TW", "26", "21", "0", "5"),
        ("3", "Chính sách, đề án về Liên hiệp Hội", "6", "3", "1", "2"),
        ("4", "Nội dung, phương thức hoạt động của Liên hiệp Hội", "3", "2", "1", "0"),
        ("5", "Tuyên truyền, phản biện xã hội", "12", "9", "1", "2"),
        ("6", "Chuyên trang, chuyên mục trên báo, đài", "5", "3", "1", "1"),
        ("7", "Theo dõi, đôn đốc, báo cáo", "1", "0", "1", "0"),
    )
    columns = (
        Column("STT", 7, "center"),
        Column("Nhiệm vụ", 53),
        Column("Được giao", 10, "right"),
        Column("Hoàn thành", 11, "right"),
        Column("Trong hạn", 9, "right"),
        Column("Quá hạn", 10, "right"),
    )
    return Section(
        "Kết quả thực hiện",
        (
            Paragraph(
                "Tính đến ngày 14/7/2022, đã giao 53 đầu việc; hoàn thành 38 (đạt 71,7%), trong đó đúng hạn 33,"
                " quá hạn 5; chưa hoàn thành 15, trong đó trong hạn 5, quá hạn 10."
            ),
            Paragraph(
                "So với báo cáo 6 tháng cuối năm 2021, số đầu việc được giao tăng 3 (từ 50 lên 53); tỷ lệ hoàn thành"
                " giảm 2,3 điểm phần trăm (từ 74,0% xuống 71,7%); số đầu việc quá hạn không đổi."
            ),
            Table(
                columns, rows, "Kết quả theo nhiệm vụ của Công văn số 54-CV/TU", ("", "Tổng số", "53", "38", "5", "10")
            ),
            Figure(stacked_bar(FiveClasses(33, 5, 4, 10, 1), legend=True), "Đầu việc chia theo năm loại"),
        ),
    )


def _obstacles() -> Section:
    return Section(
        "Hạn chế, khó khăn, nguyên nhân",
        (
            Paragraph(
                "Mười đầu việc quá hạn thuộc 7 cơ quan, đơn vị; trong đó Huyện ủy Cờ Đỏ và Hội Cựu chiến binh thành phố"
                " chưa cập nhật hai kỳ liền. Nhiệm vụ 1 chưa giao đơn vị nên chưa tính vào số liệu."
            ),
            Paragraph(
                "Ban cán sự đảng Ủy ban nhân dân thành phố trình chậm đề án về mô hình tổ chức, cơ chế tài chính của"
                " Liên hiệp Hội và đã xin gia hạn đến ngày 30/9/2022."
            ),
        ),
    )


def _next_steps() -> Section:
    return Section(
        "Nhiệm vụ, giải pháp thời gian tới",
        (
            Paragraph("Trong 6 tháng cuối năm, Ban tập trung vào các việc sau:"),
            ListBlock(
                (
                    "Đôn đốc dứt điểm 10 đầu việc quá hạn, yêu cầu từng đơn vị nêu rõ nguyên nhân và ngày hoàn thành.",
                    "Kiểm tra việc thực hiện tại Huyện ủy Cờ Đỏ, Quận ủy Ô Môn trong quý III.",
                    "Chuẩn bị nội dung sơ kết hai năm thực hiện Công văn số 54-CV/TU.",
                )
            ),
        ),
    )


def _proposals() -> Section:
    return Section(
        "Kiến nghị, đề xuất",
        (
            Paragraph("Đề nghị Ban Thường vụ Thành ủy cho chủ trương giao đơn vị chủ trì nhiệm vụ 1 của Công văn."),
            Paragraph(
                "Đề nghị Ban cán sự đảng Ủy ban nhân dân thành phố bố trí kinh phí phản biện cho Liên hiệp Hội"
                " từ năm 2023"
            ),
        ),
    )


def _task_rows() -> Iterator[tuple[str, str, str, str, str]]:
    for quarter, due in (("quý I", "11/4/2022"), ("quý II", "11/7/2022")):
        for district in DISTRICTS:
            late = district == "Huyện ủy Cờ Đỏ" or (
                quarter == "quý II" and district in {"Quận ủy Ô Môn", "Quận ủy Thốt Nốt"}
            )
            yield (
                f"2. Chỉ đạo thực hiện Chỉ thị số 42-CT/TW và Kết luận số 93-KL/TW, {quarter}",
                district,
                due,
                "Quá hạn" if late else "Hoàn thành đúng hạn",
                "Chưa cập nhật"
                if late
                else "Đã quán triệt tại hội nghị cán bộ chủ chốt, đưa vào chương trình công tác năm",
            )


_OVERDUE = (
    ("2. Thực hiện 42-CT/TW và 93-KL/TW, quý I", "Huyện ủy Cờ Đỏ", "11/4/2022", "94", "Chưa nêu", "–"),
    (
        "3. Đề án mô hình tổ chức, cơ chế tài chính",
        "Ban cán sự đảng Ủy ban nhân dân thành phố",
        "30/6/2022",
        "14",
        "Chờ ý kiến của Sở Tài chính",
        "30/9/2022",
    ),
)
_SILENT = (("Huyện ủy Cờ Đỏ", "Quý I, quý II năm 2022"), ("Quận ủy Ô Môn", "Quý II năm 2022"))
