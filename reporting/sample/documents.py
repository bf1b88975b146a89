"""The eleven documents: what their records say, what they rest on, whom they are sent to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from directives.choices import LinkKind, Purpose, SourceKind

IMPLEMENTS, CONTINUES, CITES = LinkKind.IMPLEMENTS, LinkKind.CONTINUES, LinkKind.CITES
EXECUTE, REPORT, INFORM, FILE = Purpose.EXECUTE, Purpose.REPORT, Purpose.INFORM, Purpose.FILE


@dataclass(frozen=True, slots=True)
class Recipients:
    """Addressees of one purpose; groups as (owner, name)."""

    purpose: Purpose
    agencies: tuple[str, ...] = ()
    groups: tuple[tuple[str, str], ...] = ()
    texts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """One record; `office` and `issuer` are keys of bodies, `links` are (document key, kind)."""

    key: str
    type_code: str
    number: str
    issued_on: date | None
    subject: str
    office: str
    issuer: str = ""
    issuer_text: str = ""
    issuer_deduced: bool = False
    acting: str = ""
    place: str = ""
    source_kind: SourceKind = SourceKind.DOCUMENT
    is_stub: bool = False
    signer: tuple[str, str, str] = ("", "", "")
    links: tuple[tuple[str, LinkKind], ...] = ()
    recipients: tuple[Recipients, ...] = ()
    summary: str = ""


STUBS = (
    Document(
        "d01", "CT", "42-CT/TW", date(2010, 4, 16),
        "Tiếp tục đổi mới, nâng cao chất lượng, hiệu quả hoạt động của Liên hiệp các Hội Khoa học và Kỹ thuật Việt Nam",
        "tuyen_giao", "bo_chinh_tri", "Bộ Chính trị khóa X", is_stub=True,
    ),
    Document(
        "d02", "KL", "93-KL/TW", date(2020, 11, 20),
        "Tiếp tục thực hiện Chỉ thị 42-CT/TW về Liên hiệp các Hội Khoa học và Kỹ thuật Việt Nam", "tuyen_giao", "ban_bi_thu",
        is_stub=True, links=(("d01", CONTINUES),),
    ),
    Document(
        "d03", "CTr", "04-CTr/TU", date(2010, 12, 15), "Chương trình hành động thực hiện Chỉ thị 42-CT/TW", "qn_tuyen_giao", "qn",
        place="Quảng Ngãi", is_stub=True, links=(("d01", IMPLEMENTS),),
    ),
    Document(
        "d06", "KH", "25-KH/TU", date(2021, 4, 19), "Kế hoạch thực hiện Kết luận 93-KL/TW", "pt_van_phong", "gl",
        issuer_deduced=True, acting="Ban Thường vụ", is_stub=True, links=(("d02", IMPLEMENTS),),
    ),
    Document(
        "d10", "NQ", "", None, "Nghị quyết Đại hội đại biểu Đảng bộ thành phố Cần Thơ lần thứ XIII, nhiệm kỳ 2015–2020", "lhh",
        issuer_text="Đại hội đại biểu Đảng bộ thành phố Cần Thơ lần thứ XIII", is_stub=True,
    ),
    Document(
        "d11", "CV", "230-CV/TU", date(2016, 6, 7), "Triển khai thực hiện Nghị quyết Đại hội Đảng bộ thành phố lần thứ XIII", "lhh",
        "thanh_uy", place="Cần Thơ", is_stub=True,
    ),
)  # fmt: skip

FULL = (
    Document(
        "d04", "CV", "Số 54-CV/TU", date(2020, 12, 24), "Triển khai quán triệt, thực hiện Kết luận 93-KL/TW của Ban Bí thư",
        "tuyen_giao", "thanh_uy", acting="Ban Thường vụ", place="Cần Thơ",
        signer=("T/M BAN THƯỜNG VỤ", "PHÓ BÍ THƯ", "Phạm Văn Hiếu"), links=(("d02", IMPLEMENTS), ("d01", IMPLEMENTS)),
        recipients=(
            Recipients(
                EXECUTE, groups=(("thanh_uy", "các quận ủy, huyện ủy"), ("thanh_uy", "các ban xây dựng Đảng của Thành ủy")),
                texts=("Các ban cán sự đảng, đảng đoàn và đảng ủy trực thuộc Thành ủy",
                       "Các sở, ban, ngành, Mặt trận Tổ quốc và các đoàn thể thành phố"),
            ),
            Recipients(REPORT, agencies=("van_phong_tw",)),
            Recipients(INFORM, texts=("Các đồng chí Thành ủy viên",)),
            Recipients(FILE, agencies=("van_phong",)),
        ),
        summary="Thành ủy giao bảy nhóm việc để thực hiện Kết luận 93-KL/TW và Chỉ thị 42-CT/TW: tuyên truyền, lãnh đạo của cấp ủy, "
        "hoàn thiện chính sách, đổi mới Liên hiệp Hội, phối hợp của Mặt trận và đoàn thể, chuyên trang của báo, đài, "
        "và việc theo dõi, báo cáo của Ban Tuyên giáo.",
    ),
    Document(
        "d05", "CV", "Số 186-CV/TU", date(2021, 1, 4), "Triển khai thực hiện Kết luận 93-KL/TW của Ban Bí thư", "qn_tuyen_giao", "qn",
        acting="Ban Thường vụ", place="Quảng Ngãi", signer=("T/M BAN THƯỜNG VỤ", "PHÓ BÍ THƯ", "Đặng Ngọc Huy"),
        links=(("d02", IMPLEMENTS), ("d01", IMPLEMENTS), ("d03", CONTINUES)),
        recipients=(
            Recipients(
                EXECUTE, agencies=("qn_mttq",), groups=(("qn", "các huyện, thị ủy, thành ủy trực thuộc"),),
                texts=("Các ban cán sự đảng, đảng đoàn", "Các cơ quan chuyên trách tham mưu, giúp việc Tỉnh ủy"),
            ),
            Recipients(REPORT, agencies=("tuyen_giao_tw", "van_phong_tw")),
            Recipients(INFORM, texts=("Thường trực Tỉnh ủy", "Cổng thông tin điện tử Đảng bộ tỉnh")),
            Recipients(FILE, agencies=("qn_van_phong",)),
        ),
        summary="Tỉnh ủy Quảng Ngãi nêu năm mục, mười việc: quán triệt và trách nhiệm người đứng đầu; cơ chế, chính sách và giám sát; "
        "kế hoạch, tổ chức và hợp tác do Ban cán sự đảng UBND tỉnh chỉ đạo; đổi mới, tôn vinh trí thức, tư vấn phản biện của "
        "Liên hiệp Hội; tuyên truyền, theo dõi và báo cáo của Ban Tuyên giáo.",
    ),
    Document(
        "d07", "KH", "", date(2021, 6, 30), "Triển khai thực hiện Kết luận 93-KL/TW trên địa bàn huyện Phú Thiện", "pt_van_phong", "pt",
        acting="Ban Thường vụ", place="Phú Thiện", signer=("T/M BAN THƯỜNG VỤ", "PHÓ BÍ THƯ", "Vũ Hồng Duy"),
        links=(("d06", IMPLEMENTS), ("d02", IMPLEMENTS), ("d01", IMPLEMENTS)),
        recipients=(
            Recipients(EXECUTE, agencies=("pt_ubnd",), groups=(("pt", "các tổ chức cơ sở đảng trực thuộc"),),
                       texts=("Các cơ quan chuyên trách tham mưu, giúp việc Huyện ủy",)),
            Recipients(REPORT, agencies=("gl", "gl_tuyen_giao")),
            Recipients(INFORM, texts=("Các đồng chí Huyện ủy viên", "Đài TT-TH huyện, Cổng thông tin điện tử huyện")),
            Recipients(FILE, agencies=("pt_van_phong",)),
        ),
        summary="Kế hoạch của huyện có ba nhóm nhiệm vụ, giải pháp với bảy việc chưa nêu đơn vị, và phần tổ chức thực hiện giao Ủy ban "
        "nhân dân huyện, các tổ chức cơ sở đảng và Ban Tuyên giáo Huyện ủy.",
    ),
    Document(
        "d08", "KH", "137-KH/TU", date(2022, 5, 9), "Thực hiện Kết luận 93-KL/TW (biết qua tin báo ngày 13/5/2022)", "tuyen_giao",
        issuer_text="Tỉnh ủy (bài báo không nêu tỉnh)", source_kind=SourceKind.PRESS,
        links=(("d02", IMPLEMENTS), ("d01", IMPLEMENTS)),
        summary="Bài báo thuật lại kế hoạch của một tỉnh ủy. Nhiệm vụ chỉ tạm ghi cho đến khi có chính văn bản.",
    ),
    Document(
        "d09", "CTr", "Số: 70/CTr-LHH", date(2016, 6, 14),
        "Thực hiện Nghị quyết Đại hội Đảng bộ thành phố Cần Thơ lần thứ XIII của Liên hiệp các Hội KH&KT thành phố", "lhh", "lhh",
        acting="Ban Thường trực", place="Cần Thơ",
        signer=("TM. BAN THƯỜNG TRỰC LIÊN HIỆP CÁC HỘI", "PHÓ CHỦ TỊCH", "Nguyễn Ý Nguyễn"),
        links=(("d10", IMPLEMENTS), ("d11", IMPLEMENTS)),
        recipients=(
            Recipients(REPORT, agencies=("tuyen_giao",), texts=("Thường trực Thành ủy", "Thường trực Ủy ban nhân dân thành phố")),
            Recipients(INFORM, agencies=("so_khcn", "so_noi_vu", "mttq"), texts=("Các đồng chí ủy viên Ban Chấp hành",)),
            Recipients(EXECUTE, texts=("Các hội thành viên và đơn vị trực thuộc",)),
            Recipients(FILE, agencies=("vp_lhh",)),
        ),
        summary="Liên hiệp Hội đề ra bốn nhóm nhiệm vụ, giải pháp và hai việc tổ chức thực hiện; Văn phòng Liên hiệp Hội báo cáo sáu "
        "tháng một lần.",
    ),
)  # fmt: skip

DOCUMENTS = (*STUBS, *FULL)
