"""Nghị định 30/2020/NĐ-CP, Phụ lục I: papers of state bodies from 05/3/2020."""

from datetime import date

from reporting.layouts.layout import Layout, Lettering, Measure, Part, Side, Sourced, Word

_RULE = "Nghị định 30/2020/NĐ-CP, Phụ lục I"
_PRACTICE = "Thông lệ trình bày; Phụ lục I không nêu hoặc chưa đối chiếu được"


def _rule[T](value: T, what: str) -> Sourced[T]:
    return Sourced(value, f"{_RULE}: {what}")


def _practice[T](value: T, what: str) -> Sourced[T]:
    return Sourced(value, f"{_PRACTICE}: {what}", uncertain=True)


LAYOUT = Layout(
    id="nd30",
    name="Nghị định 30/2020/NĐ-CP",
    side=Side.STATE,
    since=date(2020, 3, 5),
    until=None,
    letters={
        Part.STATE_TITLE: _rule(Lettering(12, bold=True, capitals=True), "Quốc hiệu, in hoa, cỡ 12–13, đậm"),
        Part.STATE_MOTTO: _rule(Lettering(13, bold=True), "Tiêu ngữ, in thường, cỡ 13–14, đậm"),
        Part.SUPERIOR: _rule(Lettering(12, capitals=True), "cơ quan chủ quản, in hoa, cỡ 12–13, đứng"),
        Part.ISSUER: _rule(Lettering(12, bold=True, capitals=True), "cơ quan ban hành, in hoa, cỡ 12–13, đậm"),
        Part.NUMBER: _rule(Lettering(13), "số và ký hiệu, in thường, cỡ 13, đứng"),
        Part.PLACE_DATE: _rule(Lettering(13, italic=True), "địa danh và thời gian, in thường, cỡ 13–14, nghiêng"),
        Part.KIND: _rule(Lettering(14, bold=True, capitals=True), "tên loại, in hoa, cỡ 13–14, đậm"),
        Part.SUBJECT: _rule(Lettering(14, bold=True), "trích yếu, in thường, cỡ 13–14, đậm"),
        Part.LETTER_SUBJECT: _rule(Lettering(12), "trích yếu của công văn sau chữ “V/v”, dưới số, cỡ 12–13, đứng"),
        Part.ADDRESSEE: _rule(Lettering(14), "dòng “Kính gửi”, in thường, cỡ 13–14, đứng"),
        Part.BODY: _rule(Lettering(14), "nội dung, in thường, cỡ 13–14, đứng"),
        Part.SECTION: _rule(Lettering(14, bold=True, capitals=True), "mục I., in hoa, cỡ 13–14, đậm"),
        Part.HEADING_1: _rule(Lettering(14, bold=True), "khoản 1. có tiêu đề, in thường, cỡ 13–14, đậm"),
        Part.HEADING_2: _rule(Lettering(14), "điểm a), in thường, cỡ 13–14, đứng"),
        Part.AUTHORITY: _rule(Lettering(14, bold=True, capitals=True), "TM., KT., TL., in hoa, cỡ 13–14, đậm"),
        Part.SIGNER_TITLE: _rule(Lettering(14, bold=True, capitals=True), "chức vụ người ký, in hoa, cỡ 13–14, đậm"),
        Part.SIGNER_NAME: _rule(Lettering(14, bold=True), "họ tên người ký, in thường, cỡ 13–14, đậm"),
        Part.RECIPIENTS_WORD: _rule(Lettering(12, bold=True, italic=True), "chữ “Nơi nhận:”, cỡ 12, đậm, nghiêng"),
        Part.RECIPIENTS: _rule(Lettering(11), "danh sách nơi nhận, in thường, cỡ 11, đứng"),
        Part.APPENDIX_NUMBER: _rule(Lettering(14, bold=True), "chữ “Phụ lục” và số, in thường, cỡ 14, đậm"),
        Part.APPENDIX_TITLE: _rule(Lettering(14, bold=True, capitals=True), "tên phụ lục, in hoa, cỡ 13–14, đậm"),
        Part.APPENDIX_NOTE: _practice(Lettering(13, italic=True), "dòng “kèm theo”, cỡ 13, nghiêng"),
        Part.TABLE: _practice(Lettering(12), "bảng trong nội dung, cỡ 12"),
        Part.APPENDIX_TABLE: _practice(Lettering(11), "bảng của phụ lục trên giấy ngang, cỡ 11"),
        Part.CAPTION: _practice(Lettering(12, italic=True), "tên bảng, tên hình, cỡ 12, nghiêng"),
        Part.PAGE_NUMBER: _rule(Lettering(14), "số trang, cỡ 13–14"),
    },
    measures={
        Measure.MARGIN_TOP: _rule(20, "lề trên 20–25 mm"),
        Measure.MARGIN_BOTTOM: _rule(20, "lề dưới 20–25 mm"),
        Measure.MARGIN_LEFT: _rule(30, "lề trái 30–35 mm"),
        Measure.MARGIN_RIGHT: _rule(15, "lề phải 15–20 mm"),
        Measure.PAGE_NUMBER_TOP: _practice(
            10, "số trang giữa, trong lề trên; khoảng cách đến mép giấy như văn bản Đảng"
        ),
        Measure.FIRST_LINE: _rule(10, "chữ đầu dòng lùi 10 mm hoặc 12,7 mm"),
        Measure.LINE: _rule(18, "giãn dòng từ dòng đơn đến 1,5 dòng"),
        Measure.BETWEEN_PARAGRAPHS: _rule(6, "giữa hai đoạn tối thiểu 6 pt"),
        Measure.SIGNATURE_SPACE: _practice(28, "khoảng trống để ký và đóng dấu"),
    },
    words={
        Word.STATE_TITLE: _rule("Cộng hòa xã hội chủ nghĩa Việt Nam", "Quốc hiệu"),
        Word.STATE_MOTTO: _rule("Độc lập - Tự do - Hạnh phúc", "Tiêu ngữ, đường kẻ dưới dài bằng dòng chữ"),
        Word.ISSUER_MARK: _rule("", "đường kẻ dài 1/3–1/2 dòng chữ dưới tên cơ quan"),
        Word.SUBJECT_MARK: _rule("", "đường kẻ dài 1/3–1/2 dòng chữ dưới trích yếu"),
        Word.NUMBER_FORM: _rule("Số: {number}/{symbol}", "sau chữ “Số” có dấu hai chấm; số dưới 10 thêm 0"),
        Word.SECTION_FORM: _rule("{roman}. {title}", "mục đánh số La Mã, dấu chấm"),
        Word.CITATION_FORM: _practice("{kind} số {number} ngày {day} của {issuer}", "dẫn văn bản không có dấu phẩy"),
        Word.APPENDIX_FORM: _rule("Phụ lục {roman}", "từ hai phụ lục trở lên thì đánh số bằng chữ số La Mã"),
        Word.APPENDIX_NOTE_FORM: _rule("(Kèm theo {kind} {number} {day} của {issuer})", "dòng dẫn dưới tên phụ lục"),
        Word.RECIPIENTS_WORD: _rule("Nơi nhận:", "nơi nhận"),
        Word.RECIPIENT_SEPARATOR: _rule(";", "dấu chấm phẩy giữa các nơi nhận, dấu chấm ở dòng cuối"),
        Word.END_MARK: _rule("./.", "kết thúc văn bản bằng “./.”"),
    },
)
