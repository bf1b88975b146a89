"""Hướng dẫn 05-HD/VPTW: papers of party bodies from 27/5/2026.

The text of the rule was not at hand: values come from accounts of it, which disagree on the entries marked
`uncertain`. An office that holds the text corrects the entry here and nothing else.
"""

from datetime import date

from reporting.layouts.layout import Layout, Lettering, Measure, Part, Side, Sourced, Word

_RULE = "Hướng dẫn 05-HD/VPTW, theo nguồn thứ cấp"
_PRACTICE = "Thông lệ trình bày; Hướng dẫn 05-HD/VPTW không nêu hoặc chưa đối chiếu được"


def _rule[T](value: T, what: str, *, uncertain: bool = False) -> Sourced[T]:
    return Sourced(value, f"{_RULE}: {what}", uncertain)


def _practice[T](value: T, what: str) -> Sourced[T]:
    return Sourced(value, f"{_PRACTICE}: {what}", uncertain=True)


LAYOUT = Layout(
    id="hd05",
    name="Hướng dẫn 05-HD/VPTW",
    side=Side.PARTY,
    since=date(2026, 5, 27),
    until=None,
    letters={
        Part.STATE_TITLE: _rule(Lettering(15, bold=True, capitals=True), "tiêu đề, in hoa, cỡ 15, đậm"),
        Part.STATE_MOTTO: _practice(Lettering(14, bold=True), "văn bản của Đảng không có tiêu ngữ; mục này để trống"),
        Part.SUPERIOR: _rule(Lettering(14, capitals=True), "cơ quan cấp trên trực tiếp, in hoa, cỡ 14, đứng"),
        Part.ISSUER: _rule(Lettering(14, bold=True, capitals=True), "cơ quan ban hành, in hoa, cỡ 14, đậm"),
        Part.NUMBER: _rule(Lettering(14), "số và ký hiệu, in thường, cỡ 14, đứng"),
        Part.PLACE_DATE: _rule(Lettering(14, italic=True), "địa danh và ngày, in thường, cỡ 14, nghiêng"),
        Part.KIND: _rule(Lettering(16, bold=True, capitals=True), "tên loại, in hoa, cỡ 15–16, đậm"),
        Part.SUBJECT: _rule(Lettering(14, bold=True), "trích yếu, in thường, cỡ 14–15, đậm"),
        Part.LETTER_SUBJECT: _practice(
            Lettering(12, italic=True), "trích yếu của công văn dưới số và ký hiệu, cỡ 12, nghiêng"
        ),
        Part.ADDRESSEE: _practice(Lettering(14), "dòng “Kính gửi” của công văn, cỡ 14, đứng"),
        Part.BODY: _rule(Lettering(14), "lời văn, in thường, cỡ 14, đứng"),
        Part.SECTION: _rule(Lettering(14, bold=True), "mục I-, cỡ 14, đậm"),
        Part.HEADING_1: _rule(Lettering(14, bold=True), "mục 1., cỡ 14, đậm"),
        Part.HEADING_2: _rule(Lettering(14, bold=True), "mục a), cỡ 14, đậm"),
        Part.AUTHORITY: _rule(
            Lettering(14, bold=True, capitals=True), "thẩm quyền ký T/M, K/T, T/L, in hoa, cỡ 14, đậm"
        ),
        Part.SIGNER_TITLE: _rule(
            Lettering(14, capitals=True),
            "chức vụ người ký, in hoa, cỡ 14, đứng; các nguồn không thống nhất",
            uncertain=True,
        ),
        Part.SIGNER_NAME: _rule(Lettering(14, bold=True), "họ tên người ký, in thường, cỡ 14, đậm"),
        Part.RECIPIENTS_WORD: _rule(Lettering(14, underlined=True), "chữ “Nơi nhận:”, in thường, cỡ 14, gạch chân"),
        Part.RECIPIENTS: _rule(Lettering(12), "danh sách nơi nhận, in thường, cỡ 12, đứng"),
        Part.APPENDIX_NUMBER: _practice(
            Lettering(14, bold=True, capitals=True), "chữ “Phụ lục” và số thứ tự, cỡ 14, đậm"
        ),
        Part.APPENDIX_TITLE: _practice(Lettering(14, bold=True), "tên phụ lục, cỡ 14, đậm"),
        Part.APPENDIX_NOTE: _practice(Lettering(13, italic=True), "dòng “kèm theo”, cỡ 13, nghiêng"),
        Part.TABLE: _practice(Lettering(12), "bảng trong lời văn, cỡ 12"),
        Part.APPENDIX_TABLE: _practice(Lettering(11), "bảng của phụ lục trên giấy ngang, cỡ 11"),
        Part.CAPTION: _practice(Lettering(12, italic=True), "tên bảng, tên hình, cỡ 12, nghiêng"),
        Part.PAGE_NUMBER: _rule(Lettering(14), "số trang, cỡ 14"),
    },
    measures={
        Measure.MARGIN_TOP: _rule(20, "lề trên 20 mm"),
        Measure.MARGIN_BOTTOM: _rule(20, "lề dưới 20 mm"),
        Measure.MARGIN_LEFT: _rule(30, "lề trái 30 mm"),
        Measure.MARGIN_RIGHT: _rule(15, "lề phải 15 mm"),
        Measure.PAGE_NUMBER_TOP: _rule(10, "số trang giữa, cách mép trên 10 mm, trang đầu không đánh số"),
        Measure.FIRST_LINE: _rule(10, "dòng đầu của đoạn lùi vào 10 mm"),
        Measure.LINE: _rule(18, "giãn dòng chính xác 18–20 pt; các nguồn không thống nhất", uncertain=True),
        Measure.BETWEEN_PARAGRAPHS: _rule(6, "giữa hai đoạn ít nhất 6 pt"),
        Measure.SIGNATURE_SPACE: _practice(28, "khoảng trống để ký và đóng dấu"),
    },
    words={
        Word.STATE_TITLE: _rule("Đảng Cộng sản Việt Nam", "tiêu đề, đường kẻ liền dài bằng dòng chữ"),
        Word.STATE_MOTTO: _rule("", "văn bản của Đảng không có tiêu ngữ"),
        Word.ISSUER_MARK: _rule("*", "dấu sao dưới tên cơ quan ban hành"),
        Word.SUBJECT_MARK: _rule("-----", "năm gạch nối dưới trích yếu"),
        Word.NUMBER_FORM: _rule("Số {number}-{symbol}", "sau chữ “Số” không có dấu hai chấm"),
        Word.SECTION_FORM: _rule("{roman}- {title}", "mục lớn đánh số La Mã, gạch nối"),
        Word.CITATION_FORM: _rule(
            "{kind} số {number}, ngày {day} của {issuer}", "dẫn văn bản: dấu phẩy trước chữ “ngày”"
        ),
        Word.APPENDIX_FORM: _practice("Phụ lục {number}", "đánh số phụ lục bằng chữ số Ả Rập"),
        Word.APPENDIX_NOTE_FORM: _practice(
            "(kèm theo {kind} {number}, {day} của {issuer})", "dòng dẫn dưới tên phụ lục"
        ),
        Word.RECIPIENTS_WORD: _rule("Nơi nhận:", "nơi nhận"),
        Word.RECIPIENT_SEPARATOR: _practice(",", "dấu phẩy giữa các nơi nhận, dấu chấm ở dòng cuối"),
        Word.END_MARK: _rule(".", "kết thúc văn bản bằng dấu chấm"),
    },
)
