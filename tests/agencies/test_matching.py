"""Printed names against the catalogue: what is sure, what waits for a look, what is never taken for something else."""

from __future__ import annotations

import time
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agencies import naming
from agencies.choices import AgencyKind, Level, Side
from agencies.matching import Match, Matcher, MatchKind
from agencies.models import Agency, AgencyAlias
from agencies.services import create_agency, create_group
from tests.cast import LONG_AGO, TODAY, World


def keys(match: Match) -> list[str]:
    """The agencies and groups offered."""
    return [one.key for one in match.candidates]


class Reader:
    """One officer who reads a document; the matcher is loaded anew for each reader."""

    def __init__(self, world: World, username: str, issuer: Agency | None, on: date = TODAY) -> None:
        officer = world.officer(username).enter(on=TODAY)
        self.office = officer.current_posts[0].agency
        self.issuer = issuer
        self.matcher = Matcher.load(officer, on=on)

    def match(self, words: str) -> Match:
        return self.matcher.match(words, issuer=self.issuer, office=self.office)

    def sure(self, words: str) -> str:
        """The name of the agency that the words surely mean, "" when they do not."""
        found = self.match(words)
        return self.matcher.catalogue.facts[found.agency_id].name if found.sure and found.agency_id else ""

    def match_issuer(self, words: str, place: str = "") -> Match:
        return self.matcher.match_issuer(words, place=place, office=self.office)


@pytest.fixture
def city(world: World) -> Reader:
    """Ban Tuyên giáo reads a document of Thành ủy Cần Thơ, with the party bodies of council and administration in place."""
    at = world.agencies
    for name, short in (
        ("Đảng đoàn Hội đồng nhân dân thành phố Cần Thơ", "Đảng đoàn HĐND thành phố"),
        ("Ban cán sự đảng Ủy ban nhân dân thành phố Cần Thơ", ""),
    ):
        create_agency(
            name=name, short_name=short, kind=AgencyKind.PARTY_GROUP, level=Level.PROVINCE, parent=at.thanh_uy
        )
    create_agency(
        name="Ủy ban Mặt trận Tổ quốc Việt Nam thành phố Cần Thơ", short_name="Ủy ban MTTQ thành phố", kind=AgencyKind.FRONT,
        level=Level.PROVINCE, parent=at.thanh_uy,
    )  # fmt: skip
    create_agency(
        name="Sở Khoa học và Công nghệ thành phố Cần Thơ", kind=AgencyKind.STATE, level=Level.PROVINCE, side=Side.STATE,
        place="Cần Thơ", symbol="SKHCN",
    )  # fmt: skip
    return Reader(world, "vanphong", at.thanh_uy)


