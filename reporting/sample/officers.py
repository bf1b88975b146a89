"""The cast that visitors sign in as, and the invented names of the sample's other officers."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from agencies.choices import Duty

PASSWORD = "dondoc-minh-hoa"  # noqa: S105 - published on purpose; the loader refuses to run outside the demo
MAIL_DOMAIN = "dondoc.example"


@dataclass(frozen=True, slots=True)
class CastMember:
    """Somebody the README names; `post` is agency key, duty and title."""

    username: str
    full_name: str
    agency: str
    duty: Duty
    title: str


CAST = (
    CastMember("vanphong", "Nguyễn Thị Hồng Vân", "tuyen_giao", Duty.CLERK, "Chuyên viên Phòng Khoa giáo"),
    CastMember("truongban", "Trần Quốc Khải", "tuyen_giao", Duty.LEADER, "Trưởng ban"),
    CastMember("lanhdao", "Lê Minh Triết", "thanh_uy", Duty.LEADER, "Ủy viên Ban Thường vụ"),
    CastMember("lhh", "Phạm Thanh Tùng", "dd_lhh", Duty.CLERK, "Thư ký Đảng đoàn"),
    CastMember("baocantho", "Đỗ Ngọc Ánh", "bao", Duty.CLERK, "Thư ký tòa soạn"),
    CastMember("codo", "Huỳnh Văn Lộc", "co_do", Duty.CLERK, "Chuyên viên Văn phòng Huyện ủy"),
    CastMember("quangngai", "Võ Thị Kim Liên", "qn_tuyen_giao", Duty.CLERK, "Chuyên viên Phòng Khoa giáo"),
    CastMember("phuthien", "Rơ Mah Hùng", "pt_van_phong", Duty.CLERK, "Chuyên viên tổng hợp"),
    CastMember("quantri", "Bùi Đức Anh", "thanh_uy", Duty.ADMINISTRATOR, "Quản trị hệ thống"),
)

_FAMILY = (
    "Nguyễn",
    "Trần",
    "Lê",
    "Phạm",
    "Huỳnh",
    "Võ",
    "Đặng",
    "Bùi",
    "Đỗ",
    "Hồ",
    "Ngô",
    "Dương",
    "Lý",
    "Phan",
    "Trương",
)
_MIDDLE = ("Văn", "Thị", "Minh", "Thanh", "Hoàng", "Ngọc", "Quốc", "Thu", "Xuân", "Kim", "Đức", "Hữu", "Mỹ")
_GIVEN = (
    "An", "Bình", "Châu", "Cường", "Dung", "Duyên", "Hà", "Hạnh", "Hiền", "Hòa", "Khánh", "Lan", "Linh", "Long", "Mai", "Nam",
    "Nga", "Nhân", "Phúc", "Phương", "Quân", "Sơn", "Tâm", "Thảo", "Thắng", "Trang", "Trí", "Tuyết", "Vinh", "Yến",
)  # fmt: skip


def number_from(*words: object) -> int:
    """The same large number for the same words on every machine: what the sample has instead of chance."""
    return int.from_bytes(hashlib.sha256("|".join(map(str, words)).encode()).digest()[:8])


def invented_name(key: str, duty: str) -> str:
    """A plausible full name for the officer of an agency."""
    seed = number_from("tên", key, duty)
    parts = []
    for names in (_FAMILY, _MIDDLE, _GIVEN):
        seed, place = divmod(seed, len(names))
        parts.append(names[place])
    return " ".join(parts)
