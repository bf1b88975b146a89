"""The bodies of the sample with the organisation of 2022: none has an end date, and the pages say so."""

from __future__ import annotations

from dataclasses import dataclass, replace

from agencies.choices import AgencyKind, Level, Side

COMMITTEE, ORGAN, PARTY_GROUP = AgencyKind.COMMITTEE, AgencyKind.PARTY_ORGAN, AgencyKind.PARTY_GROUP
FRONT, ASSOCIATION, PRESS, STATE, UNIT = (
    AgencyKind.FRONT, AgencyKind.ASSOCIATION, AgencyKind.PRESS, AgencyKind.STATE, AgencyKind.UNIT,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Body:
    """One agency; `parent` and `serves` are keys of other bodies. `staffed`: a clerk of it uses the system."""

    key: str
    name: str
    kind: AgencyKind
    level: Level
    parent: str = ""
    short: str = ""
    symbol: str = ""
    place: str = ""
    side: Side = Side.PARTY
    serves: str = ""
    acting: str = ""
    aliases: tuple[str, ...] = ()
    staffed: bool = False
    led: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """A category of agencies that belongs to `owner`."""

    owner: str
    name: str
    members: tuple[str, ...]


def _committee(key: str, name: str, place: str, parent: str, *, symbol: str = "HU", staffed: bool = True) -> Body:
    """A committee of a district with its clerk and its leader."""
    return Body(
        key, name, COMMITTEE, Level.DISTRICT, parent, symbol=symbol, place=place, acting="Ban Thường vụ", staffed=staffed, led=staffed
    )  # fmt: skip


CENTRAL = (
    Body(
        "trung_uong", "Ban Chấp hành Trung ương Đảng Cộng sản Việt Nam", COMMITTEE, Level.CENTRAL, short="Ban Chấp hành Trung ương",
        symbol="TW", place="Hà Nội",
    ),
    Body("bo_chinh_tri", "Bộ Chính trị", COMMITTEE, Level.CENTRAL, "trung_uong", symbol="TW"),
    Body("ban_bi_thu", "Ban Bí thư Trung ương Đảng", COMMITTEE, Level.CENTRAL, "trung_uong", short="Ban Bí thư", symbol="TW",
         aliases=("BBT",)),
    Body("van_phong_tw", "Văn phòng Trung ương Đảng", ORGAN, Level.CENTRAL, "trung_uong", symbol="VPTW", serves="trung_uong"),
    Body("tuyen_giao_tw", "Ban Tuyên giáo Trung ương", ORGAN, Level.CENTRAL, "trung_uong", symbol="BTGTW", serves="trung_uong"),
)  # fmt: skip

DISTRICTS_CAN_THO = (
    ("ninh_kieu", "Quận ủy Ninh Kiều", "Ninh Kiều"),
    ("binh_thuy", "Quận ủy Bình Thủy", "Bình Thủy"),
    ("cai_rang", "Quận ủy Cái Răng", "Cái Răng"),
    ("o_mon", "Quận ủy Ô Môn", "Ô Môn"),
    ("thot_not", "Quận ủy Thốt Nốt", "Thốt Nốt"),
    ("phong_dien", "Huyện ủy Phong Điền", "Phong Điền"),
    ("co_do", "Huyện ủy Cờ Đỏ", "Cờ Đỏ"),
    ("thoi_lai", "Huyện ủy Thới Lai", "Thới Lai"),
    ("vinh_thanh", "Huyện ủy Vĩnh Thạnh", "Vĩnh Thạnh"),
)
PARTY_COMMITTEES_CAN_THO = (
    ("khoi_co_quan", "Đảng ủy Khối Cơ quan và Doanh nghiệp thành phố Cần Thơ", "Đảng ủy Khối CQ&DN"),
    ("cong_an", "Đảng ủy Công an thành phố Cần Thơ", "Đảng ủy Công an thành phố"),
    ("quan_su", "Đảng ủy Quân sự thành phố Cần Thơ", "Đảng ủy Quân sự thành phố"),
    ("dai_hoc", "Đảng ủy Trường Đại học Cần Thơ", "Đảng ủy Đại học Cần Thơ"),
)


def _under_city(key: str, name: str, short: str, kind: AgencyKind, **more: object) -> Body:
    return replace(Body(key, name, kind, Level.PROVINCE, "thanh_uy", short, staffed=True), **more)  # type: ignore[arg-type]


CAN_THO = (
    Body("thanh_uy", "Thành ủy Cần Thơ", COMMITTEE, Level.PROVINCE, "trung_uong", "Thành ủy Cần Thơ", "TU", "Cần Thơ",
         acting="Ban Thường vụ", aliases=("TU Cần Thơ", "Ban Thường vụ Thành ủy Cần Thơ"), led=True),
    _under_city("tuyen_giao", "Ban Tuyên giáo Thành ủy Cần Thơ", "Ban Tuyên giáo Thành ủy", ORGAN, symbol="BTGTU",
                serves="thanh_uy", aliases=("BTG Thành ủy", "BTGTU Cần Thơ"), led=True),
    _under_city("van_phong", "Văn phòng Thành ủy Cần Thơ", "Văn phòng Thành ủy", ORGAN, symbol="VPTU", serves="thanh_uy",
                aliases=("VP Thành ủy",)),
    _under_city("to_chuc", "Ban Tổ chức Thành ủy Cần Thơ", "Ban Tổ chức Thành ủy", ORGAN, symbol="BTCTU", serves="thanh_uy"),
    _under_city("kiem_tra", "Ủy ban Kiểm tra Thành ủy Cần Thơ", "Ủy ban Kiểm tra Thành ủy", ORGAN, symbol="UBKTTU",
                serves="thanh_uy"),
    _under_city("dan_van", "Ban Dân vận Thành ủy Cần Thơ", "Ban Dân vận Thành ủy", ORGAN, symbol="BDVTU", serves="thanh_uy"),
    _under_city("dd_hdnd", "Đảng đoàn Hội đồng nhân dân thành phố Cần Thơ", "Đảng đoàn HĐND thành phố", PARTY_GROUP, led=True),
    _under_city("bcs_ubnd", "Ban cán sự đảng Ủy ban nhân dân thành phố Cần Thơ", "Ban cán sự đảng UBND thành phố", PARTY_GROUP,
                aliases=("BCSĐ UBND thành phố",), led=True),
    _under_city("mttq", "Ủy ban Mặt trận Tổ quốc Việt Nam thành phố Cần Thơ", "Ủy ban MTTQ thành phố", FRONT,
                aliases=("MTTQ thành phố", "Mặt trận Tổ quốc thành phố"), led=True),
    _under_city("thanh_doan", "Đoàn Thanh niên Cộng sản Hồ Chí Minh thành phố Cần Thơ", "Thành đoàn", FRONT,
                aliases=("Đoàn Thanh niên thành phố",)),
    _under_city("phu_nu", "Hội Liên hiệp Phụ nữ thành phố Cần Thơ", "Hội Liên hiệp Phụ nữ thành phố", FRONT,
                aliases=("Hội LHPN thành phố",)),
    _under_city("nong_dan", "Hội Nông dân thành phố Cần Thơ", "Hội Nông dân thành phố", FRONT),
    _under_city("cuu_chien_binh", "Hội Cựu chiến binh thành phố Cần Thơ", "Hội Cựu chiến binh thành phố", FRONT, led=True,
                aliases=("Hội CCB thành phố",)),
    _under_city("lao_dong", "Liên đoàn Lao động thành phố Cần Thơ", "Liên đoàn Lao động thành phố", FRONT,
                aliases=("LĐLĐ thành phố", "Công đoàn thành phố")),
    _under_city("bao", "Báo Cần Thơ", "Báo Cần Thơ", PRESS, led=True, aliases=("Báo CT",)),
    _under_city("dai", "Đài Phát thanh và Truyền hình thành phố Cần Thơ", "Đài PT-TH thành phố", PRESS, side=Side.STATE,
                aliases=("Đài Phát thanh - Truyền hình", "Đài PTTH Cần Thơ"), led=True),
    _under_city("lhh", "Liên hiệp các Hội Khoa học và Kỹ thuật thành phố Cần Thơ", "Liên hiệp các Hội KH&KT thành phố",
                ASSOCIATION, symbol="LHH", side=Side.STATE, acting="Ban Thường trực",
                aliases=("LHH", "Liên hiệp Hội", "Liên hiệp các hội khoa học kỹ thuật Cần Thơ"), led=True),
    # The party group within the association, which the association's own programme charges too.
    replace(_under_city("dd_lhh", "Đảng đoàn Liên hiệp các Hội Khoa học và Kỹ thuật thành phố Cần Thơ",
                        "Đảng đoàn Liên hiệp các Hội KH&KT", PARTY_GROUP, aliases=("Đảng đoàn Liên hiệp Hội", "Đảng đoàn LHH"),
                        led=True), parent="lhh"),
    replace(_under_city("btt_lhh", "Ban Thường trực Liên hiệp các Hội Khoa học và Kỹ thuật thành phố Cần Thơ",
                        "Ban Thường trực Liên hiệp Hội", UNIT, side=Side.STATE), parent="lhh"),
    replace(_under_city("vp_lhh", "Văn phòng Liên hiệp các Hội Khoa học và Kỹ thuật thành phố Cần Thơ",
                        "Văn phòng Liên hiệp Hội", UNIT, side=Side.STATE, serves="lhh", symbol="VP-LHH", led=True), parent="lhh"),
    *(_committee(key, name, place, "thanh_uy", symbol="QU" if name.startswith("Quận") else "HU")
      for key, name, place in DISTRICTS_CAN_THO),
    *(replace(_committee(key, name, "Cần Thơ", "thanh_uy", symbol="ĐU"), short=short)
      for key, name, short in PARTY_COMMITTEES_CAN_THO),
    Body("ubnd", "Ủy ban nhân dân thành phố Cần Thơ", STATE, Level.PROVINCE, short="UBND thành phố Cần Thơ", symbol="UBND",
         place="Cần Thơ", side=Side.STATE),
    Body("so_khcn", "Sở Khoa học và Công nghệ thành phố Cần Thơ", STATE, Level.PROVINCE, "ubnd", "Sở KH&CN thành phố", "SKHCN",
         "Cần Thơ", Side.STATE, staffed=True),
    Body("so_khdt", "Sở Kế hoạch và Đầu tư thành phố Cần Thơ", STATE, Level.PROVINCE, "ubnd", "Sở KH&ĐT thành phố", "SKHĐT",
         "Cần Thơ", Side.STATE),
    Body("so_noi_vu", "Sở Nội vụ thành phố Cần Thơ", STATE, Level.PROVINCE, "ubnd", "Sở Nội vụ thành phố", "SNV", "Cần Thơ",
         Side.STATE),
)  # fmt: skip

DISTRICTS_QUANG_NGAI = (
    ("qn_thanh_pho", "Thành ủy Quảng Ngãi", "Quảng Ngãi"),
    ("qn_duc_pho", "Thị ủy Đức Phổ", "Đức Phổ"),
    ("qn_binh_son", "Huyện ủy Bình Sơn", "Bình Sơn"),
    ("qn_son_tinh", "Huyện ủy Sơn Tịnh", "Sơn Tịnh"),
    ("qn_tu_nghia", "Huyện ủy Tư Nghĩa", "Tư Nghĩa"),
    ("qn_mo_duc", "Huyện ủy Mộ Đức", "Mộ Đức"),
    ("qn_nghia_hanh", "Huyện ủy Nghĩa Hành", "Nghĩa Hành"),
    ("qn_ba_to", "Huyện ủy Ba Tơ", "Ba Tơ"),
    ("qn_minh_long", "Huyện ủy Minh Long", "Minh Long"),
    ("qn_son_ha", "Huyện ủy Sơn Hà", "Sơn Hà"),
    ("qn_son_tay", "Huyện ủy Sơn Tây", "Sơn Tây"),
    ("qn_tra_bong", "Huyện ủy Trà Bồng", "Trà Bồng"),
    ("qn_ly_son", "Huyện ủy Lý Sơn", "Lý Sơn"),
)

QUANG_NGAI = (
    Body("qn", "Tỉnh ủy Quảng Ngãi", COMMITTEE, Level.PROVINCE, "trung_uong", symbol="TU", place="Quảng Ngãi",
         acting="Ban Thường vụ", aliases=("TU Quảng Ngãi", "Ban Thường vụ Tỉnh ủy Quảng Ngãi"), led=True),
    Body("qn_tuyen_giao", "Ban Tuyên giáo Tỉnh ủy Quảng Ngãi", ORGAN, Level.PROVINCE, "qn", symbol="BTGTU", serves="qn",
         aliases=("BTG Tỉnh ủy Quảng Ngãi",), staffed=True, led=True),
    Body("qn_van_phong", "Văn phòng Tỉnh ủy Quảng Ngãi", ORGAN, Level.PROVINCE, "qn", symbol="VPTU", serves="qn"),
    Body("qn_dd_hdnd", "Đảng đoàn Hội đồng nhân dân tỉnh Quảng Ngãi", PARTY_GROUP, Level.PROVINCE, "qn",
         "Đảng đoàn HĐND tỉnh Quảng Ngãi", staffed=True),
    Body("qn_bcs_ubnd", "Ban cán sự đảng Ủy ban nhân dân tỉnh Quảng Ngãi", PARTY_GROUP, Level.PROVINCE, "qn",
         "Ban cán sự đảng UBND tỉnh Quảng Ngãi", staffed=True),
    Body("qn_dd_lhh", "Đảng đoàn Liên hiệp các Hội Khoa học và Kỹ thuật tỉnh Quảng Ngãi", PARTY_GROUP, Level.PROVINCE, "qn",
         "Đảng đoàn Liên hiệp Hội tỉnh Quảng Ngãi", staffed=True),
    Body("qn_mttq", "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh Quảng Ngãi", FRONT, Level.PROVINCE, "qn", "Ủy ban MTTQ tỉnh Quảng Ngãi"),
    *(_committee(key, name, place, "qn") for key, name, place in DISTRICTS_QUANG_NGAI),
)  # fmt: skip

# The township and the nine communes of Phú Thiện; two of them have nobody on the system yet.
COMMUNES_PHU_THIEN = (
    ("pt_thi_tran", "Đảng ủy thị trấn Phú Thiện", True),
    ("pt_ayun_ha", "Đảng ủy xã Ayun Hạ", True),
    ("pt_chroh_ponan", "Đảng ủy xã Chrôh Pơnan", True),
    ("pt_chu_a_thai", "Đảng ủy xã Chư A Thai", True),
    ("pt_ia_ake", "Đảng ủy xã Ia Ake", True),
    ("pt_ia_hiao", "Đảng ủy xã Ia Hiao", True),
    ("pt_ia_peng", "Đảng ủy xã Ia Peng", True),
    ("pt_ia_piar", "Đảng ủy xã Ia Piar", True),
    ("pt_ia_sol", "Đảng ủy xã Ia Sol", False),
    ("pt_ia_yeng", "Đảng ủy xã Ia Yeng", False),
)

GIA_LAI = (
    Body("gl", "Tỉnh ủy Gia Lai", COMMITTEE, Level.PROVINCE, "trung_uong", symbol="TU", place="Gia Lai", acting="Ban Thường vụ",
         aliases=("TU Gia Lai",)),
    Body("gl_tuyen_giao", "Ban Tuyên giáo Tỉnh ủy Gia Lai", ORGAN, Level.PROVINCE, "gl", symbol="BTGTU", serves="gl"),
    Body("pt", "Huyện ủy Phú Thiện", COMMITTEE, Level.DISTRICT, "gl", symbol="HU", place="Phú Thiện", acting="Ban Thường vụ",
         aliases=("Ban Thường vụ Huyện ủy Phú Thiện",), led=True),
    Body("pt_van_phong", "Văn phòng Huyện ủy Phú Thiện", ORGAN, Level.DISTRICT, "pt", symbol="VPHU", serves="pt", staffed=True,
         led=True),
    Body("pt_tuyen_giao", "Ban Tuyên giáo Huyện ủy Phú Thiện", ORGAN, Level.DISTRICT, "pt", symbol="BTGHU", serves="pt",
         staffed=True),
    Body("pt_ubnd", "Ủy ban nhân dân huyện Phú Thiện", STATE, Level.DISTRICT, "pt", "UBND huyện Phú Thiện", "UBND",
         side=Side.STATE, staffed=True),
    *(Body(key, name, COMMITTEE, Level.COMMUNE, "pt", symbol="ĐU", place=name.split(" ", 3)[-1], staffed=staffed)
      for key, name, staffed in COMMUNES_PHU_THIEN),
)  # fmt: skip

BODIES = (*CENTRAL, *CAN_THO, *QUANG_NGAI, *GIA_LAI)

_CITY_DISTRICTS = tuple(key for key, *_ in DISTRICTS_CAN_THO)
GROUPS = (
    Group("thanh_uy", "các quận ủy, huyện ủy", _CITY_DISTRICTS),
    Group("thanh_uy", "các cấp ủy trực thuộc", (*_CITY_DISTRICTS, *(key for key, *_ in PARTY_COMMITTEES_CAN_THO))),
    Group("thanh_uy", "các ban xây dựng Đảng của Thành ủy", ("tuyen_giao", "to_chuc", "kiem_tra", "dan_van")),
    Group("thanh_uy", "các đoàn thể thành phố", ("thanh_doan", "phu_nu", "nong_dan", "cuu_chien_binh", "lao_dong")),
    Group("qn", "các huyện, thị ủy, thành ủy trực thuộc", tuple(key for key, *_ in DISTRICTS_QUANG_NGAI)),
    Group("pt", "các tổ chức cơ sở đảng trực thuộc", tuple(key for key, *_ in COMMUNES_PHU_THIEN)),
)