SURE = (
    ("Thành ủy Cần Thơ", "Thành ủy Cần Thơ"),
    ("THÀNH UỶ CẦN THƠ", "Thành ủy Cần Thơ"),
    ("Thành ủy", "Thành ủy Cần Thơ"),
    ("Ban tuyên giáo Thành ủy", "Ban Tuyên giáo Thành ủy Cần Thơ"),
    ("BTG Thành ủy", "Ban Tuyên giáo Thành ủy Cần Thơ"),
    ("BTGTU", "Ban Tuyên giáo Thành ủy Cần Thơ"),
    ("Lưu: VPTU", "Văn phòng Thành ủy Cần Thơ"),
    ("Văn phòng Thành ủy (để theo dõi);", "Văn phòng Thành ủy Cần Thơ"),
    ("Đảng đoàn Hội đồng nhân dân", "Đảng đoàn Hội đồng nhân dân thành phố Cần Thơ"),
    ("Đảng đoàn HĐND TP. Cần Thơ", "Đảng đoàn Hội đồng nhân dân thành phố Cần Thơ"),
    ("Ban Cán sự đảng UBND thành phố", "Ban cán sự đảng Ủy ban nhân dân thành phố Cần Thơ"),
    ("BCSĐ UBND TP", "Ban cán sự đảng Ủy ban nhân dân thành phố Cần Thơ"),
    ("Ủy ban Mặt trận Tổ quốc", "Ủy ban Mặt trận Tổ quốc Việt Nam thành phố Cần Thơ"),
    ("Ủy ban MTTQVN TP.Cần Thơ", "Ủy ban Mặt trận Tổ quốc Việt Nam thành phố Cần Thơ"),
    ("Đảng đoàn Liên hiệp các Hội khoa học và kỹ thuật thành phố",
     "Đảng đoàn Liên hiệp các Hội Khoa học và Kỹ thuật thành phố Cần Thơ"),
    ("Đảng đoàn Liên hiệp các Hội KH&KT thành phố",
     "Đảng đoàn Liên hiệp các Hội Khoa học và Kỹ thuật thành phố Cần Thơ"),
    ("Đài PT-TH thành phố", "Đài Phát thanh và Truyền hình thành phố Cần Thơ"),
    ("Đài Phát thanh, Truyền hình thành phố", "Đài Phát thanh và Truyền hình thành phố Cần Thơ"),
    ("Đài PTTH Cần Thơ", "Đài Phát thanh và Truyền hình thành phố Cần Thơ"),
    ("Báo Cần Thơ", "Báo Cần Thơ"),
    ("Sở Khoa học & Công nghệ", "Sở Khoa học và Công nghệ thành phố Cần Thơ"),
    ("Sở KH&CN", "Sở Khoa học và Công nghệ thành phố Cần Thơ"),
    ("SKHCN", "Sở Khoa học và Công nghệ thành phố Cần Thơ"),
    ("Huyện ủy Cờ Đỏ", "Huyện ủy Cờ Đỏ"),
    ("Ban Bí thư", "Ban Bí thư Trung ương Đảng"),
    ("Tỉnh ủy Quảng Ngãi", "Tỉnh ủy Quảng Ngãi"),
    ("Ban Tuyên giáo Tỉnh ủy Quảng Ngãi", "Ban Tuyên giáo Tỉnh ủy Quảng Ngãi"),
    ("Huyện ủy Phú Thiện, tỉnh Gia Lai", "Huyện ủy Phú Thiện"),
)  # fmt: skip
NEVER_SURE = (
    ("Ban Tuyên giáo Tỉnh ủy", MatchKind.UNKNOWN),  # the city has a Thành ủy
    ("Đảng đoàn Hội đồng nhân dân tỉnh", MatchKind.UNKNOWN),
    ("Ban Tuyên giáo Tỉnh ủy Bình Dương", MatchKind.UNKNOWN),  # a place nobody knows is not this one
    ("Hội đồng nhân dân", MatchKind.UNKNOWN),  # only its đảng đoàn is in the catalogue
    ("Ủy ban nhân dân thành phố", MatchKind.UNKNOWN),
    ("Huyện ủy", MatchKind.SEVERAL),  # which of them?
    ("Huyện ủy Phú Thiện", MatchKind.UNKNOWN),  # a district of that name may lie in any province
    ("Văn phòng Huyện ủy", MatchKind.UNKNOWN),
    ("Mặt trận Tổ quốc Việt Nam", MatchKind.UNKNOWN),  # the whole front, or the city's
    ("Liên hiệp các Hội Khoa học và Kỹ thuật Việt Nam", MatchKind.UNKNOWN),
    ("Báo", MatchKind.AGENCY),  # "Báo Cần Thơ" without its own name
    ("Đảng đoàn", MatchKind.UNKNOWN),
    ("Cần Thơ", MatchKind.UNKNOWN),
    ("lãnh đạo Ban Tuyên giáo Thành ủy", MatchKind.AGENCY),
    ("Bí thư Huyện ủy Cờ Đỏ", MatchKind.AGENCY),
    ("các đồng chí Ủy viên BTV Thành ủy", MatchKind.AGENCY),
    ("Như kính gửi", MatchKind.UNKNOWN),
    ("Lưu: VT", MatchKind.UNKNOWN),
    ("", MatchKind.UNKNOWN),
    ("***", MatchKind.UNKNOWN),
    ("Thành ủy " * 400, MatchKind.UNKNOWN),
)


def test_names_that_are_sure_in_a_document_of_the_city(city: Reader) -> None:
    assert {words: city.sure(words) for words, _ in SURE} == dict(SURE)


