"""Names and sentences of a made-up administration; provinces are real names, everything below them is invented."""

from __future__ import annotations

from typing import Final

CITIES: Final = ("Cần Thơ", "Hà Nội", "Hồ Chí Minh", "Đà Nẵng", "Hải Phòng", "Huế")
PROVINCES: Final = (
    *CITIES,
    "Quảng Ngãi", "Gia Lai", "An Giang", "Vĩnh Long", "Đồng Tháp", "Cà Mau", "Tây Ninh", "Đồng Nai", "Lâm Đồng", "Đắk Lắk",
    "Khánh Hòa", "Quảng Trị", "Hà Tĩnh", "Nghệ An", "Thanh Hóa", "Ninh Bình", "Hưng Yên", "Bắc Ninh", "Phú Thọ",
    "Thái Nguyên", "Lạng Sơn", "Cao Bằng", "Tuyên Quang", "Lào Cai", "Lai Châu", "Điện Biên", "Sơn La", "Quảng Ninh",
)  # fmt: skip

# Name with the province to be put in, what it is (agencies.choices), side, short name.
PROVINCIAL: Final = (
    ("Ban Tổ chức {cap_uy}", "party_organ", "party", "Ban Tổ chức"),
    ("Ủy ban Kiểm tra {cap_uy}", "party_organ", "party", "Ủy ban Kiểm tra"),
    ("Ban Nội chính {cap_uy}", "party_organ", "party", "Ban Nội chính"),
    ("Đảng ủy các cơ quan Đảng {tinh}", "committee", "party", "Đảng ủy các cơ quan Đảng"),
    ("Đảng ủy Ủy ban nhân dân {tinh}", "committee", "party", "Đảng ủy UBND"),
    ("Đảng ủy Công an {tinh}", "committee", "party", "Đảng ủy Công an"),
    ("Đảng ủy Quân sự {tinh}", "committee", "party", "Đảng ủy Quân sự"),
    ("Ủy ban Mặt trận Tổ quốc Việt Nam {tinh}", "front", "party", "Mặt trận Tổ quốc"),
    ("Liên đoàn Lao động {tinh}", "front", "party", "Liên đoàn Lao động"),
    ("Hội Nông dân {tinh}", "front", "party", "Hội Nông dân"),
    ("Tỉnh đoàn, Thành đoàn {tinh}", "front", "party", "Đoàn Thanh niên"),
    ("Liên hiệp các Hội Khoa học và Kỹ thuật {tinh}", "association", "party", "Liên hiệp Hội"),
    ("Báo và phát thanh, truyền hình {tinh}", "press", "party", "Báo và PT-TH"),
    ("Trường Chính trị {tinh}", "unit", "party", "Trường Chính trị"),
    ("Sở Nội vụ {tinh}", "state", "state", "Sở Nội vụ"),
    ("Sở Tài chính {tinh}", "state", "state", "Sở Tài chính"),
    ("Sở Khoa học và Công nghệ {tinh}", "state", "state", "Sở KH&CN"),
    ("Sở Giáo dục và Đào tạo {tinh}", "state", "state", "Sở GD&ĐT"),
    ("Sở Y tế {tinh}", "state", "state", "Sở Y tế"),
    ("Sở Nông nghiệp và Môi trường {tinh}", "state", "state", "Sở NN&MT"),
    ("Sở Văn hóa, Thể thao và Du lịch {tinh}", "state", "state", "Sở VHTT&DL"),
    ("Sở Xây dựng {tinh}", "state", "state", "Sở Xây dựng"),
)  # fmt: skip

COMMUNE_FIRST: Final = ("Tân", "Long", "Phú", "Bình", "An", "Vĩnh", "Thạnh", "Hòa", "Đông", "Hưng")
COMMUNE_SECOND: Final = ("Lộc", "Thới", "Mỹ", "Hiệp", "Thuận", "Khánh", "Xuân", "Đức")

FAMILY: Final = ("Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Dương", "Lý")
MIDDLE: Final = ("Văn", "Thị", "Minh", "Quốc", "Thanh", "Ngọc", "Hữu", "Kim", "Đức", "Thu")
GIVEN: Final = (
    "An",
    "Bình",
    "Châu",
    "Dũng",
    "Giang",
    "Hạnh",
    "Khải",
    "Lan",
    "Nam",
    "Oanh",
    "Phúc",
    "Quyên",
    "Sơn",
    "Vân",
)

VERBS: Final = (
    "Tuyên truyền, quán triệt", "Rà soát, bổ sung", "Xây dựng kế hoạch", "Kiểm tra, giám sát", "Đẩy mạnh chuyển đổi số trong",
    "Nâng cao chất lượng", "Tập trung tháo gỡ khó khăn trong", "Tổ chức thực hiện", "Bố trí nguồn lực cho", "Đổi mới nội dung",
)  # fmt: skip
OBJECTS: Final = (
    "công tác đội ngũ trí thức", "công tác dân vận ở cơ sở", "cải cách hành chính", "phát triển khoa học và công nghệ",
    "công tác tư tưởng, văn hóa", "xây dựng nông thôn mới", "giáo dục và đào tạo", "bảo vệ môi trường", "giảm nghèo bền vững",
    "hoạt động của các hội quần chúng", "công tác cán bộ", "phòng, chống lãng phí", "quy chế dân chủ ở cơ sở",
    "học tập và làm theo tư tưởng Hồ Chí Minh", "an sinh xã hội",
)  # fmt: skip
PRODUCTS: Final = ("Kế hoạch", "Báo cáo chuyên đề", "Đề án", "Quyết định", "Hướng dẫn", "Báo cáo sơ kết")
SECTIONS: Final = ("I. Công tác lãnh đạo", "II. Nhiệm vụ trọng tâm", "III. Tổ chức thực hiện")
DUE_WORDS: Final = ("trong quý {quarter}", "trước ngày {day}", "chậm nhất ngày {day}", "hoàn thành trong tháng {month}")
COMMANDS: Final = (("CV", "Công văn chỉ đạo"), ("KH", "Kế hoạch"), ("CTr", "Chương trình hành động"), ("CT", "Chỉ thị"))

RESULTS: Final = (
    "Đã ban hành văn bản triển khai đến các chi bộ trực thuộc; tổ chức {n} hội nghị với {m} lượt người dự.",
    "Đã hoàn thành {n} nội dung được giao, trình cấp có thẩm quyền {m} văn bản.",
    "Phối hợp các cơ quan liên quan kiểm tra {n} đơn vị, kiến nghị xử lý {m} việc.",
    "Đăng {m} tin, bài; duy trì {n} chuyên mục; phản ánh kịp thời cách làm hay ở cơ sở.",
    "Rà soát {m} hồ sơ, bổ sung {n} nhiệm vụ vào chương trình công tác năm.",
)  # fmt: skip
DIFFICULTIES: Final = (
    "Kinh phí phân bổ chậm.", "Một số đơn vị gửi số liệu chưa đúng mẫu.", "Nhân lực chuyên trách còn thiếu.",
)  # fmt: skip
PROPOSALS: Final = ("Đề nghị bổ sung biên chế.", "Đề nghị sớm có hướng dẫn thống nhất biểu mẫu.")
RETURNS: Final = ("Chưa nêu số liệu cụ thể.", "Thiếu minh chứng kèm theo.", "Báo cáo chưa đúng kỳ được yêu cầu.")
DELAYS: Final = ("Chờ ý kiến của cơ quan thẩm định.", "Cần thêm thời gian lấy ý kiến các đơn vị.")
