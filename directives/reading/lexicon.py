"""Closed word lists of official Vietnamese: kinds of documents, heads of agency names, verbs of order."""

from __future__ import annotations

import re
from typing import Any

# Longest first where one name begins another.
TYPE_NAMES: dict[str, str] = {
    "chương trình hành động": "CTr", "chương trình phối hợp": "CTr", "quy chế phối hợp": "QC",
    "hướng dẫn liên ngành": "HD", "chương trình": "CTr", "nghị quyết": "NQ", "chỉ thị": "CT", "kết luận": "KL",
    "quyết định": "QĐ", "quy định": "QĐ", "quy chế": "QC", "thông tri": "TT", "hướng dẫn": "HD", "thông báo": "TB",
    "báo cáo": "BC", "kế hoạch liên tịch": "KH", "kế hoạch": "KH", "đề án": "ĐA", "phương án": "PA",
    "tờ trình": "TTr",
    "công văn": "CV", "công điện": "CĐ", "biên bản": "BB", "nghị định": "NĐ", "thông tư liên tịch": "TTLT",
    "thông tư": "TT", "văn bản": "CV",
}  # fmt: skip
CODE_NAMES: dict[str, str] = {
    "CTr": "Chương trình", "NQ": "Nghị quyết", "CT": "Chỉ thị", "KL": "Kết luận", "QĐ": "Quyết định",
    "QC": "Quy chế",
    "TT": "Thông tri", "HD": "Hướng dẫn", "TB": "Thông báo", "BC": "Báo cáo", "KH": "Kế hoạch", "ĐA": "Đề án",
    "PA": "Phương án", "TTr": "Tờ trình", "CV": "Công văn", "CĐ": "Công điện", "BB": "Biên bản", "NĐ": "Nghị định",
    "TTLT": "Thông tư liên tịch",
}  # fmt: skip

# Words that open the name of a body, in lower case; the determiner before them is taken apart.
STRONG_HEADS = (
    "ban thường vụ", "ban thường trực", "ban chấp hành", "ban bí thư", "bộ chính trị", "thường trực", "thường vụ",
    "đảng đoàn", "ban cán sự", "ban tuyên giáo", "ban tổ chức", "ban dân vận", "ban nội chính", "ban chỉ đạo",
    "ban chuyên trách", "ban công tác", "ban quản lý", "ban giám hiệu", "ban giám đốc", "ban biên tập",
    "ban chỉ huy", "ban xây dựng", "ban kinh tế", "ban pháp chế", "ban thi đua", "ban tiếp công dân", "ban dân tộc",
    "ban giảm nghèo", "ban trợ giúp", "ban văn hóa", "đảng ủy", "đảng uỷ", "tỉnh ủy", "tỉnh uỷ", "thành ủy",
    "thành uỷ", "huyện ủy", "huyện uỷ", "quận ủy", "quận uỷ", "thị ủy", "thị uỷ", "cấp ủy", "cấp uỷ", "chi bộ",
    "chi ủy", "đảng bộ", "ủy ban", "uỷ ban", "ub mttq", "ubnd", "hđnd", "hội đồng", "mặt trận", "mttq", "ubmttq",
    "chính quyền", "đoàn thể", "kiểm toán", "kho bạc", "bảo hiểm xã hội", "ngân hàng", "tòa án", "toà án",
    "viện kiểm sát", "công an", "liên hiệp", "liên đoàn", "liên minh", "hiệp hội", "trung ương hội",
    "trung ương đoàn", "tỉnh đoàn", "thành đoàn", "huyện đoàn", "quân khu", "bộ chỉ huy", "bộ tư lệnh", "tư lệnh",
    "chính phủ", "quốc hội", "thủ tướng", "phó thủ tướng", "bộ trưởng", "thứ trưởng", "chủ tịch", "phó chủ tịch",
    "bí thư", "giám đốc", "thủ trưởng", "hiệu trưởng", "người đứng đầu", "chánh văn phòng", "tổng cục", "chi cục",
    "tổng công ty", "tập đoàn", "đài phát thanh", "đài truyền hình", "đài truyền thanh", "cổng thông tin",
    "trung tâm", "thư viện", "bảo tàng", "vườn quốc gia", "bcđ", "mỗi đơn vị", "tổ công tác", "tổ giúp việc",
    "văn phòng", "thương vụ", "trưởng ban",
    "trưởng phòng", "trưởng thôn", "tổ trưởng", "các cấp", "hội liên hiệp", "hội nông dân", "hội cựu chiến binh",
    "hội phụ nữ", "hội chữ thập đỏ", "đoàn thanh niên", "đoàn tncs", "bộ phận", "nhà trường", "học viện",
    "bưu điện", "cảng vụ", "hải quan", "cơ quan thường trực", "cơ quan chuyên môn", "tổ chức đảng",
    "tổ chức chính trị", "lực lượng", "thành viên", "công đoàn", "thông tấn xã", "đại biểu hội đồng", "đại biểu hđnd",
    "đại biểu quốc hội", "khối dân vận",
    "chi, đảng bộ", "chi bộ, đảng bộ", "đoàn kiểm tra", "đoàn giám sát", "đoàn thanh tra", "đoàn công tác", "tổ kiểm tra",
    "đội quản lý", "phòng quản lý", "trung tâm hỗ trợ", "trung tâm phát triển", "ủy viên", "uỷ viên", "thị đoàn", "quận đoàn",
    "hạt kiểm lâm", "đồn biên phòng", "bộ đội biên phòng", "bệnh viện", "tổ dân phố",
)  # fmt: skip
# Nouns that open a name only after "các/những", or with a capital letter, or as further parts of a group.
GENERIC_HEADS = (
    "cơ quan", "đơn vị", "địa phương", "ban", "bộ", "sở", "ngành", "phòng", "cục", "vụ", "viện", "trường đại học",
    "trường", "hội", "đoàn thể", "đoàn", "tổ chức", "doanh nghiệp", "hợp tác xã", "quận", "huyện", "thị xã",
    "thị trấn", "thành phố", "tỉnh", "xã", "phường", "báo", "đài", "công ty", "cơ sở", "đồng chí", "cấp",
    "quân đội", "tổ", "đội", "thôn", "khu phố", "huyện ủy", "quận ủy", "thị ủy", "thành ủy", "đảng ủy", "thị",
    "cá nhân", "phóng viên", "điện lực", "viễn thông", "vnpt", "thanh tra",
    "trạm", "bệnh viện", "lãnh đạo", "vp", "tập đoàn", "thương vụ", "hiệp hội", "khoa", "khối", "đặc khu", "nhà máy", "quỹ",
    "ấp", "khóm", "tiểu khu", "chủ đầu tư", "nhà thầu", "chi", "chi đoàn", "chi hội", "liên đội",
)  # fmt: skip
PLACES = ("đặc khu", "quận", "huyện", "thị xã", "thị trấn", "tỉnh", "xã", "phường", "thành phố", "thôn")
DETERMINERS = (
    "các",
    "những",
    "mỗi",
    "từng",
    "toàn thể",
    "tất cả các",
    "quý",
    "một số",
    "các đồng chí",
    "đồng chí",
    "toàn bộ",
)
# Bodies only where cooperation is ordered ("phối hợp với gia đình").
PARTNERS = (
    "gia đình",
    "cộng đồng",
    "cha mẹ",
    "nhân dân",
    "phụ huynh",
    "chuyên gia",
    "nhà khoa học",
    "đội ngũ",
    "đại diện",
)