def test_names_that_are_never_sure(city: Reader) -> None:
    found = {words: city.match(words) for words, _ in NEVER_SURE}
    assert {words: one.kind for words, one in found.items()} == dict(NEVER_SURE)
    assert not [words for words, one in found.items() if one.sure]
    assert not [words for words, one in found.items() if (one.agency_id is None) == (one.kind == MatchKind.AGENCY)]


def test_the_same_name_in_another_province_is_only_offered(world: World, city: Reader) -> None:
    offered = city.match("Ban Tuyên giáo Tỉnh ủy").candidates
    assert [(one.key, one.why) for one in offered if one.key == f"a{world.agencies.ban_tuyen_giao_quang_ngai.pk}"]
    assert offered[0].why != "đúng tên đầy đủ"


def test_a_document_of_quang_ngai_never_means_can_tho(world: World, city: Reader) -> None:
    """Every name of the city, as the city writes it without place, in a document of the neighbour."""
    at = world.agencies
    for username in ("quangngai", "vanphong"):  # whoever enters it: the issuer decides
        reader = Reader(world, username, at.tinh_uy_quang_ngai)
        own = {at.tinh_uy_quang_ngai.pk, at.ban_tuyen_giao_quang_ngai.pk}
        for words in (
            "Đảng đoàn Hội đồng nhân dân", "Ban cán sự đảng Ủy ban nhân dân thành phố", "Đài PT-TH thành phố", "Văn phòng Thành ủy",
            "Thành ủy", "Sở Khoa học và Công nghệ", "Ủy ban Mặt trận Tổ quốc", "Đảng đoàn Liên hiệp Hội", "Ban Tuyên giáo Tỉnh ủy",
            "Ban Thường vụ Thành ủy", "Ban Thường vụ Tỉnh ủy", "VPTU", "BTGTU", "SKHCN", "các quận ủy, huyện ủy",
        ):  # fmt: skip
            found = reader.match(words)
            assert found.agency_id is None or found.agency_id in own, words
            assert not (found.kind == MatchKind.GROUP and found.sure), words
        assert reader.sure("Ban Tuyên giáo Tỉnh ủy") == "Ban Tuyên giáo Tỉnh ủy Quảng Ngãi"
        assert reader.sure("BTGTU") == "Ban Tuyên giáo Tỉnh ủy Quảng Ngãi"


def test_a_district_means_its_own_province_above_it(world: World) -> None:
    reader = Reader(world, "phuthien", world.agencies.huyen_uy_phu_thien)
    assert reader.sure("Ban Thường vụ Tỉnh ủy (báo cáo)") == "Tỉnh ủy Gia Lai"
    assert reader.sure("Văn phòng Huyện ủy") == "Văn phòng Huyện ủy Phú Thiện"
    assert reader.sure("VPHU") == "Văn phòng Huyện ủy Phú Thiện"
    # Gia Lai's Ban Tuyên giáo is not in the catalogue; Quảng Ngãi's does not stand in for it.
    assert reader.match("Ban Tuyên giáo Tỉnh ủy").kind == MatchKind.UNKNOWN


def test_a_body_above_is_sure_only_where_the_words_say_its_level(world: World) -> None:
    at = world.agencies
    for name in ("Hội Nông dân tỉnh Gia Lai", "Sở Nội vụ tỉnh Gia Lai"):
        create_agency(name=name, kind=AgencyKind.FRONT, level=Level.PROVINCE, parent=at.tinh_uy_gia_lai)
    reader = Reader(world, "phuthien", at.huyen_uy_phu_thien)
    assert reader.sure("Hội Nông dân tỉnh") == "Hội Nông dân tỉnh Gia Lai"
    assert reader.sure("Sở Nội vụ") == "Sở Nội vụ tỉnh Gia Lai"
    found = reader.match("Hội Nông dân")  # the district has one too, which nobody entered yet
    assert (found.kind, found.sure) == (MatchKind.AGENCY, False)


