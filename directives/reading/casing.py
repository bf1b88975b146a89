"""Names that a letterhead prints in capitals, written as they are in running text: "Ủy ban nhân dân tỉnh Hòa Lâm"."""

from __future__ import annotations

import re
from dataclasses import replace

from directives.reading.layout import is_shout
from directives.reading.values import Found

# Words in small letters wherever they do not begin the name.
_SMALL = (
    "ủy ban nhân dân", "uỷ ban nhân dân", "hội đồng nhân dân", "đảng đoàn",
    "đảng bộ", "thường trực", "thường vụ", "tỉnh ủy", "thành ủy", "huyện ủy", "quận ủy", "thị ủy",
    "đảng ủy", "tỉnh đoàn", "huyện đoàn", "ban chỉ đạo", "ban chỉ huy", "ban quản lý", "các", "của", "và", "về", "với", "cấp",
    "tỉnh", "thành phố", "huyện", "quận", "thị xã", "thị trấn", "xã", "phường", "đặc khu", "thôn", "khối", "cơ quan",
    "doanh nghiệp", "trực thuộc", "số", "phòng", "chống", "quốc gia", "dự án", "khu vực",
)  # fmt: skip
_FIXED = {
    name.lower(): name
    for name in (
        "Ban Thường vụ", "Ban Thường trực", "Ban Chấp hành", "Ban Cán sự đảng", "Ban Chỉ đạo", "Ban Chỉ huy", "Ban Quản lý",
        "Hồ Chí Minh",
    )
}  # fmt: skip
# Fields and kinds whose first syllable alone is a capital.
_FIELDS = (
    "giáo dục", "đào tạo", "kế hoạch", "đầu tư", "tài chính", "nội vụ", "tư pháp", "công thương", "nông nghiệp", "môi trường",
    "tài nguyên", "khoa học", "công nghệ", "kỹ thuật", "thông tin", "truyền thông", "văn hóa", "văn hoá", "thể thao", "du lịch",
    "lao động", "thương binh", "xã hội", "y tế", "xây dựng", "giao thông vận tải", "ngoại vụ", "dân tộc", "tôn giáo", "thanh tra",
    "kinh tế", "hạ tầng", "đô thị", "tuyên giáo", "dân vận", "tổ chức", "kiểm tra", "nội chính", "văn phòng", "công đoàn",
    "viên chức", "liên đoàn", "nông dân", "phụ nữ", "cựu chiến binh", "chữ thập đỏ", "thanh niên", "mặt trận",
    "tổ quốc", "tiểu học", "mầm non", "trung học cơ sở", "trung học phổ thông",
    "cao đẳng", "đại học", "quân sự", "công an", "biên phòng", "dân số", "phát triển", "nông thôn", "phát thanh",
    "truyền hình", "bảo hiểm", "kho bạc",
    "nhà nước", "thống kê", "liên hiệp", "trung ương", "chính phủ", "thủ tướng", "chính trị", "hành chính", "pháp chế",
    "phục vụ", "công cộng", "bảo vệ", "thiên tai", "trung tâm", "trường", "bệnh viện", "ủy ban", "hội đồng", "ban",
    "tìm kiếm", "cứu nạn", "cải cách", "chuyển đổi số", "quản lý", "chiến lược", "nghiên cứu", "liên minh", "hợp tác xã",
    "hội", "đoàn", "chi cục", "cục", "vụ", "viện", "đài", "báo", "sở", "bộ", "tòa án", "viện kiểm sát", "nhân dân",
)  # fmt: skip
_ABBREVIATIONS = {
    "ubnd",
    "hđnd",
    "mttq",
    "ubmttq",
    "tncs",
    "hcm",
    "tp",
    "kh&kt",
    "gd&đt",
    "qlda",
    "đtxd",
    "vnpt",
    "bhxh",
}
_LONGEST = 4  # syllables of the longest entry


def as_said(found: Found | None, shown: str) -> Found | None:
    """A name in capitals as running text writes it: as this text itself does where it does, else by its known words."""
    if found is None or not is_shout(found.value):
        return found
    return replace(found, value=_in_text(found.value, shown) or by_words(found.value))


def _in_text(name: str, shown: str) -> str | None:
    pattern = r"\s+".join(map(re.escape, name.split()))
    for match in re.finditer(pattern, shown, re.I):
        words = " ".join(match.group().split())
        if not is_shout(words) and words[0].isupper():
            return words
    return None


def by_words(name: str) -> str:
    """The name by its known words; what none knows is a proper name, each syllable a capital."""
    syllables = name.split()
    out: list[str] = []
    place = 0
    while place < len(syllables):
        size, words = _known(syllables, place)
        out.append(_capital(words) if not out else words)
        place += size
    return " ".join(out)


def _known(syllables: list[str], place: int) -> tuple[int, str]:
    for size in range(min(_LONGEST, len(syllables) - place), 0, -1):
        words = " ".join(syllables[place : place + size])
        low = words.lower().strip(",;")
        end = words[len(low) :]
        if low in _ABBREVIATIONS or (size == 1 and re.search(r"\d", low)):
            return size, words
        if low in _FIXED:
            return size, _FIXED[low] + end
        if low in _SMALL:
            return size, low + end
        if low in _FIELDS:
            return size, _capital(low) + end
    return 1, "-".join(_capital(part.lower()) for part in syllables[place].split("-"))


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