# What a duty begins with after its subject. Two syllables each unless a single one is unmistakable.
VERBS = (
    "chủ trì", "phối hợp", "tiếp tục", "xây dựng", "lãnh đạo", "chỉ đạo", "tổ chức", "tăng cường", "căn cứ",
    "hướng dẫn", "theo dõi", "đôn đốc", "kiểm tra", "giám sát", "có trách nhiệm", "chịu trách nhiệm", "thực hiện",
    "triển khai", "rà soát", "tham mưu", "đề xuất", "chủ động", "khẩn trương", "nghiêm túc", "tập trung",
    "định hướng", "giúp", "giao", "báo cáo", "gửi", "lập", "cử", "bố trí", "quan tâm", "nâng cao", "đẩy mạnh",
    "phát huy", "quán triệt", "tuyên truyền", "vận động", "thường xuyên", "định kỳ", "kịp thời", "là", "theo",
    "trên cơ sở", "khi", "sẽ", "cần", "phải", "được", "không", "yêu cầu", "đề nghị", "quyết định", "ban hành",
    "thống nhất", "tham gia", "chọn", "lựa chọn", "đảm bảo", "bảo đảm", "hoàn thành", "hoàn thiện", "tạo điều kiện",
    "ưu tiên", "nghiên cứu", "cụ thể hóa", "cụ thể hoá", "phân công", "tiến hành", "tích cực", "trực tiếp",
    "phổ biến", "quản lý", "sử dụng", "đăng ký", "nộp", "cung cấp", "cân đối", "thẩm định", "phê duyệt", "tổng hợp",
    "thành lập", "củng cố", "kiện toàn", "đưa", "làm việc", "dự kiến", "hằng năm", "hàng năm", "hằng tuần",
    "hàng tuần", "hằng ngày", "hàng ngày", "hằng quý", "hàng quý", "hằng tháng", "hàng tháng", "trước ngày",
    "có kế hoạch", "có biện pháp", "có bản", "đã", "có văn bản", "có ý kiến", "vừa", "xin", "thông báo", "tuân thủ",
    "huy động", "sơ kết", "tổng kết", "đánh giá", "phân tích", "xác định", "khảo sát", "mở", "bổ sung", "thông tin",
    "phản ánh", "đăng tải", "duy trì", "đổi mới", "chuẩn bị", "chấp hành", "xem xét", "trình", "cho ý kiến",
    "phát động", "mở rộng", "công khai", "cập nhật", "thống kê", "tham dự", "điều phối", "khắc phục", "xử lý",
    "kiểm soát", "hỗ trợ", "đề ra", "ứng dụng", "thiết lập", "chuyển", "lồng ghép", "biểu dương", "phân bổ",
    "đầu tư", "quy định", "để", "nhằm", "thuộc lĩnh vực", "tùy theo", "tuỳ theo", "trong phạm vi", "về việc",
    "trong việc", "trong quá trình", "trong năm", "phân phối", "khuyến khích", "cam kết", "thanh tra", "chấn chỉnh",
    "nêu cao", "giải quyết", "phát hiện", "gương mẫu", "góp phần", "tự kiểm tra", "tự", "làm", "và tổ chức",
    "thẩm tra", "thúc đẩy", "ký", "tiếp nhận", "tham khảo", "vận dụng", "hưởng ứng", "chia sẻ", "sớm", "đồng thời",
    "xác nhận", "chi trả", "bảo vệ", "quản lí", "tuyển dụng", "nghiệm thu", "kêu gọi", "đào tạo", "giám định",
    "điều tra", "phun", "kê khai", "liên hệ", "xử phạt", "ngăn chặn", "đấu tranh", "chăm lo", "phụ trách", "trực ban",
    "nâng cấp", "sửa chữa", "trả lời", "phấn đấu", "cắm", "nhắc nhở", "mua sắm", "nắm",
    "cấp phát", "cấp giấy", "thu gom", "thu hồi", "giới thiệu", "kết nối", "thẩm tra", "thu thập", "số hóa",
    "số hoá", "niêm yết", "tập huấn", "tôn tạo", "khôi phục", "di dời", "sơ tán", "bàn giao",
    "tham vấn", "giải ngân", "thanh toán", "quyết toán", "hạch toán", "tạm ứng", "ghi",
    "đề cao", "tôn vinh", "nhân rộng", "lấy ý kiến", "tiếp thu", "giải trình",
    "trả kết quả", "rút kinh nghiệm", "nêu gương", "đi đầu", "làm tốt", "làm rõ", "giữ vững", "giữ gìn",
    "thăm", "tặng", "viếng", "gặp mặt", "ra quân", "treo", "trang trí", "phân loại", "cải tạo", "khánh thành",
    "khởi công", "đóng góp", "ủng hộ", "tuần tra", "canh gác", "túc trực", "ứng trực", "đối chiếu",
    "kiến nghị", "mời", "gắn", "coi", "lấy", "chốt", "dành", "hoạch định",
    "hoàn trả", "luân chuyển", "điều động", "bổ nhiệm", "chọn cử",
    "sưu tầm", "kết hợp", "cảnh báo", "bảo trì", "bảo dưỡng", "kiểm kê",
    "nhanh chóng", "quảng bá", "đề cử", "tranh thủ", "thay thế",
    "chú trọng", "nỗ lực", "phân cấp", "ủy quyền", "tổng rà soát",
)  # fmt: skip


# Letters for character classes; Unicode mixes capital and small Vietnamese letters in one range.
UPPER = "A-ZÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĐĨŨƠƯẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸ"
LOWER = UPPER.lower()


def alternatives(words: tuple[str, ...] | list[str]) -> str:
    """A pattern that matches any of the words, the longest first; beginnings that words share are tried once."""
    tree: dict[str, Any] = {}
    for word in words:
        node = tree
        for letter in word:
            node = node.setdefault(letter, {})
        node[""] = {}
    return _branches(tree)


def _branches(node: dict[str, Any]) -> str:
    rows = [re.escape(letter) + _branches(below) for letter, below in node.items() if letter]
    if not rows:
        return ""
    pattern = rows[0] if len(rows) == 1 and "" not in node else f"(?:{'|'.join(rows)})"
    return f"{pattern}?" if "" in node else pattern


VERB = re.compile(rf"(?:{alternatives(VERBS)})(?!\w)")
TYPE = alternatives(list(TYPE_NAMES))
# A giao ban is a meeting.
ORDER = r"yêu cầu|đề nghị|giao cho|giao(?! ban (?:định kỳ|hằng|hàng|tuần|tháng|quý|báo chí))|phân công"