def test_the_acting_collective_points_to_its_committee(world: World, city: Reader) -> None:
    for words, acting in (
        ("Ban Thường vụ Thành ủy", "Ban Thường vụ"), ("BTV Thành ủy", "Ban Thường vụ"),
        ("Thường trực Thành ủy Cần Thơ", "Thường trực"),
        ("Ban Chấp hành Đảng bộ thành phố", "Ban Chấp hành"), ("Ban Thường vụ", "Ban Thường vụ"),
    ):  # fmt: skip
        found = city.match(words)
        assert (found.agency_id, found.acting, found.sure) == (world.agencies.thanh_uy.pk, acting, True), words
    assert city.match("Thành ủy").acting == ""


def test_a_party_body_is_not_the_state_body(world: World) -> None:
    at = world.agencies
    council = create_agency(
        name="Hội đồng nhân dân tỉnh Quảng Ngãi", kind=AgencyKind.STATE, level=Level.PROVINCE, side=Side.STATE,
        parent=at.tinh_uy_quang_ngai,
    )  # fmt: skip
    reader = Reader(world, "quangngai", at.tinh_uy_quang_ngai)
    found = reader.match("Đảng đoàn HĐND tỉnh")
    assert (found.kind, found.agency_id, found.sure) == (MatchKind.UNKNOWN, None, False)
    assert (found.candidates[0].key, found.candidates[0].why) == (
        f"a{council.pk}", "cơ quan nhà nước, không phải tổ chức đảng",
    )  # fmt: skip


def test_a_city_and_its_province_of_one_name_are_kept_apart(world: World) -> None:
    at = world.agencies
    town = create_agency(
        name="Thành ủy Quảng Ngãi", kind=AgencyKind.COMMITTEE, level=Level.DISTRICT, place="Quảng Ngãi",
        parent=at.tinh_uy_quang_ngai,
    )  # fmt: skip
    made = {
        name: create_agency(name=name, kind=AgencyKind.STATE, level=level, side=Side.STATE, parent=parent)
        for name, level, parent in (
            ("Ủy ban nhân dân tỉnh Quảng Ngãi", Level.PROVINCE, at.tinh_uy_quang_ngai),
            ("Ủy ban nhân dân thành phố Quảng Ngãi", Level.DISTRICT, town),
        )
    }
    reader = Reader(world, "quangngai", at.tinh_uy_quang_ngai)
    assert reader.sure("UBND tỉnh") == "Ủy ban nhân dân tỉnh Quảng Ngãi"
    assert reader.sure("UBND thành phố Quảng Ngãi") == "Ủy ban nhân dân thành phố Quảng Ngãi"
    assert reader.sure("Thành ủy Quảng Ngãi") == "Thành ủy Quảng Ngãi"
    assert not reader.match("Thành ủy").sure
    assert not reader.match("UBND thành phố").sure
    assert Reader(world, "quangngai", town).sure("UBND thành phố") == "Ủy ban nhân dân thành phố Quảng Ngãi"
    Agency.objects.filter(pk=made["Ủy ban nhân dân tỉnh Quảng Ngãi"].pk).delete()
    assert Reader(world, "quangngai", at.tinh_uy_quang_ngai).match("UBND tỉnh").agency_id is None


def test_two_bodies_of_one_name_are_several(world: World) -> None:
    at = world.agencies
    twins = [
        create_agency(name="Phòng Tổng hợp", kind=AgencyKind.UNIT, level=Level.PROVINCE, parent=parent)
        for parent in (at.ban_tuyen_giao, at.van_phong_thanh_uy)
    ]
    found = Reader(world, "vanphong", at.thanh_uy).match("Phòng Tổng hợp")
    assert (found.kind, found.agency_id, found.sure) == (MatchKind.SEVERAL, None, False)
    assert set(keys(found)) == {f"a{twin.pk}" for twin in twins}
    # Its own department is meant in a paper of the office itself.
    assert Reader(world, "vanphong", at.van_phong_thanh_uy).match("Phòng Tổng hợp").agency_id == twins[1].pk


def test_a_department_of_another_body_is_not_the_issuers_own(world: World) -> None:
    at = world.agencies
    department = create_agency(
        name="Phòng Tổ chức cán bộ", kind=AgencyKind.UNIT, level=Level.PROVINCE, parent=at.ban_tuyen_giao
    )
    for issuer, sure in ((at.ban_tuyen_giao, True), (at.van_phong_thanh_uy, False), (at.thanh_uy, False)):
        found = Reader(world, "vanphong", issuer).match("Phòng Tổ chức cán bộ")
        assert (found.agency_id, found.sure) == (department.pk, sure), issuer.name


def test_the_one_district_office_that_is_known_is_not_every_districts(world: World) -> None:
    at = world.agencies
    for name in ("Phòng Giáo dục và Đào tạo", "Trường Tiểu học Lê Lợi"):
        create_agency(name=name, kind=AgencyKind.STATE, level=Level.DISTRICT, side=Side.STATE, parent=at.co_do)
    reader = Reader(world, "vanphong", at.thanh_uy)
    assert not reader.match("Phòng GD&ĐT").sure
    assert reader.sure("Trường Tiểu học Lê Lợi") == "Trường Tiểu học Lê Lợi"
    assert Reader(world, "codo", at.co_do).sure("Phòng GD&ĐT") == "Phòng Giáo dục và Đào tạo"
    assert not Reader(world, "codo", at.phong_dien).match("Phòng GD&ĐT").sure


def test_a_category_is_its_group(world: World, city: Reader) -> None:
    for words in (
        "Các quận ủy, huyện ủy", "các huyện ủy, quận ủy", "Các quận ủy và huyện ủy", "các quận, huyện ủy",
        "các quận ủy, huyện ủy thành phố",
    ):  # fmt: skip
        found = city.match(words)
        assert (found.kind, found.group_id, found.sure) == (MatchKind.GROUP, world.agencies.cac_huyen_uy.pk, True), (
            words
        )
        assert found.candidates[0].label == "các quận ủy, huyện ủy (3 đơn vị)"


def test_groups_that_only_nearly_fit_wait_for_a_look(world: World, city: Reader) -> None:
    group = world.agencies.cac_huyen_uy
    part = city.match("các huyện ủy")
    assert (part.kind, part.group_id, part.sure) == (MatchKind.GROUP, group.pk, False)
    people = city.match("Bí thư các quận ủy, huyện ủy")
    assert (people.kind, people.group_id, people.sure) == (MatchKind.GROUP, group.pk, False)
    acting = city.match("Ban Thường vụ các quận ủy, huyện ủy")
    assert (acting.group_id, acting.acting, acting.sure) == (group.pk, "Ban Thường vụ", True)
    wider = city.match("các quận ủy, huyện ủy, đảng ủy trực thuộc")
    assert (wider.kind, keys(wider), wider.sure) == (MatchKind.OPEN_SET, [f"g{group.pk}"], False)
    elsewhere = city.match("các quận ủy, huyện ủy tỉnh")
    assert not elsewhere.sure
    state = city.match("các quận, huyện")  # the districts' administrations are not their committees
    assert state.kind == MatchKind.OPEN_SET


def test_a_group_counts_its_members_on_the_day(world: World) -> None:
    at = world.agencies
    before = Reader(world, "vanphong", at.thanh_uy, on=date(2010, 1, 1)).match("các quận ủy, huyện ủy")
    assert (before.group_id, before.sure) == (at.cac_huyen_uy.pk, False)
    assert before.candidates[0].label == "các quận ủy, huyện ủy (0 đơn vị)"


def test_a_group_of_another_branch_is_not_seen(world: World) -> None:
    at = world.agencies
    create_group(owner=at.tinh_uy_gia_lai, name="các sở, ngành tỉnh", members=[at.huyen_uy_phu_thien], since=LONG_AGO)
    found = Reader(world, "vanphong", at.thanh_uy).match("các sở, ngành tỉnh")
    assert (found.kind, found.group_id, found.candidates) == (MatchKind.OPEN_SET, None, ())
    assert Reader(world, "phuthien", at.tinh_uy_gia_lai).match("các sở, ngành tỉnh").sure


def test_open_sets_stay_text(city: Reader) -> None:
    for words in (
        "các cơ quan có liên quan", "các cơ quan, đơn vị liên quan", "các ngành có liên quan", "các ban, ngành", "các đơn vị",
        "các cấp", "Các tổ chức, cá nhân", "chính quyền", "địa phương", "đoàn thể các cấp", "tổ chức đảng", "UBND các xã, phường",
        "người đứng đầu các hội thành viên", "quận, huyện, thị xã", "Phòng GD&ĐT các huyện, TP", "các cấp ủy đảng",
    ):  # fmt: skip
        found = city.match(words)
        assert (found.kind, found.agency_id, found.group_id, found.sure) == (MatchKind.OPEN_SET, None, None, False), (
            words
        )


def test_a_body_named_among_categories_is_offered(city: Reader) -> None:
    found = city.match("Các sở, ban, ngành, Mặt trận Tổ quốc và các đoàn thể thành phố")
    assert found.kind == MatchKind.OPEN_SET
    assert [one.label for one in found.candidates] == ["Ủy ban Mặt trận Tổ quốc Việt Nam thành phố Cần Thơ"]


def test_without_an_issuer_words_without_a_place_are_not_sure(world: World) -> None:
    reader = Reader(world, "vanphong", None)
    found = reader.match("Ban Tuyên giáo Thành ủy")
    assert (found.agency_id, found.sure) == (world.agencies.ban_tuyen_giao.pk, False)
    assert reader.sure("Ban Tuyên giáo Thành ủy Cần Thơ") == "Ban Tuyên giáo Thành ủy Cần Thơ"
    assert not reader.match("Huyện ủy Cờ Đỏ").sure  # whose Cờ Đỏ, as long as nobody said who issued it
    assert reader.sure("Huyện ủy Cờ Đỏ, TP. Cần Thơ") == "Huyện ủy Cờ Đỏ"
    assert Reader(world, "codo", None).match_issuer("HUYỆN ỦY CỜ ĐỎ").sure
    assert reader.sure("Ban Bí thư Trung ương Đảng") == "Ban Bí thư Trung ương Đảng"
    assert not reader.match("các quận ủy, huyện ủy").sure


def test_the_issuer_of_a_letterhead(world: World) -> None:
    at = world.agencies
    reader = Reader(world, "vanphong", None)
    for words, agency in (
        ("THÀNH ỦY CẦN THƠ", at.thanh_uy), ("TỈNH UỶ QUẢNG NGÃI", at.tinh_uy_quang_ngai), ("BAN BÍ THƯ", at.ban_bi_thu),
        ("Ban Thường vụ Tỉnh ủy Gia Lai", at.tinh_uy_gia_lai),
    ):  # fmt: skip
        found = reader.match_issuer(words, "Hà Nội")
        assert (found.agency_id, found.sure) == (agency.pk, True), words


def test_an_issuer_that_needed_the_place_is_not_sure(world: World) -> None:
    at = world.agencies
    for username in ("phuthien", "vanphong"):
        found = Reader(world, username, None).match_issuer("Ban Thường vụ Huyện ủy", "Phú Thiện")
        assert (found.agency_id, found.acting, found.sure) == (at.huyen_uy_phu_thien.pk, "Ban Thường vụ", False)
    namesake = create_agency(
        name="Huyện ủy Phú Thiện",
        kind=AgencyKind.COMMITTEE,
        level=Level.DISTRICT,
        place="Phú Thiện",
        parent=at.tinh_uy_quang_ngai,
    )
    both = Reader(world, "vanphong", None).match_issuer("HUYỆN ỦY PHÚ THIỆN")
    assert (both.kind, both.agency_id) == (MatchKind.SEVERAL, None)
    assert set(keys(both)) == {f"a{at.huyen_uy_phu_thien.pk}", f"a{namesake.pk}"}
    nobody = Reader(world, "vanphong", None).match_issuer("TỈNH ỦY")
    assert (nobody.kind, nobody.sure) == (MatchKind.UNKNOWN, False)
    # The office lies in Cần Thơ; a letterhead without a place may still be anybody's.
    own = Reader(world, "vanphong", None).match_issuer("THÀNH ỦY")
    assert (own.kind, own.agency_id, keys(own)) == (MatchKind.UNKNOWN, None, [f"a{at.thanh_uy.pk}"])
    other = Reader(world, "vanphong", None).match_issuer("THÀNH ỦY", "Đà Nẵng")
    assert other.agency_id is None


def test_bodies_exist_from_their_first_to_their_last_day(world: World) -> None:
    at = world.agencies
    Agency.objects.filter(pk=at.ban_tuyen_giao.pk).update(ended_on=date(2021, 12, 31))
    assert Reader(world, "lanhdao", at.thanh_uy, on=date(2021, 12, 31)).sure("Ban Tuyên giáo Thành ủy")
    assert not Reader(world, "lanhdao", at.thanh_uy, on=date(2022, 1, 1)).match("Ban Tuyên giáo Thành ủy").agency_id


def test_a_provisional_body_is_matched_in_its_own_branch_only(world: World) -> None:
    at = world.agencies
    create_agency(
        name="Hội Luật gia thành phố Cần Thơ", kind=AgencyKind.ASSOCIATION, level=Level.PROVINCE, parent=at.thanh_uy,
        provisional=True, recorded_by=at.ban_tuyen_giao,
    )  # fmt: skip
    words = "Hội Luật gia thành phố Cần Thơ"
    assert Reader(world, "vanphong", at.thanh_uy).sure(words) == words
    stranger = Reader(world, "quangngai", at.thanh_uy).match(words)
    assert (stranger.agency_id, stranger.candidates) == (None, ())


def test_aliases_hold_in_their_branch_and_the_nearest_meaning_wins(world: World) -> None:
    at = world.agencies
    AgencyAlias.objects.create(agency=at.dang_doan_lhh, text="Đảng đoàn nọ", branch=at.thanh_uy)
    AgencyAlias.objects.create(agency=at.bao_can_tho, text="Tờ báo nhà", branch=at.thanh_uy)
    AgencyAlias.objects.create(agency=at.van_phong_thanh_uy, text="Tờ báo nhà", branch=at.ban_tuyen_giao)
    assert Reader(world, "lhh", at.thanh_uy).sure("đảng đoàn nọ") == at.dang_doan_lhh.name
    assert Reader(world, "quangngai", at.thanh_uy).match("Đảng đoàn nọ").agency_id is None
    assert Reader(world, "lhh", at.thanh_uy).sure("Tờ báo nhà") == "Báo Cần Thơ"
    assert Reader(world, "vanphong", at.thanh_uy).sure("Tờ báo nhà") == "Văn phòng Thành ủy Cần Thơ"
    # An alias is one more name of its agency: in a document of another province it is not sure either.
    assert not Reader(world, "vanphong", at.tinh_uy_quang_ngai).match("Tờ báo nhà").sure


def a_country(provinces: int = 50, districts: int = 12) -> None:
    """Some 5,000 bodies with the same names in every province; the cast's provinces are not among them."""
    rows: list[Agency] = []

    def body(name: str, kind: str, level: str, place: str, parent: Agency | None, side: str = Side.PARTY) -> Agency:
        rows.append(Agency(name=name, kind=kind, level=level, place=place, parent=parent, side=side))
        return rows[-1]

    for p in range(provinces):
        place = f"Miền {p}"
        head = body(f"Tỉnh ủy {place}", AgencyKind.COMMITTEE, Level.PROVINCE, place, None)
        head.save()
        rows.remove(head)
        for own in ("Ban Tuyên giáo Tỉnh ủy", "Văn phòng Tỉnh ủy", "Sở Nội vụ tỉnh", "Hội Nông dân tỉnh", "Báo"):
            body(f"{own} {place}", AgencyKind.STATE, Level.PROVINCE, place, head)
        for d in range(districts):
            name = f"Vùng {p} {d}"
            for own in ("Huyện ủy", "UBND huyện", "Phòng Nội vụ huyện", "Hội Nông dân huyện", "Ban Tuyên giáo Huyện ủy",
                        "Văn phòng Huyện ủy", "Công an huyện", "Trung tâm Y tế huyện"):  # fmt: skip
                body(f"{own} {name}", AgencyKind.STATE, Level.DISTRICT, name, head)
    Agency.objects.bulk_create(rows)


def test_a_country_of_five_thousand_bodies_is_asked_once(world: World) -> None:
    a_country()
    assert Agency.objects.count() > 5_000
    officer = world.officer("vanphong").enter(on=TODAY)
    with CaptureQueriesContext(
        connection,
    ) as loading:
        matcher = Matcher.load(officer, on=TODAY)
    assert len(loading) <= 4
    issuer, office = Agency.objects.get(name="Tỉnh ủy Miền 7"), world.agencies.ban_tuyen_giao
    words = [
        f"{own} {n}"
        for n in range(60)
        for own in ("Phòng Văn thư", "Ban Tuyên giáo Tỉnh ủy Miền", "Huyện ủy Vùng 7", "các sở số", "UBND huyện Vùng")
    ]
    with CaptureQueriesContext(connection) as matching:
        started = time.perf_counter()
        found = {text: matcher.match(text, issuer=issuer, office=office) for text in words}
        seconds = time.perf_counter() - started
    assert len(matching) == 0
    assert seconds < 5  # a fiftieth of it on a quiet machine; a bound for growth, not a benchmark
    names = matcher.catalogue.facts
    assert {text: names[one.agency_id].name for text, one in found.items() if one.sure and one.agency_id} == {
        text: text for text in words if Agency.objects.filter(name=text).exists()
    }
    assert matcher.match("Ban Tuyên giáo Tỉnh ủy", issuer=issuer, office=office).agency_id == (
        Agency.objects.get(name="Ban Tuyên giáo Tỉnh ủy Miền 7").pk
    )
    assert matcher.match("Thành ủy", issuer=issuer, office=office).agency_id is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Sở Kế hoạch và Đầu tư", "so ke hoach dau tu"),  # "tư" is not the symbol TU
        ("Ban Tuyên giáo TU", "ban tuyen giao thanh uy"),
        ("UBMTTQVN TP", "mat tran to quoc thanh pho"),
        ("Hội LHPN Việt Nam tỉnh", "hoi lien hiep phu nu tinh"),
        ("Liên hiệp Hội", "lien hiep cac hoi khoa hoc ky thuat"),
        ("Liên hiệp Hội Văn học nghệ thuật", "lien hiep hoi van hoc nghe thuat"),
    ],
)
def test_canonical_words(text: str, words: str) -> None:
    assert naming.canonical(text, provincial="thanh uy") == words
    assert naming.canonical(words, provincial="thanh uy") == words


def test_a_department_is_not_an_open_set_though_each_of_its_words_is_common() -> None:
    for text in (
        "Phòng Tổ chức cán bộ", "Ban Tổ chức", "Hội Doanh nghiệp", "Viện Xã hội", "Đảng ủy Khối các cơ quan tỉnh",
        "Ban Quản lý các khu công nghiệp", "Liên hiệp các Hội Khoa học và Kỹ thuật",
    ):  # fmt: skip
        assert not naming.is_category(naming.canonical(text)), text
    for text in ("sở, ban, ngành", "tổ chức, cá nhân", "cấp ủy, chính quyền", "hợp tác xã, doanh nghiệp"):
        assert naming.is_category(naming.canonical(text)), text


def test_level_words_are_not_taken_out_of_other_words() -> None:
    for text in ("Tổng cục Hải quan", "Hợp tác xã", "Thông tấn xã"):
        assert naming.parse(naming.canonical(text), {"can tho"}).level == "", text
    assert naming.parse("uy ban nhan dan xa ayun ha huyen phu thien", {"ayun ha", "phu thien"}) == naming.Name(
        "uy ban nhan dan xa ayun ha huyen phu thien", "uy ban nhan dan", "xa", ("ayun ha", "phu thien")
    )


def test_crowded_words_are_judged_in_no_time() -> None:
    started = time.perf_counter()
    for text in ("tổ chức đảng viên " * 20, "các " * 90, "(" * 390, "Lưu: " * 70, "đồng chí lãnh đạo " * 20 + "x"):
        bare = naming.bare_words(text)
        naming.is_category(naming.without_persons(naming.canonical(bare))[0])
    assert time.perf_counter() - started < 2
